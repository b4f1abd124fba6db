// schema.h: what the CSV files of a county's export may hold.
//
// One table for each record kind describes its columns; everything else (the
// reader's checks, the tables of docs/import-format.md, `caseloadctl
// csv-schema`) is derived from it, so that a column is named here and nowhere
// else.
//
// Thread safety: the tables are built once and never changed.

#ifndef TOOLS_CASELOADCTL_CSV_SCHEMA_H_
#define TOOLS_CASELOADCTL_CSV_SCHEMA_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace caseload::csv {

// The kinds of record, in the order in which they can be imported: a kind
// refers only to kinds that stand before it.
enum class RecordKind {
  kHolidays,
  kOfficers,
  kUnits,
  kPostings,
  kLeave,
  kClients,
  kIdentifiers,
  kGuardians,
  kCases,
  kClientStates,
  kAssignments,
  kConditions,
  kAssessments,
  kOverrides,
  kPlans,
  kObjectives,
  kEnrollments,
  kContacts,
  kNoContactReasons,
  kNotes,
  kInvestigations,
  kConferences,
  // Not a record: the list of the files, with their modes and row counts.
  kManifest,
};

// How a cell is read. An empty cell always means "not known" or "none".
enum class ColumnType {
  kId,             // external id: 1 to 64 of A-Z a-z 0-9 . _ : -
  kReference,      // the id of a row of `reference`, same source system
  kText,           // UTF-8 text of at most `max` characters
  kCode,           // 1 to 63 of A-Z a-z 0-9 _ -, an id that policy explains
  kEnum,           // one of `allowed`
  kDate,           // civil date YYYY-MM-DD, 1900 to 2199
  kMonth,          // calendar month YYYY-MM
  kInstant,        // RFC 3339 with offset: 2026-11-02T14:05:00-08:00
  kLocalDateTime,  // civil date and time without offset: 2026-11-02T14:05
  kInteger,        // whole number from `min` to `max`
  kDecimal,        // at most two decimals, from `min` to `max` (hundredths)
  kBoolean,        // true or false
  kEmail,          // one address
  kZone,           // IANA time zone
  kFileName,       // name of a file of the same directory
  kCodeList,       // codes joined by ;
  kDateList,       // dates joined by ;
  kReferenceList,  // ids of rows of `reference`, joined by ;
  kScoreMap,       // code=integer joined by ;
  kLevelMap,       // code=code joined by ;
};

// One column of one kind of file.
struct Column {
  std::string name;
  ColumnType type = ColumnType::kText;
  // A row without it is rejected, unless the row is `withdrawn`.
  bool required = false;
  // Holds personal data of a client, a guardian or an officer.
  bool personal = false;
  // kText: characters. kInteger: value. kDecimal: hundredths. kScoreMap:
  // each score. Unused otherwise.
  int64_t min = 0;
  int64_t max = 0;
  // kReference, kReferenceList.
  RecordKind reference = RecordKind::kOfficers;
  // kEnum.
  std::vector<std::string> allowed;
  // What it means, with unit and source, as docs/import-format.md prints it.
  std::string description;
};

// A rule over two columns of one row.
struct RowRule {
  enum class Kind {
    // `column` must not lie before `other` (dates; an empty one passes).
    kNotBefore,
    // `column` is required when `other` is one of `values` (none: when it is
    // not empty).
    kRequiredWhen,
    // `column` must be empty unless `other` is one of `values` (none: unless
    // it is not empty).
    kOnlyWhen,
  };
  Kind kind = Kind::kNotBefore;
  std::string column;
  std::string other;
  std::vector<std::string> values;
};

// One kind of file.
struct FileSchema {
  RecordKind kind = RecordKind::kOfficers;
  // The record kind's name; the file is `<name>.csv`.
  std::string name;
  // One or two sentences for docs/import-format.md.
  std::string description;
  std::vector<Column> columns;
  std::vector<RowRule> rules;

  std::string file_name() const { return name + ".csv"; }
  // The position of the column, or -1.
  int Find(absl::string_view column) const;
};

// Names of the columns that every record kind has.
inline constexpr char kSourceSystemColumn[] = "source_system";
inline constexpr char kIdColumn[] = "id";
inline constexpr char kEnteredAtColumn[] = "entered_at";
inline constexpr char kWithdrawnColumn[] = "withdrawn";

// Columns that begin so are ours (reject files); a reader ignores them.
inline constexpr char kIgnoredColumnPrefix[] = "_reject_";

// The record kinds in import order, without the manifest.
const std::vector<FileSchema>& RecordSchemas();

// The schema of `manifest.csv`.
const FileSchema& ManifestSchema();

// The schema of a kind.
const FileSchema& SchemaOf(RecordKind kind);

// The schema whose `file_name()` is `file_name`, or null.
const FileSchema* FindSchema(absl::string_view file_name);

// "date", "one of ...", "id of cases": the column's type in words.
std::string DescribeType(const Column& column);

// The tables of docs/import-format.md, one for each kind.
std::string SchemaMarkdown();

}  // namespace caseload::csv

#endif  // TOOLS_CASELOADCTL_CSV_SCHEMA_H_

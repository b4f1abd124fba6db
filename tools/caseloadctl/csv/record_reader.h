// record_reader.h: a CSV file as records that fit its schema.
//
//   RecordReader reader(in, "contacts.csv", SchemaOf(RecordKind::kContacts),
//                       {});
//   RowOutcome row;
//   while (reader.Next(&row)) { ... row.record, or row.problems ... }
//   ... reader.file_problems() ...
//
// Memory does not grow with the file, but for one 64-bit hash for each id that
// was seen (duplicates). Two different ids with one hash would be reported as a
// duplicate: in a file of a million rows a chance of 3 in 100 million.
//
// Not thread-safe.

#ifndef TOOLS_CASELOADCTL_CSV_RECORD_READER_H_
#define TOOLS_CASELOADCTL_CSV_RECORD_READER_H_

#include <array>
#include <cstdint>
#include <istream>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "tools/caseloadctl/csv/schema.h"
#include "tools/caseloadctl/csv/tokenizer.h"

namespace caseload::csv {

// Something that is wrong, where, and what to do. The text never repeats a
// cell: a cell may be personal, and the reject file holds it.
struct Problem {
  std::string file;
  // The physical line on which the row begins; 0 for the file as a whole.
  int64_t line = 0;
  // Empty for a row or file as a whole.
  std::string column;
  // UPPER_SNAKE_CASE, from the table of docs/import-format.md.
  std::string reason;
  std::string text;
};

// One row that fits its schema.
struct Record {
  RecordKind kind = RecordKind::kOfficers;
  // Where it stands.
  int64_t line = 0;
  // Column name to cell, in UTF-8; empty cells are left out. Every value has
  // the form of its column's type and can be parsed with values.h.
  absl::btree_map<std::string, std::string> values;
};

// The hashes of the ids that each kind's file holds, for checking references.
// A kind without a set is not checked.
class IdSets {
 public:
  // Begins the set of `kind`; of a kind that no column refers to none is kept.
  void Begin(RecordKind kind);
  void Add(RecordKind kind, uint64_t hash);
  // Forgets the set: the kind's file turned out not to be whole.
  void Drop(RecordKind kind);
  // False only when the kind has a set and the id is not in it.
  bool MayContain(RecordKind kind, uint64_t hash) const;

 private:
  using Set = absl::flat_hash_set<uint64_t>;
  std::array<std::optional<Set>, static_cast<size_t>(RecordKind::kManifest)>
      sets_;
};

// What came of one row: a record, or at least one problem.
struct RowOutcome {
  std::optional<Record> record;
  std::vector<Problem> problems;
  // As it stands in the file.
  RawRow raw;
  // For the reject file: the cells under RecordReader::header(), in UTF-8 when
  // the file was read as Latin-1 and as they are otherwise. Empty unless the
  // row was rejected (or Options::keep_cells) and could be taken apart.
  std::vector<std::string> rejected_cells;
};

class RecordReader {
 public:
  struct Options {
    // Every byte is read as ISO-8859-1 unless the file begins with a UTF-8
    // byte order mark. Otherwise a cell that is not UTF-8 rejects its row.
    bool latin1 = false;
    // References are checked against these sets, and the file's own ids added
    // to them. May be null.
    IdSets* ids = nullptr;
    // Fills RowOutcome::rejected_cells of good rows too: somebody else may
    // still reject them.
    bool keep_cells = false;
  };

  // Reads from `in`, which must outlive this, and checks the header at once.
  // `file` is the name that problems carry.
  RecordReader(std::istream& in, std::string file, const FileSchema& schema,
               Options options);

  // Reads the next row; false at the end of the file, or at once when the
  // header was refused.
  bool Next(RowOutcome* outcome);

  // What is wrong with the file as a whole: an unknown, missing or duplicate
  // column, no header, UTF-16, a read error. A file with such a problem before
  // its first row is not read at all.
  const std::vector<Problem>& file_problems() const { return file_problems_; }

  // Whether the file was read to its end, with a good header: only then does
  // what is missing from a full export mean anything. Known after Next() has
  // answered false.
  bool complete() const { return complete_; }

  // The header's columns as they stand in the file, without our own.
  std::vector<std::string> header() const;

  // Rows so far, good and bad.
  int64_t rows() const { return rows_; }

 private:
  void ReadHeader();
  void AddFileProblem(int64_t line, absl::string_view column,
                      absl::string_view reason, absl::string_view text);
  void AddHeaderColumn(const std::string& name);
  std::vector<Problem> CheckShape(const RawRow& raw) const;
  void CheckRow(RowOutcome* outcome);
  void KeepCells(RowOutcome* outcome) const;
  void CheckCell(const Column& column, std::string* cell, RowOutcome* outcome);
  void CheckRules(RowOutcome* outcome);
  void CheckDuplicate(RowOutcome* outcome);
  void AddProblem(absl::string_view column, absl::string_view reason,
                  absl::string_view text, RowOutcome* outcome) const;

  const std::string file_;
  const FileSchema& schema_;
  const Options options_;
  Tokenizer tokenizer_;
  bool latin1_ = false;
  // Column of the schema for each column of the file; -1 for our own.
  std::vector<int> mapping_;
  std::vector<std::string> header_;
  std::vector<Problem> file_problems_;
  bool readable_ = false;
  bool complete_ = false;
  bool cut_short_ = false;
  int64_t rows_ = 0;
  absl::flat_hash_set<uint64_t> seen_;
};

// Rejected rows as a CSV file that can be corrected and imported again: the
// columns of the original, then `_reject_reason`, `_reject_column`,
// `_reject_line`, and `_reject_text` for a row that could not be taken apart.
// It begins with a UTF-8 byte order mark.
class RejectWriter {
 public:
  RejectWriter(std::vector<std::string> header, std::ostream& out);
  void Write(const RowOutcome& outcome);

 private:
  const std::vector<std::string> header_;
  std::ostream& out_;
};

// The key under which an external id is remembered.
uint64_t IdHash(absl::string_view source_system, absl::string_view id);

}  // namespace caseload::csv

#endif  // TOOLS_CASELOADCTL_CSV_RECORD_READER_H_

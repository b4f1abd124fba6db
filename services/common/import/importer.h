// importer.h: records of the county's own system, taken in batches.
//
// What every import has in common, whatever the kind: keys, what is known
// already, what changed, what came twice, what was taken back, what is missing
// from a full export, references between rows, and what is wrong with a row. A
// service gives it a table of its kinds and calls Import() from its
// ImportRecords method.
//
//   importer.Add({"units", [this](auto& tx, auto& call, auto& row) {
//                   return SaveUnit(tx, call, row);
//                 }, ...});
//   service.Batches<v1::ImportRecordsRequest, type::v1::ImportRecordsResponse>(
//       "ImportRecords", [&importer](auto& tx, auto& call, auto& request) {
//         return importer.Import(tx, call, request);
//       });
//
// The service's request has the fields run, records and end; its record the
// field row and the oneof content with a field for each kind, named as the
// kind. See protos/caseload/type/v1/import.proto.

#ifndef SERVICES_COMMON_IMPORT_IMPORTER_H_
#define SERVICES_COMMON_IMPORT_IMPORTER_H_

#include <cassert>
#include <functional>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "caseload/type/v1/external_id.pb.h"
#include "caseload/type/v1/import.pb.h"
#include "google/protobuf/message.h"
#include "services/common/import/import_store.h"
#include "services/common/import/record_masters.h"
#include "services/common/rpc/call_context.h"
#include "services/common/sql/database.h"

namespace caseload::imports {

struct Kind;

// One row on its way into the store.
class Row {
 public:
  // All but `known` are borrowed and outlive the row.
  Row(const Kind& kind, const type::v1::ImportRow& row,
      const google::protobuf::Message& content,
      std::optional<ImportedRecord> known)
      : kind_(kind), row_(row), content_(content), known_(std::move(known)) {}

  const type::v1::ImportRow& row() const { return row_; }
  const type::v1::ExternalId& external_id() const { return row_.external_id(); }
  // What the row says; `Content` is the message of its kind.
  template <typename Content>
  const Content& As() const {
    assert(content_.GetDescriptor() == Content::descriptor());
    return static_cast<const Content&>(content_);
  }
  const google::protobuf::Message& content() const { return content_; }

  // As it was imported before, withdrawn or not; none for a new one.
  const std::optional<ImportedRecord>& known() const { return known_; }

  // From here on, a refusal that names no field is about `column`.
  void Judge(absl::string_view column) { column_ = std::string(column); }
  const std::string& judged() const { return column_; }

  // The resource name of the record of `kind` that the column refers to by
  // `id`, in the row's source system; "" for an empty column. Judges the
  // column. FAILED_PRECONDITION, reason REFERENCE_NOT_YET_KNOWN, when it never
  // came or was taken back.
  absl::StatusOr<std::string> Resolve(sql::Transaction& tx,
                                      absl::string_view column,
                                      absl::string_view kind,
                                      const std::string& id);
  // The same; INVALID_ARGUMENT, reason FIELD_REQUIRED, for an empty column.
  absl::StatusOr<std::string> ResolveRequired(sql::Transaction& tx,
                                              absl::string_view column,
                                              absl::string_view kind,
                                              const std::string& id);

  // What is left of a refusal of a person's entry when it is history that is
  // judged: each thing that is wrong for one of `rules`, a reason or "field
  // REASON", is flagged and passes. One that another row may still mend
  // (Kind::may_pass) passes at the last try only.
  absl::Status Tolerate(const absl::Status& refusal,
                        std::initializer_list<absl::string_view> rules);
  // The row breaks a rule that a person's entry would be refused for, and
  // stands all the same. Once for each column and reason.
  void Flag(absl::string_view column, absl::string_view reason,
            absl::string_view text);
  const std::vector<type::v1::ImportProblem>& flags() const { return flags_; }

 private:
  // Whether `reason` about `field` passes, and is flagged on `column` then.
  bool Passes(absl::string_view field, absl::string_view column,
              absl::string_view reason, absl::string_view text,
              std::initializer_list<absl::string_view> rules);

  const Kind& kind_;
  const type::v1::ImportRow& row_;
  const google::protobuf::Message& content_;
  const std::optional<ImportedRecord> known_;
  std::string column_;
  std::vector<type::v1::ImportProblem> flags_;
};

// One kind of record.
struct Kind {
  // As its file and its field in the service's ImportRecord are named.
  std::string name;
  // Stores what the row says and answers its resource name; announces the
  // change. All that can be wrong is found by reading, before the first
  // statement that writes: a refusal (INVALID_ARGUMENT, NOT_FOUND,
  // ALREADY_EXISTS, FAILED_PRECONDITION) has changed nothing. Any other status
  // ends the batch.
  std::function<absl::StatusOr<std::string>(sql::Transaction&,
                                            const rpc::CallContext&, Row&)>
      save;
  // Takes the record out of what stands and announces it. FAILED_PRECONDITION,
  // reason RECORD_IN_USE, when others refer to it.
  std::function<absl::Status(sql::Transaction&, const rpc::CallContext&,
                             const ImportedRecord& known)>
      withdraw;
  // For a kind whose record is hidden when it is withdrawn and seen again when
  // it comes back: does (an instant) or undoes (none) it, without announcing
  // it. Empty for a kind whose withdrawn revision is superseded.
  std::function<absl::Status(sql::Transaction&, const std::string& record,
                             std::optional<absl::Time> at)>
      set_hidden;
  // Paths of fields in refusals -> columns. A path that is not here stands for
  // the column that is named as its last part.
  std::vector<std::pair<std::string, std::string>> columns;
  // Reasons that another record of the same run may mend, beside
  // REFERENCE_NOT_YET_KNOWN and RECORD_IN_USE.
  std::vector<std::string> may_pass;
};

// The names of the kinds that a service's ImportRecord, described by `record`,
// has a content for.
std::vector<std::string> KindNames(const google::protobuf::Descriptor& record);

// Add() every kind, then share it: Import() is thread-safe.
class Importer {
 public:
  // `masters` is borrowed and outlives the importer; null when nothing is
  // declared.
  explicit Importer(const RecordMasters* masters = nullptr)
      : masters_(masters) {}

  void Add(Kind kind);

  // One batch, or the end of a full export. INVALID_ARGUMENT for a request that
  // is neither (what is wrong with a record is in its outcome),
  // FAILED_PRECONDITION with reason RECORD_KIND_NATIVE.
  template <typename Request>
  absl::StatusOr<type::v1::ImportRecordsResponse> Import(
      sql::Transaction& tx, const rpc::CallContext& call,
      const Request& request) const {
    Batch batch;
    batch.run = request.run();
    for (const auto& record : request.records()) {
      batch.records.push_back({record.row(), record});
    }
    if (request.has_end()) batch.end = request.end();
    return ImportBatch(tx, call, batch);
  }

 private:
  struct Record {
    const type::v1::ImportRow& row;
    const google::protobuf::Message& message;
  };
  struct Batch {
    std::string run;
    std::vector<Record> records;
    std::optional<type::v1::ImportEnd> end;
  };
  using Outcome = type::v1::ImportOutcome;

  absl::StatusOr<type::v1::ImportRecordsResponse> ImportBatch(
      sql::Transaction& tx, const rpc::CallContext& call,
      const Batch& batch) const;
  absl::Status CheckBatch(const Batch& batch) const;
  // Null when there is none.
  const Kind* FindKind(absl::string_view name) const;

  absl::StatusOr<Outcome> Apply(sql::Transaction& tx,
                                const rpc::CallContext& call,
                                const std::string& run,
                                const Record& record) const;
  absl::StatusOr<Outcome> ApplyContent(sql::Transaction& tx,
                                       const rpc::CallContext& call,
                                       const std::string& run, const Kind& kind,
                                       std::string digest, Row& row) const;
  // Saves what the row says; its resource name.
  absl::StatusOr<std::string> Save(sql::Transaction& tx,
                                   const rpc::CallContext& call,
                                   const Kind& kind, Row& row) const;
  absl::StatusOr<Outcome> TakeBack(sql::Transaction& tx,
                                   const rpc::CallContext& call,
                                   const std::string& run, const Kind& kind,
                                   ImportedRecord known) const;
  absl::StatusOr<type::v1::ImportRecordsResponse> End(
      sql::Transaction& tx, const rpc::CallContext& call,
      const std::string& run, const type::v1::ImportEnd& end) const;

  const RecordMasters* const masters_;
  std::map<std::string, Kind, std::less<>> kinds_;
};

}  // namespace caseload::imports

#endif  // SERVICES_COMMON_IMPORT_IMPORTER_H_

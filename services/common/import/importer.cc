#include "services/common/import/importer.h"

#include <openssl/evp.h>

#include <algorithm>
#include <set>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::imports {

namespace {

using type::v1::ImportOutcome;
using type::v1::ImportProblem;
using type::v1::ImportRow;

// Records in a batch, and records that the end of an export looks at in a call.
constexpr int kMaxRecords = 500;
// What ids of runs and systems, and keys of records, have at most.
constexpr size_t kMaxId = 63;
constexpr size_t kMaxKey = 128;

absl::Time RecordTime(const rpc::CallContext& call) {
  return absl::FromUnixMicros(absl::ToUnixMicros(call.now));
}

// Whether the status is about the record, and not about the store or the call.
bool IsRefusal(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kAlreadyExists:
      return true;
    case absl::StatusCode::kFailedPrecondition:
      return status::ReasonOf(status) != "CONSTRAINT_VIOLATED";
    default:
      return false;
  }
}

// Whether another record of the same run may mend it.
bool MayPass(const Kind& kind, const std::string& reason) {
  return reason == "REFERENCE_NOT_YET_KNOWN" || reason == "RECORD_IN_USE" ||
         std::find(kind.may_pass.begin(), kind.may_pass.end(), reason) !=
             kind.may_pass.end();
}

// The column of the file that a field of a refusal comes from.
std::string ColumnOf(const Kind& kind, absl::string_view field) {
  // A list is one column.
  if (absl::EndsWith(field, "]")) field = field.substr(0, field.rfind('['));
  for (const auto& [path, column] : kind.columns) {
    if (field == path) return column;
  }
  const size_t dot = field.rfind('.');
  return std::string(dot == absl::string_view::npos ? field
                                                    : field.substr(dot + 1));
}

ImportOutcome OutcomeOf(ImportOutcome::Result result,
                        absl::string_view record) {
  ImportOutcome outcome;
  outcome.set_result(result);
  outcome.set_record(std::string(record));
  return outcome;
}

// The outcome of a record that stands as `known` says.
ImportOutcome OutcomeOf(ImportOutcome::Result result,
                        const ImportedRecord& known) {
  ImportOutcome outcome = OutcomeOf(result, known.record);
  for (absl::string_view line :
       absl::StrSplit(known.flags, '\n', absl::SkipEmpty())) {
    const std::vector<std::string> parts =
        absl::StrSplit(line, absl::MaxSplits(' ', 2));
    ImportProblem& flag = *outcome.add_flags();
    flag.set_column(parts[0]);
    if (parts.size() > 1) flag.set_reason(parts[1]);
    if (parts.size() > 2) flag.set_text(parts[2]);
  }
  return outcome;
}

std::string FlagLines(const std::vector<ImportProblem>& flags) {
  std::string lines;
  for (const ImportProblem& flag : flags) {
    absl::StrAppend(&lines, lines.empty() ? "" : "\n", flag.column(), " ",
                    flag.reason(), " ", flag.text());
  }
  return lines;
}

// `column` is the one that was judged, for a refusal that names no field.
ImportOutcome Rejected(const Kind& kind, const absl::Status& refusal,
                       absl::string_view column) {
  ImportOutcome outcome = OutcomeOf(ImportOutcome::RESULT_REJECTED, "");
  for (const status::FieldViolation& violation :
       status::FieldViolationsOf(refusal)) {
    ImportProblem& problem = *outcome.add_problems();
    problem.set_column(ColumnOf(kind, violation.field));
    problem.set_reason(violation.reason);
    problem.set_text(violation.description);
  }
  if (outcome.problems().empty()) {
    ImportProblem& problem = *outcome.add_problems();
    problem.set_column(std::string(column));
    problem.set_reason(status::ReasonOf(refusal));
    problem.set_text(std::string(refusal.message()));
  }
  outcome.set_try_later(std::all_of(outcome.problems().begin(),
                                    outcome.problems().end(),
                                    [&](const ImportProblem& problem) {
                                      return MayPass(kind, problem.reason());
                                    }));
  return outcome;
}

bool IsId(absl::string_view text) {
  return !text.empty() && text.size() <= kMaxId &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

void CheckId(absl::string_view field, absl::string_view id,
             status::FieldViolations* violations) {
  if (id.empty()) {
    violations->Add(field, "FIELD_REQUIRED", "is required");
  } else if (!IsId(id)) {
    violations->Add(field, "ID_INVALID",
                    "has 1 to 63 characters of a-z, 0-9 and '-'");
  }
}

absl::Status CheckRow(const ImportRow& row, bool has_content) {
  status::FieldViolations violations;
  CheckId("source_system", row.external_id().source_system(), &violations);
  const std::string& id = row.external_id().id();
  if (id.empty()) {
    violations.Add("id", "FIELD_REQUIRED", "is required");
  } else if (id.size() > kMaxKey) {
    violations.Add("id", "TEXT_TOO_LONG", "has 128 characters at most");
  }
  if (!has_content) {
    violations.Add("content", "FIELD_REQUIRED", "is required");
  }
  // The years 1900 to 2199.
  if (row.has_entered_at() &&
      (row.entered_at().seconds() < -2208988800 ||
       row.entered_at().seconds() >= 7258118400 ||
       row.entered_at().nanos() < 0 || row.entered_at().nanos() > 999999999)) {
    violations.Add("entered_at", "TIME_INVALID",
                   "is no instant of the years 1900 to 2199");
  }
  return violations.ToStatus();
}

// The field of the oneof `content` that is set, or null.
const google::protobuf::FieldDescriptor* ContentField(
    const google::protobuf::Message& record) {
  const auto* content = record.GetDescriptor()->FindOneofByName("content");
  if (content == nullptr) return nullptr;
  return record.GetReflection()->GetOneofFieldDescriptor(record, content);
}

// SHA-256 of everything that the row says; where it stood, and how often it
// was tried, is not part of it. Over the bytes of a message that has the fields
// of ImportRow and the content as `field`, fields in order: what is
// stored under it outlives the way in which rows are sent.
absl::StatusOr<std::string> DigestOf(
    ImportRow row, const google::protobuf::FieldDescriptor& field,
    const google::protobuf::Message& content) {
  row.clear_line();
  row.clear_last_try();
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream output(&stream);
    output.SetSerializationDeterministic(true);
    row.SerializeToCodedStream(&output);
    // Wire type 2: length-delimited.
    output.WriteTag(static_cast<uint32_t>(field.number()) << 3 | 2);
    output.WriteVarint32(static_cast<uint32_t>(content.ByteSizeLong()));
    content.SerializeToCodedStream(&output);
  }
  unsigned char hash[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), hash, &length, EVP_sha256(),
                 nullptr) != 1) {
    return status::Internal("the row could not be hashed");
  }
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(hash), length));
}

std::optional<absl::Time> EnteredAt(const ImportRow& row) {
  if (!row.has_entered_at()) return std::nullopt;
  return absl::FromUnixMicros(row.entered_at().seconds() * 1000000 +
                              row.entered_at().nanos() / 1000);
}

}  // namespace

// --- a row ---

absl::StatusOr<std::string> Row::Resolve(sql::Transaction& tx,
                                         absl::string_view column,
                                         absl::string_view kind,
                                         const std::string& id) {
  Judge(column);
  if (id.empty()) return std::string();
  ABSL_ASSIGN_OR_RETURN(
      const std::optional<ImportedRecord> found,
      FindImported(
          tx, {std::string(kind), row_.external_id().source_system(), id}));
  if (found.has_value() && !found->withdrawn_at.has_value()) {
    return found->record;
  }
  return status::FailedPrecondition(
      "REFERENCE_NOT_YET_KNOWN", kind,
      absl::StrCat("no record of ", kind,
                   " has come with this id; import it first"));
}

absl::StatusOr<std::string> Row::ResolveRequired(sql::Transaction& tx,
                                                 absl::string_view column,
                                                 absl::string_view kind,
                                                 const std::string& id) {
  if (id.empty()) {
    return status::InvalidField(column, "FIELD_REQUIRED", "is required");
  }
  return Resolve(tx, column, kind, id);
}

bool Row::Passes(absl::string_view field, absl::string_view column,
                 absl::string_view reason, absl::string_view text,
                 std::initializer_list<absl::string_view> rules) {
  const std::string exact = absl::StrCat(field, " ", reason);
  const bool tolerated = std::any_of(
      rules.begin(), rules.end(),
      [&](absl::string_view rule) { return rule == reason || rule == exact; });
  if (!tolerated) return false;
  if (MayPass(kind_, std::string(reason)) && !row_.last_try()) return false;
  Flag(column, reason, text);
  return true;
}

absl::Status Row::Tolerate(const absl::Status& refusal,
                           std::initializer_list<absl::string_view> rules) {
  if (refusal.ok() || !IsRefusal(refusal)) return refusal;
  const std::vector<status::FieldViolation> violations =
      status::FieldViolationsOf(refusal);
  if (violations.empty()) {
    const bool passes = Passes("", column_, status::ReasonOf(refusal),
                               refusal.message(), rules);
    return passes ? absl::OkStatus() : refusal;
  }
  status::FieldViolations left;
  for (const status::FieldViolation& violation : violations) {
    if (!Passes(violation.field, ColumnOf(kind_, violation.field),
                violation.reason, violation.description, rules)) {
      left.Add(violation.field, violation.reason, violation.description);
    }
  }
  return left.ToStatus();
}

void Row::Flag(absl::string_view column, absl::string_view reason,
               absl::string_view text) {
  for (const ImportProblem& flag : flags_) {
    if (flag.column() == column && flag.reason() == reason) return;
  }
  ImportProblem flag;
  flag.set_column(std::string(column));
  flag.set_reason(std::string(reason));
  flag.set_text(std::string(text));
  flags_.push_back(std::move(flag));
}

// --- a batch ---

std::vector<std::string> KindNames(const google::protobuf::Descriptor& record) {
  std::vector<std::string> names;
  const auto* content = record.FindOneofByName("content");
  for (int i = 0; i < content->field_count(); ++i) {
    names.push_back(content->field(i)->name());
  }
  return names;
}

void Importer::Add(Kind kind) {
  std::string name = kind.name;
  kinds_.emplace(std::move(name), std::move(kind));
}

const Kind* Importer::FindKind(absl::string_view name) const {
  const auto found = kinds_.find(name);
  return found == kinds_.end() ? nullptr : &found->second;
}

absl::Status Importer::CheckBatch(const Batch& batch) const {
  status::FieldViolations violations;
  CheckId("run", batch.run, &violations);
  if (batch.records.size() > kMaxRecords) {
    violations.Add("records", "TOO_MANY_ITEMS",
                   absl::StrCat("has ", kMaxRecords, " items at most"));
  }
  std::set<std::string> kinds;
  for (const Record& record : batch.records) {
    const auto* content = ContentField(record.message);
    if (content != nullptr) kinds.insert(content->name());
  }
  if (batch.end.has_value()) {
    CheckId("end.source_system", batch.end->source_system(), &violations);
    if (batch.end->kind().empty()) {
      violations.Add("end.kind", "FIELD_REQUIRED", "is required");
    } else if (FindKind(batch.end->kind()) == nullptr) {
      violations.Add("end.kind", "ENUM_INVALID",
                     "is no kind that this service imports");
    }
    kinds.insert(batch.end->kind());
  }
  ABSL_RETURN_IF_ERROR(violations.ToStatus());
  if (masters_ == nullptr) return absl::OkStatus();
  for (const std::string& kind : kinds) {
    ABSL_RETURN_IF_ERROR(masters_->CheckImport(kind));
  }
  return absl::OkStatus();
}

absl::StatusOr<type::v1::ImportRecordsResponse> Importer::ImportBatch(
    sql::Transaction& tx, const rpc::CallContext& call,
    const Batch& batch) const {
  ABSL_RETURN_IF_ERROR(CheckBatch(batch));
  if (batch.end.has_value()) return End(tx, call, batch.run, *batch.end);
  type::v1::ImportRecordsResponse response;
  std::set<std::pair<std::string, std::string>> came;
  for (const Record& record : batch.records) {
    ABSL_ASSIGN_OR_RETURN(*response.add_outcomes(),
                          Apply(tx, call, batch.run, record));
    const auto* content = ContentField(record.message);
    const std::string& system = record.row.external_id().source_system();
    if (content != nullptr && IsId(system)) {
      came.insert({content->name(), system});
    }
  }
  for (const auto& [kind, system] : came) {
    ABSL_RETURN_IF_ERROR(
        NoteBatch(tx, batch.run, kind, system, call.now, false));
  }
  return response;
}

absl::StatusOr<ImportOutcome> Importer::Apply(sql::Transaction& tx,
                                              const rpc::CallContext& call,
                                              const std::string& run,
                                              const Record& record) const {
  static const Kind& none = *new Kind();
  const auto* field = ContentField(record.message);
  const Kind* kind = field == nullptr ? nullptr : FindKind(field->name());
  absl::StatusOr<ImportOutcome> outcome;
  if (absl::Status key = CheckRow(record.row, kind != nullptr); !key.ok()) {
    outcome = Rejected(kind == nullptr ? none : *kind, key, "id");
  } else {
    const type::v1::ExternalId& id = record.row.external_id();
    ABSL_ASSIGN_OR_RETURN(
        std::optional<ImportedRecord> known,
        FindImported(tx, {kind->name, id.source_system(), id.id()}));
    Row row(*kind, record.row,
            record.message.GetReflection()->GetMessage(record.message, field),
            std::move(known));
    if (record.row.unreadable()) {
      outcome = OutcomeOf(ImportOutcome::RESULT_REJECTED, "");
    } else if (!record.row.withdrawn()) {
      ABSL_ASSIGN_OR_RETURN(std::string digest,
                            DigestOf(record.row, *field, row.content()));
      outcome = ApplyContent(tx, call, run, *kind, std::move(digest), row);
    } else if (row.known().has_value() &&
               !row.known()->withdrawn_at.has_value()) {
      outcome = TakeBack(tx, call, run, *kind, *row.known());
    } else {
      outcome = OutcomeOf(ImportOutcome::RESULT_WITHDRAWN,
                          row.known().has_value() ? row.known()->record : "");
    }
    ABSL_RETURN_IF_ERROR(outcome.status());
    // It is in the file: it does not count as missing.
    if (outcome->result() == ImportOutcome::RESULT_REJECTED &&
        row.known().has_value() && row.known()->run != run) {
      ABSL_RETURN_IF_ERROR(
          MarkSeen(tx, row.known()->key, run, ImportOutcome::RESULT_REJECTED));
    }
  }
  outcome->set_line(record.row.line());
  outcome->set_id(record.row.external_id().id());
  return outcome;
}

absl::StatusOr<ImportOutcome> Importer::ApplyContent(
    sql::Transaction& tx, const rpc::CallContext& call, const std::string& run,
    const Kind& kind, std::string digest, Row& row) const {
  const std::optional<ImportedRecord>& known = row.known();
  const bool again = known.has_value() && known->run == run &&
                     known->result != ImportOutcome::RESULT_REJECTED;
  const bool hidden = known.has_value() && known->withdrawn_at.has_value();
  if (known.has_value() && !hidden && known->digest == digest) {
    if (again) {
      return OutcomeOf(static_cast<ImportOutcome::Result>(known->result),
                       *known);
    }
    ABSL_RETURN_IF_ERROR(
        MarkSeen(tx, known->key, run, ImportOutcome::RESULT_UNCHANGED));
    return OutcomeOf(ImportOutcome::RESULT_UNCHANGED, *known);
  }
  if (again) {
    return Rejected(
        kind,
        status::InvalidField(
            "id", "EXTERNAL_ID_REPEATED",
            "came in this run with other content; the first one counts"),
        "id");
  }
  absl::StatusOr<std::string> name = Save(tx, call, kind, row);
  if (!name.ok()) {
    if (!IsRefusal(name.status())) return name.status();
    return Rejected(kind, name.status(), row.judged());
  }
  ImportedRecord imported;
  imported.key = {kind.name, row.external_id().source_system(),
                  row.external_id().id()};
  imported.record = *std::move(name);
  imported.digest = std::move(digest);
  imported.entered_at = EnteredAt(row.row());
  imported.received_at = RecordTime(call);
  imported.run = run;
  imported.result = known.has_value() ? ImportOutcome::RESULT_CHANGED
                                      : ImportOutcome::RESULT_NEW;
  imported.flags = FlagLines(row.flags());
  ABSL_RETURN_IF_ERROR(SaveImported(tx, imported));
  return OutcomeOf(static_cast<ImportOutcome::Result>(imported.result),
                   imported);
}

absl::StatusOr<std::string> Importer::Save(sql::Transaction& tx,
                                           const rpc::CallContext& call,
                                           const Kind& kind, Row& row) const {
  const std::optional<ImportedRecord>& known = row.known();
  const bool hidden = kind.set_hidden != nullptr && known.has_value() &&
                      known->withdrawn_at.has_value();
  if (!hidden) return kind.save(tx, call, row);
  ABSL_RETURN_IF_ERROR(kind.set_hidden(tx, known->record, std::nullopt));
  absl::StatusOr<std::string> name = kind.save(tx, call, row);
  if (!name.ok() && IsRefusal(name.status())) {
    ABSL_RETURN_IF_ERROR(
        kind.set_hidden(tx, known->record, known->withdrawn_at));
  }
  return name;
}

absl::StatusOr<ImportOutcome> Importer::TakeBack(sql::Transaction& tx,
                                                 const rpc::CallContext& call,
                                                 const std::string& run,
                                                 const Kind& kind,
                                                 ImportedRecord known) const {
  const absl::Status withdrawn = kind.withdraw(tx, call, known);
  if (!withdrawn.ok()) {
    if (!IsRefusal(withdrawn)) return withdrawn;
    return Rejected(kind, withdrawn, "withdrawn");
  }
  known.withdrawn_at = RecordTime(call);
  known.run = run;
  known.result = ImportOutcome::RESULT_WITHDRAWN;
  known.flags.clear();
  ABSL_RETURN_IF_ERROR(SaveImported(tx, known));
  return OutcomeOf(ImportOutcome::RESULT_WITHDRAWN, known.record);
}

absl::StatusOr<type::v1::ImportRecordsResponse> Importer::End(
    sql::Transaction& tx, const rpc::CallContext& call, const std::string& run,
    const type::v1::ImportEnd& end) const {
  const Kind& kind = *FindKind(end.kind());
  ABSL_ASSIGN_OR_RETURN(const std::vector<ImportedRecord> missing,
                        ListMissing(tx, kind.name, end.source_system(), run,
                                    end.after(), kMaxRecords));
  type::v1::ImportRecordsResponse response;
  for (const ImportedRecord& known : missing) {
    ABSL_ASSIGN_OR_RETURN(ImportOutcome outcome,
                          TakeBack(tx, call, run, kind, known));
    outcome.set_id(known.key.id);
    *response.add_outcomes() = std::move(outcome);
  }
  const bool ended = missing.size() < kMaxRecords;
  if (!ended) response.set_next(missing.back().key.id);
  ABSL_RETURN_IF_ERROR(
      NoteBatch(tx, run, kind.name, end.source_system(), call.now, ended));
  return response;
}

}  // namespace caseload::imports

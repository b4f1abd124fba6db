#include "services/caseplan/record_import.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/caseplan/convert.h"
#include "services/caseplan/validate.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/policy/proto/digest.h"

namespace caseload::caseplan {

namespace {

using storage::ImportedRecord;
using v1::ImportOutcome;

// Records in a batch, and records that the end of an export looks at in a call.
constexpr int kMaxRecords = 500;

// "officers": the name of the kind whose field in ImportRecord has the number.
const std::string& KindName(int kind) {
  return v1::ImportRecord::descriptor()->FindFieldByNumber(kind)->name();
}
int KindNumber(const std::string& name) {
  return v1::ImportRecord::descriptor()->FindFieldByName(name)->number();
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
bool MayPass(absl::string_view reason) {
  return reason == "REFERENCE_NOT_YET_KNOWN" || reason == "POSTING_OVERLAPS" ||
         reason == "LEAVE_OVERLAPS" || reason == "RECORD_IN_USE" ||
         reason == "STAFF_SUBJECT_TAKEN";
}

// The column of the file that a field of the resource comes from. Those that
// are not here have one name.
std::string ColumnOf(absl::string_view field) {
  static constexpr std::pair<absl::string_view, absl::string_view> kColumns[] =
      {{"external_id.source_system", "source_system"},
       {"external_id.id", "id"},
       {"unit.display_name", "name"},
       {"unit.external_id.source_system", "source_system"},
       {"officer.external_id.source_system", "source_system"},
       {"posting.unit", "unit_id"},
       {"posting.supervisor", "supervisor_id"},
       {"posting.acting_supervisor", "acting_supervisor_id"},
       {"posting.full_time_equivalent", "fte"},
       {"posting.period.start_date", "starts_on"},
       {"posting.period.end_date", "ends_on"},
       {"leave.kind", "leave_type"},
       {"leave.period.start_date", "starts_on"},
       {"leave.period.end_date", "ends_on"}};
  for (const auto& [path, column] : kColumns) {
    if (field == path) return std::string(column);
  }
  const size_t dot = field.rfind('.');
  return std::string(dot == absl::string_view::npos ? field
                                                    : field.substr(dot + 1));
}

ImportOutcome Outcome(ImportOutcome::Result result, absl::string_view record) {
  ImportOutcome outcome;
  outcome.set_result(result);
  outcome.set_record(std::string(record));
  return outcome;
}

// `column` is the one that was judged, for a refusal that names no field.
ImportOutcome Rejected(const absl::Status& refusal, absl::string_view column) {
  ImportOutcome outcome = Outcome(ImportOutcome::RESULT_REJECTED, "");
  for (const status::FieldViolation& violation :
       status::FieldViolationsOf(refusal)) {
    v1::ImportProblem& problem = *outcome.add_problems();
    problem.set_column(ColumnOf(violation.field));
    problem.set_reason(violation.reason);
    problem.set_text(violation.description);
  }
  if (outcome.problems().empty()) {
    v1::ImportProblem& problem = *outcome.add_problems();
    problem.set_column(std::string(column));
    problem.set_reason(status::ReasonOf(refusal));
    problem.set_text(std::string(refusal.message()));
  }
  outcome.set_try_later(std::all_of(
      outcome.problems().begin(), outcome.problems().end(),
      [](const v1::ImportProblem& p) { return MayPass(p.reason()); }));
  return outcome;
}

absl::Status CheckKey(const v1::ImportRecord& record) {
  Checker check("");
  if (record.has_external_id()) {
    check.ExternalId(true, record.external_id());
  } else {
    check.Missing("external_id.id");
  }
  if (record.content_case() == v1::ImportRecord::CONTENT_NOT_SET) {
    check.Missing("content");
  }
  check.Instant("entered_at", record.has_entered_at(), record.entered_at());
  return check.ToStatus();
}

// Over everything that the row says; where it stood is not part of it.
absl::StatusOr<std::string> DigestOf(v1::ImportRecord record) {
  record.clear_line();
  return policy::PackDigest(record);
}

}  // namespace

void RecordImport::Register(rpc::Service& service) {
  service.Batches<v1::ImportRecordsRequest, v1::ImportRecordsResponse>(
      "ImportRecords",
      [this](sql::Transaction& tx, const rpc::CallContext& call,
             const v1::ImportRecordsRequest& request) {
        return ImportRecords(tx, call, request);
      });
}

absl::StatusOr<v1::ImportRecordsResponse> RecordImport::ImportRecords(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::ImportRecordsRequest& request) {
  Checker check("");
  check.Id("run", request.run(), Checker::kRequired);
  check.Count("records", request.records_size(), kMaxRecords);
  if (request.has_end()) {
    check.Enumerator("end.kind", request.end().kind(),
                     v1::ImportKind_IsValid(request.end().kind()),
                     Checker::kRequired);
    check.Id("end.source_system", request.end().source_system(),
             Checker::kRequired);
  }
  ABSL_RETURN_IF_ERROR(check.ToStatus());
  if (request.has_end()) return End(tx, call, request.run(), request.end());
  v1::ImportRecordsResponse response;
  for (const v1::ImportRecord& record : request.records()) {
    ABSL_ASSIGN_OR_RETURN(*response.add_outcomes(),
                          Apply(tx, call, request.run(), record));
  }
  return response;
}

absl::StatusOr<ImportOutcome> RecordImport::Apply(
    sql::Transaction& tx, const rpc::CallContext& call, const std::string& run,
    const v1::ImportRecord& record) {
  absl::StatusOr<ImportOutcome> outcome;
  if (absl::Status key = CheckKey(record); !key.ok()) {
    outcome = Rejected(key, "id");
  } else {
    Row row{record, std::nullopt, ""};
    ABSL_ASSIGN_OR_RETURN(
        row.known, storage::FindImported(tx, KindName(record.content_case()),
                                         FromProto(record.external_id())));
    if (record.unreadable()) {
      outcome = Outcome(ImportOutcome::RESULT_REJECTED, "");
    } else if (!record.withdrawn()) {
      outcome = ApplyContent(tx, call, run, row);
    } else if (row.known.has_value() && !row.known->withdrawn_at.has_value()) {
      outcome = TakeBack(tx, call, run, *row.known);
    } else {
      outcome = Outcome(ImportOutcome::RESULT_WITHDRAWN,
                        row.known.has_value() ? row.known->record : "");
    }
    ABSL_RETURN_IF_ERROR(outcome.status());
    // It is in the file: it does not count as missing.
    if (outcome->result() == ImportOutcome::RESULT_REJECTED &&
        row.known.has_value() && row.known->run != run) {
      ABSL_RETURN_IF_ERROR(storage::MarkSeen(tx, row.known->kind,
                                             row.known->external_id, run,
                                             ImportOutcome::RESULT_REJECTED));
    }
  }
  outcome->set_line(record.line());
  outcome->set_id(record.external_id().id());
  return outcome;
}

absl::StatusOr<ImportOutcome> RecordImport::ApplyContent(
    sql::Transaction& tx, const rpc::CallContext& call, const std::string& run,
    Row& row) {
  ABSL_ASSIGN_OR_RETURN(std::string digest, DigestOf(row.record));
  const bool again = row.known.has_value() && row.known->run == run &&
                     row.known->result != ImportOutcome::RESULT_REJECTED;
  const bool hidden =
      row.known.has_value() && row.known->withdrawn_at.has_value();
  if (row.known.has_value() && !hidden && row.known->digest == digest) {
    if (again) {
      return Outcome(static_cast<ImportOutcome::Result>(row.known->result),
                     row.known->record);
    }
    ABSL_RETURN_IF_ERROR(storage::MarkSeen(tx, row.known->kind,
                                           row.known->external_id, run,
                                           ImportOutcome::RESULT_UNCHANGED));
    return Outcome(ImportOutcome::RESULT_UNCHANGED, row.known->record);
  }
  if (again) {
    return Rejected(
        status::InvalidField(
            "external_id.id", "EXTERNAL_ID_REPEATED",
            "came in this run with other content; the first one counts"),
        "id");
  }
  const int kind = row.record.content_case();
  if (hidden) {
    ABSL_RETURN_IF_ERROR(SetHidden(tx, kind, row.known->record, std::nullopt));
  }
  absl::StatusOr<std::string> name = Save(tx, call, row);
  if (!name.ok()) {
    if (!IsRefusal(name.status())) return name.status();
    if (hidden) {
      ABSL_RETURN_IF_ERROR(
          SetHidden(tx, kind, row.known->record, row.known->withdrawn_at));
    }
    return Rejected(name.status(), row.column);
  }
  ImportedRecord imported;
  imported.kind = KindName(kind);
  imported.external_id = FromProto(row.record.external_id());
  imported.record = *std::move(name);
  imported.digest = std::move(digest);
  if (row.record.has_entered_at()) {
    imported.entered_at = FromProto(row.record.entered_at());
  }
  imported.received_at = RecordTime(call);
  imported.run = run;
  imported.result = row.known.has_value() ? ImportOutcome::RESULT_CHANGED
                                          : ImportOutcome::RESULT_NEW;
  ABSL_RETURN_IF_ERROR(storage::SaveImported(tx, imported));
  return Outcome(static_cast<ImportOutcome::Result>(imported.result),
                 imported.record);
}

absl::StatusOr<ImportOutcome> RecordImport::TakeBack(
    sql::Transaction& tx, const rpc::CallContext& call, const std::string& run,
    ImportedRecord known) {
  const absl::Status withdrawn =
      Withdraw(tx, call, KindNumber(known.kind), known.record);
  if (!withdrawn.ok()) {
    if (!IsRefusal(withdrawn)) return withdrawn;
    return Rejected(withdrawn, "withdrawn");
  }
  known.withdrawn_at = RecordTime(call);
  known.run = run;
  known.result = ImportOutcome::RESULT_WITHDRAWN;
  ABSL_RETURN_IF_ERROR(storage::SaveImported(tx, known));
  return Outcome(ImportOutcome::RESULT_WITHDRAWN, known.record);
}

absl::StatusOr<v1::ImportRecordsResponse> RecordImport::End(
    sql::Transaction& tx, const rpc::CallContext& call, const std::string& run,
    const v1::ImportEnd& end) {
  ABSL_ASSIGN_OR_RETURN(
      const std::vector<ImportedRecord> missing,
      storage::ListMissing(tx, KindName(end.kind()), end.source_system(), run,
                           end.after(), kMaxRecords));
  v1::ImportRecordsResponse response;
  for (const ImportedRecord& known : missing) {
    ABSL_ASSIGN_OR_RETURN(ImportOutcome outcome,
                          TakeBack(tx, call, run, known));
    outcome.set_id(known.external_id.id);
    *response.add_outcomes() = std::move(outcome);
  }
  if (missing.size() == kMaxRecords) {
    response.set_next(missing.back().external_id.id);
  }
  return response;
}

absl::StatusOr<std::string> RecordImport::Resolve(sql::Transaction& tx,
                                                  Row& row,
                                                  absl::string_view column,
                                                  int kind,
                                                  const std::string& id) const {
  row.column = std::string(column);
  if (id.empty()) return std::string();
  ABSL_ASSIGN_OR_RETURN(
      const std::optional<ImportedRecord> known,
      storage::FindImported(
          tx, KindName(kind),
          ExternalId{row.record.external_id().source_system(), id}));
  if (known.has_value() && !known->withdrawn_at.has_value()) {
    return known->record;
  }
  return status::FailedPrecondition(
      "REFERENCE_NOT_YET_KNOWN", KindName(kind),
      absl::StrCat("no record of ", KindName(kind),
                   " has come with this id; import it first"));
}

}  // namespace caseload::caseplan

#include "services/assessment/instrument_reband.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/assessment/assessment_feed.h"
#include "services/assessment/convert.h"
#include "services/assessment/instrument_registry.h"
#include "services/assessment/names.h"
#include "services/assessment/reband_judge.h"
#include "services/assessment/storage/reband_store.h"
#include "services/assessment/validate.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/policy/calendar.h"
#include "services/policy/proto/convert.h"
#include "services/policy/proto/provenance.h"

namespace caseload::assessment {
namespace {

static_assert(static_cast<int>(policy::RebandObstacle::kLevelUnknown) ==
              v1::RebandObstacle_MAX);

// The version that cases are held against.
struct Target {
  policy::Instrument instrument;
  bool has_unverified_figures = false;
};

absl::Status CheckRebandable(const Target& target) {
  if (policy::IsRebandable(target.instrument)) return absl::OkStatus();
  return status::FailedPrecondition(
      "INSTRUMENT_NOT_REBANDABLE",
      InstrumentName{target.instrument.id, target.instrument.version}
          .ToString(),
      "it sets no risk, so that no level of a case follows from it");
}

absl::StatusOr<Target> StoredTarget(sql::Transaction& tx,
                                    const InstrumentName& name) {
  ABSL_ASSIGN_OR_RETURN(const storage::InstrumentRow row,
                        GetInstrumentRow(tx, name));
  Target target;
  ABSL_ASSIGN_OR_RETURN(target.instrument, ToInstrumentValue(row));
  target.has_unverified_figures = row.has_unverified_figures;
  ABSL_RETURN_IF_ERROR(CheckRebandable(target));
  return target;
}

absl::StatusOr<Target> TargetOf(sql::Transaction& tx,
                                const v1::DryRunInstrumentRequest& request) {
  if (request.source_case() == v1::DryRunInstrumentRequest::SOURCE_NOT_SET) {
    return status::InvalidField("definition", "FIELD_REQUIRED",
                                "is missing; send it or name a stored version");
  }
  if (request.has_instrument()) {
    ABSL_ASSIGN_OR_RETURN(
        const InstrumentName name,
        ParseName<InstrumentName>("instrument", request.instrument()));
    return StoredTarget(tx, name);
  }
  Target target;
  ABSL_ASSIGN_OR_RETURN(target.instrument,
                        ValidateDefinition("definition", request.definition()));
  target.has_unverified_figures =
      policy::HasUnverifiedFigures(request.definition());
  ABSL_RETURN_IF_ERROR(CheckRebandable(target));
  return target;
}

std::string VersionName(const Target& target, const std::string& version) {
  return InstrumentName{target.instrument.id, version}.ToString();
}

void AddBands(const std::vector<domain::LevelBand>& bands,
              google::protobuf::RepeatedPtrField<v1::LevelBand>* messages) {
  for (const domain::LevelBand& band : bands) {
    v1::LevelBand& message = *messages->Add();
    message.set_band_scheme(band.band_scheme_id);
    message.set_band(band.band_id);
  }
}

void AddChange(const Target& target, const RebandedCase& one,
               v1::LevelChange* change) {
  change->set_case_(CaseName{one.candidate.case_id}.ToString());
  change->set_assessment(
      AssessmentName{one.candidate.assessment_id}.ToString());
  change->set_from_instrument(VersionName(target, one.from_version));
  change->set_from_level(one.from_level);
  AddBands(one.from_bands, change->mutable_from_bands());
  change->set_to_level(one.to_level);
  AddBands(one.to_bands, change->mutable_to_bands());
}

void AddNotComparable(const Target& target, const RebandedCase& one,
                      v1::NotComparable* message) {
  message->set_case_(CaseName{one.candidate.case_id}.ToString());
  message->set_assessment(
      AssessmentName{one.candidate.assessment_id}.ToString());
  message->set_from_instrument(
      VersionName(target, one.candidate.instrument_version));
  message->set_obstacle(static_cast<v1::RebandObstacle>(one.obstacle));
}

void AddCases(const Target& target, const RebandPage& page,
              v1::DryRunInstrumentResponse* response) {
  std::map<std::pair<std::string, std::string>, int> moves;
  for (const RebandedCase& one : page.cases) {
    if (one.obstacle != policy::RebandObstacle::kNone) {
      AddNotComparable(target, one, response->add_not_comparable());
      continue;
    }
    ++moves[{one.from_level, one.stands ? one.from_level : one.to_level}];
    if (one.Changes()) AddChange(target, one, response->add_changes());
  }
  for (const auto& [levels, cases] : moves) {
    v1::LevelMove& move = *response->add_moves();
    move.set_from_level(levels.first);
    move.set_to_level(levels.second);
    move.set_cases(cases);
  }
  response->set_examined_cases(static_cast<int32_t>(page.cases.size()));
}

v1::Rebanding ToMessage(const storage::RebandingRow& row) {
  v1::Rebanding message;
  message.set_instrument(
      InstrumentName{row.instrument_id, row.instrument_version}.ToString());
  message.set_state(row.done ? v1::Rebanding::STATE_DONE
                             : v1::Rebanding::STATE_RUNNING);
  *message.mutable_effective_date() = ToDate(row.effective_date);
  *message.mutable_start_time() = ToTimestamp(row.started_at);
  message.set_started_by(row.started_by);
  if (row.finished_at.has_value()) {
    *message.mutable_finish_time() = ToTimestamp(*row.finished_at);
  }
  message.set_total_cases(row.total_cases);
  message.set_examined_cases(row.examined_cases);
  message.set_derived_cases(row.derived_cases);
  message.set_changed_cases(row.changed_cases);
  message.set_not_comparable_cases(row.not_comparable_cases);
  return message;
}

// Goes on with what is running, or begins.
absl::StatusOr<storage::RebandingRow> Running(sql::Transaction& tx,
                                              const rpc::CallContext& call,
                                              const Target& target,
                                              absl::CivilDay today,
                                              ids::IdSource* ids) {
  const policy::Instrument& instrument = target.instrument;
  ABSL_ASSIGN_OR_RETURN(std::optional<storage::RebandingRow> running,
                        storage::FindRunningRebanding(tx, instrument.id));
  if (running.has_value()) {
    if (running->instrument_version == instrument.version) {
      return *std::move(running);
    }
    return status::FailedPrecondition(
        "REBANDING_RUNNING", VersionName(target, running->instrument_version),
        "re-banding under this version of the instrument is not done; go on "
        "with it first");
  }
  storage::RebandingRow row;
  row.id = ids->NewId();
  row.instrument_id = instrument.id;
  row.instrument_version = instrument.version;
  row.effective_date = today;
  row.started_at = call.now;
  row.started_by = call.caller.principal;
  ABSL_ASSIGN_OR_RETURN(row.total_cases, storage::CountRebandCandidates(
                                             tx, instrument.id, today));
  ABSL_RETURN_IF_ERROR(storage::InsertRebanding(tx, row));
  return row;
}

// Writes what `one` came to, and tells followers where it changed.
absl::Status Derive(sql::Transaction& tx, const rpc::CallContext& call,
                    const Target& target, const RebandedCase& one,
                    storage::RebandingRow* row) {
  domain::DerivedLevel derived;
  derived.instrument_version = target.instrument.version;
  derived.level = one.to_level;
  derived.bands = one.to_bands;
  derived.uses_unverified_figures = target.has_unverified_figures;
  derived.effective_date = row->effective_date;
  derived.derived_at = row->started_at;
  derived.derived_by = row->started_by;
  ABSL_RETURN_IF_ERROR(storage::InsertDerivedLevel(
      tx, one.candidate.assessment_id, row->id, derived));
  ++row->derived_cases;
  if (!one.Changes()) return absl::OkStatus();
  ++row->changed_cases;
  call.Touched(CaseName{one.candidate.case_id}.ToString());
  ABSL_RETURN_IF_ERROR(
      AppendAssessments(tx, call, {one.candidate.assessment_id}));
  return AppendCaseRisk(tx, call, one.candidate.case_id);
}

}  // namespace

void InstrumentReband::Register(rpc::Service& service) {
  service.Read<v1::DryRunInstrumentRequest, v1::DryRunInstrumentResponse>(
      "DryRunInstrument",
      [this](auto&... arguments) { return DryRunInstrument(arguments...); });
  service.Write<v1::RebandInstrumentRequest, v1::Rebanding>(
      "RebandInstrument",
      [this](auto&... arguments) { return RebandInstrument(arguments...); });
}

absl::StatusOr<v1::DryRunInstrumentResponse> InstrumentReband::DryRunInstrument(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::DryRunInstrumentRequest& request) const {
  ABSL_RETURN_IF_ERROR(options_.access->CheckFresh(call));
  ABSL_ASSIGN_OR_RETURN(const Target target, TargetOf(tx, request));
  ABSL_ASSIGN_OR_RETURN(const int32_t page_size,
                        paging::PageSize(request.page_size()));
  const std::string fingerprint =
      absl::StrCat("DryRunInstrument ", target.instrument.digest);
  ABSL_ASSIGN_OR_RETURN(
      const std::string position,
      options_.page_tokens->Open(fingerprint, request.page_token()));
  const absl::CivilDay today = policy::LocalDay(call.now, options_.county_zone);
  ABSL_ASSIGN_OR_RETURN(
      const RebandPage page,
      JudgeRebanding(tx, target.instrument, today, position, page_size));
  v1::DryRunInstrumentResponse response;
  AddCases(target, page, &response);
  for (const v1::LevelChange& change : response.changes()) {
    call.Touched(change.case_());
  }
  response.set_uses_unverified_figures(target.has_unverified_figures);
  if (position.empty()) {
    ABSL_ASSIGN_OR_RETURN(
        const int64_t total,
        storage::CountRebandCandidates(tx, target.instrument.id, today));
    response.set_total_cases(total);
  }
  if (page.more) {
    response.set_next_page_token(options_.page_tokens->Seal(
        fingerprint, page.cases.back().candidate.case_id));
  }
  return response;
}

absl::StatusOr<v1::Rebanding> InstrumentReband::RebandInstrument(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::RebandInstrumentRequest& request) const {
  ABSL_RETURN_IF_ERROR(options_.access->CheckFresh(call));
  ABSL_ASSIGN_OR_RETURN(const InstrumentName name,
                        ParseName<InstrumentName>("name", request.name()));
  ABSL_ASSIGN_OR_RETURN(const int32_t limit,
                        paging::PageSize(request.max_cases()));
  ABSL_ASSIGN_OR_RETURN(const Target target, StoredTarget(tx, name));
  const absl::CivilDay today = policy::LocalDay(call.now, options_.county_zone);
  if (!target.instrument.IsInUse(today)) {
    return status::FailedPrecondition(
        "INSTRUMENT_NOT_IN_USE", name.ToString(),
        "the version may not be used today, so that nothing can be banded by "
        "it");
  }
  ABSL_ASSIGN_OR_RETURN(storage::RebandingRow row,
                        Running(tx, call, target, today, options_.ids));
  ABSL_ASSIGN_OR_RETURN(
      const RebandPage page,
      JudgeRebanding(tx, target.instrument, row.effective_date, row.position,
                     limit));
  call.Touched(name.ToString());
  for (const RebandedCase& one : page.cases) {
    ++row.examined_cases;
    row.position = one.candidate.case_id;
    if (one.obstacle != policy::RebandObstacle::kNone) {
      ++row.not_comparable_cases;
    } else if (one.Derives()) {
      ABSL_RETURN_IF_ERROR(Derive(tx, call, target, one, &row));
    }
  }
  row.done = !page.more;
  if (row.done) row.finished_at = call.now;
  ABSL_RETURN_IF_ERROR(storage::UpdateRebanding(tx, row));
  return ToMessage(row);
}

}  // namespace caseload::assessment

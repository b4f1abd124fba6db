#include "services/assessment/assessment_service.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/assessment/administering.h"
#include "services/assessment/assessment_feed.h"
#include "services/assessment/convert.h"
#include "services/assessment/convert_assessment.h"
#include "services/assessment/domain/completion.h"
#include "services/assessment/instrument_registry.h"
#include "services/assessment/names.h"
#include "services/assessment/scored_level.h"
#include "services/assessment/storage/assessment_store.h"
#include "services/assessment/storage/case_projection_store.h"
#include "services/assessment/storage/override_store.h"
#include "services/assessment/validate.h"
#include "services/assessment/validate_assessment.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/policy/calendar.h"
#include "services/policy/clocks.h"

namespace caseload::assessment {
namespace {

absl::StatusOr<v1::Assessment> ReadBack(sql::Transaction& tx,
                                        const std::string& id) {
  ABSL_ASSIGN_OR_RETURN(const std::optional<domain::Assessment> assessment,
                        storage::FindAssessment(tx, id));
  if (!assessment.has_value()) {
    return status::Internal("an assessment that was written is not there");
  }
  return ToMessage(*assessment);
}

// A page ends at an assessment: "2026-11-20 <id>".
std::string ToPosition(const domain::Assessment& assessment) {
  return absl::StrCat(policy::FormatDay(assessment.assessed_date), " ",
                      assessment.id);
}

absl::StatusOr<std::optional<storage::AssessmentPosition>> FromPosition(
    const std::string& position) {
  if (position.empty()) return std::optional<storage::AssessmentPosition>();
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(position, absl::MaxSplits(' ', 1));
  ABSL_ASSIGN_OR_RETURN(const absl::CivilDay day,
                        policy::ParseDay(parts.first));
  return std::optional<storage::AssessmentPosition>({day, parts.second});
}

absl::StatusOr<storage::AssessmentFilter> ToFilter(
    const v1::ListAssessmentsRequest& request) {
  storage::AssessmentFilter filter;
  ABSL_ASSIGN_OR_RETURN(const CaseName case_name,
                        ParseName<CaseName>("case", request.case_()));
  filter.case_id = case_name.case_id;
  if (!request.instrument().empty()) {
    ABSL_ASSIGN_OR_RETURN(
        const InstrumentParent instrument,
        ParseName<InstrumentParent>("instrument", request.instrument()));
    filter.instrument_id = instrument.instrument_id;
  }
  if (!v1::Assessment::State_IsValid(request.state())) {
    return status::InvalidField("state", "ENUM_INVALID",
                                "is no state of an assessment");
  }
  if (request.state() != v1::Assessment::STATE_UNSPECIFIED) {
    filter.state = static_cast<domain::State>(request.state());
  }
  return filter;
}

// What is stored of one case.
struct CaseRows {
  std::vector<const storage::RiskRow*> risk;
  std::vector<const domain::OverridePeriod*> overrides;
};

// What the scored level became under a later version.
void SetDerived(const storage::RiskRow& row, v1::CurrentRisk* risk) {
  risk->set_derived_level(row.derived->level);
  risk->set_derived_instrument(
      InstrumentName{row.instrument_id, row.derived->instrument_version}
          .ToString());
  risk->set_uses_unverified_figures(row.uses_unverified_figures ||
                                    row.derived->uses_unverified_figures);
}

v1::CurrentRisk::DueState ToDueState(policy::DutyState state) {
  switch (state) {
    case policy::DutyState::kNotRequired:
      return v1::CurrentRisk::DUE_STATE_NOT_REQUIRED;
    case policy::DutyState::kDue:
      return v1::CurrentRisk::DUE_STATE_DUE;
    case policy::DutyState::kNeverDone:
      return v1::CurrentRisk::DUE_STATE_NEVER_DONE;
    case policy::DutyState::kOverdue:
      return v1::CurrentRisk::DUE_STATE_OVERDUE;
    case policy::DutyState::kCurrent:
      break;
  }
  return v1::CurrentRisk::DUE_STATE_CURRENT;
}

v1::CurrentRisk::DueWhy ToDueWhy(policy::DutyWhy why) {
  switch (why) {
    case policy::DutyWhy::kCaseType:
      return v1::CurrentRisk::DUE_WHY_CASE_TYPE;
    case policy::DutyWhy::kInCustody:
      return v1::CurrentRisk::DUE_WHY_IN_CUSTODY;
    default:
      return v1::CurrentRisk::DUE_WHY_UNSPECIFIED;
  }
}

void SetDue(const policy::DutyJudgement& duty, v1::CurrentRisk* risk) {
  risk->set_due_state(ToDueState(duty.state));
  risk->set_due_why(ToDueWhy(duty.why));
  if (duty.due.has_value()) *risk->mutable_due_date() = ToDate(*duty.due);
}

// What the kernel's rules say of the rows of one case.
v1::CurrentRisk JudgeCase(const RiskQuery& query,
                          const std::vector<policy::Instrument>& instruments,
                          const policy::CaseFacts& case_facts,
                          const CaseRows& rows) {
  const std::vector<policy::AssessmentFact> facts = FactsOf(rows.risk);
  std::vector<policy::OverrideFact> overrides;
  for (const domain::OverridePeriod* period : rows.overrides) {
    overrides.push_back({period->band_id, period->days.first, period->days.last,
                         period->band_scheme_id});
  }
  const policy::LevelJudgement judgement = policy::JudgeLevel(
      query.pack, instruments, case_facts, facts, overrides, query.as_of);
  v1::CurrentRisk risk;
  SetDue(
      policy::JudgeRiskAssessment(query.pack, case_facts, facts, query.as_of),
      &risk);
  risk.set_band(judgement.supervision_band_id);
  risk.set_scored_band(judgement.scored_band_id);
  if (judgement.override_in_force.has_value()) {
    risk.set_source(v1::CurrentRisk::SOURCE_OVERRIDE);
    risk.set_override(OverrideName{
        rows.overrides[static_cast<size_t>(*judgement.override_in_force)]
            ->override_id}
                          .ToString());
  } else if (judgement.assessment.has_value()) {
    risk.set_source(
        rows.risk[static_cast<size_t>(*judgement.assessment)]->derived
            ? v1::CurrentRisk::SOURCE_DERIVED
            : v1::CurrentRisk::SOURCE_SCORED);
  }
  if (!judgement.assessment.has_value()) return risk;
  const storage::RiskRow& row =
      *rows.risk[static_cast<size_t>(*judgement.assessment)];
  risk.set_assessment(AssessmentName{row.assessment_id}.ToString());
  risk.set_instrument(
      InstrumentName{row.instrument_id, row.instrument_version}.ToString());
  risk.set_scored_level(row.level);
  risk.set_provisional(row.provisional);
  risk.set_uses_unverified_figures(row.uses_unverified_figures);
  if (row.derived.has_value()) SetDerived(row, &risk);
  *risk.mutable_assessed_date() = ToDate(row.assessed_date);
  return risk;
}

}  // namespace

absl::StatusOr<domain::Assessment> AssessmentService::GetReached(
    sql::Transaction& tx, const rpc::CallContext& call,
    const AssessmentName& name) const {
  ABSL_ASSIGN_OR_RETURN(std::optional<domain::Assessment> assessment,
                        storage::FindAssessment(tx, name.assessment_id));
  // One that is not there is looked for in no case, and as long: whether the
  // projection is fresh is told for both.
  ABSL_RETURN_IF_ERROR(options_.access->CheckReachedThrough(
      tx, call, assessment.has_value() ? assessment->case_id : "",
      name.ToString()));
  if (!assessment.has_value() ||
      (assessment->clinical && !SeesClinical(call))) {
    return status::NotFound(name.ToString());
  }
  return *std::move(assessment);
}

void AssessmentService::Register(rpc::Service& service) {
  service.Write<v1::CreateAssessmentRequest, v1::Assessment>(
      "CreateAssessment",
      [this](auto&... arguments) { return CreateAssessment(arguments...); });
  service.Read<v1::GetAssessmentRequest, v1::Assessment>(
      "GetAssessment",
      [this](auto&... arguments) { return GetAssessment(arguments...); });
  service.Read<v1::ListAssessmentsRequest, v1::ListAssessmentsResponse>(
      "ListAssessments",
      [this](auto&... arguments) { return ListAssessments(arguments...); });
  service.Write<v1::CompleteAssessmentRequest, v1::Assessment>(
      "CompleteAssessment",
      [this](auto&... arguments) { return CompleteAssessment(arguments...); });
  service.Read<v1::BatchGetCurrentRiskRequest, v1::BatchGetCurrentRiskResponse>(
      "BatchGetCurrentRisk",
      [this](auto&... arguments) { return BatchGetCurrentRisk(arguments...); });
  service.Watch("WatchChanges", options_.resume_tokens);
}

absl::StatusOr<v1::Assessment> AssessmentService::CreateAssessment(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::CreateAssessmentRequest& request) const {
  ABSL_RETURN_IF_ERROR(ValidateCreateAssessment(
      request, policy::LocalDay(call.now, options_.county_zone)));
  ABSL_RETURN_IF_ERROR(CheckNative());
  ABSL_ASSIGN_OR_RETURN(domain::Assessment draft,
                        ToDraft(request.assessment()));
  ABSL_RETURN_IF_ERROR(options_.access->CheckForEntry(tx, call, draft.case_id));
  const InstrumentName name{draft.instrument_id, draft.instrument_version};
  ABSL_ASSIGN_OR_RETURN(const policy::Instrument instrument,
                        GetInstrumentValue(tx, name));
  if (instrument.clinical && !SeesClinical(call)) {
    return status::PermissionDenied(
        "CLINICAL_ROLE_REQUIRED",
        "the county's policy names the roles for clinical instruments, and "
        "the caller has none of them");
  }
  ABSL_RETURN_IF_ERROR(CheckAdministers(call.caller, instrument));
  if (!instrument.IsInUse(draft.assessed_date)) {
    return status::FailedPrecondition(
        "INSTRUMENT_NOT_IN_USE", name.ToString(),
        "the version may not be used on assessed_date; choose the one that "
        "was in use then");
  }
  ABSL_RETURN_IF_ERROR(
      ValidateAgainstInstrument(draft, request.assessment(), instrument));
  draft.id = options_.ids->NewId();
  draft.clinical = instrument.clinical;
  draft.sets_risk = instrument.sets_risk;
  draft.created_at = call.now;
  draft.created_by = call.caller.principal;
  ABSL_RETURN_IF_ERROR(storage::InsertDraft(tx, draft));
  call.Touched(AssessmentName{draft.id}.ToString());
  ABSL_RETURN_IF_ERROR(AppendAssessments(tx, call, {draft.id}));
  return ReadBack(tx, draft.id);
}

absl::StatusOr<v1::Assessment> AssessmentService::GetAssessment(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::GetAssessmentRequest& request) const {
  ABSL_ASSIGN_OR_RETURN(const AssessmentName name,
                        ParseName<AssessmentName>("name", request.name()));
  ABSL_ASSIGN_OR_RETURN(const domain::Assessment assessment,
                        GetReached(tx, call, name));
  call.Touched(request.name());
  return ToMessage(assessment);
}

absl::StatusOr<v1::ListAssessmentsResponse> AssessmentService::ListAssessments(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::ListAssessmentsRequest& request) const {
  ABSL_ASSIGN_OR_RETURN(storage::AssessmentFilter filter, ToFilter(request));
  ABSL_RETURN_IF_ERROR(
      options_.access->CheckReached(tx, call, {filter.case_id}));
  filter.with_clinical = SeesClinical(call);
  ABSL_ASSIGN_OR_RETURN(const int32_t page_size,
                        paging::PageSize(request.page_size()));
  const std::string fingerprint =
      absl::StrCat("ListAssessments ", request.case_(), " ",
                   request.instrument(), " ", request.state());
  ABSL_ASSIGN_OR_RETURN(
      const std::string opened,
      options_.page_tokens->Open(fingerprint, request.page_token()));
  ABSL_ASSIGN_OR_RETURN(
      const std::optional<storage::AssessmentPosition> position,
      FromPosition(opened));
  // One more than the page, to know whether there is another.
  ABSL_ASSIGN_OR_RETURN(
      std::vector<domain::Assessment> assessments,
      storage::ListAssessments(tx, filter, position, page_size + 1));
  v1::ListAssessmentsResponse response;
  if (assessments.size() > static_cast<size_t>(page_size)) {
    assessments.pop_back();
    response.set_next_page_token(options_.page_tokens->Seal(
        fingerprint, ToPosition(assessments.back())));
  }
  for (const domain::Assessment& assessment : assessments) {
    ABSL_ASSIGN_OR_RETURN(*response.add_assessments(), ToMessage(assessment));
    call.Touched(response.assessments().rbegin()->name());
  }
  return response;
}

absl::StatusOr<v1::Assessment> AssessmentService::CompleteAssessment(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::CompleteAssessmentRequest& request) const {
  ABSL_ASSIGN_OR_RETURN(const AssessmentName name,
                        ParseName<AssessmentName>("name", request.name()));
  ABSL_RETURN_IF_ERROR(CheckNative());
  ABSL_ASSIGN_OR_RETURN(domain::Assessment assessment,
                        GetReached(tx, call, name));
  if (!request.etag().empty() && request.etag() != EtagOf(assessment)) {
    return status::EtagMismatch(request.name());
  }
  if (assessment.state != domain::State::kDraft ||
      assessment.withdrawn_at.has_value()) {
    return status::FailedPrecondition(
        "ASSESSMENT_NOT_DRAFT", request.name(),
        "it is complete or withdrawn and does not change; enter a new one");
  }
  ABSL_ASSIGN_OR_RETURN(
      const storage::InstrumentRow row,
      GetInstrumentRow(tx, InstrumentName{assessment.instrument_id,
                                          assessment.instrument_version}));
  ABSL_ASSIGN_OR_RETURN(const policy::Instrument instrument,
                        ToInstrumentValue(row));
  ABSL_RETURN_IF_ERROR(
      domain::Complete(instrument, request.name(), &assessment));
  assessment.result->uses_unverified_figures = row.has_unverified_figures;
  assessment.completed_at = call.now;
  assessment.completed_by = call.caller.principal;
  ABSL_RETURN_IF_ERROR(storage::CompleteDraft(tx, assessment));
  ABSL_ASSIGN_OR_RETURN(
      std::vector<std::string> changed,
      storage::SetLatest(tx, assessment.case_id, assessment.instrument_id));
  // One that is older than another is superseded from the first.
  if (!absl::c_linear_search(changed, assessment.id)) {
    changed.push_back(assessment.id);
  }
  call.Touched(request.name());
  ABSL_RETURN_IF_ERROR(AppendAssessments(tx, call, changed));
  if (!assessment.clinical) {
    ABSL_RETURN_IF_ERROR(AppendCaseRisk(tx, call, assessment.case_id));
  }
  return ReadBack(tx, assessment.id);
}

absl::StatusOr<v1::BatchGetCurrentRiskResponse>
AssessmentService::BatchGetCurrentRisk(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::BatchGetCurrentRiskRequest& request) const {
  ABSL_ASSIGN_OR_RETURN(
      const RiskQuery query,
      ValidateBatchGetCurrentRisk(
          request, call.now, policy::LocalDay(call.now, options_.county_zone)));
  ABSL_RETURN_IF_ERROR(options_.access->CheckReached(tx, call, query.case_ids));
  ABSL_ASSIGN_OR_RETURN(const auto clocks,
                        storage::ClockFacts(tx, query.case_ids, query.as_of,
                                            options_.county_zone));
  ABSL_ASSIGN_OR_RETURN(
      const std::vector<storage::RiskRow> rows,
      storage::FindRisk(tx, query.case_ids, query.as_of, query.known_at));
  ABSL_ASSIGN_OR_RETURN(const std::vector<policy::Instrument> instruments,
                        InstrumentsOf(tx, rows));
  ABSL_ASSIGN_OR_RETURN(
      const std::vector<domain::OverridePeriod> periods,
      storage::ListPeriods(tx, query.case_ids, query.known_at));
  std::map<std::string, CaseRows> by_case;
  for (const storage::RiskRow& row : rows) {
    by_case[row.case_id].risk.push_back(&row);
  }
  for (const domain::OverridePeriod& period : periods) {
    by_case[period.case_id].overrides.push_back(&period);
  }
  v1::BatchGetCurrentRiskResponse response;
  for (const std::string& case_id : query.case_ids) {
    const auto facts = clocks.find(case_id);
    if (facts == clocks.end()) return CaseAccess::NotYetKnown(case_id);
    v1::CurrentRisk& risk = *response.add_risks();
    risk = JudgeCase(query, instruments, facts->second, by_case[case_id]);
    risk.set_case_(CaseName{case_id}.ToString());
    call.Touched(risk.case_());
  }
  return response;
}

}  // namespace caseload::assessment

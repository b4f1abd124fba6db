#include "services/assessment/override_publish.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "services/assessment/assessment_feed.h"
#include "services/assessment/convert.h"
#include "services/assessment/names.h"
#include "services/assessment/storage/override_store.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::assessment {
namespace {

// The days as they stand, else as they were asked for.
domain::Days DaysOf(const domain::Override& override) {
  domain::Days days = override.asked;
  if (override.in_force.has_value()) days.first = override.in_force->first;
  return days;
}

v1::OverrideState ToState(const domain::Override& override) {
  v1::OverrideState state;
  state.set_case_(CaseName{override.case_id}.ToString());
  state.set_state(static_cast<v1::Override::State>(override.state));
  state.mutable_to_band()->set_band_scheme(override.from.band_scheme_id);
  state.mutable_to_band()->set_band(override.to_band_id);
  state.set_reason_code(override.reason_code);
  const domain::Days days = DaysOf(override);
  *state.mutable_effective_date() = ToDate(days.first);
  if (days.last.has_value()) *state.mutable_expiry_date() = ToDate(*days.last);
  if (override.withdrawn_at.has_value()) {
    *state.mutable_withdraw_time() = ToTimestamp(*override.withdrawn_at);
  }
  return state;
}

}  // namespace

std::string EtagOf(const domain::Override& override) {
  return absl::StrCat(override.version);
}

v1::Override ToMessage(const domain::Override& override) {
  v1::Override message;
  message.set_name(OverrideName{override.id}.ToString());
  message.set_case_(CaseName{override.case_id}.ToString());
  message.set_assessment(
      AssessmentName{override.from.assessment_id}.ToString());
  message.set_band_scheme(override.from.band_scheme_id);
  message.set_from_level(override.from.level_id);
  message.set_from_band(override.from.band_id);
  message.set_to_band(override.to_band_id);
  message.set_direction(
      static_cast<v1::Override::Direction>(override.direction));
  message.set_reason_code(override.reason_code);
  message.set_narrative(override.narrative);
  const domain::Days days = DaysOf(override);
  *message.mutable_effective_date() = ToDate(days.first);
  if (days.last.has_value()) {
    *message.mutable_expiry_date() = ToDate(*days.last);
  }
  message.set_state(static_cast<v1::Override::State>(override.state));
  *message.mutable_request_time() = ToTimestamp(override.requested.at);
  message.set_requested_by(override.requested.by);
  if (override.decided.has_value()) {
    *message.mutable_decide_time() = ToTimestamp(override.decided->at);
    message.set_decided_by(override.decided->by);
  }
  message.set_decision_note(override.decision_note);
  if (override.ended.has_value()) {
    *message.mutable_end_time() = ToTimestamp(override.ended->at);
    message.set_ended_by(override.ended->by);
  }
  message.set_end_reason(override.end_reason);
  if (override.state == domain::OverrideState::kEnded &&
      override.in_force.has_value() && override.in_force->last.has_value()) {
    *message.mutable_last_day() = ToDate(*override.in_force->last);
  }
  message.set_policy(override.policy);
  message.set_etag(EtagOf(override));
  if (override.origin.has_value()) {
    message.mutable_external_id()->set_source_system(
        override.origin->source_system);
    message.mutable_external_id()->set_id(override.origin->source_id);
  }
  if (override.withdrawn_at.has_value()) {
    *message.mutable_withdraw_time() = ToTimestamp(*override.withdrawn_at);
  }
  if (override.discussed.has_value()) {
    *message.mutable_discussed_date() = ToDate(*override.discussed);
  }
  return message;
}

v1::OverridePeriod ToPeriod(const domain::OverridePeriod& period) {
  v1::OverridePeriod message;
  message.set_override(OverrideName{period.override_id}.ToString());
  message.mutable_band()->set_band_scheme(period.band_scheme_id);
  message.mutable_band()->set_band(period.band_id);
  *message.mutable_first_day() = ToDate(period.days.first);
  if (period.days.last.has_value()) {
    *message.mutable_last_day() = ToDate(*period.days.last);
  }
  return message;
}

absl::StatusOr<v1::Override> PublishOverride(sql::Transaction& tx,
                                             const rpc::CallContext& call,
                                             const std::string& id,
                                             bool changes_risk) {
  ABSL_ASSIGN_OR_RETURN(const std::optional<domain::Override> override,
                        storage::FindOverride(tx, id));
  if (!override.has_value()) {
    return status::Internal("an override that was written is not there");
  }
  const std::string name = OverrideName{id}.ToString();
  call.Touched(name);
  ABSL_RETURN_IF_ERROR(
      AppendState(tx, call, name, "override", ToState(*override)).status());
  if (changes_risk) {
    ABSL_RETURN_IF_ERROR(AppendCaseRisk(tx, call, override->case_id));
  }
  return ToMessage(*override);
}

}  // namespace caseload::assessment

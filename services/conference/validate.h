// validate.h: requests, checked and turned into plain values.
//
// Pure: what can be said of a request alone. Every function answers
// INVALID_ARGUMENT with all that is wrong, each with its field path, or the
// parsed request.

#ifndef SERVICES_CONFERENCE_VALIDATE_H_
#define SERVICES_CONFERENCE_VALIDATE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "caseload/conference/v1/conference_service.pb.h"
#include "services/conference/domain/conference.h"
#include "services/policy/conference_rule.h"

namespace caseload::conference {

inline constexpr size_t kMaxReasonBytes = 500;
inline constexpr size_t kMaxLocationBytes = 200;
inline constexpr int kMinDurationMinutes = 15;
inline constexpr int kMaxDurationMinutes = 480;
inline constexpr int kMaxDaysAhead = 366;

// A conference as a scheduler asks for it: the part that scheduling and moving
// have in common.
struct Proposal {
  absl::CivilMinute local_start;
  // "" is the county's.
  std::string time_zone;
  int duration_minutes = 0;
  std::string location;
  // Ids, or "".
  std::string room_id;
  std::string supervisor_id;
  std::string holder_reason;
  std::string waiver_id;
  std::vector<ScheduleRule> overridden_rules;
  std::string override_reason;
};

struct ScheduleCommand {
  std::string officer_id;
  Proposal proposal;
  std::string short_notice_reason;
};

struct RescheduleCommand {
  std::string conference_id;
  // nullopt: whatever it is.
  std::optional<int64_t> version;
  Proposal proposal;
  std::string move_reason_code;
  std::string move_reason;
};

struct CancelCommand {
  std::string conference_id;
  std::optional<int64_t> version;
  std::string reason;
};

struct OutcomeCommand {
  std::string conference_id;
  std::optional<int64_t> version;
  bool held = false;
  std::string reason;
};

struct WaiverCommand {
  std::string officer_id;
  absl::CivilDay day;
  std::string reason;
};

struct DecisionCommand {
  std::string waiver_id;
  std::optional<int64_t> version;
  bool approve = false;
  std::string note;
};

struct ListQuery {
  std::string officer_id;
  std::string supervisor_id;
  std::optional<absl::CivilDay> from;
  std::optional<absl::CivilDay> to;
  std::vector<State> states;
};

struct CoverageQuery {
  absl::CivilDay quarter_day;
  // nullopt is the day of the call.
  std::optional<absl::CivilDay> as_of;
  // "" is all.
  std::string division;
  std::string unit_id;
  std::string supervisor_id;
  // Empty is all.
  std::vector<policy::Coverage> states;
};

// FIELD_REQUIRED, NAME_INVALID, DATE_INVALID, LOCAL_TIME_INVALID,
// DURATION_INVALID, TEXT_TOO_LONG, ENUM_INVALID, ETAG_INVALID,
// OVERRIDE_REASON_REQUIRED, PERIOD_REVERSED.
absl::StatusOr<ScheduleCommand> Validate(
    const v1::ScheduleConferenceRequest& request);
absl::StatusOr<RescheduleCommand> Validate(
    const v1::RescheduleConferenceRequest& request);
absl::StatusOr<CancelCommand> Validate(
    const v1::CancelConferenceRequest& request);
absl::StatusOr<OutcomeCommand> Validate(
    const v1::RecordConferenceOutcomeRequest& request);
absl::StatusOr<WaiverCommand> Validate(
    const v1::RequestNoticeWaiverRequest& request);
absl::StatusOr<DecisionCommand> Validate(
    const v1::DecideNoticeWaiverRequest& request);
absl::StatusOr<ListQuery> Validate(const v1::ListConferencesRequest& request);
absl::StatusOr<CoverageQuery> Validate(
    const v1::ListConferenceCoverageRequest& request);
// The conference's id.
absl::StatusOr<std::string> Validate(const v1::GetConferenceRequest& request);
absl::StatusOr<std::string> Validate(
    const v1::GetPreConferenceChecklistRequest& request);

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_VALIDATE_H_

#include "services/conference/outcomes.h"

#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/conference/domain/notice_plan.h"
#include "services/conference/lookup.h"
#include "services/conference/names.h"
#include "services/conference/publish.h"
#include "services/conference/storage/conference_store.h"

namespace caseload::conference {

absl::StatusOr<Conference> CancelConference(sql::Transaction& tx,
                                            const rpc::CallContext& call,
                                            const CancelCommand& command,
                                            const Visibility& caller) {
  ABSL_ASSIGN_OR_RETURN(
      Conference conference,
      LoadForChange(tx, command.conference_id, command.version, caller));
  ABSL_RETURN_IF_ERROR(CheckStillAhead(conference, call.now));
  conference.state = State::kCancelled;
  ++conference.revision;
  conference.change_reason = command.reason;
  conference.notice.obligations = CancellationObligations(call.now);
  ABSL_RETURN_IF_ERROR(ReleaseBookings(tx, conference.id));
  ABSL_RETURN_IF_ERROR(
      UpdateConference(tx, conference, true, RecordingOf(call)));
  ABSL_RETURN_IF_ERROR(Publish(tx, call, conference));
  return conference;
}

absl::StatusOr<Conference> RecordOutcome(sql::Transaction& tx,
                                         const rpc::CallContext& call,
                                         const OutcomeCommand& command,
                                         const Visibility& caller) {
  ABSL_ASSIGN_OR_RETURN(
      Conference conference,
      LoadForChange(tx, command.conference_id, command.version, caller));
  ABSL_RETURN_IF_ERROR(CheckScheduled(conference));
  if (call.now < conference.appointment.start) {
    return status::FailedPrecondition(
        "CONFERENCE_NOT_BEGUN", FormatName(kConferences, conference.id),
        "its time has not come; move or cancel it, or wait");
  }
  conference.state = command.held ? State::kHeld : State::kNotHeld;
  if (!command.reason.empty()) conference.change_reason = command.reason;
  // What did not take place takes nobody's time; what did is past.
  ABSL_RETURN_IF_ERROR(ReleaseBookings(tx, conference.id));
  ABSL_RETURN_IF_ERROR(
      UpdateConference(tx, conference, false, RecordingOf(call)));
  ABSL_RETURN_IF_ERROR(Publish(tx, call, conference));
  return conference;
}

}  // namespace caseload::conference

// outcomes.h: a scheduled conference is called off, or its outcome recorded.

#ifndef SERVICES_CONFERENCE_OUTCOMES_H_
#define SERVICES_CONFERENCE_OUTCOMES_H_

#include "absl/status/statusor.h"
#include "services/common/rpc/call_context.h"
#include "services/common/sql/database.h"
#include "services/conference/domain/conference.h"
#include "services/conference/domain/visibility.h"
#include "services/conference/validate.h"

namespace caseload::conference {

// See ConferenceService.CancelConference for the errors.
absl::StatusOr<Conference> CancelConference(sql::Transaction& tx,
                                            const rpc::CallContext& call,
                                            const CancelCommand& command,
                                            const Visibility& caller);

// See ConferenceService.RecordConferenceOutcome for the errors.
absl::StatusOr<Conference> RecordOutcome(sql::Transaction& tx,
                                         const rpc::CallContext& call,
                                         const OutcomeCommand& command,
                                         const Visibility& caller);

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_OUTCOMES_H_

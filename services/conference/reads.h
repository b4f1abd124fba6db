// reads.h: conferences are read and listed.

#ifndef SERVICES_CONFERENCE_READS_H_
#define SERVICES_CONFERENCE_READS_H_

#include "absl/status/statusor.h"
#include "caseload/conference/v1/conference_service.pb.h"
#include "services/common/paging/paging.h"
#include "services/common/rpc/call_context.h"
#include "services/common/sql/database.h"
#include "services/conference/domain/visibility.h"

namespace caseload::conference {

// See ConferenceService.GetConference for the errors.
absl::StatusOr<v1::Conference> GetConference(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::GetConferenceRequest& request, const Visibility& caller);

// See ConferenceService.ListConferences for the errors.
absl::StatusOr<v1::ListConferencesResponse> ListConferences(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::ListConferencesRequest& request, const Visibility& caller,
    const paging::TokenSealer& pages);

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_READS_H_

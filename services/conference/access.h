// access.h: which conferences the caller of a method reaches.

#ifndef SERVICES_CONFERENCE_ACCESS_H_
#define SERVICES_CONFERENCE_ACCESS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/rpc/call_context.h"
#include "services/conference/clients/caseplan_reader.h"
#include "services/conference/domain/visibility.h"

namespace caseload::conference {

// What goes along when another service is asked for `call`.
PeerCall PeerCallOf(const rpc::CallContext& call);

// Who the caller is among the staff on `today`. A manager, quality coach or
// auditor is not looked up. Errors are the reader's.
absl::StatusOr<Visibility> VisibilityOf(const rpc::CallContext& call,
                                        CaseplanReader& caseplan,
                                        absl::CivilDay today);

// OK when the caller may change it. NOT_FOUND when they may not even read it;
// else PERMISSION_DENIED, OFFICER_NOT_SUPERVISED.
absl::Status CheckMayChange(const Visibility& caller,
                            const Conference& conference);

// PERMISSION_DENIED, OFFICER_NOT_SUPERVISED.
absl::Status OfficerNotSupervised();

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_ACCESS_H_

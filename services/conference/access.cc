#include "services/conference/access.h"

#include <optional>
#include <string>
#include <utility>

#include "caseload/options/v1/options.pb.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/conference/names.h"

namespace caseload::conference {

PeerCall PeerCallOf(const rpc::CallContext& call) {
  return {call.deadline, call.traceparent};
}

absl::StatusOr<Visibility> VisibilityOf(const rpc::CallContext& call,
                                        CaseplanReader& caseplan,
                                        absl::CivilDay today) {
  Visibility caller;
  auth::RoleSet county_wide;
  county_wide.Add(options::v1::ROLE_MANAGER);
  county_wide.Add(options::v1::ROLE_QUALITY);
  county_wide.Add(options::v1::ROLE_AUDITOR);
  caller.everything = call.caller.roles.Intersects(county_wide);
  if (caller.everything || call.caller.person.empty()) return caller;

  const PeerCall peer_call = PeerCallOf(call);
  ABSL_ASSIGN_OR_RETURN(
      std::optional<std::string> officer_id,
      caseplan.FindOfficerBySubject(peer_call, call.caller.person));
  if (!officer_id.has_value()) return caller;
  caller.officer_id = *std::move(officer_id);
  if (call.caller.roles.Has(options::v1::ROLE_SDPO)) {
    ABSL_ASSIGN_OR_RETURN(
        caller.supervised_ids,
        caseplan.ListSupervised(peer_call, caller.officer_id, today));
  }
  return caller;
}

absl::Status OfficerNotSupervised() {
  return status::PermissionDenied(
      "OFFICER_NOT_SUPERVISED",
      "the officer's supervisor, acting supervisor or a manager does this");
}

absl::Status CheckMayChange(const Visibility& caller,
                            const Conference& conference) {
  if (MayChange(caller, conference)) return absl::OkStatus();
  if (MayRead(caller, conference)) return OfficerNotSupervised();
  return status::NotFound(FormatName(kConferences, conference.id));
}

}  // namespace caseload::conference

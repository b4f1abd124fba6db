#include "services/assessment/access.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "caseload/options/v1/options.pb.h"
#include "google/protobuf/descriptor.h"
#include "services/assessment/domain/case_projection.h"
#include "services/assessment/names.h"
#include "services/assessment/storage/case_projection_store.h"
#include "services/common/auth/caller.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::assessment {
namespace {

// A heartbeat comes every second.
constexpr absl::Duration kRetryAfter = absl::Seconds(1);

bool SpeaksForItself(const auth::Caller& caller) {
  return caller.kind == auth::CallerKind::kService && caller.person.empty();
}

// The caller's roles that the method's policy names: a dpo who is an auditor
// too does not enter assessments with the auditor's reach.
auth::RoleSet RolesThatCount(const rpc::CallContext& call) {
  auth::RoleSet roles;
  const google::protobuf::MethodDescriptor* method =
      google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
          absl::StrReplaceAll(absl::StripPrefix(call.method, "/"),
                              {{"/", "."}}));
  if (method == nullptr) return roles;
  for (const int role :
       method->options().GetExtension(options::v1::method_policy).roles()) {
    if (call.caller.roles.Has(role)) roles.Add(role);
  }
  return roles;
}

bool ReachesEverything(auth::RoleSet roles) {
  for (const int role :
       {options::v1::ROLE_MANAGER, options::v1::ROLE_QUALITY,
        options::v1::ROLE_RECORDS, options::v1::ROLE_AUDITOR}) {
    if (roles.Has(role)) return true;
  }
  return false;
}

absl::StatusOr<domain::Reach> ReachOf(sql::Transaction& tx,
                                      const rpc::CallContext& call,
                                      absl::CivilDay today) {
  domain::Reach reach;
  reach.day = today;
  if (call.caller.kind == auth::CallerKind::kPartner) return reach;
  const auth::RoleSet roles = RolesThatCount(call);
  if (SpeaksForItself(call.caller) || ReachesEverything(roles)) {
    reach.everything = true;
    return reach;
  }
  ABSL_ASSIGN_OR_RETURN(reach.officer_id,
                        storage::StaffOn(tx, call.caller.person, today));
  reach.supervises =
      !reach.officer_id.empty() && roles.Has(options::v1::ROLE_SDPO);
  return reach;
}

}  // namespace

absl::Status CaseAccess::CheckFresh(const rpc::CallContext& call) const {
  if (SpeaksForItself(call.caller) || options_.projection_age() < kLongestAge) {
    return absl::OkStatus();
  }
  return status::Unavailable(
      "PROJECTION_STALE",
      "who may see the record is not known for certain at this moment; send "
      "the same request again",
      kRetryAfter);
}

absl::StatusOr<domain::Reach> CaseAccess::ReachOfCaller(
    sql::Transaction& tx, const rpc::CallContext& call) const {
  ABSL_RETURN_IF_ERROR(CheckFresh(call));
  return ReachOf(tx, call, absl::ToCivilDay(call.now, options_.county_zone));
}

absl::Status CaseAccess::CheckReached(
    sql::Transaction& tx, const rpc::CallContext& call,
    const std::vector<std::string>& case_ids) const {
  if (SpeaksForItself(call.caller)) return absl::OkStatus();
  ABSL_ASSIGN_OR_RETURN(const domain::Reach reach, ReachOfCaller(tx, call));
  ABSL_ASSIGN_OR_RETURN(const std::vector<std::string> reached,
                        storage::ReachedCases(tx, reach, case_ids));
  for (const std::string& id : case_ids) {
    if (!absl::c_binary_search(reached, id)) {
      return status::NotFound(CaseName{id}.ToString());
    }
  }
  return absl::OkStatus();
}

absl::Status CaseAccess::CheckReachedThrough(
    sql::Transaction& tx, const rpc::CallContext& call,
    const std::string& case_id, absl::string_view hidden_name) const {
  absl::Status reached = CheckReached(tx, call, {case_id});
  if (reached.code() == absl::StatusCode::kNotFound) {
    return status::NotFound(hidden_name);
  }
  return reached;
}

absl::Status CaseAccess::CheckForEntry(sql::Transaction& tx,
                                       const rpc::CallContext& call,
                                       const std::string& case_id) const {
  if (!SpeaksForItself(call.caller)) return CheckReached(tx, call, {case_id});
  domain::Reach reach;
  reach.everything = true;
  ABSL_ASSIGN_OR_RETURN(const std::vector<std::string> known,
                        storage::ReachedCases(tx, reach, {case_id}));
  if (!known.empty()) return absl::OkStatus();
  return NotYetKnown(case_id);
}

absl::Status CaseAccess::NotYetKnown(const std::string& case_id) {
  return status::WithRetryAfter(
      status::FailedPrecondition("REFERENCE_NOT_YET_KNOWN",
                                 CaseName{case_id}.ToString(),
                                 "is not known here yet; if caseplan has it, "
                                 "the same request succeeds soon"),
      kRetryAfter);
}

}  // namespace caseload::assessment

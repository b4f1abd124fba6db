#include "services/caseplan/service_base.h"

#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "caseload/options/v1/options.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/util/field_mask_util.h"
#include "services/caseplan/storage/access.h"
#include "services/caseplan/storage/case_store.h"
#include "services/common/status/error.h"

namespace caseload::caseplan {

namespace {

// The caller's roles that the method's policy names: a dpo who is an auditor
// too does not change records with the auditor's reach.
auth::RoleSet RolesThatCount(const rpc::CallContext& call) {
  const google::protobuf::MethodDescriptor* method =
      google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
          absl::StrReplaceAll(absl::StripPrefix(call.method, "/"),
                              {{"/", "."}}));
  auth::RoleSet roles;
  if (method == nullptr) return roles;
  const auto& policy =
      method->options().GetExtension(options::v1::method_policy);
  for (int role : policy.roles()) {
    if (call.caller.roles.Has(role)) roles.Add(role);
  }
  return roles;
}

// Roles that reach every record of the county.
bool ReachesEverything(auth::RoleSet roles) {
  for (int role : {options::v1::ROLE_MANAGER, options::v1::ROLE_QUALITY,
                   options::v1::ROLE_RECORDS, options::v1::ROLE_ADMIN,
                   options::v1::ROLE_AUDITOR}) {
    if (roles.Has(role)) return true;
  }
  return false;
}

}  // namespace

bool ServiceBase::ReachesWholeCounty(const rpc::CallContext& call) {
  const auth::Caller& caller = call.caller;
  if (caller.kind == auth::CallerKind::kPartner) return false;
  if (caller.kind == auth::CallerKind::kService && caller.person.empty()) {
    return true;
  }
  return ReachesEverything(RolesThatCount(call));
}

absl::StatusOr<Reach> ServiceBase::ReachOf(sql::Transaction& tx,
                                           const rpc::CallContext& call) const {
  Reach reach;
  reach.day = Today(call);
  const auth::Caller& caller = call.caller;
  if (caller.kind == auth::CallerKind::kPartner) return reach;
  reach.everything = ReachesWholeCounty(call);
  if (reach.everything) return reach;
  const auth::RoleSet roles = RolesThatCount(call);
  ABSL_ASSIGN_OR_RETURN(reach.officer_id,
                        storage::StaffOn(tx, caller.person, reach.day));
  reach.supervises =
      !reach.officer_id.empty() && roles.Has(options::v1::ROLE_SDPO);
  return reach;
}

absl::StatusOr<Case> ServiceBase::ReachedCase(sql::Transaction& tx,
                                              const rpc::CallContext& call,
                                              const CaseName& name) const {
  ABSL_ASSIGN_OR_RETURN(Reach reach, ReachOf(tx, call));
  ABSL_ASSIGN_OR_RETURN(bool reached, storage::ReachesCase(tx, reach, name.id));
  if (!reached) return status::NotFound(name.ToString());
  return storage::GetCase(tx, name.id);
}

absl::StatusOr<Case> ServiceBase::ReachedOpenCase(sql::Transaction& tx,
                                                  const rpc::CallContext& call,
                                                  const CaseName& name) const {
  ABSL_ASSIGN_OR_RETURN(Case supervision_case, ReachedCase(tx, call, name));
  if (!supervision_case.closed_date.has_value()) return supervision_case;
  return status::FailedPrecondition("CASE_CLOSED", name.ToString(),
                                    "is closed; a closed case stays as it is");
}

absl::Status ServiceBase::CheckOfficerReached(
    sql::Transaction& tx, const rpc::CallContext& call,
    const std::string& officer_id) const {
  ABSL_ASSIGN_OR_RETURN(Reach reach, ReachOf(tx, call));
  ABSL_ASSIGN_OR_RETURN(bool reached,
                        storage::ReachesOfficer(tx, reach, officer_id));
  if (reached) return absl::OkStatus();
  return status::PermissionDenied(
      "OFFICER_NOT_SUPERVISED",
      "the officer is none whom the caller supervises today");
}

void ServiceBase::ClearPersonalData(google::protobuf::Message* message) {
  const google::protobuf::Reflection& reflection = *message->GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection.ListFields(*message, &fields);
  for (const google::protobuf::FieldDescriptor* field : fields) {
    if (field->options().GetExtension(options::v1::personal_data)) {
      reflection.ClearField(message, field);
    } else if (field->message_type() == nullptr) {
      continue;
    } else if (field->is_repeated()) {
      for (int i = 0; i < reflection.FieldSize(*message, field); ++i) {
        ClearPersonalData(reflection.MutableRepeatedMessage(message, field, i));
      }
    } else {
      ClearPersonalData(reflection.MutableMessage(message, field));
    }
  }
}

void ServiceBase::ApplyMask(const google::protobuf::FieldMask& mask,
                            const google::protobuf::Message& from,
                            google::protobuf::Message* to) {
  google::protobuf::util::FieldMaskUtil::MergeOptions options;
  options.set_replace_message_fields(true);
  options.set_replace_repeated_fields(true);
  google::protobuf::util::FieldMaskUtil::MergeMessageTo(from, mask, options,
                                                        to);
}

}  // namespace caseload::caseplan

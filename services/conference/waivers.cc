#include "services/conference/waivers.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "caseload/options/v1/options.pb.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/conference/access.h"
#include "services/conference/names.h"
#include "services/conference/publish.h"
#include "services/conference/storage/waiver_store.h"
#include "services/policy/calendar.h"
#include "services/policy/notice_rule.h"

namespace caseload::conference {
namespace {

// Policy calls a role by the enumerator's name in lower case, without prefix.
struct NamedRole {
  int role;
  const char* name;
};
constexpr NamedRole kStaffRoles[] = {
    {options::v1::ROLE_SDPO, "sdpo"},
    {options::v1::ROLE_MANAGER, "manager"},
    {options::v1::ROLE_ADMIN, "admin"},
};

absl::Status CheckMayDecide(const policy::PolicyPack& pack,
                            const NoticeWaiver& waiver,
                            const auth::Caller& caller) {
  if (caller.person == waiver.requested_by) {
    return status::PermissionDenied(
        "WAIVER_DECIDED_BY_REQUESTER",
        "who asks for a waiver never decides it; another manager does");
  }
  for (const NamedRole& role : kStaffRoles) {
    if (caller.roles.Has(role.role) &&
        policy::MayApproveWaiver(pack, waiver.requested_by, caller.person,
                                 role.name)) {
      return absl::OkStatus();
    }
  }
  return status::PermissionDenied(
      "WAIVER_APPROVER_ROLE_MISSING",
      "the division's policy names the roles that decide a waiver");
}

absl::Status CheckOfUse(const policy::PolicyPack& pack, absl::CivilDay day,
                        absl::CivilDay today) {
  if (day < today) {
    return status::InvalidField("conference_date", "START_IN_PAST",
                                "the day has passed; choose a later one");
  }
  const bool waivable =
      pack.notice.short_notice == policy::ShortNotice::kRefusedWithoutWaiver;
  if (waivable && today > day - pack.notice.minimum_days) {
    return absl::OkStatus();
  }
  return status::FailedPrecondition(
      "WAIVER_NOT_NEEDED", pack.version.pack_id,
      waivable ? "the day is far enough ahead; schedule the conference"
               : "the division's policy asks for a reason only; give "
                 "short_notice_reason");
}

}  // namespace

absl::StatusOr<WaiverFacts> Waivers::GatherRequest(
    const rpc::CallContext& call, const WaiverCommand& command) const {
  const PeerCall peer_call = PeerCallOf(call);
  ABSL_ASSIGN_OR_RETURN(const CountyCalendar calendar,
                        options_.calendar->Get(peer_call));
  WaiverFacts facts;
  facts.today = policy::LocalDay(call.now, calendar.zone);
  ABSL_ASSIGN_OR_RETURN(const Visibility caller,
                        VisibilityOf(call, *options_.caseplan, facts.today));
  ABSL_ASSIGN_OR_RETURN(const OfficerOnDay officer,
                        options_.caseplan->GetOfficerOnDay(
                            peer_call, command.officer_id, command.day));
  if (!Supervises(caller, officer.officer_id)) return OfficerNotSupervised();
  if (!officer.posting.has_value()) {
    return status::FailedPrecondition(
        "OFFICER_NOT_POSTED", FormatName(kOfficers, command.officer_id),
        absl::StrCat("the officer has no posting on ",
                     policy::FormatDay(command.day)));
  }
  facts.division = officer.posting->division;
  ABSL_ASSIGN_OR_RETURN(facts.pack,
                        options_.packs->InForce(facts.division, command.day));
  return facts;
}

absl::StatusOr<NoticeWaiver> Waivers::ApplyRequest(
    sql::Transaction& tx, const rpc::CallContext& call,
    const WaiverCommand& command, const WaiverFacts& facts) const {
  ABSL_RETURN_IF_ERROR(CheckOfUse(*facts.pack, command.day, facts.today));
  NoticeWaiver waiver;
  waiver.id = options_.ids->NewId();
  waiver.officer_id = command.officer_id;
  waiver.division = facts.division;
  waiver.day = command.day;
  waiver.reason = command.reason;
  waiver.requested_by = call.caller.person;
  waiver.requested_at = call.now;
  ABSL_RETURN_IF_ERROR(InsertWaiver(tx, waiver));
  ABSL_RETURN_IF_ERROR(Publish(tx, call, waiver));
  return waiver;
}

absl::StatusOr<std::shared_ptr<const policy::PolicyPack>>
Waivers::GatherDecision(const rpc::CallContext& call,
                        const DecisionCommand& command) const {
  std::optional<NoticeWaiver> waiver;
  ABSL_RETURN_IF_ERROR(options_.database->Read(
      call.deadline, [&](sql::Transaction& tx) -> absl::Status {
        ABSL_ASSIGN_OR_RETURN(waiver, LoadWaiver(tx, command.waiver_id));
        return absl::OkStatus();
      }));
  if (!waiver.has_value()) {
    return status::NotFound(FormatName(kNoticeWaivers, command.waiver_id));
  }
  return options_.packs->InForce(waiver->division, waiver->day);
}

absl::StatusOr<NoticeWaiver> Waivers::ApplyDecision(
    sql::Transaction& tx, const rpc::CallContext& call,
    const DecisionCommand& command,
    const std::shared_ptr<const policy::PolicyPack>& pack) const {
  ABSL_ASSIGN_OR_RETURN(std::optional<NoticeWaiver> waiver,
                        LoadWaiver(tx, command.waiver_id));
  const std::string name = FormatName(kNoticeWaivers, command.waiver_id);
  if (!waiver.has_value()) return status::NotFound(name);
  ABSL_RETURN_IF_ERROR(CheckMayDecide(*pack, *waiver, call.caller));
  if (command.version.value_or(waiver->version) != waiver->version) {
    return status::EtagMismatch(name);
  }
  if (waiver->state != WaiverState::kPending) {
    return status::FailedPrecondition("WAIVER_ALREADY_DECIDED", name,
                                      "a decision stands; ask for another");
  }
  waiver->state =
      command.approve ? WaiverState::kApproved : WaiverState::kRefused;
  waiver->decided_by = call.caller.person;
  waiver->decided_at = call.now;
  waiver->decision_note = command.note;
  ABSL_RETURN_IF_ERROR(UpdateWaiver(tx, *waiver));
  ABSL_RETURN_IF_ERROR(Publish(tx, call, *waiver));
  return *std::move(waiver);
}

}  // namespace caseload::conference

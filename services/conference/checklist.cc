#include "services/conference/checklist.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/util/time_util.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/conference/access.h"
#include "services/conference/checklist_page.h"
#include "services/conference/convert.h"
#include "services/conference/domain/finding_words.h"
#include "services/conference/domain/notice_plan.h"
#include "services/conference/lookup.h"
#include "services/conference/names.h"
#include "services/conference/storage/conference_store.h"
#include "services/conference/validate.h"

namespace caseload::conference {
namespace {

// The conference, if the caller may see it.
absl::StatusOr<Conference> LoadReadable(sql::Transaction& tx,
                                        absl::string_view id,
                                        const Visibility& caller) {
  ABSL_ASSIGN_OR_RETURN(std::optional<Conference> conference,
                        LoadConference(tx, id));
  if (!conference.has_value() || !MayRead(caller, *conference)) {
    return status::NotFound(FormatName(kConferences, id));
  }
  return *std::move(conference);
}

absl::Status CheckOpen(const Conference& conference, absl::CivilDay today,
                       const absl::TimeZone& zone) {
  ABSL_RETURN_IF_ERROR(CheckScheduled(conference));
  const absl::CivilDay opens = NoticeDay(conference.notice, zone);
  if (opens <= today) return absl::OkStatus();
  return status::FailedPrecondition(
      "CHECKLIST_NOT_OPEN", FormatName(kConferences, conference.id),
      absl::StrCat("the checklist opens on the day of the notice, ",
                   policy::FormatDay(opens),
                   "; until then read the officer's caseload snapshot"));
}

std::string WhyText(const CaseFinding& finding) {
  return absl::StrJoin(finding.whys, "; ",
                       [](std::string* out, FindingWhy why) {
                         absl::StrAppend(out, WordsOf(why));
                       });
}

v1::ChecklistItem ToItem(const CaseOfCaseload& one,
                         const CaseFinding& finding) {
  v1::ChecklistItem item;
  item.set_case_(FormatName("cases", one.case_id));
  item.set_client_display_name(one.client_name);
  item.set_kind(static_cast<policy::v1::SnapshotCount>(finding.kind));
  item.set_what(std::string(PhraseOf(finding.kind)));
  item.set_why(WhyText(finding));
  item.set_item(finding.item);
  if (finding.month.has_value())
    *item.mutable_month() = ToProto(*finding.month);
  if (finding.last.has_value()) {
    *item.mutable_last_date() = ToProto(*finding.last);
  }
  if (finding.next.has_value()) {
    *item.mutable_next_date() = ToProto(*finding.next);
  }
  item.set_in_time(finding.in_time);
  return item;
}

v1::ChecklistLine ToLine(const policy::ReminderLine& reminder,
                         const CaseloadSnapshot& snapshot) {
  v1::ChecklistLine line;
  line.set_number(reminder.number);
  line.set_text(reminder.text);
  for (const CaseOfCaseload& one : snapshot.cases) {
    bool any = false;
    for (const CaseFinding& finding : one.findings) {
      if (std::find(reminder.counts.begin(), reminder.counts.end(),
                    finding.kind) == reminder.counts.end()) {
        continue;
      }
      any = true;
      *line.add_items() = ToItem(one, finding);
    }
    line.set_cases(line.cases() + (any ? 1 : 0));
  }
  return line;
}

}  // namespace

absl::StatusOr<ChecklistFacts> Checklists::Gather(
    const rpc::CallContext& call,
    const v1::GetPreConferenceChecklistRequest& request) const {
  ABSL_ASSIGN_OR_RETURN(const std::string id, Validate(request));
  const PeerCall peer_call = PeerCallOf(call);
  ABSL_ASSIGN_OR_RETURN(const CountyCalendar calendar,
                        options_.calendar->Get(peer_call));
  const absl::CivilDay today = policy::LocalDay(call.now, calendar.zone);
  ChecklistFacts facts;
  ABSL_ASSIGN_OR_RETURN(facts.caller,
                        VisibilityOf(call, *options_.caseplan, today));
  ABSL_RETURN_IF_ERROR(options_.database->Read(
      call.deadline, [&](sql::Transaction& tx) -> absl::Status {
        ABSL_ASSIGN_OR_RETURN(facts.conference,
                              LoadReadable(tx, id, facts.caller));
        return absl::OkStatus();
      }));
  const Conference& conference = facts.conference;
  ABSL_RETURN_IF_ERROR(CheckOpen(conference, today, calendar.zone));
  ABSL_ASSIGN_OR_RETURN(
      facts.pack, options_.packs->InForce(conference.division, conference.day));
  ABSL_ASSIGN_OR_RETURN(facts.snapshot,
                        options_.snapshots->GetSnapshot(
                            peer_call, conference.officer.officer_id, today));
  return facts;
}

absl::StatusOr<v1::PreConferenceChecklist> Checklists::Read(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::GetPreConferenceChecklistRequest& request,
    const ChecklistFacts& facts) {
  ABSL_ASSIGN_OR_RETURN(const Conference conference,
                        LoadReadable(tx, facts.conference.id, facts.caller));
  ABSL_RETURN_IF_ERROR(CheckScheduled(conference));
  v1::PreConferenceChecklist checklist;
  checklist.set_conference(request.name());
  checklist.set_officer(FormatName(kOfficers, conference.officer.officer_id));
  checklist.set_officer_display_name(conference.officer.display_name);
  checklist.set_supervisor_display_name(conference.supervisor.display_name);
  *checklist.mutable_conference_date() = ToProto(conference.day);
  checklist.set_division(conference.division);
  checklist.set_policy_version(absl::StrCat(facts.pack->version.pack_id, "@",
                                            facts.pack->version.version_label));
  *checklist.mutable_as_of() = ToProto(facts.snapshot.as_of);
  *checklist.mutable_read_time() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(
          absl::ToUnixMicros(call.now));
  checklist.set_cases(static_cast<int32_t>(facts.snapshot.cases.size()));
  checklist.set_risk_stale(facts.snapshot.risk_stale);
  for (const policy::ReminderLine& reminder : facts.pack->notice.reminders) {
    *checklist.add_lines() = ToLine(reminder, facts.snapshot);
  }
  call.Touched(request.name());
  std::set<std::string> shown;
  for (const v1::ChecklistLine& line : checklist.lines()) {
    for (const v1::ChecklistItem& item : line.items()) {
      if (shown.insert(item.case_()).second) call.Touched(item.case_());
    }
  }
  if (request.with_html()) {
    ABSL_ASSIGN_OR_RETURN(*checklist.mutable_html(), RenderPage(checklist));
  }
  return checklist;
}

}  // namespace caseload::conference

#include <map>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/caseloadctl/reports/reports.h"
#include "tools/caseloadctl/show/words.h"

namespace caseload::caseloadctl {
namespace {

using conference::v1::Conference;
using conference::v1::ConferenceCoverage;
using conference::v1::ConferenceTime;
using conference::v1::NoticeObligation;
using conference::v1::Quarter;

std::string When(const ConferenceTime& time) {
  return absl::StrFormat("%s %02d:%02d", Day(time.local_date()), time.hours(),
                         time.minutes());
}

std::string QuarterText(const Quarter& quarter) {
  return absl::StrCat(quarter.label(), " (", Day(quarter.first_day()), " to ",
                      Day(quarter.last_day()), ")");
}

std::string RulesText(const Conference& conference) {
  std::string text;
  for (const int rule : conference.overridden_rules()) {
    absl::StrAppend(&text, text.empty() ? "" : ", ",
                    Words(static_cast<conference::v1::ScheduleRule>(rule)));
  }
  if (!text.empty()) absl::StrAppend(&text, ": ", conference.override_reason());
  return text;
}

std::string TermsText(const conference::v1::NoticeDuty& duty) {
  std::string text = Words(duty.basis());
  if (!duty.basis_reason().empty()) {
    absl::StrAppend(&text, ": ", duty.basis_reason());
  }
  return text;
}

std::vector<Fact> CoverageFacts(
    const conference::v1::ListConferenceCoverageResponse& coverage) {
  std::set<std::string> quarters;
  std::map<ConferenceCoverage::State, int> states;
  for (const ConferenceCoverage& entry : coverage.coverage()) {
    quarters.insert(
        absl::StrCat(entry.division(), " ", QuarterText(entry.quarter())));
    ++states[entry.state()];
  }
  std::vector<Fact> facts;
  for (const std::string& quarter : quarters) {
    facts.push_back({"quarter", quarter});
  }
  for (const auto& [state, officers] : states) {
    facts.push_back({Words(state), absl::StrCat(officers)});
  }
  return facts;
}

// What a supervisor has to know beside the state.
std::string CoverageRemark(const ConferenceCoverage& entry) {
  if (entry.outcome_missing()) return "outcome not recorded";
  return Words(entry.excuse());
}

}  // namespace

Report ConferencesReport(
    const conference::v1::ListConferencesResponse& conferences) {
  Table table;
  table.columns = {
      {"conference", Align::kId}, {"when"},  {"officer", Align::kId},
      {"held by", Align::kId},    {"state"}, {"notice due"}};
  table.when_empty = "No conference matches.";
  for (const Conference& entry : conferences.conferences()) {
    table.rows.push_back({IdOf(entry.name()), When(entry.time()),
                          IdOf(entry.officer()), IdOf(entry.supervisor()),
                          Words(entry.state()),
                          Day(entry.notice().due_by_date())});
  }
  Report report;
  report.title = "Conferences";
  report.tables.push_back(table);
  return report;
}

Report ConferenceReport(const Conference& conference) {
  Report report;
  report.title = absl::StrCat("Conference ", IdOf(conference.name()));
  const ConferenceTime& time = conference.time();
  const conference::v1::NoticeDuty& duty = conference.notice();
  report.facts = {{"when", absl::StrCat(When(time), " ", time.time_zone(), ", ",
                                        time.duration_minutes(), " minutes")},
                  {"where", conference.location()},
                  {"room", IdOf(conference.room())},
                  {"officer", IdOf(conference.officer())},
                  {"held by", IdOf(conference.supervisor())},
                  {"held by another because", conference.holder_reason()},
                  {"unit", IdOf(conference.unit())},
                  {"state", Words(conference.state())},
                  {"kind", Words(conference.kind())},
                  {"quarter", QuarterText(conference.quarter())},
                  {"revision", absl::StrCat(conference.revision())},
                  {"last change because", conference.change_reason()},
                  {"rules set aside", RulesText(conference)},
                  {"notice due by", Day(duty.due_by_date())},
                  {"notice on terms", TermsText(duty)},
                  {"waiver", IdOf(duty.notice_waiver())},
                  {"judged by", conference.policy_version()}};
  Table owed;
  owed.caption = "What is owed for this revision";
  owed.columns = {{"what"}, {"to"}, {"wanted at"}, {"is the notice"}};
  owed.when_empty = "Nothing.";
  for (const NoticeObligation& obligation : duty.obligations()) {
    owed.rows.push_back({Words(obligation.kind()), IdOf(obligation.recipient()),
                         Moment(obligation.target_time(), time.time_zone()),
                         obligation.bears_duty() ? "yes" : "no"});
  }
  report.tables.push_back(owed);
  return report;
}

Report CoverageReport(
    const conference::v1::ListConferenceCoverageResponse& coverage) {
  Table table;
  table.caption = "Officers";
  table.columns = {{"officer", Align::kId},
                   {"name"},
                   {"unit"},
                   {"state"},
                   {"remark"},
                   {"days", Align::kFigure},
                   {"conference", Align::kId}};
  table.when_empty = "No officer matches.";
  for (const ConferenceCoverage& entry : coverage.coverage()) {
    table.rows.push_back(
        {IdOf(entry.officer()), entry.display_name(), IdOf(entry.unit()),
         Words(entry.state()), CoverageRemark(entry),
         absl::StrCat(entry.carried_days()), IdOf(entry.conference())});
  }
  Report report;
  report.title = "Coverage of the quarter";
  report.facts = CoverageFacts(coverage);
  report.tables.push_back(table);
  report.notes = {
      "days: those of the quarter on which the officer carried a case."};
  return report;
}

}  // namespace caseload::caseloadctl

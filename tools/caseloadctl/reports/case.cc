#include <string>

#include "absl/strings/str_cat.h"
#include "tools/caseloadctl/reports/judged.h"
#include "tools/caseloadctl/reports/reports.h"
#include "tools/caseloadctl/show/words.h"

namespace caseload::caseloadctl {
namespace {

using caseplan::v1::CaseView;

std::string CourtNumbers(const caseplan::v1::Case& record) {
  std::string text;
  for (const std::string& number : record.court_numbers()) {
    absl::StrAppend(&text, text.empty() ? "" : ", ", number);
  }
  return text;
}

std::vector<Fact> CaseFacts(const CaseView& view) {
  const caseplan::v1::CaseSnapshot& judged = view.judged();
  const caseplan::v1::ClientStateResult& state = judged.client_state();
  return {{"client", judged.client_display_name()},
          {"client's record", IdOf(view.client().name())},
          {"division", view.case_().division()},
          {"kind", view.case_().case_type()},
          {"court numbers", CourtNumbers(view.case_())},
          {"received", Day(view.case_().received_date())},
          {"expected end", Day(view.case_().expected_end_date())},
          {"closed", Day(view.case_().closed_date())},
          {"officer", IdOf(view.primary_officer())},
          {"level", LevelText(judged.level())},
          {"assessed", Day(judged.level().assessed_date())},
          {"assessment", DutyText(judged.risk_assessment())},
          {"plan", DutyText(judged.plan().duty())},
          {"state", absl::StrCat(Words(state.status()),
                                 state.status() == 0 ? "" : " since ",
                                 Day(state.since_date()))},
          {"month's contacts", Words(judged.month().state())},
          {"quarter's contacts", Words(judged.quarter().state())}};
}

// Each instrument of the pack (R039).
Table InstrumentTable(const CaseView& view) {
  Table table;
  table.caption = "Assessments";
  table.columns = {{"instrument"}, {"how it stands"}, {"last"}};
  table.when_empty = "The division's policy names no instrument.";
  for (const auto& instrument : view.judged().instruments()) {
    table.rows.push_back({instrument.instrument_id(),
                          DutyText(instrument.duty()),
                          Day(instrument.duty().last_date())});
  }
  return table;
}

Table PlanTable(const CaseView& view) {
  Table table;
  table.caption = "Objectives of the plan";
  table.columns = {{"need area"}, {"behaviour"}, {"measure"}, {"by"}};
  table.when_empty = "No plan is in force.";
  for (const auto& objective : view.plan().objectives()) {
    table.rows.push_back({objective.need_area(), objective.behavior(),
                          objective.measure(), Day(objective.target_date())});
  }
  return table;
}

Table ContactTable(const CaseView& view) {
  Table table;
  table.caption = "Last contacts";
  table.columns = {{"day"}, {"status"}, {"with"},
                   {"by"},  {"where"},  {"officer"}};
  table.when_empty = "None.";
  for (const auto& contact : view.contacts()) {
    table.rows.push_back({Day(contact.date()), Words(contact.status()),
                          Words(contact.kind()), Words(contact.method()),
                          Words(contact.location()), IdOf(contact.officer())});
  }
  return table;
}

Table EnrollmentTable(const CaseView& view) {
  Table table;
  table.caption = "Programs";
  table.columns = {
      {"program"}, {"status"}, {"referred"}, {"from"}, {"verified"}};
  table.when_empty = "None.";
  for (const auto& enrollment : view.enrollments()) {
    table.rows.push_back({enrollment.program(), Words(enrollment.status()),
                          Day(enrollment.referral_date()),
                          Day(enrollment.start_date()),
                          Day(enrollment.verified_date())});
  }
  return table;
}

Table HistoryTable(const CaseView& view) {
  Table table;
  table.caption = "History";
  table.columns = {{"days"}, {"what"}, {"detail"}};
  table.when_empty = "None.";
  for (const auto& state : view.states()) {
    table.rows.push_back(
        {Days(state.period()), Words(state.status()), state.booking_type()});
  }
  for (const auto& assignment : view.assignments()) {
    table.rows.push_back({Days(assignment.period()),
                          absl::StrCat(Words(assignment.role()), " officer"),
                          IdOf(assignment.officer())});
  }
  for (const auto& investigation : view.investigations()) {
    type::v1::DateRange days;
    *days.mutable_start_date() = investigation.opened_date();
    if (investigation.has_closed_date()) {
      *days.mutable_end_date() = investigation.closed_date();
    }
    table.rows.push_back({Days(days), "investigation", investigation.kind()});
  }
  return table;
}

}  // namespace

Report CaseReport(const CaseView& view) {
  Report report;
  report.title = absl::StrCat("Case ", IdOf(view.case_().name()), " on ",
                              Day(view.as_of()));
  report.facts = CaseFacts(view);
  AppendFreshness(view.policies(), view.last_import_time(), view.freshness(),
                  &report);
  Table findings = FindingTable(false);
  AppendFindings(view.judged(), false, &findings);
  report.tables = {
      findings,           InstrumentTable(view), PlanTable(view),
      ContactTable(view), EnrollmentTable(view), HistoryTable(view)};
  return report;
}

}  // namespace caseload::caseloadctl

#include <string>

#include "absl/strings/str_cat.h"
#include "tools/caseloadctl/reports/reports.h"
#include "tools/caseloadctl/show/words.h"

namespace caseload::caseloadctl {
namespace {

using assessment::v1::Override;
using assessment::v1::OverrideRate;

// "2026-11-20 to 2026-12-15", "2026-11-20, permanent".
std::string DaysOf(const Override& override) {
  const std::string first = Day(override.effective_date());
  if (!override.has_expiry_date()) return absl::StrCat(first, ", permanent");
  return absl::StrCat(first, " to ", Day(override.expiry_date()));
}

std::string BandsOf(const Override& override) {
  return absl::StrCat(override.from_band(), " -> ", override.to_band());
}

// "person/smith 2026-11-20 17:00".
std::string Act(const std::string& by,
                const google::protobuf::Timestamp& instant) {
  return by.empty() ? "" : absl::StrCat(by, ", ", Moment(instant, ""));
}

std::string ThresholdOf(const OverrideRate& rate) {
  if (!rate.has_alert_above_percent()) return "none set";
  return absl::StrCat(rate.alert_above_percent(), " %",
                      rate.above() ? ", above it" : "");
}

}  // namespace

Report OverridesReport(const assessment::v1::ListOverridesResponse& overrides) {
  Table table;
  table.columns = {{"override", Align::kId},
                   {"case", Align::kId},
                   {"bands"},
                   {"days"},
                   {"reason"},
                   {"state"}};
  table.when_empty = "No override matches.";
  for (const Override& override : overrides.overrides()) {
    table.rows.push_back({IdOf(override.name()), IdOf(override.case_()),
                          BandsOf(override), DaysOf(override),
                          override.reason_code(), Words(override.state())});
  }
  Report report;
  report.title = "Overrides of the risk level, the latest request first";
  report.tables.push_back(table);
  return report;
}

Report OverrideReport(const Override& override) {
  Report report;
  report.title = absl::StrCat("Override ", IdOf(override.name()));
  report.facts = {
      {"case", IdOf(override.case_())},
      {"state", Words(override.state())},
      {"scored level", override.from_level()},
      {"bands", BandsOf(override)},
      {"direction", Words(override.direction())},
      {"days", DaysOf(override)},
      {"last day in force", Day(override.last_day())},
      {"reason", override.reason_code()},
      {"narrative", override.narrative()},
      {"asked for by", Act(override.requested_by(), override.request_time())},
      {"decided by", Act(override.decided_by(), override.decide_time())},
      {"decision", override.decision_note()},
      {"ended by", Act(override.ended_by(), override.end_time())},
      {"ended because", override.end_reason()},
      {"discussed", Day(override.discussed_date())},
      {"policy", override.policy()},
      {"assessment", IdOf(override.assessment())},
      {"imported as", override.external_id().id()}};
  return report;
}

Report OverrideRatesReport(
    const assessment::v1::ReportOverrideRatesResponse& rates) {
  Table table;
  table.columns = {{"of"},
                   {"whose", Align::kId},
                   {"overridden", Align::kFigure},
                   {"asks for attention above"}};
  table.when_empty = "No assessment was made in the period.";
  for (const OverrideRate& rate : rates.rates()) {
    table.rows.push_back({Words(rate.scope()), IdOf(rate.subject()),
                          OutOf(rate.overridden(), rate.assessments()),
                          ThresholdOf(rate)});
  }
  Report report;
  report.title = "Overridden assessments";
  report.tables.push_back(table);
  report.notes = {
      "Assessments of the period that set risk; an override counts when it was "
      "approved. Officer and unit are those of the day of the assessment."};
  return report;
}

}  // namespace caseload::caseloadctl

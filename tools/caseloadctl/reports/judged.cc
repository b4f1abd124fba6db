#include "tools/caseloadctl/reports/judged.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/caseloadctl/show/words.h"

namespace caseload::caseloadctl {
namespace {

using caseplan::v1::CaseFinding;
using caseplan::v1::Duty;
using caseplan::v1::JudgingPolicy;
using caseplan::v1::LevelResult;

// What the finding is about, where it is not the case as a whole.
std::string SubjectText(const CaseFinding& finding) {
  std::vector<std::string> parts;
  if (finding.has_month()) parts.push_back(Day(finding.month()).substr(0, 7));
  if (!finding.item().empty()) parts.push_back(finding.item());
  if (!finding.subject().empty()) parts.push_back(IdOf(finding.subject()));
  return absl::StrJoin(parts, " ");
}

std::string WhyText(const CaseFinding& finding) {
  std::vector<std::string> whys;
  for (const int why : finding.whys()) {
    whys.push_back(Words(static_cast<CaseFinding::Why>(why)));
  }
  return absl::StrJoin(whys, "; ");
}

}  // namespace

std::string DutyText(const Duty& duty) {
  if (duty.state() == Duty::STATE_UNSPECIFIED) return "not judged";
  std::string text = Words(duty.state());
  if (duty.why() != Duty::WHY_UNSPECIFIED) {
    absl::StrAppend(&text, " (", Words(duty.why()), ")");
  }
  if (duty.has_due_date()) {
    absl::string_view joint = ", due ";
    if (duty.state() == Duty::STATE_CURRENT) joint = " until ";
    if (duty.state() == Duty::STATE_DUE) joint = " by ";
    absl::StrAppend(&text, joint, Day(duty.due_date()));
  }
  if (duty.before_go_live()) absl::StrAppend(&text, " (before go-live)");
  return text;
}

std::string LevelText(const LevelResult& level) {
  std::string text = level.band();
  switch (level.source()) {
    case LevelResult::SOURCE_NONE:
      return "never assessed";
    case LevelResult::SOURCE_NOT_KNOWN:
      return "not known on that day";
    case LevelResult::SOURCE_OVERRIDE:
      absl::StrAppend(&text, " (override of ", level.scored_band(), ")");
      break;
    default:
      break;
  }
  if (level.stale()) absl::StrAppend(&text, ", overdue");
  if (level.provisional()) absl::StrAppend(&text, ", provisional");
  return text;
}

Table FindingTable(bool cases) {
  Table table;
  table.caption = "Findings";
  table.columns = {{"what"}, {"why"}, {"about"}, {"last"}, {"due"}};
  if (cases) {
    table.columns.insert(table.columns.begin(), {"case", Align::kId});
  }
  table.when_empty = "Nothing is to be seen to.";
  return table;
}

void AppendFindings(const caseplan::v1::CaseSnapshot& judged, bool cases,
                    Table* table) {
  for (const CaseFinding& finding : judged.findings()) {
    std::vector<std::string> row = {
        Words(finding.kind()), WhyText(finding), SubjectText(finding),
        Day(finding.last_date()), Day(finding.next_date())};
    if (cases) row.insert(row.begin(), IdOf(judged.case_()));
    table->rows.push_back(row);
  }
}

void AppendFreshness(
    const google::protobuf::RepeatedPtrField<JudgingPolicy>& policies,
    const google::protobuf::Timestamp& last_import,
    const caseplan::v1::SnapshotFreshness& freshness, Report* report) {
  for (const JudgingPolicy& policy : policies) {
    report->facts.push_back(
        {"judged by",
         absl::StrCat(policy.policy(), policy.has_unverified_figures()
                                           ? " (some figures are not verified)"
                                           : "")});
  }
  report->facts.push_back({"last import", Moment(last_import, "")});
  report->facts.push_back({"served from", Words(freshness.source())});
  if (freshness.risk_stale()) {
    report->notes.push_back(
        "Nothing was heard from the assessment service lately: levels may be "
        "older than they seem.");
  }
}

}  // namespace caseload::caseloadctl

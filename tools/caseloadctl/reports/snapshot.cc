#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/caseloadctl/reports/judged.h"
#include "tools/caseloadctl/reports/reports.h"
#include "tools/caseloadctl/show/words.h"

namespace caseload::caseloadctl {
namespace {

using caseplan::v1::CaseloadSnapshot;
using caseplan::v1::CaseSnapshot;
using caseplan::v1::ContactResult;
using caseplan::v1::FindingCount;
using caseplan::v1::LoadResult;
using caseplan::v1::OfficerContacts;
using caseplan::v1::SnapshotTotals;

std::string ShareText(const caseplan::v1::Share& share) {
  return OutOf(share.numerator(), share.denominator());
}

std::string LoadText(const LoadResult& load) {
  if (!load.limits_set()) return "no limit set";
  std::string text =
      load.has_load() ? absl::StrFormat("%.2f of full", load.load()) : "";
  if (load.over_capacity()) {
    absl::StrAppend(&text, text.empty() ? "" : ", ", "over capacity");
  }
  if (load.without_level() > 0) {
    absl::StrAppend(&text, text.empty() ? "" : ", ", load.without_level(),
                    " without a level");
  }
  return text;
}

Table LoadTable(const SnapshotTotals& totals) {
  Table table;
  table.caption = "Load against the limits of policy";
  table.columns = {{"division"}, {"cases", Align::kFigure},
                   {"bands"},    {"of limit"},
                   {"state"},    {"load"}};
  table.when_empty = "No case.";
  for (const LoadResult& load : totals.loads()) {
    table.rows.push_back({load.division(), absl::StrCat(load.cases()), "", "",
                          "", LoadText(load)});
    for (const LoadResult::Limit& limit : load.limits()) {
      std::string bands;
      for (const std::string& band : limit.bands()) {
        absl::StrAppend(&bands, bands.empty() ? "" : ", ", band);
      }
      table.rows.push_back({load.division(), "", bands,
                            ShareText(limit.cases()), Words(limit.state()),
                            ""});
    }
  }
  return table;
}

std::vector<std::string> ContactRow(const std::string& label,
                                    const OfficerContacts& contacts) {
  const caseplan::v1::LocationShares& places = contacts.locations();
  return {label,
          Days(contacts.period()),
          absl::StrCat(contacts.completed()),
          absl::StrCat(contacts.attempted()),
          absl::StrCat(contacts.collateral()),
          absl::StrCat(places.office().numerator()),
          absl::StrCat(places.placement().numerator()),
          absl::StrCat(places.field().numerator()),
          absl::StrCat(places.other().numerator())};
}

Table ContactTable(const SnapshotTotals& totals) {
  Table table;
  table.caption = "Contacts, the completed ones by place";
  table.columns = {{"in the"},
                   {"days"},
                   {"completed", Align::kFigure},
                   {"tried", Align::kFigure},
                   {"others", Align::kFigure},
                   {"office", Align::kFigure},
                   {"placem.", Align::kFigure},
                   {"field", Align::kFigure},
                   {"else", Align::kFigure}};
  table.rows.push_back(ContactRow("month", totals.month()));
  table.rows.push_back(ContactRow("quarter", totals.quarter()));
  if (totals.has_period()) {
    table.rows.push_back(ContactRow("period", totals.period()));
  }
  return table;
}

Table FindingCountTable(const SnapshotTotals& totals) {
  Table table;
  table.caption = "To be seen to";
  table.columns = {{"what"},
                   {"findings", Align::kFigure},
                   {"cases", Align::kFigure},
                   {"still in time", Align::kFigure}};
  table.when_empty = "Nothing.";
  for (const FindingCount& count : totals.findings()) {
    if (count.findings() == 0) continue;
    table.rows.push_back({Words(count.kind()), absl::StrCat(count.findings()),
                          absl::StrCat(count.cases()),
                          absl::StrCat(count.in_time())});
  }
  return table;
}

Table CaseTable(const CaseloadSnapshot& snapshot) {
  Table table;
  table.caption = "Cases";
  table.columns = {{"case", Align::kId},
                   {"client"},
                   {"level"},
                   {"assessment"},
                   {"plan"},
                   {"month", Align::kFigure},
                   {"standard"},
                   {"todo", Align::kFigure}};
  table.when_empty = "No case.";
  for (const CaseSnapshot& entry : snapshot.cases()) {
    table.rows.push_back(
        {IdOf(entry.case_()), entry.client_display_name(),
         LevelText(entry.level()), DutyText(entry.risk_assessment()),
         DutyText(entry.plan().duty()), absl::StrCat(entry.month().completed()),
         Words(entry.month().state()), absl::StrCat(entry.findings_size())});
  }
  return table;
}

}  // namespace

Report SnapshotReport(const CaseloadSnapshot& snapshot, bool findings) {
  const SnapshotTotals& totals = snapshot.totals();
  Report report;
  report.title = absl::StrCat("Caseload of ", IdOf(snapshot.officer()), " on ",
                              Day(snapshot.as_of()));
  report.facts = {
      {"cases", absl::StrCat(totals.cases())},
      {"months reviewed", Days(snapshot.review_period())},
      {"month's contacts met", ShareText(totals.month_standard_met())},
      {"quarter's contacts met", ShareText(totals.quarter_standard_met())},
      {"enrollments", absl::StrCat(totals.enrollments_active(), " active, ",
                                   totals.enrollments_pending(), " pending")},
      {"open investigations", absl::StrCat(totals.investigations_open())}};
  AppendFreshness(snapshot.policies(), snapshot.last_import_time(),
                  snapshot.freshness(), &report);
  report.tables = {FindingCountTable(totals), CaseTable(snapshot),
                   ContactTable(totals), LoadTable(totals)};
  if (findings) {
    Table table = FindingTable(true);
    for (const CaseSnapshot& entry : snapshot.cases()) {
      AppendFindings(entry, true, &table);
    }
    report.tables.push_back(table);
  }
  if (totals.cases_without_policy() > 0) {
    report.notes.push_back(
        absl::StrCat("Cases not judged, for want of a policy in force: ",
                     totals.cases_without_policy(), "."));
  }
  return report;
}

}  // namespace caseload::caseloadctl

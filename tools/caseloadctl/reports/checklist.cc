#include <string>

#include "absl/strings/str_cat.h"
#include "tools/caseloadctl/reports/reports.h"
#include "tools/caseloadctl/show/words.h"

namespace caseload::caseloadctl {
namespace {

using conference::v1::ChecklistItem;
using conference::v1::ChecklistLine;

// What the item is about beside the case: "yls-cmi 2026-11".
std::string About(const ChecklistItem& item) {
  std::string about = item.item();
  if (item.has_month()) {
    absl::StrAppend(&about, about.empty() ? "" : " ",
                    Day(item.month()).substr(0, 7));
  }
  return about;
}

std::string WhatAndWhy(const ChecklistItem& item) {
  return item.why().empty() ? item.what()
                            : absl::StrCat(item.what(), ": ", item.why());
}

std::string DueText(const ChecklistItem& item) {
  if (!item.has_next_date()) return "";
  return absl::StrCat(Day(item.next_date()), item.in_time() ? " in time" : "");
}

Table LineTable(const ChecklistLine& line) {
  Table table;
  table.caption = absl::StrCat(line.number(), ". ", line.text());
  table.columns = {
      {"case", Align::kId}, {"client"}, {"what"}, {"about"}, {"last"}, {"due"}};
  table.when_empty = "Nothing is to be seen to.";
  for (const ChecklistItem& item : line.items()) {
    table.rows.push_back({IdOf(item.case_()), item.client_display_name(),
                          WhatAndWhy(item), About(item), Day(item.last_date()),
                          DueText(item)});
  }
  return table;
}

}  // namespace

Report ChecklistReport(const conference::v1::PreConferenceChecklist& list) {
  Report report;
  report.title = absl::StrCat("Checklist before the conference of ",
                              Day(list.conference_date()));
  report.facts = {{"officer", list.officer_display_name()},
                  {"held by", list.supervisor_display_name()},
                  {"as of", Day(list.as_of())},
                  {"cases", absl::StrCat(list.cases())},
                  {"division", list.division()},
                  {"policy", list.policy_version()}};
  for (const ChecklistLine& line : list.lines()) {
    report.tables.push_back(LineTable(line));
  }
  if (list.risk_stale()) {
    report.notes = {
        "Nothing was heard from the assessment service lately: levels may be "
        "older than they seem."};
  }
  return report;
}

}  // namespace caseload::caseloadctl

#include "services/conference/checklist_page.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "kainjow/mustache.hpp"
#include "services/common/status/error.h"
#include "services/conference/checklist_template.h"
#include "services/conference/names.h"

namespace caseload::conference {
namespace {

using kainjow::mustache::data;
using kainjow::mustache::mustache;

constexpr absl::string_view kMonths[] = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

// "March 19, 2026".
std::string LongDate(const type::v1::Date& date) {
  return absl::StrCat(kMonths[date.month() - 1], " ", date.day(), ", ",
                      date.year());
}

// "Without a current case plan".
std::string Sentence(std::string phrase) {
  if (!phrase.empty()) phrase[0] = absl::ascii_toupper(phrase[0]);
  return phrase;
}

std::string CaseCount(const v1::ChecklistLine& line) {
  return absl::StrCat(line.cases(), line.cases() == 1 ? " case, " : " cases, ",
                      line.items_size(),
                      line.items_size() == 1 ? " item" : " items");
}

// What it is about: "yls-cmi, October 2026".
std::string About(const v1::ChecklistItem& item) {
  std::vector<std::string> about;
  if (!item.item().empty()) about.push_back(item.item());
  if (item.has_month()) {
    about.push_back(absl::StrCat(kMonths[item.month().month() - 1], " ",
                                 item.month().year()));
  }
  return absl::StrJoin(about, ", ");
}

// In words, so that no colour has to say it.
std::string Due(const v1::ChecklistItem& item) {
  if (!item.has_next_date()) return "no day set";
  return absl::StrCat(LongDate(item.next_date()),
                      item.in_time() ? ", still in time" : ", overdue");
}

data ItemData(const v1::ChecklistItem& item) {
  data row;
  row.set("client", item.client_display_name());
  row.set("case", ParseName("cases", item.case_()).value_or(item.case_()));
  row.set("what", Sentence(item.what()));
  const std::string about = About(item);
  if (about.empty()) {
    row.set("about", false);
  } else {
    row.set("about", about);
  }
  row.set("why", Sentence(item.why()));
  row.set("last", item.has_last_date() ? LongDate(item.last_date()) : "never");
  row.set("due", Due(item));
  return row;
}

data LineData(const v1::ChecklistLine& line) {
  data section;
  section.set("number", line.number());
  section.set("text", line.text());
  section.set("sub", absl::StrContains(line.number(), '.'));
  section.set("case_count", CaseCount(line));
  section.set("has_items", line.items_size() > 0);
  data items{data::type::list};
  for (const v1::ChecklistItem& item : line.items()) {
    items.push_back(ItemData(item));
  }
  section.set("items", items);
  return section;
}

}  // namespace

absl::StatusOr<std::string> RenderPage(
    const v1::PreConferenceChecklist& checklist) {
  data values;
  values.set("officer", checklist.officer_display_name());
  values.set("supervisor", checklist.supervisor_display_name());
  values.set("conference_date", LongDate(checklist.conference_date()));
  values.set("as_of", LongDate(checklist.as_of()));
  values.set("cases", absl::StrCat(checklist.cases()));
  values.set("policy", checklist.policy_version());
  values.set("risk_stale", checklist.risk_stale());
  data lines{data::type::list};
  for (const v1::ChecklistLine& line : checklist.lines()) {
    lines.push_back(LineData(line));
  }
  values.set("lines", lines);
  mustache page{kChecklistTemplate};
  std::string html = page.is_valid() ? page.render(values) : "";
  if (!page.is_valid()) {
    return status::Internal("the checklist's template is broken");
  }
  return html;
}

}  // namespace caseload::conference

#include "services/notify/mail/notice_text.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "kainjow/mustache.hpp"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/notify/domain/local_time.h"
#include "services/notify/mail/templates.h"

namespace caseload::notify {
namespace {

using kainjow::mustache::data;
using kainjow::mustache::list;
using kainjow::mustache::mustache;

constexpr absl::string_view kMonths[] = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};
// In the order of absl::Weekday.
constexpr absl::string_view kWeekdays[] = {"Monday",   "Tuesday", "Wednesday",
                                           "Thursday", "Friday",  "Saturday",
                                           "Sunday"};

// "March 19, 2026".
std::string LongDate(absl::CivilDay day) {
  return absl::StrCat(kMonths[day.month() - 1], " ", day.day(), ", ",
                      day.year());
}

// "Thursday, March 19, 2026".
std::string WeekdayAndDate(absl::CivilDay day) {
  return absl::StrCat(kWeekdays[static_cast<int>(absl::GetWeekday(day))], ", ",
                      LongDate(day));
}

// "9:30 AM".
std::string ClockTime(absl::CivilMinute minute) {
  const int hour = minute.hour() % 12 == 0 ? 12 : minute.hour() % 12;
  return absl::StrFormat("%d:%02d %s", hour, minute.minute(),
                         minute.hour() < 12 ? "AM" : "PM");
}

absl::TimeZone ZoneOf(const ConferenceTime& time) {
  return FindZone(time.time_zone).value_or(absl::UTCTimeZone());
}

// "9:30 AM to 10:30 AM (PDT, America/Los_Angeles)": the end by the wall clock,
// also where the clocks change in between.
std::string FromTo(const ConferenceTime& time) {
  const absl::TimeZone zone = ZoneOf(time);
  const absl::Time start = absl::FromCivil(absl::CivilSecond(time.start), zone);
  const absl::CivilMinute end(zone.At(start + time.duration).cs);
  return absl::StrCat(ClockTime(time.start), " to ", ClockTime(end), " (",
                      zone.At(start).zone_abbr, ", ", time.time_zone, ")");
}

std::string Subject(const MessageContent& content) {
  const absl::CivilDay day(content.conference_time.start);
  const std::string when = absl::StrCat(
      WeekdayAndDate(day), " at ", ClockTime(content.conference_time.start));
  switch (content.kind) {
    case MessageKind::kInvitation:
      return absl::StrCat("Caseload conference on ", when);
    case MessageKind::kFormalNotice:
    case MessageKind::kCombined:
      return absl::StrCat("Notice of caseload conference on ", when);
    case MessageKind::kChange:
      return absl::StrCat("Changed: caseload conference now on ", when);
    case MessageKind::kCancellation:
      return absl::StrCat("Cancelled: caseload conference on ", when);
  }
  return absl::StrCat("Caseload conference on ", when);
}

std::string Opening(const MessageContent& content) {
  const std::string& supervisor = content.supervisor.display_name;
  switch (content.kind) {
    case MessageKind::kInvitation:
      return absl::StrCat("You are invited to a caseload conference with ",
                          supervisor, ".");
    case MessageKind::kFormalNotice:
    case MessageKind::kCombined:
      return absl::StrCat("You are to meet with your supervisor, ", supervisor,
                          ", for a caseload conference.");
    case MessageKind::kChange:
      return absl::StrCat("Your caseload conference with ", supervisor,
                          " was changed.");
    case MessageKind::kCancellation:
      return absl::StrCat("Your caseload conference with ", supervisor,
                          " will not be held.");
  }
  return "";
}

// The counts, unless they are too old to be told.
const ReminderCounts* UsableCounts(const MessageContent& content,
                                   absl::Time dated_at) {
  if (!content.counts.has_value()) return nullptr;
  const bool too_old = dated_at - content.counts->snapshot_time > kMaxCountsAge;
  return too_old ? nullptr : &*content.counts;
}

std::string CountsNote(const ReminderCounts* counts) {
  if (counts == nullptr) {
    return "Your own counts were not to be had when this notice was sent and "
           "are left out.";
  }
  return absl::StrCat("Your counts are as of ", LongDate(counts->as_of_date),
                      ", of ", counts->caseload_size,
                      counts->caseload_size == 1 ? " case" : " cases",
                      " on your caseload.");
}

data Counts(const ReminderLine& line, const ReminderCounts* counts) {
  data items{data::type::list};
  if (counts == nullptr) return items;
  for (const ReminderCount& one : counts->counts) {
    if (one.line_number != line.number) continue;
    data item;
    item.set("label", one.label);
    item.set("count", absl::StrCat(one.count));
    items.push_back(item);
  }
  return items;
}

data Reminders(const MessageContent& content, const ReminderCounts* counts) {
  data lines{data::type::list};
  for (const ReminderLine& line : content.reminders) {
    const auto depth = static_cast<size_t>(
        std::count(line.number.begin(), line.number.end(), '.'));
    data item;
    item.set("number", line.number);
    item.set("text", line.text);
    item.set("indent", std::string(2 + 3 * depth, ' '));
    item.set("margin", absl::StrCat(2 * depth, "em"));
    data line_counts = Counts(line, counts);
    item.set("has_counts", line_counts.is_non_empty_list());
    item.set("counts", line_counts);
    lines.push_back(item);
  }
  return lines;
}

void SetTimeAndPlace(const ConferenceTime& time, const std::string& location,
                     data& values) {
  values.set("date", WeekdayAndDate(absl::CivilDay(time.start)));
  values.set("time", FromTo(time));
  // Set also when empty: an unset name would be looked up in the outer values.
  if (location.empty()) {
    values.set("location", false);
  } else {
    values.set("location", location);
  }
}

std::string Link(const MessageContent& content, const MailSettings& settings) {
  return absl::StrReplaceAll(settings.link_template,
                             {{"{conference}", content.conference_id}});
}

data Values(const MessageContent& content, const MailSettings& settings,
            absl::Time dated_at) {
  const ReminderCounts* const counts = UsableCounts(content, dated_at);
  data values;
  values.set("subject", Subject(content));
  values.set("recipient", content.recipient.display_name);
  values.set("supervisor", content.supervisor.display_name);
  values.set("county", settings.county_name);
  values.set("opening", Opening(content));
  SetTimeAndPlace(content.conference_time, content.location, values);
  if (content.previous_time.has_value()) {
    data previous;
    SetTimeAndPlace(*content.previous_time, content.previous_location,
                    previous);
    values.set("previous", previous);
  } else {
    values.set("previous", false);
  }
  // Between the opening and the time, unless the old time stands there.
  values.set("gap", content.previous_time.has_value() ? "" : "\n");
  // For where a line of its own would hold nothing but tags (templates.h).
  values.set("newline", "\n");
  values.set("has_reminders", !content.reminders.empty());
  values.set("reminders_opening",
             "Before the conference, please see to the following:");
  values.set("reminders", Reminders(content, counts));
  values.set("counts_note", CountsNote(counts));
  const std::string link = Link(content, settings);
  if (link.empty()) {
    values.set("link", false);
  } else {
    values.set("link", link);
  }
  return values;
}

absl::StatusOr<std::string> Fill(const char* text, const data& values) {
  mustache filled{text};
  std::string result = filled.is_valid() ? filled.render(values) : "";
  if (!filled.is_valid()) {
    return status::Internal("a mail template is broken");
  }
  return result;
}

std::string Summary(const MessageContent& content,
                    const MailSettings& settings) {
  std::string summary = Opening(content);
  const std::string link = Link(content, settings);
  if (!link.empty()) absl::StrAppend(&summary, "\n", link);
  return summary;
}

}  // namespace

absl::StatusOr<NoticeText> WriteNotice(const MessageContent& content,
                                       const MailSettings& settings,
                                       absl::Time dated_at) {
  const data values = Values(content, settings, dated_at);
  NoticeText notice;
  notice.subject = Subject(content);
  ABSL_ASSIGN_OR_RETURN(notice.text, Fill(kTextTemplate, values));
  ABSL_ASSIGN_OR_RETURN(notice.html, Fill(kHtmlTemplate, values));
  notice.summary = Summary(content, settings);
  return notice;
}

}  // namespace caseload::notify

#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/caseloadctl/reports/reports.h"
#include "tools/caseloadctl/show/words.h"

namespace caseload::caseloadctl {
namespace {

using notify::v1::DeliveryAttempt;
using notify::v1::Message;
using notify::v1::NoticeLedgerEntry;

std::string When(const notify::v1::ConferenceTime& time) {
  if (!time.has_date()) return "";
  return absl::StrFormat("%s %02d:%02d", Day(time.date()), time.hour(),
                         time.minute());
}

std::string Reply(int code, const std::string& reply) {
  return code == 0 ? reply : absl::StrCat(code, " ", reply);
}

// Why it is not simply on time, or what threatens it.
std::string LedgerRemark(const NoticeLedgerEntry& entry) {
  if (entry.breach_cause() != 0) return Words(entry.breach_cause());
  if (entry.alarm() != 0) return Words(entry.alarm());
  return entry.basis_reason();
}

// "accepted 2026-11-26 08:01", "pending, wanted 2026-12-01 08:00".
std::string StateText(const Message& message) {
  const std::string& zone = message.conference_time().time_zone();
  if (message.has_accept_time()) {
    return absl::StrCat(Words(message.state()), " ",
                        Moment(message.accept_time(), zone));
  }
  return absl::StrCat(Words(message.state()), ", wanted ",
                      Moment(message.target_time(), zone));
}

Table AttemptTable(const Message& message) {
  Table table;
  table.caption = "Attempts to deliver";
  table.columns = {{"no", Align::kFigure},
                   {"began"},
                   {"outcome"},
                   {"up to"},
                   {"reply"},
                   {"server"}};
  table.when_empty = "None yet.";
  const std::string& zone = message.conference_time().time_zone();
  for (const DeliveryAttempt& attempt : message.attempts()) {
    table.rows.push_back(
        {absl::StrCat(attempt.number()), Moment(attempt.start_time(), zone),
         Words(attempt.outcome()), attempt.stage(),
         Reply(attempt.reply_code(), attempt.reply()), attempt.mail_server()});
  }
  return table;
}

Table ReminderTable(const Message& message) {
  std::map<std::string, std::string> counts;
  for (const auto& count : message.counts().counts()) {
    std::string& text = counts[count.line_number()];
    absl::StrAppend(&text, text.empty() ? "" : "; ", count.count(), " ",
                    count.label());
  }
  Table table;
  table.caption = "Reminders";
  table.columns = {{"line", Align::kId}, {"reminder"}, {"the officer's own"}};
  table.when_empty = "None.";
  for (const auto& line : message.reminders()) {
    table.rows.push_back({line.number(), line.text(), counts[line.number()]});
  }
  return table;
}

}  // namespace

Report NoticesReport(const notify::v1::ListMessagesResponse& messages) {
  Table table;
  table.columns = {{"message", Align::kId},
                   {"kind"},
                   {"officer"},
                   {"conference"},
                   {"state"}};
  table.when_empty = "No message matches.";
  for (const Message& message : messages.messages()) {
    table.rows.push_back({IdOf(message.name()), Words(message.kind()),
                          message.recipient().display_name(),
                          When(message.conference_time()), StateText(message)});
  }
  Report report;
  report.title = "Messages to officers, the newest first";
  report.tables.push_back(table);
  return report;
}

Report NoticeReport(const Message& message) {
  const std::string& zone = message.conference_time().time_zone();
  Report report;
  report.title = absl::StrCat("Message ", IdOf(message.name()));
  report.facts = {{"kind", Words(message.kind())},
                  {"to", message.recipient().display_name()},
                  {"from", message.supervisor().display_name()},
                  {"conference", IdOf(message.conference())},
                  {"revision", absl::StrCat(message.conference_revision())},
                  {"when", When(message.conference_time())},
                  {"where", message.location()},
                  {"before", When(message.previous_time())},
                  {"before, where", message.previous_location()},
                  {"state", Words(message.state())},
                  {"withdrawn because", message.cancel_reason()},
                  {"wanted at", Moment(message.target_time(), zone)},
                  {"next attempt", Moment(message.next_attempt_time(), zone)},
                  {"accepted at", Moment(message.accept_time(), zone)},
                  {"due by", Day(message.notice_duty().due_by_date())},
                  {"possible copies", absl::StrCat(message.possible_copies())},
                  {"Message-ID", message.message_id_header()},
                  {"policy", message.policy_version()},
                  {"counts of", Day(message.counts().as_of_date())}};
  if (message.reminders_size() > 0) {
    report.tables.push_back(ReminderTable(message));
  }
  report.tables.push_back(AttemptTable(message));
  report.notes = {
      absl::StrCat("Times are those of ", zone.empty() ? "UTC" : zone, ".")};
  return report;
}

Report LedgerReport(const notify::v1::ListNoticeLedgerResponse& ledger) {
  Table table;
  table.caption = "Notices by due day";
  table.columns = {
      {"due by"}, {"officer"}, {"for"},  {"accepted"}, {"days", Align::kFigure},
      {"class"},  {"remark"},  {"reply"}};
  table.when_empty = "No notice matches.";
  std::map<notify::v1::NoticeClass, int> classes;
  for (const NoticeLedgerEntry& entry : ledger.entries()) {
    ++classes[entry.notice_class()];
    table.rows.push_back(
        {Day(entry.due_by_date()), entry.recipient_display_name(),
         Day(entry.conference_date()),
         Moment(entry.accept_time(), entry.time_zone()),
         absl::StrCat(entry.margin_days()), Words(entry.notice_class()),
         LedgerRemark(entry), Reply(entry.reply_code(), entry.reply())});
  }
  Report report;
  report.title = "Notice ledger";
  for (const auto& [notice_class, entries] : classes) {
    report.facts.push_back({Words(notice_class), absl::StrCat(entries)});
  }
  report.tables.push_back(table);
  report.notes = {
      "accepted: when the mail server took it. days: from that day to the "
      "due day, negative when late; while open, from today. Only a breach "
      "counts against compliance."};
  return report;
}

}  // namespace caseload::caseloadctl

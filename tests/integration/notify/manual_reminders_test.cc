// Line by line: the notice of each division against its manual's list (R014).
// The expected lines were copied by hand from the manuals
// (tests/golden/reminder_lines.tsv); the pack is what ships.

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "gmock/gmock.h"
#include "services/notify/mail/notice_text.h"
#include "services/notify/mail/render.h"
#include "services/policy/proto/load.h"
#include "tests/support/notify/read_mail.h"
#include "tests/support/status_matchers.h"

namespace caseload::notify {
namespace {

using caseload::testing::IsOk;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::SizeIs;

std::string SourceFile(absl::string_view path) {
  return absl::StrCat(std::getenv("CASELOAD_SOURCE_DIR"), "/", path);
}

std::string Contents(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  EXPECT_TRUE(stream) << file;
  return {std::istreambuf_iterator<char>(stream), {}};
}

policy::PolicyPack ShippedPack(const std::string& name) {
  const std::string file =
      SourceFile(absl::StrCat("policies/packs/", name, ".textproto"));
  auto pack = policy::LoadPack(file, Contents(file));
  EXPECT_TRUE(pack.ok()) << file;
  return pack.ok() ? pack.value->value : policy::PolicyPack();
}

MessageContent NoticeOf(const policy::PolicyPack& pack) {
  MessageContent content;
  content.kind = MessageKind::kFormalNotice;
  content.conference_id = "c1";
  content.recipient = {"o", "", "Quill Farrow", "quill@probation.example"};
  content.supervisor = {"s", "", "Maren Oduya", "maren@probation.example"};
  content.conference_time = {absl::CivilMinute(2026, 3, 19, 9, 30),
                             "America/Los_Angeles", absl::Minutes(60)};
  content.location = "Room 2";
  ReminderCounts counts;
  counts.as_of_date = absl::CivilDay(2026, 3, 4);
  counts.snapshot_time = absl::FromUnixSeconds(1772600000);
  counts.caseload_size = 42;
  int64_t number = 100;
  for (const policy::ReminderLine& line : pack.notice.reminders) {
    content.reminders.push_back({line.number, line.text});
    counts.counts.push_back({line.number, "cases", ++number});
  }
  content.counts = counts;
  return content;
}

std::map<std::string, std::string> Sent(const MessageContent& content) {
  const absl::StatusOr<std::string> mail =
      Render(content, {"m@county.example", "c@county.example", 0},
             {"notices@probation.example", "Example County Probation", ""},
             absl::FromUnixSeconds(1772600000));
  EXPECT_THAT(mail, IsOk());
  return testing::ReadMail(mail.value_or(""));
}

// The lines of the text that begin with a number and a dot, "5.1. Review ...";
// without their indent.
std::vector<std::string> NumberedLines(const std::string& text) {
  std::vector<std::string> numbered;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    line = absl::StripLeadingAsciiWhitespace(line);
    if (!line.empty() && line[0] >= '0' && line[0] <= '9') {
      numbered.emplace_back(line);
    }
  }
  return numbered;
}

// The manual's list of `pack`, in its order: "5.1. Review ...".
std::vector<std::string> ManualLines(const std::string& pack) {
  std::vector<std::string> lines;
  const std::string text =
      Contents(SourceFile("tests/golden/reminder_lines.tsv"));
  for (absl::string_view row : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    const std::vector<std::string> columns = absl::StrSplit(row, '\t');
    if (columns.size() == 3 && columns[0] == pack) {
      lines.push_back(absl::StrCat(columns[1], ". ", columns[2]));
    }
  }
  return lines;
}

void ExpectTheManualsList(const std::string& pack, size_t lines) {
  std::map<std::string, std::string> mail = Sent(NoticeOf(ShippedPack(pack)));
  EXPECT_EQ(mail.count("problem"), 0u) << mail["problem"];
  const std::vector<std::string> manual = ManualLines(pack);
  EXPECT_THAT(manual, SizeIs(lines));
  EXPECT_THAT(NumberedLines(mail["text/plain"]), ElementsAreArray(manual));
  // Each line with the officer's own count right under it, in both parts.
  int64_t number = 100;
  for (const std::string& line : manual) {
    ++number;
    const size_t at = mail["text/plain"].find(line);
    EXPECT_THAT(mail["text/plain"].substr(at + line.size(), 40),
                HasSubstr(absl::StrCat("- cases: ", number)));
    EXPECT_THAT(mail["text/html"],
                HasSubstr(absl::StrCat("cases: <strong>", number)));
  }
}

// Seven items; the fifth has three sub-items.
TEST(ManualReminders, TheJuvenileNoticeHoldsTheManualsTenLines) {
  ExpectTheManualsList("juvenile-4.6", 10);
}

TEST(ManualReminders, TheAdultNoticeHoldsTheManualsEightLines) {
  ExpectTheManualsList("adult-1.17", 8);
}

}  // namespace
}  // namespace caseload::notify

// The mail and its calendar object, as an independent parser reads them (R010,
// R013, R014).

#include "services/notify/mail/render.h"

#include <map>
#include <string>

#include "gmock/gmock.h"
#include "tests/support/notify/read_mail.h"
#include "tests/support/status_matchers.h"

namespace caseload::notify {
namespace {

using caseload::testing::IsOk;
using ::testing::HasSubstr;
using ::testing::Not;

absl::TimeZone Zone() {
  absl::TimeZone zone;
  absl::LoadTimeZone("America/Los_Angeles", &zone);
  return zone;
}

const absl::Time kDated =
    absl::FromCivil(absl::CivilSecond(2026, 3, 5, 8, 0, 1), Zone());

MailSettings Settings() {
  return {"notices@probation.example", "Example County Probation",
          "https://cases.example/conferences/{conference}"};
}

MailIdentity Identity() {
  return {"m1@notices.county.example", "conference-c1@notices.county.example",
          0};
}

MessageContent Content(MessageKind kind = MessageKind::kFormalNotice) {
  MessageContent content;
  content.kind = kind;
  content.conference_id = "c1";
  content.recipient = {"officer-1", "s1", "Quill Farrow",
                       "quill@probation.example"};
  content.supervisor = {"sup-1", "s2", "Maren Oduya",
                        "maren@probation.example"};
  content.conference_time = {absl::CivilMinute(2026, 3, 19, 9, 30),
                             "America/Los_Angeles", absl::Minutes(60)};
  content.location = "Room 2, Main Street office";
  if (IsFormalNotice(kind)) {
    content.reminders = {
        {"1", "The Client state in Monitor needs to be current"},
        {"5", "Journal notes should be current"},
        {"5.1", "Review attempted contacts in Monitor"}};
    ReminderCounts counts;
    counts.as_of_date = absl::CivilDay(2026, 3, 4);
    counts.snapshot_time = kDated - absl::Hours(23);
    counts.caseload_size = 42;
    counts.counts = {{"1", "cases whose client state is not confirmed", 3},
                     {"5.1", "cases with attempted contacts only", 0}};
    content.counts = counts;
  }
  if (kind == MessageKind::kChange) {
    content.previous_time = content.conference_time;
    content.previous_time->start = absl::CivilMinute(2026, 3, 12, 14, 0);
    content.previous_location = "Room 1";
  }
  return content;
}

std::string MustRender(const MessageContent& content,
                       absl::Time dated_at = kDated) {
  const absl::StatusOr<std::string> mail =
      Render(content, Identity(), Settings(), dated_at);
  EXPECT_THAT(mail, IsOk());
  return mail.value_or("");
}

std::map<std::string, std::string> Read(const MessageContent& content,
                                        absl::Time dated_at = kDated) {
  return testing::ReadMail(MustRender(content, dated_at));
}

TEST(Render, AStrangerReadsTheNoticeAndItsCalendarEntry) {
  std::map<std::string, std::string> mail = Read(Content());
  EXPECT_EQ(mail.count("problem"), 0u) << mail["problem"];
  EXPECT_EQ(mail["from"], "Maren Oduya <maren@probation.example>");
  EXPECT_EQ(mail["reply-to"], "Maren Oduya <maren@probation.example>");
  EXPECT_EQ(mail["sender"],
            "Example County Probation <notices@probation.example>");
  EXPECT_EQ(mail["to"], "Quill Farrow <quill@probation.example>");
  EXPECT_EQ(mail["cc"], "Maren Oduya <maren@probation.example>");
  EXPECT_EQ(mail["subject"],
            "Notice of caseload conference on Thursday, March 19, 2026 at 9:30 "
            "AM");
  EXPECT_EQ(mail["date"], "Thu, 05 Mar 2026 08:00:01 -0800");
  EXPECT_EQ(mail["message-id"], "<m1@notices.county.example>");
  EXPECT_EQ(mail["auto-submitted"], "auto-generated");
  EXPECT_EQ(mail["type"], "multipart/alternative");
  EXPECT_EQ(mail["parts"], "text/plain text/html text/calendar");

  EXPECT_EQ(mail["calendar.method"], "REQUEST");
  EXPECT_EQ(mail["calendar.part.method"], "REQUEST");
  EXPECT_EQ(mail["calendar.part.charset"], "utf-8");
  EXPECT_EQ(mail["calendar.version"], "2.0");
  EXPECT_EQ(mail["calendar.zones"], "1");
  EXPECT_EQ(mail["calendar.events"], "1");
  EXPECT_EQ(mail["calendar.tzid"], "America/Los_Angeles");
  EXPECT_EQ(mail["calendar.dtstart.tzid"], "America/Los_Angeles");
  EXPECT_EQ(mail["calendar.uid"], "conference-c1@notices.county.example");
  EXPECT_EQ(mail["calendar.sequence"], "0");
  EXPECT_EQ(mail["calendar.status"], "CONFIRMED");
  EXPECT_EQ(mail["calendar.organizer"], "mailto:maren@probation.example");
  EXPECT_EQ(mail["calendar.organizer.cn"], "Maren Oduya");
  EXPECT_EQ(mail["calendar.attendee"], "mailto:quill@probation.example");
  EXPECT_EQ(mail["calendar.attendee.rsvp"], "TRUE");
  EXPECT_EQ(mail["calendar.location"], "Room 2, Main Street office");
  EXPECT_EQ(mail["calendar.dtstamp"], "2026-03-05T16:00:01+00:00");
  EXPECT_EQ(mail["calendar.dtstart.local"], "2026-03-19T09:30:00");
  EXPECT_EQ(mail["calendar.dtstart.utc"], "2026-03-19T16:30:00+00:00");
  EXPECT_EQ(mail["calendar.dtend.utc"], "2026-03-19T17:30:00+00:00");
}

// Line by line, as a person sees it.
TEST(Render, TheTextHoldsTimePlaceRemindersAndTheOfficersOwnCounts) {
  EXPECT_EQ(Read(Content())["text/plain"],
            "Quill Farrow,\n"
            "\n"
            "You are to meet with your supervisor, Maren Oduya, for a caseload "
            "conference.\n"
            "\n"
            "  Date:      Thursday, March 19, 2026\n"
            "  Time:      9:30 AM to 10:30 AM (PDT, America/Los_Angeles)\n"
            "  Location:  Room 2, Main Street office\n"
            "\n"
            "Before the conference, please see to the following:\n"
            "\n"
            "  1. The Client state in Monitor needs to be current\n"
            "       - cases whose client state is not confirmed: 3\n"
            "  5. Journal notes should be current\n"
            "     5.1. Review attempted contacts in Monitor\n"
            "          - cases with attempted contacts only: 0\n"
            "\n"
            "Your counts are as of March 4, 2026, of 42 cases on your "
            "caseload.\n"
            "\n"
            "Details: https://cases.example/conferences/c1\n"
            "\n"
            "Maren Oduya\n"
            "Example County Probation\n");
}

TEST(Render, TheSameMessageIsTheSameBytes) {
  EXPECT_EQ(MustRender(Content()), MustRender(Content()));
  EXPECT_NE(MustRender(Content()),
            MustRender(Content(), kDated + absl::Seconds(1)));
}

// "Counts in a notice": at most 24 hours old when sent, or left out and said.
TEST(Render, CountsOlderThanADayAreLeftOutAndTheNoticeSaysSo) {
  MessageContent content = Content();
  content.counts->snapshot_time = kDated - absl::Hours(24);
  EXPECT_THAT(Read(content)["text/plain"], HasSubstr("not confirmed: 3"));
  content.counts->snapshot_time -= absl::Microseconds(1);
  std::map<std::string, std::string> mail = Read(content);
  for (const char* part : {"text/plain", "text/html"}) {
    EXPECT_THAT(mail[part], Not(HasSubstr("not confirmed")));
    EXPECT_THAT(mail[part], HasSubstr("1. The Client state"));
    EXPECT_THAT(mail[part],
                HasSubstr("Your own counts were not to be had when this notice "
                          "was sent and are left out."));
  }
}

// R013: a change shows old and new time and place.
TEST(Render, AChangeShowsWhatWasAndWhatIs) {
  MailIdentity identity = Identity();
  identity.calendar_sequence = 1;
  const absl::StatusOr<std::string> bytes =
      Render(Content(MessageKind::kChange), identity, Settings(), kDated);
  ASSERT_THAT(bytes, IsOk());
  std::map<std::string, std::string> mail = testing::ReadMail(*bytes);
  EXPECT_EQ(mail["text/plain"],
            "Quill Farrow,\n"
            "\n"
            "Your caseload conference with Maren Oduya was changed.\n"
            "\n"
            "Until now:\n"
            "  Date:      Thursday, March 12, 2026\n"
            "  Time:      2:00 PM to 3:00 PM (PDT, America/Los_Angeles)\n"
            "  Location:  Room 1\n"
            "\n"
            "Now:\n"
            "  Date:      Thursday, March 19, 2026\n"
            "  Time:      9:30 AM to 10:30 AM (PDT, America/Los_Angeles)\n"
            "  Location:  Room 2, Main Street office\n"
            "\n"
            "Details: https://cases.example/conferences/c1\n"
            "\n"
            "Maren Oduya\n"
            "Example County Probation\n");
  EXPECT_EQ(mail["calendar.method"], "REQUEST");
  EXPECT_EQ(mail["calendar.sequence"], "1");
  EXPECT_THAT(mail["text/html"], HasSubstr("Until now"));
}

TEST(Render, ACancellationTakesTheEntryAway) {
  std::map<std::string, std::string> mail =
      Read(Content(MessageKind::kCancellation));
  EXPECT_EQ(mail.count("problem"), 0u) << mail["problem"];
  EXPECT_EQ(mail["calendar.method"], "CANCEL");
  EXPECT_EQ(mail["calendar.part.method"], "CANCEL");
  EXPECT_EQ(mail["calendar.status"], "CANCELLED");
  EXPECT_EQ(mail.count("calendar.attendee.rsvp"), 0u);
  EXPECT_THAT(mail["subject"], HasSubstr("Cancelled: caseload conference"));
}

TEST(Render, NamesThatFormatsGiveAMeaningToComeThroughAsTheyAre) {
  MessageContent content = Content();
  content.supervisor.display_name = "Oduya, Maren \"Mo\"; née Brontë";
  content.recipient.display_name = "<b>Quill</b> & Ĳsbrand Æðelþryð";
  content.location = "Große Straße 1; Zimmer 2, \\ Hof – " +
                     std::string(
                         "eine sehr lange Beschreibung des Ortes, damit die "
                         "Zeile gefaltet wird: "
                         "äöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöü");
  std::map<std::string, std::string> mail = Read(content);
  EXPECT_EQ(mail.count("problem"), 0u) << mail["problem"];
  EXPECT_EQ(mail["calendar.location"], content.location);
  EXPECT_THAT(mail["from"], HasSubstr("née Brontë"));
  EXPECT_THAT(mail["from"], HasSubstr("<maren@probation.example>"));
  EXPECT_THAT(mail["text/plain"], HasSubstr(content.recipient.display_name));
  EXPECT_THAT(mail["text/html"], HasSubstr("&lt;b&gt;Quill&lt;/b&gt; &amp;"));
  EXPECT_THAT(mail["text/html"], Not(HasSubstr("<b>Quill")));
  // A parameter holds no double quote.
  EXPECT_EQ(mail["calendar.organizer.cn"], "Oduya, Maren 'Mo'; née Brontë");
}

// "A missing copy address blocks nothing"; ORGANIZER stays the mail's From.
TEST(Render, ASupervisorWithoutAddressGetsNoCopyAndTheCountySends) {
  MessageContent content = Content();
  content.supervisor.email.clear();
  std::map<std::string, std::string> mail = Read(content);
  EXPECT_EQ(mail["from"], "Maren Oduya <notices@probation.example>");
  EXPECT_EQ(mail["calendar.organizer"], "mailto:notices@probation.example");
  EXPECT_EQ(mail.count("cc"), 0u);
  EXPECT_EQ(EnvelopeOf(content, Settings()).copy, "");
}

TEST(Render, TheEnvelopeIsTheCountysWhateverTheHeadersSay) {
  const Envelope envelope = EnvelopeOf(Content(), Settings());
  EXPECT_EQ(envelope.sender, "notices@probation.example");
  EXPECT_EQ(envelope.recipient, "quill@probation.example");
  EXPECT_EQ(envelope.copy, "maren@probation.example");
}

TEST(Render, AConferenceWithoutLocationSaysNoneAndInventsNone) {
  MessageContent content = Content();
  content.location.clear();
  std::map<std::string, std::string> mail = Read(content);
  EXPECT_EQ(mail.count("calendar.location"), 0u);
  EXPECT_THAT(mail["text/plain"], Not(HasSubstr("Location")));
}

struct ZoneCase {
  const char* zone;
  absl::CivilMinute start;
  const char* start_utc;
  const char* end_utc;
};

// DST weeks, 29 February, year end, zones without changes and south of the
// equator: the object's own VTIMEZONE gives the right instants.
TEST(Render, TheObjectsOwnZoneGivesTheRightInstants) {
  const ZoneCase kTable[] = {
      {"America/Los_Angeles", absl::CivilMinute(2026, 3, 8, 1, 30),
       "2026-03-08T09:30:00+00:00", "2026-03-08T10:30:00+00:00"},
      {"America/Los_Angeles", absl::CivilMinute(2026, 3, 9, 9, 0),
       "2026-03-09T16:00:00+00:00", "2026-03-09T17:00:00+00:00"},
      {"America/Los_Angeles", absl::CivilMinute(2026, 10, 30, 9, 0),
       "2026-10-30T16:00:00+00:00", "2026-10-30T17:00:00+00:00"},
      {"America/Los_Angeles", absl::CivilMinute(2026, 11, 2, 9, 0),
       "2026-11-02T17:00:00+00:00", "2026-11-02T18:00:00+00:00"},
      {"America/Los_Angeles", absl::CivilMinute(2028, 2, 29, 9, 0),
       "2028-02-29T17:00:00+00:00", "2028-02-29T18:00:00+00:00"},
      {"America/Los_Angeles", absl::CivilMinute(2026, 12, 31, 23, 30),
       "2027-01-01T07:30:00+00:00", "2027-01-01T08:30:00+00:00"},
      {"America/Phoenix", absl::CivilMinute(2026, 7, 1, 9, 0),
       "2026-07-01T16:00:00+00:00", "2026-07-01T17:00:00+00:00"},
      {"Pacific/Auckland", absl::CivilMinute(2026, 1, 15, 9, 0),
       "2026-01-14T20:00:00+00:00", "2026-01-14T21:00:00+00:00"},
      {"UTC", absl::CivilMinute(2026, 1, 15, 9, 0), "2026-01-15T09:00:00+00:00",
       "2026-01-15T10:00:00+00:00"},
  };
  for (const ZoneCase& c : kTable) {
    MessageContent content = Content(MessageKind::kInvitation);
    content.conference_time = {c.start, c.zone, absl::Minutes(60)};
    std::map<std::string, std::string> mail = Read(content);
    EXPECT_EQ(mail.count("problem"), 0u) << mail["problem"];
    EXPECT_EQ(mail["calendar.dtstart.utc"], c.start_utc) << c.zone;
    EXPECT_EQ(mail["calendar.dtend.utc"], c.end_utc) << c.zone;
    EXPECT_EQ(mail["calendar.tzid"], c.zone);
  }
}

}  // namespace
}  // namespace caseload::notify

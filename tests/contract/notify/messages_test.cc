// The obligations: unique, refreshed, withdrawn, read by those who may.

#include <set>
#include <string>

#include "caseload/options/v1/options.pb.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/notify/storage/delivery_store.h"
#include "tests/contract/notify/service_fixture.h"
#include "tests/support/await_feed.h"
#include "tests/support/status_matchers.h"

namespace caseload::notify::testing {
namespace {

using caseload::testing::HasReason;
using caseload::testing::IsOk;
using caseload::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const absl::Time kNow = CountyTime(2026, 2, 2, 10);

class MessagesTest : public ServiceTest {
 protected:
  int64_t CountRows(const std::string& table) {
    int64_t rows = -1;
    const absl::Status read = store_.database().Read(
        absl::InfiniteFuture(), [&](sql::Transaction& tx) -> absl::Status {
          auto counted = tx.QueryOne<int64_t>("SELECT COUNT(*) FROM " + table);
          if (!counted.ok()) return counted.status();
          rows = std::get<0>(**counted);
          return absl::OkStatus();
        });
    EXPECT_THAT(read, IsOk());
    return rows;
  }
};

TEST_P(MessagesTest, WhatIsHandedInIsReadBackWithItsIdentifiers) {
  v1::SubmitMessageRequest request = FormalNotice();
  *request.mutable_message()->mutable_counts() = Counts(kNow, 3, 0);
  const absl::StatusOr<v1::Message> message = Submit(request, kNow);
  ASSERT_THAT(message, IsOk());

  EXPECT_EQ(message->state(), v1::MESSAGE_STATE_PENDING);
  EXPECT_EQ(message->calendar_uid(),
            "conference-conference-1@notices.county.example");
  EXPECT_EQ(message->calendar_sequence(), 0);
  EXPECT_THAT(message->message_id_header(),
              ::testing::EndsWith("@notices.county.example"));
  EXPECT_EQ(ToTime(message->next_attempt_time()), CountyTime(2026, 3, 5, 8));
  v1::Message said = *message;
  for (const char* output :
       {"name", "message_id_header", "calendar_uid", "state",
        "next_attempt_time", "create_time", "update_time", "etag"}) {
    said.GetReflection()->ClearField(
        &said, said.GetDescriptor()->FindFieldByName(output));
  }
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(
      said, request.message()))
      << said.DebugString();
  const absl::StatusOr<v1::Message> again =
      Get(message->name(), ConferenceCall(kNow));
  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(
      google::protobuf::util::MessageDifferencer::Equals(*again, *message));
}

// R131: one obligation per conference, revision, recipient and kind.
TEST_P(MessagesTest, TheSameKeyWithTheSameContentIsTheSameObligation) {
  const absl::StatusOr<v1::Message> first = Submit(FormalNotice(), kNow);
  ASSERT_THAT(first, IsOk());
  v1::SubmitMessageRequest again = FormalNotice();
  // Counts are refreshed and no part of what is owed.
  *again.mutable_message()->mutable_counts() = Counts(kNow, 1, 1);
  const absl::StatusOr<v1::Message> second =
      Submit(again, kNow + absl::Hours(1));
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(second->name(), first->name());
  EXPECT_EQ(second->message_id_header(), first->message_id_header());
  EXPECT_EQ(CountRows("messages"), 1);
  EXPECT_EQ(CountRows("changes"), 1);
}

TEST_P(MessagesTest, TheSameKeyWithOtherContentIsRefusedAndNothingChanges) {
  const absl::StatusOr<v1::Message> first = Submit(FormalNotice(), kNow);
  ASSERT_THAT(first, IsOk());
  v1::SubmitMessageRequest other = FormalNotice();
  other.mutable_message()->set_location("Room 3");
  EXPECT_THAT(Submit(other, kNow),
              AllOf(StatusIs(absl::StatusCode::kFailedPrecondition),
                    HasReason("MESSAGE_ALREADY_EXISTS_WITH_OTHER_CONTENT")));
  EXPECT_EQ(Get(first->name(), ConferenceCall(kNow))->location(),
            "Room 2, Main Street office");
}

TEST_P(MessagesTest, AnotherRevisionRecipientOrKindIsAnotherObligation) {
  ASSERT_THAT(Submit(FormalNotice(), kNow), IsOk());
  v1::SubmitMessageRequest revision = FormalNotice();
  revision.mutable_message()->set_conference_revision(2);
  const absl::StatusOr<v1::Message> second = Submit(revision, kNow);
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(second->calendar_sequence(), 1);
  EXPECT_EQ(second->calendar_uid(),
            "conference-conference-1@notices.county.example");
  v1::SubmitMessageRequest recipient = FormalNotice();
  *recipient.mutable_message()->mutable_recipient() =
      Staff("officer-2", "Ines Valdor");
  EXPECT_THAT(Submit(recipient, kNow), IsOk());
  EXPECT_THAT(Submit(Invitation("conference-1", kNow), kNow), IsOk());
  EXPECT_EQ(CountRows("messages"), 4);
}

TEST_P(MessagesTest, CountsAreReplacedByNewerOnesOnly) {
  const absl::StatusOr<v1::Message> message = Submit(FormalNotice(), kNow);
  ASSERT_THAT(message, IsOk());
  ASSERT_THAT(Refresh(message->name(), Counts(kNow, 3, 1), kNow), IsOk());
  const absl::StatusOr<v1::Message> older =
      Refresh(message->name(), Counts(kNow - absl::Hours(1), 9, 9), kNow);
  ASSERT_THAT(older, IsOk());
  EXPECT_EQ(older->counts().counts(0).count(), 3);
  const absl::StatusOr<v1::Message> newer =
      Refresh(message->name(), Counts(kNow + absl::Hours(1), 4, 0), kNow);
  ASSERT_THAT(newer, IsOk());
  EXPECT_EQ(newer->counts().counts(0).count(), 4);
  EXPECT_NE(newer->etag(), message->etag());
}

TEST_P(MessagesTest, CountsBesideNoReminderAreRefused) {
  const absl::StatusOr<v1::Message> message = Submit(FormalNotice(), kNow);
  ASSERT_THAT(message, IsOk());
  v1::ReminderCounts counts = Counts(kNow, 1, 1);
  counts.mutable_counts(1)->set_line_number("9");
  const absl::StatusOr<v1::Message> refused =
      Refresh(message->name(), counts, kNow);
  EXPECT_THAT(refused, AllOf(StatusIs(absl::StatusCode::kInvalidArgument),
                             HasReason("REMINDER_LINE_UNKNOWN")));
  EXPECT_EQ(status::FieldViolationsOf(refused.status())[0].field,
            "counts.counts[1].line_number");
}

TEST_P(MessagesTest, AMessageWithoutRemindersTakesNoCounts) {
  const absl::StatusOr<v1::Message> message =
      Submit(Invitation("conference-1", kNow), kNow);
  ASSERT_THAT(message, IsOk());
  EXPECT_THAT(Refresh(message->name(), Counts(kNow, 1, 1), kNow),
              AllOf(StatusIs(absl::StatusCode::kFailedPrecondition),
                    HasReason("MESSAGE_NOT_REFRESHABLE")));
}

// R013: the old notice is withdrawn.
TEST_P(MessagesTest, WithdrawnIsFinalAndTwiceIsOnce) {
  const absl::StatusOr<v1::Message> message = Submit(FormalNotice(), kNow);
  ASSERT_THAT(message, IsOk());
  const absl::StatusOr<v1::Message> withdrawn = Cancel(message->name(), kNow);
  ASSERT_THAT(withdrawn, IsOk());
  EXPECT_EQ(withdrawn->state(), v1::MESSAGE_STATE_CANCELLED);
  EXPECT_EQ(withdrawn->cancel_reason(), "the conference was moved");
  EXPECT_EQ(Cancel(message->name(), kNow)->etag(), withdrawn->etag());
  EXPECT_THAT(Refresh(message->name(), Counts(kNow, 1, 1), kNow),
              HasReason("MESSAGE_NOT_REFRESHABLE"));
  Change([&](sql::Transaction& tx) -> absl::Status {
    const auto claimed = storage::ClaimNext(tx, "worker", absl::Minutes(1),
                                            kNow + absl::Hours(24 * 365));
    EXPECT_THAT(claimed, IsOk());
    EXPECT_FALSE(claimed->has_value());
    return absl::OkStatus();
  });
}

TEST_P(MessagesTest, UnknownAndUnreachableAreOneAndTheSameNotFound) {
  const absl::StatusOr<v1::Message> message = Submit(FormalNotice(), kNow);
  ASSERT_THAT(message, IsOk());
  const auto refusal = AllOf(StatusIs(absl::StatusCode::kNotFound),
                             HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Get("messages/nobody", ConferenceCall(kNow)), refusal);
  // Expectations by hand: role, subject, may read.
  const struct {
    int role;
    const char* subject;
    bool reads;
  } kTable[] = {
      {options::v1::ROLE_DPO, "subject-officer-1", true},
      {options::v1::ROLE_DPO, "subject-officer-2", false},
      {options::v1::ROLE_DPO, "subject-supervisor-1", false},
      {options::v1::ROLE_SDPO, "subject-supervisor-1", true},
      {options::v1::ROLE_SDPO, "subject-officer-1", true},
      {options::v1::ROLE_SDPO, "subject-supervisor-2", false},
      {options::v1::ROLE_MANAGER, "subject-manager", true},
      {options::v1::ROLE_AUDITOR, "subject-auditor", true},
      {options::v1::ROLE_OPS, "subject-ops", true},
      {options::v1::ROLE_QUALITY, "subject-coach", false},
      {options::v1::ROLE_DPO, "", false},
  };
  for (const auto& row : kTable) {
    const absl::StatusOr<v1::Message> read =
        Get(message->name(), PersonCall(row.subject, row.role, kNow));
    const absl::StatusOr<v1::ListMessagesResponse> listed = Read(
        &NotifyService::ListMessages, PersonCall(row.subject, row.role, kNow),
        v1::ListMessagesRequest());
    ASSERT_THAT(listed, IsOk());
    if (row.reads) {
      EXPECT_THAT(read, IsOk()) << row.role << row.subject;
      EXPECT_THAT(listed->messages(), SizeIs(1)) << row.role << row.subject;
    } else {
      EXPECT_THAT(read, refusal) << row.role << row.subject;
      EXPECT_THAT(listed->messages(), IsEmpty()) << row.role << row.subject;
    }
  }
}

// An empty subject on a record opens it to nobody.
TEST_P(MessagesTest, AStaffMemberWithoutSubjectIsNotEverybody) {
  v1::SubmitMessageRequest request = FormalNotice();
  request.mutable_message()->mutable_recipient()->clear_staff_subject();
  const absl::StatusOr<v1::Message> message = Submit(request, kNow);
  ASSERT_THAT(message, IsOk());
  EXPECT_THAT(Get(message->name(), PersonCall("", options::v1::ROLE_DPO, kNow)),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_P(MessagesTest, PagesHoldEveryMessageOnceNewestFirst) {
  std::set<std::string> names;
  for (int i = 0; i < 7; ++i) {
    // Two at each instant: the order is total all the same.
    const absl::StatusOr<v1::Message> message =
        Submit(FormalNotice(absl::StrCat("conference-", i)),
               kNow + absl::Seconds(i / 2));
    ASSERT_THAT(message, IsOk());
    names.insert(message->name());
  }
  v1::ListMessagesRequest request;
  request.set_page_size(3);
  std::vector<std::string> listed;
  std::vector<int> sizes;
  absl::Time last = absl::InfiniteFuture();
  do {
    const absl::StatusOr<v1::ListMessagesResponse> page =
        Read(&NotifyService::ListMessages, ConferenceCall(kNow), request);
    ASSERT_THAT(page, IsOk());
    sizes.push_back(page->messages_size());
    for (const v1::Message& message : page->messages()) {
      EXPECT_LE(ToTime(message.create_time()), last);
      last = ToTime(message.create_time());
      listed.push_back(message.name());
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(sizes, ElementsAre(3, 3, 1));
  EXPECT_EQ(listed.size(), 7u);
  EXPECT_EQ(std::set<std::string>(listed.begin(), listed.end()), names);
}

TEST_P(MessagesTest, AListIsFilteredByConferenceRecipientAndState) {
  ASSERT_THAT(Submit(FormalNotice("conference-1"), kNow), IsOk());
  const absl::StatusOr<v1::Message> other =
      Submit(FormalNotice("conference-2"), kNow);
  ASSERT_THAT(other, IsOk());
  ASSERT_THAT(Cancel(other->name(), kNow), IsOk());
  const auto names = [&](const v1::ListMessagesRequest& request) {
    std::vector<std::string> conferences;
    const absl::StatusOr<v1::ListMessagesResponse> page =
        Read(&NotifyService::ListMessages, ConferenceCall(kNow), request);
    EXPECT_THAT(page, IsOk());
    for (const v1::Message& message : page->messages()) {
      conferences.push_back(message.conference());
    }
    return conferences;
  };
  v1::ListMessagesRequest by_conference;
  by_conference.set_conference("conferences/conference-1");
  EXPECT_THAT(names(by_conference), ElementsAre("conferences/conference-1"));
  v1::ListMessagesRequest by_state;
  by_state.set_state(v1::MESSAGE_STATE_CANCELLED);
  EXPECT_THAT(names(by_state), ElementsAre("conferences/conference-2"));
  v1::ListMessagesRequest by_recipient;
  by_recipient.set_recipient("officers/officer-9");
  EXPECT_THAT(names(by_recipient), IsEmpty());
}

TEST_P(MessagesTest, EveryChangeIsOnTheFeedWithItsState) {
  const absl::StatusOr<v1::Message> message = Submit(FormalNotice(), kNow);
  ASSERT_THAT(message, IsOk());
  ASSERT_THAT(Refresh(message->name(), Counts(kNow, 1, 1), kNow), IsOk());
  ASSERT_THAT(Cancel(message->name(), kNow), IsOk());
  const std::vector<feed::Entry> entries =
      caseload::testing::AwaitFeed(store_.database(), 3);
  ASSERT_THAT(entries, SizeIs(3));
  EXPECT_EQ(entries[0].resource_name, message->name());
  EXPECT_EQ(entries[0].kind, "message");
  EXPECT_EQ(entries[2].version, 3);
  EXPECT_THAT(entries[2].state_json,
              ::testing::HasSubstr("MESSAGE_STATE_CANCELLED"));
}

struct Wrong {
  const char* name;
  void (*spoil)(v1::Message&);
  const char* field;
  const char* reason;
};

// Every one is INVALID_ARGUMENT on its field, and nothing is stored.
TEST_P(MessagesTest, WhatIsWrongIsNamedByFieldAndReason) {
  const Wrong kTable[] = {
      {"conference", [](v1::Message& m) { m.set_conference("conference-1"); },
       "message.conference", "NAME_INVALID"},
      {"revision", [](v1::Message& m) { m.set_conference_revision(0); },
       "message.conference_revision", "NUMBER_OUT_OF_RANGE"},
      {"kind", [](v1::Message& m) { m.clear_kind(); }, "message.kind",
       "FIELD_REQUIRED"},
      {"no recipient", [](v1::Message& m) { m.clear_recipient(); },
       "message.recipient", "FIELD_REQUIRED"},
      {"no address",
       [](v1::Message& m) { m.mutable_recipient()->clear_email(); },
       "message.recipient.email", "FIELD_REQUIRED"},
      {"two addresses",
       [](v1::Message& m) {
         m.mutable_recipient()->set_email("a@county.example,b@county.example");
       },
       "message.recipient.email", "EMAIL_INVALID"},
      {"header injection",
       [](v1::Message& m) {
         m.mutable_recipient()->set_display_name(
             "Quill\r\nBcc: a@county.example");
       },
       "message.recipient.display_name", "TEXT_NOT_ONE_LINE"},
      {"command injection",
       [](v1::Message& m) {
         m.mutable_supervisor()->set_email("a@county.example>\r\nDATA");
       },
       "message.supervisor.email", "EMAIL_INVALID"},
      {"division", [](v1::Message& m) { m.set_division("Juvenile"); },
       "message.division", "ID_INVALID"},
      {"day",
       [](v1::Message& m) {
         *m.mutable_conference_time()->mutable_date() =
             ToDate(absl::CivilDay(2026, 2, 28));
         m.mutable_conference_time()->mutable_date()->set_day(30);
       },
       "message.conference_time.date", "DATE_INVALID"},
      {"zone",
       [](v1::Message& m) {
         m.mutable_conference_time()->set_time_zone("Mars/Olympus_Mons");
       },
       "message.conference_time.time_zone", "TIME_ZONE_UNKNOWN"},
      {"skipped",
       [](v1::Message& m) {
         *m.mutable_conference_time() =
             Conference(absl::CivilDay(2026, 3, 8), 2, 30);
       },
       "message.conference_time", "LOCAL_TIME_SKIPPED"},
      {"hour",
       [](v1::Message& m) { m.mutable_conference_time()->set_hour(24); },
       "message.conference_time.hour", "TIME_OUT_OF_RANGE"},
      {"duration",
       [](v1::Message& m) {
         m.mutable_conference_time()->set_duration_minutes(0);
       },
       "message.conference_time.duration_minutes", "DURATION_INVALID"},
      {"location",
       [](v1::Message& m) { m.set_location(std::string(301, 'x')); },
       "message.location", "TEXT_TOO_LONG"},
      {"no reminders", [](v1::Message& m) { m.clear_reminders(); },
       "message.reminders", "FIELD_REQUIRED"},
      {"reminders twice",
       [](v1::Message& m) { m.mutable_reminders(1)->set_number("1"); },
       "message.reminders[1].number", "REMINDER_LINE_REPEATED"},
      {"no duty", [](v1::Message& m) { m.clear_notice_duty(); },
       "message.notice_duty", "FIELD_REQUIRED"},
      {"no basis",
       [](v1::Message& m) { m.mutable_notice_duty()->clear_basis(); },
       "message.notice_duty.basis", "FIELD_REQUIRED"},
      {"no reason",
       [](v1::Message& m) {
         m.mutable_notice_duty()->set_basis(v1::NOTICE_BASIS_WAIVED);
       },
       "message.notice_duty.basis_reason", "FIELD_REQUIRED"},
      {"change without old time",
       [](v1::Message& m) { m.set_kind(v1::MESSAGE_KIND_CHANGE); },
       "message.previous_time", "FIELD_REQUIRED"},
      {"old time without change",
       [](v1::Message& m) { *m.mutable_previous_time() = m.conference_time(); },
       "message.previous_time", "FIELD_NOT_ALLOWED"},
      {"no target", [](v1::Message& m) { m.clear_target_time(); },
       "message.target_time", "FIELD_REQUIRED"},
      {"deadline",
       [](v1::Message& m) { *m.mutable_deadline() = m.target_time(); },
       "message.deadline", "DEADLINE_BEFORE_TARGET"},
      {"negative count",
       [](v1::Message& m) { *m.mutable_counts() = Counts(kNow, -1, 0); },
       "message.counts.counts[0].count", "NUMBER_OUT_OF_RANGE"},
  };
  for (const Wrong& wrong : kTable) {
    v1::SubmitMessageRequest request = FormalNotice();
    wrong.spoil(*request.mutable_message());
    const absl::Status refused = Submit(request, kNow).status();
    EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument))
        << wrong.name;
    ASSERT_THAT(status::FieldViolationsOf(refused), SizeIs(1)) << wrong.name;
    EXPECT_EQ(status::FieldViolationsOf(refused)[0].field, wrong.field);
    EXPECT_EQ(status::FieldViolationsOf(refused)[0].reason, wrong.reason);
  }
  EXPECT_THAT(Submit(v1::SubmitMessageRequest(), kNow),
              HasReason("FIELD_REQUIRED"));
  EXPECT_EQ(CountRows("messages"), 0);
}

INSTANTIATE_TEST_SUITE_P(Engines, MessagesTest,
                         caseload::testing::BothEngines(),
                         caseload::testing::EngineName);

}  // namespace
}  // namespace caseload::notify::testing

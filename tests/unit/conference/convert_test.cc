// Plain values to messages; enumerators agree with their proto counterparts.

#include "services/conference/convert.h"

#include "google/protobuf/util/time_util.h"
#include "gtest/gtest.h"
#include "services/conference/domain/enum_names.h"

namespace caseload::conference {
namespace {

using google::protobuf::util::TimeUtil;

// Every value of the proto enum has an enumerator of its number and name.
template <typename Enum>
void ExpectSameEnum(const google::protobuf::EnumDescriptor& proto,
                    const std::string& prefix) {
  for (int i = 0; i < proto.value_count(); ++i) {
    const auto& value = *proto.value(i);
    if (value.number() == 0) continue;
    ASSERT_EQ(value.name().substr(0, prefix.size()), prefix);
    const std::optional<Enum> ours =
        ParseEnum<Enum>(value.name().substr(prefix.size()));
    ASSERT_TRUE(ours.has_value()) << value.name();
    EXPECT_EQ(static_cast<int>(*ours), value.number()) << value.name();
  }
}

TEST(ConvertTest, EnumeratorsHaveTheNamesAndNumbersOfTheProto) {
  ExpectSameEnum<Kind>(*v1::Conference::Kind_descriptor(), "KIND_");
  ExpectSameEnum<State>(*v1::Conference::State_descriptor(), "STATE_");
  ExpectSameEnum<ScheduleRule>(*v1::ScheduleRule_descriptor(),
                               "SCHEDULE_RULE_");
  ExpectSameEnum<NoticeKind>(*v1::NoticeObligation::Kind_descriptor(), "KIND_");
  ExpectSameEnum<NoticeBasis>(*v1::NoticeDuty::Basis_descriptor(), "BASIS_");
  ExpectSameEnum<WaiverState>(*v1::NoticeWaiver::State_descriptor(), "STATE_");
}

Conference Example() {
  Conference conference;
  conference.id = "c1";
  conference.version = 3;
  conference.officer = {"o1", "Officer One", "o1@county.example", "sub-1"};
  conference.supervisor = {"s1", "Supervisor One", "s1@county.example", ""};
  conference.unit_id = "u1";
  conference.division = "juvenile";
  conference.revision = 2;
  Appointment& appointment = conference.appointment;
  appointment.local_start = absl::CivilMinute(2028, 2, 29, 9, 5);
  appointment.time_zone = "America/Los_Angeles";
  appointment.duration_minutes = 45;
  appointment.start = absl::FromUnixSeconds(1835456700);
  appointment.end = appointment.start + absl::Minutes(45);
  appointment.location = "Main street";
  appointment.room_id = "r1";
  conference.day = absl::CivilDay(2028, 2, 29);
  conference.quarter_label = "2028-Q1";
  conference.quarter = {absl::CivilDay(2028, 1, 1),
                        absl::CivilDay(2028, 3, 31)};
  conference.notice.postponed_from =
      PostponedFrom{appointment.start - absl::Hours(48), absl::UnixEpoch()};
  conference.notice.obligations = {
      {NoticeKind::kChange, appointment.start - absl::Hours(24), true}};
  conference.overridden_rules = {ScheduleRule::kRoomBooked};
  conference.override_reason = "a joint session";
  conference.policy.pack_id = "juvenile-4.6";
  conference.policy.version_label = "2021-03-22";
  return conference;
}

TEST(ConvertTest, AConferenceSaysNamesTimesAndDuty) {
  const v1::Conference message = ToProto(Example());
  EXPECT_EQ(message.name(), "conferences/c1");
  EXPECT_EQ(message.officer(), "officers/o1");
  EXPECT_EQ(message.supervisor(), "officers/s1");
  EXPECT_EQ(message.unit(), "units/u1");
  EXPECT_EQ(message.room(), "rooms/r1");
  EXPECT_EQ(message.etag(), "3");
  EXPECT_EQ(message.policy_version(), "juvenile-4.6@2021-03-22");
  EXPECT_EQ(message.time().local_date().day(), 29);
  EXPECT_EQ(message.time().hours(), 9);
  EXPECT_EQ(message.time().minutes(), 5);
  EXPECT_EQ(TimeUtil::TimestampToSeconds(message.start_time()), 1835456700);
  EXPECT_EQ(TimeUtil::TimestampToSeconds(message.end_time()),
            1835456700 + 45 * 60);
  EXPECT_EQ(message.notice().postponed_accept_time().seconds(), 0);
  EXPECT_TRUE(message.notice().has_postponed_from_time());
  ASSERT_EQ(message.notice().obligations_size(), 1);
  EXPECT_EQ(message.notice().obligations(0).recipient(), "officers/o1");
  EXPECT_EQ(message.notice().obligations(0).kind(),
            v1::NoticeObligation::KIND_CHANGE);
  EXPECT_TRUE(message.notice().obligations(0).bears_duty());
  EXPECT_EQ(message.overridden_rules(0), v1::SCHEDULE_RULE_ROOM_BOOKED);
}

TEST(ConvertTest, WithoutRoomOrWaiverTheNamesAreEmpty) {
  Conference conference = Example();
  conference.appointment.room_id = "";
  conference.notice.postponed_from.reset();
  const v1::Conference message = ToProto(conference);
  EXPECT_EQ(message.room(), "");
  EXPECT_EQ(message.notice().notice_waiver(), "");
  EXPECT_FALSE(message.notice().has_postponed_from_time());
}

TEST(ConvertTest, TheFeedStateCarriesCorrespondentsAndThePreviousPlace) {
  Appointment previous = Example().appointment;
  previous.location = "Side street";
  const v1::ConferenceState state = ToFeedState(Example(), previous);
  EXPECT_EQ(state.officer().staff_subject(), "sub-1");
  EXPECT_EQ(state.supervisor().email(), "s1@county.example");
  EXPECT_EQ(state.previous_appointment().location(), "Side street");
  EXPECT_EQ(state.appointment().location(), "Main street");
  EXPECT_FALSE(ToFeedState(Example(), std::nullopt).has_previous_appointment());
}

}  // namespace
}  // namespace caseload::conference

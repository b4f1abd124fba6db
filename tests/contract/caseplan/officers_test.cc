#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/contract/caseplan/caseplan_fixture.h"

namespace caseload::caseplan {
namespace {

using absl::CivilDay;
using absl::CivilSecond;
using options::v1::ROLE_ADMIN;
using options::v1::ROLE_DPO;
using options::v1::ROLE_MANAGER;
using options::v1::ROLE_SDPO;
using ::testing::ElementsAre;
using testing::HasReason;
using ::testing::IsEmpty;
using testing::IsOk;
using testing::StatusIs;

class OfficersTest : public CaseplanTest {
 protected:
  void SetUp() override {
    CaseplanTest::SetUp();
    CallAs("manager", {ROLE_MANAGER, ROLE_ADMIN});
    AddUnit("juvenile-1", "juvenile");
    AddUnit("adult-1", "adult");
    for (const char* id : {"dpo-a", "dpo-b", "sdpo-1", "sdpo-2"}) {
      AddOfficer(id);
    }
  }

  void AddUnit(const std::string& id, const std::string& division) {
    ASSERT_THAT(WRITE(caseload_, CreateUnit,
                      Parse<v1::CreateUnitRequest>(absl::StrCat(
                          "unit_id: '", id, "' unit { display_name: '", id,
                          "' division: '", division,
                          "' first_day { year: 2020 month: 1 day: 1 } }"))),
                IsOk());
  }
  void AddOfficer(const std::string& id) {
    ASSERT_THAT(
        WRITE(caseload_, CreateOfficer,
              Parse<v1::CreateOfficerRequest>(absl::StrCat(
                  "officer_id: '", id, "' officer { display_name: '", id,
                  "' email: '", id, "@example.test' staff_subject: '", id,
                  "' first_day { year: 2020 month: 1 day: 1 } }"))),
        IsOk());
  }
  absl::StatusOr<v1::OfficerPosting> Post(const std::string& officer,
                                          const std::string& supervisor,
                                          const std::string& period,
                                          const std::string& more = "") {
    return WRITE(caseload_, SetOfficerPosting,
                 Parse<v1::SetOfficerPostingRequest>(absl::StrCat(
                     "parent: 'officers/", officer,
                     "' posting { unit: 'units/juvenile-1' supervisor: "
                     "'officers/",
                     supervisor, "' period { ", period, " } ", more, " }")));
  }
  // "first..last supervisor/acting" for each posting.
  std::vector<std::string> Postings(const std::string& filter) {
    auto response = READ(caseload_, ListOfficerPostings,
                         Parse<v1::ListOfficerPostingsRequest>(filter));
    EXPECT_THAT(response, IsOk());
    std::vector<std::string> result;
    if (!response.ok()) return result;
    for (const v1::OfficerPosting& posting : response->postings()) {
      const auto& start = posting.period().start_date();
      const auto& end = posting.period().end_date();
      result.push_back(absl::StrCat(
          start.year(), "-", start.month(), "-", start.day(), "..",
          posting.period().has_end_date()
              ? absl::StrCat(end.year(), "-", end.month(), "-", end.day())
              : "",
          " ", posting.supervisor(), "/", posting.acting_supervisor()));
    }
    return result;
  }
  absl::StatusOr<v1::OfficerLeave> RecordLeave(const std::string& officer,
                                               const std::string& period,
                                               const std::string& more = "") {
    return WRITE(
        caseload_, RecordOfficerLeave,
        Parse<v1::RecordOfficerLeaveRequest>(absl::StrCat(
            "parent: 'officers/", officer,
            "' leave { kind: KIND_PLANNED period { ", period, " } } ", more)));
  }
  std::vector<std::string> Leaves(const std::string& filter) {
    auto response = READ(caseload_, ListOfficerLeaves,
                         Parse<v1::ListOfficerLeavesRequest>(filter));
    EXPECT_THAT(response, IsOk());
    std::vector<std::string> result;
    if (!response.ok()) return result;
    for (const v1::OfficerLeave& leave : response->leaves()) {
      result.push_back(leave.name());
    }
    return result;
  }
};

// --- units and officers ---

TEST_P(OfficersTest, AUnitIsReadAsItWasWritten) {
  auto created = WRITE(caseload_, CreateUnit, Parse<v1::CreateUnitRequest>(R"pb(
                         unit {
                           display_name: "Coastal Valley Academy"
                           division: "juvenile"
                           first_day { year: 2021 month: 3 day: 22 }
                           last_day { year: 2027 month: 6 day: 30 }
                           external_id { source_system: "jcms" id: "CVA" }
                         }
                       )pb"));
  ASSERT_THAT(created, IsOk());
  EXPECT_THAT(touched_, ElementsAre(created->name()));
  v1::GetUnitRequest get;
  get.set_name(created->name());
  auto read = READ(caseload_, GetUnit, get);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->SerializeAsString(), created->SerializeAsString());
  EXPECT_EQ(read->etag(), "\"1\"");
}

TEST_P(OfficersTest, ATakenIdOrExternalIdIsRefusedAndNothingChanges) {
  const int64_t before = CountRows("units");
  auto request = Parse<v1::CreateUnitRequest>(R"pb(
    unit_id: "juvenile-1"
    unit {
      display_name: "Other"
      division: "juvenile"
      first_day { year: 2021 month: 1 day: 1 }
      external_id { source_system: "jcms" id: "1" }
    }
  )pb");
  EXPECT_THAT(WRITE(caseload_, CreateUnit, request),
              StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_EQ(CountRows("units"), before);
  request.set_unit_id("first");
  EXPECT_THAT(WRITE(caseload_, CreateUnit, request), IsOk());
  request.set_unit_id("second");
  EXPECT_THAT(WRITE(caseload_, CreateUnit, request),
              StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_EQ(CountRows("units"), before + 1);
}

TEST_P(OfficersTest, UnknownNamesAreNotFoundAndBadOnesInvalid) {
  v1::GetOfficerRequest get;
  get.set_name("officers/nobody");
  EXPECT_THAT(READ(caseload_, GetOfficer, get),
              StatusIs(absl::StatusCode::kNotFound));
  get.set_name("officers/");
  auto refused = READ(caseload_, GetOfficer, get);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Violations(refused.status()), ElementsAre("name NAME_INVALID"));
}

TEST_P(OfficersTest, PagesFollowEachOtherAndBelongToTheirQuery) {
  v1::ListOfficersRequest list;
  list.set_page_size(3);
  auto first = READ(caseload_, ListOfficers, list);
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->officers_size(), 3);
  list.set_page_token(first->next_page_token());
  auto second = READ(caseload_, ListOfficers, list);
  ASSERT_THAT(second, IsOk());
  ASSERT_EQ(second->officers_size(), 1);
  EXPECT_EQ(second->officers(0).name(), "officers/sdpo-2");
  EXPECT_EQ(second->next_page_token(), "");

  list.set_staff_subject("dpo-a");
  EXPECT_THAT(READ(caseload_, ListOfficers, list),
              HasReason("PAGE_TOKEN_INVALID"));
  list.clear_page_token();
  list.set_page_size(-1);
  EXPECT_THAT(READ(caseload_, ListOfficers, list),
              HasReason("PAGE_SIZE_NEGATIVE"));
}

TEST_P(OfficersTest, OfficersInServiceOnADayCountBothEnds) {
  ASSERT_THAT(
      WRITE(caseload_, UpdateOfficer, Parse<v1::UpdateOfficerRequest>(R"pb(
              officer {
                name: "officers/dpo-b"
                last_day { year: 2026 month: 6 day: 30 }
              }
              update_mask { paths: "last_day" }
            )pb")),
      IsOk());
  for (auto [day, expected] : {std::pair(CivilDay(2026, 6, 30), 4),
                               {CivilDay(2026, 7, 1), 3},
                               {CivilDay(2019, 12, 31), 0},
                               {CivilDay(2020, 1, 1), 4}}) {
    auto response = READ(caseload_, ListOfficers,
                         Parse<v1::ListOfficersRequest>(absl::StrCat(
                             "in_service_on { ", DateText(day), " }")));
    ASSERT_THAT(response, IsOk());
    EXPECT_EQ(response->officers_size(), expected) << day;
  }
}

TEST_P(OfficersTest, AnUpdateChangesWhatItsMaskNames) {
  auto updated =
      WRITE(caseload_, UpdateOfficer, Parse<v1::UpdateOfficerRequest>(R"pb(
              officer {
                name: "officers/dpo-a"
                display_name: "New Name"
                email: "ignored@example.test"
                etag: "\"1\""
              }
              update_mask { paths: "display_name" }
            )pb"));
  ASSERT_THAT(updated, IsOk());
  EXPECT_EQ(updated->display_name(), "New Name");
  EXPECT_EQ(updated->email(), "dpo-a@example.test");
  EXPECT_EQ(updated->etag(), "\"2\"");
  v1::GetOfficerRequest get;
  get.set_name("officers/dpo-a");
  auto read = READ(caseload_, GetOfficer, get);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->SerializeAsString(), updated->SerializeAsString());
}

TEST_P(OfficersTest, AnOldEtagIsAbortedAndNothingChanges) {
  auto request = Parse<v1::UpdateOfficerRequest>(R"pb(
    officer { name: "officers/dpo-a" display_name: "Late" etag: "\"7\"" }
    update_mask { paths: "display_name" }
  )pb");
  auto refused = WRITE(caseload_, UpdateOfficer, request);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(refused, HasReason("ETAG_MISMATCH"));
  v1::GetOfficerRequest get;
  get.set_name("officers/dpo-a");
  EXPECT_EQ(READ(caseload_, GetOfficer, get)->display_name(), "dpo-a");
}

TEST_P(OfficersTest, OneSubjectBelongsToOneStaffRecord) {
  auto refused =
      WRITE(caseload_, UpdateOfficer, Parse<v1::UpdateOfficerRequest>(R"pb(
              officer { name: "officers/dpo-a" staff_subject: "dpo-b" }
              update_mask { paths: "staff_subject" }
            )pb"));
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(refused, HasReason("STAFF_SUBJECT_TAKEN"));
}

TEST_P(OfficersTest, EveryChangeIsOnTheFeedInItsTransaction) {
  // Two units, four officers.
  EXPECT_EQ(CountRows("changes"), 6);
  EXPECT_THAT(Post("dpo-a", "sdpo-1", PeriodText(CivilDay(2026, 1, 1))),
              IsOk());
  EXPECT_EQ(CountRows("changes"), 7);
  EXPECT_THAT(Post("nobody", "sdpo-1", PeriodText(CivilDay(2026, 1, 1))),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(CountRows("changes"), 7);
}

// --- postings (R001) ---

TEST_P(OfficersTest, ANewPostingEndsTheOneBefore) {
  ASSERT_THAT(Post("dpo-a", "sdpo-1", PeriodText(CivilDay(2026, 1, 1))),
              IsOk());
  ASSERT_THAT(Post("dpo-a", "sdpo-2", PeriodText(CivilDay(2026, 3, 1))),
              IsOk());
  EXPECT_THAT(Postings("parent: 'officers/dpo-a'"),
              ElementsAre("2026-1-1..2026-2-28 officers/sdpo-1/",
                          "2026-3-1.. officers/sdpo-2/"));
}

TEST_P(OfficersTest, AnActingSupervisorForTwoWeeksLeavesTheOtherDaysAlone) {
  ASSERT_THAT(Post("dpo-a", "sdpo-1", PeriodText(CivilDay(2026, 1, 1))),
              IsOk());
  ASSERT_THAT(Post("dpo-a", "sdpo-1",
                   PeriodText(CivilDay(2026, 2, 16), CivilDay(2026, 3, 1)),
                   "acting_supervisor: 'officers/sdpo-2'"),
              IsOk());
  EXPECT_THAT(Postings("parent: 'officers/dpo-a'"),
              ElementsAre("2026-1-1..2026-2-15 officers/sdpo-1/",
                          "2026-2-16..2026-3-1 officers/sdpo-1/officers/sdpo-2",
                          "2026-3-2.. officers/sdpo-1/"));
  // Either of them supervises in those weeks, on both end days.
  for (CivilDay day : {CivilDay(2026, 2, 16), CivilDay(2026, 3, 1)}) {
    EXPECT_EQ(Postings(absl::StrCat("parent: 'officers/-' supervisor: "
                                    "'officers/sdpo-2' as_of { ",
                                    DateText(day), " }"))
                  .size(),
              1u);
  }
  for (CivilDay day : {CivilDay(2026, 2, 15), CivilDay(2026, 3, 2)}) {
    EXPECT_THAT(Postings(absl::StrCat("parent: 'officers/-' supervisor: "
                                      "'officers/sdpo-2' as_of { ",
                                      DateText(day), " }")),
                IsEmpty());
  }
}

TEST_P(OfficersTest, WhatWasKnownBeforeACorrectionCanBeAsked) {
  ASSERT_THAT(Post("dpo-a", "sdpo-1", PeriodText(CivilDay(2026, 1, 1))),
              IsOk());
  const absl::Time before = now_;
  now_ += absl::Hours(1);
  ASSERT_THAT(Post("dpo-a", "sdpo-2", PeriodText(CivilDay(2026, 1, 1))),
              IsOk());
  EXPECT_THAT(Postings("parent: 'officers/dpo-a'"),
              ElementsAre("2026-1-1.. officers/sdpo-2/"));
  EXPECT_THAT(Postings(absl::StrCat("parent: 'officers/dpo-a' known_at { "
                                    "seconds: ",
                                    absl::ToUnixSeconds(before), " }")),
              ElementsAre("2026-1-1.. officers/sdpo-1/"));
  EXPECT_THAT(
      Postings(absl::StrCat("parent: 'officers/dpo-a' known_at { seconds: ",
                            absl::ToUnixSeconds(before) - 1, " }")),
      IsEmpty());
}

TEST_P(OfficersTest, ALastDayOfServiceEndsThePostings) {
  ASSERT_THAT(Post("dpo-a", "sdpo-1", PeriodText(CivilDay(2026, 1, 1))),
              IsOk());
  ASSERT_THAT(
      WRITE(caseload_, UpdateOfficer, Parse<v1::UpdateOfficerRequest>(R"pb(
              officer {
                name: "officers/dpo-a"
                last_day { year: 2026 month: 12 day: 31 }
              }
              update_mask { paths: "last_day" }
            )pb")),
      IsOk());
  EXPECT_THAT(Postings("parent: 'officers/dpo-a'"),
              ElementsAre("2026-1-1..2026-12-31 officers/sdpo-1/"));
  auto refused = Post("dpo-a", "sdpo-1", PeriodText(CivilDay(2026, 12, 1)));
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(refused, HasReason("OFFICER_NOT_IN_SERVICE"));
}

TEST_P(OfficersTest, APostingNeedsAUnitThatStandsAndASupervisorWhoIsThere) {
  auto request = Parse<v1::SetOfficerPostingRequest>(absl::StrCat(
      "parent: 'officers/dpo-a' posting { unit: 'units/nowhere' period { ",
      PeriodText(CivilDay(2026, 1, 1)), " } }"));
  EXPECT_THAT(WRITE(caseload_, SetOfficerPosting, request),
              StatusIs(absl::StatusCode::kNotFound));
  *request.mutable_posting()->mutable_unit() = "units/adult-1";
  request.mutable_posting()->mutable_period()->mutable_start_date()->set_year(
      2019);
  EXPECT_THAT(WRITE(caseload_, SetOfficerPosting, request),
              HasReason("OFFICER_NOT_IN_SERVICE"));
  request.mutable_posting()->mutable_period()->mutable_start_date()->set_year(
      2026);
  request.mutable_posting()->set_supervisor("officers/nobody");
  EXPECT_THAT(WRITE(caseload_, SetOfficerPosting, request),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(CountRows("postings"), 0);
}

// --- leave ---

TEST_P(OfficersTest, LeaveIsRecordedAndListedByItsDays) {
  auto leave = RecordLeave(
      "dpo-a", PeriodText(CivilDay(2026, 12, 28), CivilDay(2027, 1, 3)));
  ASSERT_THAT(leave, IsOk());
  auto count = [&](CivilDay from, CivilDay to) {
    return Leaves(absl::StrCat("parent: 'officers/dpo-a' from_day { ",
                               DateText(from), " } to_day { ", DateText(to),
                               " }"))
        .size();
  };
  EXPECT_EQ(count(CivilDay(2026, 10, 1), CivilDay(2026, 12, 31)), 1u);
  EXPECT_EQ(count(CivilDay(2027, 1, 3), CivilDay(2027, 3, 31)), 1u);
  EXPECT_EQ(count(CivilDay(2027, 1, 4), CivilDay(2027, 3, 31)), 0u);
  EXPECT_EQ(count(CivilDay(2026, 10, 1), CivilDay(2026, 12, 27)), 0u);
}

TEST_P(OfficersTest, LeaveOfOneOfficerNeverOverlaps) {
  ASSERT_THAT(RecordLeave("dpo-a", PeriodText(CivilDay(2026, 12, 1),
                                              CivilDay(2026, 12, 10))),
              IsOk());
  auto refused = RecordLeave(
      "dpo-a", PeriodText(CivilDay(2026, 12, 10), CivilDay(2026, 12, 12)));
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(refused, HasReason("LEAVE_OVERLAPS"));
  EXPECT_EQ(CountRows("leaves"), 1);
  EXPECT_THAT(RecordLeave("dpo-a", PeriodText(CivilDay(2026, 12, 11))), IsOk());
  EXPECT_THAT(RecordLeave("dpo-b", PeriodText(CivilDay(2026, 12, 1))), IsOk());
}

TEST_P(OfficersTest, CorrectedLeaveKeepsItsNameAndItsHistory) {
  auto leave = RecordLeave(
      "dpo-a", PeriodText(CivilDay(2026, 12, 1), CivilDay(2026, 12, 31)));
  ASSERT_THAT(leave, IsOk());
  now_ += absl::Minutes(5);
  auto corrected = RecordLeave(
      "dpo-a", PeriodText(CivilDay(2026, 12, 1), CivilDay(2026, 12, 10)),
      absl::StrCat("corrects: '", leave->name(), "'"));
  ASSERT_THAT(corrected, IsOk());
  EXPECT_EQ(corrected->name(), leave->name());
  EXPECT_EQ(corrected->recording().revision(), 2);
  EXPECT_EQ(CountRows("leaves"), 2);
  EXPECT_EQ(Leaves("parent: 'officers/dpo-a'").size(), 1u);

  auto other = RecordLeave("dpo-b", PeriodText(CivilDay(2026, 12, 1)),
                           absl::StrCat("corrects: '", leave->name(), "'"));
  EXPECT_THAT(Violations(other.status()), ElementsAre("corrects NAME_INVALID"));
}

// A supervisor records leave for those supervised on the day of the call, an
// acting one too; a dpo sees their own.
TEST_P(OfficersTest, LeaveIsReachedThroughSupervisionOnTheDay) {
  ASSERT_THAT(Post("sdpo-2", "sdpo-1", PeriodText(CivilDay(2026, 1, 1))),
              IsOk());
  ASSERT_THAT(Post("dpo-a", "sdpo-1", PeriodText(CivilDay(2026, 1, 1))),
              IsOk());
  ASSERT_THAT(Post("dpo-b", "sdpo-1", PeriodText(CivilDay(2026, 1, 1))),
              IsOk());
  ASSERT_THAT(Post("dpo-a", "sdpo-1",
                   PeriodText(CivilDay(2026, 11, 20), CivilDay(2026, 11, 21)),
                   "acting_supervisor: 'officers/sdpo-2'"),
              IsOk());
  const std::string december = PeriodText(CivilDay(2026, 12, 1));
  CallAs("sdpo-2", {ROLE_SDPO});
  ASSERT_THAT(RecordLeave("dpo-a", december), IsOk());
  auto refused = RecordLeave("dpo-b", december);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(refused, HasReason("OFFICER_NOT_SUPERVISED"));
  EXPECT_EQ(Leaves("parent: 'officers/-'").size(), 1u);

  // 23:30 in the county is still the 21st, though it is the 22nd in UTC.
  SetLocalTime(CivilSecond(2026, 11, 21, 23, 30, 0));
  EXPECT_EQ(Leaves("parent: 'officers/-'").size(), 1u);
  SetLocalTime(CivilSecond(2026, 11, 22, 0, 0, 0));
  EXPECT_THAT(Leaves("parent: 'officers/-'"), IsEmpty());

  CallAs("dpo-a", {ROLE_DPO});
  EXPECT_EQ(Leaves("parent: 'officers/-'").size(), 1u);
  CallAs("dpo-b", {ROLE_DPO});
  EXPECT_THAT(Leaves("parent: 'officers/-'"), IsEmpty());
  CallAs("stranger", {ROLE_DPO});
  EXPECT_THAT(Leaves("parent: 'officers/-'"), IsEmpty());
}

TEST_P(OfficersTest, AccessEndsWithTheLastPosting) {
  ASSERT_THAT(Post("dpo-a", "sdpo-1",
                   PeriodText(CivilDay(2026, 1, 1), CivilDay(2026, 11, 20))),
              IsOk());
  ASSERT_THAT(RecordLeave("dpo-a", PeriodText(CivilDay(2026, 12, 1))), IsOk());
  CallAs("dpo-a", {ROLE_DPO});
  EXPECT_EQ(Leaves("parent: 'officers/-'").size(), 1u);
  SetLocalTime(CivilSecond(2026, 11, 21, 0, 0, 0));
  EXPECT_THAT(Leaves("parent: 'officers/-'"), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Engines, OfficersTest,
                         ::testing::Values(sql::Engine::kSqlite,
                                           sql::Engine::kPostgres),
                         EngineName);

}  // namespace
}  // namespace caseload::caseplan

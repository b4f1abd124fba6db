// GetConference, ListConferences: who sees what, filters and pages.

#include <set>
#include <string>
#include <vector>

#include "tests/contract/conference/conference_fixture.h"

namespace caseload::conference {
namespace {

using caseload::testing::HasReason;
using caseload::testing::IsOk;
using caseload::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ReadTest : public ConferenceTest {
 protected:
  absl::StatusOr<v1::ListConferencesResponse> List(
      const v1::ListConferencesRequest& request,
      const std::string& who = "manager boss") {
    return Call(&v1::ConferenceService::Stub::ListConferences, who, request);
  }
  std::vector<std::string> NamesSeenBy(const std::string& who) {
    const absl::StatusOr<v1::ListConferencesResponse> page =
        List(v1::ListConferencesRequest(), who);
    EXPECT_THAT(page, IsOk());
    std::vector<std::string> names;
    for (const v1::Conference& conference : page->conferences()) {
      names.push_back(conference.name());
    }
    return names;
  }
};

INSTANTIATE_TEST_SUITE_P(Engines, ReadTest, testing::BothEngines(),
                         testing::EngineName);

// "roles" in the decisions; R137: an officer's conferences are theirs and their
// supervision chain's.
TEST_P(ReadTest, EverybodySeesWhatIsTheirs) {
  const std::string juvenile = Schedule(Juvenile({2026, 12, 9, 9, 0}))->name();
  const std::string adult =
      Schedule(Adult({2026, 12, 10, 9, 0}), "sdpo sdpo-a")->name();
  EXPECT_THAT(NamesSeenBy("dpo dpo-j"), ElementsAre(juvenile));
  EXPECT_THAT(NamesSeenBy("dpo dpo-j2"), IsEmpty());
  EXPECT_THAT(NamesSeenBy("dpo nobody"), IsEmpty());
  EXPECT_THAT(NamesSeenBy("sdpo sdpo-j"), ElementsAre(juvenile));
  EXPECT_THAT(NamesSeenBy("sdpo acting-j"), ElementsAre(juvenile));
  EXPECT_THAT(NamesSeenBy("sdpo sdpo-a"), ElementsAre(adult));
  for (const char* who : {"manager boss", "quality q", "auditor a"}) {
    EXPECT_THAT(NamesSeenBy(who), ElementsAre(juvenile, adult)) << who;
  }
  EXPECT_THAT(Get(juvenile, "dpo dpo-j"), IsOk());
  for (const char* who : {"dpo dpo-j2", "sdpo sdpo-a", "dpo nobody"}) {
    EXPECT_THAT(Get(juvenile, who), AllOf(StatusIs(absl::StatusCode::kNotFound),
                                          HasReason("RESOURCE_NOT_FOUND")))
        << who;
  }
  EXPECT_THAT(Get("conferences/ghost"),
              AllOf(StatusIs(absl::StatusCode::kNotFound),
                    HasReason("RESOURCE_NOT_FOUND")));
  EXPECT_THAT(Get("conference/1"),
              AllOf(StatusIs(absl::StatusCode::kInvalidArgument),
                    HasReason("NAME_INVALID")));
}

TEST_P(ReadTest, FiltersAreJoinedByAnd) {
  const v1::Conference first = *Schedule(Juvenile({2026, 12, 9, 9, 0}));
  const v1::Conference second = *Schedule(Juvenile({2026, 12, 16, 9, 0}));
  ASSERT_THAT(Schedule(Adult({2026, 12, 10, 9, 0}), "sdpo sdpo-a"), IsOk());
  ASSERT_THAT(Cancel(second.name()), IsOk());
  v1::ListConferencesRequest request;
  request.set_officer("officers/dpo-j");
  EXPECT_EQ(List(request)->conferences_size(), 2);
  request.add_states(v1::Conference::STATE_SCHEDULED);
  ASSERT_EQ(List(request)->conferences_size(), 1);
  EXPECT_EQ(List(request)->conferences(0).name(), first.name());
  v1::ListConferencesRequest days;
  days.mutable_from_date()->set_year(2026);
  days.mutable_from_date()->set_month(12);
  days.mutable_from_date()->set_day(10);
  EXPECT_EQ(List(days)->conferences_size(), 2);
  *days.mutable_to_date() = days.from_date();
  EXPECT_EQ(List(days)->conferences_size(), 1);
  days.set_supervisor("officers/sdpo-j");
  EXPECT_EQ(List(days)->conferences_size(), 0);
}

TEST_P(ReadTest, PagesHoldEveryConferenceOnceInOrder) {
  std::vector<std::string> made;
  for (int hour = 8; hour < 13; ++hour) {
    made.push_back(Schedule(Juvenile({2026, 12, 9, hour, 0}))->name());
  }
  v1::ListConferencesRequest request;
  request.set_page_size(2);
  std::vector<std::string> seen;
  do {
    const absl::StatusOr<v1::ListConferencesResponse> page = List(request);
    ASSERT_THAT(page, IsOk());
    EXPECT_LE(page->conferences_size(), 2);
    for (const v1::Conference& conference : page->conferences()) {
      seen.push_back(conference.name());
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(seen, made);
}

TEST_P(ReadTest, APageTokenBelongsToItsCallerAndFilter) {
  ASSERT_THAT(Schedule(Juvenile({2026, 12, 9, 9, 0})), IsOk());
  ASSERT_THAT(Schedule(Juvenile({2026, 12, 9, 10, 0})), IsOk());
  v1::ListConferencesRequest request;
  request.set_page_size(1);
  request.set_page_token(List(request)->next_page_token());
  EXPECT_THAT(List(request, "auditor a"),
              AllOf(StatusIs(absl::StatusCode::kInvalidArgument),
                    HasReason("PAGE_TOKEN_INVALID")));
  request.set_officer("officers/dpo-j");
  EXPECT_THAT(List(request), HasReason("PAGE_TOKEN_INVALID"));
  v1::ListConferencesRequest negative;
  negative.set_page_size(-1);
  EXPECT_THAT(List(negative),
              AllOf(StatusIs(absl::StatusCode::kInvalidArgument),
                    HasReason("PAGE_SIZE_NEGATIVE")));
}

}  // namespace
}  // namespace caseload::conference

#include "services/assessment/instrument_service.h"

#include <string>
#include <vector>

#include "caseload/options/v1/options.pb.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "services/common/seal/sealer.h"
#include "tests/support/assessment/example_instruments.h"
#include "tests/support/assessment/store_fixture.h"
#include "tests/support/status_matchers.h"

namespace caseload::assessment {
namespace {

using ::caseload::testing::HasReason;
using ::caseload::testing::IsOk;
using ::caseload::testing::StatusIs;
using ::google::protobuf::util::MessageDifferencer;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class InstrumentServiceTest : public testing::StoreTest {
 protected:
  absl::StatusOr<v1::Instrument> Create(
      const policy::v1::Instrument& definition) {
    v1::CreateInstrumentRequest request;
    *request.mutable_instrument()->mutable_definition() = definition;
    return Write([&](sql::Transaction& tx) {
      return service_.CreateInstrument(tx, admin_, request);
    });
  }
  absl::StatusOr<v1::Instrument> Get(const std::string& name) {
    v1::GetInstrumentRequest request;
    request.set_name(name);
    return Read([&](sql::Transaction& tx) {
      return service_.GetInstrument(tx, officer_, request);
    });
  }
  absl::StatusOr<v1::ListInstrumentsResponse> List(
      const v1::ListInstrumentsRequest& request) {
    return Read([&](sql::Transaction& tx) {
      return service_.ListInstruments(tx, officer_, request);
    });
  }
  // Names of all pages of `request`, each page's names ended by "|".
  std::vector<std::string> Pages(v1::ListInstrumentsRequest request) {
    std::vector<std::string> names;
    do {
      const auto page = List(request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) break;
      for (const v1::Instrument& instrument : page->instruments()) {
        names.push_back(instrument.name());
      }
      names.push_back("|");
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return names;
  }

  policy::v1::Instrument RiskVersion(const std::string& version,
                                     const std::string& effective_date) {
    policy::v1::Instrument definition = testing::ExampleRisk();
    definition.set_version(version);
    definition.set_effective_date(effective_date);
    return definition;
  }

  paging::TokenSealer tokens_{seal::Sealer::WithRandomKey()};
  InstrumentService service_{{&tokens_}};
  rpc::CallContext admin_ = CallBy(options::v1::ROLE_ADMIN);
  rpc::CallContext officer_ = CallBy(options::v1::ROLE_DPO);
};

INSTANTIATE_TEST_SUITE_P(Engines, InstrumentServiceTest, testing::BothEngines(),
                         testing::EngineName);

// R098: what was created is read back unchanged, and the feed tells of it.
TEST_P(InstrumentServiceTest, CreatedVersionIsReadBackUnchanged) {
  const auto created = Create(testing::ExampleRisk());
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->name(), "instruments/example-risk/versions/1.0");
  EXPECT_EQ(created->origin(), v1::Instrument::ORIGIN_CREATED);
  EXPECT_FALSE(created->has_unverified_figures());
  EXPECT_EQ(created->create_time().seconds(), absl::ToUnixSeconds(now));
  EXPECT_THAT(admin_.touched(), ElementsAre(created->name()));

  const auto read = Get(created->name());
  ASSERT_THAT(read, IsOk());
  EXPECT_TRUE(MessageDifferencer::Equals(*read, *created));
  EXPECT_TRUE(
      MessageDifferencer::Equals(read->definition(), testing::ExampleRisk()));
  EXPECT_THAT(officer_.touched(), ElementsAre(created->name()));

  const auto states = FeedStates("instrument");
  ASSERT_EQ(states.size(), 1u);
  EXPECT_THAT(states[0], HasSubstr("\"instrumentId\":\"example-risk\""));
  EXPECT_THAT(states[0], HasSubstr(created->content_hash()));
}

TEST_P(InstrumentServiceTest, UnverifiedFiguresAreTold) {
  ASSERT_THAT(Create(testing::ExampleRecorded()), IsOk());
  const auto read = Get("instruments/example-recorded/versions/1");
  ASSERT_THAT(read, IsOk());
  EXPECT_TRUE(read->has_unverified_figures());
}

TEST_P(InstrumentServiceTest, OutputFieldsOfARequestAreNotRead) {
  v1::CreateInstrumentRequest request;
  *request.mutable_instrument()->mutable_definition() = testing::ExampleRisk();
  request.mutable_instrument()->set_name("instruments/other/versions/9");
  request.mutable_instrument()->set_origin(v1::Instrument::ORIGIN_SHIPPED);
  request.mutable_instrument()->set_content_hash("x");
  const auto created = Write([&](sql::Transaction& tx) {
    return service_.CreateInstrument(tx, admin_, request);
  });
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->name(), "instruments/example-risk/versions/1.0");
  EXPECT_EQ(created->origin(), v1::Instrument::ORIGIN_CREATED);
  EXPECT_EQ(created->content_hash().size(), 64u);
}

// R060: a version never changes, whatever is sent under its name.
TEST_P(InstrumentServiceTest, SameVersionIsAlreadyThereWithAnyContent) {
  const auto first = Create(testing::ExampleRisk());
  ASSERT_THAT(first, IsOk());
  policy::v1::Instrument other = testing::ExampleRisk();
  other.set_title("Another title");
  for (const auto& definition : {testing::ExampleRisk(), other}) {
    const auto again = Create(definition);
    EXPECT_THAT(again, StatusIs(absl::StatusCode::kAlreadyExists));
    EXPECT_THAT(again, HasReason("RESOURCE_ALREADY_EXISTS"));
  }
  const auto read = Get(first->name());
  ASSERT_THAT(read, IsOk());
  EXPECT_TRUE(MessageDifferencer::Equals(*read, *first));
  EXPECT_EQ(CountRows("instruments"), 1);
  EXPECT_EQ(CountRows("changes"), 1);
}

TEST_P(InstrumentServiceTest, InvalidDefinitionStoresNothing) {
  policy::v1::Instrument definition = testing::ExampleRisk();
  definition.mutable_domains(1)->set_maximum(7);
  const auto refused = Create(definition);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(refused, HasReason("INSTRUMENT_INVALID"));
  EXPECT_EQ(CountRows("instruments"), 0);
  EXPECT_EQ(CountRows("changes"), 0);
}

TEST_P(InstrumentServiceTest, UnknownVersionIsNotFound) {
  ASSERT_THAT(Create(testing::ExampleRisk()), IsOk());
  for (const char* name : {"instruments/example-risk/versions/2.0",
                           "instruments/other/versions/1.0"}) {
    const auto missing = Get(name);
    EXPECT_THAT(missing, StatusIs(absl::StatusCode::kNotFound));
    EXPECT_THAT(missing, HasReason("RESOURCE_NOT_FOUND"));
  }
  EXPECT_THAT(officer_.touched(), IsEmpty());
}

TEST_P(InstrumentServiceTest, NameOfAnotherFormIsInvalid) {
  const auto refused = Get("instruments/example-risk");
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(refused, HasReason("NAME_INVALID"));
}

TEST_P(InstrumentServiceTest, ListsInOrderInPagesOfTheSizeAskedFor) {
  ASSERT_THAT(Create(RiskVersion("2.0", "2026-01-01")), IsOk());
  ASSERT_THAT(Create(testing::ExampleScreen()), IsOk());
  ASSERT_THAT(Create(testing::ExampleAreas()), IsOk());
  ASSERT_THAT(Create(testing::ExampleRisk()), IsOk());
  v1::ListInstrumentsRequest request;
  request.set_parent("instruments/-");
  request.set_page_size(2);
  EXPECT_THAT(Pages(request),
              ElementsAre("instruments/example-areas/versions/1",
                          "instruments/example-risk/versions/1.0", "|",
                          "instruments/example-risk/versions/2.0",
                          "instruments/example-screen/versions/1", "|"));
  request.set_parent("instruments/example-risk");
  EXPECT_THAT(Pages(request),
              ElementsAre("instruments/example-risk/versions/1.0",
                          "instruments/example-risk/versions/2.0", "|"));
  request.set_parent("instruments/none");
  EXPECT_THAT(Pages(request), ElementsAre("|"));
}

// R060: both ends of a version's time of use count.
TEST_P(InstrumentServiceTest, ListsWhatMayBeUsedOnADay) {
  policy::v1::Instrument retired = RiskVersion("1.0", "2020-01-01");
  retired.set_retired_date("2025-12-31");
  ASSERT_THAT(Create(retired), IsOk());
  ASSERT_THAT(Create(RiskVersion("2.0", "2026-01-01")), IsOk());
  const auto on = [&](int year, int month, int day) {
    v1::ListInstrumentsRequest request;
    request.set_parent("instruments/-");
    request.mutable_in_use_on()->set_year(year);
    request.mutable_in_use_on()->set_month(month);
    request.mutable_in_use_on()->set_day(day);
    return Pages(request);
  };
  const std::string first = "instruments/example-risk/versions/1.0";
  const std::string second = "instruments/example-risk/versions/2.0";
  EXPECT_THAT(on(2019, 12, 31), ElementsAre("|"));
  EXPECT_THAT(on(2020, 1, 1), ElementsAre(first, "|"));
  EXPECT_THAT(on(2025, 12, 31), ElementsAre(first, "|"));
  EXPECT_THAT(on(2026, 1, 1), ElementsAre(second, "|"));
}

TEST_P(InstrumentServiceTest, RefusesAListItCannotUnderstand) {
  v1::ListInstrumentsRequest request;
  EXPECT_THAT(List(request), HasReason("NAME_INVALID"));
  request.set_parent("instruments/-");
  request.set_page_size(-1);
  EXPECT_THAT(List(request), HasReason("PAGE_SIZE_NEGATIVE"));
  request.set_page_size(0);
  request.set_page_token("bm90IGEgdG9rZW4");
  EXPECT_THAT(List(request), HasReason("PAGE_TOKEN_INVALID"));
  request.clear_page_token();
  request.mutable_in_use_on()->set_year(2026);
  EXPECT_THAT(List(request), HasReason("DATE_INVALID"));
}

TEST_P(InstrumentServiceTest, TokenOfAnotherListIsRefused) {
  ASSERT_THAT(Create(testing::ExampleRisk()), IsOk());
  ASSERT_THAT(Create(RiskVersion("2.0", "2026-01-01")), IsOk());
  v1::ListInstrumentsRequest request;
  request.set_parent("instruments/-");
  request.set_page_size(1);
  const auto page = List(request);
  ASSERT_THAT(page, IsOk());
  request.set_page_token(page->next_page_token());
  request.set_parent("instruments/example-risk");
  EXPECT_THAT(List(request), HasReason("PAGE_TOKEN_INVALID"));
}

}  // namespace
}  // namespace caseload::assessment

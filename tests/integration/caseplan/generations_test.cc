// Which snapshots a change makes old, and what a reader learns of it: R100 and
// the freshness that docs/caching.md promises, on both engines.

#include <future>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/caseplan/generation_source.h"
#include "services/caseplan/publish.h"
#include "services/caseplan/storage/generation_store.h"
#include "services/common/fault/fault.h"
#include "services/common/status/status_macros.h"
#include "tests/contract/caseplan/county_fixture.h"

namespace caseload::caseplan {
namespace {

using absl::CivilDay;
using storage::Generations;
using testing::HasReason;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::SizeIs;
using testing::StatusIs;
using ::testing::UnorderedElementsAreArray;

class GenerationsTest : public CountyTest {
 protected:
  void SetUp() override {
    CountyTest::SetUp();
    if (HasFatalFailure()) return;
    // Two officers after one another, and a third who only acted.
    ASSERT_THAT(Assign("case-1", "dpo-a",
                       PeriodText(CivilDay(2026, 2, 1), CivilDay(2026, 9, 30))),
                IsOk());
    ASSERT_THAT(Assign("case-1", "dpo-b", PeriodText(CivilDay(2026, 10, 1))),
                IsOk());
    const auto contact = Contact("dpo-d");
    ASSERT_THAT(contact, IsOk());
    contact_ = contact->name();
  }
  void TearDown() override {
    source_.reset();
    CountyTest::TearDown();
  }

  absl::StatusOr<v1::Contact> Contact(const std::string& officer) {
    return WRITE(
        records_, RecordContact,
        Parse<v1::RecordContactRequest>(absl::StrCat(
            "parent: 'cases/case-1' contact { officer: 'officers/", officer,
            "' kind: KIND_DIRECT status: STATUS_COMPLETED "
            "method: METHOD_IN_PERSON location: LOCATION_OFFICE date { ",
            DateText(CivilDay(2026, 11, 2)), " } }")));
  }

  Generations Stored(sql::Database* database = nullptr) {
    Generations all;
    EXPECT_THAT((database == nullptr ? database_.get() : database)
                    ->Read(absl::InfiniteFuture(),
                           [&](sql::Transaction& tx) -> absl::Status {
                             ABSL_ASSIGN_OR_RETURN(
                                 all, storage::ReadAllGenerations(tx));
                             return absl::OkStatus();
                           }),
                IsOk());
    return all;
  }
  // The scopes whose generation `change` raised, by one and with a new tag.
  template <typename Change>
  std::set<std::string> Raised(Change change) {
    const Generations before = Stored();
    change();
    std::set<std::string> raised;
    for (const auto& [scope, generation] : Stored()) {
      const auto found = before.find(scope);
      if (found != before.end() && found->second == generation) continue;
      raised.insert(scope);
      if (found == before.end()) continue;
      EXPECT_EQ(generation.counter, found->second.counter + 1) << scope;
      EXPECT_NE(generation.tag, found->second.tag) << scope;
    }
    return raised;
  }

  void OpenSource(const GenerationSourceOptions& options = {}) {
    auto opened =
        OpenGenerationSource(database_.get(), &tokens_of_changes_, options);
    ASSERT_THAT(opened, IsOk());
    source_ = *std::move(opened);
  }
  static absl::StatusOr<Generations> Ask(GenerationSource& source,
                                         const std::vector<std::string>& scopes,
                                         const std::string& token = "") {
    std::promise<absl::StatusOr<Generations>> answer;
    source.Current(scopes, token, [&](absl::StatusOr<Generations> got) {
      answer.set_value(std::move(got));
    });
    return answer.get_future().get();
  }

  const ConsistencyTokens tokens_of_changes_{
      *seal::Sealer::FromKey(std::string(32, 's'))};
  std::unique_ptr<GenerationSource> source_;
  // A contact on case-1 by an officer who never had it.
  std::string contact_;
};

INSTANTIATE_TEST_SUITE_P(Engines, GenerationsTest,
                         ::testing::Values(sql::Engine::kSqlite,
                                           sql::Engine::kPostgres),
                         EngineName);

// Every kind, by the name of a record of it. A kind that is added must be added
// here, with whose snapshots show it.
TEST_P(GenerationsTest, EveryKindRaisesWhatShowsIt) {
  using Scopes = std::vector<std::string>;
  const Scopes both = {"officers/dpo-a", "officers/dpo-b"};
  const Scopes acted = {"officers/dpo-a", "officers/dpo-b", "officers/dpo-d"};
  const std::map<std::string, std::pair<std::string, Scopes>> expected = {
      {"assignment", {"cases/case-1/assignments/x", both}},
      {"case", {"cases/case-1", acted}},
      {"case_plan", {"cases/case-1/plans/x", both}},
      {"case_state", {"cases/case-1/states/x", both}},
      {"client", {"clients/youth", both}},
      {"condition", {"cases/case-1/conditions/x", both}},
      {"contact", {contact_, acted}},
      {"enrollment", {"cases/case-1/enrollments/x", both}},
      {"holiday", {"holidays/x", {"county"}}},
      {"investigation", {"cases/case-1/investigations/x", both}},
      {"leave",
       {"officers/dpo-a/leaves/x", {"officers/dpo-a", "officers/sdpo-1"}}},
      {"no_contact_reason", {"cases/case-1/noContactReasons/x", both}},
      {"note", {"cases/case-1/notes/x", both}},
      {"officer",
       {"officers/dpo-c", {"officers/dpo-c", "officers/sdpo-2", "staff"}}},
      {"policy_activation", {"policyPacks/x/activations/y", {"county"}}},
      {"policy_pack", {"policyPacks/x", {"county"}}},
      {"posting",
       {"officers/dpo-c/postings/x",
        {"officers/dpo-c", "officers/sdpo-2", "staff"}}},
      {"unit", {"units/unit-1", {"county"}}},
  };
  for (const std::string& kind : storage::PublishedKinds()) {
    ASSERT_EQ(expected.count(kind), 1u) << kind << " is not in this table";
    const auto& [name, scopes] = expected.at(kind);
    EXPECT_THAT(Raised([&, name = name] {
                  EXPECT_THAT(
                      database_->WriteAndWait({},
                                              [&](sql::Transaction& tx) {
                                                return storage::BumpForChange(
                                                    tx, kind, name);
                                              }),
                      IsOk());
                }),
                UnorderedElementsAreArray(scopes))
        << kind;
  }
}

TEST_P(GenerationsTest, WhatIsOnTheFeedIsOfAListedKind) {
  std::vector<std::string> kinds;
  EXPECT_THAT(database_->Read(absl::InfiniteFuture(),
                              [&](sql::Transaction& tx) -> absl::Status {
                                ABSL_ASSIGN_OR_RETURN(
                                    const auto rows,
                                    tx.Query<std::string>(
                                        "SELECT DISTINCT kind FROM changes"));
                                for (const auto& [kind] : rows)
                                  kinds.push_back(kind);
                                return absl::OkStatus();
                              }),
              IsOk());
  EXPECT_THAT(kinds, Not(IsEmpty()));
  EXPECT_THAT(storage::PublishedKinds(), IsSupersetOf(kinds));
}

TEST_P(GenerationsTest, AKindThatNoCacheKnowsOfCannotBePublished) {
  v1::Unit state;
  state.set_name("units/unit-1");
  EXPECT_THAT(
      database_->WriteAndWait(
          {},
          [&](sql::Transaction& tx) {
            return Publish(tx, {state.name(), "new_kind", now_, &state, ""});
          }),
      StatusIs(absl::StatusCode::kInternal));
}

// A reassignment shows in the snapshots of both, of whatever day.
TEST_P(GenerationsTest, AReassignmentConcernsWhoHadTheCaseAndWhoHasIt) {
  EXPECT_THAT(Raised([&] {
                ASSERT_THAT(
                    Assign("case-1", "dpo-c", PeriodText(CivilDay(2026, 11, 1)),
                           "reason: REASSIGNMENT_REASON_WORKLOAD"),
                    IsOk());
              }),
              UnorderedElementsAreArray(
                  {"officers/dpo-a", "officers/dpo-b", "officers/dpo-c"}));
}

TEST_P(GenerationsTest, ARefusedChangeRaisesNothing) {
  EXPECT_THAT(Raised([&] {
                EXPECT_THAT(Assign("case-1", "nobody",
                                   PeriodText(CivilDay(2026, 11, 1)),
                                   "reason: REASSIGNMENT_REASON_WORKLOAD"),
                            Not(IsOk()));
              }),
              IsEmpty());
}

// A store of an earlier version has officers and no generations.
TEST_P(GenerationsTest, AStoreWithoutGenerationsGetsThemAtStart) {
  ASSERT_THAT(database_->WriteAndWait(
                  {},
                  [](sql::Transaction& tx) {
                    return tx.Execute("DELETE FROM generations").status();
                  }),
              IsOk());
  OpenSource();
  const auto known = Ask(*source_, {"county", "staff", "officers/dpo-a"});
  ASSERT_THAT(known, IsOk());
  EXPECT_THAT(*known, SizeIs(3));
  EXPECT_EQ(known->at("officers/dpo-a"), Stored().at("officers/dpo-a"));
}

TEST_P(GenerationsTest, AReadThatBeginsAfterAChangeLearnsOfIt) {
  OpenSource();
  for (int round = 0; round < 50; ++round) {
    ASSERT_THAT(Contact("dpo-a"), IsOk());
    const auto known = Ask(*source_, {"officers/dpo-a"});
    ASSERT_THAT(known, IsOk());
    ASSERT_EQ(known->at("officers/dpo-a"), Stored().at("officers/dpo-a"));
  }
}

TEST_P(GenerationsTest, AnOfficerWhoIsUnknownHasNoGeneration) {
  OpenSource();
  const auto known = Ask(*source_, {"officers/nobody", "county"});
  ASSERT_THAT(known, IsOk());
  EXPECT_EQ(known->count("officers/nobody"), 0u);
  EXPECT_EQ(known->count("county"), 1u);
}

// Whether the change is there cannot be said: neither state may be assumed.
TEST_P(GenerationsTest, AChangeOfUnknownOutcomeLeavesNoOldGenerationInMemory) {
  OpenSource();
  fault::Arm(GetParam() == sql::Engine::kSqlite ? "sql.sqlite.commit"
                                                : "sql.postgres.commit",
             fault::Action::kLie);
  EXPECT_THAT(Contact("dpo-a"), HasReason("COMMIT_OUTCOME_UNKNOWN"));
  fault::Reset();
  auto known = Ask(*source_, {"officers/dpo-a"});
  ASSERT_THAT(known, IsOk());
  if (known->count("officers/dpo-a") > 0) {
    EXPECT_EQ(known->at("officers/dpo-a"), Stored().at("officers/dpo-a"));
  }
  ASSERT_THAT(Contact("dpo-a"), IsOk());
  known = Ask(*source_, {"officers/dpo-a"});
  ASSERT_THAT(known, IsOk());
  EXPECT_EQ(known->at("officers/dpo-a"), Stored().at("officers/dpo-a"));
}

// The counter comes again, the tag does not: bytes that were kept under what
// was undone are not found.
TEST_P(GenerationsTest, AStateThatWasUndoneNeverComesAgain) {
  ASSERT_THAT(Contact("dpo-a"), IsOk());
  const Generations undone = Stored();
  // What a restore does to the row.
  ASSERT_THAT(database_->WriteAndWait(
                  {},
                  [](sql::Transaction& tx) {
                    return tx
                        .Execute(
                            "UPDATE generations SET counter = counter - 1"
                            " WHERE scope = 'officers/dpo-a'")
                        .status();
                  }),
              IsOk());
  ASSERT_THAT(Contact("dpo-a"), IsOk());
  const Generations again = Stored();
  EXPECT_EQ(again.at("officers/dpo-a").counter,
            undone.at("officers/dpo-a").counter);
  EXPECT_FALSE(again.at("officers/dpo-a") == undone.at("officers/dpo-a"));
}

TEST(ConsistencyTokensTest, ATokenSaysWhatItsChangeRaised) {
  const ConsistencyTokens tokens(seal::Sealer::WithRandomKey());
  const Generations raised = {{"county", {7, "tag-a"}},
                              {"officers/dpo-a", {1, "tag-b"}}};
  const std::string token = tokens.Make(raised);
  EXPECT_EQ(tokens.Open(token), raised);
  EXPECT_EQ(token.find("dpo-a"), std::string::npos);
  const ConsistencyTokens others(seal::Sealer::WithRandomKey());
  for (const std::string& none :
       {std::string(), std::string("x"), std::string("%%%"),
        others.Make(raised), token.substr(1)}) {
    EXPECT_EQ(tokens.Open(none), std::nullopt) << none;
  }
  EXPECT_EQ(tokens.Make({}), "");
}

// PostgreSQL: several replicas on one store.
class ReplicasTest : public GenerationsTest {
 protected:
  // Another replica, with its own connections.
  std::unique_ptr<sql::Database> OpenReplica() {
    sql::Options options;
    options.url = postgres_->url();
    return *sql::Database::Open(options);
  }
  std::unique_ptr<GenerationSource> SourceOf(
      sql::Database& database, const GenerationSourceOptions& options) {
    return *OpenGenerationSource(&database, &tokens_of_changes_, options);
  }
  // What the change that is stored last gave its caller.
  std::string TokenOfNow() {
    return tokens_of_changes_.Make(
        {{"officers/dpo-a", Stored().at("officers/dpo-a")}});
  }
};

INSTANTIATE_TEST_SUITE_P(Postgres, ReplicasTest,
                         ::testing::Values(sql::Engine::kPostgres), EngineName);

TEST_P(ReplicasTest, ManyReadersOnOneReplicaSeeWhatAnotherWrote) {
  const auto replica = OpenReplica();
  const auto source = SourceOf(*replica, {});
  for (int round = 0; round < 20; ++round) {
    ASSERT_THAT(Contact("dpo-a"), IsOk());
    const auto expected = Stored().at("officers/dpo-a");
    std::vector<std::promise<absl::StatusOr<Generations>>> answers(64);
    for (auto& answer : answers) {
      source->Current({"county", "officers/dpo-a"}, "",
                      [&answer](absl::StatusOr<Generations> got) {
                        answer.set_value(std::move(got));
                      });
    }
    for (auto& answer : answers) {
      const auto known = answer.get_future().get();
      ASSERT_THAT(known, IsOk());
      ASSERT_EQ(known->at("officers/dpo-a"), expected);
    }
  }
}

// A table that is read once an hour is behind: the token says so.
TEST_P(ReplicasTest, ATokenIsNeverAnsweredFromATableThatIsBehindIt) {
  const auto replica = OpenReplica();
  GenerationSourceOptions rarely;
  rarely.follow_interval = absl::Hours(1);
  const auto source = SourceOf(*replica, rarely);
  for (int round = 0; round < 20; ++round) {
    ASSERT_THAT(Contact("dpo-a"), IsOk());
    const auto known = Ask(*source, {"officers/dpo-a"}, TokenOfNow());
    ASSERT_THAT(known, IsOk());
    ASSERT_EQ(known->at("officers/dpo-a"), Stored().at("officers/dpo-a"));
  }
}

TEST_P(ReplicasTest, AStalenessThatIsAllowedIsKept) {
  const auto replica = OpenReplica();
  GenerationSourceOptions allowed;
  allowed.max_staleness = absl::Hours(1);
  allowed.follow_interval = absl::Milliseconds(5);
  const auto source = SourceOf(*replica, allowed);
  ASSERT_THAT(Contact("dpo-a"), IsOk());
  const auto expected = Stored().at("officers/dpo-a");
  // The table comes to it by itself.
  absl::StatusOr<Generations> known;
  do {
    known = Ask(*source, {"officers/dpo-a"});
    ASSERT_THAT(known, IsOk());
  } while (known->count("officers/dpo-a") == 0 ||
           !(known->at("officers/dpo-a") == expected));
}

}  // namespace
}  // namespace caseload::caseplan

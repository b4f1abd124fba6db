#include "services/caseplan/policy_service.h"

#include <functional>
#include <future>
#include <thread>

#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/common/sql/schema.h"
#include "tests/contract/caseplan/policy_fixture.h"

namespace caseload::caseplan {
namespace {

using ::caseload::testing::HasReason;
using ::caseload::testing::IsOk;
using ::caseload::testing::StatusIs;
using ::google::protobuf::util::MessageDifferencer;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

class PolicyServiceTest : public PolicyTest {
 protected:
  absl::StatusOr<v1::DryRunPolicyPackResponse> DryRun(
      const policy::v1::PolicyPack& content, absl::CivilDay day) {
    auto request = Parse<v1::DryRunPolicyPackRequest>(
        absl::StrCat("effective_date { ", DateText(day), " }"));
    *request.mutable_content() = content;
    return READ(policy_, DryRunPolicyPack, request);
  }
  // "field old -> new" of each change.
  static std::vector<std::string> ChangesOf(
      const v1::DryRunPolicyPackResponse& response) {
    std::vector<std::string> changes;
    for (const v1::PolicyPackChange& change : response.changes()) {
      changes.push_back(absl::StrCat(change.field(), " ", change.old_value(),
                                     " -> ", change.new_value()));
    }
    return changes;
  }
  // Runs `body` twice at once, with 0 and with 1, each in its own transaction;
  // on PostgreSQL neither begins before the other has its snapshot. The
  // statuses.
  std::vector<absl::Status> AtOnce(
      const std::function<absl::Status(sql::Transaction&,
                                       const rpc::CallContext&, int)>& body) {
    std::promise<void> here[2];
    std::shared_future<void> other[2] = {here[1].get_future().share(),
                                         here[0].get_future().share()};
    std::vector<absl::Status> statuses(2);
    std::vector<std::thread> threads;
    for (int i = 0; i < 2; ++i) {
      threads.emplace_back([&, i] {
        rpc::CallContext call;
        call.caller = caller_;
        call.now = now_;
        int attempts = 0;
        statuses[i] = database_->WriteAndWait({}, [&](sql::Transaction& tx) {
          if (tx.engine() == sql::Engine::kPostgres && ++attempts == 1) {
            // The first statement takes the snapshot.
            auto snapshot = tx.Query<int64_t>("SELECT COUNT(*) FROM changes");
            here[i].set_value();
            if (!snapshot.ok()) return snapshot.status();
            other[i].wait();
          }
          return body(tx, call, i);
        });
      });
    }
    for (std::thread& thread : threads) thread.join();
    return statuses;
  }
  std::vector<absl::Status> CreateAtOnce(
      const std::vector<policy::v1::PolicyPack>& contents) {
    return AtOnce(
        [&](sql::Transaction& tx, const rpc::CallContext& call, int i) {
          v1::CreatePolicyPackRequest request;
          *request.mutable_policy_pack()->mutable_content() = contents[i];
          return policy_.CreatePolicyPack(tx, call, request).status();
        });
  }
  // Both for tomorrow.
  std::vector<absl::Status> ActivateAtOnce(
      const std::vector<std::string>& names) {
    return AtOnce(
        [&](sql::Transaction& tx, const rpc::CallContext& call, int i) {
          return policy_
              .ActivatePolicyPack(tx, call, Activation(names[i], tomorrow_))
              .status();
        });
  }
};

INSTANTIATE_TEST_SUITE_P(Engines, PolicyServiceTest,
                         ::testing::Values(sql::Engine::kSqlite,
                                           sql::Engine::kPostgres),
                         EngineName);

// --- packs ---

// R097: what was created is read back unchanged, under the name of its content.
TEST_P(PolicyServiceTest, CreatedPackIsReadBackUnchanged) {
  const auto created = Create(Juvenile("2026-12-01"));
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->name(),
            "policyPacks/" + created->content_hash().substr(0, 32));
  EXPECT_EQ(created->division(), "juvenile");
  EXPECT_EQ(created->version_label(), "2026-12-01");
  EXPECT_EQ(created->origin(), v1::PolicyPack::ORIGIN_CREATED);
  EXPECT_TRUE(created->has_unverified_figures());
  EXPECT_EQ(created->create_time().seconds(), absl::ToUnixSeconds(now_));
  EXPECT_THAT(touched_, ElementsAre(created->name()));
  CallAs("officer", {options::v1::ROLE_DPO});
  const auto read = Get(created->name());
  ASSERT_THAT(read, IsOk());
  EXPECT_TRUE(MessageDifferencer::Equals(*read, *created));
  EXPECT_TRUE(
      MessageDifferencer::Equals(read->content(), Juvenile("2026-12-01")));
  // It governs nothing yet.
  EXPECT_EQ(VersionOn(today_ + 400), "POLICY_NOT_IN_FORCE");
}

TEST_P(PolicyServiceTest, SameContentTwiceIsOnePack) {
  ASSERT_THAT(Create(Juvenile("v2")), IsOk());
  const auto again = Create(Juvenile("v2"));
  EXPECT_THAT(again, StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(again, HasReason("RESOURCE_ALREADY_EXISTS"));
  EXPECT_EQ(CountRows("policy_packs"), 1);
  EXPECT_EQ(CountRows("changes"), 1);
}

// R060: a judgement names pack_id and version_label; they mean one content.
TEST_P(PolicyServiceTest, AVersionNeverGetsAnotherContent) {
  const std::string name = MustCreate(Juvenile("v2", 10));
  const auto refused = Create(Juvenile("v2", 9));
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(refused, HasReason("POLICY_VERSION_TAKEN"));
  EXPECT_EQ(CountRows("policy_packs"), 1);
  EXPECT_EQ(Get(name)->content().notice().advance().minimum_days(), 10);
}

TEST_P(PolicyServiceTest, TheSameContentAtOnceIsOnePack) {
  EXPECT_THAT(
      CreateAtOnce({Juvenile("v1"), Juvenile("v1")}),
      UnorderedElementsAre(IsOk(), StatusIs(absl::StatusCode::kAlreadyExists)));
  EXPECT_EQ(CountRows("policy_packs"), 1);
}

TEST_P(PolicyServiceTest, OneVersionAtOnceGetsOneContent) {
  EXPECT_THAT(CreateAtOnce({Juvenile("v1", 10), Juvenile("v1", 9)}),
              UnorderedElementsAre(IsOk(), HasReason("POLICY_VERSION_TAKEN")));
  EXPECT_EQ(CountRows("policy_packs"), 1);
}

TEST_P(PolicyServiceTest, ABadPackIsRefusedWithEveryFieldAndChangesNothing) {
  const std::string name = MustCreate(Juvenile("v1"));
  CallAsManager();
  ASSERT_THAT(Force(name, today_), IsOk());
  const int64_t changes = CountRows("changes");
  policy::v1::PolicyPack bad = Juvenile("v2");
  bad.mutable_notice()->mutable_advance()->set_minimum_days(-1);
  bad.mutable_client_state()->clear_confirm_within_days();
  bad.set_division("Not An Id");
  const auto refused = Create(bad);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(refused, HasReason("POLICY_INVALID"));
  const auto violations = Violations(refused.status());
  EXPECT_THAT(violations,
              Contains("policy_pack.content.division POLICY_INVALID"));
  EXPECT_THAT(violations,
              Contains("policy_pack.content.notice.advance.minimum_days "
                       "POLICY_INVALID"));
  EXPECT_EQ(CountRows("policy_packs"), 1);
  EXPECT_EQ(CountRows("changes"), changes);
  EXPECT_EQ(VersionOn(today_), "v1");
}

TEST_P(PolicyServiceTest, UnknownPackIsNotFound) {
  MustCreate(Juvenile("v1"));
  const std::string unknown = "policyPacks/0123456789abcdef0123456789abcdef";
  EXPECT_THAT(Get(unknown), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Activate(unknown, tomorrow_),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Get("packs/x"), HasReason("NAME_INVALID"));
}

TEST_P(PolicyServiceTest, ListsByEffectiveDateWithoutContentInPages) {
  const std::string juvenile = MustCreate(ShippedPack("juvenile-4.6"));
  const std::string adult = MustCreate(ShippedPack("adult-1.17"));
  const std::string new_york = MustCreate(ShippedPack("new-york-351.6"));
  v1::ListPolicyPacksRequest request;
  request.set_page_size(2);
  auto page = READ(policy_, ListPolicyPacks, request);
  ASSERT_THAT(page, IsOk());
  ASSERT_THAT(page->policy_packs(), SizeIs(2));
  EXPECT_EQ(page->policy_packs(0).name(), adult);
  EXPECT_EQ(page->policy_packs(1).name(), juvenile);
  EXPECT_FALSE(page->policy_packs(0).has_content());
  request.set_page_token(page->next_page_token());
  page = READ(policy_, ListPolicyPacks, request);
  ASSERT_THAT(page, IsOk());
  ASSERT_THAT(page->policy_packs(), SizeIs(1));
  EXPECT_EQ(page->policy_packs(0).name(), new_york);
  EXPECT_EQ(page->next_page_token(), "");
  request.set_division("adult");
  EXPECT_THAT(READ(policy_, ListPolicyPacks, request),
              HasReason("PAGE_TOKEN_INVALID"));
  request.clear_page_token();
  page = READ(policy_, ListPolicyPacks, request);
  ASSERT_THAT(page, IsOk());
  ASSERT_THAT(page->policy_packs(), SizeIs(1));
  EXPECT_EQ(page->policy_packs(0).name(), adult);
  request.set_page_size(-1);
  EXPECT_THAT(READ(policy_, ListPolicyPacks, request),
              HasReason("PAGE_SIZE_NEGATIVE"));
}

TEST_P(PolicyServiceTest, CheckNamesProblemsAndStoresNothing) {
  v1::CheckPolicyPackRequest request;
  *request.mutable_content() = Juvenile("v1");
  auto checked = READ(policy_, CheckPolicyPack, request);
  ASSERT_THAT(checked, IsOk());
  EXPECT_THAT(checked->problems(), IsEmpty());
  EXPECT_FALSE(checked->stored());
  EXPECT_TRUE(checked->has_unverified_figures());
  EXPECT_EQ(CountRows("policy_packs"), 0);
  EXPECT_EQ(MustCreate(Juvenile("v1")), checked->policy_pack());
  EXPECT_TRUE(READ(policy_, CheckPolicyPack, request)->stored());
  request.mutable_text()->set_file("adult.textproto");
  request.mutable_text()->set_text("pack_id: \"x\"\nno_such_field: 1\n");
  checked = READ(policy_, CheckPolicyPack, request);
  ASSERT_THAT(checked, IsOk());
  ASSERT_THAT(checked->problems(), SizeIs(1));
  EXPECT_EQ(checked->problems(0).file(), "adult.textproto");
  EXPECT_EQ(checked->problems(0).line(), 2);
  EXPECT_EQ(checked->policy_pack(), "");
}

// --- from when on ---

TEST_P(PolicyServiceTest, ActivationTakesEffectTomorrowAtTheEarliest) {
  const std::string name = MustCreate(Juvenile("v1"));
  for (const absl::CivilDay day : {today_, today_ - 30}) {
    const auto refused = Activate(name, day);
    EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
    EXPECT_THAT(refused, HasReason("POLICY_TOO_SOON"));
  }
  EXPECT_EQ(CountRows("policy_activations"), 0);
  const auto activated = Activate(name, tomorrow_);
  ASSERT_THAT(activated, IsOk());
  EXPECT_FALSE(activated->activation().forced());
  EXPECT_FALSE(activated->has_superseded());
  EXPECT_THAT(touched_, ElementsAre(activated->activation().name()));
  EXPECT_EQ(VersionOn(today_), "POLICY_NOT_IN_FORCE");
  EXPECT_EQ(VersionOn(tomorrow_), "v1");
  EXPECT_EQ(VersionOn(tomorrow_ + 3000), "v1");
}

// The county's tomorrow: late in its evening it is tomorrow in UTC already.
TEST_P(PolicyServiceTest, TomorrowIsTheCountysTomorrow) {
  const std::string name = MustCreate(Juvenile("v1"));
  SetLocalTime(absl::CivilSecond(2026, 11, 20, 23, 30, 0));
  EXPECT_THAT(Activate(name, today_), HasReason("POLICY_TOO_SOON"));
  EXPECT_THAT(Activate(name, tomorrow_), IsOk());
}

TEST_P(PolicyServiceTest, OnlyAManagerForcesAndWithAReason) {
  const std::string name = MustCreate(Juvenile("v1"));
  for (const absl::CivilDay day : {today_, today_ - 30}) {
    const auto refused = Force(name, day);
    EXPECT_THAT(refused, StatusIs(absl::StatusCode::kPermissionDenied));
    EXPECT_THAT(refused, HasReason("POLICY_FORCE_NEEDS_MANAGER"));
  }
  CallAsManager();
  EXPECT_THAT(Activate(name, today_), HasReason("POLICY_TOO_SOON"));
  EXPECT_THAT(Violations(Force(name, today_, "").status()),
              ElementsAre("reason FIELD_REQUIRED"));
  EXPECT_EQ(CountRows("policy_activations"), 0);
  const auto forced = Force(name, today_ - 30);
  ASSERT_THAT(forced, IsOk());
  EXPECT_TRUE(forced->activation().forced());
  EXPECT_EQ(forced->activation().reason(), "The board asked for it.");
  EXPECT_EQ(forced->activation().recorded_by(), "person/manager");
  // A date in the past says so, and shows what a dry run would have.
  EXPECT_TRUE(forced->effect().in_the_past());
  EXPECT_EQ(VersionOn(today_ - 30), "v1");
  EXPECT_EQ(VersionOn(today_ - 31), "POLICY_NOT_IN_FORCE");
}

TEST_P(PolicyServiceTest, APackGovernsNoDayBeforeItsOwnEffectiveDate) {
  policy::v1::PolicyPack pack = Juvenile("v1");
  pack.set_effective_date("2027-01-01");
  const std::string name = MustCreate(pack);
  const auto refused = Activate(name, absl::CivilDay(2026, 12, 31));
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(refused, HasReason("POLICY_BEFORE_EFFECTIVE_DATE"));
  EXPECT_THAT(Activate(name, absl::CivilDay(2027, 1, 1)), IsOk());
}

// R060: an old day is judged again by the version that was in force then.
TEST_P(PolicyServiceTest, OldDaysKeepTheVersionThatWasInForce) {
  CallAsManager();
  const std::string first = MustCreate(Juvenile("v1", 10));
  const std::string second = MustCreate(Juvenile("v2", 9));
  const std::string third = MustCreate(Juvenile("v3", 8));
  ASSERT_THAT(Force(first, absl::CivilDay(2025, 1, 1)), IsOk());
  ASSERT_THAT(Activate(third, absl::CivilDay(2027, 4, 1)), IsOk());
  ASSERT_THAT(Activate(second, absl::CivilDay(2027, 1, 1)), IsOk());
  EXPECT_EQ(VersionOn(absl::CivilDay(2024, 12, 31)), "POLICY_NOT_IN_FORCE");
  EXPECT_EQ(VersionOn(absl::CivilDay(2025, 1, 1)), "v1");
  EXPECT_EQ(VersionOn(absl::CivilDay(2026, 12, 31)), "v1");
  EXPECT_EQ(VersionOn(absl::CivilDay(2027, 1, 1)), "v2");
  EXPECT_EQ(VersionOn(absl::CivilDay(2027, 3, 31)), "v2");
  EXPECT_EQ(VersionOn(absl::CivilDay(2027, 4, 1)), "v3");
  const auto policy = Effective("juvenile", absl::CivilDay(2027, 2, 1));
  ASSERT_THAT(policy, IsOk());
  EXPECT_EQ(policy->policy_pack().content().notice().advance().minimum_days(),
            9);
  EXPECT_THAT(
      policy->governs_until(), ::testing::Truly([](const type::v1::Date& date) {
        return date.year() == 2027 && date.month() == 3 && date.day() == 31;
      }));
  EXPECT_FALSE(
      Effective("juvenile", absl::CivilDay(2027, 4, 1))->has_governs_until());
}

// A version that was put in force for the past does not change what had been
// known before.
TEST_P(PolicyServiceTest, KnownAtAsksWhatHadBeenRecorded) {
  CallAsManager();
  const std::string first = MustCreate(Juvenile("v1", 10));
  const std::string second = MustCreate(Juvenile("v2", 9));
  ASSERT_THAT(Force(first, today_), IsOk());
  const absl::Time before = now_;
  now_ += absl::Hours(1);
  ASSERT_THAT(Force(second, today_), IsOk());
  EXPECT_EQ(VersionOn(today_), "v2");
  EXPECT_EQ(VersionOn(today_, before), "v1");
  EXPECT_EQ(VersionOn(today_, now_), "v2");
  EXPECT_EQ(VersionOn(today_, before - absl::Seconds(1)),
            "POLICY_NOT_IN_FORCE");
}

TEST_P(PolicyServiceTest, DivisionsHaveTheirOwnPolicies) {
  CallAsManager();
  ASSERT_THAT(Force(MustCreate(ShippedPack("juvenile-4.6")),
                    absl::CivilDay(2021, 3, 22)),
              IsOk());
  ASSERT_THAT(
      Force(MustCreate(ShippedPack("adult-1.17")), absl::CivilDay(2019, 6, 3)),
      IsOk());
  ASSERT_THAT(Activate(MustCreate(Juvenile("v2")), tomorrow_), IsOk());
  EXPECT_EQ(VersionOn(tomorrow_, {}, "juvenile"), "v2");
  EXPECT_EQ(VersionOn(tomorrow_, {}, "adult"), "2019-06-03");
  EXPECT_EQ(VersionOn(absl::CivilDay(2020, 1, 1), {}, "juvenile"),
            "POLICY_NOT_IN_FORCE");
  EXPECT_EQ(VersionOn(absl::CivilDay(2020, 1, 1), {}, "adult"), "2019-06-03");
  EXPECT_EQ(VersionOn(tomorrow_, {}, "nobody"), "POLICY_NOT_IN_FORCE");
}

TEST_P(PolicyServiceTest, AnActivationForTheSameDayTakesThePlace) {
  const std::string first = MustCreate(Juvenile("v1", 10));
  const std::string second = MustCreate(Juvenile("v2", 9));
  const auto old = Activate(first, tomorrow_);
  ASSERT_THAT(old, IsOk());
  const auto same = Activate(first, tomorrow_);
  EXPECT_THAT(same, StatusIs(absl::StatusCode::kAlreadyExists));
  now_ += absl::Hours(1);
  const auto taken = Activate(second, tomorrow_);
  ASSERT_THAT(taken, IsOk());
  EXPECT_EQ(taken->superseded().name(), old->activation().name());
  EXPECT_EQ(taken->superseded().superseded_at().seconds(),
            absl::ToUnixSeconds(now_));
  EXPECT_EQ(taken->effect().compared_with(), first);
  EXPECT_EQ(VersionOn(tomorrow_), "v2");
  const auto history = Get(first);
  ASSERT_THAT(history, IsOk());
  ASSERT_THAT(history->activations(), SizeIs(1));
  EXPECT_TRUE(
      MessageDifferencer::Equals(history->activations(0), taken->superseded()));
}

// R097: followers get every activation, with all that it takes to judge.
TEST_P(PolicyServiceTest, TheFeedTellsEveryActivationWithItsPack) {
  const std::string first = MustCreate(Juvenile("v1", 10));
  const std::string second = MustCreate(Juvenile("v2", 9));
  ASSERT_THAT(Activate(first, tomorrow_), IsOk());
  ASSERT_THAT(Activate(second, tomorrow_), IsOk());
  const auto states = ActivationStates();
  ASSERT_THAT(states, SizeIs(3));
  EXPECT_EQ(states[0].policy_pack(), first);
  EXPECT_EQ(states[0].division(), "juvenile");
  EXPECT_EQ(states[0].version_label(), "v1");
  EXPECT_EQ(states[0].effective_date().day(), 21);
  EXPECT_FALSE(states[0].activation().has_superseded_at());
  EXPECT_TRUE(MessageDifferencer::Equals(states[0].pack(), Juvenile("v1", 10)));
  EXPECT_EQ(states[1].name(), states[0].name());
  EXPECT_TRUE(states[1].activation().has_superseded_at());
  EXPECT_EQ(states[2].policy_pack(), second);
  EXPECT_TRUE(MessageDifferencer::Equals(states[2].pack(), Juvenile("v2", 9)));
}

// Both are ordered: the later one stands, and the earlier one was superseded.
TEST_P(PolicyServiceTest, TwoActivationsAtOnceAreOrdered) {
  const std::string first = MustCreate(Juvenile("v1", 10));
  const std::string second = MustCreate(Juvenile("v2", 9));
  EXPECT_THAT(ActivateAtOnce({first, second}), ElementsAre(IsOk(), IsOk()));
  EXPECT_EQ(CountRows("policy_activations"), 2);
  EXPECT_EQ(CountRows("policy_activations WHERE superseded_at IS NULL"), 1);
  EXPECT_THAT(ActivationStates(), SizeIs(3));
}

TEST_P(PolicyServiceTest, TheSameActivationAtOnceIsMadeOnce) {
  const std::string name = MustCreate(Juvenile("v1"));
  EXPECT_THAT(
      ActivateAtOnce({name, name}),
      UnorderedElementsAre(IsOk(), StatusIs(absl::StatusCode::kAlreadyExists)));
  EXPECT_EQ(CountRows("policy_activations"), 1);
}

// --- what it would change ---

TEST_P(PolicyServiceTest, DryRunNamesEachRuleThatChangesAndChangesNothing) {
  CallAsManager();
  const std::string first = MustCreate(Juvenile("v1", 10));
  ASSERT_THAT(Force(first, absl::CivilDay(2026, 1, 1)), IsOk());
  ASSERT_THAT(Activate(MustCreate(Juvenile("v9")), absl::CivilDay(2027, 7, 1)),
              IsOk());
  const int64_t changes = CountRows("changes");
  const auto response = DryRun(Juvenile("v2", 9), absl::CivilDay(2027, 1, 1));
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->division(), "juvenile");
  EXPECT_EQ(response->compared_with(), first);
  EXPECT_THAT(ChangesOf(*response),
              ElementsAre("version_label v1 -> v2",
                          "notice.advance.minimum_days 10 -> 9"));
  EXPECT_EQ(response->governs_until().month(), 6);
  EXPECT_EQ(response->governs_until().day(), 30);
  EXPECT_FALSE(response->needs_force());
  EXPECT_FALSE(response->in_the_past());
  EXPECT_EQ(CountRows("changes"), changes);
  EXPECT_EQ(CountRows("policy_packs"), 2);
}

TEST_P(PolicyServiceTest, DryRunSaysWhatTheDayAsksFor) {
  const std::string name = MustCreate(Juvenile("v1"));
  const auto run = [&](absl::CivilDay day) {
    auto request = Parse<v1::DryRunPolicyPackRequest>(
        absl::StrCat("effective_date { ", DateText(day), " }"));
    request.set_policy_pack(name);
    return *READ(policy_, DryRunPolicyPack, request);
  };
  // The division has no policy: there is nothing to compare with.
  EXPECT_EQ(run(tomorrow_).compared_with(), "");
  EXPECT_THAT(run(tomorrow_).changes(), IsEmpty());
  EXPECT_FALSE(run(tomorrow_).needs_force());
  EXPECT_TRUE(run(today_).needs_force());
  EXPECT_FALSE(run(today_).in_the_past());
  EXPECT_TRUE(run(today_ - 1).in_the_past());
  EXPECT_THAT(touched_, ElementsAre(name));
}

TEST_P(PolicyServiceTest, DryRunRefusesABadPack) {
  policy::v1::PolicyPack bad = Juvenile("v2");
  bad.clear_division();
  EXPECT_THAT(Violations(DryRun(bad, tomorrow_).status()),
              Contains("content.division POLICY_INVALID"));
}

// --- the tables themselves ---

TEST_P(PolicyServiceTest, APackGovernsNoDivisionButItsOwn) {
  const std::string name = MustCreate(Juvenile("v1"));
  const std::string id = name.substr(name.find('/') + 1);
  EXPECT_FALSE(
      database_
          ->WriteAndWait({},
                         [&](sql::Transaction& tx) {
                           return tx
                               .Execute(
                                   "INSERT INTO policy_activations (id,"
                                   " policy_pack_id, division, effective_date,"
                                   " forced, reason, recorded_at, recorded_by)"
                                   " VALUES ('a', :1, 'adult', '2027-01-01',"
                                   " 0, '', 1, 'person/admin')",
                                   id)
                               .status();
                         })
          .ok());
  EXPECT_EQ(CountRows("policy_activations"), 0);
}

std::string SchemaOn(const std::string& url) {
  sql::Options options;
  options.url = url;
  auto database = sql::Database::Open(options);
  EXPECT_THAT(database, IsOk());
  if (!database.ok()) return "";
  EXPECT_THAT(sql::Migrate(**database, "policy", PolicyMigrations()), IsOk());
  auto schema = sql::DumpSchema(**database);
  EXPECT_THAT(schema, IsOk());
  return schema.value_or("");
}

TEST(PolicySchemaTest, BothEnginesHaveTheSameTables) {
  testing::TempDir directory;
  testing::TestPostgresDatabase postgres;
  const std::string sqlite = SchemaOn("sqlite:" + directory.File("store.db"));
  EXPECT_NE(sqlite.find("table policy_activations"), std::string::npos);
  EXPECT_EQ(sqlite, SchemaOn(postgres.url()));
}

}  // namespace
}  // namespace caseload::caseplan

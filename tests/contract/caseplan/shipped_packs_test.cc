#include "services/caseplan/shipped_packs.h"

#include <fstream>
#include <thread>

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "tests/contract/caseplan/policy_fixture.h"

namespace caseload::caseplan {
namespace {

using ::caseload::testing::IsOk;
using ::caseload::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ShippedPacksTest : public PolicyTest {
 protected:
  void WriteFile(const std::string& name, const std::string& text) {
    std::ofstream(files_.File(name), std::ios::binary) << text;
  }
  void WriteFile(const std::string& name,
                 const policy::v1::PolicyPack& content) {
    std::string text;
    ASSERT_TRUE(google::protobuf::TextFormat::PrintToString(content, &text));
    WriteFile(name, text);
  }
  absl::StatusOr<ShippedPacks> Load() {
    return LoadShippedPacks(*database_, options_, files_.path(), now_);
  }

  testing::TempDir files_;
};

INSTANTIATE_TEST_SUITE_P(Engines, ShippedPacksTest,
                         ::testing::Values(sql::Engine::kSqlite,
                                           sql::Engine::kPostgres),
                         EngineName);

// R103: what the release ships governs a new county at once, New York's
// regulation beside California's manuals, by data alone.
TEST_P(ShippedPacksTest, EveryShippedPackGovernsItsDivision) {
  const auto loaded =
      LoadShippedPacks(*database_, options_, PacksFolder(), now_);
  ASSERT_THAT(loaded, IsOk());
  EXPECT_THAT(loaded->stored, SizeIs(3));
  EXPECT_THAT(loaded->activated, SizeIs(3));
  for (const policy::PolicyProblem& problem : loaded->refused) {
    ADD_FAILURE() << problem.ToString();
  }
  EXPECT_EQ(VersionOn(absl::CivilDay(2021, 3, 21), {}, "juvenile"),
            "POLICY_NOT_IN_FORCE");
  EXPECT_EQ(VersionOn(absl::CivilDay(2021, 3, 22), {}, "juvenile"),
            "2021-03-22");
  EXPECT_EQ(VersionOn(today_, {}, "adult"), "2019-06-03");
  const auto new_york = Effective("new-york-probation", today_);
  ASSERT_THAT(new_york, IsOk());
  EXPECT_EQ(new_york->policy_pack().pack_id(), "new-york-351.6");
  EXPECT_EQ(new_york->policy_pack().origin(), v1::PolicyPack::ORIGIN_SHIPPED);
  EXPECT_TRUE(new_york->activation().forced());
  EXPECT_EQ(new_york->activation().recorded_by(), "service/caseplan");
  EXPECT_THAT(ActivationStates(), SizeIs(3));
}

TEST_P(ShippedPacksTest, SecondStartChangesNothing) {
  WriteFile("a.textproto", ShippedPack("adult-1.17"));
  WriteFile("README.md", "not a pack");
  const auto first = Load();
  ASSERT_THAT(first, IsOk());
  EXPECT_THAT(first->stored, SizeIs(1));
  const int64_t changes = CountRows("changes");
  const auto second = Load();
  ASSERT_THAT(second, IsOk());
  EXPECT_THAT(second->stored, IsEmpty());
  EXPECT_THAT(second->unchanged, SizeIs(1));
  EXPECT_THAT(second->activated, IsEmpty());
  EXPECT_THAT(second->refused, IsEmpty());
  EXPECT_EQ(CountRows("policy_packs"), 1);
  EXPECT_EQ(CountRows("policy_activations"), 1);
  EXPECT_EQ(CountRows("changes"), changes);
}

TEST_P(ShippedPacksTest, TwoReplicasAtOnceLoadOnce) {
  WriteFile("a.textproto", ShippedPack("adult-1.17"));
  absl::StatusOr<ShippedPacks> results[2] = {absl::UnknownError(""),
                                             absl::UnknownError("")};
  std::thread threads[2];
  for (int i = 0; i < 2; ++i) {
    threads[i] = std::thread([&, i] { results[i] = Load(); });
  }
  for (std::thread& thread : threads) thread.join();
  ASSERT_THAT(results[0], IsOk());
  ASSERT_THAT(results[1], IsOk());
  EXPECT_EQ(results[0]->stored.size() + results[1]->stored.size(), 1u);
  EXPECT_EQ(results[0]->activated.size() + results[1]->activated.size(), 1u);
  EXPECT_EQ(CountRows("policy_activations"), 1);
}

// A new release's version waits until the county activates it.
TEST_P(ShippedPacksTest, ADivisionWithAPolicyIsLeftAlone) {
  CallAsManager();
  ASSERT_THAT(Force(MustCreate(Juvenile("county")), today_), IsOk());
  WriteFile("a.textproto", ShippedPack("juvenile-4.6"));
  WriteFile("b.textproto", ShippedPack("adult-1.17"));
  const auto loaded = Load();
  ASSERT_THAT(loaded, IsOk());
  EXPECT_THAT(loaded->stored, SizeIs(2));
  EXPECT_THAT(loaded->activated, SizeIs(1));
  EXPECT_EQ(VersionOn(today_), "county");
  EXPECT_EQ(VersionOn(today_ - 1), "POLICY_NOT_IN_FORCE");
  EXPECT_EQ(VersionOn(today_, {}, "adult"), "2019-06-03");
}

TEST_P(ShippedPacksTest, TwoVersionsOfADivisionTakeEffectOnTheirOwnDates) {
  policy::v1::PolicyPack later = Juvenile("2027-01-01");
  later.set_effective_date("2027-01-01");
  WriteFile("a.textproto", later);
  WriteFile("b.textproto", ShippedPack("juvenile-4.6"));
  policy::v1::PolicyPack same_day = Juvenile("other");
  WriteFile("c.textproto", same_day);
  const auto loaded = Load();
  ASSERT_THAT(loaded, IsOk());
  EXPECT_THAT(loaded->stored, SizeIs(3));
  EXPECT_THAT(loaded->activated, SizeIs(2));
  ASSERT_THAT(loaded->refused, SizeIs(1));
  EXPECT_THAT(loaded->refused[0].file, HasSubstr("c.textproto"));
  EXPECT_EQ(loaded->refused[0].field, "effective_date");
  EXPECT_EQ(VersionOn(absl::CivilDay(2026, 12, 31)), "2021-03-22");
  EXPECT_EQ(VersionOn(absl::CivilDay(2027, 1, 1)), "2027-01-01");
  EXPECT_FALSE(
      Effective("juvenile", absl::CivilDay(2027, 1, 1))->activation().forced());
}

// R060: the version that cases were judged under stays as it was.
TEST_P(ShippedPacksTest, OtherContentUnderAStoredVersionIsRefused) {
  WriteFile("a.textproto", Juvenile("v1", 10));
  ASSERT_THAT(Load(), IsOk());
  WriteFile("a.textproto", Juvenile("v1", 9));
  const auto again = Load();
  ASSERT_THAT(again, IsOk());
  EXPECT_THAT(again->stored, IsEmpty());
  ASSERT_THAT(again->refused, SizeIs(1));
  EXPECT_EQ(again->refused[0].field, "version_label");
  EXPECT_EQ(Effective("juvenile", today_)
                ->policy_pack()
                .content()
                .notice()
                .advance()
                .minimum_days(),
            10);
}

TEST_P(ShippedPacksTest, ABadFileIsNamedAndKeepsNoOtherOut) {
  WriteFile("a.textproto", "pack_id: \"x\"\nno_such_field: 1\n");
  policy::v1::PolicyPack invalid = Juvenile("v1");
  invalid.clear_title();
  WriteFile("b.textproto", invalid);
  WriteFile("c.textproto", ShippedPack("adult-1.17"));
  const auto loaded = Load();
  ASSERT_THAT(loaded, IsOk());
  EXPECT_THAT(loaded->stored, SizeIs(1));
  ASSERT_THAT(loaded->refused, SizeIs(2));
  EXPECT_THAT(loaded->refused[0].file, HasSubstr("a.textproto"));
  EXPECT_EQ(loaded->refused[0].line, 2);
  EXPECT_THAT(loaded->refused[1].file, HasSubstr("b.textproto"));
  EXPECT_EQ(loaded->refused[1].field, "title");
}

TEST_P(ShippedPacksTest, AMissingDirectoryIsNotFound) {
  EXPECT_THAT(LoadShippedPacks(*database_, options_, files_.File("none"), now_),
              StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace caseload::caseplan

// The packs and instruments that Caseload ships.

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/policy/instrument.h"
#include "services/policy/pack.h"
#include "services/policy/proto/load.h"
#include "tests/unit/policy/support.h"

namespace caseload::policy {
namespace {

using testing::Day;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::ReadSourceFile;
using testing::ShippedInstruments;
using testing::ShippedPack;
using testing::SourceFilesIn;

TEST(ShippedPolicyTest, EveryPackLoadsWithoutAProblem) {
  const auto paths = SourceFilesIn("policies/packs");
  EXPECT_THAT(paths, ElementsAre("policies/packs/adult-1.17.textproto",
                                 "policies/packs/juvenile-4.6.textproto",
                                 "policies/packs/new-york-351.6.textproto"));
  for (const std::string& path : paths) {
    const auto loaded = LoadPack(path, ReadSourceFile(path));
    EXPECT_THAT(ToString(loaded.problems), IsEmpty());
    ASSERT_TRUE(loaded.ok());
    EXPECT_EQ(path,
              absl::StrCat("policies/packs/",
                           loaded.value->value.version.pack_id, ".textproto"));
    EXPECT_EQ(loaded.value->value.version.digest.size(), 64u);
  }
}

TEST(ShippedPolicyTest, EveryInstrumentLoadsWithoutAProblem) {
  for (const std::string& path : SourceFilesIn("policies/instruments")) {
    const auto loaded = LoadInstrument(path, ReadSourceFile(path));
    EXPECT_THAT(ToString(loaded.problems), IsEmpty());
  }
}

TEST(ShippedPolicyTest, EveryPackMayBeActivatedWithTheShippedInstruments) {
  for (const char* name : {"juvenile-4.6", "adult-1.17", "new-york-351.6"}) {
    EXPECT_THAT(
        ToString(CheckInstruments(ShippedPack(name), ShippedInstruments())),
        IsEmpty());
  }
}

// R032: the example county's reasons are known, and who decides is named.
TEST(ShippedPolicyTest, EveryPackSaysWhoOverridesALevelAndWhy) {
  for (const char* name : {"juvenile-4.6", "adult-1.17", "new-york-351.6"}) {
    const PolicyPack& pack = ShippedPack(name);
    ASSERT_TRUE(pack.overrides.has_value()) << name;
    EXPECT_THAT(pack.overrides->approver_roles, ElementsAre("sdpo", "manager"));
    EXPECT_NE(pack.overrides->FindReason("crisis"), nullptr) << name;
    EXPECT_NE(pack.overrides->FindReason("offense-type"), nullptr) << name;
    EXPECT_EQ(pack.overrides->FindReason("mood"), nullptr) << name;
    EXPECT_EQ(pack.overrides->longest_temporary.months, 6) << name;
    EXPECT_EQ(pack.overrides->alert_above_percent, 10) << name;
  }
}

// A pack that was stored before there was such a section still loads.
TEST(ShippedPolicyTest, APackWithoutOverridesLoadsAndTakesNone) {
  const std::string text =
      ReadSourceFile("policies/packs/juvenile-4.6.textproto");
  const auto loaded =
      LoadPack("old.textproto", text.substr(0, text.find("\noverrides {")));
  EXPECT_THAT(ToString(loaded.problems), IsEmpty());
  ASSERT_TRUE(loaded.ok());
  EXPECT_FALSE(loaded.value->value.overrides.has_value());
}

std::string NumbersOf(const PolicyPack& pack) {
  return absl::StrJoin(pack.notice.reminders, " ",
                       [](std::string* out, const ReminderLine& line) {
                         absl::StrAppend(out, line.number);
                       });
}

// R014, as corrected: the counts that stand for R015-R033.
std::set<SnapshotCount> CountsOf(const PolicyPack& pack) {
  std::set<SnapshotCount> counts;
  for (const ReminderLine& line : pack.notice.reminders) {
    counts.insert(line.counts.begin(), line.counts.end());
  }
  return counts;
}

TEST(ShippedPolicyTest, JuvenileNoticeHasSevenItemsAndThreeSubItems) {
  const PolicyPack& pack = ShippedPack("juvenile-4.6");
  EXPECT_EQ(NumbersOf(pack), "1 2 3 4 5 5.1 5.2 5.3 6 7");
  EXPECT_EQ(CountsOf(pack),
            (std::set<SnapshotCount>{
                SnapshotCount::kClientStateNotCurrent,       // R015
                SnapshotCount::kAssessmentNotCurrent,        // R016
                SnapshotCount::kPlanNotCurrent,              // R017
                SnapshotCount::kNeedAreasOutsideRule,        // R018
                SnapshotCount::kNeedAreaNotAssessed,         // R019
                SnapshotCount::kObjectiveNotSmart,           // R022
                SnapshotCount::kEnrollmentWithoutObjective,  // R023
                SnapshotCount::kObjectiveWithoutEnrollment,
                SnapshotCount::kEnrollmentNotVerified,
                SnapshotCount::kNoObjectiveNote,  // R025
                SnapshotCount::kAttemptedOnly,    // R026
                SnapshotCount::kNotAttempted,
                SnapshotCount::kNoContactReasonMissing,  // R027
                SnapshotCount::kNoContactReasonLate,
                SnapshotCount::kWarrantIncomplete,  // R029
                SnapshotCount::kOverride,           // R032
                SnapshotCount::kTemporaryOverride,
                SnapshotCount::kOpenInvestigation,  // R033
            }));
}

TEST(ShippedPolicyTest, AdultNoticeHasEightItems) {
  const PolicyPack& pack = ShippedPack("adult-1.17");
  EXPECT_EQ(NumbersOf(pack), "1 2 3 4 5 6 7 8");
  EXPECT_EQ(CountsOf(pack),
            (std::set<SnapshotCount>{
                SnapshotCount::kPlanNotCurrent,             // R017
                SnapshotCount::kHighestFactorsNotTargeted,  // R020
                SnapshotCount::kAssessedWithoutPlan,        // R021
                SnapshotCount::kEnrollmentNotVerified,      // R024
                SnapshotCount::kNoObjectiveNote,            // R025
                SnapshotCount::kNoContactReasonMissing,     // R027
                SnapshotCount::kNoContactReasonLate,        // R028
                SnapshotCount::kWarrantIncomplete,          // R029
                SnapshotCount::kBookingTypeMissing,         // R030
                SnapshotCount::kResidentialNotConfirmed,    // R031
                SnapshotCount::kOverride,                   // R032
                SnapshotCount::kTemporaryOverride,
                SnapshotCount::kLowBand,
            }));
}

// The lines say what the manuals say, word for word and in their order.
TEST(ShippedPolicyTest, RemindersAreTheManualsOwnWords) {
  std::string expected;
  for (const absl::string_view line : absl::StrSplit(
           ReadSourceFile("tests/golden/reminder_lines.tsv"), '\n')) {
    if (!line.empty() && line[0] != '#') absl::StrAppend(&expected, line, "\n");
  }
  std::string actual;
  for (const char* name : {"juvenile-4.6", "adult-1.17"}) {
    for (const ReminderLine& line : ShippedPack(name).notice.reminders) {
      absl::StrAppend(&actual, name, "\t", line.number, "\t", line.text, "\n");
    }
  }
  EXPECT_EQ(actual, expected);
}

}  // namespace
}  // namespace caseload::policy

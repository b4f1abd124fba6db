// Packs as messages, values and digests.

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "caseload/policy/v1/policy_pack.pb.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/unknown_field_set.h"
#include "gtest/gtest.h"
#include "services/policy/proto/convert.h"
#include "services/policy/proto/digest.h"
#include "services/policy/proto/load.h"
#include "tests/unit/policy/support.h"

namespace caseload::policy {
namespace {

using testing::Day;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::ReadSourceFile;
using testing::ShippedPack;

constexpr char kJuvenile[] = "policies/packs/juvenile-4.6.textproto";

v1::PolicyPack JuvenileMessage() {
  auto loaded = LoadPack(kJuvenile, ReadSourceFile(kJuvenile));
  return loaded.value->message;
}

TEST(DigestTest, IsThatOfTheContentAndNotOfTheText) {
  const std::string text = ReadSourceFile(kJuvenile);
  const auto plain = LoadPack("a", text);
  const auto commented =
      LoadPack("b", absl::StrCat("# a comment\n",
                                 absl::StrReplaceAll(text, {{"  ", "    "}})));
  ASSERT_TRUE(plain.ok());
  ASSERT_TRUE(commented.ok());
  // Indentation inside the quoted texts is single spaces, so that only the
  // layout differs.
  EXPECT_EQ(plain.value->value.version.digest,
            commented.value->value.version.digest);
  const auto changed = LoadPack(
      "c", absl::StrReplaceAll(text, {{"target_days: 14", "target_days: 15"}}));
  ASSERT_TRUE(changed.ok());
  EXPECT_NE(plain.value->value.version.digest,
            changed.value->value.version.digest);
}

TEST(DigestTest, IsSha256OfTheCanonicalBytes) {
  v1::PolicyPack empty;
  EXPECT_EQ(*PackDigest(empty),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(DigestTest, SurvivesTheWire) {
  const v1::PolicyPack pack = JuvenileMessage();
  v1::PolicyPack again;
  ASSERT_TRUE(again.ParseFromString(pack.SerializeAsString()));
  EXPECT_EQ(*PackDigest(pack), *PackDigest(again));
}

TEST(ConvertTest, AnUnknownFieldIsRefused) {
  v1::PolicyPack pack = JuvenileMessage();
  pack.GetReflection()
      ->MutableUnknownFields(pack.mutable_quarter())
      ->AddVarint(99, 1);
  const auto converted = ConvertPack(pack);
  EXPECT_FALSE(converted.ok());
  EXPECT_EQ(ToString(converted.problems),
            "quarter: holds a field that this version does not know\n");
}

TEST(ConvertTest, AnEmptyPackNamesEveryPartThatIsMissing) {
  const std::string problems = ToString(ConvertPack({}).problems);
  for (const char* part :
       {"pack_id: is missing", "go_live: is missing", "band_scheme: is missing",
        "assessment: is missing", "plan: is missing", "enrollment: is missing",
        "note: is missing", "client_state: is missing", "contact: is missing",
        "month_close: is missing", "quarter: is missing",
        "carrying: is missing", "conference: is missing", "notice: is missing",
        "sample: is missing",
        "need_areas: has 0 elements; it needs 1 or more"}) {
    EXPECT_THAT(problems, HasSubstr(part));
  }
}

TEST(ConvertTest, TextsAreHeldToTheirForms) {
  v1::PolicyPack pack = JuvenileMessage();
  pack.set_pack_id("Juvenile 4.6");
  pack.set_title(std::string("a\nb"));
  pack.mutable_month_close()->set_new_case_reason_code("new-case");
  const std::string problems = ToString(ConvertPack(pack).problems);
  EXPECT_THAT(problems, HasSubstr("pack_id: is not an id"));
  EXPECT_THAT(problems, HasSubstr("title: holds a control character"));
  EXPECT_THAT(problems, HasSubstr("new_case_reason_code: is not a code"));
  pack = JuvenileMessage();
  pack.set_title(std::string(2001, 'x'));
  EXPECT_EQ(ToString(ConvertPack(pack).problems),
            "title: is longer than 2000 bytes\n");
}

TEST(ConvertTest, EveryFigureArrives) {
  const PolicyPack& pack = ShippedPack("juvenile-4.6");
  EXPECT_EQ(pack.division, "juvenile");
  EXPECT_EQ(pack.effective_date, Day("2021-03-22"));
  EXPECT_EQ(pack.previous_effective_date, std::nullopt);
  EXPECT_EQ(pack.band_scheme.RankOf("very-high"), 3);
  EXPECT_EQ(pack.band_scheme.RankOf("greatest"), std::nullopt);
  EXPECT_EQ(pack.assessment.initial_due, (Period{30, 0}));
  EXPECT_TRUE(pack.assessment.before_first_plan);
  EXPECT_FALSE(pack.assessment.clock_starts_at_release);
  EXPECT_EQ(pack.plan.expires_after, (Period{0, 6}));
  EXPECT_EQ(pack.notice.minimum_days, 10);
  EXPECT_EQ(pack.notice.short_notice, ShortNotice::kAcceptedWithReason);
  EXPECT_EQ(ShippedPack("adult-1.17").notice.short_notice,
            ShortNotice::kRefusedWithoutWaiver);
  EXPECT_TRUE(pack.conference.location_required);  // R010
  EXPECT_FALSE(ShippedPack("adult-1.17").conference.location_required);
  EXPECT_THAT(ShippedPack("adult-1.17").conference.resolve_band_ids,
              ElementsAre("low", "med-low"));  // R032
  EXPECT_EQ(pack.contact.ClassOf(ContactLocation::kSchool),
            LocationClass::kField);
  EXPECT_EQ(pack.contact.ClassOf(ContactLocation::kCourt),
            LocationClass::kOther);
  EXPECT_EQ(pack.sample.size(), 2u);
  EXPECT_EQ(pack.sample[0].count, 3);
  EXPECT_EQ(pack.caseload_limits[2].in_band_from, 12);
  EXPECT_EQ(pack.caseload_limits[1].in_band_from, 35);
  EXPECT_EQ(ShippedPack("new-york-351.6").contact.substitution->maximum_percent,
            50);
}

}  // namespace
}  // namespace caseload::policy

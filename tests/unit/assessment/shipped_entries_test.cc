// What is refused of the shipped instruments' entries, and with which words.

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "caseload/options/v1/options.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/assessment/administering.h"
#include "services/assessment/convert_assessment.h"
#include "services/assessment/domain/completion.h"
#include "services/assessment/validate_assessment.h"
#include "services/common/status/error.h"
#include "services/policy/proto/load.h"
#include "tests/support/status_matchers.h"

namespace caseload::assessment {
namespace {

using ::caseload::testing::HasReason;
using ::caseload::testing::IsOk;
using ::caseload::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

policy::Instrument Shipped(const std::string& file) {
  const char* root = std::getenv("CASELOAD_SOURCE_DIR");
  if (root == nullptr) std::abort();
  std::ifstream stream(
      absl::StrCat(root, "/policies/instruments/", file, ".textproto"));
  std::ostringstream text;
  text << stream.rdbuf();
  auto loaded = policy::LoadInstrument(file, text.str());
  if (!loaded.ok()) std::abort();
  return loaded.value->value;
}

v1::Assessment EntryFor(const policy::Instrument& instrument) {
  v1::Assessment assessment;
  assessment.set_case_("cases/case-1");
  assessment.set_instrument(absl::StrCat("instruments/", instrument.id,
                                         "/versions/", instrument.version));
  assessment.mutable_assessed_date()->set_year(2026);
  assessment.mutable_assessed_date()->set_month(11);
  assessment.mutable_assessed_date()->set_day(2);
  assessment.add_strengths()->set_text("keeps appointments");
  assessment.add_needs()->set_text("no work");
  assessment.add_risks_to_community()->set_text("none found");
  return assessment;
}

void AddScore(const std::string& domain, int score,
              v1::Assessment* assessment) {
  v1::DomainScore& added = *assessment->add_domain_scores();
  added.set_domain(domain);
  added.set_score(score);
}

// "field REASON text" of everything that is wrong.
std::vector<std::string> Refusals(const policy::Instrument& instrument,
                                  const v1::Assessment& entry) {
  const absl::Status refusal =
      ValidateAgainstInstrument(*ToDraft(entry), entry, instrument);
  std::vector<std::string> texts;
  for (const auto& violation : status::FieldViolationsOf(refusal)) {
    texts.push_back(absl::StrCat(violation.field, " ", violation.reason, " ",
                                 violation.description));
  }
  return texts;
}

TEST(ShippedEntriesTest, AKesslerScoreWithoutItsConventionIsRefused) {
  const policy::Instrument k10 = Shipped("k10");
  v1::Assessment entry = EntryFor(k10);
  AddScore("distress", 25, &entry);
  EXPECT_THAT(Refusals(k10, entry),
              ElementsAre("assessment.norm_group SCORING_CONVENTION_REQUIRED "
                          "is empty; name the convention by which the items "
                          "were scored: items-1-5 (1 to 5 points), items-0-4 "
                          "(0 to 4 points)"));
  entry.set_norm_group("items-1-5");
  EXPECT_THAT(Refusals(k10, entry), IsEmpty());
  entry.mutable_domain_scores(0)->set_score(9);
  EXPECT_THAT(Refusals(k10, entry),
              ElementsAre("assessment.domain_scores[0].score "
                          "SCORE_OUT_OF_RANGE is outside 10 to 50, the "
                          "domain's maximum"));
  entry.set_norm_group("items-0-4");
  entry.mutable_domain_scores(0)->set_score(41);
  EXPECT_THAT(Refusals(k10, entry),
              ElementsAre("assessment.domain_scores[0].score "
                          "SCORE_OUT_OF_RANGE is outside 0 to 40, the "
                          "domain's maximum"));
  entry.mutable_domain_scores(0)->set_score(40);
  entry.set_entered_total(45);
  EXPECT_THAT(Refusals(k10, entry),
              ElementsAre("assessment.entered_total SCORE_OUT_OF_RANGE is "
                          "outside 0 to 40, the instrument's maximum"));
}

TEST(ShippedEntriesTest, AnLsiRTotalOf55IsRefused) {
  const policy::Instrument lsi_r = Shipped("lsi-r");
  v1::Assessment entry = EntryFor(lsi_r);
  entry.set_norm_group("general");
  entry.set_entered_total(54);
  EXPECT_THAT(Refusals(lsi_r, entry), IsEmpty());
  entry.set_entered_total(55);
  EXPECT_THAT(Refusals(lsi_r, entry),
              ElementsAre("assessment.entered_total SCORE_OUT_OF_RANGE is "
                          "outside 0 to 54, the instrument's maximum"));
}

TEST(ShippedEntriesTest, ADomainOverItsMaximumIsRefused) {
  const policy::Instrument yls = Shipped("yls-cmi-2.0");
  v1::Assessment entry = EntryFor(yls);
  entry.set_norm_group("custodial-female");
  AddScore("family", 7, &entry);
  EXPECT_THAT(Refusals(yls, entry),
              ElementsAre("assessment.domain_scores[0].score "
                          "SCORE_OUT_OF_RANGE is outside 0 to 6, the domain's "
                          "maximum"));
}

// Every area has its ratings, or a code that says why not.
TEST(ShippedEntriesTest, TheSeverityIndexTakesRatingsAndCodes) {
  const policy::Instrument asi = Shipped("asi");
  v1::Assessment entry = EntryFor(asi);
  for (const auto& domain : asi.domains) {
    v1::DomainScore& area = *entry.add_domain_scores();
    area.set_domain(domain.id);
    v1::AreaRating& composite = *area.add_ratings();
    composite.set_scale("composite");
    composite.set_value(57);
    v1::AreaRating& severity = *area.add_ratings();
    severity.set_scale("severity");
    severity.set_special_code(-8);
  }
  EXPECT_THAT(Refusals(asi, entry), IsEmpty());
  domain::Assessment draft = *ToDraft(entry);
  EXPECT_THAT(domain::Complete(asi, "assessments/a", &draft), IsOk());
  EXPECT_EQ(draft.result->total, std::nullopt);
  EXPECT_EQ(draft.result->level, "");
  EXPECT_THAT(draft.result->bands, IsEmpty());

  draft = *ToDraft(entry);
  draft.domains[2].ratings.pop_back();
  const absl::Status unrated = domain::Complete(asi, "assessments/a", &draft);
  EXPECT_THAT(unrated, HasReason("DOMAIN_NOT_SCORED"));
  EXPECT_THAT(std::string(unrated.message()), HasSubstr("alcohol"));
}

TEST(ShippedEntriesTest, ARatingOffItsScaleIsRefused) {
  const policy::Instrument asi = Shipped("asi");
  v1::Assessment entry = EntryFor(asi);
  v1::DomainScore& area = *entry.add_domain_scores();
  area.set_domain("medical");
  v1::AreaRating& rating = *area.add_ratings();
  rating.set_scale("composite");
  const std::string off =
      "assessment.domain_scores[0].ratings[0] RATING_OFF_SCALE is not on the "
      "scale: 0.00 to 1.00, or one of -8, -9";
  EXPECT_THAT(Refusals(asi, entry), ElementsAre(off));
  rating.set_value(101);
  EXPECT_THAT(Refusals(asi, entry), ElementsAre(off));
  rating.set_value(-1);
  EXPECT_THAT(Refusals(asi, entry), ElementsAre(off));
  rating.set_special_code(-7);
  EXPECT_THAT(Refusals(asi, entry), ElementsAre(off));
  rating.set_value(100);
  *area.add_ratings() = rating;
  EXPECT_THAT(Refusals(asi, entry),
              ElementsAre("assessment.domain_scores[0].ratings[1].scale "
                          "VALUE_REPEATED is in the list already"));
  area.mutable_ratings(1)->set_scale("mood");
  EXPECT_THAT(Refusals(asi, entry),
              ElementsAre("assessment.domain_scores[0].ratings[1].scale "
                          "RATING_SCALE_UNKNOWN is no rating scale of the "
                          "instrument"));
}

TEST(ShippedEntriesTest, OnlyTheRolesThatAnInstrumentNamesMayEnterIt) {
  const policy::Instrument asi = Shipped("asi");
  auth::Caller caller;
  caller.roles.Add(options::v1::ROLE_DPO);
  const absl::Status refused = CheckAdministers(caller, asi);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(refused, HasReason("ADMINISTERING_ROLE_REQUIRED"));
  EXPECT_THAT(CheckAdministers(caller, Shipped("ls-cmi")), IsOk());
  caller.roles.Add(options::v1::ROLE_RECORDS);
  EXPECT_THAT(CheckAdministers(caller, asi), IsOk());
}

}  // namespace
}  // namespace caseload::assessment

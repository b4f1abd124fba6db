#include "services/assessment/validate_assessment.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/assessment/convert.h"
#include "services/assessment/convert_assessment.h"
#include "services/policy/proto/convert.h"
#include "tests/support/assessment/example_assessments.h"
#include "tests/support/assessment/example_instruments.h"
#include "tests/support/status_matchers.h"

namespace caseload::assessment {
namespace {

using ::caseload::testing::HasReason;
using ::caseload::testing::IsOk;
using ::caseload::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::Pair;

constexpr absl::CivilDay kToday(2026, 11, 20);

using Violations = std::vector<std::pair<std::string, std::string>>;

// Field and reason of everything that is wrong.
Violations ViolationsOf(const absl::Status& status) {
  Violations result;
  for (const auto& violation : status::FieldViolationsOf(status)) {
    result.emplace_back(violation.field, violation.reason);
  }
  return result;
}

struct Case {
  std::string field;
  std::string reason;
  std::function<void(v1::Assessment&)> spoil;
};

v1::Assessment Good() { return testing::RiskAssessment(1, 2, 3); }

TEST(ValidateCreateAssessmentTest, AcceptsWhatIsComplete) {
  v1::CreateAssessmentRequest request;
  *request.mutable_assessment() = Good();
  EXPECT_THAT(ValidateCreateAssessment(request, kToday), IsOk());
}

TEST(ValidateCreateAssessmentTest, AsksForAnAssessment) {
  EXPECT_THAT(ViolationsOf(ValidateCreateAssessment(
                  v1::CreateAssessmentRequest(), kToday)),
              ElementsAre(Pair("assessment", "FIELD_REQUIRED")));
}

TEST(ValidateCreateAssessmentTest, ReportsEachFieldAndItsReason) {
  const std::string long_text(4001, 'x');
  const std::vector<Case> cases = {
      {"assessment.case", "NAME_INVALID",
       [](auto& a) { a.set_case_("clients/c"); }},
      {"assessment.instrument", "NAME_INVALID",
       [](auto& a) { a.set_instrument("instruments/ls-cmi"); }},
      {"assessment.assessed_date", "FIELD_REQUIRED",
       [](auto& a) { a.clear_assessed_date(); }},
      {"assessment.assessed_date", "DATE_INVALID",
       [](auto& a) { a.mutable_assessed_date()->set_day(31); }},
      {"assessment.assessed_date", "DATE_IN_FUTURE",
       [](auto& a) { a.mutable_assessed_date()->set_day(21); }},
      {"assessment.strengths[0].text", "FIELD_REQUIRED",
       [](auto& a) { a.mutable_strengths(0)->clear_text(); }},
      {"assessment.needs[0].text", "TEXT_TOO_LONG",
       [&](auto& a) { a.mutable_needs(0)->set_text(long_text); }},
      {"assessment.risks_to_community", "TOO_MANY_ITEMS",
       [](auto& a) {
         for (int i = 0; i < 50; ++i) a.add_risks_to_community()->set_text("x");
       }},
      {"assessment.cultural_considerations", "TEXT_TOO_LONG",
       [&](auto& a) { a.set_cultural_considerations(long_text); }},
      {"assessment.participation.note", "TEXT_TOO_LONG",
       [&](auto& a) { a.mutable_participation()->set_note(long_text); }},
      {"assessment.participation.client", "ENUM_INVALID",
       [](auto& a) {
         a.mutable_participation()->set_client(
             static_cast<v1::Participation::Degree>(99));
       }},
      {"assessment.responsivity_factors[0].kind", "FIELD_REQUIRED",
       [](auto& a) { a.add_responsivity_factors(); }},
      {"assessment.responsivity_factors[0].note", "FIELD_REQUIRED",
       [](auto& a) {
         a.add_responsivity_factors()->set_kind(
             v1::ResponsivityFactor::KIND_OTHER);
       }},
      {"assessment.domain_scores[1].note", "TEXT_TOO_LONG",
       [&](auto& a) { a.mutable_domain_scores(1)->set_note(long_text); }},
      {"assessment.domain_scores[1].recorded_need", "ENUM_INVALID",
       [](auto& a) {
         a.mutable_domain_scores(1)->set_recorded_need(
             static_cast<v1::DomainScore::RecordedNeed>(7));
       }},
      {"assessment.domain_scores[1].reviewed_with_client_date",
       "DATE_BEFORE_ASSESSMENT",
       [](auto& a) {
         *a.mutable_domain_scores(1)->mutable_reviewed_with_client_date() =
             ToDate(absl::CivilDay(2026, 11, 1));
       }},
      {"assessment.domain_scores[1].reviewed_with_client_date",
       "DATE_IN_FUTURE",
       [](auto& a) {
         *a.mutable_domain_scores(1)->mutable_reviewed_with_client_date() =
             ToDate(kToday + 1);
       }},
  };
  for (const Case& bad : cases) {
    v1::CreateAssessmentRequest request;
    *request.mutable_assessment() = Good();
    bad.spoil(*request.mutable_assessment());
    const absl::Status status = ValidateCreateAssessment(request, kToday);
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(ViolationsOf(status), ElementsAre(Pair(bad.field, bad.reason)));
  }
}

// R073: what others contributed comes with who and when.
TEST(ValidateCreateAssessmentTest, ExternalInformationNamesItsSource) {
  v1::CreateAssessmentRequest request;
  *request.mutable_assessment() = Good();
  request.mutable_assessment()->add_external_information();
  EXPECT_THAT(
      ViolationsOf(ValidateCreateAssessment(request, kToday)),
      ElementsAre(
          Pair("assessment.external_information[0].kind", "FIELD_REQUIRED"),
          Pair("assessment.external_information[0].source", "FIELD_REQUIRED"),
          Pair("assessment.external_information[0].summary", "FIELD_REQUIRED"),
          Pair("assessment.external_information[0].received_date",
               "FIELD_REQUIRED")));
}

// Lengths are those of characters, not of bytes.
TEST(ValidateCreateAssessmentTest, CountsCharacters) {
  v1::CreateAssessmentRequest request;
  *request.mutable_assessment() = Good();
  std::string text;
  for (int i = 0; i < 4000; ++i) text += "\u00f1";
  request.mutable_assessment()->set_cultural_considerations(text);
  EXPECT_THAT(ValidateCreateAssessment(request, kToday), IsOk());
  request.mutable_assessment()->set_cultural_considerations(text + "n");
  EXPECT_THAT(ValidateCreateAssessment(request, kToday),
              HasReason("TEXT_TOO_LONG"));
}

Violations AgainstInstrument(const v1::Assessment& message,
                             const policy::v1::Instrument& definition) {
  return ViolationsOf(
      ValidateAgainstInstrument(*ToDraft(message), message,
                                *policy::ConvertInstrument(definition).value));
}

TEST(ValidateAgainstInstrumentTest, AcceptsADraftWithHolesInIt) {
  v1::Assessment draft = Good();
  draft.mutable_domain_scores()->RemoveLast();
  draft.mutable_domain_scores(0)->clear_score();
  EXPECT_TRUE(AgainstInstrument(draft, testing::ExampleRisk()).empty());
}

TEST(ValidateAgainstInstrumentTest, ReportsEachFieldAndItsReason) {
  const std::vector<Case> cases = {
      {"assessment.norm_group", "FIELD_REQUIRED",
       [](auto& a) { a.clear_norm_group(); }},
      {"assessment.norm_group", "NORM_GROUP_UNKNOWN",
       [](auto& a) { a.set_norm_group("nobody"); }},
      {"assessment.domain_scores[2].domain", "DOMAIN_UNKNOWN",
       [](auto& a) { a.mutable_domain_scores(2)->set_domain("weather"); }},
      {"assessment.domain_scores[2].domain", "VALUE_REPEATED",
       [](auto& a) { a.mutable_domain_scores(2)->set_domain("family"); }},
      // A domain over its maximum, and below nothing.
      {"assessment.domain_scores[1].score", "SCORE_OUT_OF_RANGE",
       [](auto& a) { a.mutable_domain_scores(1)->set_score(6); }},
      {"assessment.domain_scores[1].score", "SCORE_OUT_OF_RANGE",
       [](auto& a) { a.mutable_domain_scores(1)->set_score(-1); }},
      // Five items: with four missing at most one point is left.
      {"assessment.domain_scores[1].missing_items",
       "MISSING_ITEMS_INCONSISTENT",
       [](auto& a) { a.mutable_domain_scores(1)->set_missing_items(4); }},
      {"assessment.domain_scores[1].missing_items",
       "MISSING_ITEMS_INCONSISTENT",
       [](auto& a) { a.mutable_domain_scores(1)->set_missing_items(6); }},
      {"assessment.domain_scores[1].item_counts", "ITEM_COUNTS_INCONSISTENT",
       [](auto& a) {
         a.mutable_domain_scores(1)->mutable_item_counts()->set_present(2);
         a.mutable_domain_scores(1)->mutable_item_counts()->set_absent(2);
       }},
      {"assessment.domain_scores[1].recorded_need", "SCORE_NOT_TAKEN",
       [](auto& a) {
         a.mutable_domain_scores(1)->set_recorded_need(
             v1::DomainScore::RECORDED_NEED_HIGH);
       }},
      // R043: a static domain drives nothing.
      {"assessment.domain_scores[0].driver", "DRIVER_NOT_ALLOWED",
       [](auto& a) { a.mutable_domain_scores(0)->set_driver(true); }},
      {"assessment.entered_total", "SCORE_OUT_OF_RANGE",
       [](auto& a) { a.set_entered_total(13); }},
      {"assessment.entered_total", "SCORE_OUT_OF_RANGE",
       [](auto& a) { a.set_entered_total(-1); }},
      {"assessment.entered_level", "LEVEL_UNKNOWN",
       [](auto& a) { a.set_entered_level("extreme"); }},
      {"assessment.strengths[0].domain", "DOMAIN_UNKNOWN",
       [](auto& a) { a.mutable_strengths(0)->set_domain("weather"); }},
  };
  for (const Case& bad : cases) {
    v1::Assessment message = Good();
    bad.spoil(message);
    EXPECT_THAT(AgainstInstrument(message, testing::ExampleRisk()),
                ElementsAre(Pair(bad.field, bad.reason)));
  }
}

TEST(ValidateAgainstInstrumentTest, TakesNoScoreWhereNothingIsSummed) {
  v1::Assessment message =
      testing::RecordedAssessment("hi", absl::CivilDay(2026, 11, 2));
  v1::DomainScore* friends = message.add_domain_scores();
  friends->set_domain("friends");
  friends->set_recorded_need(v1::DomainScore::RECORDED_NEED_HIGH);
  EXPECT_TRUE(AgainstInstrument(message, testing::ExampleRecorded()).empty());
  friends->set_score(0);
  EXPECT_THAT(
      AgainstInstrument(message, testing::ExampleRecorded()),
      ElementsAre(Pair("assessment.domain_scores[0]", "SCORE_NOT_TAKEN")));
  friends->clear_score();
  message.set_norm_group("all");
  EXPECT_THAT(AgainstInstrument(message, testing::ExampleRecorded()),
              ElementsAre(Pair("assessment.norm_group", "NORM_GROUP_UNKNOWN")));
}

v1::BatchGetCurrentRiskRequest RiskRequest() {
  v1::BatchGetCurrentRiskRequest request;
  request.add_cases("cases/case-1");
  request.mutable_rule()->set_band_scheme("example-bands");
  v1::RankedInstrument* ranked = request.mutable_rule()->add_instruments();
  ranked->set_instrument("instruments/example-risk");
  ranked->mutable_reassess_after()->set_months(6);
  request.mutable_rule()
      ->mutable_first_assessment()
      ->mutable_due_within()
      ->set_days(30);
  return request;
}

TEST(ValidateBatchGetCurrentRiskTest, FillsInTheDayAndTheInstantOfTheCall) {
  const absl::Time now = absl::FromUnixSeconds(1'700'000'000);
  const auto query = ValidateBatchGetCurrentRisk(RiskRequest(), now, kToday);
  ASSERT_THAT(query, IsOk());
  EXPECT_THAT(query->case_ids, ElementsAre("case-1"));
  EXPECT_EQ(query->as_of, kToday);
  EXPECT_EQ(query->known_at, now);
  EXPECT_EQ(query->pack.band_scheme.id, "example-bands");
  ASSERT_EQ(query->pack.assessment.instruments.size(), 1u);
  EXPECT_EQ(query->pack.assessment.instruments[0].reassess_after.months, 6);
}

TEST(ValidateBatchGetCurrentRiskTest, TakesTheRuleOfTheClocks) {
  v1::BatchGetCurrentRiskRequest request = RiskRequest();
  v1::RiskRule& rule = *request.mutable_rule();
  rule.mutable_instruments(0)->set_only_once_used(true);
  rule.mutable_first_assessment()->set_before_first_plan(true);
  rule.mutable_first_assessment()->set_clock_starts_at_release(true);
  rule.mutable_first_assessment()->mutable_reusable_within()->set_months(12);
  rule.add_exempt_case_types("administrative");
  const auto query =
      ValidateBatchGetCurrentRisk(request, absl::UnixEpoch(), kToday);
  ASSERT_THAT(query, IsOk());
  const policy::AssessmentRules& rules = query->pack.assessment;
  EXPECT_EQ(rules.instruments[0].duty, policy::InstrumentDuty::kOnceUsed);
  EXPECT_EQ(rules.initial_due.days, 30);
  EXPECT_TRUE(rules.before_first_plan);
  EXPECT_TRUE(rules.clock_starts_at_release);
  ASSERT_TRUE(rules.reusable_within.has_value());
  EXPECT_EQ(rules.reusable_within->months, 12);
  const policy::CaseType* type = query->pack.FindCaseType("administrative");
  ASSERT_NE(type, nullptr);
  EXPECT_FALSE(type->assessment_required);
}

TEST(ValidateBatchGetCurrentRiskTest, ReportsEachFieldAndItsReason) {
  using Request = v1::BatchGetCurrentRiskRequest;
  struct Bad {
    std::string field;
    std::string reason;
    std::function<void(Request&)> spoil;
  };
  const std::vector<Bad> cases = {
      {"cases", "FIELD_REQUIRED", [](Request& r) { r.clear_cases(); }},
      {"cases[1]", "NAME_INVALID", [](Request& r) { r.add_cases("case-2"); }},
      {"cases[1]", "VALUE_REPEATED",
       [](Request& r) { r.add_cases("cases/case-1"); }},
      {"cases", "TOO_MANY_ITEMS",
       [](Request& r) {
         for (int i = 0; i < 500; ++i) {
           r.add_cases("cases/other-" + std::to_string(i));
         }
       }},
      {"as_of", "DATE_INVALID", [](Request& r) { r.mutable_as_of(); }},
      {"known_at", "TIME_INVALID",
       [](Request& r) { r.mutable_known_at()->set_nanos(-1); }},
      {"rule.instruments", "FIELD_REQUIRED",
       [](Request& r) { r.mutable_rule()->clear_instruments(); }},
      {"rule.instruments[0].instrument", "NAME_INVALID",
       [](Request& r) {
         r.mutable_rule()->mutable_instruments(0)->set_instrument(
             "instruments/-");
       }},
      {"rule.instruments[1].instrument", "VALUE_REPEATED",
       [](Request& r) {
         *r.mutable_rule()->add_instruments() = r.rule().instruments(0);
       }},
      {"rule.instruments[0].reassess_after", "FIELD_REQUIRED",
       [](Request& r) {
         r.mutable_rule()->mutable_instruments(0)->clear_reassess_after();
       }},
      {"rule.instruments[0].reassess_after", "PERIOD_INVALID",
       [](Request& r) {
         r.mutable_rule()
             ->mutable_instruments(0)
             ->mutable_reassess_after()
             ->set_days(30);
       }},
      {"rule.first_assessment", "FIELD_REQUIRED",
       [](Request& r) { r.mutable_rule()->clear_first_assessment(); }},
      {"rule.first_assessment.due_within", "FIELD_REQUIRED",
       [](Request& r) {
         r.mutable_rule()->mutable_first_assessment()->clear_due_within();
       }},
      {"rule.first_assessment.reusable_within", "PERIOD_INVALID",
       [](Request& r) {
         r.mutable_rule()
             ->mutable_first_assessment()
             ->mutable_reusable_within();
       }},
      {"rule.exempt_case_types[0]", "FIELD_REQUIRED",
       [](Request& r) { r.mutable_rule()->add_exempt_case_types(""); }},
      {"rule.exempt_case_types[0]", "TEXT_TOO_LONG",
       [](Request& r) {
         r.mutable_rule()->add_exempt_case_types(std::string(64, 'a'));
       }},
      {"rule.exempt_case_types[1]", "VALUE_REPEATED",
       [](Request& r) {
         r.mutable_rule()->add_exempt_case_types("administrative");
         r.mutable_rule()->add_exempt_case_types("administrative");
       }},
      {"rule.band_scheme", "FIELD_REQUIRED",
       [](Request& r) { r.mutable_rule()->clear_band_scheme(); }},
  };
  for (const Bad& bad : cases) {
    Request request = RiskRequest();
    bad.spoil(request);
    const auto query =
        ValidateBatchGetCurrentRisk(request, absl::UnixEpoch(), kToday);
    EXPECT_THAT(query, StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(ViolationsOf(query.status()),
                ElementsAre(Pair(bad.field, bad.reason)));
  }
}

}  // namespace
}  // namespace caseload::assessment

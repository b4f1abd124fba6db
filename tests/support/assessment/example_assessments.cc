#include "tests/support/assessment/example_assessments.h"

#include "services/assessment/convert.h"

namespace caseload::assessment::testing {
namespace {

v1::Assessment OnCase(const std::string& instrument, absl::CivilDay day) {
  v1::Assessment assessment;
  assessment.set_case_("cases/case-1");
  assessment.set_instrument(instrument);
  *assessment.mutable_assessed_date() = ToDate(day);
  assessment.add_strengths()->set_text("keeps appointments");
  assessment.add_needs()->set_text("no work");
  assessment.add_risks_to_community()->set_text("none found");
  return assessment;
}

void AddScore(v1::Assessment* assessment, const std::string& domain,
              int score) {
  v1::DomainScore* added = assessment->add_domain_scores();
  added->set_domain(domain);
  added->set_score(score);
}

}  // namespace

v1::Assessment RiskAssessment(int history, int family, int peers,
                              absl::CivilDay day) {
  v1::Assessment assessment =
      OnCase("instruments/example-risk/versions/1.0", day);
  assessment.set_norm_group("all");
  AddScore(&assessment, "history", history);
  AddScore(&assessment, "family", family);
  AddScore(&assessment, "peers", peers);
  return assessment;
}

v1::Assessment RecordedAssessment(const std::string& level,
                                  absl::CivilDay day) {
  v1::Assessment assessment =
      OnCase("instruments/example-recorded/versions/1", day);
  assessment.set_entered_level(level);
  return assessment;
}

v1::Assessment ScreenAssessment(int score) {
  v1::Assessment assessment = OnCase("instruments/example-screen/versions/1",
                                     absl::CivilDay(2026, 11, 2));
  assessment.set_norm_group("scored-0-to-4");
  AddScore(&assessment, "distress", score);
  return assessment;
}

}  // namespace caseload::assessment::testing

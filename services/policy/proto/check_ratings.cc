#include "services/policy/proto/check_ratings.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "caseload/options/v1/options.pb.h"
#include "services/policy/proto/check_lists.h"

namespace caseload::policy {
namespace {

void CheckScale(const v1::RatingScale& scale, const std::string& path,
                ProblemList* problems) {
  if (scale.maximum() <= scale.minimum()) {
    problems->Add(FieldPath(path, "maximum"),
                  absl::StrCat("is ", scale.maximum(),
                               ", not above the minimum of ", scale.minimum()));
  }
  std::set<int> codes;
  for (int i = 0; i < scale.special_codes_size(); ++i) {
    const int code = scale.special_codes(i).code();
    const std::string field =
        FieldPath(ElementPath(FieldPath(path, "special_codes"), i), "code");
    if (scale.minimum() <= code && code <= scale.maximum()) {
      problems->Add(
          field, absl::StrCat("is ", code, ", which is a value of the scale"));
    }
    if (!codes.insert(code).second) {
      problems->Add(field,
                    absl::StrCat("is ", code, ", which the list has twice"));
    }
  }
}

}  // namespace

void CheckRatingScales(const v1::Instrument& instrument,
                       ProblemList* problems) {
  const auto& scales = instrument.rating_scales();
  CheckUniqueIds(
      scales, "rating_scales", "scale_id",
      [](const v1::RatingScale& scale) { return scale.scale_id(); }, problems);
  if (!scales.empty() &&
      instrument.scoring_convention() != v1::SCORING_CONVENTION_NARRATIVE) {
    problems->Add("rating_scales",
                  "is set, and the instrument has a level of its own");
  }
  for (int i = 0; i < scales.size(); ++i) {
    CheckScale(scales[i], ElementPath("rating_scales", i), problems);
  }
}

void CheckPeople(const v1::Instrument& instrument, ProblemList* problems) {
  for (int i = 0; i < instrument.administering_roles_size(); ++i) {
    const auto role = instrument.administering_roles(i);
    if (role != options::v1::ROLE_AUDITOR && role != options::v1::ROLE_OPS) {
      continue;
    }
    problems->Add(ElementPath("administering_roles", i),
                  absl::StrCat("is ", options::v1::Role_Name(role),
                               ", a role that enters no client's record"));
  }
  for (int i = 0; i < instrument.validation_evidence_size(); ++i) {
    const v1::ValidationEvidence& evidence = instrument.validation_evidence(i);
    if (evidence.local_validation_date().empty() ||
        !evidence.population().empty()) {
      continue;
    }
    problems->Add(
        FieldPath(ElementPath("validation_evidence", i), "population"),
        "is missing, and a local validation is of somebody");
  }
}

}  // namespace caseload::policy

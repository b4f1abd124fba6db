#include "services/assessment/validate_assessment.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "services/assessment/domain/completion.h"
#include "services/assessment/names.h"
#include "services/assessment/validate.h"
#include "services/assessment/validate_ratings.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::assessment {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using status::FieldViolations;

constexpr size_t kMaxNarrative = 4000;  // characters
constexpr size_t kMaxSource = 200;      // characters
constexpr size_t kMaxBandScheme = 64;   // characters
constexpr int kMaxListed = 50;
constexpr size_t kMaxCaseType = 63;  // characters
constexpr int kMaxCases = 500;
constexpr int kMaxPeriodDays = 3660;
constexpr int kMaxPeriodMonths = 120;

std::string At(absl::string_view path, int index) {
  return absl::StrCat(path, "[", index, "]");
}

// The day, when it is one and not after `today`.
std::optional<absl::CivilDay> CheckDate(const std::string& path, bool present,
                                        const type::v1::Date& date,
                                        absl::CivilDay today,
                                        FieldViolations* violations) {
  if (!present) {
    violations->Add(path, "FIELD_REQUIRED", "is missing");
    return std::nullopt;
  }
  const absl::StatusOr<absl::CivilDay> day = ParseDate(path, date);
  if (!day.ok()) {
    violations->Add(path, "DATE_INVALID", "is no day of the calendar");
    return std::nullopt;
  }
  if (*day > today) {
    violations->Add(path, "DATE_IN_FUTURE",
                    "is after today; enter it on or after that day");
    return std::nullopt;
  }
  return *day;
}

// Numbers that an enum field holds and its enum does not know.
void CheckEnums(const Message& message, const std::string& prefix,
                FieldViolations* violations) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string path = absl::StrCat(prefix, field->name());
    if (field->type() == FieldDescriptor::TYPE_ENUM && !field->is_repeated()) {
      const int number = reflection.GetEnumValue(message, field);
      if (field->enum_type()->FindValueByNumber(number) == nullptr) {
        violations->Add(path, "ENUM_INVALID",
                        absl::StrCat("is ", number, ", which is no value of ",
                                     field->enum_type()->full_name()));
      }
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      const int size =
          field->is_repeated() ? reflection.FieldSize(message, field) : 1;
      for (int i = 0; i < size; ++i) {
        const bool listed = field->is_repeated();
        CheckEnums(listed ? reflection.GetRepeatedMessage(message, field, i)
                          : reflection.GetMessage(message, field),
                   absl::StrCat(listed ? At(path, i) : path, "."), violations);
      }
    }
  }
}

template <typename List>
void CheckLength(const std::string& path, const List& list, int maximum,
                 FieldViolations* violations) {
  if (list.size() > maximum) {
    violations->Add(path, "TOO_MANY_ITEMS",
                    absl::StrCat("has more than ", maximum, " elements"));
  }
}

void CheckFindings(
    const std::string& path,
    const google::protobuf::RepeatedPtrField<v1::Finding>& findings,
    FieldViolations* violations) {
  CheckLength(path, findings, kMaxListed, violations);
  for (int i = 0; i < findings.size(); ++i) {
    CheckText(absl::StrCat(At(path, i), ".text"), findings[i].text(), true,
              kMaxNarrative, violations);
  }
}

void CheckResponsivity(const v1::Assessment& assessment,
                       FieldViolations* violations) {
  const std::string path = "assessment.responsivity_factors";
  const auto& factors = assessment.responsivity_factors();
  CheckLength(path, factors, kMaxListed, violations);
  for (int i = 0; i < factors.size(); ++i) {
    if (factors[i].kind() == v1::ResponsivityFactor::KIND_UNSPECIFIED) {
      violations->Add(absl::StrCat(At(path, i), ".kind"), "FIELD_REQUIRED",
                      "is missing");
    }
    CheckText(absl::StrCat(At(path, i), ".note"), factors[i].note(),
              factors[i].kind() == v1::ResponsivityFactor::KIND_OTHER,
              kMaxNarrative, violations);
  }
}

void CheckExternalInformation(const v1::Assessment& assessment,
                              absl::CivilDay today,
                              FieldViolations* violations) {
  const std::string list = "assessment.external_information";
  CheckLength(list, assessment.external_information(), kMaxListed, violations);
  for (int i = 0; i < assessment.external_information_size(); ++i) {
    const v1::ExternalInformation& given = assessment.external_information(i);
    const std::string path = At(list, i);
    if (given.kind() == v1::ExternalInformation::KIND_UNSPECIFIED) {
      violations->Add(absl::StrCat(path, ".kind"), "FIELD_REQUIRED",
                      "is missing");
    }
    CheckText(absl::StrCat(path, ".source"), given.source(), true, kMaxSource,
              violations);
    CheckText(absl::StrCat(path, ".summary"), given.summary(), true,
              kMaxNarrative, violations);
    CheckDate(absl::StrCat(path, ".received_date"), given.has_received_date(),
              given.received_date(), today, violations);
  }
}

void CheckDomainScores(const v1::Assessment& assessment,
                       std::optional<absl::CivilDay> assessed,
                       absl::CivilDay today, FieldViolations* violations) {
  for (int i = 0; i < assessment.domain_scores_size(); ++i) {
    const v1::DomainScore& given = assessment.domain_scores(i);
    const std::string path = At("assessment.domain_scores", i);
    CheckText(absl::StrCat(path, ".note"), given.note(), false, kMaxNarrative,
              violations);
    if (!given.has_reviewed_with_client_date()) continue;
    const std::string field = absl::StrCat(path, ".reviewed_with_client_date");
    const auto reviewed = CheckDate(
        field, true, given.reviewed_with_client_date(), today, violations);
    if (reviewed.has_value() && assessed.has_value() && *reviewed < *assessed) {
      violations->Add(field, "DATE_BEFORE_ASSESSMENT",
                      "is before assessed_date");
    }
  }
}

template <typename Name>
void CheckName(const std::string& path, absl::string_view name,
               FieldViolations* violations) {
  if (!Name::Parse(name).has_value()) {
    violations->Add(path, "NAME_INVALID",
                    absl::StrCat("is no name of the form ", Name::kForm));
  }
}

// What the kernel says of the scores as they stand; domains that are not
// scored yet are for completion.
void CheckScores(const domain::Assessment& assessment,
                 const policy::Instrument& instrument,
                 FieldViolations* violations) {
  const domain::KernelScores kernel =
      domain::ToKernelScores(assessment.domains);
  const policy::ScoringResult scored =
      policy::Score(instrument, assessment.norm_group_id, kernel.scores);
  for (const policy::ScoreProblem& problem : scored.problems) {
    const std::string path =
        problem.index < 0
            ? ""
            : At("assessment.domain_scores",
                 static_cast<int>(
                     kernel.places[static_cast<size_t>(problem.index)]));
    switch (problem.fault) {
      case policy::ScoreFault::kOutOfRange:
        violations->Add(absl::StrCat(path, ".score"), "SCORE_OUT_OF_RANGE",
                        absl::StrCat("is outside ", problem.lower_limit, " to ",
                                     problem.limit, ", the domain's maximum"));
        break;
      case policy::ScoreFault::kMissingItems:
        violations->Add(absl::StrCat(path, ".missing_items"),
                        "MISSING_ITEMS_INCONSISTENT",
                        "does not go with the domain's items and the score");
        break;
      default:
        break;  // checked below, or a matter of completion
    }
  }
}

void CheckItemCounts(const domain::DomainEntry& entry, const std::string& path,
                     const policy::InstrumentDomain& domain,
                     FieldViolations* violations) {
  if (!entry.item_counts.has_value()) return;
  const domain::ItemCounts& counts = *entry.item_counts;
  const int64_t sum =
      int64_t{counts.present} + counts.absent + entry.missing_items;
  if (counts.present < 0 || counts.absent < 0 ||
      domain.maximum != domain.item_count || sum != domain.item_count) {
    violations->Add(
        absl::StrCat(path, ".item_counts"), "ITEM_COUNTS_INCONSISTENT",
        absl::StrCat("present, absent and missing do not add up to the "
                     "domain's ",
                     domain.item_count,
                     " items, or its items are not worth one point each"));
  }
}

void CheckEntry(const domain::DomainEntry& entry, const std::string& path,
                const policy::Instrument& instrument,
                FieldViolations* violations) {
  const policy::InstrumentDomain* domain =
      instrument.FindDomain(entry.domain_id);
  if (domain == nullptr) {
    violations->Add(absl::StrCat(path, ".domain"), "DOMAIN_UNKNOWN",
                    "is no domain of the instrument");
    return;
  }
  const bool summed =
      instrument.scoring_convention == policy::ScoringConvention::kSumOfDomains;
  if (!summed && (entry.Points().has_value() || entry.missing_items != 0)) {
    violations->Add(path, "SCORE_NOT_TAKEN",
                    "has a score or missing items, and the instrument sums "
                    "nothing");
  }
  if (summed) CheckItemCounts(entry, path, *domain, violations);
  if (entry.missing_items < 0) {
    violations->Add(absl::StrCat(path, ".missing_items"),
                    "MISSING_ITEMS_INCONSISTENT", "is negative");
  }
  if (entry.recorded_need != domain::RecordedNeed::kNone &&
      instrument.scoring_convention !=
          policy::ScoringConvention::kLevelRecorded) {
    violations->Add(absl::StrCat(path, ".recorded_need"), "SCORE_NOT_TAKEN",
                    "is set, and the instrument's levels are not recorded");
  }
  CheckRatings(entry, path, instrument, violations);
  if (entry.driver && !domain->may_be_driver) {
    violations->Add(absl::StrCat(path, ".driver"), "DRIVER_NOT_ALLOWED",
                    "is set for a domain that the instrument does not let be "
                    "a driver");
  }
}

// "items-1-5 (1 to 5 points), items-0-4 (0 to 4 points)".
std::string ConventionsOf(const policy::Instrument& instrument) {
  return absl::StrJoin(instrument.norm_groups, ", ",
                       [](std::string* out, const policy::NormGroup& group) {
                         absl::StrAppend(out, group.id, " (",
                                         group.item_range->minimum, " to ",
                                         group.item_range->maximum, " points)");
                       });
}

void CheckNormGroup(const domain::Assessment& assessment,
                    const policy::Instrument& instrument,
                    FieldViolations* violations) {
  const std::string field = "assessment.norm_group";
  if (instrument.norm_groups.empty()) {
    if (!assessment.norm_group_id.empty()) {
      violations->Add(field, "NORM_GROUP_UNKNOWN",
                      "is set, and the instrument has no norm groups");
    }
  } else if (assessment.norm_group_id.empty() &&
             instrument.HasItemConventions()) {
    violations->Add(field, "SCORING_CONVENTION_REQUIRED",
                    absl::StrCat("is empty; name the convention by which the "
                                 "items were scored: ",
                                 ConventionsOf(instrument)));
  } else if (assessment.norm_group_id.empty()) {
    violations->Add(field, "FIELD_REQUIRED",
                    "is empty; the instrument bands totals by norm group");
  } else if (instrument.FindNormGroup(assessment.norm_group_id) == nullptr) {
    violations->Add(field, "NORM_GROUP_UNKNOWN",
                    "is no norm group of the instrument");
  }
}

void CheckEntered(const domain::Assessment& assessment,
                  const policy::Instrument& instrument,
                  FieldViolations* violations) {
  const policy::ScoreRange range = policy::TotalRangeOf(
      instrument, instrument.FindNormGroup(assessment.norm_group_id));
  if (assessment.entered_total.has_value() &&
      !range.Holds(*assessment.entered_total)) {
    violations->Add("assessment.entered_total", "SCORE_OUT_OF_RANGE",
                    absl::StrCat("is outside ", range.minimum, " to ",
                                 range.maximum, ", the instrument's maximum"));
  }
  const auto& levels = instrument.levels;
  if (!assessment.entered_level.empty() &&
      std::none_of(levels.begin(), levels.end(), [&](const auto& level) {
        return level.id == assessment.entered_level;
      })) {
    violations->Add("assessment.entered_level", "LEVEL_UNKNOWN",
                    "is no level of the instrument");
  }
}

void CheckFindingDomains(
    const std::string& path,
    const google::protobuf::RepeatedPtrField<v1::Finding>& findings,
    const policy::Instrument& instrument, FieldViolations* violations) {
  for (int i = 0; i < findings.size(); ++i) {
    if (findings[i].domain().empty() ||
        instrument.FindDomain(findings[i].domain()) != nullptr) {
      continue;
    }
    violations->Add(absl::StrCat(At(path, i), ".domain"), "DOMAIN_UNKNOWN",
                    "is no domain of the instrument");
  }
}

absl::StatusOr<std::vector<std::string>> CheckCases(
    const v1::BatchGetCurrentRiskRequest& request) {
  if (request.cases().empty()) {
    return status::InvalidField("cases", "FIELD_REQUIRED", "names no case");
  }
  FieldViolations violations;
  CheckLength("cases", request.cases(), kMaxCases, &violations);
  std::vector<std::string> ids;
  std::set<std::string> seen;
  for (int i = 0; i < request.cases_size(); ++i) {
    const std::optional<CaseName> name = CaseName::Parse(request.cases(i));
    CheckName<CaseName>(At("cases", i), request.cases(i), &violations);
    if (!name.has_value()) continue;
    if (!seen.insert(name->case_id).second) {
      violations.Add(At("cases", i), "VALUE_REPEATED",
                     "is in the list already");
    }
    ids.push_back(name->case_id);
  }
  ABSL_RETURN_IF_ERROR(violations.ToStatus());
  return ids;
}

policy::Period CheckPeriod(const std::string& path, bool present,
                           const policy::v1::Period& period,
                           FieldViolations* violations) {
  const bool days = period.days() > 0 && period.days() <= kMaxPeriodDays;
  const bool months =
      period.months() > 0 && period.months() <= kMaxPeriodMonths;
  if (!present) {
    violations->Add(path, "FIELD_REQUIRED", "is missing");
  } else if (!(days && period.months() == 0) &&
             !(months && period.days() == 0)) {
    violations->Add(
        path, "PERIOD_INVALID",
        absl::StrCat("must be 1 to ", kMaxPeriodDays, " days or 1 to ",
                     kMaxPeriodMonths, " months, one of the two"));
  }
  return policy::Period{period.days(), period.months()};
}

std::vector<policy::InstrumentUse> CheckOrder(const v1::RiskRule& rule,
                                              FieldViolations* violations) {
  const std::string list = "rule.instruments";
  if (rule.instruments().empty()) {
    violations->Add(list, "FIELD_REQUIRED", "names no instrument");
  }
  CheckLength(list, rule.instruments(), kMaxListed, violations);
  std::vector<policy::InstrumentUse> order;
  std::set<std::string> seen;
  for (int i = 0; i < rule.instruments_size(); ++i) {
    const v1::RankedInstrument& given = rule.instruments(i);
    const std::string path = absl::StrCat(At(list, i), ".instrument");
    const auto name = InstrumentParent::Parse(given.instrument());
    if (!name.has_value() || name->instrument_id.empty()) {
      violations->Add(path, "NAME_INVALID",
                      "is no name of the form instruments/{instrument}");
      continue;
    }
    if (!seen.insert(name->instrument_id).second) {
      violations->Add(path, "VALUE_REPEATED", "is in the list already");
    }
    policy::InstrumentUse& use = order.emplace_back();
    use.instrument_id = name->instrument_id;
    use.duty = given.only_once_used() ? policy::InstrumentDuty::kOnceUsed
                                      : policy::InstrumentDuty::kRiskAssessment;
    use.reassess_after = CheckPeriod(
        absl::StrCat(At(list, i), ".reassess_after"),
        given.has_reassess_after(), given.reassess_after(), violations);
  }
  return order;
}

void CheckFirstAssessment(const v1::RiskRule& rule,
                          policy::AssessmentRules* rules,
                          FieldViolations* violations) {
  const std::string path = "rule.first_assessment";
  if (!rule.has_first_assessment()) {
    violations->Add(path, "FIELD_REQUIRED", "is missing");
    return;
  }
  const policy::v1::InitialAssessmentRule& first = rule.first_assessment();
  rules->initial_due =
      CheckPeriod(absl::StrCat(path, ".due_within"), first.has_due_within(),
                  first.due_within(), violations);
  rules->before_first_plan = first.before_first_plan();
  rules->clock_starts_at_release = first.clock_starts_at_release();
  if (first.has_reusable_within()) {
    rules->reusable_within =
        CheckPeriod(absl::StrCat(path, ".reusable_within"), true,
                    first.reusable_within(), violations);
  }
}

std::vector<policy::CaseType> CheckExemptTypes(const v1::RiskRule& rule,
                                               FieldViolations* violations) {
  const std::string list = "rule.exempt_case_types";
  CheckLength(list, rule.exempt_case_types(), kMaxListed, violations);
  std::vector<policy::CaseType> types;
  std::set<std::string> seen;
  for (int i = 0; i < rule.exempt_case_types_size(); ++i) {
    const std::string& id = rule.exempt_case_types(i);
    CheckText(At(list, i), id, true, kMaxCaseType, violations);
    if (!seen.insert(id).second) {
      violations->Add(At(list, i), "VALUE_REPEATED", "is in the list already");
    }
    policy::CaseType& type = types.emplace_back();
    type.id = id;
    type.assessment_required = false;
  }
  return types;
}

}  // namespace

absl::Status ValidateCreateAssessment(
    const v1::CreateAssessmentRequest& request, absl::CivilDay today) {
  if (!request.has_assessment()) {
    return status::InvalidField("assessment", "FIELD_REQUIRED", "is missing");
  }
  const v1::Assessment& assessment = request.assessment();
  FieldViolations violations;
  CheckName<CaseName>("assessment.case", assessment.case_(), &violations);
  CheckName<InstrumentName>("assessment.instrument", assessment.instrument(),
                            &violations);
  const std::optional<absl::CivilDay> assessed =
      CheckDate("assessment.assessed_date", assessment.has_assessed_date(),
                assessment.assessed_date(), today, &violations);
  CheckDomainScores(assessment, assessed, today, &violations);
  CheckFindings("assessment.strengths", assessment.strengths(), &violations);
  CheckFindings("assessment.needs", assessment.needs(), &violations);
  CheckFindings("assessment.risks_to_community",
                assessment.risks_to_community(), &violations);
  CheckResponsivity(assessment, &violations);
  CheckText("assessment.participation.note", assessment.participation().note(),
            false, kMaxNarrative, &violations);
  CheckText("assessment.cultural_considerations",
            assessment.cultural_considerations(), false, kMaxNarrative,
            &violations);
  CheckExternalInformation(assessment, today, &violations);
  CheckEnums(assessment, "assessment.", &violations);
  return violations.ToStatus();
}

absl::Status ValidateAgainstInstrument(const domain::Assessment& assessment,
                                       const v1::Assessment& message,
                                       const policy::Instrument& instrument) {
  FieldViolations violations;
  CheckNormGroup(assessment, instrument, &violations);
  std::set<std::string> seen;
  for (size_t i = 0; i < assessment.domains.size(); ++i) {
    const domain::DomainEntry& entry = assessment.domains[i];
    const std::string path =
        At("assessment.domain_scores", static_cast<int>(i));
    CheckEntry(entry, path, instrument, &violations);
    if (!seen.insert(entry.domain_id).second) {
      violations.Add(absl::StrCat(path, ".domain"), "VALUE_REPEATED",
                     "is in the list already");
    }
  }
  if (instrument.scoring_convention ==
      policy::ScoringConvention::kSumOfDomains) {
    CheckScores(assessment, instrument, &violations);
  }
  CheckEntered(assessment, instrument, &violations);
  CheckFindingDomains("assessment.strengths", message.strengths(), instrument,
                      &violations);
  CheckFindingDomains("assessment.needs", message.needs(), instrument,
                      &violations);
  CheckFindingDomains("assessment.risks_to_community",
                      message.risks_to_community(), instrument, &violations);
  return violations.ToStatus();
}

absl::StatusOr<RiskQuery> ValidateBatchGetCurrentRisk(
    const v1::BatchGetCurrentRiskRequest& request, absl::Time now,
    absl::CivilDay today) {
  RiskQuery query;
  ABSL_ASSIGN_OR_RETURN(query.case_ids, CheckCases(request));
  query.as_of = today;
  if (request.has_as_of()) {
    ABSL_ASSIGN_OR_RETURN(query.as_of, ParseDate("as_of", request.as_of()));
  }
  query.known_at = now;
  if (request.has_known_at()) {
    ABSL_ASSIGN_OR_RETURN(query.known_at,
                          ParseTimestamp("known_at", request.known_at()));
  }
  FieldViolations violations;
  query.pack.assessment.instruments = CheckOrder(request.rule(), &violations);
  CheckFirstAssessment(request.rule(), &query.pack.assessment, &violations);
  query.pack.case_types = CheckExemptTypes(request.rule(), &violations);
  query.pack.band_scheme.id = request.rule().band_scheme();
  CheckText("rule.band_scheme", request.rule().band_scheme(), true,
            kMaxBandScheme, &violations);
  ABSL_RETURN_IF_ERROR(violations.ToStatus());
  return query;
}

}  // namespace caseload::assessment

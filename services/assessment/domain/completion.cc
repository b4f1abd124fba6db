#include "services/assessment/domain/completion.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/assessment/domain/derivation.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/policy/calendar.h"

namespace caseload::assessment::domain {
namespace {

using policy::ScoringConvention;

absl::Status CheckSections(const Assessment& assessment,
                           absl::string_view subject) {
  std::vector<absl::string_view> missing;
  if (!assessment.has_strengths) missing.push_back("strengths");
  if (!assessment.has_needs) missing.push_back("needs");
  if (!assessment.has_risk_to_community) {
    missing.push_back("risks_to_community");
  }
  if (missing.empty()) return absl::OkStatus();
  return status::FailedPrecondition(
      "SECTION_MISSING", subject,
      absl::StrCat("strengths, needs and risk to the community each need a "
                   "finding; empty: ",
                   absl::StrJoin(missing, ", ")));
}

absl::Status NotScored(const std::vector<std::string>& domains,
                       absl::string_view what, absl::string_view subject) {
  if (domains.empty()) return absl::OkStatus();
  return status::FailedPrecondition(
      "DOMAIN_NOT_SCORED", subject,
      absl::StrCat("these domains of the instrument lack ", what, ": ",
                   absl::StrJoin(domains, ", ")));
}

const DomainEntry* FindEntry(const Assessment& assessment,
                             absl::string_view domain_id) {
  const auto it = std::find_if(
      assessment.domains.begin(), assessment.domains.end(),
      [&](const DomainEntry& entry) { return entry.domain_id == domain_id; });
  return it == assessment.domains.end() ? nullptr : &*it;
}

// Every domain must satisfy `is_done`.
template <typename IsDone>
std::vector<std::string> DomainsWithout(const Assessment& assessment,
                                        const policy::Instrument& instrument,
                                        IsDone is_done) {
  std::vector<std::string> domains;
  for (const policy::InstrumentDomain& domain : instrument.domains) {
    const DomainEntry* entry = FindEntry(assessment, domain.id);
    if (entry == nullptr || !is_done(*entry)) domains.push_back(domain.id);
  }
  return domains;
}

absl::StatusOr<Result> CompleteSummed(const Assessment& assessment,
                                      const policy::Instrument& instrument,
                                      absl::string_view subject) {
  const policy::ScoringResult scored =
      policy::Score(instrument, assessment.norm_group_id,
                    ToKernelScores(assessment.domains).scores);
  std::vector<std::string> not_scored;
  for (const policy::ScoreProblem& problem : scored.problems) {
    if (problem.fault == policy::ScoreFault::kDomainNotScored) {
      not_scored.push_back(problem.subject);
    } else if (problem.fault == policy::ScoreFault::kTooManyMissing) {
      return status::FailedPrecondition(
          "TOO_MANY_ITEMS_MISSING", subject,
          absl::StrCat("the instrument allows ", problem.limit,
                       " unanswered items and more are missing; answer them"));
    } else {
      return status::Internal("an entry that was checked cannot be scored");
    }
  }
  ABSL_RETURN_IF_ERROR(NotScored(not_scored, "a score", subject));
  if (assessment.entered_total.has_value() &&
      *assessment.entered_total != scored.total) {
    return status::FailedPrecondition(
        "TOTAL_DISAGREES", subject,
        "entered_total is not what the domains add up to; correct one of them");
  }
  if (!assessment.entered_level.empty() &&
      assessment.entered_level != scored.level_id) {
    return status::FailedPrecondition(
        "LEVEL_DISAGREES", subject,
        "entered_level is not the level of the total in the norm group; "
        "correct one of them");
  }
  Result result;
  result.total = scored.total;
  result.level = scored.level_id;
  result.missing_items = scored.missing_items;
  result.provisional = scored.provisional;
  return result;
}

absl::StatusOr<Result> CompleteRecorded(const Assessment& assessment,
                                        absl::string_view subject) {
  if (assessment.entered_level.empty()) {
    return status::FailedPrecondition(
        "LEVEL_NOT_RECORDED", subject,
        "the instrument's level is recorded and not computed; enter "
        "entered_level");
  }
  Result result;
  result.level = assessment.entered_level;
  return result;
}

// A rating on every scale that asks for one.
bool IsRated(const policy::Instrument& instrument, const DomainEntry& entry) {
  return std::all_of(
      instrument.rating_scales.begin(), instrument.rating_scales.end(),
      [&](const policy::RatingScale& scale) {
        return !scale.required ||
               std::any_of(entry.ratings.begin(), entry.ratings.end(),
                           [&](const policy::Rating& rating) {
                             return rating.scale_id == scale.id;
                           });
      });
}

// Nothing is summed: each area is rated, or described.
bool IsDescribed(const policy::Instrument& instrument,
                 const DomainEntry& entry) {
  return instrument.rating_scales.empty() ? !entry.note.empty()
                                          : IsRated(instrument, entry);
}

absl::StatusOr<Result> CompleteNarrative(const Assessment& assessment,
                                         const policy::Instrument& instrument,
                                         absl::string_view subject) {
  ABSL_RETURN_IF_ERROR(
      NotScored(DomainsWithout(assessment, instrument,
                               [&](const DomainEntry& entry) {
                                 return IsDescribed(instrument, entry);
                               }),
                instrument.rating_scales.empty() ? "a description (note)"
                                                 : "a required rating",
                subject));
  return Result();
}

absl::StatusOr<Result> CompleteByConvention(
    const Assessment& assessment, const policy::Instrument& instrument,
    absl::string_view subject) {
  switch (instrument.scoring_convention) {
    case ScoringConvention::kSumOfDomains:
      return CompleteSummed(assessment, instrument, subject);
    case ScoringConvention::kLevelRecorded:
      return CompleteRecorded(assessment, subject);
    case ScoringConvention::kNarrative:
      return CompleteNarrative(assessment, instrument, subject);
  }
  return status::Internal("the instrument has no scoring convention");
}

void SetDomainLevels(const policy::Instrument& instrument,
                     Assessment* assessment) {
  for (DomainEntry& entry : assessment->domains) {
    const policy::InstrumentDomain* domain =
        instrument.FindDomain(entry.domain_id);
    const std::optional<int> points = entry.Points();
    if (domain == nullptr || !points.has_value()) continue;
    entry.level = policy::LevelOf(domain->bands, *points).value_or("");
  }
}

// What was computed, and what follows from it.
void Finish(const policy::Instrument& instrument, Result result,
            Assessment* assessment) {
  result.bands = BandsOf(instrument, result.level);
  result.current_until_date =
      policy::AddPeriod(assessment->assessed_date, instrument.validity);
  assessment->result = std::move(result);
  SetDomainLevels(instrument, assessment);
}

// The source's level where none can be computed: '' when it is none of the
// instrument's.
std::string RecordedLevel(const Assessment& assessment,
                          const policy::Instrument& instrument) {
  const bool known =
      std::any_of(instrument.levels.begin(), instrument.levels.end(),
                  [&](const policy::Level& level) {
                    return level.id == assessment.entered_level;
                  });
  return known ? assessment.entered_level : "";
}

void CompareWithSource(const Assessment& assessment, Result* result,
                       std::vector<Doubt>* doubts) {
  if (assessment.entered_total.has_value() &&
      assessment.entered_total != result->total) {
    result->disagrees = true;
    doubts->push_back({"entered_total", "TOTAL_DISAGREES",
                       "the source's total is not what the domains add up to; "
                       "the computed one counts"});
  }
  if (!assessment.entered_level.empty() &&
      assessment.entered_level != result->level) {
    result->disagrees = true;
    doubts->push_back({"entered_level", "LEVEL_DISAGREES",
                       "the source's level is not that of the computed total; "
                       "the computed one counts"});
  }
}

Result SumImported(const Assessment& assessment,
                   const policy::Instrument& instrument, int missing_items,
                   std::vector<Doubt>* doubts) {
  const std::vector<policy::DomainScore> scores =
      ToKernelScores(assessment.domains).scores;
  const policy::ScoringResult scored =
      policy::Score(instrument, assessment.norm_group_id, scores);
  Result result;
  result.missing_items = missing_items;
  result.provisional = missing_items > 0;
  if (scored.problems.empty()) {
    result.total = scored.total;
    result.level = scored.level_id;
  } else {
    doubts->push_back({"domain_scores", "DOMAIN_NOT_SCORED",
                       "a domain of the instrument has no score, so the "
                       "source's level counts"});
    result.total = assessment.entered_total;
    result.level = RecordedLevel(assessment, instrument);
    result.provisional = true;
  }
  if (missing_items > instrument.allowed_missing_items) {
    doubts->push_back({"missing_items", "TOO_MANY_ITEMS_MISSING",
                       "more items lack an answer than the instrument allows"});
  }
  CompareWithSource(assessment, &result, doubts);
  return result;
}

Result TakeRecorded(const Assessment& assessment, std::vector<Doubt>* doubts) {
  Result result;
  result.level = assessment.entered_level;
  if (result.level.empty()) {
    doubts->push_back({"entered_level", "LEVEL_NOT_RECORDED",
                       "the instrument's level is recorded, and there is "
                       "none"});
  }
  return result;
}

}  // namespace

absl::Status Complete(const policy::Instrument& instrument,
                      absl::string_view subject, Assessment* assessment) {
  ABSL_RETURN_IF_ERROR(CheckSections(*assessment, subject));
  ABSL_ASSIGN_OR_RETURN(Result result,
                        CompleteByConvention(*assessment, instrument, subject));
  Finish(instrument, std::move(result), assessment);
  return absl::OkStatus();
}

std::vector<Doubt> CompleteImported(const policy::Instrument& instrument,
                                    int missing_items, Assessment* assessment) {
  std::vector<Doubt> doubts;
  Result result;
  switch (instrument.scoring_convention) {
    case ScoringConvention::kSumOfDomains:
      result = SumImported(*assessment, instrument, missing_items, &doubts);
      break;
    case ScoringConvention::kLevelRecorded:
      result = TakeRecorded(*assessment, &doubts);
      break;
    case ScoringConvention::kNarrative:
      if (!DomainsWithout(*assessment, instrument,
                          [&](const DomainEntry& entry) {
                            return IsDescribed(instrument, entry);
                          })
               .empty()) {
        doubts.push_back({"domain_levels", "DOMAIN_NOT_SCORED",
                          "a domain of the instrument is not described or "
                          "rated"});
      }
      break;
  }
  Finish(instrument, std::move(result), assessment);
  return doubts;
}

bool HasEverySection(const Assessment& assessment) {
  return assessment.has_strengths && assessment.has_needs &&
         assessment.has_risk_to_community;
}

KernelScores ToKernelScores(const std::vector<DomainEntry>& entries) {
  KernelScores result;
  for (size_t i = 0; i < entries.size(); ++i) {
    const std::optional<int> points = entries[i].Points();
    if (!points.has_value()) continue;
    result.scores.push_back(
        {entries[i].domain_id, *points, entries[i].missing_items});
    result.places.push_back(i);
  }
  return result;
}

}  // namespace caseload::assessment::domain

#include "services/assessment/convert_assessment.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "services/assessment/convert.h"
#include "services/assessment/domain/completion.h"
#include "services/assessment/domain/derivation.h"
#include "services/assessment/names.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::assessment {
namespace {

absl::CivilDay ToDay(const type::v1::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

// The narrative parts of `message` and nothing else.
absl::StatusOr<std::string> ContentOf(const v1::Assessment& message) {
  v1::Assessment content;
  *content.mutable_strengths() = message.strengths();
  *content.mutable_needs() = message.needs();
  *content.mutable_risks_to_community() = message.risks_to_community();
  *content.mutable_responsivity_factors() = message.responsivity_factors();
  if (message.has_participation()) {
    *content.mutable_participation() = message.participation();
  }
  content.set_cultural_considerations(message.cultural_considerations());
  *content.mutable_external_information() = message.external_information();
  if (message.has_import_origin()) {
    *content.mutable_import_origin() = message.import_origin();
  }
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(content, &json).ok()) {
    return status::Internal("the assessment could not be written");
  }
  return json;
}

domain::DomainEntry ToEntry(const v1::DomainScore& message) {
  domain::DomainEntry entry;
  entry.domain_id = message.domain();
  if (message.has_score()) entry.score = message.score();
  if (message.has_item_counts()) {
    entry.item_counts = domain::ItemCounts{message.item_counts().present(),
                                           message.item_counts().absent()};
  }
  entry.missing_items = message.missing_items();
  entry.recorded_need =
      static_cast<domain::RecordedNeed>(message.recorded_need());
  entry.driver = message.driver();
  if (message.has_reviewed_with_client_date()) {
    entry.reviewed_with_client_date =
        ToDay(message.reviewed_with_client_date());
  }
  entry.note = message.note();
  for (const v1::AreaRating& rating : message.ratings()) {
    policy::Rating& given = entry.ratings.emplace_back();
    given.scale_id = rating.scale();
    if (rating.has_value()) given.value = rating.value();
    if (rating.has_special_code()) given.special_code = rating.special_code();
  }
  return entry;
}

v1::DomainScore ToScoreMessage(const domain::DomainEntry& entry) {
  v1::DomainScore message;
  message.set_domain(entry.domain_id);
  if (entry.score.has_value()) message.set_score(*entry.score);
  if (entry.item_counts.has_value()) {
    message.mutable_item_counts()->set_present(entry.item_counts->present);
    message.mutable_item_counts()->set_absent(entry.item_counts->absent);
  }
  message.set_missing_items(entry.missing_items);
  message.set_recorded_need(
      static_cast<v1::DomainScore::RecordedNeed>(entry.recorded_need));
  message.set_driver(entry.driver);
  if (entry.reviewed_with_client_date.has_value()) {
    *message.mutable_reviewed_with_client_date() =
        ToDate(*entry.reviewed_with_client_date);
  }
  message.set_note(entry.note);
  message.set_level(entry.level);
  for (const policy::Rating& rating : entry.ratings) {
    v1::AreaRating& given = *message.add_ratings();
    given.set_scale(rating.scale_id);
    if (rating.value.has_value()) given.set_value(*rating.value);
    if (rating.special_code.has_value()) {
      given.set_special_code(*rating.special_code);
    }
  }
  return message;
}

v1::LevelBand ToBandMessage(const domain::LevelBand& band) {
  v1::LevelBand message;
  message.set_band_scheme(band.band_scheme_id);
  message.set_band(band.band_id);
  return message;
}

v1::ScoringResult ToResultMessage(const domain::Result& result) {
  v1::ScoringResult message;
  if (result.total.has_value()) message.set_total(*result.total);
  message.set_level(result.level);
  for (const domain::LevelBand& band : result.bands) {
    *message.add_bands() = ToBandMessage(band);
  }
  message.set_missing_items(result.missing_items);
  message.set_provisional(result.provisional);
  if (result.disagrees) message.add_flags(v1::RESULT_FLAG_DISAGREES);
  message.set_uses_unverified_figures(result.uses_unverified_figures);
  *message.mutable_current_until_date() = ToDate(result.current_until_date);
  return message;
}

std::string AssessmentNameOf(const domain::Assessment& assessment) {
  return AssessmentName{assessment.id}.ToString();
}

std::string CaseNameOf(const domain::Assessment& assessment) {
  return CaseName{assessment.case_id}.ToString();
}

std::string InstrumentNameOf(const domain::Assessment& assessment) {
  return InstrumentName{assessment.instrument_id, assessment.instrument_version}
      .ToString();
}

v1::DerivedLevel ToDerivedMessage(const domain::Assessment& assessment) {
  const domain::DerivedLevel& derived = *assessment.derived;
  v1::DerivedLevel message;
  message.set_instrument(
      InstrumentName{assessment.instrument_id, derived.instrument_version}
          .ToString());
  message.set_level(derived.level);
  for (const domain::LevelBand& band : derived.bands) {
    *message.add_bands() = ToBandMessage(band);
  }
  message.set_uses_unverified_figures(derived.uses_unverified_figures);
  *message.mutable_effective_date() = ToDate(derived.effective_date);
  *message.mutable_derive_time() = ToTimestamp(derived.derived_at);
  message.set_derived_by(derived.derived_by);
  return message;
}

v1::AssessedDomain ToAssessedDomain(const policy::InstrumentDomain& domain,
                                    const domain::Assessment& assessment) {
  v1::AssessedDomain message;
  message.set_domain(domain.id);
  message.set_dynamic(domain.kind == policy::DomainKind::kDynamic);
  for (const std::string& area : domain.need_area_ids) {
    message.add_need_areas(area);
  }
  message.set_maximum_score(domain.maximum);
  const auto entry = std::find_if(
      assessment.domains.begin(), assessment.domains.end(),
      [&](const auto& candidate) { return candidate.domain_id == domain.id; });
  if (entry == assessment.domains.end()) return message;
  const std::optional<int> points = entry->Points();
  if (points.has_value()) message.set_score(*points);
  message.set_level(entry->level);
  for (size_t i = 0; i < domain.bands.size(); ++i) {
    if (domain.bands[i].level == entry->level) {
      message.set_level_rank(static_cast<int32_t>(i));
    }
  }
  message.set_recorded_need(
      static_cast<v1::DomainScore::RecordedNeed>(entry->recorded_need));
  message.set_driver(entry->driver);
  if (entry->reviewed_with_client_date.has_value()) {
    *message.mutable_reviewed_with_client_date() =
        ToDate(*entry->reviewed_with_client_date);
  }
  return message;
}

}  // namespace

absl::StatusOr<domain::Assessment> ToDraft(const v1::Assessment& message) {
  const CaseName case_name = *CaseName::Parse(message.case_());
  const InstrumentName instrument =
      *InstrumentName::Parse(message.instrument());
  domain::Assessment draft;
  draft.case_id = case_name.case_id;
  draft.instrument_id = instrument.instrument_id;
  draft.instrument_version = instrument.version;
  draft.norm_group_id = message.norm_group();
  draft.assessed_date = ToDay(message.assessed_date());
  for (const v1::DomainScore& score : message.domain_scores()) {
    draft.domains.push_back(ToEntry(score));
  }
  if (message.has_entered_total()) {
    draft.entered_total = message.entered_total();
  }
  draft.entered_level = message.entered_level();
  draft.has_strengths = !message.strengths().empty();
  draft.has_needs = !message.needs().empty();
  draft.has_risk_to_community = !message.risks_to_community().empty();
  ABSL_ASSIGN_OR_RETURN(draft.content_json, ContentOf(message));
  return draft;
}

absl::StatusOr<v1::Assessment> ToMessage(const domain::Assessment& assessment) {
  v1::Assessment message;
  if (!google::protobuf::util::JsonStringToMessage(assessment.content_json,
                                                   &message)
           .ok()) {
    return status::Internal("a stored assessment cannot be read");
  }
  message.set_name(AssessmentNameOf(assessment));
  message.set_case_(CaseNameOf(assessment));
  message.set_instrument(InstrumentNameOf(assessment));
  message.set_norm_group(assessment.norm_group_id);
  message.set_state(static_cast<v1::Assessment::State>(assessment.state));
  *message.mutable_assessed_date() = ToDate(assessment.assessed_date);
  for (const domain::DomainEntry& entry : assessment.domains) {
    *message.add_domain_scores() = ToScoreMessage(entry);
  }
  if (assessment.entered_total.has_value()) {
    message.set_entered_total(*assessment.entered_total);
  }
  message.set_entered_level(assessment.entered_level);
  if (assessment.result.has_value()) {
    *message.mutable_result() = ToResultMessage(*assessment.result);
    if (!domain::HasEverySection(assessment)) {
      message.mutable_result()->add_flags(v1::RESULT_FLAG_SECTION_MISSING);
    }
  }
  if (assessment.derived.has_value()) {
    *message.mutable_derived_level() = ToDerivedMessage(assessment);
  }
  message.set_clinical(assessment.clinical);
  message.set_etag(EtagOf(assessment));
  *message.mutable_create_time() = ToTimestamp(assessment.created_at);
  message.set_created_by(assessment.created_by);
  if (assessment.completed_at.has_value()) {
    *message.mutable_complete_time() = ToTimestamp(*assessment.completed_at);
  }
  message.set_completed_by(assessment.completed_by);
  if (assessment.withdrawn_at.has_value()) {
    *message.mutable_withdraw_time() = ToTimestamp(*assessment.withdrawn_at);
  }
  return message;
}

std::string EtagOf(const domain::Assessment& assessment) {
  return absl::StrCat(assessment.version);
}

v1::CompletedAssessment ToCompleted(const domain::Assessment& assessment,
                                    const policy::Instrument& instrument) {
  v1::CompletedAssessment message;
  message.set_assessment(AssessmentNameOf(assessment));
  message.set_instrument(InstrumentNameOf(assessment));
  *message.mutable_assessed_date() = ToDate(assessment.assessed_date);
  *message.mutable_complete_time() = ToTimestamp(*assessment.completed_at);
  message.set_sets_risk(assessment.sets_risk);
  const domain::Result& result = *assessment.result;
  message.set_level(result.level);
  for (const domain::LevelBand& band : result.bands) {
    *message.add_bands() = ToBandMessage(band);
  }
  message.set_provisional(result.provisional);
  message.set_uses_unverified_figures(result.uses_unverified_figures);
  *message.mutable_current_until_date() = ToDate(result.current_until_date);
  for (const policy::InstrumentDomain& domain : instrument.domains) {
    *message.add_domains() = ToAssessedDomain(domain, assessment);
  }
  if (assessment.derived.has_value() &&
      !domain::IsAsScored(*assessment.derived, result)) {
    *message.mutable_derived() = ToDerivedMessage(assessment);
  }
  return message;
}

v1::AssessmentState ToAssessmentState(const domain::Assessment& assessment,
                                      const policy::Instrument& instrument) {
  v1::AssessmentState state;
  state.set_case_(CaseNameOf(assessment));
  state.set_instrument(InstrumentNameOf(assessment));
  state.set_state(static_cast<v1::Assessment::State>(assessment.state));
  *state.mutable_assessed_date() = ToDate(assessment.assessed_date);
  if (assessment.result.has_value()) {
    *state.mutable_completed() = ToCompleted(assessment, instrument);
  }
  if (assessment.withdrawn_at.has_value()) {
    *state.mutable_withdraw_time() = ToTimestamp(*assessment.withdrawn_at);
  }
  return state;
}

}  // namespace caseload::assessment

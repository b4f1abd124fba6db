#include "services/policy/proto/convert.h"

#include <string>
#include <utility>

#include "services/policy/calendar.h"
#include "services/policy/proto/check.h"
#include "services/policy/proto/digest.h"

namespace caseload::policy {
namespace {

// Enumerators have the numbers of their proto counterparts; that the last ones
// agree is what a new value must not break.
template <typename To, typename From>
To Enum(From value) {
  return static_cast<To>(static_cast<int>(value));
}
static_assert(static_cast<int>(InstrumentDuty::kOnceUsed) ==
              v1::InstrumentDuty_MAX);
static_assert(static_cast<int>(HighestFactorsKind::kTop) ==
              v1::HighestFactorsKind_MAX);
static_assert(static_cast<int>(SmartPart::kRelevant) == v1::SmartPart_MAX);
static_assert(static_cast<int>(ContactMethod::kWritten) ==
              v1::ContactMethod_MAX);
static_assert(static_cast<int>(ContactLocation::kVideo) ==
              v1::ContactLocation_MAX);
static_assert(static_cast<int>(LocationClass::kOther) == v1::LocationClass_MAX);
static_assert(static_cast<int>(ContactParty::kCollateral) ==
              v1::ContactParty_MAX);
static_assert(static_cast<int>(WindowUnit::kRollingDays) == v1::WindowUnit_MAX);
static_assert(static_cast<int>(NoContactEvidence::kAttempt) ==
              v1::NoContactEvidence_MAX);
static_assert(static_cast<int>(ShortNotice::kAcceptedWithReason) ==
              v1::ShortNotice_MAX);
static_assert(static_cast<int>(SnapshotCount::kContactStandardMissed) ==
              v1::SnapshotCount_MAX);
static_assert(static_cast<int>(Population::kAny) == v1::Population_MAX);
static_assert(static_cast<int>(ScoringConvention::kNarrative) ==
              v1::ScoringConvention_MAX);
static_assert(static_cast<int>(DomainKind::kDynamic) == v1::DomainKind_MAX);
static_assert(static_cast<int>(Gender::kMale) == v1::Gender_MAX);
static_assert(static_cast<int>(Setting::kCustodial) == v1::Setting_MAX);
static_assert(static_cast<int>(RatedBy::kComputation) == v1::RatedBy_MAX);

template <typename To, typename List>
std::vector<To> Enums(const List& values) {
  std::vector<To> result;
  for (const int value : values) result.push_back(Enum<To>(value));
  return result;
}

template <typename List>
std::vector<std::string> Strings(const List& values) {
  return std::vector<std::string>(values.begin(), values.end());
}

template <typename To, typename List, typename Function>
std::vector<To> Each(const List& values, Function convert) {
  std::vector<To> result;
  result.reserve(values.size());
  for (const auto& value : values) result.push_back(convert(value));
  return result;
}

// The checker has read the day already.
absl::CivilDay Day(const std::string& text) { return *ParseDay(text); }

std::optional<absl::CivilDay> OptionalDay(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return Day(text);
}

Period ToPeriod(const v1::Period& period) {
  return {period.days(), period.months()};
}

BandScheme ToBandScheme(const v1::BandScheme& scheme) {
  return {scheme.band_scheme_id(),
          Each<Band>(scheme.bands(), [](const v1::Band& band) {
            return Band{band.band_id(), band.title(), band.counts_as_high()};
          })};
}

AssessmentRules ToAssessmentRules(const v1::AssessmentRules& rules) {
  AssessmentRules result;
  result.instruments = Each<InstrumentUse>(
      rules.instruments(), [](const v1::InstrumentUse& use) {
        return InstrumentUse{use.instrument_id(),
                             Enum<InstrumentDuty>(use.duty()),
                             ToPeriod(use.reassess_after())};
      });
  const v1::InitialAssessmentRule& initial = rules.initial();
  result.initial_due = ToPeriod(initial.due_within());
  result.before_first_plan = initial.before_first_plan();
  result.clock_starts_at_release = initial.clock_starts_at_release();
  if (initial.has_reusable_within()) {
    result.reusable_within = ToPeriod(initial.reusable_within());
  }
  return result;
}

NeedCountRule ToNeedCountRule(const v1::NeedCountRule& rule) {
  NeedCountRule result;
  result.band_ids = Strings(rule.band_ids());
  result.minimum = rule.minimum();
  if (rule.has_maximum()) result.maximum = rule.maximum();
  return result;
}

PlanRules ToPlanRules(const v1::PlanRules& rules) {
  PlanRules result;
  result.initial_due = ToPeriod(rules.initial_due().period());
  result.expires_after = ToPeriod(rules.expires_after().period());
  result.review_every = ToPeriod(rules.review_every().period());
  result.assessment_lag_days = rules.assessment_lag().days();
  result.provisional_days = rules.provisional().days();
  result.need_counts =
      Each<NeedCountRule>(rules.need_counts(), ToNeedCountRule);
  result.highest_factors = Each<HighestFactorsRule>(
      rules.highest_factors(), [](const v1::HighestFactorsRule& rule) {
        return HighestFactorsRule{Strings(rule.instrument_ids()),
                                  Enum<HighestFactorsKind>(rule.kind()),
                                  rule.count()};
      });
  result.required_parts = Enums<SmartPart>(rules.smart().required_parts());
  result.reviewer_parts = Enums<SmartPart>(rules.smart().reviewer_parts());
  return result;
}

ContactRequirement ToRequirement(const v1::ContactRequirement& requirement) {
  ContactRequirement result;
  result.id = requirement.requirement_id();
  result.count = requirement.count();
  result.window_unit = Enum<WindowUnit>(requirement.window_unit());
  result.window_length = requirement.window_length();
  result.party = Enum<ContactParty>(requirement.party());
  result.methods = Enums<ContactMethod>(requirement.methods());
  result.locations = Enums<ContactLocation>(requirement.locations());
  result.positive = requirement.positive();
  return result;
}

ContactStandard ToStandard(const v1::ContactStandard& standard) {
  ContactStandard result;
  result.band_ids = Strings(standard.band_ids());
  result.case_type_ids = Strings(standard.case_type_ids());
  result.requirements =
      Each<ContactRequirement>(standard.requirements(), ToRequirement);
  result.initial_requirements = Each<InitialContactRequirement>(
      standard.initial_requirements(),
      [](const v1::InitialContactRequirement& initial) {
        return InitialContactRequirement{
            initial.requirement_id(), ToPeriod(initial.within()),
            Enums<ContactMethod>(initial.methods()),
            Enums<ContactLocation>(initial.locations()), initial.positive()};
      });
  return result;
}

ContactRules ToContactRules(const v1::ContactRules& rules) {
  ContactRules result;
  result.counting_methods = Enums<ContactMethod>(rules.counting_methods());
  result.location_mappings = Each<LocationMapping>(
      rules.location_mappings(), [](const v1::LocationMapping& mapping) {
        return LocationMapping{Enum<ContactLocation>(mapping.location()),
                               Enum<LocationClass>(mapping.location_class())};
      });
  result.standards = Each<ContactStandard>(rules.standards(), ToStandard);
  if (rules.has_substitution()) {
    const v1::SubstitutionRule& substitution = rules.substitution();
    result.substitution = SubstitutionRule{
        substitution.maximum_percent(), substitution.maximum_months(),
        Strings(substitution.case_type_ids()),
        substitution.program_collaterals()};
  }
  return result;
}

CaseloadLimit ToCaseloadLimit(const v1::CaseloadLimit& limit) {
  return {Strings(limit.band_ids()), limit.limit(),
          limit.has_in_band_from() ? limit.in_band_from() : limit.limit()};
}

QuarterRule ToQuarterRule(const v1::QuarterRule& rule) {
  QuarterRule result;
  switch (rule.kind()) {
    case v1::QUARTER_KIND_FISCAL:
      result.kind = QuarterKind::kFiscal;
      result.fiscal_first_month = rule.fiscal_first_month();
      break;
    case v1::QUARTER_KIND_ROLLING:
      result.kind = QuarterKind::kRolling;
      result.rolling_days = rule.rolling_days();
      break;
    default:
      break;
  }
  return result;
}

NoticeRules ToNoticeRules(const v1::NoticeRules& rules) {
  NoticeRules result;
  result.minimum_days = rules.advance().minimum_days();
  result.short_notice = Enum<ShortNotice>(rules.advance().short_notice());
  result.target_days = rules.timing().target_days();
  result.target_hour = rules.timing().target_hour();
  result.target_minute = rules.timing().target_minute();
  result.warn_days = rules.timing().warn_days();
  result.escalate_days = rules.timing().escalate_days();
  result.invitation_at_once = rules.timing().invitation_at_once();
  result.postponement_maximum_days = rules.postponement().maximum_days();
  result.postponement_reason_codes =
      Strings(rules.postponement().reason_codes());
  result.waiver_approver_roles = Strings(rules.waiver().approver_roles());
  result.reminders =
      Each<ReminderLine>(rules.reminders(), [](const v1::ReminderLine& line) {
        return ReminderLine{line.number(), line.text(),
                            Enums<SnapshotCount>(line.counts())};
      });
  return result;
}

OverrideRules ToOverrideRules(const v1::OverrideRules& rules) {
  OverrideRules result;
  result.approver_roles = Strings(rules.approval().approver_roles());
  result.reasons = Each<OverrideReason>(
      rules.reasons(), [](const v1::OverrideReason& reason) {
        return OverrideReason{reason.reason_id(), reason.title()};
      });
  result.longest_temporary = ToPeriod(rules.length().longest_temporary());
  result.alert_above_percent = rules.rate().alert_above_percent();
  return result;
}

PolicyPack ToPack(const v1::PolicyPack& pack, std::string digest) {
  PolicyPack result;
  result.version = {pack.pack_id(), pack.version_label(), std::move(digest)};
  result.division = pack.division();
  result.jurisdiction = pack.jurisdiction();
  result.title = pack.title();
  result.effective_date = Day(pack.effective_date());
  result.previous_effective_date = OptionalDay(pack.previous_effective_date());
  result.go_live_date = Day(pack.go_live().date());
  result.band_scheme = ToBandScheme(pack.band_scheme());
  result.need_areas = Each<NeedArea>(pack.need_areas(), [](const v1::NeedArea&
                                                               area) {
    return NeedArea{area.need_area_id(), area.title(), area.stabilization()};
  });
  result.case_types =
      Each<CaseType>(pack.case_types(), [](const v1::CaseType& type) {
        return CaseType{type.case_type_id(), type.title(), type.plan_required(),
                        type.assessment_required(), type.weight_hundredths()};
      });
  result.assessment = ToAssessmentRules(pack.assessment());
  result.plan = ToPlanRules(pack.plan());
  result.enrollment = {ToPeriod(pack.enrollment().verify_every()),
                       pack.enrollment().must_match_objectives(),
                       Strings(pack.enrollment().explanation_band_ids())};
  result.objective_notes_per_month = pack.note().objective_notes_per_month();
  result.client_state_confirm_within_days =
      pack.client_state().confirm_within_days();
  result.contact = ToContactRules(pack.contact());
  result.no_contact_reasons = Each<NoContactReason>(
      pack.no_contact_reasons(), [](const v1::NoContactReason& reason) {
        return NoContactReason{reason.code(), reason.title(),
                               Enums<NoContactEvidence>(reason.evidence()),
                               reason.set_by_system()};
      });
  result.month_close = {pack.month_close().minimum_days_open(),
                        pack.month_close().new_case_reason_code(),
                        pack.month_close().warrant_reason_code()};
  result.caseload_limits =
      Each<CaseloadLimit>(pack.caseload_limits(), ToCaseloadLimit);
  result.quarter = ToQuarterRule(pack.quarter());
  result.carrying_minimum_days = pack.carrying().minimum_days();
  result.conference = {pack.conference().per_quarter(),
                       pack.conference().location_required(),
                       Strings(pack.conference().resolve_band_ids())};
  result.notice = ToNoticeRules(pack.notice());
  result.sample = Each<SampleStratum>(
      pack.sample().strata(), [](const v1::SampleStratum& stratum) {
        return SampleStratum{Strings(stratum.band_ids()), stratum.count()};
      });
  if (pack.has_overrides())
    result.overrides = ToOverrideRules(pack.overrides());
  return result;
}

std::vector<ScoreBand> ToBands(
    const google::protobuf::RepeatedPtrField<v1::ScoreBand>& bands) {
  return Each<ScoreBand>(bands, [](const v1::ScoreBand& band) {
    return ScoreBand{band.level(), band.minimum(), band.maximum()};
  });
}

ItemRange ToItemRange(const v1::ItemRange& range) {
  return ItemRange{range.minimum(), range.maximum()};
}

InstrumentDomain ToDomain(const v1::Domain& domain) {
  InstrumentDomain result;
  result.id = domain.domain_id();
  result.title = domain.title();
  result.kind = Enum<DomainKind>(domain.kind());
  result.item_count = domain.item_count();
  result.maximum = domain.maximum();
  result.bands = ToBands(domain.bands());
  result.may_be_driver = domain.may_be_driver();
  result.need_area_ids = Strings(domain.need_area_ids());
  if (domain.has_item_range()) {
    result.item_range = ToItemRange(domain.item_range());
  }
  return result;
}

NormGroup ToNormGroup(const v1::NormGroup& group) {
  NormGroup result;
  result.id = group.norm_group_id();
  result.title = group.title();
  result.total_bands = ToBands(group.total_bands());
  if (group.has_gender()) result.gender = Enum<Gender>(group.gender());
  if (group.has_setting()) result.setting = Enum<Setting>(group.setting());
  if (group.has_item_range()) {
    result.item_range = ToItemRange(group.item_range());
  }
  return result;
}

RatingScale ToRatingScale(const v1::RatingScale& scale) {
  RatingScale result;
  result.id = scale.scale_id();
  result.title = scale.title();
  result.rated_by = Enum<RatedBy>(scale.rated_by());
  result.minimum = scale.minimum();
  result.maximum = scale.maximum();
  result.decimals = scale.decimals();
  result.special_codes = Each<SpecialCode>(
      scale.special_codes(), [](const v1::SpecialCode& special) {
        return SpecialCode{special.code(), special.meaning()};
      });
  result.required = scale.required();
  return result;
}

Instrument ToInstrument(const v1::Instrument& instrument, std::string digest) {
  Instrument result;
  result.id = instrument.instrument_id();
  result.version = instrument.version();
  result.digest = std::move(digest);
  result.title = instrument.title();
  result.publisher = instrument.publisher();
  result.population = Enum<Population>(instrument.population());
  result.effective_date = Day(instrument.effective_date());
  result.retired_date = OptionalDay(instrument.retired_date());
  result.scoring_convention =
      Enum<ScoringConvention>(instrument.scoring_convention());
  result.minimum_total = instrument.minimum_total();
  result.maximum_total = instrument.maximum_total();
  result.domains = Each<InstrumentDomain>(instrument.domains(), ToDomain);
  result.levels = Each<Level>(instrument.levels(), [](const v1::Level& level) {
    return Level{level.level_id(), level.title()};
  });
  result.norm_groups = Each<NormGroup>(instrument.norm_groups(), ToNormGroup);
  result.rating_scales =
      Each<RatingScale>(instrument.rating_scales(), ToRatingScale);
  result.level_mappings = Each<LevelMapping>(
      instrument.level_mappings(), [](const v1::LevelMapping& mapping) {
        return LevelMapping{mapping.band_scheme_id(), mapping.level_id(),
                            mapping.band_id()};
      });
  result.allowed_missing_items = instrument.missing_items().allowed();
  result.validity = ToPeriod(instrument.validity().period());
  result.administered_by = Strings(instrument.administered_by());
  result.administering_roles = {instrument.administering_roles().begin(),
                                instrument.administering_roles().end()};
  result.clinical = instrument.clinical();
  result.sets_risk = instrument.sets_risk();
  return result;
}

template <typename Value, typename Message, typename Check, typename Convert>
Checked<Value> CheckAndConvert(const Message& message, Check check,
                               Convert convert) {
  Checked<Value> result;
  result.problems = check(message);
  if (!result.problems.empty()) return result;
  absl::StatusOr<std::string> digest = PackDigest(message);
  if (!digest.ok()) {
    PolicyProblem problem;
    problem.reason = std::string(digest.status().message());
    result.problems.push_back(std::move(problem));
    return result;
  }
  result.value = convert(message, *std::move(digest));
  return result;
}

}  // namespace

Checked<PolicyPack> ConvertPack(const v1::PolicyPack& pack) {
  return CheckAndConvert<PolicyPack>(pack, CheckPack, ToPack);
}

Checked<Instrument> ConvertInstrument(const v1::Instrument& instrument) {
  return CheckAndConvert<Instrument>(instrument, CheckInstrument, ToInstrument);
}

}  // namespace caseload::policy

#include "services/caseplan/domain/snapshot_case.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <set>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "services/policy/instrument.h"

namespace caseload::caseplan {

namespace {

using policy::DayRange;
using policy::PolicyPack;

// What is put before the kernel's rules.
struct Judge {
  const CaseFile& file;
  const PolicyTimeline& timeline;
  const SnapshotDays& days;
  const PolicyPack& pack;
  policy::CaseFacts facts;
  policy::SupervisionFacts supervision;
  std::vector<policy::ContactFact> contacts;
  std::vector<policy::Instrument> instruments;
  std::vector<policy::AssessmentFact> assessments;

  absl::CivilDay as_of() const { return days.as_of; }
};

// Judges by the pack in force on the day that it comes to.
policy::DutyJudgement OnDueDay(
    const Judge& judge,
    absl::FunctionRef<policy::DutyJudgement(const PolicyPack&)> rule) {
  policy::DutyJudgement judgement = rule(judge.pack);
  if (!judgement.due.has_value()) return judgement;
  const PolicyPack* then = judge.timeline.On(*judgement.due);
  if (then == nullptr || then == &judge.pack) return judgement;
  return rule(*then);
}

// --- facts ---

policy::ContactLocation LocationOf(const ContactEntry& contact) {
  if (contact.location.has_value()) {
    return static_cast<policy::ContactLocation>(*contact.location);
  }
  // A letter has no place either, and stands with the telephone.
  return contact.method == ContactMethod::kVideo
             ? policy::ContactLocation::kVideo
             : policy::ContactLocation::kTelephone;
}

policy::ContactMethod MethodOf(ContactMethod method) {
  switch (method) {
    case ContactMethod::kInPerson:
      return policy::ContactMethod::kInPerson;
    case ContactMethod::kTelephone:
      return policy::ContactMethod::kTelephone;
    case ContactMethod::kVideo:
      return policy::ContactMethod::kVideo;
    case ContactMethod::kWritten:
      break;
  }
  return policy::ContactMethod::kWritten;
}

policy::ContactFact ToFact(const ContactEntry& contact) {
  policy::ContactFact fact;
  fact.day = contact.date;
  fact.outcome = contact.status == ContactStatus::kScheduled
                     ? policy::ContactOutcome::kScheduled
                 : contact.status == ContactStatus::kAttempted
                     ? policy::ContactOutcome::kAttempted
                     : policy::ContactOutcome::kCompleted;
  fact.with = contact.kind == ContactKind::kDirect
                  ? policy::ContactWith::kPerson
              : contact.kind == ContactKind::kCollateral
                  ? policy::ContactWith::kCollateral
                  : policy::ContactWith::kBoth;
  fact.method = MethodOf(contact.method);
  fact.location = LocationOf(contact);
  fact.positive = contact.CompletedWithClient();
  return fact;
}

// The projection knows the place of a score's band and no other band of the
// domain: the bands below it are empty ones, so that the kernel finds it.
std::vector<policy::ScoreBand> BandsUpTo(const RiskDomain& domain) {
  std::vector<policy::ScoreBand> bands;
  if (!domain.level_rank.has_value()) return bands;
  for (int rank = 0; rank < *domain.level_rank; ++rank) {
    bands.push_back({"", 1, 0});
  }
  bands.push_back({domain.level, 0, domain.maximum_score});
  return bands;
}

policy::Instrument ToInstrument(const PolicyPack& pack,
                                const RiskAssessment& assessment) {
  policy::Instrument instrument;
  instrument.id = assessment.instrument_id;
  instrument.version = assessment.instrument_version;
  instrument.sets_risk = assessment.sets_risk;
  for (const RiskBand& band : assessment.bands) {
    if (band.band_scheme_id != pack.band_scheme.id) continue;
    instrument.level_mappings.push_back(
        {band.band_scheme_id, assessment.level, band.band_id});
  }
  for (const RiskDomain& domain : assessment.domains) {
    policy::InstrumentDomain value;
    value.id = domain.domain_id;
    value.kind = domain.dynamic ? policy::DomainKind::kDynamic
                                : policy::DomainKind::kStatic;
    value.maximum = domain.maximum_score;
    value.bands = BandsUpTo(domain);
    value.need_area_ids = domain.need_areas;
    instrument.domains.push_back(std::move(value));
  }
  return instrument;
}

std::vector<policy::DomainResult> ResultsOf(const RiskAssessment& assessment) {
  std::vector<policy::DomainResult> results;
  for (const RiskDomain& domain : assessment.domains) {
    if (domain.maximum_score > 0 && !domain.score.has_value()) continue;
    const int recorded = static_cast<int>(domain.recorded_need);
    results.push_back({domain.domain_id, domain.score.value_or(0),
                       domain.level_rank.value_or(recorded)});
  }
  return results;
}

Judge MakeJudge(const CaseFile& file, const PolicyTimeline& timeline,
                const SnapshotDays& days, const PolicyPack& pack) {
  const Case& c = file.supervision_case;
  Judge judge{file, timeline, days, pack, {}, {}, {}, {}, {}};
  judge.facts.case_type_id = c.case_type;
  judge.facts.received = c.received_date;
  for (const CaseState& state : file.states) {
    if (state.status != CaseStatus::kInCustody) continue;
    judge.facts.custodies.push_back({state.period.first, std::nullopt});
    // The day after the last day in custody is the day of release.
    if (state.period.last.has_value()) {
      judge.facts.custodies.back().released = *state.period.last + 1;
    }
  }
  if (!file.plans.empty()) {
    judge.facts.first_plan_start = file.plans.front().period.first;
  }
  judge.supervision.case_type_id = c.case_type;
  judge.supervision.start = c.start_date.value_or(c.received_date);
  if (c.closed_date.has_value() && *c.closed_date <= days.as_of) {
    judge.supervision.end = c.closed_date;
  }
  for (const ContactEntry& contact : file.contacts) {
    judge.contacts.push_back(ToFact(contact));
  }
  for (const RiskAssessment& assessment : file.risk.latest) {
    judge.instruments.push_back(ToInstrument(pack, assessment));
    judge.assessments.push_back({assessment.instrument_id,
                                 assessment.instrument_version,
                                 assessment.assessed_date, assessment.level});
  }
  return judge;
}

// --- the parts ---

void JudgeState(const Judge& judge, JudgedCase* judged) {
  for (const CaseState& state : judge.file.states) {
    if (!state.period.Contains(judge.as_of())) continue;
    judged->state = &state;
    judged->state_confirmation.last = state.confirmed_date;
  }
  judged->state_confirmation.judgement =
      OnDueDay(judge, [&](const PolicyPack& pack) {
        return policy::JudgeClientState(pack, judge.facts.received,
                                        judged->state_confirmation.last,
                                        judge.as_of());
      });
}

// The latest assessment that `accepts` takes, made by the day; and whether
// there is only a later one.
struct LatestAssessment {
  const RiskAssessment* by_the_day = nullptr;
  bool only_later = false;
};
LatestAssessment FindLatest(
    const Judge& judge,
    absl::FunctionRef<bool(const RiskAssessment&)> accepts) {
  LatestAssessment latest;
  for (const RiskAssessment& assessment : judge.file.risk.latest) {
    if (!accepts(assessment)) continue;
    if (assessment.assessed_date > judge.as_of()) {
      latest.only_later = true;
    } else if (latest.by_the_day == nullptr ||
               assessment.assessed_date > latest.by_the_day->assessed_date) {
      latest.by_the_day = &assessment;
    }
  }
  if (latest.by_the_day != nullptr) latest.only_later = false;
  return latest;
}

void SetLast(const LatestAssessment& latest, Duty* duty) {
  duty->known = !latest.only_later;
  if (latest.by_the_day != nullptr) {
    duty->last = latest.by_the_day->assessed_date;
  }
}

void JudgeAssessments(const Judge& judge, JudgedCase* judged) {
  judged->risk_assessment.judgement =
      OnDueDay(judge, [&](const PolicyPack& pack) {
        return policy::JudgeRiskAssessment(pack, judge.facts, judge.assessments,
                                           judge.as_of());
      });
  SetLast(FindLatest(judge,
                     [&](const RiskAssessment& assessment) {
                       const policy::InstrumentUse* use =
                           judge.pack.assessment.Find(assessment.instrument_id);
                       return use != nullptr &&
                              use->duty ==
                                  policy::InstrumentDuty::kRiskAssessment;
                     }),
          &judged->risk_assessment);
  for (const policy::InstrumentUse& use : judge.pack.assessment.instruments) {
    JudgedInstrument instrument;
    instrument.instrument_id = use.instrument_id;
    const LatestAssessment latest =
        FindLatest(judge, [&](const RiskAssessment& assessment) {
          return assessment.instrument_id == use.instrument_id;
        });
    instrument.assessment = latest.by_the_day;
    SetLast(latest, &instrument.duty);
    instrument.duty.judgement = OnDueDay(judge, [&](const PolicyPack& pack) {
      return policy::JudgeInstrument(pack, judge.facts, use.instrument_id,
                                     judge.assessments, judge.as_of());
    });
    judged->instruments.push_back(std::move(instrument));
  }
}

void JudgeLevel(const Judge& judge, JudgedCase* judged) {
  JudgedLevel& level = judged->level;
  level.judgement = policy::JudgeLevel(judge.pack, judge.instruments,
                                       judge.facts, judge.assessments,
                                       judge.file.overrides, judge.as_of());
  if (level.judgement.assessment.has_value()) {
    level.governing =
        &judge.file.risk
             .latest[static_cast<size_t>(*level.judgement.assessment)];
    level.source = LevelSource::kScored;
  } else if (!judged->risk_assessment.known) {
    level.source = LevelSource::kNotKnown;
  }
  if (level.judgement.override_in_force.has_value()) {
    level.override_in_force = &judge.file.overrides[static_cast<size_t>(
        *level.judgement.override_in_force)];
    level.source = LevelSource::kOverride;
  }
}

void JudgePlan(const Judge& judge, JudgedCase* judged) {
  JudgedPlan& plan = judged->plan;
  std::optional<policy::PlanFact> fact;
  if (!judge.file.plans.empty()) {
    plan.plan = &judge.file.plans.back();
    plan.duty.last = plan.plan->approved;
    fact = policy::PlanFact{plan.plan->approved, plan.plan->signed_on,
                            plan.plan->last_review, std::nullopt};
    // The plan's own days may be fewer than those that policy gives it.
    if (plan.plan->period.last.has_value()) {
      fact->ended = *plan.plan->period.last + 1;
    }
  }
  std::optional<absl::CivilDay> assessed;
  if (judged->level.governing != nullptr) {
    assessed = judged->level.governing->assessed_date;
  }
  plan.duty.judgement = OnDueDay(judge, [&](const PolicyPack& pack) {
    plan.judgement =
        policy::JudgePlan(pack, judge.facts, fact, assessed, judge.as_of());
    return plan.judgement.duty;
  });
  if (plan.plan == nullptr) return;
  for (const Objective& objective : plan.plan->objectives) {
    if (!MissingParts(judge.pack, *plan.plan, objective).empty()) {
      ++plan.objectives_not_smart;
    }
  }
}

void JudgeNeeds(const Judge& judge, JudgedCase* judged) {
  if (judged->plan.plan == nullptr) return;
  std::set<std::string> targeted;
  for (const Objective& objective : judged->plan.plan->objectives) {
    if (!objective.need_area.empty()) targeted.insert(objective.need_area);
  }
  judged->targeted.assign(targeted.begin(), targeted.end());
  if (judged->level.governing == nullptr) return;
  policy::NeedAreaFacts facts;
  facts.scored_band_id = judged->level.judgement.scored_band_id;
  facts.results = ResultsOf(*judged->level.governing);
  facts.targeted = judged->targeted;
  for (const JudgedInstrument& instrument : judged->instruments) {
    if (instrument.assessment == nullptr ||
        instrument.assessment == judged->level.governing ||
        !instrument.duty.judgement.InOrder()) {
      continue;
    }
    for (const RiskDomain& domain : instrument.assessment->domains) {
      facts.otherwise_assessed.insert(facts.otherwise_assessed.end(),
                                      domain.need_areas.begin(),
                                      domain.need_areas.end());
    }
  }
  judged->need_areas = policy::JudgeNeedAreas(
      judge.pack, ToInstrument(judge.pack, *judged->level.governing), facts);
}

// Whether the enrollment serves the objective: it says so, whatever version of
// the plan it was said of, or it is of the program that the objective names.
bool Serves(const Enrollment& enrollment, const Objective& objective) {
  return (!objective.referral_program.empty() &&
          enrollment.program == objective.referral_program) ||
         std::any_of(enrollment.objectives.begin(), enrollment.objectives.end(),
                     [&](const ObjectiveLink& link) {
                       return link.objective_id == objective.id;
                     });
}

// A referral is answered by a place, by one that was finished, and by a reason
// why there is none; not by one that was broken off.
bool Answers(const Enrollment& enrollment) {
  return enrollment.status != EnrollmentStatus::kDischarged;
}

bool IsOpen(const Enrollment& enrollment) {
  return enrollment.status == EnrollmentStatus::kActive ||
         enrollment.status == EnrollmentStatus::kPending;
}

void JudgeOneEnrollment(const Judge& judge, const Enrollment& enrollment,
                        JudgedCase* judged) {
  if (enrollment.status == EnrollmentStatus::kNotEnrolled) {
    judged->enrollments.explanation = &enrollment;
    return;
  }
  if (!IsOpen(enrollment)) return;
  JudgedEnrollment one;
  one.enrollment = &enrollment;
  if (enrollment.status == EnrollmentStatus::kActive) {
    one.verification.last = enrollment.verified_date;
    one.verification.judgement = OnDueDay(judge, [&](const PolicyPack& pack) {
      return policy::JudgeEnrollment(pack, *enrollment.start_date,
                                     enrollment.verified_date, judge.as_of());
    });
  } else {
    one.verification.judgement.policy = judge.pack.version;
  }
  if (judged->plan.plan != nullptr) {
    for (const Objective& objective : judged->plan.plan->objectives) {
      one.serves_objective =
          one.serves_objective || Serves(enrollment, objective);
    }
  }
  judged->enrollments.open.push_back(std::move(one));
}

void JudgeEnrollments(const Judge& judge, JudgedCase* judged) {
  JudgedEnrollments& result = judged->enrollments;
  bool active = false;
  for (const Enrollment& enrollment : judge.file.enrollments) {
    JudgeOneEnrollment(judge, enrollment, judged);
    active = active || enrollment.status == EnrollmentStatus::kActive;
  }
  if (active) {
    result.standing = EnrollmentStanding::kActive;
  } else if (!result.open.empty()) {
    result.standing = EnrollmentStanding::kPending;
  } else if (result.explanation != nullptr) {
    result.standing = EnrollmentStanding::kExplained;
  } else if (policy::Holds(judge.pack.enrollment.explanation_band_ids,
                           judged->level.judgement.supervision_band_id)) {
    result.standing = EnrollmentStanding::kUnexplained;
  }
  if (judged->plan.plan == nullptr) return;
  for (const Objective& objective : judged->plan.plan->objectives) {
    const auto& all = judge.file.enrollments;
    if (!objective.referral_program.empty() &&
        std::none_of(all.begin(), all.end(), [&](const Enrollment& one) {
          return Answers(one) && Serves(one, objective);
        })) {
      result.objectives_without.push_back(&objective);
    }
  }
}

JudgedContacts CountContacts(const CaseFile& file, const DayRange& period,
                             absl::CivilDay as_of) {
  JudgedContacts result;
  result.period = period;
  for (const ContactEntry& contact : file.contacts) {
    if (!period.Contains(contact.date) || contact.date > as_of) continue;
    if (contact.status == ContactStatus::kAttempted) ++result.attempted;
    if (contact.CompletedWithClient()) {
      ++result.completed;
    } else if (contact.status == ContactStatus::kCompleted) {
      ++result.collateral;
    }
  }
  return result;
}

JudgedContacts JudgeContacts(const Judge& judge, const DayRange& period) {
  JudgedContacts result = CountContacts(judge.file, period, judge.as_of());
  const DayRange counted{period.first, std::min(period.last, judge.as_of())};
  result.locations =
      policy::CountLocations(judge.pack, judge.contacts, counted);
  for (const auto& [part, pack] : judge.timeline.Split(period)) {
    result.standards.push_back(policy::JudgeContactsInPeriod(
        *pack, judge.supervision, judge.contacts, part, judge.as_of()));
  }
  return result;
}

std::vector<policy::NoContactEvidence> EvidenceOf(const Judge& judge,
                                                  const NoContactReason& reason,
                                                  const JudgedMonth& month) {
  std::vector<policy::NoContactEvidence> evidence;
  if (reason.warrant_request_date.has_value()) {
    evidence.push_back(policy::NoContactEvidence::kWarrantRequest);
  }
  // Prepared is enough: the supervisor approves it (R029).
  if (reason.revoking_order.has_value()) {
    evidence.push_back(policy::NoContactEvidence::kRevokingOrder);
  }
  for (const CaseState& state : judge.file.states) {
    if (!state.booking_type.empty() &&
        state.period.Overlaps({month.month.first, month.month.last})) {
      evidence.push_back(policy::NoContactEvidence::kBookingType);
      break;
    }
  }
  if (month.residential_confirmed) {
    evidence.push_back(policy::NoContactEvidence::kResidentialConfirmation);
  }
  return evidence;
}

// What the record says of the month, before it is judged.
JudgedMonth CollectMonth(const Judge& judge, const DayRange& month) {
  JudgedMonth result;
  result.month = month;
  const DayPeriod so_far{month.first, std::min(month.last, judge.as_of())};
  for (const CaseState& state : judge.file.states) {
    if (!state.period.Overlaps(so_far)) continue;
    result.warrant_pending =
        result.warrant_pending || state.status == CaseStatus::kWarrant;
    result.residential_treatment =
        result.residential_treatment ||
        state.status == CaseStatus::kResidentialTreatment;
  }
  for (const absl::CivilDay day : judge.file.residential_notes) {
    result.residential_confirmed =
        result.residential_confirmed || month.Contains(day);
  }
  for (const NoContactReason& reason : judge.file.reasons) {
    if (absl::CivilDay(reason.month) != month.first ||
        reason.entered_date > judge.as_of()) {
      continue;
    }
    result.reasons.push_back(&reason);
    result.residential_confirmed =
        result.residential_confirmed ||
        reason.residential_confirmed_date.has_value();
  }
  return result;
}

// A case without a plan has no objective that a note could speak of; the plan
// that is missing is a finding of its own.
Duty JudgeNote(const Judge& judge, const PolicyPack& pack,
               const DayRange& month) {
  Duty duty;
  duty.judgement.policy = pack.version;
  if (judge.file.plans.empty() ||
      judge.file.plans.front().approved > month.last) {
    duty.judgement.why = policy::DutyWhy::kNoPlan;
    return duty;
  }
  duty.judgement = policy::JudgeNotes(pack, judge.file.objective_notes,
                                      month.first, judge.as_of());
  for (const absl::CivilDay day : judge.file.objective_notes) {
    if (month.Contains(day)) duty.last = day;
  }
  return duty;
}

JudgedMonth JudgeOneMonth(const Judge& judge, const DayRange& month) {
  JudgedMonth result = CollectMonth(judge, month);
  const PolicyPack* then = judge.timeline.On(month.last);
  const PolicyPack& pack = then == nullptr ? judge.pack : *then;
  policy::MonthFacts facts;
  facts.supervision = judge.supervision;
  facts.contacts = judge.contacts;
  facts.warrant_pending = result.warrant_pending;
  for (const NoContactReason* reason : result.reasons) {
    facts.reasons.push_back({PackReasonCode(pack, reason->code),
                             reason->entered_date,
                             EvidenceOf(judge, *reason, result)});
  }
  result.judgement =
      policy::JudgeMonth(pack, facts, month.first, judge.as_of());
  result.objective_note = JudgeNote(judge, pack, month);
  return result;
}

FindingWhy WhyOf(policy::PlanFault fault) {
  switch (fault) {
    case policy::PlanFault::kEnded:
      return FindingWhy::kPlanEnded;
    case policy::PlanFault::kNotSigned:
      return FindingWhy::kPlanNotSigned;
    case policy::PlanFault::kExpired:
      return FindingWhy::kPlanExpired;
    case policy::PlanFault::kReviewOverdue:
      return FindingWhy::kPlanReviewOverdue;
    case policy::PlanFault::kOlderThanAssessment:
      break;
  }
  return FindingWhy::kPlanOlderThanAssessment;
}

void JudgeMonths(const Judge& judge, JudgedCase* judged) {
  const DayPeriod open{judge.supervision.start, judge.supervision.end};
  for (absl::CivilDay first = judge.days.review.first;
       first <= judge.days.review.last; first = policy::AddMonths(first, 1)) {
    const DayRange month = policy::MonthOf(first);
    if (open.Overlaps({month.first, month.last})) {
      judged->months.push_back(JudgeOneMonth(judge, month));
    }
  }
}

}  // namespace

std::string PolicyName(const policy::PolicyVersion& version) {
  return absl::StrCat(version.pack_id, "/", version.version_label);
}

std::optional<policy::ContactState> JudgedContacts::State() const {
  std::optional<policy::ContactState> worst;
  // The enumerators stand in the order of how much they say.
  for (const policy::ContactJudgement& standard : standards) {
    if (!worst.has_value() || standard.state > *worst) worst = standard.state;
  }
  return worst;
}

std::vector<FindingWhy> MissingParts(const PolicyPack& pack,
                                     const PlanVersion& plan,
                                     const Objective& objective) {
  std::vector<FindingWhy> missing;
  for (const policy::SmartPart part : pack.plan.required_parts) {
    if (part == policy::SmartPart::kSpecific && objective.behavior.empty()) {
      missing.push_back(FindingWhy::kNotSpecific);
    } else if (part == policy::SmartPart::kMeasure &&
               objective.measure.empty()) {
      missing.push_back(FindingWhy::kNotMeasurable);
    } else if (part == policy::SmartPart::kTargetDate &&
               (!objective.target_date.has_value() ||
                !plan.period.Contains(*objective.target_date))) {
      missing.push_back(FindingWhy::kNotTimeLimited);
    } else if (part == policy::SmartPart::kResponsiblePerson &&
               objective.responsible_person.empty()) {
      missing.push_back(FindingWhy::kNobodyResponsible);
    }
  }
  std::sort(missing.begin(), missing.end());
  return missing;
}

std::vector<FindingWhy> PlanFaults(const policy::PlanJudgement& plan) {
  std::vector<FindingWhy> whys;
  for (const policy::PlanFault fault : plan.faults) {
    whys.push_back(WhyOf(fault));
  }
  std::sort(whys.begin(), whys.end());
  return whys;
}

policy::LocationClass ClassOf(const PolicyPack& pack,
                              const ContactEntry& contact) {
  return pack.contact.ClassOf(LocationOf(contact));
}

int WeightHundredths(const PolicyPack& pack, const Case& c) {
  const policy::CaseType* type = pack.FindCaseType(c.case_type);
  if (c.weight != 1.0 || type == nullptr) {
    return static_cast<int>(std::lround(c.weight * 100));
  }
  return type->weight_hundredths;
}

std::string PackReasonCode(const PolicyPack& pack, NoContactCode code) {
  struct Codes {
    absl::string_view own;
    absl::string_view instead;
  };
  static constexpr Codes kCodes[] = {{"", ""},
                                     {"WARRANT", ""},
                                     {"RESIDENTIAL_TREATMENT", ""},
                                     {"IN_CUSTODY", ""},
                                     {"UNABLE_TO_CONTACT", ""},
                                     {"ABSCONDED", "ABSCOND"},
                                     {"TRANSFERRED", ""},
                                     {"COURTESY", "TRANSFERRED"},
                                     {"INTERSTATE", "TRANSFERRED"},
                                     {"MEDICAL", ""},
                                     {"DEPORTED", ""},
                                     {"OUT_OF_STATE_PLACEMENT", ""},
                                     {"CASE_CLOSED", ""},
                                     {"NEW_CASE", ""},
                                     {"DECEASED", ""}};
  const Codes& codes = kCodes[static_cast<size_t>(code)];
  for (const absl::string_view candidate : {codes.own, codes.instead}) {
    if (pack.FindNoContactReason(candidate) != nullptr) {
      return std::string(candidate);
    }
  }
  return "";
}

JudgedCase JudgeCase(const CaseFile& file, const PolicyTimeline& timeline,
                     const SnapshotDays& days) {
  JudgedCase judged;
  judged.pack = timeline.On(days.as_of);
  const policy::QuarterRule quarter_rule =
      judged.pack == nullptr ? policy::QuarterRule() : judged.pack->quarter;
  const DayRange month = policy::MonthOf(days.as_of);
  const DayRange quarter = policy::QuarterOf(days.as_of, quarter_rule);
  if (judged.pack == nullptr) {
    judged.month = CountContacts(file, month, days.as_of);
    judged.quarter = CountContacts(file, quarter, days.as_of);
    if (days.period.has_value()) {
      judged.period = CountContacts(file, *days.period, days.as_of);
    }
    for (const CaseState& state : file.states) {
      if (state.period.Contains(days.as_of)) judged.state = &state;
    }
    for (const Enrollment& enrollment : file.enrollments) {
      if (!IsOpen(enrollment)) continue;
      judged.enrollments.open.emplace_back().enrollment = &enrollment;
    }
    return judged;
  }
  Judge judge = MakeJudge(file, timeline, days, *judged.pack);
  JudgeState(judge, &judged);
  JudgeAssessments(judge, &judged);
  JudgeLevel(judge, &judged);
  judge.supervision.band_id = judged.level.judgement.supervision_band_id;
  JudgePlan(judge, &judged);
  JudgeNeeds(judge, &judged);
  JudgeEnrollments(judge, &judged);
  judged.month = JudgeContacts(judge, month);
  judged.quarter = JudgeContacts(judge, quarter);
  if (days.period.has_value()) {
    judged.period = JudgeContacts(judge, *days.period);
  }
  // A window that ended before go-live is no breach.
  judged.review = JudgeContacts(
      judge, {std::max(days.review.first, judged.pack->go_live_date),
              days.review.last});
  JudgeMonths(judge, &judged);
  judged.findings = FindingsOf(file, judged, days);
  return judged;
}

}  // namespace caseload::caseplan

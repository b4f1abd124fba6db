#include "services/policy/clocks.h"

#include <algorithm>

namespace caseload::policy {
namespace {

bool NeedsAssessment(const PolicyPack& pack, const CaseFacts& facts) {
  const CaseType* type = pack.FindCaseType(facts.case_type_id);
  return type == nullptr || type->assessment_required;
}

bool NeedsPlan(const PolicyPack& pack, const CaseFacts& facts) {
  const CaseType* type = pack.FindCaseType(facts.case_type_id);
  return type == nullptr || type->plan_required;
}

DutyJudgement Judged(const PolicyPack& pack, DutyState in_time,
                     DutyState too_late, absl::CivilDay due,
                     absl::CivilDay as_of) {
  DutyJudgement judgement;
  judgement.policy = pack.version;
  judgement.due = due;
  judgement.state = as_of <= due ? in_time : too_late;
  judgement.before_go_live = due < pack.go_live_date;
  return judgement;
}

DutyJudgement NotRequired(const PolicyPack& pack, DutyWhy why) {
  DutyJudgement judgement;
  judgement.policy = pack.version;
  judgement.why = why;
  return judgement;
}

// One made before receipt counts only while it is young enough to be reused.
bool MayCount(const PolicyPack& pack, const CaseFacts& facts,
              const AssessmentFact& assessment, absl::CivilDay as_of) {
  if (assessment.completed > as_of) return false;
  if (assessment.completed >= facts.received) return true;
  return pack.assessment.reusable_within.has_value() &&
         AddPeriod(assessment.completed, *pack.assessment.reusable_within) >
             facts.received;
}

DutyJudgement JudgeFirstAssessment(const PolicyPack& pack,
                                   const CaseFacts& facts,
                                   absl::CivilDay as_of) {
  std::optional<absl::CivilDay> due = FirstAssessmentDue(pack, facts, as_of);
  if (pack.assessment.before_first_plan && facts.first_plan_start.has_value() &&
      (!due.has_value() || *facts.first_plan_start < *due)) {
    due = facts.first_plan_start;
  }
  if (due.has_value()) {
    return Judged(pack, DutyState::kDue, DutyState::kNeverDone, *due, as_of);
  }
  DutyJudgement standing_still = NotRequired(pack, DutyWhy::kInCustody);
  standing_still.state = DutyState::kDue;
  return standing_still;
}

// The day until which the assessment is current.
std::optional<absl::CivilDay> ReassessmentDue(
    const PolicyPack& pack, const AssessmentFact& assessment) {
  const InstrumentUse* use = pack.assessment.Find(assessment.instrument_id);
  if (use == nullptr) return std::nullopt;
  return AddPeriod(assessment.completed, use->reassess_after);
}

// Judges by the assessments that `accepts` takes.
template <typename Accepts>
DutyJudgement JudgeAssessments(const PolicyPack& pack, const CaseFacts& facts,
                               absl::Span<const AssessmentFact> assessments,
                               absl::CivilDay as_of, Accepts accepts) {
  std::optional<absl::CivilDay> latest;
  for (const AssessmentFact& assessment : assessments) {
    if (!accepts(assessment) || !MayCount(pack, facts, assessment, as_of)) {
      continue;
    }
    const auto due = ReassessmentDue(pack, assessment);
    if (due.has_value() && (!latest.has_value() || *due > *latest)) {
      latest = due;
    }
  }
  if (!latest.has_value()) return JudgeFirstAssessment(pack, facts, as_of);
  return Judged(pack, DutyState::kCurrent, DutyState::kOverdue, *latest, as_of);
}

const Instrument* FindInstrument(absl::Span<const Instrument> instruments,
                                 const AssessmentFact& assessment) {
  for (const Instrument& instrument : instruments) {
    if (instrument.id == assessment.instrument_id &&
        instrument.version == assessment.instrument_version) {
      return &instrument;
    }
  }
  return nullptr;
}

// Place of the instrument in the pack's order; lower governs.
int RankOf(const PolicyPack& pack, const AssessmentFact& assessment) {
  const InstrumentUse* use = pack.assessment.Find(assessment.instrument_id);
  return static_cast<int>(use - pack.assessment.instruments.data());
}

// Whether `a` governs before `b`: current before stale, then the pack's order
// among current ones, then the later.
struct Candidate {
  int index = 0;
  bool current = false;
  int rank = 0;
  absl::CivilDay completed;

  bool GovernsBefore(const Candidate& other) const {
    if (current != other.current) return current;
    if (current && rank != other.rank) return rank < other.rank;
    return completed > other.completed;
  }
};

std::optional<Candidate> FindGoverning(
    const PolicyPack& pack, absl::Span<const Instrument> instruments,
    const CaseFacts& facts, absl::Span<const AssessmentFact> assessments,
    absl::CivilDay as_of) {
  std::optional<Candidate> best;
  for (size_t i = 0; i < assessments.size(); ++i) {
    const AssessmentFact& assessment = assessments[i];
    const Instrument* instrument = FindInstrument(instruments, assessment);
    const auto due = ReassessmentDue(pack, assessment);
    if (instrument == nullptr || !instrument->sets_risk || !due.has_value() ||
        !MayCount(pack, facts, assessment, as_of) ||
        !instrument->BandOf(pack.band_scheme.id, assessment.level_id)) {
      continue;
    }
    const Candidate candidate{static_cast<int>(i), as_of <= *due,
                              RankOf(pack, assessment), assessment.completed};
    if (!best.has_value() || candidate.GovernsBefore(*best)) best = candidate;
  }
  return best;
}

void AddPlanFaults(const PolicyPack& pack, const PlanFact& plan,
                   std::optional<absl::CivilDay> assessment_completed,
                   absl::CivilDay as_of, PlanJudgement* judgement) {
  const auto add = [&](bool holds, PlanFault fault) {
    if (holds) judgement->faults.push_back(fault);
  };
  const bool is_signed =
      plan.signed_or_refused.has_value() && *plan.signed_or_refused <= as_of;
  const absl::CivilDay provisional_until =
      plan.approved + pack.plan.provisional_days;
  judgement->provisional = !is_signed && as_of <= provisional_until;
  add(plan.ended.has_value() && *plan.ended <= as_of, PlanFault::kEnded);
  add(!is_signed && !judgement->provisional, PlanFault::kNotSigned);
  add(as_of > *judgement->expires, PlanFault::kExpired);
  add(as_of > *judgement->review_due, PlanFault::kReviewOverdue);
  add(assessment_completed.has_value() && *assessment_completed <= as_of &&
          *assessment_completed - plan.approved > pack.plan.assessment_lag_days,
      PlanFault::kOlderThanAssessment);
}

std::vector<Custody> ByBooking(std::vector<Custody> custodies) {
  std::sort(
      custodies.begin(), custodies.end(),
      [](const Custody& a, const Custody& b) { return a.booked < b.booked; });
  return custodies;
}

bool LastsOn(const Custody& custody, absl::CivilDay as_of) {
  return !custody.released.has_value() || *custody.released > as_of;
}

}  // namespace

std::optional<absl::CivilDay> AssessmentClockStart(const PolicyPack& pack,
                                                   const CaseFacts& facts,
                                                   absl::CivilDay as_of) {
  absl::CivilDay start = facts.received;
  if (!pack.assessment.clock_starts_at_release) return start;
  for (const Custody& custody : ByBooking(facts.custodies)) {
    const bool holds_start =
        custody.booked <= start &&
        (!custody.released.has_value() || *custody.released >= start);
    if (!holds_start) continue;
    if (LastsOn(custody, as_of)) return std::nullopt;
    start = *custody.released;
  }
  return start;
}

std::optional<absl::CivilDay> FirstAssessmentDue(const PolicyPack& pack,
                                                 const CaseFacts& facts,
                                                 absl::CivilDay as_of) {
  const auto start = AssessmentClockStart(pack, facts, as_of);
  if (!start.has_value()) return std::nullopt;
  absl::CivilDay due = AddPeriod(*start, pack.assessment.initial_due);
  if (!pack.assessment.clock_starts_at_release) return due;
  // The first day that was not taken off yet.
  absl::CivilDay counted_from = *start;
  for (const Custody& custody : ByBooking(facts.custodies)) {
    if (custody.booked > as_of || custody.booked > due) break;
    if (custody.booked <= *start) continue;
    if (LastsOn(custody, as_of)) return std::nullopt;
    const absl::CivilDay from = std::max(custody.booked, counted_from);
    if (*custody.released <= from) continue;
    due += *custody.released - from;
    counted_from = *custody.released;
  }
  return due;
}

DutyJudgement JudgeRiskAssessment(const PolicyPack& pack,
                                  const CaseFacts& facts,
                                  absl::Span<const AssessmentFact> assessments,
                                  absl::CivilDay as_of) {
  if (!NeedsAssessment(pack, facts)) {
    return NotRequired(pack, DutyWhy::kCaseType);
  }
  return JudgeAssessments(
      pack, facts, assessments, as_of, [&](const AssessmentFact& assessment) {
        const InstrumentUse* use =
            pack.assessment.Find(assessment.instrument_id);
        return use != nullptr && use->duty == InstrumentDuty::kRiskAssessment;
      });
}

DutyJudgement JudgeInstrument(const PolicyPack& pack, const CaseFacts& facts,
                              absl::string_view instrument_id,
                              absl::Span<const AssessmentFact> assessments,
                              absl::CivilDay as_of) {
  const InstrumentUse* use = pack.assessment.Find(instrument_id);
  if (use == nullptr) return NotRequired(pack, DutyWhy::kNotInPack);
  if (!NeedsAssessment(pack, facts)) {
    return NotRequired(pack, DutyWhy::kCaseType);
  }
  const auto accepts = [&](const AssessmentFact& assessment) {
    return assessment.instrument_id == instrument_id;
  };
  const bool used = std::any_of(
      assessments.begin(), assessments.end(),
      [&](const AssessmentFact& assessment) {
        return accepts(assessment) && MayCount(pack, facts, assessment, as_of);
      });
  if (use->duty == InstrumentDuty::kOnceUsed && !used) {
    return NotRequired(pack, DutyWhy::kNotUsed);
  }
  return JudgeAssessments(pack, facts, assessments, as_of, accepts);
}

LevelJudgement JudgeLevel(const PolicyPack& pack,
                          absl::Span<const Instrument> instruments,
                          const CaseFacts& facts,
                          absl::Span<const AssessmentFact> assessments,
                          absl::Span<const OverrideFact> overrides,
                          absl::CivilDay as_of) {
  LevelJudgement judgement;
  judgement.policy = pack.version;
  if (const auto governing =
          FindGoverning(pack, instruments, facts, assessments, as_of)) {
    const AssessmentFact& assessment = assessments[governing->index];
    judgement.assessment = governing->index;
    judgement.stale = !governing->current;
    judgement.scored_band_id =
        *FindInstrument(instruments, assessment)
             ->BandOf(pack.band_scheme.id, assessment.level_id);
  }
  judgement.supervision_band_id = judgement.scored_band_id;
  for (size_t i = 0; i < overrides.size(); ++i) {
    const OverrideFact& candidate = overrides[i];
    const bool of_the_scheme = candidate.band_scheme_id.empty() ||
                               candidate.band_scheme_id == pack.band_scheme.id;
    if (!of_the_scheme || candidate.effective > as_of ||
        (candidate.expires.has_value() && *candidate.expires < as_of)) {
      continue;
    }
    if (!judgement.override_in_force.has_value() ||
        candidate.effective >=
            overrides[*judgement.override_in_force].effective) {
      judgement.override_in_force = static_cast<int>(i);
      judgement.supervision_band_id = candidate.band_id;
    }
  }
  return judgement;
}

PlanJudgement JudgePlan(const PolicyPack& pack, const CaseFacts& facts,
                        const std::optional<PlanFact>& plan,
                        std::optional<absl::CivilDay> assessment_completed,
                        absl::CivilDay as_of) {
  PlanJudgement judgement;
  judgement.duty = NotRequired(pack, DutyWhy::kCaseType);
  if (!NeedsPlan(pack, facts)) return judgement;
  if (!plan.has_value() || plan->approved > as_of) {
    judgement.duty =
        Judged(pack, DutyState::kDue, DutyState::kNeverDone,
               AddPeriod(facts.received, pack.plan.initial_due), as_of);
    return judgement;
  }
  judgement.expires = AddPeriod(plan->approved, pack.plan.expires_after);
  const absl::CivilDay reviewed =
      plan->last_review.has_value() && *plan->last_review <= as_of
          ? std::max(plan->approved, *plan->last_review)
          : plan->approved;
  judgement.review_due = AddPeriod(reviewed, pack.plan.review_every);
  AddPlanFaults(pack, *plan, assessment_completed, as_of, &judgement);
  judgement.duty.why = DutyWhy::kNone;
  judgement.duty.due = std::min(*judgement.expires, *judgement.review_due);
  judgement.duty.before_go_live = *judgement.duty.due < pack.go_live_date;
  judgement.duty.state =
      judgement.faults.empty() ? DutyState::kCurrent : DutyState::kOverdue;
  return judgement;
}

DutyJudgement JudgeEnrollment(const PolicyPack& pack, absl::CivilDay opened,
                              std::optional<absl::CivilDay> last_verified,
                              absl::CivilDay as_of) {
  const bool verified = last_verified.has_value() && *last_verified <= as_of;
  const absl::CivilDay from =
      verified ? std::max(opened, *last_verified) : opened;
  return Judged(pack, DutyState::kCurrent,
                verified ? DutyState::kOverdue : DutyState::kNeverDone,
                AddPeriod(from, pack.enrollment.verify_every), as_of);
}

DutyJudgement JudgeClientState(const PolicyPack& pack, absl::CivilDay received,
                               std::optional<absl::CivilDay> last_confirmed,
                               absl::CivilDay as_of) {
  const int days = pack.client_state_confirm_within_days;
  if (last_confirmed.has_value() && *last_confirmed <= as_of) {
    return Judged(pack, DutyState::kCurrent, DutyState::kOverdue,
                  *last_confirmed + days, as_of);
  }
  return Judged(pack, DutyState::kDue, DutyState::kNeverDone, received + days,
                as_of);
}

DutyJudgement JudgeNotes(const PolicyPack& pack,
                         absl::Span<const absl::CivilDay> notes,
                         absl::CivilDay day_in_month, absl::CivilDay as_of) {
  const DayRange month = MonthOf(day_in_month);
  const auto count = std::count_if(
      notes.begin(), notes.end(),
      [&](absl::CivilDay day) { return month.Contains(day) && day <= as_of; });
  DutyJudgement judgement =
      Judged(pack, DutyState::kDue, DutyState::kNeverDone, month.last, as_of);
  if (count >= pack.objective_notes_per_month) {
    judgement.state = DutyState::kCurrent;
  }
  return judgement;
}

}  // namespace caseload::policy

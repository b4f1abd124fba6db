#include <algorithm>
#include <utility>

#include "services/caseplan/domain/names.h"
#include "services/caseplan/domain/snapshot_case.h"

namespace caseload::caseplan {

namespace {

using policy::NoContactEvidence;
using policy::SnapshotCount;

// Collects the findings of one case.
class Collector {
 public:
  Collector(const CaseFile& file, const JudgedCase& judged,
            const SnapshotDays& days)
      : file_(file),
        judged_(judged),
        days_(days),
        case_{file.supervision_case.id},
        policy_(PolicyName(judged.pack->version)) {}

  std::vector<Finding> Collect() {
    AddState();
    AddAssessments();
    AddPlan();
    AddNeeds();
    AddEnrollments();
    for (const JudgedMonth& month : judged_.months) AddMonth(month);
    AddLevel();
    AddInvestigations();
    AddStandards();
    std::stable_sort(
        findings_.begin(), findings_.end(),
        [](const Finding& a, const Finding& b) { return a.kind < b.kind; });
    return std::move(findings_);
  }

 private:
  Finding& Add(SnapshotCount kind, std::vector<FindingWhy> whys,
               std::string subject = "") {
    Finding finding;
    finding.kind = kind;
    finding.whys = std::move(whys);
    finding.subject = std::move(subject);
    finding.policy = policy_;
    findings_.push_back(std::move(finding));
    return findings_.back();
  }

  // For a duty whose day has passed.
  Finding& AddDuty(SnapshotCount kind, const Duty& duty,
                   std::string subject = "") {
    Finding& finding =
        Add(kind,
            {duty.judgement.state == policy::DutyState::kNeverDone
                 ? FindingWhy::kNeverDone
                 : FindingWhy::kOverdue},
            std::move(subject));
    finding.last = duty.last;
    finding.next = duty.judgement.due;
    finding.policy = PolicyName(duty.judgement.policy);
    return finding;
  }

  // About a month; of a month that lasts, as it stands.
  Finding& AddMonthly(SnapshotCount kind, std::vector<FindingWhy> whys,
                      const JudgedMonth& month,
                      std::optional<absl::CivilDay> last,
                      std::string subject = "") {
    Finding& finding = Add(kind, std::move(whys), std::move(subject));
    finding.month = month.month.first;
    finding.last = last;
    finding.next = month.month.last;
    finding.in_time = days_.as_of <= month.month.last;
    finding.policy = PolicyName(month.judgement.policy);
    return finding;
  }

  std::string PlanOf() const {
    return judged_.plan.plan == nullptr
               ? std::string()
               : PlanName{case_, judged_.plan.plan->id}.ToString();
  }
  std::string ObjectiveOf(const Objective& objective) const {
    return ObjectiveName{{case_, judged_.plan.plan->id}, objective.id}
        .ToString();
  }

  // Whether the pack wants this on file for the reason (R029-R031).
  bool PackWants(NoContactCode code, NoContactEvidence evidence) const {
    const policy::NoContactReason* reason =
        judged_.pack->FindNoContactReason(PackReasonCode(*judged_.pack, code));
    return reason != nullptr &&
           std::find(reason->evidence.begin(), reason->evidence.end(),
                     evidence) != reason->evidence.end();
  }

  // R015, R030.
  void AddState() {
    std::string name;
    if (judged_.state != nullptr) {
      name = CaseStateName{case_, judged_.state->id}.ToString();
    }
    if (judged_.state_confirmation.IsBreached()) {
      AddDuty(SnapshotCount::kClientStateNotCurrent, judged_.state_confirmation,
              name);
    }
    if (judged_.state != nullptr &&
        judged_.state->status == CaseStatus::kInCustody &&
        judged_.state->booking_type.empty() &&
        PackWants(NoContactCode::kInCustody, NoContactEvidence::kBookingType)) {
      Add(SnapshotCount::kBookingTypeMissing, {FindingWhy::kBookingTypeMissing},
          name)
          .last = judged_.state->period.first;
    }
  }

  // R016, R039: the risk assessment once, whatever the instrument, and each
  // instrument that is kept up once it was used.
  void AddAssessments() {
    if (judged_.risk_assessment.IsBreached()) {
      AddDuty(SnapshotCount::kAssessmentNotCurrent, judged_.risk_assessment);
    }
    for (const JudgedInstrument& instrument : judged_.instruments) {
      const policy::InstrumentUse* use =
          judged_.pack->assessment.Find(instrument.instrument_id);
      if (use->duty == policy::InstrumentDuty::kOnceUsed &&
          instrument.duty.IsBreached()) {
        AddDuty(SnapshotCount::kAssessmentNotCurrent, instrument.duty).item =
            instrument.instrument_id;
      }
    }
  }

  // An assessment with an instrument whose highest factors a plan must target
  // (R021): the manual's "LSI or LSCMI".
  bool AssessedForAPlan() const {
    for (const JudgedInstrument& instrument : judged_.instruments) {
      if (instrument.assessment == nullptr) continue;
      for (const policy::HighestFactorsRule& rule :
           judged_.pack->plan.highest_factors) {
        if (rule.kind == policy::HighestFactorsKind::kAtLeast &&
            policy::Holds(rule.instrument_ids, instrument.instrument_id)) {
          return true;
        }
      }
    }
    return false;
  }

  // R017, R021, R022.
  void AddPlan() {
    const JudgedPlan& plan = judged_.plan;
    if (plan.duty.IsBreached()) {
      Finding& finding =
          AddDuty(SnapshotCount::kPlanNotCurrent, plan.duty, PlanOf());
      if (!plan.judgement.faults.empty()) {
        finding.whys = PlanFaults(plan.judgement);
      }
      if (AssessedForAPlan()) {
        Finding assessed = finding;
        assessed.kind = SnapshotCount::kAssessedWithoutPlan;
        findings_.push_back(std::move(assessed));
      }
    }
    if (plan.plan == nullptr) return;
    for (const Objective& objective : plan.plan->objectives) {
      std::vector<FindingWhy> missing =
          MissingParts(*judged_.pack, *plan.plan, objective);
      if (missing.empty()) continue;
      Add(SnapshotCount::kObjectiveNotSmart, std::move(missing),
          ObjectiveOf(objective))
          .item = objective.need_area;
    }
  }

  // R018, R019, R020, R124.
  void AddNeeds() {
    if (!judged_.need_areas.has_value()) return;
    const policy::NeedAreaJudgement& needs = *judged_.need_areas;
    if (needs.count_state == policy::NeedCountState::kTooFew) {
      Add(SnapshotCount::kNeedAreasOutsideRule, {FindingWhy::kTooFewNeedAreas},
          PlanOf());
    } else if (needs.count_state == policy::NeedCountState::kTooMany) {
      Add(SnapshotCount::kNeedAreasOutsideRule, {FindingWhy::kTooManyNeedAreas},
          PlanOf());
    }
    for (const Objective& objective : judged_.plan.plan->objectives) {
      if (!policy::Holds(needs.not_assessed, objective.need_area)) continue;
      Add(SnapshotCount::kNeedAreaNotAssessed,
          {FindingWhy::kNeedAreaNotAssessed}, ObjectiveOf(objective))
          .item = objective.need_area;
    }
    std::vector<FindingWhy> highest;
    if (!needs.HighestTargeted()) {
      highest.push_back(FindingWhy::kHighestNotTargeted);
    }
    if (!needs.outside_top.empty()) {
      highest.push_back(FindingWhy::kOutsideHighest);
    }
    if (!highest.empty()) {
      Add(SnapshotCount::kHighestFactorsNotTargeted, std::move(highest),
          PlanOf());
    }
  }

  // R023, R024, R040.
  void AddEnrollments() {
    const JudgedEnrollments& enrollments = judged_.enrollments;
    const bool must_match = judged_.pack->enrollment.must_match_objectives;
    for (const JudgedEnrollment& one : enrollments.open) {
      const std::string name =
          EnrollmentName{case_, one.enrollment->id}.ToString();
      const bool active = one.enrollment->status == EnrollmentStatus::kActive;
      if (one.verification.IsBreached()) {
        Finding& finding = AddDuty(SnapshotCount::kEnrollmentNotVerified,
                                   one.verification, name);
        finding.item = one.enrollment->program;
        if (!finding.last.has_value()) {
          finding.last = one.enrollment->start_date;
        }
      }
      if (must_match && active && !one.serves_objective) {
        Finding& finding = Add(SnapshotCount::kEnrollmentWithoutObjective,
                               {FindingWhy::kNoObjective}, name);
        finding.item = one.enrollment->program;
        finding.last = one.enrollment->start_date;
      }
    }
    if (must_match) {
      for (const Objective* objective : enrollments.objectives_without) {
        Finding& finding =
            Add(SnapshotCount::kObjectiveWithoutEnrollment,
                {FindingWhy::kNoEnrollment}, ObjectiveOf(*objective));
        finding.item = objective->referral_program;
        finding.last = judged_.plan.plan->approved;
      }
    }
    if (enrollments.standing == EnrollmentStanding::kUnexplained) {
      Add(SnapshotCount::kNotEnrolledUnexplained, {FindingWhy::kNotEnrolled});
    }
  }

  // R025-R031. What was due before go-live is no breach.
  void AddMonth(const JudgedMonth& month) {
    if (month.month.last < judged_.pack->go_live_date) return;
    const policy::DutyState note = month.objective_note.judgement.state;
    if (note == policy::DutyState::kDue ||
        note == policy::DutyState::kNeverDone) {
      AddMonthly(SnapshotCount::kNoObjectiveNote, {FindingWhy::kNoNote}, month,
                 file_.last_objective_note);
    }
    std::vector<FindingWhy> warrant;
    for (const policy::MonthFinding& finding : month.judgement.findings) {
      AddMonthFinding(finding, month, &warrant);
    }
    if (!warrant.empty()) {
      std::sort(warrant.begin(), warrant.end());
      AddMonthly(SnapshotCount::kWarrantIncomplete, std::move(warrant), month,
                 std::nullopt, ReasonNamed(month, NoContactCode::kWarrant));
    }
    AddResidential(month);
  }

  void AddMonthFinding(const policy::MonthFinding& finding,
                       const JudgedMonth& month,
                       std::vector<FindingWhy>* warrant) {
    switch (finding.kind) {
      case policy::MonthFindingKind::kAttemptedOnly:
        AddMonthly(SnapshotCount::kAttemptedOnly, {FindingWhy::kNotReached},
                   month, file_.last_completed_contact);
        break;
      case policy::MonthFindingKind::kNotAttempted:
        AddMonthly(SnapshotCount::kNotAttempted, {FindingWhy::kNotAttempted},
                   month, file_.last_completed_contact);
        break;
      case policy::MonthFindingKind::kReasonMissing:
        AddMonthly(SnapshotCount::kNoContactReasonMissing,
                   {FindingWhy::kNoReason}, month,
                   file_.last_completed_contact);
        break;
      case policy::MonthFindingKind::kReasonLate:
        AddLateReason(finding.reason_code, month);
        break;
      case policy::MonthFindingKind::kUnknownReason:
        AddMonthly(SnapshotCount::kNoContactReasonMissing,
                   {FindingWhy::kReasonUnknown}, month,
                   file_.last_completed_contact);
        break;
      case policy::MonthFindingKind::kWarrantReasonMissing:
        warrant->push_back(FindingWhy::kWarrantReasonMissing);
        break;
      case policy::MonthFindingKind::kEvidenceMissing:
        // The booking type is asked of the state, residential staff of the
        // month, and the attempt is a finding already.
        if (finding.evidence == NoContactEvidence::kWarrantRequest) {
          warrant->push_back(FindingWhy::kWarrantRequestMissing);
        } else if (finding.evidence == NoContactEvidence::kRevokingOrder) {
          warrant->push_back(FindingWhy::kRevokingOrderMissing);
        }
        break;
    }
  }

  void AddLateReason(const std::string& code, const JudgedMonth& month) {
    for (const NoContactReason* reason : month.reasons) {
      if (reason->entered_date <= month.month.last ||
          PackReasonCode(*judged_.pack, reason->code) != code ||
          HasLate(*reason)) {
        continue;
      }
      Finding& finding =
          AddMonthly(SnapshotCount::kNoContactReasonLate,
                     {FindingWhy::kReasonLate}, month, reason->entered_date,
                     NoContactReasonName{case_, reason->id}.ToString());
      finding.item = code;
      return;
    }
  }
  // Two reasons may be one to the pack.
  bool HasLate(const NoContactReason& reason) const {
    const std::string name = NoContactReasonName{case_, reason.id}.ToString();
    return std::any_of(
        findings_.begin(), findings_.end(), [&](const Finding& finding) {
          return finding.kind == SnapshotCount::kNoContactReasonLate &&
                 finding.subject == name;
        });
  }

  std::string ReasonNamed(const JudgedMonth& month, NoContactCode code) const {
    for (const NoContactReason* reason : month.reasons) {
      if (reason->code == code) {
        return NoContactReasonName{case_, reason->id}.ToString();
      }
    }
    return "";
  }

  // R031: staff confirmed in the month, and, where the client was not
  // contacted, the reason entered; for whoever was in treatment or is said to
  // have been.
  void AddResidential(const JudgedMonth& month) {
    const std::string reason =
        ReasonNamed(month, NoContactCode::kResidentialTreatment);
    if (!PackWants(NoContactCode::kResidentialTreatment,
                   NoContactEvidence::kResidentialConfirmation) ||
        (!month.residential_treatment && reason.empty())) {
      return;
    }
    std::vector<FindingWhy> whys;
    if (!month.residential_confirmed) {
      whys.push_back(FindingWhy::kResidentialNotConfirmed);
    }
    if (month.judgement.contact_required && !month.judgement.contacted &&
        reason.empty()) {
      whys.push_back(FindingWhy::kResidentialReasonMissing);
    }
    if (whys.empty()) return;
    AddMonthly(SnapshotCount::kResidentialNotConfirmed, std::move(whys), month,
               std::nullopt, reason);
  }

  // R032.
  void AddLevel() {
    const policy::OverrideFact* override = judged_.level.override_in_force;
    if (override != nullptr) {
      const bool temporary = override->expires.has_value();
      AddOverride(SnapshotCount::kOverride, *override,
                  temporary ? FindingWhy::kTemporaryOverride
                            : FindingWhy::kPermanentOverride);
      if (temporary) {
        AddOverride(SnapshotCount::kTemporaryOverride, *override,
                    FindingWhy::kTemporaryOverride);
      }
    }
    if (policy::Holds(judged_.pack->conference.resolve_band_ids,
                      judged_.level.judgement.supervision_band_id)) {
      Finding& finding = Add(SnapshotCount::kLowBand, {FindingWhy::kLowBand});
      if (judged_.level.governing != nullptr) {
        finding.last = judged_.level.governing->assessed_date;
      }
    }
  }
  void AddOverride(SnapshotCount kind, const policy::OverrideFact& override,
                   FindingWhy why) {
    Finding& finding = Add(kind, {why});
    finding.last = override.effective;
    finding.next = override.expires;
  }

  // R033.
  void AddInvestigations() {
    for (const Investigation& investigation : file_.investigations) {
      Finding& finding =
          Add(SnapshotCount::kOpenInvestigation, {FindingWhy::kOpen},
              InvestigationName{case_, investigation.id}.ToString());
      finding.item = investigation.kind;
      finding.last = investigation.opened_date;
      finding.next = investigation.due_date;
      finding.in_time = investigation.due_date.has_value() &&
                        days_.as_of <= *investigation.due_date;
    }
  }

  // R038: each requirement that was missed in the months of review.
  void AddStandards() {
    for (const policy::ContactJudgement& standard : judged_.review.standards) {
      for (const policy::RequirementJudgement& requirement :
           standard.requirements) {
        if (requirement.state != policy::ContactState::kMissed) continue;
        Finding& finding = Add(SnapshotCount::kContactStandardMissed,
                               {FindingWhy::kStandardMissed});
        finding.item = requirement.requirement_id;
        finding.last = file_.last_completed_contact;
        finding.next = requirement.next_due;
        finding.policy = PolicyName(standard.policy);
      }
    }
  }

  const CaseFile& file_;
  const JudgedCase& judged_;
  const SnapshotDays& days_;
  const CaseName case_;
  const std::string policy_;
  std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> FindingsOf(const CaseFile& file, const JudgedCase& judged,
                                const SnapshotDays& days) {
  if (judged.pack == nullptr) return {};
  return Collector(file, judged, days).Collect();
}

}  // namespace caseload::caseplan

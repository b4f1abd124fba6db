#include "services/caseplan/convert_snapshot.h"

#include "absl/strings/str_cat.h"
#include "services/caseplan/convert.h"
#include "services/caseplan/domain/names.h"

namespace caseload::caseplan {

namespace {

// The kernel's states begin with what is the proto's 1; 0 is "not judged".
template <typename ProtoEnum, typename Enum>
constexpr ProtoEnum Judged(Enum state) {
  return static_cast<ProtoEnum>(static_cast<int>(state) + 1);
}

static_assert(Judged<v1::Duty::State>(policy::DutyState::kCurrent) ==
              v1::Duty::STATE_CURRENT);
static_assert(static_cast<int>(policy::DutyWhy::kNoPlan) ==
              v1::Duty::WHY_NO_PLAN);
static_assert(
    Judged<v1::StandardResult::State>(policy::ContactState::kMissed) ==
    v1::StandardResult::STATE_MISSED);
static_assert(static_cast<int>(policy::NeedCountState::kTooMany) ==
              v1::NeedAreaResult::COUNT_STATE_TOO_MANY);
static_assert(static_cast<int>(LevelSource::kNotKnown) ==
              v1::LevelResult::SOURCE_NOT_KNOWN);
static_assert(static_cast<int>(EnrollmentStanding::kNone) ==
              v1::EnrollmentResult::STANDING_NONE);
static_assert(static_cast<int>(FindingWhy::kStandardMissed) ==
              v1::CaseFinding::WHY_STANDARD_MISSED);

template <typename Range, typename Repeated>
void CopyTexts(const Range& from, Repeated* to) {
  to->Assign(from.begin(), from.end());
}

template <typename Set>
void SetDay(const std::optional<absl::CivilDay>& day, Set set) {
  if (day.has_value()) *set() = ToProto(*day);
}

// Writes one case.
class Writer {
 public:
  Writer(const CaseFile& file, const JudgedCase& judged,
         const SnapshotDays& days, std::set<std::string>* policies)
      : file_(file),
        judged_(judged),
        days_(days),
        policies_(policies),
        case_{file.supervision_case.id} {}

  v1::CaseSnapshot Write() {
    WriteCase();
    WriteState();
    *out_.mutable_month() = ToProto(judged_.month);
    *out_.mutable_quarter() = ToProto(judged_.quarter);
    if (judged_.period.has_value()) {
      *out_.mutable_period() = ToProto(*judged_.period);
    }
    WriteEnrollments();
    WriteInvestigations();
    if (judged_.pack == nullptr) return std::move(out_);
    out_.set_policy(Name(judged_.pack->version));
    out_.set_weight_hundredths(
        WeightHundredths(*judged_.pack, file_.supervision_case));
    WriteLevel();
    WriteAssessments();
    WritePlan();
    WriteNeeds();
    for (const JudgedMonth& month : judged_.months) {
      *out_.add_months() = ToProto(month);
    }
    for (const Finding& finding : judged_.findings) {
      *out_.add_findings() = ToProto(finding);
    }
    return std::move(out_);
  }

 private:
  std::string Name(const policy::PolicyVersion& version) {
    std::string name = PolicyName(version);
    policies_->insert(name);
    return name;
  }

  v1::Duty ToProto(const Duty& duty) {
    v1::Duty message;
    message.set_state(duty.known ? Judged<v1::Duty::State>(duty.judgement.state)
                                 : v1::Duty::STATE_NOT_KNOWN);
    SetDay(duty.last, [&] { return message.mutable_last_date(); });
    if (duty.known) {
      SetDay(duty.judgement.due, [&] { return message.mutable_due_date(); });
      message.set_why(static_cast<v1::Duty::Why>(duty.judgement.why));
    }
    message.set_before_go_live(duty.judgement.before_go_live);
    message.set_policy(Name(duty.judgement.policy));
    return message;
  }
  static type::v1::Date ToProto(absl::CivilDay day) {
    return caseplan::ToProto(day);
  }

  void WriteCase() {
    const Case& c = file_.supervision_case;
    out_.set_case_(case_.ToString());
    out_.set_client(ClientName{c.client_id}.ToString());
    out_.set_client_display_name(file_.client_display_name);
    out_.set_division(c.division);
    out_.set_case_type(c.case_type);
    *out_.mutable_received_date() = ToProto(c.received_date);
    SetDay(c.expected_end_date,
           [&] { return out_.mutable_expected_end_date(); });
    SetDay(file_.assigned_date, [&] { return out_.mutable_assigned_date(); });
  }

  void WriteState() {
    v1::ClientStateResult& state = *out_.mutable_client_state();
    if (judged_.state != nullptr) {
      state.set_state(CaseStateName{case_, judged_.state->id}.ToString());
      state.set_status(
          static_cast<v1::CaseState::Status>(judged_.state->status));
      *state.mutable_since_date() = ToProto(judged_.state->period.first);
      state.set_booking_type(judged_.state->booking_type);
    }
    if (judged_.pack != nullptr) {
      *state.mutable_confirmation() = ToProto(judged_.state_confirmation);
    }
  }

  static std::string InstrumentName(const RiskAssessment& assessment) {
    return absl::StrCat("instruments/", assessment.instrument_id, "/versions/",
                        assessment.instrument_version);
  }
  static std::string AssessmentName(const RiskAssessment& assessment) {
    return absl::StrCat("assessments/", assessment.assessment_id);
  }

  void WriteLevel() {
    v1::LevelResult& level = *out_.mutable_level();
    level.set_source(
        static_cast<v1::LevelResult::Source>(judged_.level.source));
    level.set_band(judged_.level.judgement.supervision_band_id);
    level.set_scored_band(judged_.level.judgement.scored_band_id);
    level.set_stale(judged_.level.judgement.stale);
    if (const RiskAssessment* governing = judged_.level.governing) {
      level.set_scored_level(governing->level);
      level.set_assessment(AssessmentName(*governing));
      level.set_instrument(InstrumentName(*governing));
      *level.mutable_assessed_date() = ToProto(governing->assessed_date);
      level.set_provisional(governing->provisional);
      level.set_uses_unverified_figures(governing->uses_unverified_figures);
    }
    if (const policy::OverrideFact* override =
            judged_.level.override_in_force) {
      level.mutable_override()->set_band(override->band_id);
      *level.mutable_override()->mutable_effective_date() =
          ToProto(override->effective);
      SetDay(override->expires,
             [&] { return level.mutable_override()->mutable_expiry_date(); });
    }
  }

  void WriteAssessments() {
    *out_.mutable_risk_assessment() = ToProto(judged_.risk_assessment);
    for (const JudgedInstrument& instrument : judged_.instruments) {
      v1::InstrumentResult& result = *out_.add_instruments();
      result.set_instrument_id(instrument.instrument_id);
      *result.mutable_duty() = ToProto(instrument.duty);
      if (instrument.assessment != nullptr) {
        result.set_assessment(AssessmentName(*instrument.assessment));
      }
    }
  }

  void WritePlan() {
    const JudgedPlan& judged = judged_.plan;
    v1::PlanResult& plan = *out_.mutable_plan();
    *plan.mutable_duty() = ToProto(judged.duty);
    if (judged.plan == nullptr) return;
    plan.set_plan(PlanName{case_, judged.plan->id}.ToString());
    plan.set_provisional(judged.judgement.provisional);
    *plan.mutable_approved_date() = ToProto(judged.plan->approved);
    SetDay(judged.judgement.expires,
           [&] { return plan.mutable_expiry_date(); });
    SetDay(judged.judgement.review_due,
           [&] { return plan.mutable_review_due_date(); });
    for (const FindingWhy why : PlanFaults(judged.judgement)) {
      plan.add_faults(static_cast<v1::CaseFinding::Why>(why));
    }
    plan.set_objectives(static_cast<int>(judged.plan->objectives.size()));
    plan.set_objectives_not_smart(judged.objectives_not_smart);
  }

  void WriteNeeds() {
    if (!judged_.need_areas.has_value()) return;
    const policy::NeedAreaJudgement& judged = *judged_.need_areas;
    v1::NeedAreaResult& needs = *out_.mutable_need_areas();
    needs.set_count_state(
        static_cast<v1::NeedAreaResult::CountState>(judged.count_state));
    CopyTexts(judged_.targeted, needs.mutable_targeted());
    needs.set_minimum(judged.minimum);
    if (judged.maximum.has_value()) needs.set_maximum(*judged.maximum);
    CopyTexts(judged.not_assessed, needs.mutable_not_assessed());
    CopyTexts(judged.highest_domains, needs.mutable_highest_domains());
    needs.set_highest_required(judged.required_highest);
    needs.set_highest_targeted(judged.targeted_highest);
    CopyTexts(judged.outside_top, needs.mutable_outside_highest());
    needs.set_policy(Name(judged.policy));
  }

  void WriteEnrollments() {
    const JudgedEnrollments& judged = judged_.enrollments;
    v1::EnrollmentResult& result = *out_.mutable_enrollments();
    for (const JudgedEnrollment& one : judged.open) {
      WriteEnrollment(one, &result);
    }
    if (judged_.pack == nullptr) return;
    result.set_standing(
        static_cast<v1::EnrollmentResult::Standing>(judged.standing));
    if (judged.explanation != nullptr) {
      result.set_explanation(
          EnrollmentName{case_, judged.explanation->id}.ToString());
    }
    for (const Objective* objective : judged.objectives_without) {
      result.add_objectives_without_enrollment(
          ObjectiveName{{case_, judged_.plan.plan->id}, objective->id}
              .ToString());
    }
    result.set_policy(Name(judged_.pack->version));
  }
  void WriteEnrollment(const JudgedEnrollment& one,
                       v1::EnrollmentResult* result) {
    const Enrollment& enrollment = *one.enrollment;
    v1::OpenEnrollment& open = *result->add_open();
    open.set_enrollment(EnrollmentName{case_, enrollment.id}.ToString());
    open.set_program(enrollment.program);
    open.set_status(static_cast<v1::Enrollment::Status>(enrollment.status));
    *open.mutable_referral_date() = ToProto(enrollment.referral_date);
    open.set_serves_objective(one.serves_objective);
    if (judged_.pack != nullptr) {
      *open.mutable_verification() = ToProto(one.verification);
    }
    if (enrollment.status != EnrollmentStatus::kActive) {
      result->set_pending(result->pending() + 1);
      return;
    }
    SetDay(enrollment.start_date, [&] { return open.mutable_start_date(); });
    result->set_active(result->active() + 1);
    if (!one.verification.judgement.InOrder()) {
      result->set_not_verified(result->not_verified() + 1);
    }
  }

  v1::ContactResult ToProto(const JudgedContacts& contacts) {
    v1::ContactResult result;
    *result.mutable_period() = caseplan::ToProto(contacts.period);
    result.set_completed(contacts.completed);
    result.set_attempted(contacts.attempted);
    result.set_collateral(contacts.collateral);
    if (judged_.pack != nullptr) {
      WriteShares(contacts.locations, result.mutable_locations());
    }
    if (const auto state = contacts.State(); state.has_value()) {
      result.set_state(Judged<v1::StandardResult::State>(*state));
    }
    for (const policy::ContactJudgement& standard : contacts.standards) {
      *result.add_standards() = ToProto(standard);
    }
    SetDay(file_.last_completed_contact,
           [&] { return result.mutable_last_completed_date(); });
    SetDay(file_.last_attempted_contact,
           [&] { return result.mutable_last_attempted_date(); });
    return result;
  }
  static void WriteShares(const policy::LocationShares& shares,
                          v1::LocationShares* out) {
    const auto write = [&](int numerator, v1::Share* share) {
      share->set_numerator(numerator);
      share->set_denominator(shares.Total());
    };
    write(shares.office, out->mutable_office());
    write(shares.placement, out->mutable_placement());
    write(shares.field, out->mutable_field());
    write(shares.other, out->mutable_other());
  }

  v1::StandardResult ToProto(const policy::ContactJudgement& standard) {
    v1::StandardResult result;
    result.set_state(Judged<v1::StandardResult::State>(standard.state));
    for (const policy::RequirementJudgement& judged : standard.requirements) {
      v1::RequirementResult& requirement = *result.add_requirements();
      requirement.set_requirement_id(judged.requirement_id);
      requirement.set_state(Judged<v1::StandardResult::State>(judged.state));
      requirement.set_required(judged.required);
      requirement.set_completed(judged.completed);
      SetDay(judged.next_due,
             [&] { return requirement.mutable_next_due_date(); });
    }
    SetDay(standard.next_due, [&] { return result.mutable_next_due_date(); });
    result.set_policy(Name(standard.policy));
    return result;
  }

  v1::MonthResult ToProto(const JudgedMonth& judged) {
    v1::MonthResult month;
    *month.mutable_month() = ToProto(judged.month.first);
    month.set_ended(judged.month.last < days_.as_of);
    month.set_contact_required(judged.judgement.contact_required);
    month.set_new_case(judged.judgement.new_case);
    month.set_contacted(judged.judgement.contacted);
    month.set_attempted(judged.judgement.attempted);
    for (const NoContactReason* reason : judged.reasons) {
      *month.add_reasons() = ToProto(*reason);
    }
    *month.mutable_objective_note() = ToProto(judged.objective_note);
    month.set_warrant_pending(judged.warrant_pending);
    month.set_residential_treatment(judged.residential_treatment);
    month.set_residential_confirmed(judged.residential_confirmed);
    month.set_policy(Name(judged.judgement.policy));
    return month;
  }
  v1::MonthReason ToProto(const NoContactReason& reason) {
    v1::MonthReason message;
    message.set_reason(NoContactReasonName{case_, reason.id}.ToString());
    message.set_code(static_cast<v1::NoContactReason::Code>(reason.code));
    *message.mutable_entered_date() = ToProto(reason.entered_date);
    message.set_late(reason.IsLate());
    message.set_warrant_requested(reason.warrant_request_date.has_value());
    if (reason.revoking_order.has_value()) {
      message.set_revoking_order(
          static_cast<v1::NoContactReason::RevokingOrder>(
              *reason.revoking_order));
    }
    return message;
  }

  void WriteInvestigations() {
    for (const Investigation& investigation : file_.investigations) {
      v1::OpenInvestigation& open = *out_.add_investigations();
      open.set_investigation(
          InvestigationName{case_, investigation.id}.ToString());
      open.set_kind(investigation.kind);
      *open.mutable_opened_date() = ToProto(investigation.opened_date);
      SetDay(investigation.due_date, [&] { return open.mutable_due_date(); });
      open.set_age_days(
          static_cast<int>(days_.as_of - investigation.opened_date));
    }
  }

  v1::CaseFinding ToProto(const Finding& finding) {
    v1::CaseFinding message;
    message.set_case_(out_.case_());
    message.set_kind(static_cast<policy::v1::SnapshotCount>(finding.kind));
    for (const FindingWhy why : finding.whys) {
      message.add_whys(static_cast<v1::CaseFinding::Why>(why));
    }
    message.set_subject(finding.subject);
    message.set_item(finding.item);
    SetDay(finding.month, [&] { return message.mutable_month(); });
    SetDay(finding.last, [&] { return message.mutable_last_date(); });
    SetDay(finding.next, [&] { return message.mutable_next_date(); });
    message.set_in_time(finding.in_time);
    message.set_policy(finding.policy);
    policies_->insert(finding.policy);
    return message;
  }

  const CaseFile& file_;
  const JudgedCase& judged_;
  const SnapshotDays& days_;
  std::set<std::string>* const policies_;
  const CaseName case_;
  v1::CaseSnapshot out_;
};

}  // namespace

type::v1::DateRange ToProto(const policy::DayRange& range) {
  return ToProto(DayPeriod{range.first, range.last});
}

v1::CaseSnapshot ToProto(const CaseFile& file, const JudgedCase& judged,
                         const SnapshotDays& days,
                         std::set<std::string>* policies) {
  return Writer(file, judged, days, policies).Write();
}

}  // namespace caseload::caseplan

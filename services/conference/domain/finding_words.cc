#include "services/conference/domain/finding_words.h"

#include "absl/strings/str_cat.h"

namespace caseload::conference {

absl::string_view PhraseOf(policy::SnapshotCount count) {
  using policy::SnapshotCount;
  switch (count) {
    case SnapshotCount::kClientStateNotCurrent:
      return "with a client state not confirmed in time";
    case SnapshotCount::kAssessmentNotCurrent:
      return "without a current assessment";
    case SnapshotCount::kPlanNotCurrent:
      return "without a current case plan";
    case SnapshotCount::kNeedAreasOutsideRule:
      return "with a plan for too few or too many need areas";
    case SnapshotCount::kNeedAreaNotAssessed:
      return "with an objective for a need that the assessment does not show";
    case SnapshotCount::kHighestFactorsNotTargeted:
      return "with a plan that misses the highest risk factors";
    case SnapshotCount::kAssessedWithoutPlan:
      return "with an assessment and without a current case plan";
    case SnapshotCount::kObjectiveNotSmart:
      return "with an objective that is not SMART";
    case SnapshotCount::kEnrollmentWithoutObjective:
      return "with an enrollment that serves no objective";
    case SnapshotCount::kObjectiveWithoutEnrollment:
      return "with a referral objective and no enrollment for it";
    case SnapshotCount::kEnrollmentNotVerified:
      return "with an enrollment open too long without verification";
    case SnapshotCount::kNoObjectiveNote:
      return "without a note on an objective in a month";
    case SnapshotCount::kAttemptedOnly:
      return "with attempted contacts only";
    case SnapshotCount::kNotAttempted:
      return "with neither a contact nor an attempt";
    case SnapshotCount::kNoContactReasonMissing:
      return "not contacted and without a reason entered";
    case SnapshotCount::kNoContactReasonLate:
      return "with a no contact reason entered after the month";
    case SnapshotCount::kWarrantIncomplete:
      return "with a pending warrant that lacks its reason, request or order";
    case SnapshotCount::kBookingTypeMissing:
      return "in custody without a booking type";
    case SnapshotCount::kResidentialNotConfirmed:
      return "in residential treatment without a confirmation";
    case SnapshotCount::kOverride:
      return "with an override";
    case SnapshotCount::kTemporaryOverride:
      return "with a temporary override";
    case SnapshotCount::kLowBand:
      return "in a low band";
    case SnapshotCount::kOpenInvestigation:
      return "with an open investigation";
    case SnapshotCount::kNotEnrolledUnexplained:
      return "in no program and without a reason recorded";
    case SnapshotCount::kContactStandardMissed:
      return "with fewer contacts than the standard";
  }
  return "to be looked at";
}

std::string LabelOf(policy::SnapshotCount count) {
  return absl::StrCat("cases ", PhraseOf(count));
}

absl::string_view WordsOf(FindingWhy why) {
  switch (why) {
    case FindingWhy::kNeverDone:
      return "never done, and past its day";
    case FindingWhy::kOverdue:
      return "done once, and due again since";
    case FindingWhy::kPlanEnded:
      return "the plan ended without a successor";
    case FindingWhy::kPlanNotSigned:
      return "the plan is unsigned for longer than policy allows";
    case FindingWhy::kPlanExpired:
      return "the plan has expired";
    case FindingWhy::kPlanReviewOverdue:
      return "the plan's review is overdue";
    case FindingWhy::kPlanOlderThanAssessment:
      return "the plan is older than the assessment by more than policy allows";
    case FindingWhy::kTooFewNeedAreas:
      return "fewer need areas than policy wants";
    case FindingWhy::kTooManyNeedAreas:
      return "more need areas than policy wants";
    case FindingWhy::kNeedAreaNotAssessed:
      return "no assessed domain answers the need area";
    case FindingWhy::kHighestNotTargeted:
      return "not enough of the highest domains are targeted";
    case FindingWhy::kOutsideHighest:
      return "a need area outside the highest is targeted";
    case FindingWhy::kNotSpecific:
      return "the objective names no behavior that is to change";
    case FindingWhy::kNotMeasurable:
      return "the objective has no measure";
    case FindingWhy::kNotTimeLimited:
      return "the objective has no target date in the plan's days";
    case FindingWhy::kNobodyResponsible:
      return "the objective has no responsible person";
    case FindingWhy::kNoObjective:
      return "the enrollment serves no objective";
    case FindingWhy::kNoEnrollment:
      return "the objective's referral has no enrollment";
    case FindingWhy::kNoNote:
      return "no note on an objective in the month";
    case FindingWhy::kNotReached:
      return "attempted in the month, not reached";
    case FindingWhy::kNotAttempted:
      return "neither contacted nor attempted in the month";
    case FindingWhy::kNoReason:
      return "not contacted in the month, and no reason entered";
    case FindingWhy::kReasonLate:
      return "the reason was entered after the month had ended";
    case FindingWhy::kReasonUnknown:
      return "the reason is none that the division's policy knows";
    case FindingWhy::kWarrantReasonMissing:
      return "a warrant is pending and the reason is not \"warrant\"";
    case FindingWhy::kWarrantRequestMissing:
      return "the request for the warrant was not submitted";
    case FindingWhy::kRevokingOrderMissing:
      return "the revoking order was not prepared";
    case FindingWhy::kBookingTypeMissing:
      return "in custody, and the booking type is empty";
    case FindingWhy::kResidentialNotConfirmed:
      return "residential staff did not confirm in the month";
    case FindingWhy::kResidentialReasonMissing:
      return "in residential treatment, not contacted, and that reason is not "
             "entered";
    case FindingWhy::kPermanentOverride:
      return "an override without an end is in force";
    case FindingWhy::kTemporaryOverride:
      return "an override with an end is in force";
    case FindingWhy::kLowBand:
      return "the band is one that the manual wants resolved";
    case FindingWhy::kOpen:
      return "open";
    case FindingWhy::kNotEnrolled:
      return "in no program, and no reason recorded";
    case FindingWhy::kStandardMissed:
      return "fewer contacts than the standard wants";
  }
  return "to be looked at";
}

}  // namespace caseload::conference

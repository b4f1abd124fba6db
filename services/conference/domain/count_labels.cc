#include "services/conference/domain/count_labels.h"

namespace caseload::conference {

absl::string_view LabelOf(policy::SnapshotCount count) {
  using policy::SnapshotCount;
  switch (count) {
    case SnapshotCount::kClientStateNotCurrent:
      return "cases whose client state is not confirmed in time";
    case SnapshotCount::kAssessmentNotCurrent:
      return "cases without a current assessment";
    case SnapshotCount::kPlanNotCurrent:
      return "cases without a current case plan";
    case SnapshotCount::kNeedAreasOutsideRule:
      return "cases whose plan targets too few or too many need areas";
    case SnapshotCount::kNeedAreaNotAssessed:
      return "cases with an objective for a need that the assessment does not "
             "show";
    case SnapshotCount::kHighestFactorsNotTargeted:
      return "cases whose plan misses the highest risk factors";
    case SnapshotCount::kAssessedWithoutPlan:
      return "assessed cases without a current case plan";
    case SnapshotCount::kObjectiveNotSmart:
      return "cases with an objective that is not SMART";
    case SnapshotCount::kEnrollmentWithoutObjective:
      return "cases with an enrollment that serves no objective";
    case SnapshotCount::kObjectiveWithoutEnrollment:
      return "cases with a referral objective and no enrollment for it";
    case SnapshotCount::kEnrollmentNotVerified:
      return "cases with an enrollment open too long without verification";
    case SnapshotCount::kNoObjectiveNote:
      return "cases without a note on an objective in a month";
    case SnapshotCount::kAttemptedOnly:
      return "cases with attempted contacts only";
    case SnapshotCount::kNotAttempted:
      return "cases with neither a contact nor an attempt";
    case SnapshotCount::kNoContactReasonMissing:
      return "cases not contacted and without a reason entered";
    case SnapshotCount::kNoContactReasonLate:
      return "cases whose no contact reason was entered after the month";
    case SnapshotCount::kWarrantIncomplete:
      return "cases with a pending warrant that lacks its reason, request or "
             "order";
    case SnapshotCount::kBookingTypeMissing:
      return "cases in custody without a booking type";
    case SnapshotCount::kResidentialNotConfirmed:
      return "cases in residential treatment without a confirmation";
    case SnapshotCount::kOverride:
      return "cases with an override";
    case SnapshotCount::kTemporaryOverride:
      return "cases with a temporary override";
    case SnapshotCount::kLowBand:
      return "cases in a low band";
    case SnapshotCount::kOpenInvestigation:
      return "cases with an open investigation";
    case SnapshotCount::kNotEnrolledUnexplained:
      return "cases in no program and without a reason recorded";
    case SnapshotCount::kContactStandardMissed:
      return "cases with fewer contacts than their standard";
  }
  return "cases";
}

}  // namespace caseload::conference

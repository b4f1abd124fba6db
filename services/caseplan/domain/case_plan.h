// case_plan.h: plans of cases, and what a plan must have to be approved.

#ifndef SERVICES_CASEPLAN_DOMAIN_CASE_PLAN_H_
#define SERVICES_CASEPLAN_DOMAIN_CASE_PLAN_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/caseplan/domain/day_period.h"
#include "services/caseplan/domain/recording.h"

namespace caseload::caseplan {

// Numbered as caseload.caseplan.v1.CasePlan.State.
enum class PlanState {
  kDraft = 1,
  kProvisional = 2,
  kApproved = 3,
  kSuperseded = 4
};

// What is to be done about one need area.
struct Objective {
  std::string id;
  // The need area that it targets, as the pack names it (R019).
  std::string need_area;
  std::string behavior;
  std::string measure;
  std::optional<absl::CivilDay> target_date;
  std::string responsible_person;
  std::string service;
  std::string service_provider;
  // Program that the client is referred to (R023), or empty.
  std::string referral_program;
  // Meets a stabilization need (R046).
  bool stabilization = false;
};

// Numbered as caseload.caseplan.v1.PlanSignature.Signer and Outcome.
enum class Signer { kParticipant = 1, kGuardian = 2, kOfficer = 3 };
enum class SignatureOutcome { kSigned = 1, kRefused = 2, kUnable = 3 };

// A signature, or why there is none (R078).
struct PlanSignature {
  Signer signer = Signer::kParticipant;
  SignatureOutcome outcome = SignatureOutcome::kSigned;
  std::string display_name;
  absl::CivilDay date;
  std::string reason;
  // content_hash of the plan as it was signed.
  std::string content_hash;
  absl::Time recorded_at;
  std::string recorded_by;
};

// One version of a case's plan.
struct CasePlan {
  std::string id;
  std::string case_id;
  // Counts the versions from 1.
  int64_t number = 1;
  PlanState state = PlanState::kDraft;
  // From the effective to the expiry date; always has an end.
  DayPeriod period;
  bool expedited = false;
  std::string goals;
  std::string expected_outcomes;
  std::string participant_goals;
  std::string supervision_level;
  int32_t contacts_per_month = 0;
  std::vector<std::string> contact_types;
  std::string monitoring;
  std::string conditions;
  std::string benefits;
  std::string consequences;
  std::vector<Objective> objectives;
  std::vector<PlanSignature> signatures;
  // SHA-256, in hex, of everything that is signed.
  std::string content_hash;
  std::optional<std::string> approved_by;
  std::optional<absl::Time> approved_at;
  std::optional<absl::Time> superseded_at;
  std::optional<ExternalId> external_id;
  // Of an imported version: the state that it would have if no other version
  // were in force, the days of its reviews, and the assessment that it rests
  // on, under its id there.
  std::optional<PlanState> source_state;
  std::vector<absl::CivilDay> review_dates;
  std::string source_assessment_id;
  int64_t version = 1;
  absl::Time created_at;
  // Since when the system that it was imported from has taken it back.
  std::optional<absl::Time> withdrawn_at;
};

// What stands in the way of approving a plan.
struct ApprovalGap {
  enum class Kind {
    // No objective at all.
    kNoObjective,
    // An objective without target date, measure or responsible person (R022).
    kNotSmart,
    // Something else that R076 asks for.
    kIncomplete,
  };
  Kind kind = Kind::kIncomplete;
  // The objective it is about; empty for the plan.
  std::string objective_id;
  // Names of what is missing or wrong, as in the proto.
  std::vector<std::string> fields;
};

// All gaps of the plan: the plan's own first, then objective by objective. A
// target date outside the plan's days is no target date. Empty when it can be
// approved (R022, R076).
std::vector<ApprovalGap> ApprovalGaps(const CasePlan& plan);

// Whether everybody who must has signed what the plan now says, or why they did
// not is recorded (R078): the participant and the officer, and a guardian when
// `needs_guardian`. A signature under other words does not count.
bool IsSigned(const CasePlan& plan, bool needs_guardian);

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_DOMAIN_CASE_PLAN_H_

// pack.h: a division's policy as plain values.
//
// A PolicyPack is only ever made by services/policy/proto from a pack that was
// checked, so that the rules in this library need not doubt it: ids that are
// referred to exist, every band has a contact standard, figures are in bounds.
// Provenance stays in the proto; nothing here judges by it.
//
// Enumerators have the numbers of their proto counterparts.

#ifndef SERVICES_POLICY_PACK_H_
#define SERVICES_POLICY_PACK_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/policy/calendar.h"

namespace caseload::policy {

// Names the pack that judged; stands in every judgement (R060).
struct PolicyVersion {
  // "juvenile-4.6".
  std::string pack_id;
  // "2021-03-22".
  std::string version_label;
  // PackDigest of the pack's content: 64 hex digits.
  std::string digest;

  friend bool operator==(const PolicyVersion& a, const PolicyVersion& b) {
    return a.pack_id == b.pack_id && a.version_label == b.version_label &&
           a.digest == b.digest;
  }
};

struct Band {
  std::string id;
  std::string title;
  // A manual that says "High" means this band too.
  bool counts_as_high = false;
};

// The division's risk bands, lowest first.
struct BandScheme {
  std::string id;
  std::vector<Band> bands;

  // Place of the band, 0 for the lowest; nullopt when the scheme has none such.
  std::optional<int> RankOf(absl::string_view band_id) const;
};

// An area that an objective may target.
struct NeedArea {
  std::string id;
  std::string title;
  // Comes before cognitive-behavioural programming (R046).
  bool stabilization = false;
};

struct CaseType {
  std::string id;
  std::string title;
  bool plan_required = true;
  bool assessment_required = true;
  // 100 is an ordinary case, 0 weighs nothing.
  int weight_hundredths = 100;
};

// On which cases an instrument must be current.
enum class InstrumentDuty { kRiskAssessment = 1, kOnceUsed = 2 };

struct InstrumentUse {
  std::string instrument_id;
  InstrumentDuty duty = InstrumentDuty::kRiskAssessment;
  Period reassess_after;
};

struct AssessmentRules {
  // In order of rank.
  std::vector<InstrumentUse> instruments;
  // First assessment, from receipt (or release).
  Period initial_due;
  bool before_first_plan = false;
  bool clock_starts_at_release = false;
  // nullopt: no assessment made before receipt may be reused.
  std::optional<Period> reusable_within;

  // nullptr when the division does not use the instrument.
  const InstrumentUse* Find(absl::string_view instrument_id) const;
};

struct NeedCountRule {
  std::vector<std::string> band_ids;
  int minimum = 1;
  std::optional<int> maximum;
};

enum class HighestFactorsKind { kAtLeast = 1, kTop = 2 };

struct HighestFactorsRule {
  std::vector<std::string> instrument_ids;
  HighestFactorsKind kind = HighestFactorsKind::kAtLeast;
  int count = 0;
};

enum class SmartPart {
  kSpecific = 1,
  kMeasure = 2,
  kTargetDate = 3,
  kResponsiblePerson = 4,
  kAchievable = 5,
  kRelevant = 6,
};

struct PlanRules {
  // From receipt.
  Period initial_due;
  // From approval.
  Period expires_after;
  // From approval or the last review.
  Period review_every;
  // A plan may be older than the current assessment by so many days.
  int assessment_lag_days = 0;
  // Days for which an approved plan is provisionally in force unsigned.
  int provisional_days = 0;
  std::vector<NeedCountRule> need_counts;
  std::vector<HighestFactorsRule> highest_factors;
  std::vector<SmartPart> required_parts;
  std::vector<SmartPart> reviewer_parts;
};

struct EnrollmentRule {
  Period verify_every;
  bool must_match_objectives = false;
  std::vector<std::string> explanation_band_ids;
};

enum class ContactMethod {
  kInPerson = 1,
  kVideo = 2,
  kTelephone = 3,
  kWritten = 4,
};

enum class ContactLocation {
  kOffice = 1,
  kHome = 2,
  kSchool = 3,
  kWork = 4,
  kCommunity = 5,
  kTreatmentSite = 6,
  kPlacement = 7,
  kJail = 8,
  kCourt = 9,
  kTelephone = 10,
  kVideo = 11,
};

enum class LocationClass {
  kOffice = 1,
  kPlacement = 2,
  kField = 3,
  kOther = 4
};

struct LocationMapping {
  ContactLocation location = ContactLocation::kOffice;
  LocationClass location_class = LocationClass::kOther;
};

enum class ContactParty { kPerson = 1, kCollateral = 2 };

enum class WindowUnit {
  kCalendarWeek = 1,
  kCalendarMonth = 2,
  kQuarter = 3,
  kRollingDays = 4,
};

struct ContactRequirement {
  std::string id;
  int count = 1;
  WindowUnit window_unit = WindowUnit::kCalendarMonth;
  // Months or days; 1 for weeks and quarters.
  int window_length = 1;
  ContactParty party = ContactParty::kPerson;
  // Empty: the pack's counting methods (person) or any (collateral).
  std::vector<ContactMethod> methods;
  // Empty: any.
  std::vector<ContactLocation> locations;
  // Only contacts at which the person was met.
  bool positive = false;
};

struct InitialContactRequirement {
  std::string id;
  // From the case's start.
  Period within;
  std::vector<ContactMethod> methods;
  std::vector<ContactLocation> locations;
  bool positive = false;
};

struct SubstitutionRule {
  int maximum_percent = 0;
  int maximum_months = 0;
  std::vector<std::string> case_type_ids;
  // Collateral contacts with the program, per month.
  int program_collaterals = 0;
};

struct ContactStandard {
  std::vector<std::string> band_ids;
  // Empty: every type without a standard of its own for the band.
  std::vector<std::string> case_type_ids;
  std::vector<ContactRequirement> requirements;
  std::vector<InitialContactRequirement> initial_requirements;
};

struct ContactRules {
  std::vector<ContactMethod> counting_methods;
  std::vector<LocationMapping> location_mappings;
  std::vector<ContactStandard> standards;
  std::optional<SubstitutionRule> substitution;

  LocationClass ClassOf(ContactLocation location) const;
};

enum class NoContactEvidence {
  kWarrantRequest = 1,
  kRevokingOrder = 2,
  kBookingType = 3,
  kResidentialConfirmation = 4,
  kAttempt = 5,
};

struct NoContactReason {
  std::string code;
  std::string title;
  std::vector<NoContactEvidence> evidence;
  bool set_by_system = false;
};

struct MonthCloseRule {
  int minimum_days_open = 0;
  std::string new_case_reason_code;
  std::string warrant_reason_code;
};

struct CaseloadLimit {
  std::vector<std::string> band_ids;
  int limit = 0;
  // From so many cases on the count is "in band".
  int in_band_from = 0;
};

struct ConferenceRule {
  int per_quarter = 1;
  bool location_required = false;
  // Bands whose cases are discussed and resolved (R032).
  std::vector<std::string> resolve_band_ids;
};

enum class ShortNotice {
  kRefusedWithoutWaiver = 1,
  kAcceptedWithReason = 2,
};

enum class SnapshotCount {
  kClientStateNotCurrent = 1,
  kAssessmentNotCurrent = 2,
  kPlanNotCurrent = 3,
  kNeedAreasOutsideRule = 4,
  kNeedAreaNotAssessed = 5,
  kHighestFactorsNotTargeted = 6,
  kAssessedWithoutPlan = 7,
  kObjectiveNotSmart = 8,
  kEnrollmentWithoutObjective = 9,
  kObjectiveWithoutEnrollment = 10,
  kEnrollmentNotVerified = 11,
  kNoObjectiveNote = 12,
  kAttemptedOnly = 13,
  kNotAttempted = 14,
  kNoContactReasonMissing = 15,
  kNoContactReasonLate = 16,
  kWarrantIncomplete = 17,
  kBookingTypeMissing = 18,
  kResidentialNotConfirmed = 19,
  kOverride = 20,
  kTemporaryOverride = 21,
  kLowBand = 22,
  kOpenInvestigation = 23,
  kNotEnrolledUnexplained = 24,
  kContactStandardMissed = 25,
};

struct ReminderLine {
  // "5", or "5.1" for a sub-item.
  std::string number;
  std::string text;
  std::vector<SnapshotCount> counts;
};

struct NoticeRules {
  // Civil days between acceptance and conference.
  int minimum_days = 0;
  ShortNotice short_notice = ShortNotice::kRefusedWithoutWaiver;
  int target_days = 0;
  // Local time of sending, warning and escalation.
  int target_hour = 0;
  int target_minute = 0;
  int warn_days = 0;
  int escalate_days = 0;
  bool invitation_at_once = false;
  int postponement_maximum_days = 0;
  std::vector<std::string> postponement_reason_codes;
  std::vector<std::string> waiver_approver_roles;
  std::vector<ReminderLine> reminders;
};

struct SampleStratum {
  std::vector<std::string> band_ids;
  int count = 0;
};

struct OverrideReason {
  // "crisis".
  std::string id;
  std::string title;
};

// Overrides of the scored level (R032).
struct OverrideRules {
  std::vector<std::string> approver_roles;
  std::vector<OverrideReason> reasons;
  // From the first day of a temporary one to its last.
  Period longest_temporary;
  // The share of overridden assessments above which somebody looks.
  int alert_above_percent = 0;

  // nullptr when there is no such reason.
  const OverrideReason* FindReason(absl::string_view id) const;
};

// One version of one division's policy.
struct PolicyPack {
  PolicyVersion version;
  std::string division;
  std::string jurisdiction;
  std::string title;
  absl::CivilDay effective_date;
  std::optional<absl::CivilDay> previous_effective_date;
  // Nothing that was due before this day is a breach.
  absl::CivilDay go_live_date;
  BandScheme band_scheme;
  std::vector<NeedArea> need_areas;
  std::vector<CaseType> case_types;
  AssessmentRules assessment;
  PlanRules plan;
  EnrollmentRule enrollment;
  // Objective-linked notes in each calendar month.
  int objective_notes_per_month = 1;
  int client_state_confirm_within_days = 90;
  ContactRules contact;
  std::vector<NoContactReason> no_contact_reasons;
  MonthCloseRule month_close;
  // Empty: no limit set.
  std::vector<CaseloadLimit> caseload_limits;
  QuarterRule quarter;
  // Days with a case that make an officer caseload-carrying in a quarter.
  int carrying_minimum_days = 30;
  ConferenceRule conference;
  NoticeRules notice;
  std::vector<SampleStratum> sample;
  // nullopt: no override is taken here.
  std::optional<OverrideRules> overrides;

  // nullptr when the pack has no such case type, reason or need area.
  const CaseType* FindCaseType(absl::string_view id) const;
  const NoContactReason* FindNoContactReason(absl::string_view code) const;
  const NeedArea* FindNeedArea(absl::string_view id) const;
};

// Whether `values` holds `value`.
bool Holds(const std::vector<std::string>& values, absl::string_view value);

}  // namespace caseload::policy

#endif  // SERVICES_POLICY_PACK_H_

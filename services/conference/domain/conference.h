// conference.h: a caseload conference as plain values.
//
// Enumerators have the numbers of their proto counterparts.

#ifndef SERVICES_CONFERENCE_DOMAIN_CONFERENCE_H_
#define SERVICES_CONFERENCE_DOMAIN_CONFERENCE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/policy/calendar.h"
#include "services/policy/pack.h"

namespace caseload::conference {

// What a conference is to the officer's quarterly duty (R003, R004).
enum class Kind { kQuarterly = 1, kAdditional = 2 };

// Where a conference stands; all but kScheduled are final.
enum class State { kScheduled = 1, kHeld = 2, kNotHeld = 3, kCancelled = 4 };

// A rule of scheduling that a scheduler may set aside with a reason
// (requirements.md, "weekends, holidays, leave, double booking").
enum class ScheduleRule {
  kWorkingDay = 1,
  kOfficerLeave = 2,
  kSupervisorLeave = 3,
  kOfficerBooked = 4,
  kSupervisorBooked = 5,
  kRoomBooked = 6,
};

// What an officer is told about one revision.
enum class NoticeKind {
  kInvitation = 1,
  kFormalNotice = 2,
  kCombined = 3,
  kChange = 4,
  kCancellation = 5,
};

// On what terms a notice is owed.
enum class NoticeBasis {
  kOrdinary = 1,
  kWaived = 2,
  kShortNotice = 3,
  kAdditional = 4,
  kPostponed = 5,
};

// When and where.
struct Appointment {
  // On the clocks of `time_zone`, to the minute.
  absl::CivilMinute local_start;
  // IANA name.
  std::string time_zone;
  int duration_minutes = 0;
  // What local_start means, by the rules of the zone.
  absl::Time start;
  absl::Time end;
  std::string location;
  // Id of the room, or "".
  std::string room_id;

  // Whether an officer would have to be told of the difference: date, time or
  // place.
  friend bool operator==(const Appointment& a, const Appointment& b) {
    return a.local_start == b.local_start && a.time_zone == b.time_zone &&
           a.duration_minutes == b.duration_minutes &&
           a.location == b.location && a.room_id == b.room_id;
  }
  friend bool operator!=(const Appointment& a, const Appointment& b) {
    return !(a == b);
  }
};

// A member of staff as a notice names them.
struct StaffContact {
  std::string officer_id;
  std::string display_name;
  std::string email;
  // Subject of the person's token, or "".
  std::string staff_subject;
};

// A message that is owed to the officer for the current revision.
struct NoticeObligation {
  NoticeKind kind = NoticeKind::kInvitation;
  // In the past means at once.
  absl::Time target_at;
  // Carries the reminders; its acceptance is what the ten-day rule asks for.
  bool bears_duty = false;

  friend bool operator==(const NoticeObligation& a, const NoticeObligation& b) {
    return a.kind == b.kind && a.target_at == b.target_at &&
           a.bears_duty == b.bears_duty;
  }
};

// The date that was properly noticed before a conference was postponed.
struct PostponedFrom {
  absl::Time start;
  absl::Time accepted_at;
};

// The ten-day rule's side of a conference (R011-R013).
struct NoticeDuty {
  NoticeBasis basis = NoticeBasis::kOrdinary;
  // For kWaived, kShortNotice and kPostponed; else "".
  std::string basis_reason;
  // Last day on which acceptance is in time; civil days of the county.
  absl::CivilDay due_by;
  absl::CivilDay warn_on;
  absl::CivilDay escalate_on;
  // When, and in which revision, the day was set.
  absl::Time day_set_at;
  int day_set_revision = 1;
  // Id of the waiver, or "".
  std::string waiver_id;
  std::optional<PostponedFrom> postponed_from;
  // A code of the pack, or "".
  std::string move_reason_code;
  std::vector<NoticeObligation> obligations;
};

// A conference as it stands now.
struct Conference {
  std::string id;
  // Grows with every change; the etag.
  int64_t version = 1;
  StaffContact officer;
  StaffContact supervisor;
  std::string holder_reason;
  std::string unit_id;
  std::string division;
  Kind kind = Kind::kQuarterly;
  State state = State::kScheduled;
  int revision = 1;
  Appointment appointment;
  // Civil day of the start in the county's zone.
  absl::CivilDay day;
  // IANA name.
  std::string county_zone;
  std::string quarter_label;
  policy::DayRange quarter;
  NoticeDuty notice;
  std::vector<ScheduleRule> overridden_rules;
  std::string override_reason;
  std::string change_reason;
  policy::PolicyVersion policy;
  absl::Time created_at;
};

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_DOMAIN_CONFERENCE_H_

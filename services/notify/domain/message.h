// message.h: what the department tells an officer about a conference.
//
// Plain values; nothing here knows gRPC, SQL, a clock or a mail format. The
// numbers of the enumerators are those of caseload.notify.v1, so that
// converting is a cast (convert.cc asserts it).

#ifndef SERVICES_NOTIFY_DOMAIN_MESSAGE_H_
#define SERVICES_NOTIFY_DOMAIN_MESSAGE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace caseload::notify {

// What a message tells (R010, R013).
enum class MessageKind {
  kInvitation = 1,
  kFormalNotice = 2,
  kCombined = 3,
  kChange = 4,
  kCancellation = 5,
};

// Where a message stands.
enum class MessageState {
  kPending = 1,
  kSending = 2,
  kAccepted = 3,
  kUnknown = 4,
  kFailed = 5,
  kCancelled = 6,
};

// On what terms a notice was owed.
enum class NoticeBasis {
  kOrdinary = 1,
  kWaived = 2,
  kShortNotice = 3,
  kAdditional = 4,
  kPostponed = 5,
};

// How one conversation with the mail server ended.
enum class AttemptOutcome {
  kAccepted = 1,
  kUnreachable = 2,
  kDeferred = 3,
  kRejected = 4,
  kUnknown = 5,
  kAbandoned = 6,
};

// A member of staff as a mail names them. Never a client.
struct StaffMember {
  std::string officer_id;
  // Subject of their token, or empty.
  std::string staff_subject;
  std::string display_name;
  // One address, or empty (a supervisor only).
  std::string email;
};

// When a conference is held, as the county's clocks show it.
struct ConferenceTime {
  absl::CivilMinute start;
  // IANA name of a zone that exists.
  std::string time_zone;
  absl::Duration duration;
};

// One reminder, in the manual's words.
struct ReminderLine {
  // "5", or "5.1" for a sub-item of 5.
  std::string number;
  std::string text;
};

// One of the officer's own counts.
struct ReminderCount {
  std::string line_number;
  std::string label;
  int64_t count = 0;
};

// The counts of one snapshot.
struct ReminderCounts {
  absl::CivilDay as_of_date;
  absl::Time snapshot_time;
  int64_t caseload_size = 0;
  std::vector<ReminderCount> counts;
};

// Counts older than this are left out of a message ("counts in a notice").
inline constexpr absl::Duration kMaxCountsAge = absl::Hours(24);

// What a message says and about what: all that rendering needs, together with
// MailIdentity.
struct MessageContent {
  MessageKind kind = MessageKind::kInvitation;
  std::string conference_id;
  // From 1.
  int64_t conference_revision = 1;
  StaffMember recipient;
  StaffMember supervisor;
  ConferenceTime conference_time;
  std::string location;
  // For kChange.
  std::optional<ConferenceTime> previous_time;
  std::string previous_location;
  std::vector<ReminderLine> reminders;
  std::optional<ReminderCounts> counts;
};

// The identifiers that a message keeps for life.
struct MailIdentity {
  // Without angle brackets.
  std::string message_id_header;
  // One per conference.
  std::string calendar_uid;
  // Grows with the conference's revisions.
  int64_t calendar_sequence = 0;
};

// Whether the message brings the calendar something (all of them do) that it
// must take away.
inline bool CancelsEvent(MessageKind kind) {
  return kind == MessageKind::kCancellation;
}

// Whether a message of this kind always carries the reminders and is the
// conference's notice.
inline bool IsFormalNotice(MessageKind kind) {
  return kind == MessageKind::kFormalNotice || kind == MessageKind::kCombined;
}

// Whether nothing can change a message in `state` any more.
inline bool IsFinal(MessageState state) {
  return state == MessageState::kAccepted || state == MessageState::kFailed ||
         state == MessageState::kCancelled;
}

}  // namespace caseload::notify

#endif  // SERVICES_NOTIFY_DOMAIN_MESSAGE_H_

// notice_dispatch.h: an obligation on its way to notify, and what it says
// there.

#ifndef SERVICES_CONFERENCE_DOMAIN_NOTICE_DISPATCH_H_
#define SERVICES_CONFERENCE_DOMAIN_NOTICE_DISPATCH_H_

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/conference/domain/conference.h"

namespace caseload::conference {

// How far an obligation has come. Numbers are those of
// NoticeObligation.Handover, where it has such.
enum class DispatchState {
  // To be handed in.
  kWaiting = 1,
  // Notify has it.
  kHandedIn = 2,
  // Replaced by a later revision before it was sent.
  kWithdrawn = 3,
  // Replaced when notify had sent it or given it up: what replaces it tells.
  kOvertaken = 4,
  // Notify refuses it for good.
  kRefused = 5,
  // Replaced, and notify is still to be told.
  kWithdrawing = 6,
};

// There is at most one obligation of a key (R131).
struct DispatchKey {
  std::string conference_id;
  int revision = 1;
  std::string recipient_id;
  NoticeKind kind = NoticeKind::kInvitation;

  friend bool operator==(const DispatchKey& a, const DispatchKey& b) {
    return std::tie(a.conference_id, a.revision, a.recipient_id, a.kind) ==
           std::tie(b.conference_id, b.revision, b.recipient_id, b.kind);
  }
};

// One reminder of the division's list, in the words of its policy (R014).
struct NoticeReminder {
  // "5", or "5.1".
  std::string number;
  std::string text;
};

// One of the officer's own counts beside a reminder.
struct NoticeCount {
  // Number of the reminder.
  std::string line_number;
  // What is counted, in the plural.
  std::string label;
  int64_t count = 0;
};

// The counts of one snapshot.
struct NoticeCounts {
  absl::CivilDay as_of;
  absl::Time taken_at;
  int64_t caseload_size = 0;
  // In the order of the reminders.
  std::vector<NoticeCount> counts;
};

// What is owed by when, for the message that is the conference's notice.
struct MessageDuty {
  absl::CivilDay due_by;
  absl::CivilDay warn_on;
  absl::CivilDay escalate_on;
  NoticeBasis basis = NoticeBasis::kOrdinary;
  // "" for kOrdinary and kAdditional.
  std::string basis_reason;
};

// All that notify is told of one obligation. No client is named (R010, "client
// data in mail").
struct NoticeMessage {
  DispatchKey key;
  StaffContact recipient;
  StaffContact supervisor;
  std::string division;
  // Pack id, "@", version label.
  std::string policy_version;
  Appointment appointment;
  // For a change only.
  std::optional<Appointment> previous;
  // For the message that bears the duty only.
  std::vector<NoticeReminder> reminders;
  std::optional<NoticeCounts> counts;
  std::optional<MessageDuty> duty;
  // In the past means at once.
  absl::Time target_at;
  // After it sending would mislead.
  absl::Time deadline_at;
};

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_DOMAIN_NOTICE_DISPATCH_H_

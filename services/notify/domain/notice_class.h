// notice_class.h: what became of a duty to give notice.
//
// policy/S0 "Notice should be sent at least 10 calendar days in advance",
// policy/S1 "Notice shall be sent at least 10 calendar days in advance"; R011,
// R012; requirements.md "Notices". Days are civil days in the conference's
// zone, never 240 hours; "sent" is the mail server's 250 after the data.

#ifndef SERVICES_NOTIFY_DOMAIN_NOTICE_CLASS_H_
#define SERVICES_NOTIFY_DOMAIN_NOTICE_CLASS_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/notify/domain/message.h"

namespace caseload::notify {

// Numbers as in caseload.notify.v1.NoticeClass.
enum class NoticeClass {
  kOpen = 1,
  kOnTime = 2,
  kWaived = 3,
  kShortNotice = 4,
  kAdditional = 5,
  kPostponed = 6,
  kBreach = 7,
  kWithdrawn = 8,
};

// Numbers as in caseload.notify.v1.BreachCause.
enum class BreachCause {
  kNone = 0,
  kSubmittedLate = 1,
  kTargetAfterDue = 2,
  kNotAttempted = 3,
  kMailServerUnavailable = 4,
  kMailServerRejected = 5,
  kOutcomeUnknown = 6,
};

// Numbers as in caseload.notify.v1.NoticeAlarm.
enum class NoticeAlarm { kNone = 0, kWarning = 1, kEscalated = 2 };

// An attempt as the verdict sees it.
struct AttemptFact {
  absl::CivilDay started_on;
  // Absent while it runs.
  std::optional<AttemptOutcome> outcome;
};

// What is known of one duty. Days are in the conference's zone.
struct NoticeFacts {
  NoticeBasis basis = NoticeBasis::kOrdinary;
  absl::CivilDay due_by;
  std::optional<absl::CivilDay> warn_on;
  std::optional<absl::CivilDay> escalate_on;
  absl::CivilDay submitted_on;
  absl::CivilDay target_on;
  // Day of the 250, if it came.
  std::optional<absl::CivilDay> accepted_on;
  MessageState state = MessageState::kPending;
  // In the order in which they began.
  std::vector<AttemptFact> attempts;
};

struct NoticeVerdict {
  NoticeClass notice_class = NoticeClass::kOpen;
  BreachCause cause = BreachCause::kNone;
  NoticeAlarm alarm = NoticeAlarm::kNone;
  // Due day less day of acceptance, or less today while there is none.
  int64_t margin_days = 0;
};

// The verdict as of `today`. A basis other than ordinary excuses lateness, not
// absence: a notice that was never accepted is a breach on any basis once
// nothing is going to be sent any more.
NoticeVerdict Judge(const NoticeFacts& facts, absl::CivilDay today);

}  // namespace caseload::notify

#endif  // SERVICES_NOTIFY_DOMAIN_NOTICE_CLASS_H_

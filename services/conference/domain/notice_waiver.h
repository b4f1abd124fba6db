// notice_waiver.h: a manager's leave to hold a quarterly conference inside the
// ten days (R012; the adult manual's "shall").

#ifndef SERVICES_CONFERENCE_DOMAIN_NOTICE_WAIVER_H_
#define SERVICES_CONFERENCE_DOMAIN_NOTICE_WAIVER_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace caseload::conference {

enum class WaiverState { kPending = 1, kApproved = 2, kRefused = 3, kUsed = 4 };

// For one officer and one civil day of the county; used up by one conference.
struct NoticeWaiver {
  std::string id;
  // Grows with every change; the etag.
  int64_t version = 1;
  std::string officer_id;
  std::string division;
  absl::CivilDay day;
  std::string reason;
  WaiverState state = WaiverState::kPending;
  // Subjects of tokens.
  std::string requested_by;
  absl::Time requested_at;
  std::string decided_by;
  std::optional<absl::Time> decided_at;
  std::string decision_note;
  // Id of the conference that used it, or "".
  std::string conference_id;
};

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_DOMAIN_NOTICE_WAIVER_H_

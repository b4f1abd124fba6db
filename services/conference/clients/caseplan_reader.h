// caseplan_reader.h: what this service asks of caseplan, and no more.
//
// Errors of every method: UNAVAILABLE or DEADLINE_EXCEEDED when caseplan cannot
// be asked in time, NOT_FOUND for an officer that it does not know, INTERNAL
// for an answer that cannot be read.
//
// Thread safety: implementations are thread-safe.

#ifndef SERVICES_CONFERENCE_CLIENTS_CASEPLAN_READER_H_
#define SERVICES_CONFERENCE_CLIENTS_CASEPLAN_READER_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/conference/clients/peer_call.h"
#include "services/conference/domain/staff.h"
#include "services/policy/calendar.h"

namespace caseload::conference {

// A staff record, with the posting of one day.
struct OfficerOnDay {
  std::string officer_id;
  std::string display_name;
  std::string email;
  // Subject of the person's token, or "".
  std::string staff_subject;
  // Absent when the officer has no posting on the day.
  std::optional<Posting> posting;
};

class CaseplanReader {
 public:
  virtual ~CaseplanReader() = default;

  // The officer, with their posting on `day`.
  virtual absl::StatusOr<OfficerOnDay> GetOfficerOnDay(
      const PeerCall& call, absl::string_view officer_id,
      absl::CivilDay day) = 0;

  // The officer's leave that touches `days`.
  virtual absl::StatusOr<std::vector<policy::DayRange>> ListLeave(
      const PeerCall& call, absl::string_view officer_id,
      const policy::DayRange& days) = 0;

  // Id of the officer whose token has this subject; nullopt when there is none.
  virtual absl::StatusOr<std::optional<std::string>> FindOfficerBySubject(
      const PeerCall& call, absl::string_view subject) = 0;

  // Ids of the officers whose supervisor or acting supervisor on `day` it is.
  virtual absl::StatusOr<std::vector<std::string>> ListSupervised(
      const PeerCall& call, absl::string_view supervisor_id,
      absl::CivilDay day) = 0;
};

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_CLIENTS_CASEPLAN_READER_H_

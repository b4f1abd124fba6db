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
#include "services/policy/calendar.h"

namespace caseload::conference {

// Where an officer works, and under whom, on some days.
struct Posting {
  policy::DayRange days;
  std::string unit_id;
  std::string division;
  // "" for a vacancy.
  std::string supervisor_id;
  // "" for none.
  std::string acting_supervisor_id;
};

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

// An officer's part in a period, as coverage needs it.
struct OfficerInPeriod {
  std::string officer_id;
  std::string display_name;
  // The last posting that touches the period.
  Posting posting;
  // Days of the period on which they were the primary officer of a case.
  std::vector<policy::DayRange> carried;
  // Their leave that touches the period.
  std::vector<policy::DayRange> leave;
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

  // Every officer with a posting on a day of `period`, by id.
  virtual absl::StatusOr<std::vector<OfficerInPeriod>> ListOfficersInPeriod(
      const PeerCall& call, const policy::DayRange& period) = 0;
};

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_CLIENTS_CASEPLAN_READER_H_

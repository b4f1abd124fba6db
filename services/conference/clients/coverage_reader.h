// coverage_reader.h: who carried cases in a quarter, as caseplan knows it.
//
// Errors and thread safety are those of CaseplanReader.

#ifndef SERVICES_CONFERENCE_CLIENTS_COVERAGE_READER_H_
#define SERVICES_CONFERENCE_CLIENTS_COVERAGE_READER_H_

#include <vector>

#include "absl/status/statusor.h"
#include "services/conference/clients/peer_call.h"
#include "services/conference/domain/staff.h"
#include "services/policy/calendar.h"

namespace caseload::conference {

class CoverageReader {
 public:
  virtual ~CoverageReader() = default;

  // Every officer with a posting on a day of `period`, by id.
  virtual absl::StatusOr<std::vector<OfficerInPeriod>> ListOfficersInPeriod(
      const PeerCall& call, const policy::DayRange& period) = 0;
};

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_CLIENTS_COVERAGE_READER_H_

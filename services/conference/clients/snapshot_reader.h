// snapshot_reader.h: an officer's caseload snapshot, as far as notices and the
// pre-conference checklist need it.
//
// Errors and thread safety are those of CaseplanReader.

#ifndef SERVICES_CONFERENCE_CLIENTS_SNAPSHOT_READER_H_
#define SERVICES_CONFERENCE_CLIENTS_SNAPSHOT_READER_H_

#include <map>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/conference/clients/peer_call.h"
#include "services/policy/pack.h"

namespace caseload::conference {

// How many cases stand behind each reminder.
struct CaseloadCounts {
  // Civil day of the county that was asked about.
  absl::CivilDay as_of;
  int64_t caseload_size = 0;
  // A count that is not here was not taken; one that was taken may be 0.
  std::map<policy::SnapshotCount, int64_t> counts;
};

class SnapshotReader {
 public:
  virtual ~SnapshotReader() = default;

  // The counts of the officer's caseload on `as_of`.
  virtual absl::StatusOr<CaseloadCounts> GetCounts(const PeerCall& call,
                                                   absl::string_view officer_id,
                                                   absl::CivilDay as_of) = 0;
};

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_CLIENTS_SNAPSHOT_READER_H_

// snapshot_reader.h: an officer's caseload snapshot from caseplan.
//
// Errors and thread safety are those of CaseplanReader.

#ifndef SERVICES_CONFERENCE_CLIENTS_SNAPSHOT_READER_H_
#define SERVICES_CONFERENCE_CLIENTS_SNAPSHOT_READER_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/conference/clients/peer_call.h"
#include "services/conference/domain/caseload_snapshot.h"

namespace caseload::conference {

class SnapshotReader {
 public:
  virtual ~SnapshotReader() = default;

  // The officer's caseload on `as_of`, a day not after today.
  virtual absl::StatusOr<CaseloadSnapshot> GetSnapshot(
      const PeerCall& call, absl::string_view officer_id,
      absl::CivilDay as_of) = 0;
};

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_CLIENTS_SNAPSHOT_READER_H_

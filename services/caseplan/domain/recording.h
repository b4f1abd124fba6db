// recording.h: what every record of caseplan carries beside its content.

#ifndef SERVICES_CASEPLAN_DOMAIN_RECORDING_H_
#define SERVICES_CASEPLAN_DOMAIN_RECORDING_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/time.h"

namespace caseload::caseplan {

// The key of a record in the system that it was imported from. Unique for each
// kind of record.
struct ExternalId {
  std::string source_system;
  std::string id;
};

// How a fact came into the record. Facts are rows that are never changed; a
// later revision of the same id supersedes the one before.
struct Recording {
  // From 1.
  int64_t revision = 1;
  absl::Time recorded_at;
  // The principal.
  std::string recorded_by;
  std::optional<absl::Time> superseded_at;
};

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_DOMAIN_RECORDING_H_

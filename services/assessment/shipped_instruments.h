// shipped_instruments.h: the instruments that come with a release.

#ifndef SERVICES_ASSESSMENT_SHIPPED_INSTRUMENTS_H_
#define SERVICES_ASSESSMENT_SHIPPED_INSTRUMENTS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/assessment/names.h"
#include "services/common/sql/database.h"
#include "services/policy/problem.h"

namespace caseload::assessment {

// What became of the files.
struct ShippedInstruments {
  // Stored now.
  std::vector<InstrumentName> stored;
  // Stored before, with the same content.
  std::vector<InstrumentName> unchanged;
  // Why a file was refused, with its place in the file. A version that is
  // stored with another content is refused too and stays as it was.
  std::vector<policy::PolicyProblem> refused;
};

// Stores the definitions of all *.textproto files in `directory` that the store
// does not hold yet; by content, so that every start may call it and two
// replicas may at once. A bad file keeps no other from being stored. For the
// start: waits for the store. NOT_FOUND when there is no such directory, else
// the store's own errors, and then nothing was stored.
absl::StatusOr<ShippedInstruments> LoadShippedInstruments(
    sql::Database& database, const std::string& directory, absl::Time now);

}  // namespace caseload::assessment

#endif  // SERVICES_ASSESSMENT_SHIPPED_INSTRUMENTS_H_

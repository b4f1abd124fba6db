// earlier_state_store.h: what plan versions and investigations said before an
// import corrected them or took them back.
//
// Functions of a transaction, as in case_store.h.

#ifndef SERVICES_CASEPLAN_STORAGE_EARLIER_STATE_STORE_H_
#define SERVICES_CASEPLAN_STORAGE_EARLIER_STATE_STORE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/common/sql/database.h"

namespace caseload::caseplan::storage {

struct EarlierState {
  // The resource name.
  std::string record;
  // The version whose content it is.
  int64_t version = 1;
  // The whole resource, in proto3 JSON, with its personal data.
  std::string state;
  absl::Time superseded_at;
  // The principal that brought the later content.
  std::string superseded_by;
};

absl::Status InsertEarlierState(sql::Transaction& tx,
                                const EarlierState& state);

}  // namespace caseload::caseplan::storage

#endif  // SERVICES_CASEPLAN_STORAGE_EARLIER_STATE_STORE_H_

#include "services/caseplan/storage/earlier_state_store.h"

#include "services/caseplan/storage/rows.h"

namespace caseload::caseplan::storage {

absl::Status InsertEarlierState(sql::Transaction& tx,
                                const EarlierState& state) {
  return Insert(tx, "earlier_states",
                {{"record", Text(state.record)},
                 {"version", Integer(state.version)},
                 {"state", Text(state.state)},
                 {"superseded_at", Instant(state.superseded_at)},
                 {"superseded_by", Text(state.superseded_by)}});
}

}  // namespace caseload::caseplan::storage

// generation_source.h: what generations stand at, asked before every cached
// read.
//
// On SQLite this process is the only writer: a table in memory is exact,
// because it learns of a commit before any caller of that commit is answered.
// On PostgreSQL other replicas write too: the primary is asked, one query for
// all calls that wait, and a call joins the next query, never one already sent,
// so that what it learns is not older than itself. A call that brings the token
// of a write may be answered from a table that follows the store, when the
// table is at or past the token.
//
// Thread safety: thread-safe.

#ifndef SERVICES_CASEPLAN_GENERATION_SOURCE_H_
#define SERVICES_CASEPLAN_GENERATION_SOURCE_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/caseplan/storage/generation_store.h"
#include "services/common/seal/sealer.h"
#include "services/common/sql/database.h"

namespace caseload::caseplan {

// What a change gives its caller to send back with reads: the generations that
// it raised. Opaque, printable; all replicas share the key.
class ConsistencyTokens {
 public:
  explicit ConsistencyTokens(seal::Sealer sealer)
      : sealer_(std::move(sealer)) {}

  // Empty for a change that raised none, or too many for a token: a read
  // without one is as fresh, and asks the store.
  std::string Make(const storage::Generations& raised) const;
  // nullopt when it is empty or none of ours.
  std::optional<storage::Generations> Open(absl::string_view token) const;

 private:
  const seal::Sealer sealer_;
};

class GenerationSource {
 public:
  using Done = std::function<void(absl::StatusOr<storage::Generations>)>;

  virtual ~GenerationSource() = default;

  // The generations of `scopes` as they stand at the moment of the call or
  // later; with a token of a change (or ""), perhaps as they stood at that
  // change or later. A scope of which that cannot be said is left out: its
  // snapshots are built anew. `done` is called exactly once, on this thread or
  // one that must not block. UNAVAILABLE or DEADLINE_EXCEEDED when the store
  // cannot be asked.
  virtual void Current(const std::vector<std::string>& scopes,
                       absl::string_view token, Done done) = 0;
};

struct GenerationSourceOptions {
  // How old what a read without a token sees may be. Zero: not at all.
  absl::Duration max_staleness = absl::ZeroDuration();
  // How often the table that follows the store is read anew.
  absl::Duration follow_interval = absl::Milliseconds(200);
  // A query to the primary that takes longer has failed.
  absl::Duration query_timeout = absl::Seconds(5);
};

// For the engine of `database`, which is borrowed, as are the tokens. Gives
// generations to scopes that have none.
absl::StatusOr<std::unique_ptr<GenerationSource>> OpenGenerationSource(
    sql::Database* database, const ConsistencyTokens* tokens,
    const GenerationSourceOptions& options);

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_GENERATION_SOURCE_H_

// access.h: whose assessments a caller reaches.

#ifndef SERVICES_ASSESSMENT_ACCESS_H_
#define SERVICES_ASSESSMENT_ACCESS_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/assessment/domain/case_projection.h"
#include "services/common/rpc/call_context.h"
#include "services/common/sql/database.h"

namespace caseload::assessment {

// Decides by what caseplan's feed has told so far. People reach nothing while
// that is not fresh: UNAVAILABLE, reason PROJECTION_STALE, with RetryInfo. A
// service that speaks for itself reaches every case, known here or not: it
// checks access on its own tables.
//
// Thread safety: thread-safe.
class CaseAccess {
 public:
  // News older than this are not fresh.
  static constexpr absl::Duration kLongestAge = absl::Seconds(5);

  struct Options {
    // Whose days decide what is today.
    absl::TimeZone county_zone;
    // How long ago the projection was known to be up to date; see
    // follow::Follower::HeartbeatAge().
    std::function<absl::Duration()> projection_age;
  };

  explicit CaseAccess(Options options) : options_(std::move(options)) {}

  // OK while it is known which cases there are and who carries them: to a
  // service that speaks for itself always, to people while the projection is
  // fresh.
  absl::Status CheckFresh(const rpc::CallContext& call) const;

  // The cases that the caller reaches, for a list over all of them.
  absl::StatusOr<domain::Reach> ReachOfCaller(
      sql::Transaction& tx, const rpc::CallContext& call) const;

  // OK when the caller reaches all of `case_ids`, 1 to 512. NOT_FOUND, naming
  // the first that is unknown or not reached, which to a caller is the same.
  absl::Status CheckReached(sql::Transaction& tx, const rpc::CallContext& call,
                            const std::vector<std::string>& case_ids) const;

  // The same for what is reached through a case: `hidden_name` is what is not
  // there for a caller who does not reach the case.
  absl::Status CheckReachedThrough(sql::Transaction& tx,
                                   const rpc::CallContext& call,
                                   const std::string& case_id,
                                   absl::string_view hidden_name) const;

  // The same for a new record of a case. To a service that enters records
  // (import) a case that is not known is FAILED_PRECONDITION, reason
  // REFERENCE_NOT_YET_KNOWN, with RetryInfo: caseplan may have it.
  absl::Status CheckForEntry(sql::Transaction& tx, const rpc::CallContext& call,
                             const std::string& case_id) const;

  // What a service is told of a case that caseplan has not told of.
  static absl::Status NotYetKnown(const std::string& case_id);

 private:
  const Options options_;
};

}  // namespace caseload::assessment

#endif  // SERVICES_ASSESSMENT_ACCESS_H_

#include "services/assessment/override_sweeper.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "services/assessment/domain/override.h"
#include "services/assessment/override_publish.h"
#include "services/assessment/storage/override_store.h"
#include "services/common/fault/fault.h"
#include "services/common/log/log.h"
#include "services/common/rpc/call_context.h"
#include "services/common/status/status_macros.h"
#include "services/policy/calendar.h"

namespace caseload::assessment {
namespace {

constexpr char kPrincipal[] = "service/assessment";
// Overrides in one look.
constexpr int kBatch = 100;
// A store that does not answer is asked again after this.
constexpr absl::Duration kStoreRetry = absl::Seconds(5);

}  // namespace

absl::StatusOr<bool> OverrideSweeper::Expire(const std::string& id,
                                             absl::Time now) {
  bool expired = false;
  ABSL_RETURN_IF_ERROR(CASELOAD_FAULT_STEP(
      "assessment.override.expire",
      options_.database->WriteAndWait(
          {}, [&](sql::Transaction& tx) -> absl::Status {
            expired = false;
            ABSL_ASSIGN_OR_RETURN(std::optional<domain::Override> override,
                                  storage::FindOverride(tx, id));
            const absl::CivilDay today =
                policy::LocalDay(now, options_.county_zone);
            // Another was first: it is expired, ended or taken back.
            if (!override.has_value() || override->withdrawn_at.has_value() ||
                override->state != domain::OverrideState::kApproved ||
                override->asked.last.value_or(today) >= today) {
              return absl::OkStatus();
            }
            override->state = domain::OverrideState::kExpired;
            override->ended = domain::Act{now, kPrincipal};
            ABSL_ASSIGN_OR_RETURN(expired,
                                  storage::UpdateOverride(tx, *override));
            if (!expired) return absl::OkStatus();
            rpc::CallContext call;
            call.now = now;
            return PublishOverride(tx, call, id, /*changes_risk=*/true)
                .status();
          })));
  return expired;
}

absl::StatusOr<int> OverrideSweeper::Sweep() {
  const absl::Time now = options_.clock->Now();
  const absl::CivilDay today = policy::LocalDay(now, options_.county_zone);
  int count = 0;
  while (!stopping_) {
    std::vector<std::string> ids;
    ABSL_RETURN_IF_ERROR(options_.database->Read(
        absl::InfiniteFuture(), [&](sql::Transaction& tx) -> absl::Status {
          ABSL_ASSIGN_OR_RETURN(
              ids, storage::ListOverridesToExpire(tx, today, kBatch));
          return absl::OkStatus();
        }));
    for (const std::string& id : ids) {
      if (stopping_) break;
      ABSL_ASSIGN_OR_RETURN(const bool expired, Expire(id, now));
      count += expired ? 1 : 0;
    }
    if (ids.size() < kBatch) break;
  }
  return count;
}

void OverrideSweeper::Start() {
  thread_ = std::thread([this] { Run(); });
}

void OverrideSweeper::Run() {
  while (!stopping_) {
    // Of before the look: a clock that moves during it is not waited for.
    const absl::Time now = options_.clock->Now();
    const absl::StatusOr<int> swept = Sweep();
    absl::Time next = now + options_.poll_interval;
    if (!swept.ok()) {
      log::Error("overrides were not expired", {{"status", swept.status()}});
      next = now + kStoreRetry;
    } else if (*swept > 0) {
      log::Info("overrides expired", {{"count", *swept}});
    }
    const absl::CivilDay today = policy::LocalDay(now, options_.county_zone);
    const absl::Time midnight =
        policy::StartOfDay(today + 1, options_.county_zone);
    options_.clock->WaitUntil(std::min(next, midnight),
                              [this] { return stopping_.load(); });
  }
}

void OverrideSweeper::Stop() {
  if (!thread_.joinable()) return;
  stopping_ = true;
  options_.clock->WakeAll();
  thread_.join();
}

}  // namespace caseload::assessment

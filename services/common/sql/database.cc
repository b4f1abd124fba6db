#include "services/common/sql/database.h"

#include <spdlog/spdlog.h>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "services/common/sql/postgres_database.h"
#include "services/common/sql/sqlite_database.h"
#include "services/common/status/error.h"
#include "services/common/sync/mutex.h"

namespace caseload::sql {
namespace internal {

absl::Status UnexpectedNull(absl::string_view sql) {
  spdlog::error("sql: an unexpected NULL from: {}", std::string(sql));
  return status::Internal("the store holds a row of another shape");
}

absl::Status MoreThanOneRow(absl::string_view sql) {
  spdlog::error("sql: more than one row from: {}", std::string(sql));
  return status::Internal("the store holds a row of another shape");
}

}  // namespace internal

absl::StatusOr<std::unique_ptr<Database>> Database::Open(
    const Options& options) {
  if (options.pool_size < 1 || options.max_waiting_writes < 1) {
    return status::InvalidField("pool_size", "STORE_OPTIONS",
                                "pool_size and max_waiting_writes are at "
                                "least 1");
  }
  absl::string_view path = options.url;
  if (absl::ConsumePrefix(&path, "sqlite:")) {
    return SqliteDatabase::Open(std::string(path), options);
  }
  if (absl::StartsWith(options.url, "postgresql://") ||
      absl::StartsWith(options.url, "postgres://")) {
    return PostgresDatabase::Open(options);
  }
  return status::InvalidField(
      "url", "STORE_URL",
      "begins with neither \"sqlite:\" nor \"postgresql://\"");
}

absl::Status Database::WriteAndWait(const WriteOptions& options, Apply apply) {
  sync::Mutex mutex;
  sync::CondVar answered;
  std::optional<absl::Status> outcome;
  Write(options, std::move(apply), [&](absl::Status status) {
    sync::MutexLock lock(&mutex);
    outcome = std::move(status);
    answered.NotifyAll();
  });
  sync::MutexLock lock(&mutex);
  answered.Wait(&lock, [&] { return outcome.has_value(); });
  return *std::move(outcome);
}

void Database::Observe(CommitObserver observer) {
  auto shared = std::make_shared<const CommitObserver>(std::move(observer));
  sync::MutexLock lock(&observer_mutex_);
  observer_ = std::move(shared);
}

void Database::NotifyCommitted(const Notes& notes,
                               CommitOutcome outcome) const {
  if (notes.empty()) return;
  std::shared_ptr<const CommitObserver> observer;
  {
    sync::MutexLock lock(&observer_mutex_);
    observer = observer_;
  }
  if (observer != nullptr) (*observer)(notes, outcome);
}

}  // namespace caseload::sql

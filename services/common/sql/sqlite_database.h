// sqlite_database.h: the store in one SQLite file. Internal to this target.

#ifndef SERVICES_COMMON_SQL_SQLITE_DATABASE_H_
#define SERVICES_COMMON_SQL_SQLITE_DATABASE_H_

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "services/common/sql/database.h"
#include "services/common/sql/sqlite_connection.h"
#include "services/common/sync/mutex.h"

namespace caseload::sql {

// The lock file beside a database; held as long as this lives.
class LockFile {
 public:
  // FAILED_PRECONDITION, reason STORE_IN_USE, when another process (or another
  // Database of this one) holds it.
  static absl::StatusOr<std::unique_ptr<LockFile>> Take(
      const std::string& database_path);
  ~LockFile();
  LockFile(const LockFile&) = delete;
  LockFile& operator=(const LockFile&) = delete;

 private:
  explicit LockFile(int fd) : fd_(fd) {}
  const int fd_;
};

class SqliteDatabase final : public Database {
 public:
  static absl::StatusOr<std::unique_ptr<Database>> Open(const std::string& path,
                                                        const Options& options);
  ~SqliteDatabase() override;

  absl::Status Read(
      absl::Time deadline,
      absl::FunctionRef<absl::Status(Transaction&)> body) override;
  void Write(const WriteOptions& options, Apply apply, Done done) override;
  void Drain() override;
  Engine engine() const override { return Engine::kSqlite; }

 private:
  struct Waiting {
    WriteOptions options;
    Apply apply;
    Done done;
    // What `done` will be told; none while undecided.
    std::optional<absl::Status> outcome;
    // Of the apply, for after COMMIT.
    Notes notes;
  };
  using Batch = std::vector<Waiting>;

  SqliteDatabase(const Options& options, std::unique_ptr<LockFile> lock_file,
                 std::unique_ptr<SqliteConnection> writer,
                 std::vector<std::unique_ptr<SqliteConnection>> readers,
                 int64_t sync_count);

  std::unique_ptr<SqliteConnection> TakeReader(absl::Time deadline);
  void GiveBack(std::unique_ptr<SqliteConnection> reader);

  // The writer thread.
  void RunWriter();
  std::optional<Batch> NextBatch();
  void RunBatch(Batch& batch);
  // Tells the observer of a write that was, or may have been, committed.
  void TellCommitted(const Waiting& write) const;
  // False when nothing of the batch lasts and it is to be run one by one.
  bool RunTogether(Batch& batch);
  // `undecided` are run and their outcomes noted; what is returned is the
  // COMMIT's.
  absl::Status RunInOneTransaction(const std::vector<Waiting*>& undecided);
  // Run one apply, by itself or in a savepoint, and note its outcome. Not OK
  // when the transaction cannot go on.
  absl::Status RunApply(Waiting& write);
  absl::Status RunInSavepoint(Waiting& write);
  absl::Status Commit();
  void Rollback();

  // Durability::kWritten: what was committed without a sync is synced soon.
  absl::Status UseSynchronous(bool full);
  bool SyncIsDue() const;
  void SyncIfDue();

  const int max_waiting_;
  const std::unique_ptr<LockFile> lock_file_;

  // Of the writer thread only.
  const std::unique_ptr<SqliteConnection> writer_;
  bool synchronous_full_ = true;
  std::optional<absl::Time> unsynced_since_;
  int64_t sync_count_;

  sync::Mutex mutex_;
  sync::CondVar changed_;
  std::deque<Waiting> queue_ ABSL_GUARDED_BY(mutex_);
  int64_t accepted_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t answered_ ABSL_GUARDED_BY(mutex_) = 0;
  bool closing_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::unique_ptr<SqliteConnection>> readers_
      ABSL_GUARDED_BY(mutex_);

  std::thread writer_thread_;
};

}  // namespace caseload::sql

#endif  // SERVICES_COMMON_SQL_SQLITE_DATABASE_H_

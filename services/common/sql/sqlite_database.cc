#include "services/common/sql/sqlite_database.h"

#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/common/fault/fault.h"
#include "services/common/sql/errors.h"
#include "services/common/sql/wait.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::sql {
namespace {

using Control = SqliteConnection::Control;

constexpr size_t kMaxBatch = 256;
// A quarter of what Durability::kWritten promises, so that a slow disk and a
// busy machine keep it.
constexpr absl::Duration kSyncAfter = absl::Milliseconds(250);

// An UPDATE of the file's header that no statement's plan depends on; it makes
// a commit with a page in it, which a sync of the log needs.
absl::StatusOr<int64_t> ReadUserVersion(SqliteConnection& connection) {
  absl::StatusOr<std::vector<Row>> rows =
      connection.Query("PRAGMA user_version", {}, {Kind::kInteger});
  ABSL_RETURN_IF_ERROR(rows.status());
  return (*rows)[0][0].integer;
}

}  // namespace

absl::StatusOr<std::unique_ptr<LockFile>> LockFile::Take(
    const std::string& database_path) {
  const std::string path = absl::StrCat(database_path, ".lock");
  const int fd = ::open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0) {
    spdlog::error("sql: the lock file {} cannot be opened: errno {}", path,
                  errno);
    return StoreUnavailable();
  }
  auto lock = absl::WrapUnique(new LockFile(fd));
  if (::flock(fd, LOCK_EX | LOCK_NB) == 0) return lock;
  if (errno != EWOULDBLOCK) {
    spdlog::error("sql: the lock file {} cannot be locked: errno {}", path,
                  errno);
    return StoreUnavailable();
  }
  return status::FailedPrecondition(
      "STORE_IN_USE", path,
      "another process has this store open; stop it, or use PostgreSQL for "
      "several processes");
}

LockFile::~LockFile() { ::close(fd_); }

absl::StatusOr<std::unique_ptr<Database>> SqliteDatabase::Open(
    const std::string& path, const Options& options) {
  if (path.empty() || path.find('"') != std::string::npos) {
    return status::InvalidField("url", "STORE_URL",
                                "needs an absolute path without quotes: "
                                "\"sqlite:/var/lib/caseload/caseplan.db\"");
  }
  ABSL_ASSIGN_OR_RETURN(std::unique_ptr<LockFile> lock, LockFile::Take(path));
  ABSL_ASSIGN_OR_RETURN(
      std::unique_ptr<SqliteConnection> writer,
      SqliteConnection::Open(path, SqliteConnection::Use::kWriter));
  ABSL_ASSIGN_OR_RETURN(const int64_t sync_count, ReadUserVersion(*writer));
  std::vector<std::unique_ptr<SqliteConnection>> readers;
  for (int i = 0; i < options.pool_size; ++i) {
    ABSL_ASSIGN_OR_RETURN(
        std::unique_ptr<SqliteConnection> reader,
        SqliteConnection::Open(path, SqliteConnection::Use::kReadOnly));
    readers.push_back(std::move(reader));
  }
  return absl::WrapUnique<Database>(
      new SqliteDatabase(options, std::move(lock), std::move(writer),
                         std::move(readers), sync_count));
}

SqliteDatabase::SqliteDatabase(
    const Options& options, std::unique_ptr<LockFile> lock_file,
    std::unique_ptr<SqliteConnection> writer,
    std::vector<std::unique_ptr<SqliteConnection>> readers, int64_t sync_count)
    : max_waiting_(options.max_waiting_writes),
      lock_file_(std::move(lock_file)),
      writer_(std::move(writer)),
      sync_count_(sync_count),
      readers_(std::move(readers)),
      writer_thread_([this] { RunWriter(); }) {}

SqliteDatabase::~SqliteDatabase() {
  {
    sync::MutexLock lock(&mutex_);
    closing_ = true;
    changed_.NotifyAll();
  }
  writer_thread_.join();
}

// --- reads ---

std::unique_ptr<SqliteConnection> SqliteDatabase::TakeReader(
    absl::Time deadline) {
  sync::MutexLock lock(&mutex_);
  if (!WaitUntil(changed_, &lock, deadline,
                 [this] { return !readers_.empty(); })) {
    return nullptr;
  }
  std::unique_ptr<SqliteConnection> reader = std::move(readers_.back());
  readers_.pop_back();
  return reader;
}

void SqliteDatabase::GiveBack(std::unique_ptr<SqliteConnection> reader) {
  reader->CheckIdle();
  sync::MutexLock lock(&mutex_);
  readers_.push_back(std::move(reader));
  changed_.NotifyAll();
}

absl::Status SqliteDatabase::Read(
    absl::Time deadline, absl::FunctionRef<absl::Status(Transaction&)> body) {
  if (absl::Now() >= deadline) return status::DeadlineExceeded();
  std::unique_ptr<SqliteConnection> reader = TakeReader(deadline);
  if (reader == nullptr) return status::DeadlineExceeded();
  absl::Status outcome = reader->Run(Control::kBegin);
  if (outcome.ok()) {
    reader->InterruptAt(deadline);
    SessionTransaction transaction(reader.get(), deadline);
    outcome = body(transaction);
    outcome.Update(transaction.error());
    reader->InterruptAt(absl::InfiniteFuture());
    // An interrupted statement may have ended the transaction already.
    if (reader->InTransaction())
      outcome.Update(reader->Run(Control::kRollback));
  }
  GiveBack(std::move(reader));
  return outcome;
}

// --- writes ---

void SqliteDatabase::Write(const WriteOptions& options, Apply apply,
                           Done done) {
  {
    sync::MutexLock lock(&mutex_);
    if (options.own_place ||
        queue_.size() < static_cast<size_t>(max_waiting_)) {
      queue_.push_back({options, std::move(apply), std::move(done), {}, {}});
      ++accepted_;
      changed_.NotifyAll();
      return;
    }
  }
  done(WriteQueueFull());
}

void SqliteDatabase::Drain() {
  sync::MutexLock lock(&mutex_);
  const int64_t until = accepted_;
  changed_.Wait(&lock, [&] { return answered_ >= until; });
}

void SqliteDatabase::RunWriter() {
  while (true) {
    std::optional<Batch> batch = NextBatch();
    if (!batch.has_value()) return;
    if (!batch->empty()) RunBatch(*batch);
    SyncIfDue();
  }
}

// What waits, at most 256; empty when a sync is due first, none at the end.
std::optional<SqliteDatabase::Batch> SqliteDatabase::NextBatch() {
  const absl::Time wake = unsynced_since_.has_value()
                              ? *unsynced_since_ + kSyncAfter
                              : absl::InfiniteFuture();
  sync::MutexLock lock(&mutex_);
  WaitUntil(changed_, &lock, wake,
            [this] { return closing_ || !queue_.empty(); });
  if (closing_ && queue_.empty() && !unsynced_since_.has_value()) {
    return std::nullopt;
  }
  Batch batch;
  while (!queue_.empty() && batch.size() < kMaxBatch) {
    batch.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return batch;
}

void SqliteDatabase::RunBatch(Batch& batch) {
  if (!RunTogether(batch)) {
    for (Waiting& write : batch) {
      if (write.outcome.has_value()) continue;
      const absl::Status committed = RunInOneTransaction({&write});
      if (!committed.ok()) write.outcome = committed;
    }
  }
  writer_->CheckIdle();
  // All of them before the first answer: a caller may read what another one's
  // write of this batch changed.
  for (const Waiting& write : batch) TellCommitted(write);
  for (Waiting& write : batch) write.done(*std::move(write.outcome));
  sync::MutexLock lock(&mutex_);
  answered_ += static_cast<int64_t>(batch.size());
  changed_.NotifyAll();
}

void SqliteDatabase::TellCommitted(const Waiting& write) const {
  if (write.outcome->ok()) {
    NotifyCommitted(write.notes, CommitOutcome::kCommitted);
  } else if (status::ReasonOf(*write.outcome) == kCommitOutcomeUnknown) {
    NotifyCommitted(write.notes, CommitOutcome::kUnknown);
  }
}

bool SqliteDatabase::RunTogether(Batch& batch) {
  std::vector<Waiting*> all;
  for (Waiting& write : batch) all.push_back(&write);
  const absl::Status committed = RunInOneTransaction(all);
  if (committed.ok()) return true;
  const bool unknown = fault::IsAnswerLost(committed);
  for (Waiting* write : all) {
    // Dropped is dropped; what was applied is to be applied again.
    if (write->outcome.has_value() &&
        absl::IsDeadlineExceeded(*write->outcome)) {
      continue;
    }
    write->outcome.reset();
    if (unknown) write->outcome = CommitOutcomeUnknown();
    // Alone already: once more would change nothing.
    if (all.size() == 1 && !unknown) write->outcome = committed;
  }
  return unknown || all.size() == 1;
}

absl::Status SqliteDatabase::RunInOneTransaction(
    const std::vector<Waiting*>& undecided) {
  const bool written_only =
      std::all_of(undecided.begin(), undecided.end(), [](const Waiting* write) {
        return write->options.durability == Durability::kWritten;
      });
  ABSL_RETURN_IF_ERROR(UseSynchronous(!written_only));
  ABSL_RETURN_IF_ERROR(CASELOAD_FAULT_STEP(
      "sql.sqlite.begin", writer_->Run(Control::kBeginImmediate)));
  const int64_t changes = writer_->TotalChanges();
  for (Waiting* write : undecided) {
    // One alone needs no savepoint: what it did is the whole transaction.
    const absl::Status usable =
        undecided.size() == 1 ? RunApply(*write) : RunInSavepoint(*write);
    if (!usable.ok()) {
      Rollback();
      return usable;
    }
  }
  if (undecided.size() == 1 && !undecided[0]->outcome->ok()) {
    Rollback();
    return absl::OkStatus();
  }
  const absl::Status committed = Commit();
  if (!committed.ok()) {
    Rollback();
    return committed;
  }
  // A COMMIT without changes syncs nothing.
  if (writer_->TotalChanges() == changes) return absl::OkStatus();
  if (!written_only) {
    unsynced_since_.reset();
  } else if (!unsynced_since_.has_value()) {
    unsynced_since_ = absl::Now();
  }
  return absl::OkStatus();
}

absl::Status SqliteDatabase::RunInSavepoint(Waiting& write) {
  ABSL_RETURN_IF_ERROR(writer_->Run(Control::kSavepoint));
  ABSL_RETURN_IF_ERROR(RunApply(write));
  if (!write.outcome->ok()) {
    ABSL_RETURN_IF_ERROR(writer_->Run(Control::kRollbackToSavepoint));
  }
  return writer_->Run(Control::kRelease);
}

absl::Status SqliteDatabase::RunApply(Waiting& write) {
  if (absl::Now() >= write.options.deadline) {
    write.outcome = status::DeadlineExceeded();
    return absl::OkStatus();
  }
  // No deadline inside: once its turn has come a write runs to its end.
  SessionTransaction transaction(writer_.get(), absl::InfiniteFuture());
  absl::Status outcome = write.apply(transaction);
  outcome.Update(transaction.error());
  write.notes = transaction.notes();
  if (!writer_->InTransaction()) {
    spdlog::warn("sql: SQLite ended the transaction of a batch");
    return outcome.ok() ? StoreUnavailable() : outcome;
  }
  write.outcome = std::move(outcome);
  return absl::OkStatus();
}

absl::Status SqliteDatabase::Commit() {
  return CASELOAD_FAULT_STEP("sql.sqlite.commit",
                             writer_->Run(Control::kCommit));
}

void SqliteDatabase::Rollback() {
  if (!writer_->InTransaction()) return;
  if (const absl::Status status = writer_->Run(Control::kRollback);
      !status.ok()) {
    // CheckIdle() ends the process if the transaction is still open.
    spdlog::error("sql: ROLLBACK failed: {}", std::string(status.message()));
  }
}

// --- durability ---

absl::Status SqliteDatabase::UseSynchronous(bool full) {
  if (full == synchronous_full_) return absl::OkStatus();
  ABSL_RETURN_IF_ERROR(writer_->Run(full ? "PRAGMA synchronous=FULL"
                                         : "PRAGMA synchronous=NORMAL"));
  synchronous_full_ = full;
  return absl::OkStatus();
}

bool SqliteDatabase::SyncIsDue() const {
  return unsynced_since_.has_value() &&
         absl::Now() >= *unsynced_since_ + kSyncAfter;
}

void SqliteDatabase::SyncIfDue() {
  bool closing = false;
  {
    sync::MutexLock lock(&mutex_);
    closing = closing_ && queue_.empty();
  }
  if (!unsynced_since_.has_value() || (!closing && !SyncIsDue())) return;
  sync_count_ = (sync_count_ + 1) & 0x7fffffff;
  absl::Status synced = UseSynchronous(true);
  if (synced.ok()) {
    synced = CASELOAD_FAULT_STEP(
        "sql.sqlite.sync",
        writer_->Run(absl::StrCat("PRAGMA user_version=", sync_count_)));
  }
  if (synced.ok()) {
    unsynced_since_.reset();
    return;
  }
  // The rows are written; a disk that cannot sync says so at the next change
  // too, whose caller hears of it.
  spdlog::error("sql: written rows could not be synced: {}",
                std::string(synced.message()));
  unsynced_since_ = closing ? std::nullopt : std::make_optional(absl::Now());
}

}  // namespace caseload::sql

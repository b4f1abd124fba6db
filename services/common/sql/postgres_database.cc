#include "services/common/sql/postgres_database.h"

#include <algorithm>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "services/common/fault/fault.h"
#include "services/common/sql/errors.h"
#include "services/common/sql/wait.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::sql {
namespace {

constexpr absl::Duration kFirstBackOff = absl::Milliseconds(1);
constexpr absl::Duration kLongestBackOff = absl::Milliseconds(200);
// A write without a deadline meets others for no longer than this.
constexpr absl::Duration kLongestConflict = absl::Seconds(30);

// What the server cancels on its own when the caller has stopped waiting. The
// second one is for a process that was stopped inside a transaction, whose
// locks would stay.
std::string Timeouts(absl::Time deadline) {
  if (deadline == absl::InfiniteFuture()) return "";
  const int64_t left =
      std::max<int64_t>(1, absl::ToInt64Milliseconds(deadline - absl::Now()));
  const int64_t capped = std::min<int64_t>(left, 2'000'000'000);
  return absl::StrCat(
      "; SET LOCAL statement_timeout = ", capped,
      "; SET LOCAL idle_in_transaction_session_timeout = ", capped);
}

// `call` on the session's advisory lock for `word`.
std::string AdvisoryLock(absl::string_view call, absl::string_view word) {
  return absl::StrCat("SELECT ", call, "(hashtextextended('",
                      absl::StrReplaceAll(word, {{"'", "''"}}), "', 0))");
}

// Waits for the lock no longer than the caller does.
std::string TakeAdvisoryLock(const WriteOptions& options) {
  if (options.exclusive.empty()) return "";
  return absl::StrCat("BEGIN", Timeouts(options.deadline), "; ",
                      AdvisoryLock("pg_advisory_lock", options.exclusive),
                      "; COMMIT");
}

absl::Status RequireCollationC(PostgresConnection& connection) {
  ABSL_ASSIGN_OR_RETURN(
      const std::vector<Row> rows,
      connection.Query("SELECT datcollate, pg_encoding_to_char(encoding), "
                       "CASE WHEN 'a' < 'B' THEN 1 ELSE 0 END "
                       "FROM pg_database WHERE datname = current_database()",
                       {}, {Kind::kText, Kind::kText, Kind::kInteger}));
  const std::string& collation = rows.at(0)[0].text;
  const bool bytewise =
      (collation == "C" || collation == "POSIX") && rows[0][2].integer == 0;
  if (bytewise && rows[0][1].text == "UTF8") return absl::OkStatus();
  return status::FailedPrecondition(
      "STORE_COLLATION", "database",
      "its collation is not C or its encoding not UTF8, so it would sort "
      "unlike SQLite; create it with TEMPLATE template0 LC_COLLATE 'C' "
      "ENCODING 'UTF8'");
}

}  // namespace

absl::StatusOr<std::unique_ptr<Database>> PostgresDatabase::Open(
    const Options& options) {
  ABSL_ASSIGN_OR_RETURN(Seat first, PostgresConnection::Open(options.url));
  ABSL_RETURN_IF_ERROR(RequireCollationC(*first));
  return absl::WrapUnique<Database>(new PostgresDatabase(options));
}

PostgresDatabase::PostgresDatabase(const Options& options)
    : url_(options.url),
      max_waiting_(options.max_waiting_writes),
      readers_(options.pool_size) {
  for (int i = 0; i < options.pool_size; ++i) {
    writers_.emplace_back([this] { RunWriter(); });
  }
}

PostgresDatabase::~PostgresDatabase() {
  {
    sync::MutexLock lock(&mutex_);
    closing_ = true;
    changed_.NotifyAll();
  }
  for (std::thread& writer : writers_) writer.join();
}

absl::Status PostgresDatabase::Begin(Seat& seat, const std::string& before,
                                     const std::string& begin) {
  const bool fresh = seat == nullptr;
  if (fresh) {
    ABSL_ASSIGN_OR_RETURN(seat, PostgresConnection::Open(url_));
  }
  absl::Status begun = before.empty() ? absl::OkStatus() : seat->Run(before);
  if (begun.ok()) begun = seat->Run(begin);
  if (begun.ok()) return begun;
  // Perhaps half-way into a transaction.
  if (seat->usable() && seat->Run("ROLLBACK").ok()) return begun;
  seat.reset();
  // The server was restarted since the last use: nothing was asked of it yet.
  return fresh ? begun : Begin(seat, before, begin);
}

// --- reads ---

bool PostgresDatabase::TakeSeat(absl::Time deadline, Seat& seat) {
  sync::MutexLock lock(&mutex_);
  if (!WaitUntil(changed_, &lock, deadline,
                 [this] { return !readers_.empty(); })) {
    return false;
  }
  seat = std::move(readers_.back());
  readers_.pop_back();
  return true;
}

void PostgresDatabase::GiveBack(Seat seat) {
  if (seat != nullptr && !seat->usable()) seat.reset();
  sync::MutexLock lock(&mutex_);
  readers_.push_back(std::move(seat));
  changed_.NotifyAll();
}

absl::Status PostgresDatabase::Read(
    absl::Time deadline, absl::FunctionRef<absl::Status(Transaction&)> body) {
  if (absl::Now() >= deadline) return status::DeadlineExceeded();
  Seat seat;
  if (!TakeSeat(deadline, seat)) return status::DeadlineExceeded();
  absl::Status outcome =
      Begin(seat, "",
            absl::StrCat("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
                         Timeouts(deadline)));
  if (outcome.ok()) {
    SessionTransaction transaction(seat.get(), deadline);
    outcome = body(transaction);
    outcome.Update(transaction.error());
    const absl::Status ended = seat->Run("ROLLBACK");
    outcome.Update(ended);
    // In a state that nobody knows.
    if (!ended.ok()) seat.reset();
  }
  GiveBack(std::move(seat));
  return outcome;
}

// --- writes ---

void PostgresDatabase::Write(const WriteOptions& options, Apply apply,
                             Done done) {
  {
    sync::MutexLock lock(&mutex_);
    if (options.own_place ||
        queue_.size() < static_cast<size_t>(max_waiting_)) {
      const int64_t number = next_number_++;
      open_.insert(number);
      queue_.push_back({number, options, std::move(apply), std::move(done)});
      changed_.NotifyAll();
      return;
    }
  }
  done(WriteQueueFull());
}

void PostgresDatabase::Drain() {
  sync::MutexLock lock(&mutex_);
  const int64_t until = next_number_;
  changed_.Wait(&lock,
                [&] { return open_.empty() || *open_.begin() >= until; });
}

bool PostgresDatabase::NextWrite(Waiting& write) {
  sync::MutexLock lock(&mutex_);
  changed_.Wait(&lock, [this] { return closing_ || !queue_.empty(); });
  if (queue_.empty()) return false;
  write = std::move(queue_.front());
  queue_.pop_front();
  return true;
}

void PostgresDatabase::RunWriter() {
  Seat seat;
  absl::BitGen random;
  Waiting write;
  while (NextWrite(write)) {
    write.done(RunWrite(seat, write, random));
    const int64_t number = write.number;
    // What the closures hold goes before anybody hears that all is answered.
    write = Waiting();
    sync::MutexLock lock(&mutex_);
    open_.erase(number);
    changed_.NotifyAll();
  }
}

absl::Status PostgresDatabase::RunWrite(Seat& seat, const Waiting& write,
                                        absl::BitGen& random) {
  if (absl::Now() >= write.options.deadline) return status::DeadlineExceeded();
  const absl::Time give_up =
      std::min(write.options.deadline, absl::Now() + kLongestConflict);
  for (int attempt = 0;; ++attempt) {
    const absl::Status outcome = RunOnce(seat, write);
    // It was the conflicts that used up the time: come again.
    if (attempt > 0 && absl::IsDeadlineExceeded(outcome)) {
      return status::TransactionConflict();
    }
    // A row may have come in after apply looked for it and before it wrote its
    // own: a second run sees the row, and says what that means.
    if (attempt == 0 && absl::IsAlreadyExists(outcome)) continue;
    if (status::ReasonOf(outcome) != "TRANSACTION_CONFLICT") return outcome;
    if (!BackOff(attempt, give_up, random)) return outcome;
  }
}

bool PostgresDatabase::BackOff(int attempt, absl::Time deadline,
                               absl::BitGen& random) {
  const absl::Duration longest =
      std::min(kLongestBackOff, kFirstBackOff * (1 << std::min(attempt, 10)));
  const absl::Time until =
      absl::Now() + longest * absl::Uniform(random, 0.5, 1.0);
  if (until >= deadline) return false;
  sync::MutexLock lock(&mutex_);
  // Nothing ends it early: what was accepted is answered, also while closing.
  WaitUntil(changed_, &lock, until, [] { return false; });
  return true;
}

absl::Status PostgresDatabase::RunOnce(Seat& seat, const Waiting& write) {
  const WriteOptions& options = write.options;
  const absl::Status begun = CASELOAD_FAULT_STEP(
      "sql.postgres.begin",
      Begin(seat, TakeAdvisoryLock(options),
            absl::StrCat("BEGIN ISOLATION LEVEL SERIALIZABLE",
                         Timeouts(options.deadline),
                         options.durability == Durability::kWritten
                             ? "; SET LOCAL synchronous_commit = off"
                             : "")));
  bool conflicted = false;
  absl::Status outcome =
      begun.ok() ? RunTransaction(*seat, write, conflicted) : begun;
  // A begin whose answer was lost (a fault).
  if (!begun.ok()) seat.reset();
  if (seat != nullptr && seat->usable() && !options.exclusive.empty() &&
      !seat->Run(AdvisoryLock("pg_advisory_unlock", options.exclusive)).ok()) {
    // Closing the connection frees the lock.
    seat.reset();
  }
  if (seat != nullptr && !seat->usable()) seat.reset();
  return conflicted ? status::TransactionConflict() : outcome;
}

// `conflicted`: PostgreSQL asked for another run, whatever apply made of it.
absl::Status PostgresDatabase::RunTransaction(PostgresConnection& connection,
                                              const Waiting& write,
                                              bool& conflicted) {
  SessionTransaction transaction(&connection, write.options.deadline);
  absl::Status outcome = write.apply(transaction);
  conflicted = status::ReasonOf(transaction.error()) == "TRANSACTION_CONFLICT";
  outcome.Update(transaction.error());
  if (!outcome.ok()) {
    // When it fails the connection is lost, and with it the transaction.
    const absl::Status undone = connection.Run("ROLLBACK");
    return undone.ok() || !connection.usable() ? outcome : undone;
  }
  const absl::Status committed =
      CASELOAD_FAULT_STEP("sql.postgres.commit", connection.Commit());
  const bool unknown = fault::IsAnswerLost(committed) ||
                       status::ReasonOf(committed) == kCommitOutcomeUnknown;
  if (committed.ok() || unknown) {
    NotifyCommitted(transaction.notes(), unknown ? CommitOutcome::kUnknown
                                                 : CommitOutcome::kCommitted);
  }
  if (unknown) return CommitOutcomeUnknown();
  if (!committed.ok() && connection.usable()) {
    // A COMMIT that fails has rolled back; one that never came (a fault) has
    // not.
    const absl::Status undone = connection.Run("ROLLBACK");
    if (!undone.ok()) return undone;
  }
  return committed;
}

}  // namespace caseload::sql

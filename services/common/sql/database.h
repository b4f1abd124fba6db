// database.h: one SQL store on two engines.
//
// A service owns one Database: an SQLite file (the embedded default) or a
// PostgreSQL database, chosen by URL. The same SQL text runs on both; a
// migration that cannot be said once is said twice (see migrations.h).
//
// Writes have a shape. The caller hands in a function, *apply*, that gets a
// transaction and nothing else that lasts; it may run more than once, so it
// keeps no state between runs and touches nothing but the transaction. The
// answer is given in `done`, after COMMIT.
//
//   * SQLite: one writer thread; up to 256 waiting writes share one commit,
//     each in a savepoint of its own. A write that fails is rolled back alone.
//   * PostgreSQL: a pool of threads at SERIALIZABLE, run again with jitter on
//     40001 and 40P01 until the deadline, then ABORTED with RetryInfo; and once
//     more when it ends in ALREADY_EXISTS, which may be a row that came in
//     between.
//
// Reads run in a read transaction on the calling thread: every statement of one
// Read() sees the same state.
//
// Errors: what a driver says may hold bound values, so it never leaves this
// target. Unique and foreign keys and CHECKs answer ALREADY_EXISTS and
// FAILED_PRECONDITION, a conflict ABORTED, a lost connection or a full disk
// UNAVAILABLE, everything else INTERNAL with a neutral text.
//
// Thread safety: Database is thread-safe; a Transaction belongs to the one call
// it was made for.

#ifndef SERVICES_COMMON_SQL_DATABASE_H_
#define SERVICES_COMMON_SQL_DATABASE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/sync/mutex.h"

namespace caseload::sql {

enum class Engine { kSqlite, kPostgres };

// What a transaction notes for those who keep something in memory that must be
// as new as the store: a word for each key.
using Notes = std::map<std::string, std::string>;

// How a transaction with notes ended.
enum class CommitOutcome {
  kCommitted,
  // The engine's answer to COMMIT was lost: it is there wholly or not at all.
  kUnknown,
};

// Hears the notes of a transaction after its COMMIT and before any caller whose
// write this commit holds is answered. Must be quick and use no store.
using CommitObserver = std::function<void(const Notes&, CommitOutcome)>;

// What a column or parameter holds. Booleans are integers 0 and 1, civil dates
// text "2026-11-22", instants integers (microseconds since 1970 UTC).
enum class Kind { kInteger, kReal, kText };

// A value on its way in or out; `null` wins over the rest.
struct Value {
  Kind kind = Kind::kInteger;
  bool null = false;
  int64_t integer = 0;
  double real = 0;
  std::string text;
};

namespace internal {
Value ToValue(int64_t v);
Value ToValue(double v);
Value ToValue(absl::string_view v);
template <typename T>
Value ToValue(const T& v);
template <typename T>
Value ToValue(const std::optional<T>& v);
template <typename T>
struct ColumnOf;  // Kind and conversion of int64_t, double, bool, std::string
                  // and std::optional of them.
}  // namespace internal

// A statement that fails spoils its transaction: later ones answer the same
// error and nothing is committed, whatever apply returns. To go on when a row
// is there already, write INSERT ... ON CONFLICT DO NOTHING and look at the
// number of rows.
class Transaction {
 public:
  virtual ~Transaction() = default;

  // Runs a statement with parameters ":1", ":2" ... and returns all its rows as
  // tuples. A NULL in a column whose type is no std::optional is INTERNAL.
  //
  //   ABSL_ASSIGN_OR_RETURN(
  //       auto rows, (tx.Query<std::string, int64_t>(
  //                      "SELECT id, recorded_at FROM units WHERE county = :1",
  //                      county)));
  template <typename... Columns, typename... Parameters>
  absl::StatusOr<std::vector<std::tuple<Columns...>>> Query(
      absl::string_view sql, const Parameters&... parameters);

  // The same, for at most one row. Two rows are INTERNAL.
  template <typename... Columns, typename... Parameters>
  absl::StatusOr<std::optional<std::tuple<Columns...>>> QueryOne(
      absl::string_view sql, const Parameters&... parameters);

  // Runs a statement that returns no row; the number of rows it changed.
  template <typename... Parameters>
  absl::StatusOr<int64_t> Execute(absl::string_view sql,
                                  const Parameters&... parameters);

  // The same three with values and kinds made at run time (filters).
  virtual absl::StatusOr<std::vector<std::vector<Value>>> QueryValues(
      absl::string_view sql, const std::vector<Value>& parameters,
      const std::vector<Kind>& columns) = 0;
  virtual absl::StatusOr<int64_t> ExecuteValues(
      absl::string_view sql, const std::vector<Value>& parameters) = 0;

  // Runs a text of any number of statements without parameters. For migrations:
  // nothing is prepared or kept.
  virtual absl::Status ExecuteScript(absl::string_view script) = 0;

  virtual Engine engine() const = 0;

  // Notes `value` under `key` for the commit observer; the last one counts.
  // When the transaction changes nothing or is run again, it is forgotten.
  virtual void Note(absl::string_view key, absl::string_view value) = 0;
  // What this transaction has noted.
  virtual const Notes& notes() const = 0;
};

// How much a COMMIT promises before `done` runs.
enum class Durability {
  // On disk: survives a power cut. What every change of a record uses.
  kSynced,
  // Written, and synced within a second: survives the death of the process.
  // For the audit rows of reads.
  kWritten,
};

struct WriteOptions {
  // A write whose turn comes later is dropped with DEADLINE_EXCEEDED.
  absl::Time deadline = absl::InfiniteFuture();
  Durability durability = Durability::kSynced;
  // Taken also when the queue is full. For a caller that hands in one write at
  // a time and bounds by itself what waits behind it.
  bool own_place = false;
  // When not empty: writes with the same word run one after the other, also
  // those of other processes (an advisory lock that is taken before the
  // transaction begins, so that it sees what the one before it committed). On
  // SQLite all writes do. For migrations and the like; it holds a thread of the
  // pool while it waits.
  std::string exclusive;
};

using Apply = std::function<absl::Status(Transaction&)>;
using Done = std::function<void(absl::Status)>;

struct Options {
  // "sqlite:/var/lib/caseload/caseplan.db" or "postgresql://host/db?...".
  std::string url;
  // Connections for reads; on PostgreSQL also for writes. At most the number of
  // executor threads.
  int pool_size = 4;
  // Writes that may wait for their turn; one more is RESOURCE_EXHAUSTED.
  int max_waiting_writes = 256;
};

class Database {
 public:
  // Opens the store. SQLite: takes the lock file beside the database;
  // FAILED_PRECONDITION, reason STORE_IN_USE, when another process holds it.
  // PostgreSQL: FAILED_PRECONDITION when the database's collation is not "C"
  // (both engines must sort alike), UNAVAILABLE when there is no server.
  static absl::StatusOr<std::unique_ptr<Database>> Open(const Options& options);

  // Answers what was accepted, then closes. No call may be made any more.
  virtual ~Database() = default;

  // Runs `body` in a read transaction on this thread; its status is returned.
  virtual absl::Status Read(
      absl::Time deadline,
      absl::FunctionRef<absl::Status(Transaction&)> body) = 0;

  // Queues `apply`; `done` is called exactly once, on a thread of the store,
  // with OK after COMMIT or with why nothing was changed. Only a refusal for a
  // full queue (RESOURCE_EXHAUSTED, reason WRITE_QUEUE_FULL, with RetryInfo)
  // comes on the calling thread, before Write() returns. `done` must be quick
  // and must not wait for another write.
  //
  // UNAVAILABLE, reason COMMIT_OUTCOME_UNKNOWN, says that PostgreSQL's answer
  // to COMMIT was lost: the change is there wholly or not at all.
  virtual void Write(const WriteOptions& options, Apply apply, Done done) = 0;

  // Write(), waited for. For start-up, workers and tests; never on an executor
  // thread or inside `done`.
  absl::Status WriteAndWait(const WriteOptions& options, Apply apply);

  // Answers every write that was accepted before this call.
  virtual void Drain() = 0;

  virtual Engine engine() const = 0;

  // Has `observer` hear the notes of every commit of this process from now on.
  // Called once, at start.
  void Observe(CommitObserver observer);

 protected:
  // For engines: tells the observer, when there is one and something to tell.
  void NotifyCommitted(const Notes& notes, CommitOutcome outcome) const;

 private:
  mutable sync::Mutex observer_mutex_;
  std::shared_ptr<const CommitObserver> observer_
      ABSL_GUARDED_BY(observer_mutex_);
};

// --- implementation of the templates ---

namespace internal {

inline Value ToValue(int64_t v) { return {Kind::kInteger, false, v, 0, {}}; }
inline Value ToValue(double v) { return {Kind::kReal, false, 0, v, {}}; }
inline Value ToValue(absl::string_view v) {
  return {Kind::kText, false, 0, 0, std::string(v)};
}
template <typename T>
Value ToValue(const T& v) {
  if constexpr (std::is_integral_v<T>) {
    return ToValue(static_cast<int64_t>(v));
  } else if constexpr (std::is_floating_point_v<T>) {
    return ToValue(static_cast<double>(v));
  } else {
    return ToValue(absl::string_view(v));
  }
}

template <typename T>
constexpr Kind KindOf() {
  if constexpr (std::is_integral_v<T>) return Kind::kInteger;
  if constexpr (std::is_floating_point_v<T>) return Kind::kReal;
  return Kind::kText;
}

template <typename T>
Value ToValue(const std::optional<T>& v) {
  if (v.has_value()) return ToValue(*v);
  Value null;
  null.kind = KindOf<T>();
  null.null = true;
  return null;
}

template <typename T>
struct ColumnOf {
  static constexpr Kind kKind = KindOf<T>();
  static constexpr bool kNullable = false;
  static T Take(Value&& v) {
    if constexpr (std::is_integral_v<T>) {
      return static_cast<T>(v.integer);
    } else if constexpr (std::is_floating_point_v<T>) {
      return static_cast<T>(v.real);
    } else {
      return std::move(v.text);
    }
  }
};
template <typename T>
struct ColumnOf<std::optional<T>> {
  static constexpr Kind kKind = KindOf<T>();
  static constexpr bool kNullable = true;
  static std::optional<T> Take(Value&& v) {
    if (v.null) return std::nullopt;
    return ColumnOf<T>::Take(std::move(v));
  }
};

// INTERNAL with a neutral text; logs the statement, which holds no values.
absl::Status UnexpectedNull(absl::string_view sql);
absl::Status MoreThanOneRow(absl::string_view sql);

template <typename... Columns, size_t... I>
absl::StatusOr<std::vector<std::tuple<Columns...>>> ToTuples(
    absl::string_view sql, std::vector<std::vector<Value>> rows,
    std::index_sequence<I...>) {
  std::vector<std::tuple<Columns...>> result;
  result.reserve(rows.size());
  for (std::vector<Value>& row : rows) {
    if (((row[I].null && !ColumnOf<Columns>::kNullable) || ...)) {
      return UnexpectedNull(sql);
    }
    result.emplace_back(ColumnOf<Columns>::Take(std::move(row[I]))...);
  }
  return result;
}

}  // namespace internal

template <typename... Columns, typename... Parameters>
absl::StatusOr<std::vector<std::tuple<Columns...>>> Transaction::Query(
    absl::string_view sql, const Parameters&... parameters) {
  absl::StatusOr<std::vector<std::vector<Value>>> rows =
      QueryValues(sql, {internal::ToValue(parameters)...},
                  {internal::ColumnOf<Columns>::kKind...});
  if (!rows.ok()) return rows.status();
  return internal::ToTuples<Columns...>(sql, *std::move(rows),
                                        std::index_sequence_for<Columns...>());
}

template <typename... Columns, typename... Parameters>
absl::StatusOr<std::optional<std::tuple<Columns...>>> Transaction::QueryOne(
    absl::string_view sql, const Parameters&... parameters) {
  absl::StatusOr<std::vector<std::tuple<Columns...>>> rows =
      Query<Columns...>(sql, parameters...);
  if (!rows.ok()) return rows.status();
  if (rows->size() > 1) return internal::MoreThanOneRow(sql);
  if (rows->empty()) return std::optional<std::tuple<Columns...>>();
  return std::optional<std::tuple<Columns...>>(std::move(rows->front()));
}

template <typename... Parameters>
absl::StatusOr<int64_t> Transaction::Execute(absl::string_view sql,
                                             const Parameters&... parameters) {
  return ExecuteValues(sql, {internal::ToValue(parameters)...});
}

}  // namespace caseload::sql

#endif  // SERVICES_COMMON_SQL_DATABASE_H_

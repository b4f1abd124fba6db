// postgres_database.h: the store in a PostgreSQL database. Internal to this
// target.

#ifndef SERVICES_COMMON_SQL_POSTGRES_DATABASE_H_
#define SERVICES_COMMON_SQL_POSTGRES_DATABASE_H_

#include <deque>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/random/random.h"
#include "services/common/sql/database.h"
#include "services/common/sql/postgres_connection.h"
#include "services/common/sync/mutex.h"

namespace caseload::sql {

class PostgresDatabase final : public Database {
 public:
  static absl::StatusOr<std::unique_ptr<Database>> Open(const Options& options);
  ~PostgresDatabase() override;

  absl::Status Read(
      absl::Time deadline,
      absl::FunctionRef<absl::Status(Transaction&)> body) override;
  void Write(const WriteOptions& options, Apply apply, Done done) override;
  void Drain() override;
  Engine engine() const override { return Engine::kPostgres; }

 private:
  struct Waiting {
    // Order of acceptance.
    int64_t number;
    WriteOptions options;
    Apply apply;
    Done done;
  };
  // A place for a connection; empty until it is needed, and again after it was
  // lost.
  using Seat = std::unique_ptr<PostgresConnection>;

  explicit PostgresDatabase(const Options& options);

  bool TakeSeat(absl::Time deadline, Seat& seat);
  void GiveBack(Seat seat);

  // One thread of the pool.
  void RunWriter();
  bool NextWrite(Waiting& write);
  // Until it commits, fails for good or its deadline comes.
  absl::Status RunWrite(Seat& seat, const Waiting& write, absl::BitGen& random);
  absl::Status RunOnce(Seat& seat, const Waiting& write);
  absl::Status RunTransaction(PostgresConnection& connection,
                              const Waiting& write, bool& conflicted);
  // False when `deadline` comes first.
  bool BackOff(int attempt, absl::Time deadline, absl::BitGen& random);

  // Begins a transaction with `begin` on the seat's connection, making a new
  // one when there is none or the old one turns out to be lost.
  absl::Status Begin(Seat& seat, const std::string& before,
                     const std::string& begin);

  const std::string url_;
  const int max_waiting_;

  sync::Mutex mutex_;
  sync::CondVar changed_;
  std::deque<Waiting> queue_ ABSL_GUARDED_BY(mutex_);
  int64_t next_number_ ABSL_GUARDED_BY(mutex_) = 0;
  // Numbers of the writes that are accepted and not answered.
  std::set<int64_t> open_ ABSL_GUARDED_BY(mutex_);
  bool closing_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<Seat> readers_ ABSL_GUARDED_BY(mutex_);

  std::vector<std::thread> writers_;
};

}  // namespace caseload::sql

#endif  // SERVICES_COMMON_SQL_POSTGRES_DATABASE_H_

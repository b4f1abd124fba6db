// sqlite_connection.h: one SQLite connection. Internal to this target.

#ifndef SERVICES_COMMON_SQL_SQLITE_CONNECTION_H_
#define SERVICES_COMMON_SQL_SQLITE_CONNECTION_H_

#include <array>
#include <memory>
#include <string>

#include "services/common/sql/connection.h"

namespace caseload::sql {

class SqliteConnection final : public Connection {
 public:
  enum class Use { kReadOnly, kWriter };

  static absl::StatusOr<std::unique_ptr<SqliteConnection>> Open(
      const std::string& path, Use use);

  // The statements around transactions: every call has them, so each is
  // compiled once and kept.
  enum class Control {
    kBegin,
    kBeginImmediate,
    kSavepoint,
    kRelease,
    kRollbackToSavepoint,
    kCommit,
    kRollback,
  };

  ~SqliteConnection() override;

  absl::Status Run(absl::string_view script) override;
  absl::Status Run(Control control);
  Engine engine() const override { return Engine::kSqlite; }

  // Whether a transaction is open. SQLite may end one on its own: a full disk,
  // no memory.
  bool InTransaction() const;

  // Statements still busy are brought to rest, and it is checked that no
  // transaction is left: one that is would show the next user old rows.
  // Anything else is a bug of this target and ends the process.
  void CheckIdle();

  // Rows that were inserted, updated or deleted on this connection so far.
  int64_t TotalChanges() const;

  // Interrupts what runs after this; never for the writer, whose whole batch
  // would be rolled back.
  void InterruptAt(absl::Time deadline);

 protected:
  absl::Status StatusOf(const soci::soci_error& error, absl::string_view sql,
                        soci::statement* failed) override;
  int64_t ChangesBefore() override;
  int64_t Changed(soci::statement& statement, int64_t before) override;
  void OnPrepared(soci::statement&, size_t) override {}
  void Rest(soci::statement& statement) override;

 private:
  SqliteConnection();

  absl::Status LastStatus(absl::string_view sql);

  // The opaque sqlite3* and sqlite3_stmt*, whose header stays in the .cc.
  void* handle_ = nullptr;
  // By Control; null until the first use.
  std::array<void*, 7> controls_ = {};
  absl::Time interrupt_at_ = absl::InfiniteFuture();
};

}  // namespace caseload::sql

#endif  // SERVICES_COMMON_SQL_SQLITE_CONNECTION_H_

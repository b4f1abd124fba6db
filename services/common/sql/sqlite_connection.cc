#include "services/common/sql/sqlite_connection.h"

#include <spdlog/spdlog.h>

#include <cstdlib>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/common/sql/errors.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "soci/sqlite3/soci-sqlite3.h"

namespace caseload::sql {
namespace {

namespace lite = sqlite_api;

// Other processes have no business in the file; this covers a DBA's shell.
constexpr int kBusyTimeoutMs = 5000;
// SQLite steps between two looks at the clock: about 0.1 ms.
constexpr int kInterruptEvery = 10000;

constexpr char kReaderPragmas[] =
    "PRAGMA foreign_keys=ON; PRAGMA query_only=ON;";
constexpr char kWriterPragmas[] =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
    "PRAGMA foreign_keys=ON;";

// By Control.
constexpr const char* kControlTexts[] = {
    "BEGIN",         "BEGIN IMMEDIATE",   "SAVEPOINT write",
    "RELEASE write", "ROLLBACK TO write", "COMMIT",
    "ROLLBACK",
};

lite::sqlite3* Db(void* handle) { return static_cast<lite::sqlite3*>(handle); }

lite::sqlite3_stmt* Statement(void* handle) {
  return static_cast<lite::sqlite3_stmt*>(handle);
}

int PastDeadline(void* interrupt_at) {
  return absl::Now() >= *static_cast<absl::Time*>(interrupt_at) ? 1 : 0;
}

}  // namespace

SqliteConnection::SqliteConnection() : Connection('?') {}

SqliteConnection::~SqliteConnection() {
  for (void* control : controls_) lite::sqlite3_finalize(Statement(control));
}

absl::StatusOr<std::unique_ptr<SqliteConnection>> SqliteConnection::Open(
    const std::string& path, Use use) {
  auto connection = absl::WrapUnique(new SqliteConnection());
  try {
    connection->session_.open(soci::sqlite3,
                              absl::StrCat("dbname=\"", path, "\""));
    connection->handle_ = static_cast<soci::sqlite3_session_backend*>(
                              connection->session_.get_backend())
                              ->conn_;
  } catch (const soci::soci_error&) {
    // SOCI's text holds the path only, but the rule has no exceptions.
    spdlog::error("sql: the SQLite file cannot be opened: {}", path);
    return StoreUnavailable();
  }
  lite::sqlite3_busy_timeout(Db(connection->handle_), kBusyTimeoutMs);
  ABSL_RETURN_IF_ERROR(
      connection->Run(use == Use::kWriter ? kWriterPragmas : kReaderPragmas));
  ABSL_ASSIGN_OR_RETURN(
      const std::vector<Row> mode,
      connection->Query("PRAGMA journal_mode", {}, {Kind::kText}));
  // A file system without shared memory answers "delete" and no error.
  if (mode.size() != 1 || mode[0][0].text != "wal") {
    spdlog::error("sql: no write-ahead log is possible beside {}", path);
    return StoreUnavailable();
  }
  return connection;
}

absl::Status SqliteConnection::Run(absl::string_view script) {
  const std::string text(script);
  if (lite::sqlite3_exec(Db(handle_), text.c_str(), nullptr, nullptr,
                         nullptr) == SQLITE_OK) {
    return absl::OkStatus();
  }
  return LastStatus(text);
}

absl::Status SqliteConnection::Run(Control control) {
  const size_t index = static_cast<size_t>(control);
  void*& kept = controls_[index];
  if (kept == nullptr) {
    lite::sqlite3_stmt* prepared = nullptr;
    if (lite::sqlite3_prepare_v3(Db(handle_), kControlTexts[index], -1,
                                 SQLITE_PREPARE_PERSISTENT, &prepared,
                                 nullptr) != SQLITE_OK) {
      return LastStatus(kControlTexts[index]);
    }
    kept = prepared;
  }
  absl::Status status;
  if (lite::sqlite3_step(Statement(kept)) != SQLITE_DONE) {
    status = LastStatus(kControlTexts[index]);
  }
  // Says again what the step said.
  lite::sqlite3_reset(Statement(kept));
  return status;
}

bool SqliteConnection::InTransaction() const {
  return lite::sqlite3_get_autocommit(Db(handle_)) == 0;
}

void SqliteConnection::CheckIdle() {
  lite::sqlite3_stmt* statement = nullptr;
  while ((statement = lite::sqlite3_next_stmt(Db(handle_), statement)) !=
         nullptr) {
    if (lite::sqlite3_stmt_busy(statement)) lite::sqlite3_reset(statement);
  }
  if (lite::sqlite3_txn_state(Db(handle_), nullptr) == SQLITE_TXN_NONE) return;
  spdlog::critical("sql: a SQLite connection came back inside a transaction");
  std::abort();
}

void SqliteConnection::InterruptAt(absl::Time deadline) {
  interrupt_at_ = deadline;
  const bool ever = deadline != absl::InfiniteFuture();
  lite::sqlite3_progress_handler(Db(handle_), kInterruptEvery,
                                 ever ? PastDeadline : nullptr, &interrupt_at_);
}

absl::Status SqliteConnection::LastStatus(absl::string_view sql) {
  const int code = lite::sqlite3_extended_errcode(Db(handle_));
  const absl::Status status = SqliteStatus(
      code, SqliteSubject(code, lite::sqlite3_errmsg(Db(handle_))));
  if (absl::IsInternal(status) || absl::IsUnavailable(status)) {
    // The statement holds no values: they are bound.
    spdlog::error("sql: SQLite code {} from: {}", code, std::string(sql));
  }
  return status;
}

absl::Status SqliteConnection::StatusOf(const soci::soci_error&,
                                        absl::string_view sql,
                                        soci::statement*) {
  return LastStatus(sql);
}

int64_t SqliteConnection::TotalChanges() const {
  return lite::sqlite3_total_changes64(Db(handle_));
}

int64_t SqliteConnection::ChangesBefore() { return TotalChanges(); }

int64_t SqliteConnection::Changed(soci::statement&, int64_t before) {
  // sqlite3_changes() keeps what an earlier statement did when this one is no
  // INSERT, UPDATE or DELETE.
  if (lite::sqlite3_total_changes64(Db(handle_)) == before) return 0;
  return lite::sqlite3_changes64(Db(handle_));
}

void SqliteConnection::Rest(soci::statement& statement) {
  auto* backend =
      static_cast<soci::sqlite3_statement_backend*>(statement.get_backend());
  if (backend->stmt_ != nullptr) lite::sqlite3_reset(backend->stmt_);
}

}  // namespace caseload::sql

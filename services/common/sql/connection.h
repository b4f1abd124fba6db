// connection.h: one session of one engine, with its prepared statements.
//
// Internal to this target. SOCI's exceptions end here.

#ifndef SERVICES_COMMON_SQL_CONNECTION_H_
#define SERVICES_COMMON_SQL_CONNECTION_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/sql/database.h"
#include "soci/soci.h"

namespace caseload::sql {

using Row = std::vector<Value>;

// Not thread-safe: one thread at a time.
class Connection {
 public:
  virtual ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  absl::StatusOr<std::vector<Row>> Query(absl::string_view sql,
                                         const std::vector<Value>& parameters,
                                         const std::vector<Kind>& columns);
  absl::StatusOr<int64_t> Execute(absl::string_view sql,
                                  const std::vector<Value>& parameters);

  // Runs a text of any number of statements, without parameters or rows.
  virtual absl::Status Run(absl::string_view script) = 0;

  virtual Engine engine() const = 0;

 protected:
  struct Slot;
  struct Prepared;

  // `marker` begins a parameter in the engine's own words.
  explicit Connection(char marker);

  // What the engine says about the failure that SOCI just threw; logs what an
  // operator needs. `failed` is null when it could not be prepared.
  virtual absl::Status StatusOf(const soci::soci_error& error,
                                absl::string_view sql,
                                soci::statement* failed) = 0;
  // Called before and after a statement whose changes are counted.
  virtual int64_t ChangesBefore() = 0;
  virtual int64_t Changed(soci::statement& statement, int64_t before) = 0;
  // Called once after a statement was prepared, before anything is bound.
  virtual void OnPrepared(soci::statement& statement, size_t parameters) = 0;
  // Brings a statement that failed half-way to rest.
  virtual void Rest(soci::statement& statement) = 0;

  // Drops every prepared statement; before the session closes, and when a
  // server changed what a text means.
  void ForgetStatements();

  soci::session session_;

 private:
  absl::StatusOr<Prepared*> Prepare(absl::string_view sql,
                                    const std::vector<Value>& parameters,
                                    const std::vector<Kind>& columns);
  template <typename Result, typename Body>
  absl::StatusOr<Result> Guarded(absl::string_view sql,
                                 const std::vector<Value>& parameters,
                                 const std::vector<Kind>& columns, Body body);

  const char marker_;
  // By text and kinds.
  absl::flat_hash_map<std::string, std::unique_ptr<Prepared>> statements_;
};

// The Transaction of one apply or body. A statement that fails spoils it: all
// later ones answer the same error, on both engines alike (PostgreSQL could not
// go on, so code that does on SQLite would differ there).
class SessionTransaction final : public Transaction {
 public:
  // `deadline` is looked at before each statement.
  SessionTransaction(Connection* connection, absl::Time deadline)
      : connection_(connection), deadline_(deadline) {}

  absl::StatusOr<std::vector<Row>> QueryValues(
      absl::string_view sql, const std::vector<Value>& parameters,
      const std::vector<Kind>& columns) override;
  absl::StatusOr<int64_t> ExecuteValues(
      absl::string_view sql, const std::vector<Value>& parameters) override;
  absl::Status ExecuteScript(absl::string_view script) override;
  Engine engine() const override { return connection_->engine(); }
  void Note(absl::string_view key, absl::string_view value) override {
    notes_.insert_or_assign(std::string(key), std::string(value));
  }
  const Notes& notes() const override { return notes_; }

  // The first error of a statement; OK when all succeeded.
  const absl::Status& error() const { return error_; }

 private:
  absl::Status Ready(const std::vector<Value>& parameters);

  Connection* const connection_;
  const absl::Time deadline_;
  absl::Status error_;
  Notes notes_;
};

}  // namespace caseload::sql

#endif  // SERVICES_COMMON_SQL_CONNECTION_H_

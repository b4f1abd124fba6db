// postgres_connection.h: one PostgreSQL connection. Internal to this target.

#ifndef SERVICES_COMMON_SQL_POSTGRES_CONNECTION_H_
#define SERVICES_COMMON_SQL_POSTGRES_CONNECTION_H_

#include <memory>
#include <string>

#include "services/common/sql/connection.h"

namespace caseload::sql {

class PostgresConnection final : public Connection {
 public:
  // UNAVAILABLE when there is no server.
  static absl::StatusOr<std::unique_ptr<PostgresConnection>> Open(
      const std::string& url);

  absl::Status Run(absl::string_view script) override;
  Engine engine() const override { return Engine::kPostgres; }

  // COMMIT; COMMIT_OUTCOME_UNKNOWN when its answer was lost.
  absl::Status Commit();

  // False once the connection broke, the server ended it or the schema changed
  // under its statements; it is to be replaced.
  bool usable() const;

 protected:
  absl::Status StatusOf(const soci::soci_error& error, absl::string_view sql,
                        soci::statement* failed) override;
  int64_t ChangesBefore() override { return 0; }
  int64_t Changed(soci::statement& statement, int64_t before) override;
  void OnPrepared(soci::statement& statement, size_t parameters) override;
  void Rest(soci::statement&) override {}

 private:
  PostgresConnection() : Connection('$') {}

  // The opaque PGconn*, whose header stays in the .cc.
  void* handle_ = nullptr;
  // Its prepared statements no longer fit the schema.
  bool stale_ = false;
};

// A conninfo string of `url` with what Caseload relies on added where the URL
// does not say otherwise: how soon a server that is gone is noticed, and the
// application's name.
// INVALID_ARGUMENT when libpq cannot read the URL.
absl::StatusOr<std::string> PostgresConnectString(const std::string& url);

}  // namespace caseload::sql

#endif  // SERVICES_COMMON_SQL_POSTGRES_CONNECTION_H_

#include "services/common/sql/postgres_connection.h"

#include <libpq-fe.h>
#include <spdlog/spdlog.h>

#include <string>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/common/sql/errors.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "soci/postgresql/soci-postgresql.h"

namespace caseload::sql {
namespace {

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, ClearResult>;

PGconn* Db(void* handle) { return static_cast<PGconn*>(handle); }

std::string Field(const PGresult* result, int field) {
  const char* text =
      result == nullptr ? nullptr : PQresultErrorField(result, field);
  return text == nullptr ? "" : text;
}

// A notice is no error, and may hold values: an operator reads the server's own
// log.
void DropNotice(void*, const char*) {}

absl::Status StatusOfResult(PGconn* connection, const PGresult* result,
                            absl::string_view sqlstate, absl::string_view sql) {
  const absl::Status status =
      PQstatus(connection) == CONNECTION_BAD
          ? StoreUnavailable()
          : PostgresStatus(sqlstate,
                           {Field(result, PG_DIAG_TABLE_NAME),
                            Field(result, PG_DIAG_CONSTRAINT_NAME).empty()
                                ? Field(result, PG_DIAG_COLUMN_NAME)
                                : Field(result, PG_DIAG_CONSTRAINT_NAME)});
  if (absl::IsInternal(status) || absl::IsUnavailable(status)) {
    // The statement holds no values: they are bound.
    spdlog::error("sql: SQLSTATE '{}' from: {}", std::string(sqlstate),
                  std::string(sql));
  }
  return status;
}

std::string Quoted(absl::string_view value) {
  return absl::StrCat(
      "'", absl::StrReplaceAll(value, {{"\\", "\\\\"}, {"'", "\\'"}}), "'");
}

// Where the URL says nothing else. A server whose machine or network is gone
// without a word is noticed within about 20 seconds, busy or idle; without
// these TCP would take a quarter of an hour.
constexpr std::pair<absl::string_view, absl::string_view> kStandards[] = {
    {"connect_timeout", "5"},       // s
    {"tcp_user_timeout", "15000"},  // ms
    {"keepalives_idle", "10"},      // s
    {"keepalives_interval", "3"},   // s
    {"keepalives_count", "3"},     {"fallback_application_name", "caseload"}};

}  // namespace

absl::StatusOr<std::string> PostgresConnectString(const std::string& url) {
  const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> parsed(
      PQconninfoParse(url.c_str(), nullptr), PQconninfoFree);
  if (parsed == nullptr) {
    return status::InvalidField(
        "url", "STORE_URL",
        "is no PostgreSQL URL: \"postgresql://host/database?option=value\"");
  }
  std::string result;
  for (const PQconninfoOption* option = parsed.get();
       option->keyword != nullptr; ++option) {
    const absl::string_view keyword = option->keyword;
    absl::string_view value;
    for (const auto& [name, standard] : kStandards) {
      if (keyword == name) value = standard;
    }
    if (option->val != nullptr) value = option->val;
    if (value.empty()) continue;
    absl::StrAppend(&result, result.empty() ? "" : " ", keyword, "=",
                    Quoted(value));
  }
  return result;
}

absl::StatusOr<std::unique_ptr<PostgresConnection>> PostgresConnection::Open(
    const std::string& url) {
  ABSL_ASSIGN_OR_RETURN(const std::string connect_string,
                        PostgresConnectString(url));
  auto connection = absl::WrapUnique(new PostgresConnection());
  try {
    connection->session_.open(soci::postgresql, connect_string);
  } catch (const soci::soci_error&) {
    // SOCI's text may hold the URL's user and host.
    spdlog::error("sql: no connection to PostgreSQL");
    return StoreUnavailable();
  }
  connection->handle_ = static_cast<soci::postgresql_session_backend*>(
                            connection->session_.get_backend())
                            ->conn_;
  PQsetNoticeProcessor(Db(connection->handle_), DropNotice, nullptr);
  ABSL_RETURN_IF_ERROR(
      connection->Run("SET client_encoding = 'UTF8';"
                      "SET standard_conforming_strings = on;"
                      "SET client_min_messages = error"));
  return connection;
}

absl::Status PostgresConnection::Run(absl::string_view script) {
  const std::string text(script);
  const Result result(PQexec(Db(handle_), text.c_str()));
  const ExecStatusType status = PQresultStatus(result.get());
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
      status == PGRES_EMPTY_QUERY) {
    return absl::OkStatus();
  }
  return StatusOfResult(Db(handle_), result.get(),
                        Field(result.get(), PG_DIAG_SQLSTATE), text);
}

absl::Status PostgresConnection::Commit() {
  const Result result(PQexec(Db(handle_), "COMMIT"));
  if (PQresultStatus(result.get()) == PGRES_COMMAND_OK) {
    // A transaction that had failed answers COMMIT with ROLLBACK.
    if (absl::string_view(PQcmdStatus(result.get())) == "COMMIT") {
      return absl::OkStatus();
    }
    return status::Internal("the store could not do what was asked");
  }
  const absl::Status status =
      StatusOfResult(Db(handle_), result.get(),
                     Field(result.get(), PG_DIAG_SQLSTATE), "COMMIT");
  return absl::IsUnavailable(status) && !usable() ? CommitOutcomeUnknown()
                                                  : status;
}

bool PostgresConnection::usable() const {
  return !stale_ && PQstatus(Db(handle_)) == CONNECTION_OK;
}

absl::Status PostgresConnection::StatusOf(const soci::soci_error& error,
                                          absl::string_view sql,
                                          soci::statement* failed) {
  const PGresult* result = nullptr;
  if (failed != nullptr) {
    result =
        static_cast<soci::postgresql_statement_backend*>(failed->get_backend())
            ->result_.get_result();
  }
  const auto* coded = dynamic_cast<const soci::postgresql_soci_error*>(&error);
  // An error of SOCI's own, such as a text that is no number.
  const std::string sqlstate = coded == nullptr ? "XX000" : coded->sqlstate();
  // "cached plan must not change result type": another process has migrated
  // the store since this statement was prepared.
  if (sqlstate == "0A000") stale_ = true;
  return StatusOfResult(Db(handle_), result, sqlstate, sql);
}

void PostgresConnection::OnPrepared(soci::statement& statement,
                                    size_t parameters) {
  // SOCI asks for every parameter's name when a statement fails, and knows none
  // of "$1"; without names its exception is another one than the server's.
  static_cast<soci::postgresql_statement_backend*>(statement.get_backend())
      ->names_.assign(parameters, "parameter");
}

int64_t PostgresConnection::Changed(soci::statement& statement, int64_t) {
  return statement.get_affected_rows();
}

}  // namespace caseload::sql

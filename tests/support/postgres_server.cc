#include "tests/support/postgres_server.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

namespace caseload::testing {
namespace {

[[noreturn]] void Fail(absl::string_view what) {
  std::fprintf(stderr, "PostgreSQL for tests: %s\n", std::string(what).c_str());
  std::abort();
}

// What the script prints, without the line's end.
std::string Output(const std::string& command) {
  FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) Fail("popen failed");
  std::string output;
  char buffer[256];
  while (std::fgets(buffer, sizeof(buffer), pipe) != nullptr) output += buffer;
  if (::pclose(pipe) != 0) Fail(absl::StrCat(command, " failed"));
  return std::string(absl::StripSuffix(output, "\n"));
}

std::string StartServer() {
  const char* source = std::getenv("CASELOAD_SOURCE_DIR");
  const std::string script =
      absl::StrCat(source == nullptr ? CASELOAD_SOURCE_DIR : source,
                   "/tests/support/with_postgres");
  return Output(absl::StrCat("'", script, "' start /tmp/caseload-pg-",
                             ::getpid(), " ", ::getpid()));
}

const std::string& ServerUrl() {
  static const std::string* const url = [] {
    const char* given = std::getenv("CASELOAD_TEST_POSTGRES");
    return new std::string(given != nullptr && *given != '\0' ? given
                                                              : StartServer());
  }();
  return *url;
}

// As the cluster's owner, in the database "postgres".
void Administer(const std::string& sql) {
  const std::unique_ptr<PGconn, void (*)(PGconn*)> connection(
      PQconnectdb(ServerUrl().c_str()), PQfinish);
  if (PQstatus(connection.get()) != CONNECTION_OK) {
    Fail(PQerrorMessage(connection.get()));
  }
  // "does not exist, skipping" is what was wanted.
  PQsetNoticeProcessor(
      connection.get(), [](void*, const char*) {}, nullptr);
  const std::unique_ptr<PGresult, void (*)(PGresult*)> result(
      PQexec(connection.get(), sql.c_str()), PQclear);
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
    Fail(PQerrorMessage(connection.get()));
  }
}

std::string NewName() {
  static std::atomic<int> next = 0;
  return absl::StrCat("test_", ::getpid(), "_", next.fetch_add(1));
}

}  // namespace

TestPostgresDatabase::TestPostgresDatabase(absl::string_view collation)
    : name_(NewName()),
      url_(absl::StrReplaceAll(
          ServerUrl(), {{"/postgres?", absl::StrCat("/", name_, "?")}})) {
  // A name that an earlier process with this number left behind.
  Administer(absl::StrCat("DROP DATABASE IF EXISTS ", name_, " WITH (FORCE)"));
  Administer(absl::StrCat("CREATE DATABASE ", name_,
                          " TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE '",
                          collation, "' LC_CTYPE '", collation, "'"));
}

TestPostgresDatabase::~TestPostgresDatabase() {
  Administer(absl::StrCat("DROP DATABASE IF EXISTS ", name_, " WITH (FORCE)"));
}

void TestPostgresDatabase::EndConnections() {
  Administer(
      absl::StrCat("SELECT pg_terminate_backend(pid, 5000) FROM "
                   "pg_stat_activity WHERE datname = '",
                   name_, "'"));
}

}  // namespace caseload::testing

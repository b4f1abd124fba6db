// postgres_server.h: a real PostgreSQL for tests.
//
// The server is the one that CASELOAD_TEST_POSTGRES names (ctest's fixture
// "postgres" starts it once for a whole run), or else one that this process
// starts through tests/support/with_postgres and that goes when it ends. Each
// test has a database of its own. PostgreSQL that is not installed is a failed
// test, never a skipped one.

#ifndef TESTS_SUPPORT_POSTGRES_SERVER_H_
#define TESTS_SUPPORT_POSTGRES_SERVER_H_

#include <string>

#include "absl/strings/string_view.h"

namespace caseload::testing {

// A database, dropped with this object. Ends the process when there is no
// server: no test after it could say anything.
class TestPostgresDatabase {
 public:
  // With collation `collation` ("C" is what Caseload asks for).
  explicit TestPostgresDatabase(absl::string_view collation = "C");
  ~TestPostgresDatabase();
  TestPostgresDatabase(const TestPostgresDatabase&) = delete;
  TestPostgresDatabase& operator=(const TestPostgresDatabase&) = delete;

  // "postgresql://..." for sql::Options::url.
  const std::string& url() const { return url_; }

  // Ends every connection to it, as a restart of the server would.
  void EndConnections();

 private:
  std::string name_;
  std::string url_;
};

}  // namespace caseload::testing

#endif  // TESTS_SUPPORT_POSTGRES_SERVER_H_

// store_fixture.h: the assessment service's store on both engines, for tests.
//
//   class MyTest : public StoreTest {};
//   TEST_P(MyTest, ...) { auto row = Write([&](auto& tx) { ... }); }
//   INSTANTIATE_TEST_SUITE_P(Engines, MyTest, BothEngines(), EngineName);

#ifndef TESTS_SUPPORT_ASSESSMENT_STORE_FIXTURE_H_
#define TESTS_SUPPORT_ASSESSMENT_STORE_FIXTURE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "services/common/rpc/call_context.h"
#include "services/common/sql/database.h"
#include "tests/support/test_store.h"

namespace caseload::assessment::testing {

using ::caseload::testing::BothEngines;
using ::caseload::testing::EngineName;

// A migrated, empty store of each test's own, and the shapes in which a handler
// is called.
class StoreTest : public ::testing::TestWithParam<sql::Engine> {
 protected:
  StoreTest();

  sql::Database& database() { return store_.database(); }

  // A call of GetAssessment by the person "person/test" with `role` at `now`.
  rpc::CallContext CallBy(int role) const;

  // Tells the projection of an officer "officer-<subject>" whose tokens have
  // the subject, who is posted under `supervisor` (an officer's id, or none)
  // and carries `case_ids`, all since the beginning of 2026.
  void SeedCaseload(const std::string& subject,
                    const std::vector<std::string>& case_ids,
                    std::optional<std::string> supervisor = std::nullopt);

  // Runs `body` (Transaction& -> StatusOr<T>) in a committed write transaction.
  template <typename Body>
  auto Write(Body body) -> decltype(body(std::declval<sql::Transaction&>())) {
    decltype(body(std::declval<sql::Transaction&>())) result =
        absl::UnknownError("did not run");
    const absl::Status written =
        database().WriteAndWait({}, [&](sql::Transaction& tx) {
          result = body(tx);
          return result.status();
        });
    if (!written.ok()) return written;
    return result;
  }

  // The same in a read transaction.
  template <typename Body>
  auto Read(Body body) -> decltype(body(std::declval<sql::Transaction&>())) {
    decltype(body(std::declval<sql::Transaction&>())) result =
        absl::UnknownError("did not run");
    const absl::Status read =
        database().Read(absl::InfiniteFuture(), [&](sql::Transaction& tx) {
          result = body(tx);
          return result.status();
        });
    if (!read.ok()) return read;
    return result;
  }

  // Number of rows of a table, which tells that nothing was changed.
  int64_t CountRows(const std::string& table);
  // The states on the feed of a kind, as proto3 JSON, oldest first.
  std::vector<std::string> FeedStates(const std::string& kind);

  // 2026-11-20 09:00 in the county.
  absl::Time now = absl::FromCivil(absl::CivilSecond(2026, 11, 20, 17, 0, 0),
                                   absl::UTCTimeZone());

 private:
  caseload::testing::TestStore store_;
};

}  // namespace caseload::assessment::testing

#endif  // TESTS_SUPPORT_ASSESSMENT_STORE_FIXTURE_H_

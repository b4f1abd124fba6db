#include "services/common/sql/errors.h"

#include <sqlite3.h>

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/status/error.h"
#include "tests/support/status_matchers.h"

namespace caseload::sql {
namespace {

using ::testing::AllOf;
using testing::HasReason;
using ::testing::HasSubstr;
using testing::StatusIs;
using Code = absl::StatusCode;

TEST(PostgresStatusTest, EverySqlstateHasItsCodeAndReason) {
  struct Case {
    const char* sqlstate;
    Code code;
    const char* reason;
  };
  for (const Case& c : {
           Case{"23505", Code::kAlreadyExists, "RESOURCE_ALREADY_EXISTS"},
           Case{"23503", Code::kFailedPrecondition, "CONSTRAINT_VIOLATED"},
           Case{"23514", Code::kFailedPrecondition, "CONSTRAINT_VIOLATED"},
           Case{"23502", Code::kFailedPrecondition, "CONSTRAINT_VIOLATED"},
           Case{"40001", Code::kAborted, "TRANSACTION_CONFLICT"},
           Case{"40P01", Code::kAborted, "TRANSACTION_CONFLICT"},
           Case{"57014", Code::kDeadlineExceeded, "DEADLINE_EXCEEDED"},
           Case{"57P01", Code::kUnavailable, "STORE_UNAVAILABLE"},
           Case{"08006", Code::kUnavailable, "STORE_UNAVAILABLE"},
           Case{"53100", Code::kUnavailable, "STORE_UNAVAILABLE"},
           Case{"53300", Code::kUnavailable, "STORE_UNAVAILABLE"},
           Case{"25P03", Code::kUnavailable, "STORE_UNAVAILABLE"},
           Case{"", Code::kUnavailable, "STORE_UNAVAILABLE"},
           Case{"     ", Code::kUnavailable, "STORE_UNAVAILABLE"},
           Case{"42601", Code::kInternal, "INTERNAL"},
           Case{"25006", Code::kInternal, "INTERNAL"},
       }) {
    EXPECT_THAT(PostgresStatus(c.sqlstate, {"units", "units_key"}),
                AllOf(StatusIs(c.code), HasReason(c.reason)))
        << c.sqlstate;
  }
}

TEST(SqliteStatusTest, EveryCodeHasItsCodeAndReason) {
  struct Case {
    int code;
    Code expected;
    const char* reason;
  };
  for (const Case& c : {
           Case{SQLITE_CONSTRAINT_UNIQUE, Code::kAlreadyExists,
                "RESOURCE_ALREADY_EXISTS"},
           Case{SQLITE_CONSTRAINT_PRIMARYKEY, Code::kAlreadyExists,
                "RESOURCE_ALREADY_EXISTS"},
           Case{SQLITE_CONSTRAINT_CHECK, Code::kFailedPrecondition,
                "CONSTRAINT_VIOLATED"},
           Case{SQLITE_CONSTRAINT_NOTNULL, Code::kFailedPrecondition,
                "CONSTRAINT_VIOLATED"},
           Case{SQLITE_CONSTRAINT_FOREIGNKEY, Code::kFailedPrecondition,
                "CONSTRAINT_VIOLATED"},
           Case{SQLITE_CONSTRAINT_DATATYPE, Code::kInternal, "INTERNAL"},
           Case{SQLITE_BUSY, Code::kAborted, "TRANSACTION_CONFLICT"},
           Case{SQLITE_BUSY_SNAPSHOT, Code::kAborted, "TRANSACTION_CONFLICT"},
           Case{SQLITE_INTERRUPT, Code::kDeadlineExceeded, "DEADLINE_EXCEEDED"},
           Case{SQLITE_FULL, Code::kUnavailable, "STORE_UNAVAILABLE"},
           Case{SQLITE_IOERR_FSYNC, Code::kUnavailable, "STORE_UNAVAILABLE"},
           Case{SQLITE_READONLY, Code::kInternal, "INTERNAL"},
           Case{SQLITE_ERROR, Code::kInternal, "INTERNAL"},
       }) {
    EXPECT_THAT(SqliteStatus(c.code, {"units", "units.id"}),
                AllOf(StatusIs(c.expected), HasReason(c.reason)))
        << c.code;
  }
}

TEST(SqliteSubjectTest, TakesNamesFromConstraintsOnly) {
  Subject subject = SqliteSubject(SQLITE_CONSTRAINT_UNIQUE,
                                  "UNIQUE constraint failed: units.a, units.b");
  EXPECT_EQ(subject.table, "units");
  EXPECT_EQ(subject.constraint, "units.a, units.b");
  subject = SqliteSubject(SQLITE_CONSTRAINT_UNIQUE,
                          "UNIQUE constraint failed: index 'units_lower'");
  EXPECT_EQ(subject.table, "units_lower");
  subject = SqliteSubject(SQLITE_CONSTRAINT_FOREIGNKEY,
                          "FOREIGN KEY constraint failed");
  EXPECT_EQ(subject.constraint, "");
  subject = SqliteSubject(SQLITE_ERROR, "x constraint failed: secret");
  EXPECT_EQ(subject.constraint, "");
}

TEST(WriteQueueFullTest, SaysWhenToComeAgain) {
  EXPECT_THAT(WriteQueueFull(), AllOf(StatusIs(Code::kResourceExhausted),
                                      HasReason("WRITE_QUEUE_FULL")));
  EXPECT_TRUE(status::RetryAfterOf(WriteQueueFull()).has_value());
  EXPECT_TRUE(status::RetryAfterOf(StoreUnavailable()).has_value());
  EXPECT_TRUE(status::RetryAfterOf(CommitOutcomeUnknown()).has_value());
}

}  // namespace
}  // namespace caseload::sql

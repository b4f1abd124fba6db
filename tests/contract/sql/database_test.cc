// What sql::Database promises, on both engines alike.

#include "services/common/sql/database.h"

#include <atomic>
#include <cstdint>
#include <future>
#include <limits>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/fault/fault.h"
#include "services/common/sql/migrations.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/common/sync/mutex.h"
#include "tests/contract/sql/store_fixture.h"
#include "tests/support/status_matchers.h"

namespace caseload::sql {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using testing::HasReason;
using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::Not;
using testing::StatusIs;

constexpr absl::Duration kLong = absl::Seconds(30);

class DatabaseTest : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    ASSERT_THAT(
        Migrate(db(), "test",
                {SharedMigration(1, "tables",
                                 "CREATE TABLE counters ("
                                 "  name TEXT PRIMARY KEY,"
                                 "  value INTEGER NOT NULL"
                                 ") STRICT;"
                                 "CREATE TABLE kinds ("
                                 "  id INTEGER PRIMARY KEY,"
                                 "  whole INTEGER,"
                                 "  broken REAL,"
                                 "  words TEXT"
                                 ") STRICT;"
                                 "CREATE TABLE children ("
                                 "  id TEXT PRIMARY KEY,"
                                 "  counter TEXT NOT NULL"
                                 "    REFERENCES counters (name),"
                                 "  late TEXT REFERENCES counters (name)"
                                 "    DEFERRABLE INITIALLY DEFERRED,"
                                 "  age INTEGER CONSTRAINT children_age "
                                 "    CHECK (age >= 0)"
                                 ") STRICT;")}),
        IsOk());
  }

  absl::Status Insert(const std::string& name, int64_t value,
                      WriteOptions options = {}) {
    return db().WriteAndWait(options, [&](Transaction& tx) {
      return tx
          .Execute("INSERT INTO counters (name, value) VALUES (:1, :2)", name,
                   value)
          .status();
    });
  }

  std::optional<int64_t> Value(const std::string& name) {
    std::optional<int64_t> value;
    EXPECT_THAT(db().Read(Deadline(),
                          [&](Transaction& tx) -> absl::Status {
                            ABSL_ASSIGN_OR_RETURN(value, Value(tx, name));
                            return absl::OkStatus();
                          }),
                IsOk());
    return value;
  }

  static absl::StatusOr<std::optional<int64_t>> Value(Transaction& tx,
                                                      const std::string& name) {
    ABSL_ASSIGN_OR_RETURN(
        const auto row,
        (tx.QueryOne<int64_t>("SELECT value FROM counters WHERE name = :1",
                              name)));
    if (!row.has_value()) return std::optional<int64_t>();
    return std::optional<int64_t>(std::get<0>(*row));
  }

  static absl::Time Deadline() { return absl::Now() + kLong; }
};

TEST_P(DatabaseTest, EveryKindIsReadAsItWasWritten) {
  using Row = std::tuple<int64_t, std::optional<int64_t>, std::optional<double>,
                         std::optional<std::string>>;
  std::string controls;
  for (char c = 1; c < 0x20; ++c) controls.push_back(c);
  const std::vector<Row> rows = {
      {1, std::nullopt, std::nullopt, std::nullopt},
      {2, 0, 0.0, ""},
      {3, std::numeric_limits<int64_t>::max(),
       std::numeric_limits<double>::max(), "Zoë \xF0\x9F\x8C\xB2 李 ı"},
      {4, std::numeric_limits<int64_t>::min(),
       std::numeric_limits<double>::denorm_min(), controls},
      {5, -1, -0.1, "it's \"quoted\" \\ :1 $1 ?1 -- /* %s"},
      {6, 1, 1.0 / 3.0, std::string(1 << 20, 'x')},
  };
  ASSERT_THAT(
      db().WriteAndWait(
          {},
          [&](Transaction& tx) {
            for (const auto& [id, whole, broken, words] : rows) {
              ABSL_RETURN_IF_ERROR(
                  tx.Execute("INSERT INTO kinds (id, whole, broken, words) "
                             "VALUES (:1, :2, :3, :4)",
                             id, whole, broken, words)
                      .status());
            }
            return absl::OkStatus();
          }),
      IsOk());

  std::vector<Row> read;
  ASSERT_THAT(
      db().Read(
          Deadline(),
          [&](Transaction& tx) -> absl::Status {
            ABSL_ASSIGN_OR_RETURN(
                read,
                (tx.Query<int64_t, std::optional<int64_t>,
                          std::optional<double>, std::optional<std::string>>(
                    "SELECT id, whole, broken, words FROM kinds "
                    "ORDER BY id")));
            return absl::OkStatus();
          }),
      IsOk());
  EXPECT_EQ(read, rows);
}

TEST_P(DatabaseTest, AParameterMayStandTwiceAndInAnyOrder) {
  ASSERT_THAT(Insert("a", 1), IsOk());
  ASSERT_THAT(
      db().Read(Deadline(),
                [&](Transaction& tx) -> absl::Status {
                  ABSL_ASSIGN_OR_RETURN(
                      const auto rows,
                      (tx.Query<std::string, std::string>(
                          "SELECT name, ':1 -- no parameter' FROM counters "
                          "WHERE value = :2 AND (name = :1 OR name = :1)",
                          "a", 1)));
                  EXPECT_THAT(rows, ElementsAre(std::make_tuple(
                                        "a", ":1 -- no parameter")));
                  return absl::OkStatus();
                }),
      IsOk());
}

TEST_P(DatabaseTest, TheWrongNumberOfParametersIsInternal) {
  EXPECT_THAT(db().Read(Deadline(),
                        [&](Transaction& tx) {
                          return tx
                              .Query<int64_t>(
                                  "SELECT value FROM counters WHERE name = :1 "
                                  "AND value = :2",
                                  "a")
                              .status();
                        }),
              StatusIs(absl::StatusCode::kInternal));
}

TEST_P(DatabaseTest, ANullWhereNoneIsExpectedIsInternal) {
  ASSERT_THAT(
      db().WriteAndWait(
          {},
          [](Transaction& tx) {
            return tx.Execute("INSERT INTO kinds (id) VALUES (1)").status();
          }),
      IsOk());
  EXPECT_THAT(db().Read(Deadline(),
                        [](Transaction& tx) {
                          return tx
                              .Query<int64_t>(
                                  "SELECT whole FROM kinds "
                                  "WHERE id = 1")
                              .status();
                        }),
              StatusIs(absl::StatusCode::kInternal));
}

TEST_P(DatabaseTest, TwoRowsWhereOneIsExpectedAreInternal) {
  ASSERT_THAT(Insert("a", 1), IsOk());
  ASSERT_THAT(Insert("b", 1), IsOk());
  EXPECT_THAT(
      db().Read(Deadline(),
                [](Transaction& tx) {
                  return tx.QueryOne<std::string>("SELECT name FROM counters")
                      .status();
                }),
      StatusIs(absl::StatusCode::kInternal));
}

TEST_P(DatabaseTest, TextWithNulIsRefusedAndNotCut) {
  EXPECT_THAT(Insert(std::string("a\0b", 3), 1),
              AllOf(StatusIs(absl::StatusCode::kInvalidArgument),
                    HasReason("CONTROL_CHARACTER")));
  EXPECT_EQ(Value("a"), std::nullopt);
}

TEST_P(DatabaseTest, ExecuteCountsTheRowsItChanged) {
  ASSERT_THAT(Insert("a", 1), IsOk());
  ASSERT_THAT(Insert("b", 1), IsOk());
  ASSERT_THAT(
      db().WriteAndWait(
          {},
          [](Transaction& tx) -> absl::Status {
            ABSL_ASSIGN_OR_RETURN(
                const int64_t both,
                tx.Execute("UPDATE counters SET value = :1", 5));
            EXPECT_EQ(both, 2);
            ABSL_ASSIGN_OR_RETURN(
                const int64_t none,
                tx.Execute("UPDATE counters SET value = :1 WHERE name = :2", 5,
                           "c"));
            EXPECT_EQ(none, 0);
            ABSL_ASSIGN_OR_RETURN(
                const int64_t there,
                tx.Execute("INSERT INTO counters (name, value) VALUES (:1, :2) "
                           "ON CONFLICT DO NOTHING",
                           "a", 6));
            EXPECT_EQ(there, 0);
            return absl::OkStatus();
          }),
      IsOk());
  EXPECT_EQ(Value("a"), 5);
}

TEST_P(DatabaseTest, RowsSortBytewiseOnBothEngines) {
  for (const char* name : {"b", "A", "a", "B", "_", "é", "z"}) {
    ASSERT_THAT(Insert(name, 1), IsOk());
  }
  std::vector<std::tuple<std::string>> names;
  ASSERT_THAT(db().Read(Deadline(),
                        [&](Transaction& tx) -> absl::Status {
                          ABSL_ASSIGN_OR_RETURN(
                              names,
                              tx.Query<std::string>(
                                  "SELECT name FROM counters ORDER BY name"));
                          return absl::OkStatus();
                        }),
              IsOk());
  using Name = std::tuple<std::string>;
  EXPECT_THAT(names, ElementsAre(Name("A"), Name("B"), Name("_"), Name("a"),
                                 Name("b"), Name("z"), Name("é")));
}

// --- errors ---

TEST_P(DatabaseTest, ASecondRowUnderAKeyAlreadyExists) {
  ASSERT_THAT(Insert("secret-name", 1), IsOk());
  const absl::Status status = Insert("secret-name", 2);
  EXPECT_THAT(status, AllOf(StatusIs(absl::StatusCode::kAlreadyExists,
                                     HasSubstr("counters")),
                            HasReason("RESOURCE_ALREADY_EXISTS")));
  // What the drivers say holds the value.
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr("secret")));
  EXPECT_EQ(Value("secret-name"), 1);
}

TEST_P(DatabaseTest, ABrokenRuleIsNamedAndItsValuesAreNot) {
  ASSERT_THAT(Insert("parent", 1), IsOk());
  struct Case {
    const char* sql;
    const char* rule;
  };
  for (const Case& c :
       {Case{"INSERT INTO children (id, counter, age) "
             "VALUES ('secret', 'parent', -1)",
             "children_age"},
        Case{"INSERT INTO children (id, counter) VALUES ('secret', 'orphan')",
             ""},
        Case{"INSERT INTO children (id, counter) VALUES ('secret', NULL)",
             "counter"},
        // Deferred: found out by COMMIT.
        Case{"INSERT INTO children (id, counter, late) "
             "VALUES ('secret', 'parent', 'orphan')",
             ""}}) {
    const absl::Status status = db().WriteAndWait(
        {}, [&](Transaction& tx) { return tx.Execute(c.sql).status(); });
    EXPECT_THAT(
        status,
        AllOf(StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr(c.rule), Not(HasSubstr("secret")))),
              HasReason("CONSTRAINT_VIOLATED")))
        << c.sql;
  }
}

TEST_P(DatabaseTest, AStatementThatFailedSpoilsItsTransaction) {
  ASSERT_THAT(Insert("a", 1), IsOk());
  const absl::Status status =
      db().WriteAndWait({}, [](Transaction& tx) -> absl::Status {
        const char kSql[] = "INSERT INTO counters VALUES (:1, 1)";
        EXPECT_THAT(tx.Execute(kSql, "b"), IsOk());
        EXPECT_THAT(tx.Execute(kSql, "a"),
                    StatusIs(absl::StatusCode::kAlreadyExists));
        EXPECT_THAT(tx.Execute(kSql, "c"),
                    StatusIs(absl::StatusCode::kAlreadyExists));
        return absl::OkStatus();
      });
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_EQ(Value("b"), std::nullopt);
  EXPECT_EQ(Value("c"), std::nullopt);
}

TEST_P(DatabaseTest, AStatementThatIsNoSqlIsInternalAndNeutral) {
  const absl::Status status = db().Read(Deadline(), [](Transaction& tx) {
    return tx.Query<int64_t>("SELEKT 'secret'").status();
  });
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInternal,
                               AllOf(Not(HasSubstr("secret")),
                                     Not(HasSubstr("SELEKT")))));
  // The connection is as good as before.
  EXPECT_EQ(Value("a"), std::nullopt);
}

TEST_P(DatabaseTest, AReadCannotWrite) {
  EXPECT_THAT(
      db().Read(
          Deadline(),
          [](Transaction& tx) {
            return tx.Execute("INSERT INTO counters VALUES ('a', 1)").status();
          }),
      StatusIs(absl::StatusCode::kInternal));
  EXPECT_EQ(Value("a"), std::nullopt);
}

// --- writes ---

TEST_P(DatabaseTest, AnApplyThatRefusesIsRolledBackAlone) {
  // Held back until all have come, so that on SQLite they share one commit.
  std::promise<void> go;
  // Shared: a write may be applied again.
  const std::shared_future<void> gone = go.get_future().share();
  std::vector<std::future<absl::Status>> answers;
  answers.push_back(WriteAsync([&](Transaction&) {
    gone.wait();
    return absl::OkStatus();
  }));
  for (int i = 0; i < 20; ++i) {
    answers.push_back(WriteAsync([i](Transaction& tx) -> absl::Status {
      ABSL_RETURN_IF_ERROR(
          tx.Execute("INSERT INTO counters (name, value) VALUES (:1, 1)",
                     absl::StrCat("w", i))
              .status());
      if (i % 2 == 1) return status::EtagMismatch("counters/x");
      return absl::OkStatus();
    }));
  }
  go.set_value();
  EXPECT_THAT(answers[0].get(), IsOk());
  for (int i = 0; i < 20; ++i) {
    const absl::Status status = answers[i + 1].get();
    if (i % 2 == 0) {
      EXPECT_THAT(status, IsOk());
      EXPECT_EQ(Value(absl::StrCat("w", i)), 1);
    } else {
      EXPECT_THAT(status, HasReason("ETAG_MISMATCH"));
      EXPECT_EQ(Value(absl::StrCat("w", i)), std::nullopt);
    }
  }
}

TEST_P(DatabaseTest, AReadThatStartsAfterTheAnswerSeesTheWrite) {
  constexpr int kWriters = 64;
  std::vector<std::thread> writers;
  std::atomic<int> seen = 0;
  for (int i = 0; i < kWriters; ++i) {
    writers.emplace_back([&, i] {
      for (int round = 0; round < 5; ++round) {
        const std::string name = absl::StrCat("w", i, "-", round);
        EXPECT_THAT(Insert(name, i), IsOk());
        if (Value(name) == i) ++seen;
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(seen, kWriters * 5);
}

TEST_P(DatabaseTest, TheObserverHearsACommitBeforeAnyCallerOfItIsAnswered) {
  sync::Mutex mutex;
  std::set<std::string> heard;
  db().Observe([&](const Notes& notes, CommitOutcome outcome) {
    EXPECT_EQ(outcome, CommitOutcome::kCommitted);
    sync::MutexLock lock(&mutex);
    for (const auto& [key, value] : notes) heard.insert(key + value);
  });
  // Held back until all have come, so that on SQLite they share one commit.
  std::promise<void> go;
  // Shared: a write may be applied again.
  const std::shared_future<void> gone = go.get_future().share();
  std::vector<std::future<absl::Status>> answers;
  answers.push_back(WriteAsync([&](Transaction&) {
    gone.wait();
    return absl::OkStatus();
  }));
  std::atomic<int> known_when_answered = 0;
  constexpr int kWrites = 20;
  std::vector<std::promise<void>> answered(kWrites);
  for (int i = 0; i < kWrites; ++i) {
    const std::string name = absl::StrCat("w", i);
    db().Write(
        {},
        [name](Transaction& tx) -> absl::Status {
          tx.Note(name, "first");
          tx.Note(name, "last");
          return tx
              .Execute("INSERT INTO counters (name, value) VALUES (:1, 1)",
                       name)
              .status();
        },
        [&, i, name](const absl::Status& status) {
          EXPECT_THAT(status, IsOk());
          {
            sync::MutexLock lock(&mutex);
            if (heard.count(name + "last") > 0) ++known_when_answered;
          }
          answered[i].set_value();
        });
  }
  go.set_value();
  for (auto& one : answered) one.get_future().wait();
  EXPECT_EQ(known_when_answered, kWrites);
  EXPECT_EQ(heard.size(), static_cast<size_t>(kWrites));
}

TEST_P(DatabaseTest, TheObserverHearsNothingOfAChangeThatWasRefused) {
  int heard = 0;
  db().Observe([&](const Notes&, CommitOutcome) { ++heard; });
  EXPECT_THAT(db().WriteAndWait({},
                                [](Transaction& tx) -> absl::Status {
                                  tx.Note("what", "never");
                                  return status::EtagMismatch("counters/x");
                                }),
              HasReason("ETAG_MISMATCH"));
  EXPECT_THAT(
      db().WriteAndWait({}, [](Transaction&) { return absl::OkStatus(); }),
      IsOk());
  EXPECT_EQ(heard, 0);
}

TEST_P(DatabaseTest, AWriteWhoseTurnComesTooLateIsDropped) {
  std::atomic<bool> applied = false;
  WriteOptions options;
  options.deadline = absl::Now() - absl::Milliseconds(1);
  const absl::Status status = db().WriteAndWait(options, [&](Transaction&) {
    applied = true;
    return absl::OkStatus();
  });
  EXPECT_THAT(status, AllOf(StatusIs(absl::StatusCode::kDeadlineExceeded),
                            HasReason("DEADLINE_EXCEEDED")));
  EXPECT_FALSE(applied);
}

TEST_P(DatabaseTest, AReadPastItsDeadlineIsRefused) {
  bool entered = false;
  EXPECT_THAT(db().Read(absl::Now() - absl::Milliseconds(1),
                        [&](Transaction&) {
                          entered = true;
                          return absl::OkStatus();
                        }),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_FALSE(entered);
}

TEST_P(DatabaseTest, AReadThatRunsOnPastItsDeadlineIsEnded) {
  EXPECT_THAT(db().Read(absl::Now() + absl::Milliseconds(100),
                        [](Transaction& tx) {
                          // Minutes of work for either engine.
                          return tx
                              .Query<int64_t>(
                                  "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL "
                                  "SELECT i + 1 FROM n WHERE i < 2000000000) "
                                  "SELECT count(*) FROM n")
                              .status();
                        }),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_EQ(Value("a"), std::nullopt);
}

TEST_P(DatabaseTest, DrainWaitsForWhatWasAccepted) {
  std::atomic<int> answered = 0;
  for (int i = 0; i < 50; ++i) {
    db().Write(
        {},
        [i](Transaction& tx) {
          return tx
              .Execute("INSERT INTO counters VALUES (:1, 1)",
                       absl::StrCat("d", i))
              .status();
        },
        [&](absl::Status status) {
          EXPECT_THAT(status, IsOk());
          ++answered;
        });
  }
  db().Drain();
  EXPECT_EQ(answered, 50);
}

TEST_P(DatabaseTest, ClosingAnswersWhatWasAccepted) {
  std::atomic<int> answered = 0;
  for (int i = 0; i < 50; ++i) {
    db().Write(
        {},
        [i](Transaction& tx) {
          return tx
              .Execute("INSERT INTO counters VALUES (:1, 1)",
                       absl::StrCat("d", i))
              .status();
        },
        [&](absl::Status status) {
          EXPECT_THAT(status, IsOk());
          ++answered;
        });
  }
  Reopen();
  EXPECT_EQ(answered, 50);
  EXPECT_EQ(Value("d49"), 1);
}

// --- isolation, stepped by hand ---

// Lets the first runs of two applies pass only together. On SQLite there is one
// writer thread and nothing to wait for.
class Rendezvous {
 public:
  explicit Rendezvous(Engine engine) : waits_(engine == Engine::kPostgres) {}
  void Meet() {
    if (!waits_) return;
    sync::MutexLock lock(&mutex_);
    ++arrived_;
    changed_.NotifyAll();
    // Runs after the second come when nobody is left to meet.
    changed_.Wait(&lock, [this] { return arrived_ >= 2; });
  }

 private:
  const bool waits_;
  sync::Mutex mutex_;
  sync::CondVar changed_;
  int arrived_ = 0;
};

TEST_P(DatabaseTest, NoUpdateIsLost) {
  ASSERT_THAT(Insert("n", 0), IsOk());
  Rendezvous both_have_read(db().engine());
  const auto add_one = [&](Transaction& tx) -> absl::Status {
    ABSL_ASSIGN_OR_RETURN(const std::optional<int64_t> value, Value(tx, "n"));
    both_have_read.Meet();
    return tx
        .Execute("UPDATE counters SET value = :1 WHERE name = 'n'", *value + 1)
        .status();
  };
  std::future<absl::Status> first = WriteAsync(add_one);
  std::future<absl::Status> second = WriteAsync(add_one);
  EXPECT_THAT(first.get(), IsOk());
  EXPECT_THAT(second.get(), IsOk());
  EXPECT_EQ(Value("n"), 2);
}

TEST_P(DatabaseTest, TwoWritersDoNotSkewARuleOverTwoRows) {
  // One of the two must stay on duty; each checks the other's row and changes
  // its own.
  ASSERT_THAT(Insert("x", 1), IsOk());
  ASSERT_THAT(Insert("y", 1), IsOk());
  Rendezvous both_have_read(db().engine());
  const auto leave = [&](const std::string& mine) {
    return [&, mine](Transaction& tx) -> absl::Status {
      ABSL_ASSIGN_OR_RETURN(
          const auto on_duty,
          (tx.QueryOne<int64_t>("SELECT CAST(sum(value) AS INTEGER) "
                                "FROM counters")));
      both_have_read.Meet();
      if (std::get<0>(*on_duty) < 2) return status::EtagMismatch("duty");
      return tx.Execute("UPDATE counters SET value = 0 WHERE name = :1", mine)
          .status();
    };
  };
  std::future<absl::Status> x = WriteAsync(leave("x"));
  std::future<absl::Status> y = WriteAsync(leave("y"));
  const absl::Status x_status = x.get();
  const absl::Status y_status = y.get();
  EXPECT_NE(x_status.ok(), y_status.ok());
  EXPECT_THAT(x_status.ok() ? y_status : x_status, HasReason("ETAG_MISMATCH"));
  EXPECT_EQ(*Value("x") + *Value("y"), 1);
}

TEST_P(DatabaseTest, OneReadSeesOneState) {
  ASSERT_THAT(Insert("a", 1), IsOk());
  ASSERT_THAT(db().Read(Deadline(),
                        [&](Transaction& tx) -> absl::Status {
                          EXPECT_THAT(Value(tx, "a"), testing::IsOkAndHolds(1));
                          EXPECT_THAT(Insert("b", 1), IsOk());
                          EXPECT_THAT(Value(tx, "b"),
                                      testing::IsOkAndHolds(std::nullopt));
                          return absl::OkStatus();
                        }),
              IsOk());
  EXPECT_EQ(Value("b"), 1);
}

TEST_P(DatabaseTest, AWriteSeesItself) {
  ASSERT_THAT(
      db().WriteAndWait(
          {},
          [&](Transaction& tx) -> absl::Status {
            ABSL_RETURN_IF_ERROR(
                tx.Execute("INSERT INTO counters VALUES ('a', 7)").status());
            EXPECT_THAT(Value(tx, "a"), testing::IsOkAndHolds(7));
            return absl::OkStatus();
          }),
      IsOk());
}

INSTANTIATE_TEST_SUITE_P(Engines, DatabaseTest,
                         ::testing::Values(Engine::kSqlite, Engine::kPostgres),
                         EngineName);

}  // namespace
}  // namespace caseload::sql

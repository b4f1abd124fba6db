// The sending process is killed at every named step, before and after it, and
// started again: for every message one Message-ID, at least one copy, and
// copies beyond the first byte-identical and counted (R131).

#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/common/fault/fault.h"
#include "services/common/feed/feed_migrations.h"
#include "services/common/ids/ids.h"
#include "services/common/sql/migrations.h"
#include "services/notify/notify_service.h"
#include "services/notify/storage/message_store.h"
#include "services/notify/storage/notify_migrations.h"
#include "tests/support/notify/smtp_peer.h"
#include "tests/support/notify/synthetic_messages.h"
#include "tests/support/postgres_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"
#include "tests/support/test_store.h"

namespace caseload::notify::testing {
namespace {

using caseload::testing::IsOk;
using ::testing::SizeIs;

const absl::Time kTarget = CountyTime(2026, 3, 5, 8);

class CrashTest : public ::testing::TestWithParam<sql::Engine> {
 protected:
  CrashTest() {
    if (GetParam() == sql::Engine::kPostgres) {
      postgres_ = std::make_unique<caseload::testing::TestPostgresDatabase>();
      url_ = postgres_->url();
    } else {
      url_ = "sqlite:" + directory_.File("notify.db");
    }
  }

  // The store is open in one process at a time.
  std::unique_ptr<sql::Database> Open() {
    sql::Options options;
    options.url = url_;
    absl::StatusOr<std::unique_ptr<sql::Database>> database =
        sql::Database::Open(options);
    EXPECT_THAT(database, IsOk());
    return *std::move(database);
  }

  void SubmitOne() {
    const std::unique_ptr<sql::Database> database = Open();
    ASSERT_THAT(sql::Migrate(*database, "feed", FeedMigrations()), IsOk());
    ASSERT_THAT(sql::Migrate(*database, "notify", NotifyMigrations()), IsOk());
    ids::RandomIdSource ids;
    NotifyService service({&ids, nullptr, nullptr, "notices.county.example"});
    ASSERT_THAT(database->WriteAndWait(
                    {},
                    [&](sql::Transaction& tx) -> absl::Status {
                      auto message = service.SubmitMessage(
                          tx, ConferenceCall(kTarget - absl::Hours(24)),
                          FormalNotice());
                      if (!message.ok()) return message.status();
                      id_ = message->name().substr(9);
                      return absl::OkStatus();
                    }),
                IsOk());
  }

  storage::MessageRow Row() {
    const std::unique_ptr<sql::Database> database = Open();
    storage::MessageRow row;
    EXPECT_THAT(database->Read(absl::InfiniteFuture(),
                               [&](sql::Transaction& tx) -> absl::Status {
                                 auto found = storage::Find(tx, id_);
                                 if (!found.ok()) return found.status();
                                 row = **found;
                                 return absl::OkStatus();
                               }),
                IsOk());
    return row;
  }

  // The wait status of a sending process that ran at `now` with `faults`.
  int RunSender(const SmtpPeer& peer, absl::Time now,
                const std::string& faults) {
    const std::string binary =
        absl::StrCat(std::getenv("CASELOAD_BINARY_DIR"), "/bin/deliver_once");
    const std::string port = absl::StrCat(peer.port());
    const std::string seconds = absl::StrCat(absl::ToUnixSeconds(now));
    const pid_t pid = ::fork();
    if (pid == 0) {
      ::setenv("CASELOAD_FAULTS", faults.c_str(), 1);
      ::execl(binary.c_str(), binary.c_str(), url_.c_str(), port.c_str(),
              seconds.c_str(), nullptr);
      ::_exit(127);
    }
    int status = 0;
    ::waitpid(pid, &status, 0);
    return status;
  }

  // Kills the sender at `fault`, then sends until it is accepted.
  void KillAndGoOn(const std::string& fault) {
    SCOPED_TRACE(fault);
    const SmtpPeer peer;
    SubmitOne();
    const int killed = RunSender(peer, kTarget, fault);
    ASSERT_TRUE(WIFSIGNALED(killed) && WTERMSIG(killed) == SIGKILL)
        << "the step was not reached: " << killed;
    absl::Time now = kTarget;
    for (int i = 0; i < 5 && Row().state != MessageState::kAccepted; ++i) {
      const int ended = RunSender(peer, now, "");
      ASSERT_TRUE(WIFEXITED(ended) && WEXITSTATUS(ended) == 0) << ended;
      now += absl::Minutes(30);
    }
    const storage::MessageRow row = Row();
    EXPECT_EQ(row.state, MessageState::kAccepted);
    const std::vector<std::string> mails = peer.Mails();
    ASSERT_GE(mails.size(), 1u);
    EXPECT_EQ(std::set<std::string>(mails.begin(), mails.end()).size(), 1u);
    EXPECT_TRUE(absl::StrContains(
        mails[0], absl::StrCat("Message-Id: <", row.message_id_header, ">")))
        << mails[0];
    EXPECT_GE(row.possible_copies, static_cast<int64_t>(mails.size()));
    EXPECT_LE(row.possible_copies, 2);
    EXPECT_EQ(row.mail, mails[0]);
  }

  caseload::testing::TempDir directory_;
  std::unique_ptr<caseload::testing::TestPostgresDatabase> postgres_;
  std::string url_;
  std::string id_;
};

// A step that is added without a place in this list is noticed by the next
// test.
constexpr const char* kSteps[] = {
    "notify.delivery.claim",
    "notify.delivery.mark",
    "notify.delivery.record",
    "notify.smtp.final_dot",
};

TEST(CrashSteps, EveryNamedStepOfTheSenderIsTried) {
  std::vector<std::string> names;
  for (const std::string& name : fault::Names()) {
    if (absl::StartsWith(name, "notify.")) names.push_back(name);
  }
  EXPECT_THAT(names, ::testing::ElementsAreArray(kSteps));
}

TEST_P(CrashTest, KilledBeforeTheClaimIsCommitted) {
  KillAndGoOn("notify.delivery.claim=crash");
}
TEST_P(CrashTest, KilledAfterTheClaim) {
  KillAndGoOn("notify.delivery.claim=crash_after");
}
TEST_P(CrashTest, KilledBeforeTheMark) {
  KillAndGoOn("notify.delivery.mark=crash");
}
TEST_P(CrashTest, KilledAfterTheMark) {
  KillAndGoOn("notify.delivery.mark=crash_after");
}
TEST_P(CrashTest, KilledBeforeTheFinalDot) {
  KillAndGoOn("notify.smtp.final_dot=crash");
}
TEST_P(CrashTest, KilledWithThe250InHandAndNotRecorded) {
  KillAndGoOn("notify.delivery.record=crash");
}
TEST_P(CrashTest, KilledAfterTheOutcomeIsRecorded) {
  KillAndGoOn("notify.delivery.record=crash_after");
}

// The mark is made and its answer lost: the worker must take it for not made.
TEST_P(CrashTest, AMarkWhoseAnswerIsLostSendsNoFinalDot) {
  const SmtpPeer peer;
  SubmitOne();
  RunSender(peer, kTarget, "notify.delivery.mark=lie");
  absl::Time now = kTarget;
  for (int i = 0; i < 5 && Row().state != MessageState::kAccepted; ++i) {
    now += absl::Minutes(30);
    RunSender(peer, now, "");
  }
  EXPECT_EQ(Row().state, MessageState::kAccepted);
  EXPECT_THAT(peer.Mails(), SizeIs(1));
}

INSTANTIATE_TEST_SUITE_P(Engines, CrashTest, caseload::testing::BothEngines(),
                         caseload::testing::EngineName);

}  // namespace
}  // namespace caseload::notify::testing

// The dispatching process is killed at every named step, before and after it,
// and started again: notify, the real one, ends with exactly one message for
// each revision, recipient and kind, and the replaced ones withdrawn (R131).

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "services/common/fault/fault.h"
#include "services/common/feed/feed_migrations.h"
#include "services/common/sql/migrations.h"
#include "services/common/status/status_macros.h"
#include "services/conference/clients/grpc_notify_client.h"
#include "services/conference/conference_migrations.h"
#include "services/conference/dispatch/dispatch_metrics.h"
#include "services/conference/dispatch/notice_dispatcher.h"
#include "services/conference/domain/notice_plan.h"
#include "services/conference/publish.h"
#include "services/conference/storage/conference_store.h"
#include "tests/integration/conference/real_notify.h"
#include "tests/support/await_feed.h"
#include "tests/support/conference/fake_notify.h"
#include "tests/support/conference/shipped_packs.h"
#include "tests/support/fixed_pack_source.h"
#include "tests/support/postgres_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"
#include "tests/support/test_store.h"

namespace caseload::conference {
namespace {

using caseload::testing::IsOk;
using ::testing::SizeIs;

constexpr char kZone[] = "America/Los_Angeles";

absl::TimeZone CountyZone() {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(kZone, &zone)) std::abort();
  return zone;
}

absl::Time CountyTime(int year, int month, int day, int hour) {
  return absl::FromCivil(absl::CivilSecond(year, month, day, hour),
                         CountyZone());
}

const absl::Time kScheduled = CountyTime(2026, 11, 2, 9);

// What is known of a message, for comparison.
using Told = std::tuple<int64_t, notify::v1::MessageKind, bool>;

class CrashTest : public ::testing::TestWithParam<sql::Engine> {
 protected:
  CrashTest() : clock_(kScheduled), notify_(&clock_) {
    if (GetParam() == sql::Engine::kPostgres) {
      postgres_ = std::make_unique<caseload::testing::TestPostgresDatabase>();
      url_ = postgres_->url();
    } else {
      url_ = "sqlite:" + directory_.File("conference.db");
    }
    const auto database = Open();
    EXPECT_THAT(sql::Migrate(*database, "feed", FeedMigrations()), IsOk());
    EXPECT_THAT(sql::Migrate(*database, "conference", ConferenceMigrations()),
                IsOk());
    call_.caller.principal = "person/sdpo-j";
    call_.now = kScheduled;
  }

  // The store is open in one process at a time.
  std::unique_ptr<sql::Database> Open() {
    sql::Options options;
    options.url = url_;
    auto database = sql::Database::Open(options);
    EXPECT_THAT(database, IsOk());
    return *std::move(database);
  }

  // Sets the conference to 09:00 of `day` with what it then owes.
  void Place(absl::CivilDay day) {
    std::optional<EarlierRevision> earlier;
    if (conference_.revision > 0) {
      earlier = EarlierRevision{conference_.appointment.start, conference_.day,
                                conference_.notice, std::nullopt};
    }
    ++conference_.revision;
    conference_.day = day;
    Appointment& appointment = conference_.appointment;
    appointment.local_start = absl::CivilMinute(day) + 9 * 60;
    appointment.time_zone = kZone;
    appointment.duration_minutes = 60;
    appointment.start = absl::FromCivil(
        absl::CivilSecond(appointment.local_start), CountyZone());
    appointment.end = appointment.start + absl::Hours(1);
    appointment.location = "Juvenile Services";
    conference_.quarter = policy::QuarterOf(day, pack_.quarter);
    conference_.quarter_label = policy::QuarterLabel(day, pack_.quarter);
    NoticeRequest request;
    request.start = appointment.start;
    request.revision = conference_.revision;
    request.now = call_.now;
    request.earlier = earlier;
    auto notice = PlanNotice(pack_, request, CountyZone(), {});
    ASSERT_THAT(notice, IsOk());
    conference_.notice = *std::move(notice);
  }

  void Schedule() {
    conference_.id = "c1";
    conference_.revision = 0;
    conference_.officer = {"dpo-j", "Officer J", "dpo-j@county.example", "j"};
    conference_.supervisor = {"sdpo-j", "Supervisor S", "sdpo-j@county.example",
                              "s"};
    conference_.unit_id = "juvenile-services";
    conference_.division = "juvenile";
    conference_.county_zone = kZone;
    conference_.policy = pack_.version;
    conference_.created_at = call_.now;
    Place(absl::CivilDay(2026, 12, 30));
    Commit([&](sql::Transaction& tx) {
      return InsertConference(tx, conference_, RecordingOf(call_));
    });
  }

  void Move() {
    Place(absl::CivilDay(2027, 1, 6));
    Conference moved = conference_;
    Commit([&](sql::Transaction& tx) {
      conference_ = moved;
      return UpdateConference(tx, conference_, true, RecordingOf(call_));
    });
  }

  void Commit(const std::function<absl::Status(sql::Transaction&)>& change) {
    const auto database = Open();
    ASSERT_THAT(
        database->WriteAndWait({},
                               [&](sql::Transaction& tx) -> absl::Status {
                                 ABSL_RETURN_IF_ERROR(change(tx));
                                 return Publish(tx, call_, conference_);
                               }),
        IsOk());
    caseload::testing::AwaitWholeFeed(*database);
  }

  // The wait status of a dispatching process with `faults`.
  int RunDispatcher(const std::string& faults) {
    const std::string binary =
        absl::StrCat(std::getenv("CASELOAD_BINARY_DIR"), "/bin/dispatch_once");
    const std::string port = absl::StrCat(notify_.port());
    const std::string now = absl::StrCat(absl::ToUnixMicros(clock_.Now()));
    const pid_t pid = ::fork();
    if (pid == 0) {
      ::setenv("CASELOAD_FAULTS", faults.c_str(), 1);
      ::execl(binary.c_str(), binary.c_str(), url_.c_str(), port.c_str(),
              now.c_str(), nullptr);
      ::_exit(127);
    }
    int status = 0;
    ::waitpid(pid, &status, 0);
    return status;
  }

  int64_t Count(const std::string& sql) {
    const auto database = Open();
    int64_t count = -1;
    EXPECT_THAT(database->Read(absl::InfiniteFuture(),
                               [&](sql::Transaction& tx) -> absl::Status {
                                 ABSL_ASSIGN_OR_RETURN(
                                     auto row, (tx.QueryOne<int64_t>(sql)));
                                 count = std::get<0>(*row);
                                 return absl::OkStatus();
                               }),
                IsOk());
    return count;
  }

  // Whether everything on the feed is followed, and done that is due.
  bool Settled() {
    return Count(absl::StrCat(
               "SELECT (SELECT COUNT(*) FROM changes, notice_dispatch_cursor c"
               " WHERE (changes.xid, changes.id) > (c.xid, c.id)) +"
               " (SELECT COUNT(*) FROM notice_dispatches"
               " WHERE state IN ('WAITING', 'WITHDRAWING')"
               " OR next_attempt_at <= ",
               absl::ToUnixMicros(clock_.Now()), ")")) == 0;
  }

  // Runs once with the fault, then until all is done. Whether it was killed.
  bool RunWith(const std::string& fault) {
    const int first = RunDispatcher(fault);
    const bool killed = WIFSIGNALED(first) && WTERMSIG(first) == SIGKILL;
    EXPECT_TRUE(killed || WIFEXITED(first)) << first;
    const absl::Time give_up = absl::Now() + absl::Seconds(60);
    while (!Settled() && absl::Now() < give_up) {
      // Past what a lost call may still do at notify.
      clock_.AdvanceTime(absl::Seconds(31));
      const int ended = RunDispatcher("");
      EXPECT_TRUE(WIFEXITED(ended) && WEXITSTATUS(ended) == 0) << ended;
    }
    EXPECT_TRUE(Settled());
    return killed;
  }

  std::multiset<Told> AllTold() {
    std::multiset<Told> told;
    for (const notify::v1::Message& message : notify_.Messages()) {
      told.emplace(message.conference_revision(), message.kind(),
                   message.state() == notify::v1::MESSAGE_STATE_CANCELLED);
    }
    return told;
  }

  // Schedules, moves and refreshes under `fault`.
  void KillAndGoOn(const std::string& fault) {
    SCOPED_TRACE(fault);
    Schedule();
    bool killed = RunWith(fault);
    Move();
    killed |= RunWith(fault);
    clock_.SetTime(CountyTime(2026, 12, 23, 8) - absl::Hours(10));
    killed |= RunWith(fault);
    EXPECT_TRUE(killed || !absl::StrContains(fault, "crash"))
        << "the step was not reached";
    EXPECT_EQ(AllTold(),
              (std::multiset<Told>{
                  {1, notify::v1::MESSAGE_KIND_INVITATION, true},
                  {1, notify::v1::MESSAGE_KIND_FORMAL_NOTICE, true},
                  {2, notify::v1::MESSAGE_KIND_CHANGE, false},
                  {2, notify::v1::MESSAGE_KIND_FORMAL_NOTICE, false}}));
    for (const notify::v1::Message& message : notify_.Messages()) {
      if (message.conference_revision() != 2) continue;
      EXPECT_EQ(message.has_counts(),
                message.kind() == notify::v1::MESSAGE_KIND_FORMAL_NOTICE);
    }
  }

  clock::SimulatedClock clock_;
  RealNotify notify_;
  caseload::testing::TempDir directory_;
  std::unique_ptr<caseload::testing::TestPostgresDatabase> postgres_;
  std::string url_;
  const policy::PolicyPack pack_ = caseload::testing::JuvenilePack();
  rpc::CallContext call_;
  Conference conference_;
};

INSTANTIATE_TEST_SUITE_P(Engines, CrashTest, caseload::testing::BothEngines(),
                         caseload::testing::EngineName);

// A step that is added without a place in this list is noticed by the next
// test.
constexpr const char* kSteps[] = {
    "conference.dispatch.claim",  "conference.dispatch.follow",
    "conference.dispatch.record", "conference.dispatch.refresh",
    "conference.dispatch.submit", "conference.dispatch.withdraw",
};

TEST(CrashSteps, EveryNamedStepOfTheDispatcherIsTried) {
  std::vector<std::string> names;
  for (const std::string& name : fault::Names()) {
    if (absl::StartsWith(name, "conference.")) names.push_back(name);
  }
  EXPECT_THAT(names, ::testing::ElementsAreArray(kSteps));
}

TEST_P(CrashTest, KilledBeforeTheEventsAreFollowed) {
  KillAndGoOn("conference.dispatch.follow=crash");
}
TEST_P(CrashTest, KilledAfterTheEventsAreFollowed) {
  KillAndGoOn("conference.dispatch.follow=crash_after");
}
TEST_P(CrashTest, KilledBeforeTheClaim) {
  KillAndGoOn("conference.dispatch.claim=crash");
}
TEST_P(CrashTest, KilledAfterTheClaim) {
  KillAndGoOn("conference.dispatch.claim=crash_after");
}
TEST_P(CrashTest, KilledBeforeHandingIn) {
  KillAndGoOn("conference.dispatch.submit=crash");
}
TEST_P(CrashTest, KilledWhenNotifyHasItAndNobodyKnows) {
  KillAndGoOn("conference.dispatch.submit=crash_after");
}
TEST_P(CrashTest, KilledBeforeWithdrawing) {
  KillAndGoOn("conference.dispatch.withdraw=crash");
}
TEST_P(CrashTest, KilledWhenItIsWithdrawnAndNobodyKnows) {
  KillAndGoOn("conference.dispatch.withdraw=crash_after");
}
TEST_P(CrashTest, KilledBeforeTheRefresh) {
  KillAndGoOn("conference.dispatch.refresh=crash");
}
TEST_P(CrashTest, KilledAfterTheRefresh) {
  KillAndGoOn("conference.dispatch.refresh=crash_after");
}
TEST_P(CrashTest, KilledBeforeTheOutcomeIsRecorded) {
  KillAndGoOn("conference.dispatch.record=crash");
}
TEST_P(CrashTest, KilledAfterTheOutcomeIsRecorded) {
  KillAndGoOn("conference.dispatch.record=crash_after");
}
TEST_P(CrashTest, AnAnswerOfNotifyThatIsLostIsAskedForAgain) {
  KillAndGoOn("conference.dispatch.submit=lie");
}
TEST_P(CrashTest, ARecordThatIsWrittenAndTakenForLostChangesNothing) {
  KillAndGoOn("conference.dispatch.record=lie");
}

// The real client against the real handlers: what is on the wire.
TEST_P(CrashTest, NotifyHoldsTheNoticeAsTheConferenceOwesIt) {
  Schedule();
  const auto database = Open();
  GrpcNotifyClient client(notify_.channel());
  caseload::testing::FakeSnapshots snapshots;
  const testing::FixedPackSource packs(std::vector<policy::PolicyPack>{pack_});
  metrics::Registry registry;
  DispatchMetrics metrics(registry.prometheus());
  NoticeDispatcher::Options options;
  options.database = database.get();
  options.clock = &clock_;
  options.notify = &client;
  options.snapshots = &snapshots;
  options.packs = &packs;
  options.metrics = &metrics;
  NoticeDispatcher dispatcher(options);
  const absl::Time give_up = absl::Now() + absl::Seconds(30);
  while (notify_.Messages().size() < 2 && absl::Now() < give_up) {
    ASSERT_THAT(dispatcher.FollowFeed(), IsOk());
    ASSERT_THAT(dispatcher.HandOverNext(), IsOk());
  }
  const std::vector<notify::v1::Message> messages = notify_.Messages();
  ASSERT_THAT(messages, SizeIs(2));
  for (const notify::v1::Message& message : messages) {
    EXPECT_EQ(message.conference(), "conferences/c1");
    EXPECT_EQ(message.calendar_sequence(), 0);
    EXPECT_EQ(message.recipient().email(), "dpo-j@county.example");
    EXPECT_EQ(message.recipient().staff_subject(), "j");
    EXPECT_EQ(message.location(), "Juvenile Services");
    EXPECT_EQ(message.conference_time().hour(), 9);
    EXPECT_EQ(message.conference_time().time_zone(), kZone);
    if (message.kind() == notify::v1::MESSAGE_KIND_INVITATION) continue;
    EXPECT_EQ(message.kind(), notify::v1::MESSAGE_KIND_FORMAL_NOTICE);
    EXPECT_EQ(message.reminders_size(),
              static_cast<int>(pack_.notice.reminders.size()));
    EXPECT_EQ(message.notice_duty().due_by_date().day(), 20);
    EXPECT_EQ(message.notice_duty().basis(), notify::v1::NOTICE_BASIS_ORDINARY);
    EXPECT_EQ(message.target_time().seconds(),
              absl::ToUnixSeconds(CountyTime(2026, 12, 16, 8)));
  }
}

}  // namespace
}  // namespace caseload::conference

#include "tests/contract/conference/dispatch_fixture.h"

#include <utility>

#include "absl/time/clock.h"
#include "services/common/feed/feed.h"
#include "services/common/status/status_macros.h"
#include "services/conference/domain/enum_names.h"

namespace caseload::conference {
namespace {

using caseload::testing::IsOk;

// Three cases, two of them without a current plan.
CaseloadSnapshot ThreeCases() {
  CaseloadSnapshot snapshot;
  snapshot.cases.resize(3);
  for (int kind = 1; kind <= 25; ++kind) {
    snapshot.counts[static_cast<policy::SnapshotCount>(kind)] = 0;
  }
  snapshot.counts[policy::SnapshotCount::kPlanNotCurrent] = 2;
  return snapshot;
}

}  // namespace

DispatchTest::DispatchTest() : dispatch_metrics_(metrics_.prometheus()) {
  snapshots_.Set(ThreeCases());
  dispatcher_ = NewDispatcher(store_.database());
}

std::unique_ptr<NoticeDispatcher> DispatchTest::NewDispatcher(
    sql::Database& database) {
  NoticeDispatcher::Options options;
  options.database = &database;
  options.clock = &clock_;
  options.notify = &notify_;
  options.snapshots = &snapshots_;
  options.packs = packs_.get();
  options.metrics = &dispatch_metrics_;
  return std::make_unique<NoticeDispatcher>(options);
}

void DispatchTest::Follow() {
  // On PostgreSQL another test's open transaction withholds a change.
  const absl::Time give_up = absl::Now() + absl::Seconds(30);
  bool withheld = true;
  while (withheld && absl::Now() < give_up) {
    bool followed = true;
    while (followed) {
      const absl::StatusOr<bool> round = dispatcher_->FollowFeed();
      ASSERT_THAT(round, IsOk());
      followed = *round;
    }
    ASSERT_THAT(store_.database().Read(
                    absl::InfiniteFuture(),
                    [&](sql::Transaction& tx) -> absl::Status {
                      ABSL_ASSIGN_OR_RETURN(withheld, feed::HasWithheld(tx));
                      ABSL_ASSIGN_OR_RETURN(const feed::Position cursor,
                                            LoadDispatchCursor(tx));
                      ABSL_ASSIGN_OR_RETURN(const auto left,
                                            feed::ReadAfter(tx, cursor, 1));
                      withheld |= !left.empty();
                      return absl::OkStatus();
                    }),
                IsOk());
  }
  ASSERT_FALSE(withheld);
}

void DispatchTest::Dispatch() {
  Follow();
  DispatchRound round = DispatchRound::kDone;
  while (round == DispatchRound::kDone) {
    const absl::StatusOr<DispatchRound> next = dispatcher_->HandOverNext();
    ASSERT_THAT(next, IsOk());
    round = *next;
  }
}

void DispatchTest::Refresh() {
  DispatchRound round = DispatchRound::kDone;
  while (round == DispatchRound::kDone) {
    const absl::StatusOr<DispatchRound> next = dispatcher_->RefreshNext();
    ASSERT_THAT(next, IsOk());
    round = *next;
  }
}

void DispatchTest::RunUntil(absl::Time until) {
  for (absl::Time now = clock_.Now(); now <= until; now += absl::Hours(1)) {
    clock_.SetTime(now);
    Dispatch();
    Refresh();
  }
  clock_.SetTime(until);
}

std::string DispatchTest::StateOf(int revision, NoticeKind kind) {
  std::string state;
  EXPECT_THAT(store_.database().Read(
                  absl::InfiniteFuture(),
                  [&](sql::Transaction& tx) -> absl::Status {
                    ABSL_ASSIGN_OR_RETURN(
                        auto row, (tx.QueryOne<std::string>(
                                      "SELECT state FROM notice_dispatches"
                                      " WHERE revision = :1 AND kind = :2"
                                      " AND recipient_id = 'dpo-j'",
                                      revision, NameOf(kind))));
                    if (row.has_value()) state = std::get<0>(*row);
                    return absl::OkStatus();
                  }),
              IsOk());
  return state;
}

}  // namespace caseload::conference

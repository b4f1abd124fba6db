// dispatch_fixture.h: the dispatcher over conferences that the real handlers
// set, on a real store of either engine, with notify and caseplan's snapshot
// played.

#ifndef TESTS_CONTRACT_CONFERENCE_DISPATCH_FIXTURE_H_
#define TESTS_CONTRACT_CONFERENCE_DISPATCH_FIXTURE_H_

#include <memory>
#include <string>

#include "services/common/metrics/registry.h"
#include "services/conference/dispatch/dispatch_metrics.h"
#include "services/conference/dispatch/notice_dispatcher.h"
#include "tests/contract/conference/conference_fixture.h"
#include "tests/support/conference/fake_notify.h"

namespace caseload::conference {

using caseload::testing::FakeNotify;

class DispatchTest : public ConferenceTest {
 protected:
  DispatchTest();

  std::unique_ptr<NoticeDispatcher> NewDispatcher(sql::Database& database);

  // Follows all there is on the feed.
  void Follow();
  // Follows, then hands over what is due.
  void Dispatch();
  // Refreshes what is due.
  void Refresh();
  // What follows, hands over and refreshes, as the clock goes on to `until` in
  // steps of an hour.
  void RunUntil(absl::Time until);

  // The state of the row of an obligation to dpo-j.
  std::string StateOf(int revision, NoticeKind kind);

  caseload::testing::FakeNotify notify_;
  metrics::Registry metrics_;
  DispatchMetrics dispatch_metrics_;
  std::unique_ptr<NoticeDispatcher> dispatcher_;
};

}  // namespace caseload::conference

#endif  // TESTS_CONTRACT_CONFERENCE_DISPATCH_FIXTURE_H_

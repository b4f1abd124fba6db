// conference_fixture.h: the conference service's handlers behind the real
// wrapper, on a real store of either engine, called through a channel.
//
// The county is in Los Angeles whatever the machine's zone is, and "now" is
// Monday, 2 November 2026, 09:00 there: the day after the clocks went back.

#ifndef TESTS_CONTRACT_CONFERENCE_CONFERENCE_FIXTURE_H_
#define TESTS_CONTRACT_CONFERENCE_CONFERENCE_FIXTURE_H_

#include <memory>
#include <string>
#include <vector>

#include "caseload/conference/v1/conference_service.grpc.pb.h"
#include "caseload/conference/v1/feed.pb.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "services/common/audit/audit_log.h"
#include "services/common/clock/clock.h"
#include "services/common/ids/ids.h"
#include "services/common/metrics/registry.h"
#include "services/common/paging/paging.h"
#include "services/common/rpc/executor.h"
#include "services/common/rpc/pipeline.h"
#include "services/common/rpc/service.h"
#include "services/conference/conference_service.h"
#include "tests/support/conference/fake_caseplan.h"
#include "tests/support/conference/fake_notify.h"
#include "tests/support/conference/local.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_store.h"

namespace caseload::conference {

using caseload::testing::Local;

// "2026-12-01 09:00" in the county.
absl::Time CountyTime(Local local);

// A process of the service: handlers, wrapper and channel over one database.
class Replica {
 public:
  struct Parts {
    sql::Database* database = nullptr;
    clock::Clock* clock = nullptr;
    ids::IdSource* ids = nullptr;
    CaseplanReader* caseplan = nullptr;
    CoverageReader* coverage = nullptr;
    SnapshotReader* snapshots = nullptr;
    const CountyCalendarSource* calendar = nullptr;
    const policy::PackSource* packs = nullptr;
    NoticeProofReader* proofs = nullptr;
    const paging::TokenSealer* pages = nullptr;
    const feed::ResumeTokens* resume_tokens = nullptr;
  };
  explicit Replica(const Parts& parts);
  ~Replica();

  v1::ConferenceService::Stub& stub() { return *stub_; }

 private:
  metrics::Registry metrics_;
  std::unique_ptr<rpc::Executor> executor_;
  std::unique_ptr<audit::Writer> audit_;
  std::unique_ptr<rpc::Pipeline> pipeline_;
  std::unique_ptr<ConferenceService> handlers_;
  std::unique_ptr<rpc::Service> service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1::ConferenceService::Stub> stub_;
};

class ConferenceTest : public ::testing::TestWithParam<sql::Engine> {
 protected:
  ConferenceTest();

  // --- calls; `who` is "role subject" ---
  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(
      grpc::Status (v1::ConferenceService::Stub::*method)(grpc::ClientContext*,
                                                          const Request&,
                                                          Response*),
      const std::string& who, const Request& request) {
    return CallOn(*replica_, method, who, request);
  }
  template <typename Request, typename Response>
  absl::StatusOr<Response> CallOn(
      Replica& replica,
      grpc::Status (v1::ConferenceService::Stub::*method)(grpc::ClientContext*,
                                                          const Request&,
                                                          Response*),
      const std::string& who, const Request& request) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", who);
    Response response;
    const absl::Status status =
        ToAbsl((replica.stub().*method)(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }
  static absl::Status ToAbsl(const grpc::Status& status);

  absl::StatusOr<v1::Conference> Schedule(
      const v1::ScheduleConferenceRequest& request,
      const std::string& who = "sdpo sdpo-j");
  absl::StatusOr<v1::Conference> Get(const std::string& name,
                                     const std::string& who = "manager boss");
  absl::StatusOr<v1::Conference> Reschedule(
      const v1::RescheduleConferenceRequest& request,
      const std::string& who = "sdpo sdpo-j");
  absl::StatusOr<v1::Conference> Cancel(const std::string& name,
                                        const std::string& who = "sdpo sdpo-j");
  absl::StatusOr<v1::Conference> Record(
      const std::string& name,
      v1::RecordConferenceOutcomeRequest::Outcome outcome,
      const std::string& reason = "", const std::string& who = "sdpo sdpo-j");
  absl::StatusOr<v1::NoticeWaiver> AskWaiver(
      absl::CivilDay day, const std::string& officer = "dpo-a",
      const std::string& who = "sdpo sdpo-a");
  absl::StatusOr<v1::NoticeWaiver> DecideWaiver(
      const std::string& name, bool approve,
      const std::string& who = "manager boss");

  // A conference of juvenile officer dpo-j, an hour long in room 1.
  static v1::ScheduleConferenceRequest Juvenile(Local local);
  // One of adult officer dpo-a, without room.
  static v1::ScheduleConferenceRequest Adult(Local local);
  // Moves `conference` to another time and leaves the rest.
  static v1::RescheduleConferenceRequest MoveTo(
      const v1::Conference& conference, Local local);

  void SetNow(Local county_local);

  // The first column of a query's first row.
  int64_t Count(const std::string& sql);
  // Every row of every table of this service, for "nothing changed".
  std::string Dump();
  // The newest state on the feed of a resource.
  v1::ConferenceState NewestState(const std::string& name);

  std::unique_ptr<Replica> NewReplica(sql::Database& database);

  caseload::testing::TestStore store_;
  clock::SimulatedClock clock_;
  ids::RandomIdSource ids_;
  caseload::testing::FakeCaseplan caseplan_;
  caseload::testing::FakeSnapshots snapshots_;
  caseload::testing::FakeNoticeProofs proofs_;
  std::unique_ptr<CountyCalendarSource> calendar_;
  std::unique_ptr<policy::PackSource> packs_;
  std::unique_ptr<paging::TokenSealer> pages_;
  std::unique_ptr<feed::ResumeTokens> resume_tokens_;
  std::unique_ptr<Replica> replica_;
};

}  // namespace caseload::conference

#endif  // TESTS_CONTRACT_CONFERENCE_CONFERENCE_FIXTURE_H_

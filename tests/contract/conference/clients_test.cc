// The ports over gRPC, against servers in this process.

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "caseload/caseplan/v1/caseload_service.grpc.pb.h"
#include "caseload/notify/v1/notify_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "services/common/rpc/grpc_status.h"
#include "services/common/status/error.h"
#include "services/conference/clients/grpc_caseplan_reader.h"
#include "services/conference/clients/grpc_coverage_reader.h"
#include "services/conference/clients/grpc_notice_proof_reader.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace caseload::conference {
namespace {

using caseload::testing::HasReason;
using caseload::testing::IsOk;
using caseload::testing::IsOkAndHolds;
using caseload::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::IsEmpty;
using ::testing::Optional;

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message))
      << text;
  return message;
}

PeerCall SoonDue() {
  return {absl::Now() + absl::Seconds(30),
          "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"};
}

// Answers from lists, one element on a page, and remembers what it was asked.
class FakeCaseloadService final
    : public caseplan::v1::CaseloadService::Service {
 public:
  std::vector<caseplan::v1::Officer> officers;
  std::vector<caseplan::v1::OfficerPosting> postings;
  std::vector<caseplan::v1::OfficerLeave> leaves;
  std::vector<caseplan::v1::Assignment> assignments;
  absl::Status fault;
  bool had_deadline = true;
  std::string traceparent;
  caseplan::v1::ListOfficerPostingsRequest last_postings_request;
  caseplan::v1::ListOfficerLeavesRequest last_leaves_request;
  caseplan::v1::ListAssignmentsRequest last_assignments_request;

  grpc::Status GetOfficer(grpc::ServerContext* context,
                          const caseplan::v1::GetOfficerRequest* request,
                          caseplan::v1::Officer* response) override {
    if (const grpc::Status entered = Enter(*context); !entered.ok()) {
      return entered;
    }
    for (const caseplan::v1::Officer& officer : officers) {
      if (officer.name() != request->name()) continue;
      *response = officer;
      return grpc::Status::OK;
    }
    return rpc::ToGrpcStatus(status::NotFound(request->name()));
  }

  grpc::Status GetUnit(grpc::ServerContext* context,
                       const caseplan::v1::GetUnitRequest* request,
                       caseplan::v1::Unit* response) override {
    if (const grpc::Status entered = Enter(*context); !entered.ok()) {
      return entered;
    }
    response->set_name(request->name());
    response->set_division("juvenile");
    return grpc::Status::OK;
  }

  grpc::Status ListUnits(grpc::ServerContext* context,
                         const caseplan::v1::ListUnitsRequest*,
                         caseplan::v1::ListUnitsResponse* response) override {
    if (const grpc::Status entered = Enter(*context); !entered.ok()) {
      return entered;
    }
    response->add_units()->set_name("units/u1");
    response->mutable_units(0)->set_division("juvenile");
    return grpc::Status::OK;
  }

  grpc::Status ListAssignments(
      grpc::ServerContext* context,
      const caseplan::v1::ListAssignmentsRequest* request,
      caseplan::v1::ListAssignmentsResponse* response) override {
    if (const grpc::Status entered = Enter(*context); !entered.ok()) {
      return entered;
    }
    last_assignments_request = *request;
    const size_t at = PageOf(request->page_token());
    if (at < assignments.size()) {
      *response->add_assignments() = assignments[at];
    }
    if (at + 1 < assignments.size()) {
      response->set_next_page_token(std::to_string(at + 1));
    }
    return grpc::Status::OK;
  }

  grpc::Status ListOfficers(
      grpc::ServerContext* context,
      const caseplan::v1::ListOfficersRequest* request,
      caseplan::v1::ListOfficersResponse* response) override {
    if (const grpc::Status entered = Enter(*context); !entered.ok()) {
      return entered;
    }
    for (const caseplan::v1::Officer& officer : officers) {
      if (request->staff_subject().empty() ||
          officer.staff_subject() == request->staff_subject()) {
        *response->add_officers() = officer;
      }
    }
    return grpc::Status::OK;
  }

  grpc::Status ListOfficerPostings(
      grpc::ServerContext* context,
      const caseplan::v1::ListOfficerPostingsRequest* request,
      caseplan::v1::ListOfficerPostingsResponse* response) override {
    if (const grpc::Status entered = Enter(*context); !entered.ok()) {
      return entered;
    }
    last_postings_request = *request;
    const size_t at = PageOf(request->page_token());
    if (at < postings.size()) *response->add_postings() = postings[at];
    if (at + 1 < postings.size()) {
      response->set_next_page_token(std::to_string(at + 1));
    }
    return grpc::Status::OK;
  }

  grpc::Status ListOfficerLeaves(
      grpc::ServerContext* context,
      const caseplan::v1::ListOfficerLeavesRequest* request,
      caseplan::v1::ListOfficerLeavesResponse* response) override {
    if (const grpc::Status entered = Enter(*context); !entered.ok()) {
      return entered;
    }
    last_leaves_request = *request;
    const size_t at = PageOf(request->page_token());
    if (at < leaves.size()) *response->add_leaves() = leaves[at];
    if (at + 1 < leaves.size()) {
      response->set_next_page_token(std::to_string(at + 1));
    }
    return grpc::Status::OK;
  }

 private:
  static size_t PageOf(const std::string& token) {
    return token.empty() ? 0 : std::stoul(token);
  }
  grpc::Status Enter(const grpc::ServerContext& context) {
    had_deadline =
        had_deadline &&
        context.deadline() != std::chrono::system_clock::time_point::max();
    const auto found = context.client_metadata().find("traceparent");
    if (found != context.client_metadata().end()) {
      traceparent.assign(found->second.data(), found->second.size());
    }
    return rpc::ToGrpcStatus(fault);
  }
};

class CaseplanClientTest : public ::testing::Test {
 protected:
  CaseplanClientTest() {
    service_.officers.push_back(Parse<caseplan::v1::Officer>(R"pb(
      name: "officers/o1"
      display_name: "Officer One"
      email: "o1@county.example"
      staff_subject: "sub-1"
    )pb"));
    service_.postings.push_back(Parse<caseplan::v1::OfficerPosting>(R"pb(
      name: "officers/o1/postings/p1"
      unit: "units/u1"
      supervisor: "officers/s1"
      acting_supervisor: "officers/s2"
      period { start_date { year: 2026 month: 1 day: 1 } }
    )pb"));
    grpc::ServerBuilder builder;
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    reader_ = std::make_unique<GrpcCaseplanReader>(
        server_->InProcessChannel(grpc::ChannelArguments()));
  }

  FakeCaseloadService service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<GrpcCaseplanReader> reader_;
};

TEST_F(CaseplanClientTest, AnOfficerComesWithThePostingOfTheDay) {
  const absl::StatusOr<OfficerOnDay> officer =
      reader_->GetOfficerOnDay(SoonDue(), "o1", absl::CivilDay(2026, 12, 9));
  ASSERT_THAT(officer, IsOk());
  EXPECT_EQ(officer->officer_id, "o1");
  EXPECT_EQ(officer->display_name, "Officer One");
  EXPECT_EQ(officer->email, "o1@county.example");
  EXPECT_EQ(officer->staff_subject, "sub-1");
  ASSERT_TRUE(officer->posting.has_value());
  EXPECT_EQ(officer->posting->unit_id, "u1");
  EXPECT_EQ(officer->posting->division, "juvenile");
  EXPECT_EQ(officer->posting->supervisor_id, "s1");
  EXPECT_EQ(officer->posting->acting_supervisor_id, "s2");
  // Without an end it holds for good.
  EXPECT_TRUE(officer->posting->days.Contains(absl::CivilDay(2100, 1, 1)));
  EXPECT_EQ(service_.last_postings_request.parent(), "officers/o1");
  EXPECT_EQ(service_.last_postings_request.as_of().day(), 9);
  EXPECT_TRUE(service_.had_deadline);
  EXPECT_EQ(service_.traceparent, SoonDue().traceparent);
}

TEST_F(CaseplanClientTest, AnOfficerMayHaveNoPosting) {
  service_.postings.clear();
  const absl::StatusOr<OfficerOnDay> officer =
      reader_->GetOfficerOnDay(SoonDue(), "o1", absl::CivilDay(2026, 12, 9));
  ASSERT_THAT(officer, IsOk());
  EXPECT_FALSE(officer->posting.has_value());
}

TEST_F(CaseplanClientTest, EveryPageIsRead) {
  service_.leaves = {Parse<caseplan::v1::OfficerLeave>(R"pb(
                       period {
                         start_date { year: 2026 month: 12 day: 1 }
                         end_date { year: 2026 month: 12 day: 3 }
                       }
                     )pb"),
                     Parse<caseplan::v1::OfficerLeave>(R"pb(
                       period { start_date { year: 2026 month: 12 day: 20 } }
                     )pb")};
  const absl::StatusOr<std::vector<policy::DayRange>> leave =
      reader_->ListLeave(
          SoonDue(), "o1",
          {absl::CivilDay(2026, 12, 1), absl::CivilDay(2026, 12, 31)});
  ASSERT_THAT(leave, IsOk());
  ASSERT_EQ(leave->size(), 2u);
  EXPECT_EQ((*leave)[0].last, absl::CivilDay(2026, 12, 3));
  EXPECT_TRUE((*leave)[1].Contains(absl::CivilDay(2027, 6, 1)));
  EXPECT_EQ(service_.last_leaves_request.from_day().day(), 1);
  EXPECT_EQ(service_.last_leaves_request.to_day().day(), 31);

  service_.postings.push_back(service_.postings.front());
  service_.postings.back().set_name("officers/o2/postings/p1");
  EXPECT_THAT(
      reader_->ListSupervised(SoonDue(), "s1", absl::CivilDay(2026, 12, 9)),
      IsOkAndHolds(ElementsAre("o1", "o2")));
  EXPECT_EQ(service_.last_postings_request.parent(), "officers/-");
  EXPECT_EQ(service_.last_postings_request.supervisor(), "officers/s1");
}

TEST_F(CaseplanClientTest, ASubjectIsAnOfficerOrNobody) {
  EXPECT_THAT(reader_->FindOfficerBySubject(SoonDue(), "sub-1"),
              IsOkAndHolds(Optional(Eq("o1"))));
  EXPECT_THAT(reader_->FindOfficerBySubject(SoonDue(), "sub-2"),
              IsOkAndHolds(Eq(std::nullopt)));
}

TEST_F(CaseplanClientTest, APeriodHoldsPostingsLeaveAndCarriedDays) {
  service_.postings.push_back(Parse<caseplan::v1::OfficerPosting>(R"pb(
    name: "officers/o2/postings/p1"
    unit: "units/u1"
    period {
      start_date { year: 2025 month: 1 day: 1 }
      end_date { year: 2025 month: 12 day: 31 }
    }
  )pb"));
  service_.leaves = {Parse<caseplan::v1::OfficerLeave>(R"pb(
    name: "officers/o1/leaves/l1"
    period {
      start_date { year: 2026 month: 12 day: 1 }
      end_date { year: 2026 month: 12 day: 3 }
    }
  )pb")};
  service_.assignments = {
      Parse<caseplan::v1::Assignment>(R"pb(
        name: "cases/c1/assignments/a1"
        officer: "officers/o1"
        period { start_date { year: 2026 month: 11 day: 1 } }
      )pb"),
      Parse<caseplan::v1::Assignment>(R"pb(
        name: "cases/c2/assignments/a1"
        officer: "officers/o1"
        period {
          start_date { year: 2025 month: 1 day: 1 }
          end_date { year: 2025 month: 6 day: 30 }
        }
      )pb")};
  GrpcCoverageReader reader(
      server_->InProcessChannel(grpc::ChannelArguments()));
  const absl::StatusOr<std::vector<OfficerInPeriod>> officers =
      reader.ListOfficersInPeriod(SoonDue(), {absl::CivilDay(2026, 10, 1),
                                              absl::CivilDay(2026, 12, 31)});
  ASSERT_THAT(officers, IsOk());
  // The other officer's posting ended before.
  ASSERT_EQ(officers->size(), 1u);
  const OfficerInPeriod& officer = officers->front();
  EXPECT_EQ(officer.officer_id, "o1");
  EXPECT_EQ(officer.display_name, "Officer One");
  ASSERT_EQ(officer.postings.size(), 1u);
  EXPECT_EQ(officer.postings[0].division, "juvenile");
  EXPECT_EQ(officer.postings[0].supervisor_id, "s1");
  ASSERT_EQ(officer.carried.size(), 1u);
  EXPECT_EQ(officer.carried[0].first, absl::CivilDay(2026, 11, 1));
  ASSERT_EQ(officer.leave.size(), 1u);
  EXPECT_EQ(officer.leave[0].last, absl::CivilDay(2026, 12, 3));
  EXPECT_EQ(service_.last_assignments_request.parent(), "cases/-");
  EXPECT_EQ(service_.last_assignments_request.role(),
            caseplan::v1::Assignment::ROLE_PRIMARY);
}

TEST_F(CaseplanClientTest, FailuresSayWhatTheCallerCanDo) {
  struct Case {
    absl::Status fault;
    absl::StatusCode code;
    const char* reason;
  };
  for (const Case& c : std::vector<Case>{
           {status::Unavailable("SERVICE_DRAINING", "draining",
                                absl::Seconds(1)),
            absl::StatusCode::kUnavailable, "PEER_UNAVAILABLE"},
           {status::DeadlineExceeded(), absl::StatusCode::kDeadlineExceeded,
            "DEADLINE_EXCEEDED"},
           // A fault of the configuration is none of the caller's.
           {status::PermissionDenied("METHOD_NOT_ALLOWED", "not you"),
            absl::StatusCode::kInternal, "INTERNAL"},
           {status::Internal("oh"), absl::StatusCode::kInternal, "INTERNAL"},
       }) {
    service_.fault = c.fault;
    EXPECT_THAT(reader_->FindOfficerBySubject(SoonDue(), "sub-1"),
                AllOf(StatusIs(c.code), HasReason(c.reason)));
  }
  service_.fault = absl::OkStatus();
  EXPECT_THAT(
      reader_->GetOfficerOnDay(SoonDue(), "ghost", absl::CivilDay(2026, 1, 1)),
      AllOf(StatusIs(absl::StatusCode::kNotFound),
            HasReason("RESOURCE_NOT_FOUND")));
}

TEST_F(CaseplanClientTest, NobodyThereIsUnavailable) {
  const caseload::testing::TempDir directory;
  GrpcCaseplanReader nobody(grpc::CreateChannel(
      "unix:" + directory.File("nobody"), grpc::InsecureChannelCredentials()));
  EXPECT_THAT(nobody.FindOfficerBySubject(SoonDue(), "sub-1"),
              AllOf(StatusIs(absl::StatusCode::kUnavailable),
                    HasReason("PEER_UNAVAILABLE")));
}

TEST_F(CaseplanClientTest, ADeadlineThatHasPassedIsNotWaitedFor) {
  EXPECT_THAT(reader_->FindOfficerBySubject(
                  {absl::Now() - absl::Seconds(1), ""}, "sub-1"),
              AllOf(StatusIs(absl::StatusCode::kDeadlineExceeded),
                    HasReason("DEADLINE_EXCEEDED")));
}

class FakeNotifyService final : public notify::v1::NotifyService::Service {
 public:
  notify::v1::ListNoticeLedgerResponse ledger;
  std::string asked;

  grpc::Status ListNoticeLedger(
      grpc::ServerContext*, const notify::v1::ListNoticeLedgerRequest* request,
      notify::v1::ListNoticeLedgerResponse* response) override {
    asked = request->conference();
    *response = ledger;
    return grpc::Status::OK;
  }
};

TEST(NotifyClientTest, TheFirstAcceptanceOfTheRevisionsThatCount) {
  FakeNotifyService service;
  service.ledger = Parse<notify::v1::ListNoticeLedgerResponse>(R"pb(
    entries {
      conference_revision: 1
      accept_time { seconds: 100 }
    }
    entries { conference_revision: 2 }
    entries {
      conference_revision: 2
      accept_time { seconds: 300 }
    }
    entries {
      conference_revision: 3
      accept_time { seconds: 200 }
    }
  )pb");
  grpc::ServerBuilder builder;
  builder.RegisterService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  GrpcNoticeProofReader reader(
      server->InProcessChannel(grpc::ChannelArguments()));
  EXPECT_THAT(reader.FirstAcceptance(SoonDue(), "c1", 1),
              IsOkAndHolds(Optional(Eq(absl::FromUnixSeconds(100)))));
  EXPECT_EQ(service.asked, "conferences/c1");
  EXPECT_THAT(reader.FirstAcceptance(SoonDue(), "c1", 2),
              IsOkAndHolds(Optional(Eq(absl::FromUnixSeconds(200)))));
  EXPECT_THAT(reader.FirstAcceptance(SoonDue(), "c1", 4),
              IsOkAndHolds(Eq(std::nullopt)));
}

}  // namespace
}  // namespace caseload::conference

// main_job.h: the county's main job, from a caseload to the mail in the mail
// server, and what must hold of it whoever died meanwhile (R011, R131):
//
//   (1) every acknowledged change is there as it was acknowledged;
//   (2) each conference revision, recipient and kind has one Message-ID, of
//       which every further copy is the same and counted;
//   (3) no revision that is owed is without.

#ifndef TESTS_SUPPORT_MAIN_JOB_MAIN_JOB_H_
#define TESTS_SUPPORT_MAIN_JOB_MAIN_JOB_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "caseload/caseplan/v1/caseload_service.grpc.pb.h"
#include "caseload/conference/v1/conference_service.grpc.pb.h"
#include "caseload/notify/v1/notify_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "services/common/rpc/grpc_status.h"
#include "services/common/status/error.h"
#include "tests/support/main_job/mortal_suite.h"
#include "tests/support/notify/smtp_peer.h"
#include "tests/support/scoped_environment.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace caseload::testing {

// Number in the environment variable, or `otherwise` without it.
int NumberFromEnvironment(const char* name, int otherwise);

// A county of a test's own with a mail server that asks for TLS and a password.
// What does not hold fails the running test.
class MainJob {
 public:
  using CaseloadService = caseplan::v1::CaseloadService;
  using Conference = conference::v1::Conference;
  using ConferenceService = conference::v1::ConferenceService;
  using Message = notify::v1::Message;

  // Request ids begin with `name`. `databases`: see MortalSuite.
  explicit MainJob(const std::string& name,
                   std::map<std::string, std::string> databases = {});

  // A unit and its supervisors.
  void FillCounty();
  // Caseload `number`, and its conference: scheduled, mostly moved, sometimes
  // called off.
  void Round(int number);
  // The instant at which the last formal notice is due.
  absl::Time LastNoticeDue() const;
  // Follows notify until everything that is owed was accepted and nothing is
  // under way.
  void AwaitAllMail();
  // (1).
  void CheckAcknowledged();
  // (2) and (3).
  void CheckMail();
  // "12 rounds, ..." for the log of a test.
  std::string Summary() const;

  MortalSuite& suite() { return suite_; }
  const notify::testing::SmtpPeer& peer() const { return peer_; }
  // What was acknowledged of each conference, oldest first.
  const std::map<std::string, std::vector<Conference>>& revisions() const {
    return revisions_;
  }

  // Calls until it is acknowledged. What may be tried again is, as the same
  // request: the one that counts is whichever arrived.
  template <typename Service, typename Request, typename Response>
  Response Call(const std::string& service,
                grpc::Status (Service::Stub::*method)(grpc::ClientContext*,
                                                      const Request&,
                                                      Response*),
                const std::string& subject,
                const std::vector<std::string>& roles, const Request& request) {
    const absl::Time patience = absl::Now() + absl::Minutes(2);
    while (true) {
      const auto stub = Service::NewStub(suite_.TokenChannel(service));
      const auto context = WithToken(suite_.Token(subject, roles));
      context->set_deadline(
          absl::ToChronoTime(absl::Now() + absl::Seconds(60)));
      Response response;
      const absl::Status status = rpc::FromGrpcStatus(
          (*stub.*method)(context.get(), request, &response));
      const auto retry_after = status::RetryAfterOf(status);
      if ((IsNotYet(status) || retry_after.has_value()) &&
          absl::Now() < patience) {
        ++retries_;
        suite_.OutwaitOutage(retry_after.value_or(absl::Milliseconds(100)));
        continue;
      }
      EXPECT_THAT(status, IsOk()) << request.ShortDebugString();
      suite_.Acknowledged();
      return response;
    }
  }

  // A change of caseplan, of a request in text form.
  template <typename Request, typename Response>
  Response Write(grpc::Status (CaseloadService::Stub::*method)(
                     grpc::ClientContext*, const Request&, Response*),
                 const std::string& text) {
    Request request;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &request))
        << text;
    request.set_request_id(NextRequestId());
    return Call<CaseloadService>("caseplan", method, "clerk", Clerk(), request);
  }

  // The same, and the content is read back when all is over.
  template <typename Request, typename Response, typename Get>
  void Keep(grpc::Status (CaseloadService::Stub::*method)(grpc::ClientContext*,
                                                          const Request&,
                                                          Response*),
            grpc::Status (CaseloadService::Stub::*read)(grpc::ClientContext*,
                                                        const Get&, Response*),
            const std::string& text) {
    const Response written = Write(method, text);
    checks_.push_back([this, read, written] {
      Get get;
      get.set_name(written.name());
      const Response found =
          Call<CaseloadService>("caseplan", read, "clerk", Clerk(), get);
      EXPECT_EQ(found.DebugString(), written.DebugString());
    });
  }

  // A change of the conference of caseload `number`, by its supervisor.
  template <typename Request>
  Conference Change(grpc::Status (ConferenceService::Stub::*method)(
                        grpc::ClientContext*, const Request&, Conference*),
                    int number, Request request) {
    request.set_request_id(NextRequestId());
    Conference conference = Call<ConferenceService>(
        "conference", method, SupervisorId(number), {"sdpo"}, request);
    revisions_[conference.name()].push_back(conference);
    return conference;
  }

  // A subject for whom everything is open.
  static const std::vector<std::string>& Clerk();
  static std::string SupervisorId(int number);

 private:
  // Conference, revision, recipient, kind: what one message is owed for.
  using MessageKey = std::tuple<std::string, int64_t, std::string, int>;

  std::string NextRequestId();
  void AddOfficer(const std::string& id);
  // An officer with a unit, a supervisor, a client and a case.
  void AddCaseload(int number, const std::string& officer);
  void CheckCaseload(const caseplan::v1::Case& opened,
                     const caseplan::v1::OfficerPosting& posting,
                     const caseplan::v1::Assignment& assigned,
                     const std::string& officer);
  static MessageKey KeyOf(const Conference& conference,
                          const conference::v1::NoticeObligation& owed);
  static MessageKey KeyOf(const Message& message);
  // What the last revisions owe: nothing withdraws these messages.
  std::set<MessageKey> Owed() const;
  std::vector<Message> AllMessages();

  const std::string name_;
  notify::testing::SmtpPeer peer_{
      {}, /*tls=*/true, "caseload:a synthetic secret"};
  TempDir secrets_;
  ScopedEnvironment host_{"CASELOAD_SMTP_HOST", "localhost"};
  ScopedEnvironment port_{"CASELOAD_SMTP_PORT", absl::StrCat(peer_.port())};
  ScopedEnvironment ca_{"CASELOAD_SMTP_CA", peer_.certificate()};
  ScopedEnvironment user_{"CASELOAD_SMTP_USERNAME", "caseload"};
  ScopedEnvironment password_;
  ScopedEnvironment sender_{"CASELOAD_COUNTY_ADDRESS",
                            "notices@probation.example"};
  MortalSuite suite_;
  int rounds_ = 0;
  int requests_ = 0;
  int retries_ = 0;
  int extra_copies_ = 0;
  absl::CivilDay last_day_;
  std::vector<std::function<void()>> checks_;
  std::map<std::string, std::vector<Conference>> revisions_;
};

}  // namespace caseload::testing

#endif  // TESTS_SUPPORT_MAIN_JOB_MAIN_JOB_H_

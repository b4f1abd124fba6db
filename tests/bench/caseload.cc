#include "tests/bench/caseload.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "caseload/caseplan/v1/case_record_service.grpc.pb.h"
#include "caseload/caseplan/v1/caseload_service.grpc.pb.h"
#include "google/protobuf/text_format.h"
#include "services/common/rpc/grpc_status.h"
#include "services/common/status/status_macros.h"
#include "tests/support/suite.h"

namespace caseload::bench {
namespace {

namespace v1 = caseplan::v1;
using v1::CaseloadService;
using v1::CaseRecordService;

// Months with a contact in them, of 2026.
constexpr int kMonths[] = {4, 5, 6};

class Maker {
 public:
  Maker(const std::shared_ptr<grpc::Channel>& channel, const std::string& token)
      : token_(token),
        caseload_(CaseloadService::NewStub(channel)),
        record_(CaseRecordService::NewStub(channel)) {}

  absl::Status MakeUnit() {
    return Call(*caseload_, &CaseloadService::Stub::CreateUnit,
                absl::StrFormat(
                    R"pb(unit_id: "%s"
                         unit {
                           display_name: "Juvenile Services"
                           division: "juvenile"
                           first_day { year: 2026 month: 1 day: 1 }
                         })pb",
                    kUnitId));
  }
  absl::Status MakeOfficer(int number) {
    return Call(*caseload_, &CaseloadService::Stub::CreateOfficer,
                absl::StrFormat(
                    R"pb(officer_id: "dpo-%d"
                         officer {
                           display_name: "Sample Officer %d"
                           email: "dpo-%d@example.test"
                           first_day { year: 2026 month: 1 day: 1 }
                         })pb",
                    number, number, number));
  }
  absl::Status PostOfficer(int number) {
    return Call(*caseload_, &CaseloadService::Stub::SetOfficerPosting,
                absl::StrFormat(
                    R"pb(parent: "officers/dpo-%d"
                         posting {
                           unit: "units/%s"
                           period { start_date { year: 2026 month: 1 day: 1 } }
                           full_time_equivalent: 1
                         })pb",
                    number, kUnitId));
  }
  absl::Status MakeCase(int number) {
    ABSL_RETURN_IF_ERROR(Call(
        *caseload_, &CaseloadService::Stub::CreateClient,
        absl::StrFormat(
            R"pb(client_id: "client-%d"
                 client { given_name: "Sample" family_name: "Client %d" })pb",
            number, number)));
    ABSL_RETURN_IF_ERROR(
        Call(*caseload_, &CaseloadService::Stub::OpenCase,
             absl::StrFormat(
                 R"pb(case_id: "case-%d"
                      case {
                        client: "clients/client-%d"
                        division: "juvenile"
                        case_type: "formal"
                        unit: "units/%s"
                        received_date { year: 2026 month: 2 day: 1 }
                      })pb",
                 number, number, kUnitId)));
    ABSL_RETURN_IF_ERROR(
        Call(*caseload_, &CaseloadService::Stub::AssignCase,
             absl::StrFormat(
                 R"pb(parent: "cases/case-%d"
                      assignment {
                        officer: "officers/%s"
                        role: ROLE_PRIMARY
                        period { start_date { year: 2026 month: 2 day: 1 } }
                      })pb",
                 number, kOfficerId)));
    for (int month : kMonths) {
      ABSL_RETURN_IF_ERROR(MakeContact(number, month));
    }
    return absl::OkStatus();
  }

 private:
  absl::Status MakeContact(int number, int month) {
    return Call(*record_, &CaseRecordService::Stub::RecordContact,
                absl::StrFormat(
                    R"pb(parent: "cases/case-%d"
                         contact {
                           date { year: 2026 month: %d day: %d }
                           status: STATUS_COMPLETED
                           kind: KIND_DIRECT
                           method: METHOD_IN_PERSON
                           location: LOCATION_OFFICE
                           officer: "officers/%s"
                         })pb",
                    number, month, 1 + number % 28, kOfficerId));
  }

  template <typename Stub, typename Request, typename Response>
  absl::Status Call(Stub& stub,
                    grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                 const Request&, Response*),
                    const std::string& text) {
    Request request;
    if (!google::protobuf::TextFormat::ParseFromString(text, &request)) {
      return absl::InternalError(absl::StrCat("not a request: ", text));
    }
    const auto context = testing::WithToken(token_);
    Response response;
    return rpc::FromGrpcStatus(
        (stub.*method)(context.get(), request, &response));
  }

  const std::string token_;
  const std::unique_ptr<CaseloadService::Stub> caseload_;
  const std::unique_ptr<CaseRecordService::Stub> record_;
};

}  // namespace

absl::Status MakeCaseload(const std::shared_ptr<grpc::Channel>& channel,
                          const std::string& token) {
  Maker maker(channel, token);
  ABSL_RETURN_IF_ERROR(maker.MakeUnit());
  for (int i = 1; i <= kOfficers; ++i) {
    ABSL_RETURN_IF_ERROR(maker.MakeOfficer(i));
    ABSL_RETURN_IF_ERROR(maker.PostOfficer(i));
  }
  for (int i = 1; i <= kCases; ++i) {
    ABSL_RETURN_IF_ERROR(maker.MakeCase(i));
  }
  return absl::OkStatus();
}

}  // namespace caseload::bench

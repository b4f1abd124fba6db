#include "tools/all_protos/all_protos.h"

#include "caseload/assessment/v1/assessment_service.pb.h"
#include "caseload/assessment/v1/instrument_service.pb.h"
#include "caseload/caseplan/v1/case_plan_service.pb.h"
#include "caseload/caseplan/v1/case_record_service.pb.h"
#include "caseload/caseplan/v1/caseload_service.pb.h"
#include "caseload/caseplan/v1/policy_service.pb.h"
#include "caseload/conference/v1/conference_service.pb.h"
#include "caseload/notify/v1/notify_service.pb.h"

namespace caseload::all_protos {
namespace {

// A descriptor of a file that is named here is linked in; one that is only
// looked up by name would be left out of a static link.
std::vector<const google::protobuf::FileDescriptor*> Files() {
  return {assessment::v1::GetAssessmentRequest::descriptor()->file(),
          assessment::v1::GetInstrumentRequest::descriptor()->file(),
          caseplan::v1::GetCasePlanRequest::descriptor()->file(),
          caseplan::v1::ListContactsRequest::descriptor()->file(),
          caseplan::v1::GetUnitRequest::descriptor()->file(),
          caseplan::v1::GetPolicyPackRequest::descriptor()->file(),
          conference::v1::GetConferenceRequest::descriptor()->file(),
          notify::v1::GetMessageRequest::descriptor()->file()};
}

}  // namespace

std::vector<const google::protobuf::ServiceDescriptor*> Services() {
  std::vector<const google::protobuf::ServiceDescriptor*> services;
  for (const google::protobuf::FileDescriptor* file : Files()) {
    for (int i = 0; i < file->service_count(); ++i) {
      services.push_back(file->service(i));
    }
  }
  return services;
}

}  // namespace caseload::all_protos

#include "services/caseplan/caseload_service.h"

namespace caseload::caseplan {

void CaseloadService::Register(rpc::Service& service) {
  AddWrite(service, "CreateUnit", this, &CaseloadService::CreateUnit);
  AddRead(service, "GetUnit", this, &CaseloadService::GetUnit);
  AddRead(service, "ListUnits", this, &CaseloadService::ListUnits);
  AddWrite(service, "CreateOfficer", this, &CaseloadService::CreateOfficer);
  AddRead(service, "GetOfficer", this, &CaseloadService::GetOfficer);
  AddRead(service, "ListOfficers", this, &CaseloadService::ListOfficers);
  AddWrite(service, "UpdateOfficer", this, &CaseloadService::UpdateOfficer);
  AddWrite(service, "SetOfficerPosting", this,
           &CaseloadService::SetOfficerPosting);
  AddRead(service, "ListOfficerPostings", this,
          &CaseloadService::ListOfficerPostings);
  AddWrite(service, "RecordOfficerLeave", this,
           &CaseloadService::RecordOfficerLeave);
  AddRead(service, "ListOfficerLeaves", this,
          &CaseloadService::ListOfficerLeaves);
}

}  // namespace caseload::caseplan

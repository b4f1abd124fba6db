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
  AddWrite(service, "CreateClient", this, &CaseloadService::CreateClient);
  AddRead(service, "GetClient", this, &CaseloadService::GetClient);
  AddRead(service, "ListClients", this, &CaseloadService::ListClients);
  AddWrite(service, "UpdateClient", this, &CaseloadService::UpdateClient);
  AddWrite(service, "OpenCase", this, &CaseloadService::OpenCase);
  AddRead(service, "GetCase", this, &CaseloadService::GetCase);
  AddRead(service, "ListCases", this, &CaseloadService::ListCases);
  AddWrite(service, "UpdateCase", this, &CaseloadService::UpdateCase);
  AddWrite(service, "CloseCase", this, &CaseloadService::CloseCase);
  AddWrite(service, "RecordCaseState", this, &CaseloadService::RecordCaseState);
  AddRead(service, "ListCaseStates", this, &CaseloadService::ListCaseStates);
  AddWrite(service, "AssignCase", this, &CaseloadService::AssignCase);
  AddWrite(service, "TransferCaseload", this,
           &CaseloadService::TransferCaseload);
  AddRead(service, "ListAssignments", this, &CaseloadService::ListAssignments);
  AddRead(service, "ListCarryingOfficers", this,
          &CaseloadService::ListCarryingOfficers);
  AddWrite(service, "CreateHoliday", this, &CaseloadService::CreateHoliday);
  AddWrite(service, "DeleteHoliday", this, &CaseloadService::DeleteHoliday);
  AddRead(service, "ListHolidays", this, &CaseloadService::ListHolidays);
}

}  // namespace caseload::caseplan

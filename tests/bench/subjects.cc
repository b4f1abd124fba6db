#include "tests/bench/subjects.h"

#include "absl/strings/str_cat.h"
#include "caseload/caseplan/v1/caseload_service.pb.h"
#include "services/common/status/status_macros.h"

namespace caseload::bench {
namespace {

using caseplan::v1::GetUnitRequest;
using caseplan::v1::ListOfficersRequest;
using caseplan::v1::ListUnitsRequest;
using caseplan::v1::ListUnitsResponse;

// All officers of the example county: one page of some kilobytes.
constexpr int kOfficersPerPage = 1000;

std::string CaseloadMethod(const std::string& name) {
  return absl::StrCat("/caseload.caseplan.v1.CaseloadService/", name);
}

absl::StatusOr<std::string> FirstUnit(const Ask& ask) {
  ABSL_ASSIGN_OR_RETURN(
      const std::string bytes,
      ask(CaseloadMethod("ListUnits"), ListUnitsRequest().SerializeAsString()));
  ListUnitsResponse units;
  if (!units.ParseFromString(bytes) || units.units().empty()) {
    return absl::FailedPreconditionError("the county has no unit");
  }
  GetUnitRequest request;
  request.set_name(units.units(0).name());
  return request.SerializeAsString();
}

absl::StatusOr<std::string> PageOfOfficers(const Ask& /*ask*/) {
  ListOfficersRequest request;
  request.set_page_size(kOfficersPerPage);
  return request.SerializeAsString();
}

}  // namespace

const std::vector<Subject>& Subjects() {
  static const auto* const subjects = new std::vector<Subject>{
      {"get-unit", CaseloadMethod("GetUnit"), "manager", FirstUnit, {}, 0},
      {"list-officers",
       CaseloadMethod("ListOfficers"),
       "manager",
       PageOfOfficers,
       {},
       0},
  };
  return *subjects;
}

}  // namespace caseload::bench

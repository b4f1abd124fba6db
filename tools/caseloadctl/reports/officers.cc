#include <map>
#include <string>

#include "tools/caseloadctl/reports/reports.h"
#include "tools/caseloadctl/show/words.h"

namespace caseload::caseloadctl {
namespace {

using caseplan::v1::ListOfficerPostingsResponse;
using caseplan::v1::ListOfficersResponse;
using caseplan::v1::Officer;
using caseplan::v1::OfficerPosting;

// "officers/o-1" of "officers/o-1/postings/p-1".
std::string OfficerOf(const OfficerPosting& posting) {
  return posting.name().substr(0, posting.name().find("/postings/"));
}

Report WithoutPostings(const ListOfficersResponse& officers) {
  Table table;
  table.columns = {{"officer", Align::kId}, {"name"}, {"in service"}};
  table.when_empty = "No officer matches.";
  for (const Officer& officer : officers.officers()) {
    type::v1::DateRange service;
    *service.mutable_start_date() = officer.first_day();
    if (officer.has_last_day()) {
      *service.mutable_end_date() = officer.last_day();
    }
    table.rows.push_back(
        {IdOf(officer.name()), officer.display_name(), Days(service)});
  }
  Report report;
  report.title = "Officers";
  report.tables.push_back(table);
  return report;
}

}  // namespace

Report OfficersReport(const ListOfficersResponse& officers,
                      const ListOfficerPostingsResponse& postings) {
  if (postings.postings().empty()) return WithoutPostings(officers);
  std::map<std::string, const OfficerPosting*> posting_of;
  for (const OfficerPosting& posting : postings.postings()) {
    posting_of[OfficerOf(posting)] = &posting;
  }
  Table table;
  table.columns = {{"officer", Align::kId},
                   {"name"},
                   {"unit"},
                   {"supervisor"},
                   {"standing in"}};
  for (const Officer& officer : officers.officers()) {
    const auto found = posting_of.find(officer.name());
    const OfficerPosting& posting = found == posting_of.end()
                                        ? OfficerPosting::default_instance()
                                        : *found->second;
    table.rows.push_back({IdOf(officer.name()), officer.display_name(),
                          IdOf(posting.unit()), IdOf(posting.supervisor()),
                          IdOf(posting.acting_supervisor())});
  }
  Report report;
  report.title = "Officers";
  report.tables.push_back(table);
  return report;
}

}  // namespace caseload::caseloadctl

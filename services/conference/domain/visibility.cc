#include "services/conference/domain/visibility.h"

#include <algorithm>

namespace caseload::conference {

bool Supervises(const Visibility& caller, absl::string_view officer_id) {
  return caller.everything ||
         std::find(caller.supervised_ids.begin(), caller.supervised_ids.end(),
                   officer_id) != caller.supervised_ids.end();
}

bool MayChange(const Visibility& caller, const Conference& conference) {
  const bool holds_it = !caller.officer_id.empty() &&
                        caller.officer_id == conference.supervisor.officer_id;
  return holds_it || Supervises(caller, conference.officer.officer_id);
}

bool MayRead(const Visibility& caller, const Conference& conference) {
  const bool about_them = !caller.officer_id.empty() &&
                          caller.officer_id == conference.officer.officer_id;
  return about_them || MayChange(caller, conference);
}

}  // namespace caseload::conference

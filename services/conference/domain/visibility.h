// visibility.h: which conferences a caller reaches ("roles" in
// requirements.md's decisions; R137).

#ifndef SERVICES_CONFERENCE_DOMAIN_VISIBILITY_H_
#define SERVICES_CONFERENCE_DOMAIN_VISIBILITY_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/conference/domain/conference.h"

namespace caseload::conference {

struct Visibility {
  // A manager, quality coach or auditor.
  bool everything = false;
  // The caller's own staff record; "" when they have none.
  std::string officer_id;
  // Officers whom the caller supervises on the day of the call.
  std::vector<std::string> supervised_ids;
};

// Whether the caller supervises the officer, or reaches everything.
bool Supervises(const Visibility& caller, absl::string_view officer_id);

// Whether the caller may read the conference: it is about them, held by them or
// about an officer whom they supervise.
bool MayRead(const Visibility& caller, const Conference& conference);

// Whether the caller may move, cancel or record it: as MayRead, but never
// because it is about them.
bool MayChange(const Visibility& caller, const Conference& conference);

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_DOMAIN_VISIBILITY_H_

// holder.h: who holds a conference (requirements.md, "who holds it"; S0
// section 1 and S1: "their SDPO").

#ifndef SERVICES_CONFERENCE_DOMAIN_HOLDER_H_
#define SERVICES_CONFERENCE_DOMAIN_HOLDER_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace caseload::conference {

// The officer's posting on the conference's day, as far as it says who holds.
struct HolderFacts {
  std::string officer_id;
  // "" for a vacancy.
  std::string supervisor_id;
  // "" for none.
  std::string acting_supervisor_id;
  bool supervisor_on_leave = false;
};

// The one who holds the conference. `requested_id` may be "": then it is the
// supervisor, or the acting supervisor when there is none or they are on leave.
// The supervisor stays the holder when they are on leave and nobody acts for
// them: the rule about leave then says so.
//
// INVALID_ARGUMENT on "supervisor": SUPERVISOR_REQUIRED when nobody is named
// and nobody supervises, HOLDER_IS_OFFICER for the officer themselves; on
// "holder_reason": HOLDER_REASON_REQUIRED when somebody else is named without
// a reason.
absl::StatusOr<std::string> ChooseHolder(const HolderFacts& facts,
                                         absl::string_view requested_id,
                                         absl::string_view reason);

// Whether `officer_id` is the supervisor or the acting supervisor.
bool IsRegularHolder(const HolderFacts& facts, absl::string_view officer_id);

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_DOMAIN_HOLDER_H_

#include "services/conference/domain/holder.h"

#include "services/common/status/error.h"

namespace caseload::conference {
namespace {

std::string RegularHolder(const HolderFacts& facts) {
  const bool supervisor_present =
      !facts.supervisor_id.empty() && !facts.supervisor_on_leave;
  if (supervisor_present || facts.acting_supervisor_id.empty()) {
    return facts.supervisor_id;
  }
  return facts.acting_supervisor_id;
}

}  // namespace

bool IsRegularHolder(const HolderFacts& facts, absl::string_view officer_id) {
  return !officer_id.empty() && (officer_id == facts.supervisor_id ||
                                 officer_id == facts.acting_supervisor_id);
}

absl::StatusOr<std::string> ChooseHolder(const HolderFacts& facts,
                                         absl::string_view requested_id,
                                         absl::string_view reason) {
  const std::string holder =
      requested_id.empty() ? RegularHolder(facts) : std::string(requested_id);
  if (holder.empty()) {
    return status::InvalidField(
        "supervisor", "SUPERVISOR_REQUIRED",
        "nobody supervises the officer on that day; name who holds the "
        "conference, with a holder_reason");
  }
  if (holder == facts.officer_id) {
    return status::InvalidField("supervisor", "HOLDER_IS_OFFICER",
                                "is the officer; name somebody else");
  }
  if (!IsRegularHolder(facts, holder) && reason.empty()) {
    return status::InvalidField(
        "holder_reason", "HOLDER_REASON_REQUIRED",
        "somebody other than the supervisor or acting supervisor on that day "
        "holds the conference; say why");
  }
  return holder;
}

}  // namespace caseload::conference

#include "services/conference/lookup.h"

#include <string>
#include <utility>

#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/conference/access.h"
#include "services/conference/names.h"
#include "services/conference/storage/conference_store.h"

namespace caseload::conference {

absl::StatusOr<Conference> LoadForChange(sql::Transaction& tx,
                                         absl::string_view id,
                                         std::optional<int64_t> version,
                                         const Visibility& caller) {
  ABSL_ASSIGN_OR_RETURN(std::optional<Conference> conference,
                        LoadConference(tx, id));
  const std::string name = FormatName(kConferences, id);
  if (!conference.has_value()) return status::NotFound(name);
  ABSL_RETURN_IF_ERROR(CheckMayChange(caller, *conference));
  if (version.value_or(conference->version) != conference->version) {
    return status::EtagMismatch(name);
  }
  return *std::move(conference);
}

absl::Status CheckScheduled(const Conference& conference) {
  if (conference.state == State::kScheduled) return absl::OkStatus();
  return status::FailedPrecondition(
      "CONFERENCE_NOT_SCHEDULED", FormatName(kConferences, conference.id),
      "only a scheduled conference can be changed; schedule another");
}

absl::Status CheckStillAhead(const Conference& conference, absl::Time now) {
  ABSL_RETURN_IF_ERROR(CheckScheduled(conference));
  if (now < conference.appointment.start) return absl::OkStatus();
  return status::FailedPrecondition(
      "CONFERENCE_HAS_BEGUN", FormatName(kConferences, conference.id),
      "its time has come; record the outcome and schedule another");
}

}  // namespace caseload::conference

#include "services/conference/clients/pack_source.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/common/status/error.h"
#include "services/policy/calendar.h"

namespace caseload::conference {

FixedPackSource::FixedPackSource(std::vector<policy::PolicyPack> packs) {
  for (policy::PolicyPack& pack : packs) {
    packs_.push_back(
        std::make_shared<const policy::PolicyPack>(std::move(pack)));
  }
}

absl::StatusOr<std::shared_ptr<const policy::PolicyPack>>
FixedPackSource::InForce(absl::string_view division, absl::CivilDay day) const {
  std::shared_ptr<const policy::PolicyPack> newest;
  for (const auto& pack : packs_) {
    if (pack->division != division || pack->effective_date > day) continue;
    if (newest == nullptr || newest->effective_date < pack->effective_date) {
      newest = pack;
    }
  }
  if (newest != nullptr) return newest;
  return status::WithRetryAfter(
      status::FailedPrecondition(
          "POLICY_NOT_YET_KNOWN", division,
          absl::StrCat("no policy of the division is known for ",
                       policy::FormatDay(day))),
      absl::Seconds(5));
}

}  // namespace caseload::conference

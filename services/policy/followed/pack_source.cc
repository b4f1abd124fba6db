#include "services/policy/followed/pack_source.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/common/status/error.h"
#include "services/policy/calendar.h"

namespace caseload::policy {

absl::Status PolicyNotYetKnown(absl::string_view division, absl::CivilDay day) {
  return status::WithRetryAfter(
      status::FailedPrecondition(
          "POLICY_NOT_YET_KNOWN", division,
          absl::StrCat("no policy of the division is known for ",
                       FormatDay(day))),
      absl::Seconds(5));
}

}  // namespace caseload::policy

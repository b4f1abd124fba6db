#include "services/conference/clients/followed_holidays.h"

#include <vector>

#include "absl/time/civil_time.h"
#include "caseload/caseplan/v1/holiday.pb.h"
#include "services/common/status/status_macros.h"
#include "services/conference/storage/holiday_store.h"

namespace caseload::conference {

absl::Status FollowedHolidays::Load() {
  std::vector<absl::CivilDay> days;
  ABSL_RETURN_IF_ERROR(database_->Read(
      absl::InfiniteFuture(), [&](sql::Transaction& tx) -> absl::Status {
        ABSL_ASSIGN_OR_RETURN(days, ListHolidays(tx));
        return absl::OkStatus();
      }));
  policy::WorkingDays working_days(std::move(days));
  sync::MutexLock lock(&mutex_);
  working_days_ = std::move(working_days);
  return absl::OkStatus();
}

absl::StatusOr<CountyCalendar> FollowedHolidays::Get(const PeerCall&) const {
  sync::MutexLock lock(&mutex_);
  return CountyCalendar{zone_name_, zone_, working_days_};
}

absl::StatusOr<follow::Outcome> FollowedHolidays::Apply(
    sql::Transaction& tx, const type::v1::Change& change) {
  if (change.kind() != kHolidayKind ||
      !follow::Carries<caseplan::v1::Holiday>(change)) {
    return follow::Outcome::kUnknown;
  }
  ABSL_ASSIGN_OR_RETURN(const auto state,
                        follow::StateOf<caseplan::v1::Holiday>(change));
  Holiday holiday;
  holiday.name = change.resource_name();
  holiday.version = change.version();
  const type::v1::Date& date = state.date();
  holiday.date = absl::CivilDay(date.year(), date.month(), date.day());
  holiday.stands = !state.has_withdraw_time();
  ABSL_ASSIGN_OR_RETURN(const bool written, UpsertHoliday(tx, holiday));
  return written ? follow::Outcome::kApplied : follow::Outcome::kNotNewer;
}

absl::Status FollowedHolidays::ForgetVersions(sql::Transaction& tx) {
  return ForgetHolidayVersions(tx);
}

absl::StatusOr<bool> FollowedHolidays::Sweep(sql::Transaction& tx) {
  ABSL_RETURN_IF_ERROR(SweepHolidays(tx));
  return true;
}

}  // namespace caseload::conference

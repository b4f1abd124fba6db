// followed_holidays.h: the county's calendar, with the holidays that caseplan's
// feed tells of.

#ifndef SERVICES_CONFERENCE_CLIENTS_FOLLOWED_HOLIDAYS_H_
#define SERVICES_CONFERENCE_CLIENTS_FOLLOWED_HOLIDAYS_H_

#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/follow/projection.h"
#include "services/common/sql/database.h"
#include "services/common/sync/mutex.h"
#include "services/conference/clients/county_calendar_source.h"
#include "services/policy/calendar.h"

namespace caseload::conference {

// The kind of change that it projects.
inline constexpr char kHolidayKind[] = "holiday";

// Keeps every holiday in the service's own store and the days of those that
// stand in memory too: judging a day needs neither caseplan nor SQL. What was
// known before a restart is known after it. Before the feed has told of any,
// only weekends are off.
//
// Thread safety: thread-safe.
class FollowedHolidays final : public CountyCalendarSource,
                               public follow::Projection {
 public:
  // `zone` is what the IANA name `zone_name` stands for. `database` is
  // borrowed.
  FollowedHolidays(sql::Database* database, std::string zone_name,
                   absl::TimeZone zone)
      : database_(database), zone_name_(std::move(zone_name)), zone_(zone) {}

  // Takes what the store knows into memory. Called once before it is used.
  absl::Status Load();

  absl::StatusOr<CountyCalendar> Get(const PeerCall& call) const override;

  absl::StatusOr<follow::Outcome> Apply(
      sql::Transaction& tx, const type::v1::Change& change) override;
  absl::Status ForgetVersions(sql::Transaction& tx) override;
  absl::StatusOr<bool> Sweep(sql::Transaction& tx) override;
  absl::Status Committed() override { return Load(); }

 private:
  sql::Database* const database_;
  const std::string zone_name_;
  const absl::TimeZone zone_;
  mutable sync::Mutex mutex_;
  policy::WorkingDays working_days_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_CLIENTS_FOLLOWED_HOLIDAYS_H_

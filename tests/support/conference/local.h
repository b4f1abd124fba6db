// local.h: a time on somebody's clocks, written short.

#ifndef TESTS_SUPPORT_CONFERENCE_LOCAL_H_
#define TESTS_SUPPORT_CONFERENCE_LOCAL_H_

#include "absl/time/civil_time.h"

namespace caseload::testing {

// {2026, 12, 30, 9, 0} where a CivilMinute is wanted.
class Local {
 public:
  Local(int year, int month, int day, int hour, int minute)
      : minute_(year, month, day, hour, minute) {}
  Local(absl::CivilMinute minute) : minute_(minute) {}
  operator absl::CivilMinute() const { return minute_; }

 private:
  absl::CivilMinute minute_;
};

}  // namespace caseload::testing

#endif  // TESTS_SUPPORT_CONFERENCE_LOCAL_H_

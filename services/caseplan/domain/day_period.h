// day_period.h: spans of civil days.

#ifndef SERVICES_CASEPLAN_DOMAIN_DAY_PERIOD_H_
#define SERVICES_CASEPLAN_DOMAIN_DAY_PERIOD_H_

#include <optional>
#include <utility>

#include "absl/time/civil_time.h"

namespace caseload::caseplan {

// A span of civil days, both ends in it; without `last` it has no known end.
struct DayPeriod {
  absl::CivilDay first;
  std::optional<absl::CivilDay> last;

  bool Contains(absl::CivilDay day) const {
    return first <= day && (!last.has_value() || day <= *last);
  }
  bool Overlaps(const DayPeriod& other) const {
    return (!last.has_value() || other.first <= *last) &&
           (!other.last.has_value() || first <= *other.last);
  }
  // Whether every day of `other` is in this.
  bool Covers(const DayPeriod& other) const {
    return first <= other.first &&
           (!last.has_value() ||
            (other.last.has_value() && *other.last <= *last));
  }
  friend bool operator==(const DayPeriod& a, const DayPeriod& b) {
    return a.first == b.first && a.last == b.last;
  }
};

// What is left of a period when days are taken out of it: at most one span
// before them and one after them.
struct Remainder {
  std::optional<DayPeriod> before;
  std::optional<DayPeriod> after;
};

// The days of `period` that are not in `taken`. When the two do not overlap,
// `before` is the whole period.
inline Remainder Without(const DayPeriod& period, const DayPeriod& taken) {
  Remainder rest;
  if (!period.Overlaps(taken)) {
    rest.before = period;
    return rest;
  }
  if (period.first < taken.first) {
    rest.before = DayPeriod{period.first, taken.first - 1};
  }
  if (taken.last.has_value() &&
      (!period.last.has_value() || *taken.last < *period.last)) {
    rest.after = DayPeriod{*taken.last + 1, period.last};
  }
  return rest;
}

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_DOMAIN_DAY_PERIOD_H_

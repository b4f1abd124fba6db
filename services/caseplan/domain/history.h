// history.h: what becomes of facts when days are taken out of them.

#ifndef SERVICES_CASEPLAN_DOMAIN_HISTORY_H_
#define SERVICES_CASEPLAN_DOMAIN_HISTORY_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/caseplan/domain/day_period.h"
#include "services/caseplan/domain/recording.h"

namespace caseload::caseplan {

// What becomes of one fact (with `period`, `recording` and `external_id`) whose
// days are partly taken by another.
template <typename Fact>
struct Carved {
  // The revision that no longer stands.
  Fact superseded;
  // The next revision of the same fact: the days before the taken ones, or,
  // when there are none, those after them.
  std::optional<Fact> kept;
  // The days after, when there are days before as well. A new fact: its id is
  // the caller's to give, and it has no external id.
  std::optional<Fact> split_off;
};

// Takes the days of `taken` out of those of `standing` that overlap with them.
// What the others are is not said.
template <typename Fact>
std::vector<Carved<Fact>> Carve(std::vector<Fact> standing,
                                const DayPeriod& taken, absl::Time recorded_at,
                                absl::string_view recorded_by) {
  std::vector<Carved<Fact>> result;
  for (Fact& fact : standing) {
    if (!fact.period.Overlaps(taken)) continue;
    Remainder rest = Without(fact.period, taken);
    Carved<Fact> carved;
    Fact next = fact;
    next.recording.recorded_at = recorded_at;
    next.recording.recorded_by = std::string(recorded_by);
    if (rest.before.has_value() && rest.after.has_value()) {
      carved.split_off = next;
      carved.split_off->id.clear();
      carved.split_off->external_id.reset();
      carved.split_off->recording.revision = 1;
      carved.split_off->period = *rest.after;
    }
    if (rest.before.has_value() || rest.after.has_value()) {
      carved.kept = std::move(next);
      ++carved.kept->recording.revision;
      carved.kept->period =
          rest.before.has_value() ? *rest.before : *rest.after;
    }
    carved.superseded = std::move(fact);
    carved.superseded.recording.superseded_at = recorded_at;
    result.push_back(std::move(carved));
  }
  return result;
}

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_DOMAIN_HISTORY_H_

// count_labels.h: what a count of the caseload snapshot counts, in words.

#ifndef SERVICES_CONFERENCE_DOMAIN_COUNT_LABELS_H_
#define SERVICES_CONFERENCE_DOMAIN_COUNT_LABELS_H_

#include "absl/strings/string_view.h"
#include "services/policy/pack.h"

namespace caseload::conference {

// "cases without a current plan": the plural of what stands behind a reminder
// (R015-R033). Cases are counted, each once, whatever stands several times in
// one of them.
absl::string_view LabelOf(policy::SnapshotCount count);

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_DOMAIN_COUNT_LABELS_H_

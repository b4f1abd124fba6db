// finding_words.h: the findings of a caseload snapshot, in words.

#ifndef SERVICES_CONFERENCE_DOMAIN_FINDING_WORDS_H_
#define SERVICES_CONFERENCE_DOMAIN_FINDING_WORDS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/conference/domain/caseload_snapshot.h"
#include "services/policy/pack.h"

namespace caseload::conference {

// "without a current case plan": what is said of a case behind a reminder
// (R015-R033).
absl::string_view PhraseOf(policy::SnapshotCount count);

// "cases without a current case plan": what is counted. Cases are counted, each
// once, whatever stands several times in one of them.
std::string LabelOf(policy::SnapshotCount count);

// "the plan has expired".
absl::string_view WordsOf(FindingWhy why);

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_DOMAIN_FINDING_WORDS_H_

// import_outcomes.h: what became of the rows of a batch, as text.

#ifndef TESTS_SUPPORT_IMPORT_OUTCOMES_H_
#define TESTS_SUPPORT_IMPORT_OUTCOMES_H_

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "caseload/type/v1/import.pb.h"

namespace caseload::testing {

// "RESULT column REASON", with "FLAG column REASON" for what stands all the
// same and "LATER" when it may still pass.
inline std::string OutcomeText(const type::v1::ImportOutcome& outcome) {
  std::string text =
      type::v1::ImportOutcome::Result_Name(outcome.result()).substr(7);
  for (const auto& problem : outcome.problems()) {
    absl::StrAppend(&text, " ", problem.column(), " ", problem.reason());
  }
  for (const auto& flag : outcome.flags()) {
    absl::StrAppend(&text, " FLAG ", flag.column(), " ", flag.reason());
  }
  if (outcome.try_later()) text += " LATER";
  return text;
}

// That of each outcome.
inline std::vector<std::string> OutcomeTexts(
    const type::v1::ImportRecordsResponse& response) {
  std::vector<std::string> texts;
  for (const type::v1::ImportOutcome& outcome : response.outcomes()) {
    texts.push_back(OutcomeText(outcome));
  }
  return texts;
}

}  // namespace caseload::testing

#endif  // TESTS_SUPPORT_IMPORT_OUTCOMES_H_

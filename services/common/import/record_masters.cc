#include "services/common/import/record_masters.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/status/error.h"

namespace caseload::imports {

absl::StatusOr<RecordMasters> RecordMasters::Parse(
    absl::string_view list, const std::vector<std::string>& kinds) {
  RecordMasters masters;
  list = absl::StripAsciiWhitespace(list);
  if (list.empty()) return masters;
  masters.declared_ = true;
  if (list == "none") return masters;
  for (absl::string_view part : absl::StrSplit(list, ',')) {
    const std::string kind(absl::StripAsciiWhitespace(part));
    if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) {
      return absl::InvalidArgumentError(
          absl::StrCat("imported kinds: '", kind, "' is none of ",
                       absl::StrJoin(kinds, ", "), "; nor is it 'none' alone"));
    }
    masters.imported_.insert(kind);
  }
  return masters;
}

absl::Status RecordMasters::CheckNativeWrite(absl::string_view kind) const {
  if (imported_.count(std::string(kind)) == 0) return absl::OkStatus();
  return status::FailedPrecondition(
      "RECORD_KIND_IMPORTED", kind,
      absl::StrCat(kind,
                   " come from the county's own system and are changed there;"
                   " the next import brings the change"));
}

absl::Status RecordMasters::CheckImport(absl::string_view kind) const {
  if (!declared_ || imported_.count(std::string(kind)) > 0) {
    return absl::OkStatus();
  }
  return status::FailedPrecondition(
      "RECORD_KIND_NATIVE", kind,
      absl::StrCat(kind, " are kept here; leave ", kind,
                   ".csv out of the export, or declare the kind as imported"));
}

}  // namespace caseload::imports

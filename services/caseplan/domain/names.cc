#include "services/caseplan/domain/names.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"

namespace caseload::caseplan::internal {

namespace {

constexpr size_t kMaxIdLength = 63;

bool IsIdCharacter(char c) {
  return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
}

}  // namespace

bool SplitName(absl::string_view name, absl::string_view collection,
               absl::string_view* parent, absl::string_view* id) {
  size_t slash = name.rfind('/');
  if (slash == absl::string_view::npos) return false;
  *id = name.substr(slash + 1);
  if (id->empty() || id->size() > kMaxIdLength || id->front() == '-' ||
      !std::all_of(id->begin(), id->end(), IsIdCharacter)) {
    return false;
  }
  *parent = name.substr(0, slash);
  if (!absl::ConsumeSuffix(parent, collection)) return false;
  if (parent->empty()) return true;
  // "x/cases" has a parent "x"; "xcases" and "/cases" are no names.
  return absl::ConsumeSuffix(parent, "/") && !parent->empty();
}

}  // namespace caseload::caseplan::internal

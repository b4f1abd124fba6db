#include "services/conference/names.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/ids/ids.h"

namespace caseload::conference {

std::string FormatName(absl::string_view collection, absl::string_view id) {
  return id.empty() ? std::string() : absl::StrCat(collection, "/", id);
}

std::optional<std::string> ParseName(absl::string_view collection,
                                     absl::string_view name) {
  if (!absl::ConsumePrefix(&name, collection) ||
      !absl::ConsumePrefix(&name, "/") || !ids::IsValidId(name)) {
    return std::nullopt;
  }
  return std::string(name);
}

}  // namespace caseload::conference

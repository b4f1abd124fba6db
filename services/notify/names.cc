#include "services/notify/names.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/ids/ids.h"

namespace caseload::notify {
namespace {

constexpr absl::string_view kMessages = "messages/";
constexpr absl::string_view kConferences = "conferences/";
constexpr absl::string_view kOfficers = "officers/";

std::optional<std::string> Parse(absl::string_view collection,
                                 absl::string_view name) {
  if (!absl::ConsumePrefix(&name, collection) || !ids::IsValidId(name)) {
    return std::nullopt;
  }
  return std::string(name);
}

}  // namespace

std::string MessageName(absl::string_view id) {
  return absl::StrCat(kMessages, id);
}
std::string ConferenceName(absl::string_view id) {
  return absl::StrCat(kConferences, id);
}
std::string OfficerName(absl::string_view id) {
  return absl::StrCat(kOfficers, id);
}

std::optional<std::string> ParseMessageName(absl::string_view name) {
  return Parse(kMessages, name);
}
std::optional<std::string> ParseConferenceName(absl::string_view name) {
  return Parse(kConferences, name);
}
std::optional<std::string> ParseOfficerName(absl::string_view name) {
  return Parse(kOfficers, name);
}

}  // namespace caseload::notify

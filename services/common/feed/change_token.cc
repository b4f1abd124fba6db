#include "services/common/feed/change_token.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace caseload::feed {
namespace {

constexpr absl::string_view kNotePrefix = "change/";

}  // namespace

void NoteChange(sql::Transaction& tx, absl::string_view resource_name,
                int64_t version) {
  tx.Note(absl::StrCat(kNotePrefix, resource_name), absl::StrCat(version));
}

// "assessment cases/c-1/risk=7 cases/c-2/risk=1".
std::string ChangeToken(absl::string_view service, const sql::Notes& notes) {
  std::string token;
  for (const auto& [key, version] : notes) {
    absl::string_view resource = key;
    if (!absl::ConsumePrefix(&resource, kNotePrefix)) continue;
    if (token.empty()) token = std::string(service);
    absl::StrAppend(&token, " ", resource, "=", version);
  }
  return token;
}

std::optional<ResourceVersions> ParseChangeToken(absl::string_view service,
                                                 absl::string_view token) {
  if (!absl::ConsumePrefix(&token, service) ||
      !absl::ConsumePrefix(&token, " ")) {
    return std::nullopt;
  }
  ResourceVersions versions;
  for (const absl::string_view part : absl::StrSplit(token, ' ')) {
    const std::pair<std::string, std::string> sides =
        absl::StrSplit(part, absl::MaxSplits('=', 1));
    int64_t version = 0;
    if (sides.first.empty() || !absl::SimpleAtoi(sides.second, &version) ||
        version < 1) {
      return std::nullopt;
    }
    versions.emplace(sides.first, version);
  }
  return versions;
}

}  // namespace caseload::feed

#include "services/common/paging/paging.h"

#include <algorithm>
#include <optional>

#include "absl/strings/escaping.h"
#include "services/common/status/error.h"

namespace caseload::paging {

absl::StatusOr<int32_t> PageSize(int32_t requested) {
  if (requested < 0) {
    return status::InvalidField("page_size", "PAGE_SIZE_NEGATIVE",
                                "is negative; leave it out for the default");
  }
  if (requested == 0) return kDefaultPageSize;
  return std::min(requested, kMaxPageSize);
}

std::string TokenSealer::Seal(absl::string_view query_fingerprint,
                              absl::string_view position) const {
  return absl::WebSafeBase64Escape(sealer_.Seal(position, query_fingerprint));
}

absl::StatusOr<std::string> TokenSealer::Open(
    absl::string_view query_fingerprint, absl::string_view token) const {
  if (token.empty()) return std::string();
  std::string sealed;
  std::optional<std::string> position;
  if (absl::WebSafeBase64Unescape(token, &sealed)) {
    position = sealer_.Open(sealed, query_fingerprint);
  }
  if (!position.has_value()) {
    return status::InvalidField(
        "page_token", "PAGE_TOKEN_INVALID",
        "is not a token that this query returned; begin again without one");
  }
  return *std::move(position);
}

}  // namespace caseload::paging

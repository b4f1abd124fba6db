#include "services/common/redis/address.h"

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"

namespace caseload::redis {
namespace {

// What sun_path holds, without its end.
constexpr size_t kMaxPathBytes = 107;

absl::Status BadUrl() {
  return absl::InvalidArgumentError(
      "the Redis URL is \"unix:/path\", \"redis://host:port\" or "
      "\"rediss://host:port\" (TLS), without user and password");
}

}  // namespace

absl::StatusOr<Address> ParseAddress(absl::string_view url) {
  Address address;
  if (absl::ConsumePrefix(&url, "unix:")) {
    if (!absl::StartsWith(url, "/") || url.size() > kMaxPathBytes) {
      return BadUrl();
    }
    address.path = std::string(url);
    return address;
  }
  address.tls = absl::ConsumePrefix(&url, "rediss://");
  if (!address.tls && !absl::ConsumePrefix(&url, "redis://")) return BadUrl();
  url = absl::StripSuffix(url, "/");
  const size_t colon = url.rfind(':');
  if (colon == absl::string_view::npos || colon == 0 ||
      url.find_first_of("@/") != absl::string_view::npos ||
      !absl::SimpleAtoi(url.substr(colon + 1), &address.port) ||
      address.port < 1 || address.port > 65535) {
    return BadUrl();
  }
  absl::string_view host = url.substr(0, colon);
  // An IPv6 address stands in brackets.
  if (absl::ConsumePrefix(&host, "[")) host = absl::StripSuffix(host, "]");
  address.host = std::string(host);
  return address;
}

}  // namespace caseload::redis

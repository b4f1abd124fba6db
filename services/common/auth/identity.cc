#include "services/common/auth/identity.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/status/error.h"

namespace caseload::auth {
namespace {

bool IsLabel(absl::string_view name) {
  constexpr size_t kMaxLabel = 63;
  if (name.empty() || name.size() > kMaxLabel) return false;
  if (name.front() == '-' || name.back() == '-') return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
  });
}

absl::Status NotAdmitted(absl::string_view rule) {
  return status::PermissionDenied("IDENTITY_NOT_ADMITTED", rule);
}

}  // namespace

absl::StatusOr<Caller> ParseSpiffeId(absl::string_view uri,
                                     absl::string_view trust_domain) {
  if (uri.empty()) {
    return status::Unauthenticated(
        "IDENTITY_MISSING",
        "the client certificate carries no SPIFFE id; ask for one with exactly "
        "one URI name");
  }
  absl::string_view path = uri;
  if (!absl::ConsumePrefix(&path, "spiffe://") ||
      !absl::ConsumePrefix(&path, trust_domain) ||
      !absl::ConsumePrefix(&path, "/")) {
    return NotAdmitted(absl::StrCat(
        "the certificate's identity is not in trust domain ", trust_domain));
  }
  Caller caller;
  if (absl::ConsumePrefix(&path, "service/")) {
    caller.kind = CallerKind::kService;
    caller.principal = absl::StrCat("service/", path);
  } else if (absl::ConsumePrefix(&path, "partner/")) {
    caller.kind = CallerKind::kPartner;
    caller.principal = absl::StrCat("partner/", path);
  } else {
    return NotAdmitted("the certificate's identity is of no known kind");
  }
  if (!IsLabel(path)) {
    return NotAdmitted(
        "the name in the certificate's identity is no DNS label");
  }
  return caller;
}

std::string ServiceSpiffeId(absl::string_view trust_domain,
                            absl::string_view name) {
  return absl::StrCat("spiffe://", trust_domain, "/service/", name);
}

}  // namespace caseload::auth

// identity.h: the identity that a verified certificate states.

#ifndef SERVICES_COMMON_AUTH_IDENTITY_H_
#define SERVICES_COMMON_AUTH_IDENTITY_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/auth/caller.h"

namespace caseload::auth {

// Reads "spiffe://<trust domain>/service/<name>" or ".../partner/<id>" into a
// Caller of kind kService or kPartner. `<name>` and `<id>` are DNS labels: 1 to
// 63 of a-z, 0-9 and '-', not first or last.
//
// UNAUTHENTICATED IDENTITY_MISSING when `uri` is empty; PERMISSION_DENIED
// IDENTITY_NOT_ADMITTED for another trust domain, another shape or a name that
// is no label. `trust_domain` is as configured ("caseload.example").
absl::StatusOr<Caller> ParseSpiffeId(absl::string_view uri,
                                     absl::string_view trust_domain);

// "spiffe://<trust_domain>/service/<name>": what a client expects of the
// service it calls.
std::string ServiceSpiffeId(absl::string_view trust_domain,
                            absl::string_view name);

}  // namespace caseload::auth

#endif  // SERVICES_COMMON_AUTH_IDENTITY_H_

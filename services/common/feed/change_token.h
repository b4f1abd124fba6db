// change_token.h: what a change gives its caller, to send back with a read of a
// service that follows the changer's feed: which resources the change put
// there, and under which versions. Sent as caseload-consistency-token.
//
// Not sealed: the services share no key, the caller knows the resources, and a
// made-up one costs its reader a short wait.

#ifndef SERVICES_COMMON_FEED_CHANGE_TOKEN_H_
#define SERVICES_COMMON_FEED_CHANGE_TOKEN_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "services/common/sql/database.h"

namespace caseload::feed {

// Versions by resource name.
using ResourceVersions = std::map<std::string, int64_t>;

// Notes in the transaction that the resource, without spaces, is on the feed
// under `version`.
void NoteChange(sql::Transaction& tx, absl::string_view resource_name,
                int64_t version);

// The token of `service` for what a transaction noted; empty when it noted
// nothing. Printable ASCII.
std::string ChangeToken(absl::string_view service, const sql::Notes& notes);

// What a token of `service` says; nullopt when it is empty or none.
std::optional<ResourceVersions> ParseChangeToken(absl::string_view service,
                                                 absl::string_view token);

}  // namespace caseload::feed

#endif  // SERVICES_COMMON_FEED_CHANGE_TOKEN_H_

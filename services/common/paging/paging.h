// paging.h: page sizes and page tokens (AIP-158).
//
// A token is opaque to its holder, belongs to one query and grants no access.

#ifndef SERVICES_COMMON_PAGING_PAGING_H_
#define SERVICES_COMMON_PAGING_PAGING_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/seal/sealer.h"

namespace caseload::paging {

inline constexpr int32_t kDefaultPageSize = 50;
inline constexpr int32_t kMaxPageSize = 500;

// 0 is kDefaultPageSize, more than kMaxPageSize is kMaxPageSize; a negative one
// is INVALID_ARGUMENT, reason PAGE_SIZE_NEGATIVE, on the field "page_size".
absl::StatusOr<int32_t> PageSize(int32_t requested);

// Seals where a page ended. Thread-safe.
class TokenSealer {
 public:
  explicit TokenSealer(seal::Sealer sealer) : sealer_(std::move(sealer)) {}

  // A token for the rows after `position` of the query that
  // `query_fingerprint` stands for (method, parent, filter, order).
  std::string Seal(absl::string_view query_fingerprint,
                   absl::string_view position) const;

  // The position, or "" for an empty token (the first page).
  // INVALID_ARGUMENT, reason PAGE_TOKEN_INVALID, on the field "page_token" when
  // the token is not of this query.
  absl::StatusOr<std::string> Open(absl::string_view query_fingerprint,
                                   absl::string_view token) const;

 private:
  const seal::Sealer sealer_;
};

}  // namespace caseload::paging

#endif  // SERVICES_COMMON_PAGING_PAGING_H_

#include "services/common/ids/ids.h"

#include <openssl/rand.h>

#include <array>
#include <cstdint>
#include <cstdlib>

#include "absl/strings/str_format.h"

namespace caseload::ids {
namespace {

constexpr char kAlphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr size_t kMaxIdLength = 63;

bool IsLowerOrDigit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

}  // namespace

std::string RandomIdSource::NewId() {
  std::array<unsigned char, 16> bytes;
  // An id that is not random could be another record's: there is no way on.
  if (RAND_bytes(bytes.data(), bytes.size()) != 1) std::abort();
  std::string id(26, '0');
  // 128 bits, five at a time from the end.
  for (size_t i = 0; i < id.size(); ++i) {
    const size_t bit = i * 5;
    unsigned value = 0;
    for (size_t b = 0; b < 5; ++b) {
      const size_t at = bit + b;
      if (at >= 128) break;
      value |= ((bytes[at / 8] >> (at % 8)) & 1u) << b;
    }
    id[id.size() - 1 - i] = kAlphabet[value];
  }
  return id;
}

std::string SequentialIdSource::NewId() {
  return absl::StrFormat("%s-%06d", prefix_, next_.fetch_add(1));
}

bool IsValidId(absl::string_view id) {
  if (id.empty() || id.size() > kMaxIdLength || !IsLowerOrDigit(id[0])) {
    return false;
  }
  for (char c : id) {
    if (!IsLowerOrDigit(c) && c != '-') return false;
  }
  return true;
}

}  // namespace caseload::ids

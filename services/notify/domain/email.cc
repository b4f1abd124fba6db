#include "services/notify/domain/email.h"

#include <cstddef>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"

namespace caseload::notify {
namespace {

constexpr size_t kMaxEmailBytes = 254;
constexpr size_t kMaxLocalPartBytes = 64;
constexpr size_t kMaxLabelBytes = 63;

bool IsAtom(absl::string_view atom) {
  if (atom.empty()) return false;
  for (const char c : atom) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) &&
        absl::string_view("!#$%&'*+-/=?^_`{|}~").find(c) ==
            absl::string_view::npos) {
      return false;
    }
  }
  return true;
}

bool IsLabel(absl::string_view label) {
  if (label.empty() || label.size() > kMaxLabelBytes || label.front() == '-' ||
      label.back() == '-') {
    return false;
  }
  for (const char c : label) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) && c != '-') {
      return false;
    }
  }
  return true;
}

}  // namespace

bool IsEmail(absl::string_view email) {
  if (email.size() > kMaxEmailBytes) return false;
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(email, absl::MaxSplits('@', 1));
  const auto& [local, domain] = parts;
  if (local.empty() || local.size() > kMaxLocalPartBytes) return false;
  for (absl::string_view atom : absl::StrSplit(local, '.')) {
    if (!IsAtom(atom)) return false;
  }
  return IsDomain(domain);
}

bool IsDomain(absl::string_view domain) {
  // An absent domain has no labels, and none of them is bad.
  if (domain.empty() || domain.size() > kMaxEmailBytes) return false;
  for (absl::string_view label : absl::StrSplit(domain, '.')) {
    if (!IsLabel(label)) return false;
  }
  return true;
}

}  // namespace caseload::notify

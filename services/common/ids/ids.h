// ids.h: opaque random identifiers.
//
// Ids carry no meaning, so that an audit row that names a record stays true and
// harmless when the record is lawfully erased.

#ifndef SERVICES_COMMON_IDS_IDS_H_
#define SERVICES_COMMON_IDS_IDS_H_

#include <atomic>
#include <string>

#include "absl/strings/string_view.h"

namespace caseload::ids {

// Makes ids. Thread-safe. Injected, so that tests know what they will get.
class IdSource {
 public:
  virtual ~IdSource() = default;
  // A new id: 26 characters of lower-case Crockford base32 (128 random bits, of
  // which the first 130 - 128 are zero), safe in resource names and URLs.
  virtual std::string NewId() = 0;
};

// 128 bits from the operating system's generator.
class RandomIdSource final : public IdSource {
 public:
  std::string NewId() override;
};

// "prefix-000001", "prefix-000002" ... for tests.
class SequentialIdSource final : public IdSource {
 public:
  explicit SequentialIdSource(absl::string_view prefix) : prefix_(prefix) {}
  std::string NewId() override;

 private:
  const std::string prefix_;
  std::atomic<int> next_ = 1;
};

// Whether `id` may stand in a resource name: 1 to 63 characters of a-z, 0-9 and
// '-', beginning with a letter or digit.
bool IsValidId(absl::string_view id);

}  // namespace caseload::ids

#endif  // SERVICES_COMMON_IDS_IDS_H_

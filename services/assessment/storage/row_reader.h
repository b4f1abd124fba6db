// row_reader.h: the values of a row, taken one after the other.

#ifndef SERVICES_ASSESSMENT_STORAGE_ROW_READER_H_
#define SERVICES_ASSESSMENT_STORAGE_ROW_READER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/common/sql/database.h"
#include "services/policy/calendar.h"

namespace caseload::assessment::storage {

class RowReader {
 public:
  explicit RowReader(std::vector<sql::Value> values)
      : values_(std::move(values)) {}

  bool IsNull() const { return values_[next_].null; }
  void Skip() { ++next_; }
  std::string Text() { return std::move(values_[next_++].text); }
  int64_t Integer() { return values_[next_++].integer; }
  bool Flag() { return Integer() != 0; }
  absl::Time Instant() { return absl::FromUnixMicros(Integer()); }
  std::optional<absl::Time> InstantOrNull() {
    if (!IsNull()) return Instant();
    Skip();
    return std::nullopt;
  }
  std::optional<int> IntOrNull() {
    const bool null = IsNull();
    const int64_t value = Integer();
    if (null) return std::nullopt;
    return static_cast<int>(value);
  }
  // A day that this store wrote.
  absl::CivilDay Day() {
    return policy::ParseDay(Text()).value_or(absl::CivilDay());
  }
  std::optional<absl::CivilDay> DayOrNull() {
    if (!IsNull()) return Day();
    Skip();
    return std::nullopt;
  }

 private:
  std::vector<sql::Value> values_;
  size_t next_ = 0;
};

// The place of `word` in `words`; 0 when it is not there, which the table's
// CHECK rules out.
template <size_t kCount>
size_t PlaceOf(const absl::string_view (&words)[kCount],
               absl::string_view word) {
  for (size_t i = 0; i < kCount; ++i) {
    if (words[i] == word) return i;
  }
  return 0;
}

}  // namespace caseload::assessment::storage

#endif  // SERVICES_ASSESSMENT_STORAGE_ROW_READER_H_

// columns.h: reading and writing rows of `messages`.
//
// Private to services/notify/storage.

#ifndef SERVICES_NOTIFY_STORAGE_COLUMNS_H_
#define SERVICES_NOTIFY_STORAGE_COLUMNS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/common/sql/database.h"
#include "services/notify/storage/message_row.h"

namespace caseload::notify::storage {

// "2026-11-22".
std::string ToText(absl::CivilDay day);
std::optional<std::string> ToText(const std::optional<absl::CivilDay>& day);
absl::StatusOr<absl::CivilDay> ParseDay(absl::string_view text);

// Microseconds since 1970, UTC.
std::optional<int64_t> ToMicros(const std::optional<absl::Time>& instant);
std::optional<absl::Time> FromMicros(const std::optional<int64_t>& micros);

// A SELECT of whole messages whose end is put together at run time. Every piece
// of text is a constant; values go in as parameters.
class MessageQuery {
 public:
  MessageQuery();

  // ANDs `condition`, in which "?" stands for `value`.
  template <typename T>
  void Where(absl::string_view condition, const T& value) {
    AddCondition(condition, sql::internal::ToValue(value));
  }
  // The same with two values.
  template <typename T, typename U>
  void Where(absl::string_view condition, const T& first, const U& second) {
    pending_ = sql::internal::ToValue(second);
    AddCondition(condition, sql::internal::ToValue(first));
  }
  // ANDs a condition without a value.
  void Where(absl::string_view condition);
  // What follows the conditions: ORDER BY, LIMIT.
  void End(absl::string_view text) { end_ = std::string(text); }

  absl::StatusOr<std::vector<MessageRow>> Run(sql::Transaction& tx) const;

 private:
  void AddCondition(absl::string_view condition, sql::Value value);

  std::string text_;
  std::string end_;
  bool first_ = true;
  std::optional<sql::Value> pending_;
  std::vector<sql::Value> values_;
};

}  // namespace caseload::notify::storage

#endif  // SERVICES_NOTIFY_STORAGE_COLUMNS_H_

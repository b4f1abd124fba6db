#include "services/assessment/storage/statement.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace caseload::assessment::storage {

sql::Value Text(absl::string_view text) {
  sql::Value value;
  value.kind = sql::Kind::kText;
  value.text = std::string(text);
  return value;
}

sql::Value TextOrNull(const std::optional<std::string>& text) {
  sql::Value value = Text(text.has_value() ? absl::string_view(*text) : "");
  value.null = !text.has_value();
  return value;
}

sql::Value Integer(int64_t number) {
  sql::Value value;
  value.kind = sql::Kind::kInteger;
  value.integer = number;
  return value;
}

sql::Value IntegerOrNull(const std::optional<int64_t>& number) {
  sql::Value value = Integer(number.value_or(0));
  value.null = !number.has_value();
  return value;
}

sql::Value Day(absl::CivilDay day) { return Text(absl::FormatCivilTime(day)); }

sql::Value Day(const std::optional<absl::CivilDay>& day) {
  if (!day.has_value()) return TextOrNull(std::nullopt);
  return Day(*day);
}

void Statement::Add(absl::string_view text,
                    std::initializer_list<sql::Value> parameters) {
  auto parameter = parameters.begin();
  for (const char c : text) {
    if (c == '?' && parameter != parameters.end()) {
      parameters_.push_back(*parameter++);
      absl::StrAppend(&text_, ":", parameters_.size());
    } else {
      text_.push_back(c);
    }
  }
}

void Statement::AddInList(const std::vector<std::string>& texts) {
  size_t length = 1;
  while (length < texts.size()) length *= 8;
  text_.push_back('(');
  for (size_t i = 0; i < length; ++i) {
    parameters_.push_back(Text(texts[std::min(i, texts.size() - 1)]));
    absl::StrAppend(&text_, i == 0 ? ":" : ", :", parameters_.size());
  }
  text_.push_back(')');
}

}  // namespace caseload::assessment::storage

// statement.h: a statement whose conditions depend on the request, put together
// with its parameters.
//
//   Statement select("SELECT id FROM assessments WHERE case_id = ?",
//                    {Text(case_id)});
//   if (!state.empty()) select.Add(" AND state = ?", {Text(state)});
//
// Each '?' becomes the next numbered parameter. Texts are literals: one text
// for each shape of the request, so that a connection prepares it once.

#ifndef SERVICES_ASSESSMENT_STORAGE_STATEMENT_H_
#define SERVICES_ASSESSMENT_STORAGE_STATEMENT_H_

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/common/sql/database.h"

namespace caseload::assessment::storage {

sql::Value Text(absl::string_view text);
sql::Value TextOrNull(const std::optional<std::string>& text);
sql::Value Integer(int64_t number);
sql::Value IntegerOrNull(const std::optional<int64_t>& number);
sql::Value Day(absl::CivilDay day);
sql::Value Day(const std::optional<absl::CivilDay>& day);

class Statement {
 public:
  explicit Statement(absl::string_view text,
                     std::initializer_list<sql::Value> parameters = {}) {
    Add(text, parameters);
  }

  // Appends `text`, which has one '?' for each of `parameters`.
  void Add(absl::string_view text,
           std::initializer_list<sql::Value> parameters = {});

  // Appends "(:n, ...)", which holds `texts`: 1 to kMaxInList. Padded with the
  // last one to one of a few lengths, so that there are few shapes.
  static constexpr size_t kMaxInList = 512;
  void AddInList(const std::vector<std::string>& texts);

  const std::string& text() const { return text_; }
  const std::vector<sql::Value>& parameters() const { return parameters_; }

 private:
  std::string text_;
  std::vector<sql::Value> parameters_;
};

}  // namespace caseload::assessment::storage

#endif  // SERVICES_ASSESSMENT_STORAGE_STATEMENT_H_

#include "services/assessment/storage/rating_store.h"

#include <optional>
#include <utility>

#include "services/assessment/storage/statement.h"
#include "services/common/status/status_macros.h"

namespace caseload::assessment::storage {
namespace {

constexpr sql::Kind kText = sql::Kind::kText;
constexpr sql::Kind kInteger = sql::Kind::kInteger;

std::optional<int> IntOf(const sql::Value& value) {
  if (value.null) return std::nullopt;
  return static_cast<int>(value.integer);
}

}  // namespace

absl::Status InsertRatings(sql::Transaction& tx,
                           const std::string& assessment_id,
                           const domain::DomainEntry& entry) {
  for (const policy::Rating& rating : entry.ratings) {
    const Statement insert(
        "INSERT INTO assessment_ratings (assessment_id, domain_id, scale_id,"
        " value, special_code) VALUES (?, ?, ?, ?, ?)",
        {Text(assessment_id), Text(entry.domain_id), Text(rating.scale_id),
         IntegerOrNull(rating.value), IntegerOrNull(rating.special_code)});
    ABSL_RETURN_IF_ERROR(
        tx.ExecuteValues(insert.text(), insert.parameters()).status());
  }
  return absl::OkStatus();
}

absl::Status LoadRatings(sql::Transaction& tx,
                         const std::vector<std::string>& ids,
                         const AssessmentsById& by_id) {
  Statement select(
      "SELECT assessment_id, domain_id, scale_id, value, special_code"
      " FROM assessment_ratings WHERE assessment_id IN ");
  select.AddInList(ids);
  select.Add(" ORDER BY assessment_id, domain_id, scale_id");
  ABSL_ASSIGN_OR_RETURN(
      auto rows, tx.QueryValues(select.text(), select.parameters(),
                                {kText, kText, kText, kInteger, kInteger}));
  for (auto& row : rows) {
    for (domain::DomainEntry& entry : by_id.at(row[0].text)->domains) {
      if (entry.domain_id != row[1].text) continue;
      entry.ratings.push_back(
          {std::move(row[2].text), IntOf(row[3]), IntOf(row[4])});
      break;
    }
  }
  return absl::OkStatus();
}

}  // namespace caseload::assessment::storage

#include "services/assessment/storage/override_rate_store.h"

#include <utility>

#include "services/assessment/storage/row_reader.h"
#include "services/assessment/storage/statement.h"
#include "services/common/status/status_macros.h"

namespace caseload::assessment::storage {
namespace {

// An imported county may tell of two primary officers, or two postings, on one
// day: the later one counts, so that no assessment counts twice.
constexpr char kOfEachAssessment[] =
    "SELECT a.assessed_date,"
    " COALESCE((SELECT c.division FROM projected_cases c"
    " WHERE c.id = a.case_id), '') AS division,"
    " COALESCE((SELECT s.officer_id FROM projected_assignments s"
    " WHERE s.case_id = a.case_id AND s.role = 'primary' AND s.stands = 1"
    " AND s.first_day <= a.assessed_date"
    " AND (s.last_day IS NULL OR s.last_day >= a.assessed_date)"
    " ORDER BY s.first_day DESC, s.id DESC LIMIT 1), '') AS officer_id,"
    " CASE WHEN EXISTS (SELECT 1 FROM overrides o"
    " WHERE o.assessment_id = a.id AND o.withdrawn_at IS NULL"
    " AND o.state IN ('APPROVED', 'ENDED', 'EXPIRED'))"
    " THEN 1 ELSE 0 END AS overridden"
    " FROM assessments a WHERE a.sets_risk = 1"
    " AND a.completed_at IS NOT NULL AND a.withdrawn_at IS NULL"
    " AND a.assessed_date BETWEEN ? AND ?";

}  // namespace

absl::StatusOr<std::vector<OverrideCount>> CountOverridden(
    sql::Transaction& tx, const domain::Days& period) {
  Statement select(
      "SELECT division, officer_id, unit_id, COUNT(*), SUM(overridden)"
      " FROM (SELECT e.division, e.officer_id, e.overridden,"
      " COALESCE((SELECT p.unit_id FROM projected_postings p"
      " WHERE p.officer_id = e.officer_id AND p.stands = 1"
      " AND p.first_day <= e.assessed_date"
      " AND (p.last_day IS NULL OR p.last_day >= e.assessed_date)"
      " ORDER BY p.first_day DESC, p.id DESC LIMIT 1), '') AS unit_id"
      " FROM (");
  select.Add(kOfEachAssessment, {Day(period.first), Day(period.last)});
  select.Add(
      ") e) g GROUP BY division, officer_id, unit_id"
      " ORDER BY division, officer_id, unit_id");
  constexpr sql::Kind kText = sql::Kind::kText;
  constexpr sql::Kind kInteger = sql::Kind::kInteger;
  ABSL_ASSIGN_OR_RETURN(
      auto rows, tx.QueryValues(select.text(), select.parameters(),
                                {kText, kText, kText, kInteger, kInteger}));
  std::vector<OverrideCount> counts;
  for (auto& values : rows) {
    RowReader row(std::move(values));
    OverrideCount& count = counts.emplace_back();
    count.division = row.Text();
    count.officer_id = row.Text();
    count.unit_id = row.Text();
    count.assessments = static_cast<int>(row.Integer());
    count.overridden = static_cast<int>(row.Integer());
  }
  return counts;
}

}  // namespace caseload::assessment::storage

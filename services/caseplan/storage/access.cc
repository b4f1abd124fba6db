#include "services/caseplan/storage/access.h"

#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/status/status_macros.h"

namespace caseload::caseplan::storage {

namespace {

const Columns& IdColumn() {
  static const Columns& columns = *new Columns(MakeColumns("id", "t"));
  return columns;
}

// Officers supervised on a day. Two days, two supervisors.
constexpr absl::string_view kSupervisedOn =
    "SELECT s.officer_id FROM postings s"
    " WHERE s.superseded_at IS NULL AND s.first_day <= ?"
    " AND (s.last_day IS NULL OR s.last_day >= ?)"
    " AND (s.supervisor_id = ? OR s.acting_supervisor_id = ?)";

}  // namespace

absl::StatusOr<std::string> StaffOn(sql::Transaction& tx,
                                    absl::string_view staff_subject,
                                    absl::CivilDay day) {
  Select select(IdColumn(), "officers");
  select.Where("staff_subject = ?", {Text(staff_subject)});
  WhereHoldsOn("", day, &select);
  select.Where(
      "EXISTS (SELECT 1 FROM postings p WHERE p.superseded_at IS NULL"
      " AND p.first_day <= ? AND (p.last_day IS NULL OR p.last_day >= ?)"
      " AND (p.officer_id = officers.id OR p.supervisor_id = officers.id"
      " OR p.acting_supervisor_id = officers.id))",
      {Day(day), Day(day)});
  ABSL_ASSIGN_OR_RETURN(std::optional<Row> row, select.RunOne(tx));
  return row.has_value() ? row->Text() : std::string();
}

void WhereOfficerReached(absl::string_view officer_column, const Reach& reach,
                         Select* select) {
  if (reach.everything) return;
  if (!reach.supervises) {
    select->Where(absl::StrCat(officer_column, " = ?"),
                  {Text(reach.officer_id)});
    return;
  }
  select->Where(absl::StrCat(officer_column, " = ? OR ", officer_column,
                             " IN (", kSupervisedOn, ")"),
                {Text(reach.officer_id), Day(reach.day), Day(reach.day),
                 Text(reach.officer_id), Text(reach.officer_id)});
}

absl::StatusOr<bool> ReachesOfficer(sql::Transaction& tx, const Reach& reach,
                                    absl::string_view officer_id) {
  if (reach.everything || reach.officer_id == officer_id) return true;
  Select select(IdColumn(), "officers");
  select.Where("id = ?", {Text(officer_id)});
  WhereOfficerReached("id", reach, &select);
  ABSL_ASSIGN_OR_RETURN(std::optional<Row> row, select.RunOne(tx));
  return row.has_value();
}

}  // namespace caseload::caseplan::storage

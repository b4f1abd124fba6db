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

// Officers supervised by one on a day, as supervisor or acting supervisor.
Condition SupervisedBy(absl::string_view officer_id, absl::CivilDay day) {
  return Condition{
             "SELECT s.officer_id FROM postings s"
             " WHERE (s.supervisor_id = ? OR s.acting_supervisor_id = ?)"
             " AND ",
             {Text(officer_id), Text(officer_id)}} +
         (KnownAt("s.", std::nullopt) && HoldsOn("s.", day));
}

// Officers whom a limited reach reaches, as a condition on a column.
Condition OfficerReached(absl::string_view officer_column, const Reach& reach) {
  Condition condition{absl::StrCat(officer_column, " = ?"),
                      {Text(reach.officer_id)}};
  if (!reach.supervises) return condition;
  return condition +
         Condition{absl::StrCat(" OR ", officer_column, " IN ("), {}} +
         SupervisedBy(reach.officer_id, reach.day) + Condition{")", {}};
}

// Cases that a limited reach reaches, as a condition on a column.
Condition CaseReached(absl::string_view case_column, const Reach& reach) {
  return Condition{absl::StrCat(case_column,
                                " IN (SELECT r.case_id FROM assignments r"
                                " WHERE "),
                   {}} +
         (KnownAt("r.", std::nullopt) && HoldsOn("r.", reach.day)) +
         Condition{" AND (", {}} + OfficerReached("r.officer_id", reach) +
         Condition{"))", {}};
}

absl::StatusOr<bool> HasRow(sql::Transaction& tx, const Select& select) {
  ABSL_ASSIGN_OR_RETURN(std::vector<Row> rows, select.Run(tx));
  return !rows.empty();
}

}  // namespace

absl::StatusOr<std::string> StaffOn(sql::Transaction& tx,
                                    absl::string_view staff_subject,
                                    absl::CivilDay day) {
  Select select(IdColumn(), "officers");
  select.Where("staff_subject = ?", {Text(staff_subject)});
  select.Where(HoldsOn("", day));
  select.Where(Condition{"EXISTS (SELECT 1 FROM postings p WHERE"
                         " (p.officer_id = officers.id"
                         " OR p.supervisor_id = officers.id"
                         " OR p.acting_supervisor_id = officers.id) AND ",
                         {}} +
               (KnownAt("p.", std::nullopt) && HoldsOn("p.", day)) +
               Condition{")", {}});
  ABSL_ASSIGN_OR_RETURN(std::optional<Row> row, select.RunOne(tx));
  return row.has_value() ? row->Text() : std::string();
}

void WhereOfficerReached(absl::string_view officer_column, const Reach& reach,
                         Select* select) {
  if (reach.everything) return;
  select->Where(OfficerReached(officer_column, reach));
}

absl::StatusOr<bool> ReachesOfficer(sql::Transaction& tx, const Reach& reach,
                                    absl::string_view officer_id) {
  if (reach.everything || reach.officer_id == officer_id) return true;
  Select select(IdColumn(), "officers");
  select.Where("id = ?", {Text(officer_id)});
  WhereOfficerReached("id", reach, &select);
  return HasRow(tx, select);
}

void WhereCaseReached(absl::string_view case_column, const Reach& reach,
                      Select* select) {
  if (reach.everything) return;
  select->Where(CaseReached(case_column, reach));
}

absl::StatusOr<bool> ReachesCase(sql::Transaction& tx, const Reach& reach,
                                 absl::string_view case_id) {
  if (reach.everything) return true;
  Select select(IdColumn(), "cases");
  select.Where("id = ?", {Text(case_id)});
  WhereCaseReached("id", reach, &select);
  return HasRow(tx, select);
}

void WhereClientReached(absl::string_view client_column, const Reach& reach,
                        Select* select) {
  if (reach.everything) return;
  select->Where(Condition{absl::StrCat(client_column,
                                       " IN (SELECT k.client_id FROM cases k"
                                       " WHERE "),
                          {}} +
                CaseReached("k.id", reach) + Condition{")", {}});
}

absl::StatusOr<bool> ReachesClient(sql::Transaction& tx, const Reach& reach,
                                   absl::string_view client_id) {
  if (reach.everything) return true;
  Select select(IdColumn(), "clients");
  select.Where("id = ?", {Text(client_id)});
  WhereClientReached("id", reach, &select);
  return HasRow(tx, select);
}

}  // namespace caseload::caseplan::storage

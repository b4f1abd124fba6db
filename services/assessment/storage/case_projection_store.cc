#include "services/assessment/storage/case_projection_store.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/assessment/storage/row_reader.h"
#include "services/assessment/storage/statement.h"
#include "services/common/status/status_macros.h"
#include "services/policy/calendar.h"

namespace caseload::assessment::storage {
namespace {

constexpr absl::string_view kTables[] = {
    "projected_cases",       "projected_case_states", "projected_plans",
    "projected_assignments", "projected_officers",    "projected_postings",
    "projected_units"};
constexpr absl::string_view kStatuses[] = {
    "active",    "in_custody", "residential_treatment", "placement",
    "absconded", "warrant",    "out_of_county"};
constexpr absl::string_view kRoles[] = {"primary", "secondary", "courtesy"};

struct Field {
  absl::string_view column;
  sql::Value value;
};

absl::StatusOr<bool> UpsertRow(sql::Transaction& tx, absl::string_view table,
                               const std::string& id, int64_t version,
                               std::initializer_list<Field> fields) {
  std::string columns = "id, version", parameters = ":1, :2",
              updates = "version = excluded.version";
  std::vector<sql::Value> values = {Text(id), Integer(version)};
  for (const Field& field : fields) {
    values.push_back(field.value);
    absl::StrAppend(&columns, ", ", field.column);
    absl::StrAppend(&parameters, ", :", values.size());
    absl::StrAppend(&updates, ", ", field.column, " = excluded.", field.column);
  }
  ABSL_ASSIGN_OR_RETURN(
      const int64_t written,
      tx.ExecuteValues(
          absl::StrCat("INSERT INTO ", table, " (", columns, ") VALUES (",
                       parameters, ") ON CONFLICT (id) DO UPDATE SET ", updates,
                       " WHERE ", table, ".version < excluded.version"),
          values));
  return written > 0;
}

// Facts that stand on a day; `prefix` is the table's alias and a dot. With two
// parameters, both the day.
std::string Holds(absl::string_view prefix) {
  return absl::StrCat(prefix, "stands = 1 AND ", prefix, "first_day <= ? AND (",
                      prefix, "last_day IS NULL OR ", prefix, "last_day >= ?)");
}

using FactsByCase = std::map<std::string, policy::CaseFacts>;

absl::Status AddCustodies(sql::Transaction& tx,
                          const std::vector<std::string>& case_ids,
                          absl::CivilDay as_of, FactsByCase* facts) {
  Statement states(
      "SELECT case_id, first_day, COALESCE(last_day, '')"
      " FROM projected_case_states"
      " WHERE stands = 1 AND status = 'in_custody' AND first_day <= ?"
      " AND case_id IN ",
      {Day(as_of)});
  states.AddInList(case_ids);
  states.Add(" ORDER BY case_id, first_day");
  ABSL_ASSIGN_OR_RETURN(
      auto rows,
      tx.QueryValues(states.text(), states.parameters(),
                     {sql::Kind::kText, sql::Kind::kText, sql::Kind::kText}));
  for (auto& row : rows) {
    const auto of_case = facts->find(row[0].text);
    if (of_case == facts->end()) continue;
    policy::Custody& custody = of_case->second.custodies.emplace_back();
    ABSL_ASSIGN_OR_RETURN(custody.booked, policy::ParseDay(row[1].text));
    if (row[2].text.empty()) continue;
    // The day after the last day in custody is the day of release.
    ABSL_ASSIGN_OR_RETURN(const absl::CivilDay last,
                          policy::ParseDay(row[2].text));
    custody.released = last + 1;
  }
  return absl::OkStatus();
}

absl::Status AddFirstPlans(sql::Transaction& tx,
                           const std::vector<std::string>& case_ids,
                           absl::Time before, FactsByCase* facts) {
  Statement plans(
      "SELECT case_id, first_day FROM projected_plans"
      " WHERE stands = 1 AND approved_at < ? AND case_id IN ",
      {Integer(absl::ToUnixMicros(before))});
  plans.AddInList(case_ids);
  plans.Add(" ORDER BY case_id, number");
  ABSL_ASSIGN_OR_RETURN(auto rows,
                        tx.QueryValues(plans.text(), plans.parameters(),
                                       {sql::Kind::kText, sql::Kind::kText}));
  for (auto& row : rows) {
    const auto of_case = facts->find(row[0].text);
    if (of_case == facts->end() ||
        of_case->second.first_plan_start.has_value()) {
      continue;
    }
    ABSL_ASSIGN_OR_RETURN(of_case->second.first_plan_start,
                          policy::ParseDay(row[1].text));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<bool> Upsert(sql::Transaction& tx,
                            const domain::ProjectedCase& projected) {
  return UpsertRow(tx, "projected_cases", projected.id, projected.version,
                   {{"division", Text(projected.division)},
                    {"case_type", Text(projected.case_type)},
                    {"received_date", Day(projected.received_date)},
                    {"start_date", Day(projected.start_date)},
                    {"unit_id", TextOrNull(projected.unit_id)},
                    {"closed_date", Day(projected.closed_date)},
                    {"source_system", TextOrNull(projected.source_system)},
                    {"source_id", TextOrNull(projected.source_id)}});
}

absl::StatusOr<bool> Upsert(sql::Transaction& tx,
                            const domain::ProjectedCaseState& projected) {
  return UpsertRow(
      tx, "projected_case_states", projected.id, projected.version,
      {{"case_id", Text(projected.case_id)},
       {"status", Text(kStatuses[static_cast<size_t>(projected.status)])},
       {"first_day", Day(projected.days.first)},
       {"last_day", Day(projected.days.last)},
       {"stands", Integer(projected.stands)}});
}

absl::StatusOr<bool> Upsert(sql::Transaction& tx,
                            const domain::ProjectedPlan& projected) {
  std::optional<int64_t> approved_at;
  if (projected.approved_at.has_value()) {
    approved_at = absl::ToUnixMicros(*projected.approved_at);
  }
  return UpsertRow(tx, "projected_plans", projected.id, projected.version,
                   {{"case_id", Text(projected.case_id)},
                    {"number", Integer(projected.number)},
                    {"first_day", Day(projected.first_day)},
                    {"approved_at", IntegerOrNull(approved_at)},
                    {"stands", Integer(projected.stands)}});
}

absl::StatusOr<bool> Upsert(sql::Transaction& tx,
                            const domain::ProjectedAssignment& projected) {
  return UpsertRow(tx, "projected_assignments", projected.id, projected.version,
                   {{"case_id", Text(projected.case_id)},
                    {"officer_id", Text(projected.officer_id)},
                    {"role", Text(kRoles[static_cast<size_t>(projected.role)])},
                    {"first_day", Day(projected.days.first)},
                    {"last_day", Day(projected.days.last)},
                    {"stands", Integer(projected.stands)}});
}

absl::StatusOr<bool> Upsert(sql::Transaction& tx,
                            const domain::ProjectedOfficer& projected) {
  return UpsertRow(tx, "projected_officers", projected.id, projected.version,
                   {{"staff_subject", TextOrNull(projected.staff_subject)},
                    {"first_day", Day(projected.days.first)},
                    {"last_day", Day(projected.days.last)},
                    {"stands", Integer(projected.stands)}});
}

absl::StatusOr<bool> Upsert(sql::Transaction& tx,
                            const domain::ProjectedPosting& projected) {
  return UpsertRow(
      tx, "projected_postings", projected.id, projected.version,
      {{"officer_id", Text(projected.officer_id)},
       {"unit_id", Text(projected.unit_id)},
       {"supervisor_id", TextOrNull(projected.supervisor_id)},
       {"acting_supervisor_id", TextOrNull(projected.acting_supervisor_id)},
       {"first_day", Day(projected.days.first)},
       {"last_day", Day(projected.days.last)},
       {"stands", Integer(projected.stands)}});
}

absl::StatusOr<bool> Upsert(sql::Transaction& tx,
                            const domain::ProjectedUnit& projected) {
  return UpsertRow(tx, "projected_units", projected.id, projected.version,
                   {{"division", Text(projected.division)},
                    {"first_day", Day(projected.days.first)},
                    {"last_day", Day(projected.days.last)},
                    {"stands", Integer(projected.stands)}});
}

absl::Status ForgetCaseProjectionVersions(sql::Transaction& tx) {
  for (const absl::string_view table : kTables) {
    ABSL_RETURN_IF_ERROR(
        tx.Execute(absl::StrCat("UPDATE ", table,
                                " SET version = 0 WHERE version > 0"))
            .status());
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> SweepCaseProjection(sql::Transaction& tx, int limit) {
  bool none_left = true;
  for (const absl::string_view table : kTables) {
    ABSL_ASSIGN_OR_RETURN(
        const int64_t swept,
        tx.Execute(
            absl::StrCat("DELETE FROM ", table,
                         " WHERE id IN (SELECT id"
                         " FROM ",
                         table, " WHERE version = 0 ORDER BY id LIMIT :1)"),
            limit));
    none_left = none_left && swept < limit;
  }
  return none_left;
}

absl::StatusOr<std::string> FindCaseBySource(sql::Transaction& tx,
                                             absl::string_view source_system,
                                             absl::string_view source_id) {
  ABSL_ASSIGN_OR_RETURN(
      const auto rows,
      tx.Query<std::string>("SELECT id FROM projected_cases"
                            " WHERE source_system = :1 AND source_id = :2"
                            " ORDER BY id",
                            source_system, source_id));
  return rows.empty() ? std::string() : std::get<0>(rows.front());
}

absl::StatusOr<std::map<std::string, policy::CaseFacts>> ClockFacts(
    sql::Transaction& tx, const std::vector<std::string>& case_ids,
    absl::CivilDay as_of, absl::TimeZone county_zone) {
  std::map<std::string, policy::CaseFacts> facts;
  Statement cases(
      "SELECT id, case_type, received_date FROM projected_cases WHERE id IN ");
  cases.AddInList(case_ids);
  ABSL_ASSIGN_OR_RETURN(
      auto rows,
      tx.QueryValues(cases.text(), cases.parameters(),
                     {sql::Kind::kText, sql::Kind::kText, sql::Kind::kText}));
  for (auto& row : rows) {
    policy::CaseFacts& one = facts[row[0].text];
    one.case_type_id = row[1].text;
    ABSL_ASSIGN_OR_RETURN(one.received, policy::ParseDay(row[2].text));
  }
  ABSL_RETURN_IF_ERROR(AddCustodies(tx, case_ids, as_of, &facts));
  ABSL_RETURN_IF_ERROR(AddFirstPlans(
      tx, case_ids, absl::FromCivil(as_of + 1, county_zone), &facts));
  return facts;
}

absl::StatusOr<std::string> StaffOn(sql::Transaction& tx,
                                    absl::string_view staff_subject,
                                    absl::CivilDay day) {
  const sql::Value on = Day(day);
  Statement select(
      "SELECT o.id FROM projected_officers o WHERE"
      " o.staff_subject = ? AND ",
      {Text(staff_subject)});
  select.Add(Holds("o."), {on, on});
  select.Add(
      " AND EXISTS (SELECT 1 FROM projected_postings p WHERE"
      " (p.officer_id = o.id OR p.supervisor_id = o.id"
      " OR p.acting_supervisor_id = o.id) AND ");
  select.Add(Holds("p."), {on, on});
  select.Add(") ORDER BY o.id");
  ABSL_ASSIGN_OR_RETURN(
      const auto rows,
      tx.QueryValues(select.text(), select.parameters(), {sql::Kind::kText}));
  return rows.size() == 1 ? rows[0][0].text : std::string();
}

absl::StatusOr<std::optional<domain::ProjectedCase>> FindCase(
    sql::Transaction& tx, absl::string_view id) {
  ABSL_ASSIGN_OR_RETURN(auto rows,
                        tx.QueryValues("SELECT version, division, received_date"
                                       " FROM projected_cases WHERE id = :1",
                                       {Text(id)},
                                       {sql::Kind::kInteger, sql::Kind::kText,
                                        sql::Kind::kText}));
  std::optional<domain::ProjectedCase> found;
  for (auto& values : rows) {
    RowReader row(std::move(values));
    found.emplace().id = std::string(id);
    found->version = row.Integer();
    found->division = row.Text();
    found->received_date = row.Day();
  }
  return found;
}

void AddReach(const domain::Reach& reach, absl::string_view case_column,
              Statement* select) {
  if (reach.everything) return;
  const sql::Value on = Day(reach.day);
  select->Add(
      absl::StrCat(" AND EXISTS (SELECT 1 FROM projected_assignments a"
                   " WHERE a.case_id = ",
                   case_column, " AND "));
  select->Add(Holds("a."), {on, on});
  select->Add(" AND (a.officer_id = ?", {Text(reach.officer_id)});
  if (reach.supervises) {
    select->Add(
        " OR EXISTS (SELECT 1 FROM projected_postings p"
        " WHERE p.officer_id = a.officer_id"
        " AND (p.supervisor_id = ? OR p.acting_supervisor_id = ?)"
        " AND ",
        {Text(reach.officer_id), Text(reach.officer_id)});
    select->Add(Holds("p."), {on, on});
    select->Add(")");
  }
  select->Add("))");
}

absl::StatusOr<std::vector<std::string>> ReachedCases(
    sql::Transaction& tx, const domain::Reach& reach,
    const std::vector<std::string>& case_ids) {
  Statement select("SELECT c.id FROM projected_cases c WHERE c.id IN ");
  select.AddInList(case_ids);
  AddReach(reach, "c.id", &select);
  select.Add(" ORDER BY c.id");
  ABSL_ASSIGN_OR_RETURN(
      const auto rows,
      tx.QueryValues(select.text(), select.parameters(), {sql::Kind::kText}));
  std::vector<std::string> reached;
  for (const auto& row : rows) reached.push_back(row[0].text);
  return reached;
}

}  // namespace caseload::assessment::storage

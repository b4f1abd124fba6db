#include "services/caseplan/storage/case_store.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/caseplan/domain/names.h"
#include "services/caseplan/storage/access.h"
#include "services/caseplan/storage/enum_texts.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::caseplan::storage {

namespace {

// --- clients ---

constexpr absl::string_view kGenders[] = {"", "female", "male", "nonbinary",
                                          "unknown"};

const Columns& ClientColumns() {
  static const Columns& columns = *new Columns(MakeColumns(
      "id, given_name, family_name, date_of_birth, phone, address,"
      " preferred_language, gender, race, ethnicity, source_system, source_id,"
      " version, created_at",
      "ttttttttttttii"));
  return columns;
}

Client ReadClient(Row& row) {
  Client client;
  client.id = row.Text();
  client.given_name = row.Text();
  client.family_name = row.Text();
  client.date_of_birth = row.OptionalDay();
  client.phone = row.Text();
  client.address = row.Text();
  client.preferred_language = row.Text();
  client.gender = EnumOf<Gender>(kGenders, row.Text());
  client.race = row.Text();
  client.ethnicity = row.Text();
  client.external_id = row.OptionalExternalId();
  client.version = row.Integer();
  client.created_at = row.Instant();
  return client;
}

Fields ClientFields(const Client& client) {
  return {{"given_name", Text(client.given_name)},
          {"family_name", Text(client.family_name)},
          {"date_of_birth", Day(client.date_of_birth)},
          {"phone", Text(client.phone)},
          {"address", Text(client.address)},
          {"preferred_language", Text(client.preferred_language)},
          {"gender", EnumText(kGenders, client.gender)},
          {"race", Text(client.race)},
          {"ethnicity", Text(client.ethnicity)}};
}

absl::Status InsertClientChildren(sql::Transaction& tx, const Client& client) {
  for (const Identifier& identifier : client.identifiers) {
    ABSL_RETURN_IF_ERROR(Insert(tx, "client_identifiers",
                                {{"client_id", Text(client.id)},
                                 {"kind", Text(identifier.kind)},
                                 {"value", Text(identifier.value)}}));
  }
  int64_t position = 0;
  for (const RelatedPerson& person : client.related_persons) {
    Fields fields = {
        {"client_id", Text(client.id)},
        {"position", Integer(position++)},
        {"is_guardian", Integer(person.is_guardian)},
        {"is_emergency_contact", Integer(person.is_emergency_contact)},
        {"display_name", Text(person.display_name)},
        {"relationship", Text(person.relationship)},
        {"phone", Text(person.phone)},
        {"email", Text(person.email)}};
    AddExternalId(person.external_id, &fields);
    ABSL_RETURN_IF_ERROR(Insert(tx, "client_related_persons", fields));
  }
  return absl::OkStatus();
}

// Reads the identifiers and related persons of all of `clients`.
absl::Status LoadClientChildren(sql::Transaction& tx,
                                std::vector<Client>* clients) {
  if (clients->empty()) return absl::OkStatus();
  std::map<std::string, Client*> by_id;
  std::vector<sql::Value> ids;
  for (Client& client : *clients) {
    by_id[client.id] = &client;
    ids.push_back(Text(client.id));
  }
  static const Columns& identifiers =
      *new Columns(MakeColumns("client_id, kind, value", "ttt"));
  ABSL_ASSIGN_OR_RETURN(std::vector<Row> rows,
                        Select(identifiers, "client_identifiers")
                            .Where(OneOf("client_id", ids))
                            .OrderBy("client_id, kind")
                            .Run(tx));
  for (Row& row : rows) {
    Client* client = by_id[row.Text()];
    std::string kind = row.Text();
    client->identifiers.push_back({std::move(kind), row.Text()});
  }
  static const Columns& persons = *new Columns(
      MakeColumns("client_id, is_guardian, is_emergency_contact, display_name,"
                  " relationship, phone, email, source_system, source_id",
                  "tiitttttt"));
  ABSL_ASSIGN_OR_RETURN(rows, Select(persons, "client_related_persons")
                                  .Where(OneOf("client_id", ids))
                                  .OrderBy("client_id, position")
                                  .Run(tx));
  for (Row& row : rows) {
    Client* client = by_id[row.Text()];
    RelatedPerson person;
    person.is_guardian = row.Bool();
    person.is_emergency_contact = row.Bool();
    person.display_name = row.Text();
    person.relationship = row.Text();
    person.phone = row.Text();
    person.email = row.Text();
    person.external_id = row.OptionalExternalId();
    client->related_persons.push_back(std::move(person));
  }
  return absl::OkStatus();
}

// --- cases ---

constexpr absl::string_view kClosingReasons[] = {"",
                                                 "completed",
                                                 "terminated_early",
                                                 "revoked",
                                                 "transferred",
                                                 "dismissed",
                                                 "deceased",
                                                 "terminated_unsuccessful"};

const Columns& CaseColumns() {
  static const Columns& columns = *new Columns(MakeColumns(
      "id, client_id, division, case_type, court_numbers, received_date,"
      " start_date, expected_end_date, unit_id, weight, weight_reason,"
      " closed_date, closing_reason, source_system, source_id, version,"
      " created_at",
      "tttttttttrtttttii"));
  return columns;
}

Case ReadCase(Row& row) {
  Case result;
  result.id = row.Text();
  result.client_id = row.Text();
  result.division = row.Text();
  result.case_type = row.Text();
  result.court_numbers = FromLines(row.Text());
  result.received_date = row.Day();
  result.start_date = row.OptionalDay();
  result.expected_end_date = row.OptionalDay();
  result.unit_id = row.OptionalText();
  result.weight = row.Real();
  result.weight_reason = row.Text();
  result.closed_date = row.OptionalDay();
  if (auto reason = row.OptionalText(); reason.has_value()) {
    result.closing_reason = EnumOf<ClosingReason>(kClosingReasons, *reason);
  }
  result.external_id = row.OptionalExternalId();
  result.version = row.Integer();
  result.created_at = row.Instant();
  return result;
}

Fields CaseFields(const Case& supervision_case) {
  return {{"case_type", Text(supervision_case.case_type)},
          {"received_date", Day(supervision_case.received_date)},
          {"court_numbers", Lines(supervision_case.court_numbers)},
          {"start_date", Day(supervision_case.start_date)},
          {"expected_end_date", Day(supervision_case.expected_end_date)},
          {"unit_id", OptionalText(supervision_case.unit_id)},
          {"weight", Real(supervision_case.weight)},
          {"weight_reason", Text(supervision_case.weight_reason)},
          {"closed_date", Day(supervision_case.closed_date)},
          {"closing_reason",
           OptionalEnumText(kClosingReasons, supervision_case.closing_reason)}};
}

// --- states ---

const Columns& CaseStateColumns() {
  static const Columns& columns = *new Columns(MakeColumns(
      "id, case_id, status, first_day, last_day, confirmed_date, booking_type,"
      " expected_release_date, source_system, source_id, revision, recorded_at,"
      " recorded_by, superseded_at",
      "ttttttttttiiti"));
  return columns;
}

CaseState ReadCaseState(Row& row) {
  CaseState state;
  state.id = row.Text();
  state.case_id = row.Text();
  state.status = EnumOf<CaseStatus>(kCaseStatuses, row.Text());
  state.period = row.Period();
  state.confirmed_date = row.Day();
  state.booking_type = row.Text();
  state.expected_release_date = row.OptionalDay();
  state.external_id = row.OptionalExternalId();
  state.recording = row.ReadRecording();
  return state;
}

// --- assignments ---

constexpr absl::string_view kAssignmentRoles[] = {"", "primary", "secondary",
                                                  "courtesy"};
constexpr absl::string_view kReassignmentReasons[] = {
    "",         "case_need",    "workload",  "officer_left", "officer_leave",
    "conflict", "client_moved", "correction"};

const Columns& AssignmentColumns() {
  static const Columns& columns = *new Columns(MakeColumns(
      "id, case_id, officer_id, role, first_day, last_day, reason,"
      " source_system, source_id, revision, recorded_at, recorded_by,"
      " superseded_at",
      "tttttttttiiti"));
  return columns;
}

Assignment ReadAssignment(Row& row) {
  Assignment assignment;
  assignment.id = row.Text();
  assignment.case_id = row.Text();
  assignment.officer_id = row.Text();
  assignment.role = EnumOf<AssignmentRole>(kAssignmentRoles, row.Text());
  assignment.period = row.Period();
  if (auto reason = row.OptionalText(); reason.has_value()) {
    assignment.reason =
        EnumOf<ReassignmentReason>(kReassignmentReasons, *reason);
  }
  assignment.external_id = row.OptionalExternalId();
  assignment.recording = row.ReadRecording();
  return assignment;
}

// That the case of an assignment `a` is open on `day`: an imported assignment
// may outlast its case.
Condition CaseOpenOn(absl::CivilDay day) {
  return {
      "EXISTS (SELECT 1 FROM cases k WHERE k.id = a.case_id"
      " AND k.withdrawn_at IS NULL"
      " AND (k.closed_date IS NULL OR k.closed_date >= ?))",
      {Day(day)}};
}

// The primary officers of cases that are open on `day`, as a subselect.
Condition PrimaryOn(absl::CivilDay day, std::optional<absl::Time> known_at) {
  return Condition{
             "SELECT a.case_id, a.officer_id FROM assignments a"
             " WHERE a.role = 'primary' AND ",
             {}} +
         (KnownAt("a.", known_at) && HoldsOn("a.", day) && CaseOpenOn(day));
}

}  // namespace

absl::Status InsertClient(sql::Transaction& tx, const Client& client) {
  ABSL_RETURN_IF_ERROR(CheckIdsFree(tx, "clients", client.id,
                                    client.external_id,
                                    ClientName{client.id}.ToString()));
  Fields fields = ClientFields(client);
  fields.push_back({"id", Text(client.id)});
  fields.push_back({"version", Integer(client.version)});
  fields.push_back({"created_at", Instant(client.created_at)});
  AddExternalId(client.external_id, &fields);
  ABSL_RETURN_IF_ERROR(Insert(tx, "clients", fields));
  return InsertClientChildren(tx, client);
}

absl::Status UpdateClient(sql::Transaction& tx, Client* client) {
  ABSL_ASSIGN_OR_RETURN(
      bool updated, UpdateVersioned(tx, "clients", client->id, client->version,
                                    ClientFields(*client)));
  if (!updated) return status::EtagMismatch(ClientName{client->id}.ToString());
  ++client->version;
  for (absl::string_view table :
       {"client_identifiers", "client_related_persons"}) {
    ABSL_RETURN_IF_ERROR(tx.ExecuteValues(absl::StrCat("DELETE FROM ", table,
                                                       " WHERE client_id = :1"),
                                          {Text(client->id)})
                             .status());
  }
  return InsertClientChildren(tx, *client);
}

absl::StatusOr<Client> GetClient(sql::Transaction& tx, absl::string_view id,
                                 bool withdrawn_too) {
  Select select(ClientColumns(), "clients");
  select.Where("id = ?", {Text(id)});
  if (!withdrawn_too) select.Where("withdrawn_at IS NULL");
  ABSL_ASSIGN_OR_RETURN(std::vector<Client> clients,
                        RunAll<Client>(tx, select, "id", ReadClient));
  if (clients.empty()) {
    return status::NotFound(ClientName{std::string(id)}.ToString());
  }
  ABSL_RETURN_IF_ERROR(LoadClientChildren(tx, &clients));
  return std::move(clients.front());
}

absl::StatusOr<Page<Client>> ListClients(sql::Transaction& tx,
                                         const ClientFilter& filter,
                                         const PageRequest& page) {
  Select select(ClientColumns(), "clients");
  select.Where("withdrawn_at IS NULL");
  WhereClientReached("id", filter.reach, &select);
  if (!filter.family_name.empty()) {
    select.Where("family_name = ?", {Text(filter.family_name)});
  }
  if (!filter.identifier_kind.empty()) {
    select.Where(
        "id IN (SELECT i.client_id FROM client_identifiers i"
        " WHERE i.kind = ? AND i.value = ?)",
        {Text(filter.identifier_kind), Text(filter.identifier_value)});
  }
  if (!page.after.empty()) select.Where("id > ?", {Text(page.after)});
  select.OrderBy("id", page.limit + 1);
  ABSL_ASSIGN_OR_RETURN(
      Page<Client> result,
      RunPage<Client>(tx, select, page, ReadClient,
                      [](const Client& client) { return client.id; }));
  ABSL_RETURN_IF_ERROR(LoadClientChildren(tx, &result.items));
  return result;
}

absl::Status SetClientWithdrawn(sql::Transaction& tx, absl::string_view id,
                                std::optional<absl::Time> at) {
  return tx
      .ExecuteValues("UPDATE clients SET withdrawn_at = :1 WHERE id = :2",
                     {Instant(at), Text(id)})
      .status();
}

absl::StatusOr<bool> IsClientInUse(sql::Transaction& tx, absl::string_view id) {
  return Exists(tx,
                "SELECT 1 FROM cases WHERE client_id = :1"
                " AND withdrawn_at IS NULL LIMIT 1",
                id);
}

absl::Status InsertCase(sql::Transaction& tx, const Case& supervision_case) {
  ABSL_RETURN_IF_ERROR(CheckIdsFree(tx, "cases", supervision_case.id,
                                    supervision_case.external_id,
                                    CaseName{supervision_case.id}.ToString()));
  Fields fields = CaseFields(supervision_case);
  fields.push_back({"id", Text(supervision_case.id)});
  fields.push_back({"client_id", Text(supervision_case.client_id)});
  fields.push_back({"division", Text(supervision_case.division)});
  fields.push_back({"version", Integer(supervision_case.version)});
  fields.push_back({"created_at", Instant(supervision_case.created_at)});
  AddExternalId(supervision_case.external_id, &fields);
  return Insert(tx, "cases", fields);
}

absl::Status UpdateCase(sql::Transaction& tx, Case* supervision_case) {
  ABSL_ASSIGN_OR_RETURN(bool updated,
                        UpdateVersioned(tx, "cases", supervision_case->id,
                                        supervision_case->version,
                                        CaseFields(*supervision_case)));
  if (!updated) {
    return status::EtagMismatch(CaseName{supervision_case->id}.ToString());
  }
  ++supervision_case->version;
  return absl::OkStatus();
}

absl::StatusOr<Case> GetCase(sql::Transaction& tx, absl::string_view id) {
  ABSL_ASSIGN_OR_RETURN(std::optional<Row> row,
                        Select(CaseColumns(), "cases")
                            .Where("id = ?", {Text(id)})
                            .Where("withdrawn_at IS NULL")
                            .RunOne(tx));
  if (!row.has_value()) {
    return status::NotFound(CaseName{std::string(id)}.ToString());
  }
  return ReadCase(*row);
}

absl::Status SetCaseWithdrawn(sql::Transaction& tx, absl::string_view id,
                              std::optional<absl::Time> at) {
  return tx
      .ExecuteValues("UPDATE cases SET withdrawn_at = :1 WHERE id = :2",
                     {Instant(at), Text(id)})
      .status();
}

absl::StatusOr<bool> IsCaseInUse(sql::Transaction& tx, absl::string_view id) {
  return Exists(
      tx,
      "SELECT 1 FROM cases WHERE id = :1 AND (EXISTS (SELECT 1 FROM case_states"
      " WHERE superseded_at IS NULL AND case_id = :1)"
      " OR EXISTS (SELECT 1 FROM assignments"
      " WHERE superseded_at IS NULL AND case_id = :1)"
      " OR EXISTS (SELECT 1 FROM plans"
      " WHERE withdrawn_at IS NULL AND case_id = :1)"
      " OR EXISTS (SELECT 1 FROM contacts"
      " WHERE superseded_at IS NULL AND case_id = :1)"
      " OR EXISTS (SELECT 1 FROM no_contact_reasons"
      " WHERE superseded_at IS NULL AND case_id = :1)"
      " OR EXISTS (SELECT 1 FROM enrollments"
      " WHERE superseded_at IS NULL AND case_id = :1)"
      " OR EXISTS (SELECT 1 FROM notes"
      " WHERE superseded_at IS NULL AND case_id = :1)"
      " OR EXISTS (SELECT 1 FROM case_conditions"
      " WHERE superseded_at IS NULL AND case_id = :1)"
      " OR EXISTS (SELECT 1 FROM investigations"
      " WHERE withdrawn_at IS NULL AND case_id = :1))",
      id);
}

absl::StatusOr<Page<Case>> ListCases(sql::Transaction& tx,
                                     const CaseFilter& filter,
                                     const PageRequest& page) {
  Select select(CaseColumns(), "cases");
  select.Where("withdrawn_at IS NULL");
  WhereCaseReached("id", filter.reach, &select);
  if (!filter.client_id.empty()) {
    select.Where("client_id = ?", {Text(filter.client_id)});
  }
  if (!filter.division.empty()) {
    select.Where("division = ?", {Text(filter.division)});
  }
  if (!filter.unit_id.empty()) {
    select.Where("unit_id = ?", {Text(filter.unit_id)});
  }
  if (filter.open_on.has_value()) {
    select.Where("received_date <= ?", {Day(*filter.open_on)});
    select.Where("closed_date IS NULL OR closed_date >= ?",
                 {Day(*filter.open_on)});
    if (!filter.primary_officer_id.empty()) {
      WherePrimaryOfficer("cases.id", *filter.open_on,
                          filter.primary_officer_id, &select);
    }
  }
  if (!page.after.empty()) select.Where("id > ?", {Text(page.after)});
  select.OrderBy("id", page.limit + 1);
  return RunPage<Case>(tx, select, page, ReadCase,
                       [](const Case& item) { return item.id; });
}

absl::Status InsertCaseState(sql::Transaction& tx, const CaseState& state) {
  Fields fields = {{"id", Text(state.id)},
                   {"case_id", Text(state.case_id)},
                   {"status", EnumText(kCaseStatuses, state.status)},
                   {"confirmed_date", Day(state.confirmed_date)},
                   {"booking_type", Text(state.booking_type)},
                   {"expected_release_date", Day(state.expected_release_date)}};
  AddPeriod(state.period, &fields);
  AddExternalId(state.external_id, &fields);
  AddRecording(state.recording, &fields);
  return Insert(tx, "case_states", fields);
}

absl::StatusOr<CaseState> GetStandingCaseState(sql::Transaction& tx,
                                               absl::string_view case_id,
                                               absl::string_view id) {
  Select select(CaseStateColumns(), "case_states");
  select.Where("id = ? AND case_id = ?", {Text(id), Text(case_id)});
  select.Where(KnownAt("", std::nullopt));
  ABSL_ASSIGN_OR_RETURN(std::optional<Row> row, select.RunOne(tx));
  if (!row.has_value()) {
    return status::NotFound(
        CaseStateName{{std::string(case_id)}, std::string(id)}.ToString());
  }
  return ReadCaseState(*row);
}

absl::StatusOr<std::vector<CaseState>> StandingCaseStates(
    sql::Transaction& tx, absl::string_view case_id, const DayPeriod& period) {
  Select select(CaseStateColumns(), "case_states");
  select.Where("case_id = ?", {Text(case_id)});
  select.Where(KnownAt("", std::nullopt) && Overlapping("", period));
  return RunAll<CaseState>(tx, select, "first_day", ReadCaseState);
}

absl::Status SupersedeCaseState(sql::Transaction& tx, absl::string_view id,
                                absl::Time at) {
  return Supersede(tx, "case_states", id, at);
}

absl::StatusOr<Page<CaseState>> ListCaseStates(sql::Transaction& tx,
                                               const CaseStateFilter& filter,
                                               const PageRequest& page) {
  Select select(CaseStateColumns(), "case_states");
  WhereCaseReached("case_id", filter.reach, &select);
  if (!filter.case_id.empty()) {
    select.Where("case_id = ?", {Text(filter.case_id)});
  }
  if (filter.as_of.has_value()) select.Where(HoldsOn("", *filter.as_of));
  select.Where(KnownAt("", filter.known_at));
  ABSL_RETURN_IF_ERROR(WhereAfterDay("first_day", "id", page.after, &select));
  select.OrderBy("first_day, id", page.limit + 1);
  return RunPage<CaseState>(tx, select, page, ReadCaseState,
                            [](const CaseState& state) {
                              return DayPosition(state.period.first, state.id);
                            });
}

absl::Status InsertAssignment(sql::Transaction& tx,
                              const Assignment& assignment) {
  Fields fields = {
      {"id", Text(assignment.id)},
      {"case_id", Text(assignment.case_id)},
      {"officer_id", Text(assignment.officer_id)},
      {"role", EnumText(kAssignmentRoles, assignment.role)},
      {"reason", OptionalEnumText(kReassignmentReasons, assignment.reason)}};
  AddPeriod(assignment.period, &fields);
  AddExternalId(assignment.external_id, &fields);
  AddRecording(assignment.recording, &fields);
  return Insert(tx, "assignments", fields);
}

absl::StatusOr<std::vector<Assignment>> StandingAssignments(
    sql::Transaction& tx, absl::string_view case_id, const DayPeriod& period) {
  Select select(AssignmentColumns(), "assignments");
  select.Where("case_id = ?", {Text(case_id)});
  select.Where(KnownAt("", std::nullopt) && Overlapping("", period));
  return RunAll<Assignment>(tx, select, "first_day, id", ReadAssignment);
}

absl::StatusOr<std::vector<std::string>> PrimaryCasesOn(
    sql::Transaction& tx, absl::string_view officer_id, absl::CivilDay day,
    int limit) {
  static const Columns& columns = *new Columns(MakeColumns("a.case_id", "t"));
  Select select(columns, "assignments a");
  select.Where("a.officer_id = ? AND a.role = 'primary'", {Text(officer_id)});
  select.Where(KnownAt("a.", std::nullopt) && HoldsOn("a.", day) &&
               CaseOpenOn(day));
  select.OrderBy("a.case_id", limit);
  ABSL_ASSIGN_OR_RETURN(std::vector<Row> rows, select.Run(tx));
  std::vector<std::string> cases;
  for (Row& row : rows) cases.push_back(row.Text());
  return cases;
}

absl::Status SupersedeAssignment(sql::Transaction& tx, absl::string_view id,
                                 absl::Time at) {
  return Supersede(tx, "assignments", id, at);
}

absl::StatusOr<Page<Assignment>> ListAssignments(sql::Transaction& tx,
                                                 const AssignmentFilter& filter,
                                                 const PageRequest& page) {
  Select select(AssignmentColumns(), "assignments");
  WhereCaseReached("case_id", filter.reach, &select);
  if (!filter.case_id.empty()) {
    select.Where("case_id = ?", {Text(filter.case_id)});
  }
  if (!filter.officer_id.empty()) {
    select.Where("officer_id = ?", {Text(filter.officer_id)});
  }
  if (filter.role.has_value()) {
    select.Where("role = ?", {EnumText(kAssignmentRoles, *filter.role)});
  }
  if (filter.as_of.has_value()) select.Where(HoldsOn("", *filter.as_of));
  select.Where(KnownAt("", filter.known_at));
  ABSL_RETURN_IF_ERROR(WhereAfterDay("first_day", "id", page.after, &select));
  select.OrderBy("first_day, id", page.limit + 1);
  return RunPage<Assignment>(
      tx, select, page, ReadAssignment, [](const Assignment& assignment) {
        return DayPosition(assignment.period.first, assignment.id);
      });
}

absl::StatusOr<Page<UnassignedCase>> ListUnassignedCases(
    sql::Transaction& tx, const Reach& reach, absl::string_view case_id,
    absl::CivilDay day, const PageRequest& page) {
  static const Columns& columns = *new Columns(
      MakeColumns("c.id, c.unit_id, c.division, carried.officer_id", "tttt"));
  Select select(
      columns,
      Condition{"cases c LEFT JOIN (", {}} + PrimaryOn(day, std::nullopt) +
          Condition{") carried ON carried.case_id = c.id LEFT JOIN"
                    " (SELECT p.officer_id FROM postings p WHERE ",
                    {}} +
          (KnownAt("p.", std::nullopt) && HoldsOn("p.", day)) +
          Condition{") posted ON posted.officer_id = carried.officer_id", {}});
  select.Where("posted.officer_id IS NULL AND c.withdrawn_at IS NULL");
  select.Where("c.received_date <= ?", {Day(day)});
  select.Where("c.closed_date IS NULL OR c.closed_date >= ?", {Day(day)});
  WhereCaseReached("c.id", reach, &select);
  if (!case_id.empty()) select.Where("c.id = ?", {Text(case_id)});
  if (!page.after.empty()) select.Where("c.id > ?", {Text(page.after)});
  select.OrderBy("c.id", page.limit + 1);
  return RunPage<UnassignedCase>(
      tx, select, page,
      [](Row& row) {
        UnassignedCase item;
        item.case_id = row.Text();
        item.unit_id = row.OptionalText();
        item.division = row.Text();
        item.officer_id = row.OptionalText();
        return item;
      },
      [](const UnassignedCase& item) { return item.case_id; });
}

absl::StatusOr<Page<CarryingOfficer>> ListCarryingOfficers(
    sql::Transaction& tx, const CarryingFilter& filter,
    const PageRequest& page) {
  static const Columns& columns = *new Columns(MakeColumns(
      "o.id, o.display_name, p.unit_id, u.division, p.supervisor_id,"
      " p.acting_supervisor_id, carried.cases,"
      " CASE WHEN away.officer_id IS NULL THEN 0 ELSE 1 END",
      "ttttttii"));
  Select select(
      columns,
      Condition{"officers o JOIN postings p ON p.officer_id = o.id"
                " JOIN units u ON u.id = p.unit_id"
                " JOIN (SELECT primaries.officer_id, COUNT(*) AS cases FROM (",
                {}} +
          PrimaryOn(filter.day, filter.known_at) +
          Condition{") primaries GROUP BY primaries.officer_id) carried"
                    " ON carried.officer_id = o.id"
                    " LEFT JOIN (SELECT DISTINCT l.officer_id FROM leaves l"
                    " WHERE ",
                    {}} +
          (KnownAt("l.", filter.known_at) && HoldsOn("l.", filter.day)) +
          Condition{") away ON away.officer_id = o.id", {}});
  select.Where(KnownAt("p.", filter.known_at) && HoldsOn("p.", filter.day));
  if (!filter.supervisor_id.empty()) {
    select.Where("p.supervisor_id = ? OR p.acting_supervisor_id = ?",
                 {Text(filter.supervisor_id), Text(filter.supervisor_id)});
  }
  if (!page.after.empty()) select.Where("o.id > ?", {Text(page.after)});
  select.OrderBy("o.id", page.limit + 1);
  return RunPage<CarryingOfficer>(
      tx, select, page,
      [](Row& row) {
        CarryingOfficer officer;
        officer.officer_id = row.Text();
        officer.display_name = row.Text();
        officer.unit_id = row.Text();
        officer.division = row.Text();
        officer.supervisor_id = row.OptionalText();
        officer.acting_supervisor_id = row.OptionalText();
        officer.primary_cases = row.Integer();
        officer.on_leave = row.Bool();
        return officer;
      },
      [](const CarryingOfficer& officer) { return officer.officer_id; });
}

void WherePrimaryOfficerOn(absl::string_view case_column,
                           absl::string_view day_column,
                           absl::string_view officer_id, Select* select) {
  select->Where(
      absl::StrCat(
          "EXISTS (SELECT 1 FROM assignments a WHERE a.case_id = ", case_column,
          " AND a.role = 'primary' AND a.officer_id = ?"
          " AND a.superseded_at IS NULL AND a.first_day <= ",
          day_column, " AND (a.last_day IS NULL OR a.last_day >= ", day_column,
          "))"),
      {Text(officer_id)});
}

void WherePrimaryOfficer(absl::string_view case_column, absl::CivilDay day,
                         absl::string_view officer_id, Select* select) {
  select->Where(
      Condition{absl::StrCat("EXISTS (SELECT 1 FROM assignments a"
                             " WHERE a.case_id = ",
                             case_column,
                             " AND a.role = 'primary' AND a.officer_id = ?"
                             " AND "),
                {Text(officer_id)}} +
      (KnownAt("a.", std::nullopt) && HoldsOn("a.", day)) + Condition{")", {}});
}

}  // namespace caseload::caseplan::storage

#include "services/caseplan/storage/officer_store.h"

#include <utility>

#include "services/caseplan/domain/names.h"
#include "services/caseplan/storage/access.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::caseplan::storage {

namespace {

// --- units ---

const Columns& UnitColumns() {
  static const Columns& columns = *new Columns(MakeColumns(
      "id, display_name, division, first_day, last_day, source_system,"
      " source_id, version, created_at",
      "tttttttii"));
  return columns;
}

Unit ReadUnit(Row& row) {
  Unit unit;
  unit.id = row.Text();
  unit.display_name = row.Text();
  unit.division = row.Text();
  unit.period = row.Period();
  unit.external_id = row.OptionalExternalId();
  unit.version = row.Integer();
  unit.created_at = row.Instant();
  return unit;
}

// --- officers ---

const Columns& OfficerColumns() {
  static const Columns& columns = *new Columns(MakeColumns(
      "id, display_name, email, staff_subject, first_day, last_day,"
      " capacity_factor, capacity_reason, source_system, source_id, version,"
      " created_at",
      "ttttttrtttii"));
  return columns;
}

Officer ReadOfficer(Row& row) {
  Officer officer;
  officer.id = row.Text();
  officer.display_name = row.Text();
  officer.email = row.Text();
  officer.staff_subject = row.OptionalText();
  officer.service = row.Period();
  officer.capacity_factor = row.Real();
  officer.capacity_reason = row.Text();
  officer.external_id = row.OptionalExternalId();
  officer.version = row.Integer();
  officer.created_at = row.Instant();
  return officer;
}

// What both insert and update write.
Fields OfficerFields(const Officer& officer) {
  Fields fields = {{"display_name", Text(officer.display_name)},
                   {"email", Text(officer.email)},
                   {"staff_subject", OptionalText(officer.staff_subject)},
                   {"capacity_factor", Real(officer.capacity_factor)},
                   {"capacity_reason", Text(officer.capacity_reason)}};
  AddPeriod(officer.service, &fields);
  return fields;
}

// ALREADY_EXISTS when somebody else has the subject.
absl::Status CheckSubjectFree(sql::Transaction& tx, const Officer& officer) {
  if (!officer.staff_subject.has_value()) return absl::OkStatus();
  ABSL_ASSIGN_OR_RETURN(auto other,
                        (tx.QueryOne<std::string>(
                            "SELECT id FROM officers WHERE staff_subject = :1",
                            *officer.staff_subject)));
  if (!other.has_value() || std::get<0>(*other) == officer.id) {
    return absl::OkStatus();
  }
  return status::FailedPrecondition(
      "STAFF_SUBJECT_TAKEN", OfficerName{officer.id}.ToString(),
      "another staff record has this staff_subject; take it from there first");
}

// --- postings ---

const Columns& PostingColumns() {
  static const Columns& columns = *new Columns(MakeColumns(
      "id, officer_id, unit_id, supervisor_id, acting_supervisor_id, first_day,"
      " last_day, full_time_equivalent, source_system, source_id, revision,"
      " recorded_at, recorded_by, superseded_at",
      "tttttttrttiiti"));
  return columns;
}

Posting ReadPosting(Row& row) {
  Posting posting;
  posting.id = row.Text();
  posting.officer_id = row.Text();
  posting.unit_id = row.Text();
  posting.supervisor_id = row.OptionalText();
  posting.acting_supervisor_id = row.OptionalText();
  posting.period = row.Period();
  posting.full_time_equivalent = row.Real();
  posting.external_id = row.OptionalExternalId();
  posting.recording = row.ReadRecording();
  return posting;
}

// --- leave ---

constexpr absl::string_view kLeaveKinds[] = {"", "planned", "unplanned",
                                             "leave_of_absence"};

const Columns& LeaveColumns() {
  static const Columns& columns = *new Columns(MakeColumns(
      "id, officer_id, kind, first_day, last_day, source_system, source_id,"
      " revision, recorded_at, recorded_by, superseded_at",
      "tttttttiiti"));
  return columns;
}

Leave ReadLeave(Row& row) {
  Leave leave;
  leave.id = row.Text();
  leave.officer_id = row.Text();
  leave.kind = EnumOf<LeaveKind>(kLeaveKinds, row.Text());
  leave.period = row.Period();
  leave.external_id = row.OptionalExternalId();
  leave.recording = row.ReadRecording();
  return leave;
}

}  // namespace

absl::Status InsertUnit(sql::Transaction& tx, const Unit& unit) {
  ABSL_RETURN_IF_ERROR(CheckIdsFree(tx, "units", unit.id, unit.external_id,
                                    UnitName{unit.id}.ToString()));
  Fields fields = {{"id", Text(unit.id)},
                   {"display_name", Text(unit.display_name)},
                   {"division", Text(unit.division)},
                   {"version", Integer(unit.version)},
                   {"created_at", Instant(unit.created_at)}};
  AddPeriod(unit.period, &fields);
  AddExternalId(unit.external_id, &fields);
  return Insert(tx, "units", fields);
}

absl::Status UpdateUnit(sql::Transaction& tx, Unit* unit) {
  Fields fields = {{"display_name", Text(unit->display_name)}};
  AddPeriod(unit->period, &fields);
  ABSL_ASSIGN_OR_RETURN(bool updated, UpdateVersioned(tx, "units", unit->id,
                                                      unit->version, fields));
  if (!updated) return status::EtagMismatch(UnitName{unit->id}.ToString());
  ++unit->version;
  return absl::OkStatus();
}

absl::Status SetUnitWithdrawn(sql::Transaction& tx, absl::string_view id,
                              std::optional<absl::Time> at) {
  return tx
      .ExecuteValues("UPDATE units SET withdrawn_at = :1 WHERE id = :2",
                     {Instant(at), Text(id)})
      .status();
}

absl::StatusOr<bool> IsUnitInUse(sql::Transaction& tx, absl::string_view id) {
  ABSL_ASSIGN_OR_RETURN(const bool posted,
                        Exists(tx,
                               "SELECT 1 FROM postings WHERE unit_id = :1"
                               " AND superseded_at IS NULL LIMIT 1",
                               id));
  if (posted) return true;
  return Exists(tx,
                "SELECT 1 FROM cases WHERE unit_id = :1"
                " AND withdrawn_at IS NULL LIMIT 1",
                id);
}

absl::StatusOr<Unit> GetUnit(sql::Transaction& tx, absl::string_view id) {
  ABSL_ASSIGN_OR_RETURN(std::optional<Row> row,
                        Select(UnitColumns(), "units")
                            .Where("id = ?", {Text(id)})
                            .Where("withdrawn_at IS NULL")
                            .RunOne(tx));
  if (!row.has_value()) {
    return status::NotFound(UnitName{std::string(id)}.ToString());
  }
  return ReadUnit(*row);
}

absl::StatusOr<Page<Unit>> ListUnits(sql::Transaction& tx,
                                     absl::string_view division,
                                     const PageRequest& page) {
  Select select(UnitColumns(), "units");
  select.Where("withdrawn_at IS NULL");
  if (!division.empty()) select.Where("division = ?", {Text(division)});
  if (!page.after.empty()) select.Where("id > ?", {Text(page.after)});
  select.OrderBy("id", page.limit + 1);
  return RunPage<Unit>(tx, select, page, ReadUnit,
                       [](const Unit& unit) { return unit.id; });
}

absl::Status InsertOfficer(sql::Transaction& tx, const Officer& officer) {
  ABSL_RETURN_IF_ERROR(CheckIdsFree(tx, "officers", officer.id,
                                    officer.external_id,
                                    OfficerName{officer.id}.ToString()));
  ABSL_RETURN_IF_ERROR(CheckSubjectFree(tx, officer));
  Fields fields = OfficerFields(officer);
  fields.push_back({"id", Text(officer.id)});
  fields.push_back({"version", Integer(officer.version)});
  fields.push_back({"created_at", Instant(officer.created_at)});
  AddExternalId(officer.external_id, &fields);
  return Insert(tx, "officers", fields);
}

absl::Status UpdateOfficer(sql::Transaction& tx, Officer* officer) {
  ABSL_RETURN_IF_ERROR(CheckSubjectFree(tx, *officer));
  ABSL_ASSIGN_OR_RETURN(
      bool updated, UpdateVersioned(tx, "officers", officer->id,
                                    officer->version, OfficerFields(*officer)));
  if (!updated) {
    return status::EtagMismatch(OfficerName{officer->id}.ToString());
  }
  ++officer->version;
  return absl::OkStatus();
}

absl::Status SetOfficerWithdrawn(sql::Transaction& tx, absl::string_view id,
                                 std::optional<absl::Time> at) {
  return tx
      .ExecuteValues(
          "UPDATE officers SET withdrawn_at = :1, staff_subject = NULL"
          " WHERE id = :2",
          {Instant(at), Text(id)})
      .status();
}

absl::StatusOr<bool> IsOfficerInUse(sql::Transaction& tx,
                                    absl::string_view id) {
  return Exists(
      tx,
      "SELECT 1 FROM officers WHERE id = :1 AND (EXISTS (SELECT 1 FROM postings"
      " WHERE superseded_at IS NULL AND (officer_id = :1 OR supervisor_id = :1"
      " OR acting_supervisor_id = :1))"
      " OR EXISTS (SELECT 1 FROM leaves"
      " WHERE superseded_at IS NULL AND officer_id = :1)"
      " OR EXISTS (SELECT 1 FROM assignments"
      " WHERE superseded_at IS NULL AND officer_id = :1)"
      " OR EXISTS (SELECT 1 FROM contacts"
      " WHERE superseded_at IS NULL AND officer_id = :1)"
      " OR EXISTS (SELECT 1 FROM no_contact_reasons"
      " WHERE superseded_at IS NULL AND officer_id = :1)"
      " OR EXISTS (SELECT 1 FROM notes"
      " WHERE superseded_at IS NULL AND officer_id = :1)"
      " OR EXISTS (SELECT 1 FROM investigations"
      " WHERE withdrawn_at IS NULL AND officer_id = :1))",
      id);
}

absl::StatusOr<Officer> GetOfficer(sql::Transaction& tx, absl::string_view id) {
  ABSL_ASSIGN_OR_RETURN(std::optional<Row> row,
                        Select(OfficerColumns(), "officers")
                            .Where("id = ?", {Text(id)})
                            .Where("withdrawn_at IS NULL")
                            .RunOne(tx));
  if (!row.has_value()) {
    return status::NotFound(OfficerName{std::string(id)}.ToString());
  }
  return ReadOfficer(*row);
}

absl::StatusOr<Page<Officer>> ListOfficers(sql::Transaction& tx,
                                           const OfficerFilter& filter,
                                           const PageRequest& page) {
  Select select(OfficerColumns(), "officers");
  select.Where("withdrawn_at IS NULL");
  if (filter.in_service_on.has_value()) {
    select.Where(HoldsOn("", *filter.in_service_on));
  }
  if (!filter.staff_subject.empty()) {
    select.Where("staff_subject = ?", {Text(filter.staff_subject)});
  }
  if (!page.after.empty()) select.Where("id > ?", {Text(page.after)});
  select.OrderBy("id", page.limit + 1);
  return RunPage<Officer>(tx, select, page, ReadOfficer,
                          [](const Officer& officer) { return officer.id; });
}

absl::Status InsertPosting(sql::Transaction& tx, const Posting& posting) {
  Fields fields = {
      {"id", Text(posting.id)},
      {"officer_id", Text(posting.officer_id)},
      {"unit_id", Text(posting.unit_id)},
      {"supervisor_id", OptionalText(posting.supervisor_id)},
      {"acting_supervisor_id", OptionalText(posting.acting_supervisor_id)},
      {"full_time_equivalent", Real(posting.full_time_equivalent)}};
  AddPeriod(posting.period, &fields);
  AddExternalId(posting.external_id, &fields);
  AddRecording(posting.recording, &fields);
  return Insert(tx, "postings", fields);
}

absl::StatusOr<std::vector<Posting>> StandingPostings(
    sql::Transaction& tx, absl::string_view officer_id,
    const DayPeriod& period) {
  Select select(PostingColumns(), "postings");
  select.Where("officer_id = ?", {Text(officer_id)});
  select.Where(KnownAt("", std::nullopt));
  select.Where(Overlapping("", period));
  return RunAll<Posting>(tx, select, "first_day", ReadPosting);
}

absl::Status SupersedePosting(sql::Transaction& tx, absl::string_view id,
                              absl::Time at) {
  return Supersede(tx, "postings", id, at);
}

absl::StatusOr<Page<Posting>> ListPostings(sql::Transaction& tx,
                                           const PostingFilter& filter,
                                           const PageRequest& page) {
  Select select(PostingColumns(), "postings");
  if (!filter.officer_id.empty()) {
    select.Where("officer_id = ?", {Text(filter.officer_id)});
  }
  if (!filter.unit_id.empty()) {
    select.Where("unit_id = ?", {Text(filter.unit_id)});
  }
  if (!filter.supervisor_id.empty()) {
    select.Where("supervisor_id = ? OR acting_supervisor_id = ?",
                 {Text(filter.supervisor_id), Text(filter.supervisor_id)});
  }
  if (filter.as_of.has_value()) select.Where(HoldsOn("", *filter.as_of));
  select.Where(KnownAt("", filter.known_at));
  ABSL_RETURN_IF_ERROR(WhereAfterDay("first_day", "id", page.after, &select));
  select.OrderBy("first_day, id", page.limit + 1);
  return RunPage<Posting>(
      tx, select, page, ReadPosting, [](const Posting& posting) {
        return DayPosition(posting.period.first, posting.id);
      });
}

absl::Status InsertLeave(sql::Transaction& tx, const Leave& leave) {
  Fields fields = {{"id", Text(leave.id)},
                   {"officer_id", Text(leave.officer_id)},
                   {"kind", EnumText(kLeaveKinds, leave.kind)}};
  AddPeriod(leave.period, &fields);
  AddExternalId(leave.external_id, &fields);
  AddRecording(leave.recording, &fields);
  return Insert(tx, "leaves", fields);
}

absl::StatusOr<Leave> GetStandingLeave(sql::Transaction& tx,
                                       absl::string_view officer_id,
                                       absl::string_view id) {
  Select select(LeaveColumns(), "leaves");
  select.Where("id = ? AND officer_id = ?", {Text(id), Text(officer_id)});
  select.Where(KnownAt("", std::nullopt));
  ABSL_ASSIGN_OR_RETURN(std::optional<Row> row, select.RunOne(tx));
  if (!row.has_value()) {
    return status::NotFound(
        LeaveName{{std::string(officer_id)}, std::string(id)}.ToString());
  }
  return ReadLeave(*row);
}

absl::StatusOr<std::vector<Leave>> StandingLeaves(sql::Transaction& tx,
                                                  absl::string_view officer_id,
                                                  const DayPeriod& period) {
  Select select(LeaveColumns(), "leaves");
  select.Where("officer_id = ?", {Text(officer_id)});
  select.Where(KnownAt("", std::nullopt));
  select.Where(Overlapping("", period));
  return RunAll<Leave>(tx, select, "first_day", ReadLeave);
}

absl::Status SupersedeLeave(sql::Transaction& tx, absl::string_view id,
                            absl::Time at) {
  return Supersede(tx, "leaves", id, at);
}

absl::StatusOr<Page<Leave>> ListLeaves(sql::Transaction& tx,
                                       const LeaveFilter& filter,
                                       const PageRequest& page) {
  Select select(LeaveColumns(), "leaves");
  if (!filter.officer_id.empty()) {
    select.Where("officer_id = ?", {Text(filter.officer_id)});
  }
  WhereOfficerReached("officer_id", filter.reach, &select);
  if (filter.from_day.has_value()) {
    select.Where("last_day IS NULL OR last_day >= ?", {Day(*filter.from_day)});
  }
  if (filter.to_day.has_value()) {
    select.Where("first_day <= ?", {Day(*filter.to_day)});
  }
  select.Where(KnownAt("", filter.known_at));
  ABSL_RETURN_IF_ERROR(WhereAfterDay("first_day", "id", page.after, &select));
  select.OrderBy("first_day, id", page.limit + 1);
  return RunPage<Leave>(tx, select, page, ReadLeave, [](const Leave& leave) {
    return DayPosition(leave.period.first, leave.id);
  });
}

}  // namespace caseload::caseplan::storage

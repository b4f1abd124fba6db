#include "services/caseplan/storage/snapshot_store.h"

#include <map>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/caseplan/domain/names.h"
#include "services/caseplan/storage/enum_texts.h"
#include "services/caseplan/storage/risk_store.h"
#include "services/caseplan/storage/rows.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::caseplan::storage {

namespace {

// A whole statement; each '?' stands for one of the values.
absl::StatusOr<std::vector<Row>> Run(sql::Transaction& tx,
                                     const Condition& statement,
                                     absl::string_view kinds) {
  std::string sql;
  int place = 0;
  for (const char c : statement.text) {
    if (c == '?') {
      absl::StrAppend(&sql, ":", ++place);
    } else {
      sql.push_back(c);
    }
  }
  ABSL_ASSIGN_OR_RETURN(
      std::vector<std::vector<sql::Value>> values,
      tx.QueryValues(sql, statement.values, MakeColumns("", kinds).kinds));
  std::vector<Row> rows;
  rows.reserve(values.size());
  for (std::vector<sql::Value>& row : values) rows.emplace_back(std::move(row));
  return rows;
}

Condition Sql(absl::string_view text, std::vector<sql::Value> values = {}) {
  return Condition{std::string(text), std::move(values)};
}

// The officer's standing assignments as primary officer that hold on the day;
// ends with the last condition.
Condition PrimaryOn(const SnapshotScope& scope, absl::CivilDay day) {
  return Sql("a.role = 'primary' AND a.officer_id = ? AND ",
             {Text(scope.officer_id)}) +
         (KnownAt("a.", std::nullopt) && HoldsOn("a.", day));
}

// Rows of the scope's cases, by their column. A row of a case that was closed
// before the day is read and dropped: its assignment ended with it.
Condition InScope(absl::string_view case_column, const SnapshotScope& scope,
                  absl::CivilDay day) {
  if (!scope.case_id.empty()) {
    return Sql(absl::StrCat(case_column, " = ?"), {Text(scope.case_id)});
  }
  return Sql(absl::StrCat(case_column,
                          " IN (SELECT a.case_id FROM assignments a WHERE ")) +
         PrimaryOn(scope, day) + Sql(")");
}

// The last day of a contact that `which` takes.
Condition LastContact(absl::string_view which, absl::CivilDay as_of) {
  return Sql(absl::StrCat("(SELECT MAX(t.contact_date) FROM contacts t"
                          " WHERE t.case_id = c.id AND t.superseded_at IS NULL"
                          " AND t.contact_date <= ? AND ",
                          which, ")"),
             {Day(as_of)});
}

Condition CaseFileColumns(absl::CivilDay as_of) {
  return Sql("SELECT c.id, c.client_id, c.division, c.case_type,"
             " c.received_date, c.start_date, c.expected_end_date, c.weight,"
             " c.closed_date, k.family_name, k.given_name, a.first_day, ") +
         LastContact("t.status = 'completed' AND t.kind <> 'collateral'",
                     as_of) +
         Sql(", ") + LastContact("t.status = 'attempted'", as_of) +
         Sql(", (SELECT MAX(n.note_date) FROM notes n WHERE n.case_id = c.id"
             " AND n.superseded_at IS NULL AND n.note_date <= ?"
             " AND EXISTS (SELECT 1 FROM notes_objectives l"
             " WHERE l.fact_id = n.id AND l.fact_revision = n.revision))",
             {Day(as_of)});
}

CaseFile ReadCaseFile(Row& row) {
  CaseFile file;
  Case& c = file.supervision_case;
  c.id = row.Text();
  c.client_id = row.Text();
  c.division = row.Text();
  c.case_type = row.Text();
  c.received_date = row.Day();
  c.start_date = row.OptionalDay();
  c.expected_end_date = row.OptionalDay();
  c.weight = row.Real();
  c.closed_date = row.OptionalDay();
  const std::string family_name = row.Text();
  file.client_display_name = absl::StrCat(family_name, ", ", row.Text());
  file.assigned_date = row.OptionalDay();
  file.last_completed_contact = row.OptionalDay();
  file.last_attempted_contact = row.OptionalDay();
  file.last_objective_note = row.OptionalDay();
  return file;
}

// Reads the parts of the files, one query each.
class Loader {
 public:
  Loader(sql::Transaction& tx, const SnapshotScope& scope,
         const SnapshotDays& days, const absl::TimeZone& zone,
         std::vector<CaseFile>* files)
      : tx_(tx), scope_(scope), days_(days), zone_(zone) {
    for (CaseFile& file : *files) files_[file.supervision_case.id] = &file;
  }

  absl::Status States() {
    return ForEach(
        Sql("SELECT case_id, id, status, first_day, last_day, booking_type,"
            " (SELECT MAX(v.confirmed_date) FROM case_states v"
            " WHERE v.id = case_states.id AND v.confirmed_date <= ?)"
            " FROM case_states WHERE superseded_at IS NULL"
            " AND first_day <= ? AND ",
            {Day(days_.as_of), Day(days_.as_of)}) +
            Scope("case_id") + Sql(" ORDER BY case_id, first_day"),
        "ttttttt", [](CaseFile& file, Row& row) {
          CaseState& state = file.states.emplace_back();
          state.case_id = file.supervision_case.id;
          state.id = row.Text();
          state.status = EnumOf<CaseStatus>(kCaseStatuses, row.Text());
          state.period = row.Period();
          state.booking_type = row.Text();
          // Whoever recorded the state knew it on its first day.
          state.confirmed_date = row.OptionalDay().value_or(state.period.first);
        });
  }

  absl::Status Plans() {
    ABSL_RETURN_IF_ERROR(ForEach(
        Sql("SELECT case_id, id, first_day, last_day, approved_at, state,"
            " (SELECT MAX(s.signed_date) FROM plan_signatures s"
            " WHERE s.plan_id = plans.id AND s.content_hash ="
            " plans.content_hash), review_dates FROM plans WHERE ") +
            Approved("") + Sql(" AND ") + Scope("case_id") +
            Sql(" ORDER BY case_id, number"),
        "ttttittt", [this](CaseFile& file, Row& row) { AddPlan(file, row); }));
    return Objectives();
  }

  absl::Status Contacts(absl::CivilDay from) {
    return ForEach(
        Sql("SELECT case_id, contact_date, status, kind, method, location"
            " FROM contacts WHERE superseded_at IS NULL"
            " AND contact_date >= ? AND contact_date <= ? AND ",
            {Day(from), Day(days_.as_of)}) +
            Scope("case_id") + Sql(" ORDER BY case_id, contact_date, id"),
        "tttttt", [](CaseFile& file, Row& row) {
          file.contacts.push_back(ReadContactEntry(row));
        });
  }

  absl::Status Reasons() {
    return ForEach(
        Sql("SELECT case_id, id, month, code, warrant_request_date,"
            " revoking_order, residential_confirmed_date, entered_date"
            " FROM no_contact_reasons WHERE superseded_at IS NULL"
            " AND month >= ? AND month <= ? AND ",
            {Day(days_.review.first), Day(days_.review.last)}) +
            Scope("case_id") + Sql(" ORDER BY case_id, month, id"),
        "tttttttt", [this](CaseFile& file, Row& row) { AddReason(file, row); });
  }

  absl::Status Enrollments() {
    ABSL_RETURN_IF_ERROR(ForEach(
        Sql("SELECT case_id, id, program, status, referral_date, start_date,"
            " end_date, (SELECT MAX(v.verified_date) FROM enrollments v"
            " WHERE v.id = enrollments.id AND v.verified_date <= ?)"
            " FROM enrollments WHERE superseded_at IS NULL"
            " AND referral_date <= ? AND ",
            {Day(days_.as_of), Day(days_.as_of)}) +
            Scope("case_id") + Sql(" ORDER BY case_id, referral_date, id"),
        "tttttttt",
        [this](CaseFile& file, Row& row) { AddEnrollment(file, row); }));
    return ForEach(
        Sql("SELECT e.case_id, e.id, l.plan_id, l.objective_id"
            " FROM enrollments e JOIN enrollments_objectives l"
            " ON l.fact_id = e.id AND l.fact_revision = e.revision"
            " WHERE e.superseded_at IS NULL AND e.referral_date <= ? AND ",
            {Day(days_.as_of)}) +
            Scope("e.case_id"),
        "tttt", [](CaseFile& file, Row& row) {
          const std::string id = row.Text();
          for (Enrollment& enrollment : file.enrollments) {
            if (enrollment.id != id) continue;
            ObjectiveLink link;
            link.plan_id = row.Text();
            link.objective_id = row.Text();
            enrollment.objectives.push_back(std::move(link));
            return;
          }
        });
  }

  absl::Status Notes() {
    return ForEach(
        Sql("SELECT case_id, note_date, category,"
            " CASE WHEN EXISTS (SELECT 1 FROM notes_objectives l"
            " WHERE l.fact_id = notes.id AND l.fact_revision = notes.revision)"
            " THEN 1 ELSE 0 END FROM notes WHERE superseded_at IS NULL"
            " AND note_date >= ? AND note_date <= ? AND ",
            {Day(days_.review.first), Day(days_.review.last)}) +
            Scope("case_id") + Sql(" ORDER BY case_id, note_date, id"),
        "ttti", [](CaseFile& file, Row& row) {
          const absl::CivilDay day = row.Day();
          const auto category =
              EnumOf<NoteCategory>(kNoteCategories, row.Text());
          if (category == NoteCategory::kResidentialStaff) {
            file.residential_notes.push_back(day);
          }
          if (row.Bool()) file.objective_notes.push_back(day);
        });
  }

  absl::Status Investigations() {
    return ForEach(
        Sql("SELECT case_id, id, kind, opened_date, due_date"
            " FROM investigations WHERE withdrawn_at IS NULL"
            " AND opened_date <= ?"
            " AND (closed_date IS NULL OR closed_date >= ?) AND ",
            {Day(days_.as_of), Day(days_.as_of)}) +
            Scope("case_id") + Sql(" ORDER BY case_id, opened_date, id"),
        "ttttt", [](CaseFile& file, Row& row) {
          Investigation& investigation = file.investigations.emplace_back();
          investigation.case_id = file.supervision_case.id;
          investigation.id = row.Text();
          investigation.kind = row.Text();
          investigation.opened_date = row.Day();
          investigation.due_date = row.OptionalDay();
        });
  }

  absl::Status Risks() {
    std::vector<std::string> ids;
    for (const auto& [id, file] : files_) ids.push_back(id);
    ABSL_ASSIGN_OR_RETURN(std::vector<CurrentRisk> risks, ListRisks(tx_, ids));
    for (CurrentRisk& risk : risks) {
      CaseFile* file = files_[risk.case_id];
      for (const RiskOverride& override : risk.overrides) {
        file->overrides.push_back({override.band_id, override.first_day,
                                   override.last_day, override.band_scheme_id});
      }
      file->risk = std::move(risk);
    }
    return absl::OkStatus();
  }

  static ContactEntry ReadContactEntry(Row& row) {
    ContactEntry contact;
    contact.date = row.Day();
    contact.status = EnumOf<ContactStatus>(kContactStatuses, row.Text());
    contact.kind = EnumOf<ContactKind>(kContactKinds, row.Text());
    contact.method = EnumOf<ContactMethod>(kContactMethods, row.Text());
    if (auto location = row.OptionalText(); location.has_value()) {
      contact.location = EnumOf<ContactLocation>(kContactLocations, *location);
    }
    return contact;
  }

 private:
  Condition Scope(absl::string_view case_column) const {
    return InScope(case_column, scope_, days_.as_of);
  }
  // The first instant after the day.
  sql::Value After() const {
    return Instant(policy::StartOfDay(days_.as_of + 1, zone_));
  }
  // Plans that were approved by the day, under an alias with its dot.
  Condition Approved(absl::string_view prefix) const {
    return Sql(
        absl::StrCat(prefix, "state <> 'draft' AND ", prefix,
                     "withdrawn_at IS NULL AND ", prefix, "approved_at < ?"),
        {After()});
  }

  // Runs the statement, whose first column is the case, and gives each row to
  // the file of its case.
  absl::Status ForEach(const Condition& statement, absl::string_view kinds,
                       absl::FunctionRef<void(CaseFile&, Row&)> read) {
    ABSL_ASSIGN_OR_RETURN(std::vector<Row> rows, Run(tx_, statement, kinds));
    for (Row& row : rows) {
      const auto file = files_.find(row.Text());
      if (file != files_.end()) read(*file->second, row);
    }
    return absl::OkStatus();
  }

  void AddPlan(CaseFile& file, Row& row) {
    PlanVersion& plan = file.plans.emplace_back();
    plan.id = row.Text();
    plan.period = row.Period();
    plan.approved = policy::LocalDay(row.Instant(), zone_);
    const bool sought = row.Text() == "provisional";
    plan.signed_on = row.OptionalDay();
    if (sought) {
      plan.signed_on.reset();
    } else if (!plan.signed_on.has_value()) {
      // Signed where it was imported from, which did not say when.
      plan.signed_on = plan.approved;
    }
    const std::string reviews = row.Text();
    for (absl::string_view day :
         absl::StrSplit(reviews, '\n', absl::SkipEmpty())) {
      absl::CivilDay reviewed;
      if (absl::ParseCivilTime(day, &reviewed) && reviewed <= days_.as_of &&
          reviewed >= plan.last_review.value_or(reviewed)) {
        plan.last_review = reviewed;
      }
    }
  }

  // Those of each case's latest version.
  absl::Status Objectives() {
    return ForEach(
        Sql("SELECT p.case_id, o.id, o.need_area, o.behavior, o.measure,"
            " o.target_date, o.responsible_person, o.referral_program"
            " FROM plans p JOIN plan_objectives o ON o.plan_id = p.id"
            " WHERE o.withdrawn_at IS NULL AND ") +
            Approved("p.") + Sql(" AND ") + Scope("p.case_id") +
            Sql(" AND NOT EXISTS (SELECT 1 FROM plans later"
                " WHERE later.case_id = p.case_id AND later.number > p.number"
                " AND ") +
            Approved("later.") + Sql(") ORDER BY p.case_id, o.position"),
        "tttttttt", [](CaseFile& file, Row& row) {
          Objective& objective = file.plans.back().objectives.emplace_back();
          objective.id = row.Text();
          objective.need_area = row.Text();
          objective.behavior = row.Text();
          objective.measure = row.Text();
          objective.target_date = row.OptionalDay();
          objective.responsible_person = row.Text();
          objective.referral_program = row.Text();
        });
  }

  void AddReason(CaseFile& file, Row& row) {
    NoContactReason& reason = file.reasons.emplace_back();
    reason.case_id = file.supervision_case.id;
    reason.id = row.Text();
    reason.month = absl::CivilMonth(row.Day());
    reason.code = EnumOf<NoContactCode>(kNoContactCodes, row.Text());
    reason.warrant_request_date = row.OptionalDay();
    if (auto order = row.OptionalText(); order.has_value()) {
      reason.revoking_order = EnumOf<RevokingOrder>(kRevokingOrders, *order);
    }
    reason.residential_confirmed_date = row.OptionalDay();
    reason.entered_date = row.Day();
  }

  // With the status that its days give it on the day asked about.
  void AddEnrollment(CaseFile& file, Row& row) {
    Enrollment& enrollment = file.enrollments.emplace_back();
    enrollment.case_id = file.supervision_case.id;
    enrollment.id = row.Text();
    enrollment.program = row.Text();
    const auto status =
        EnumOf<EnrollmentStatus>(kEnrollmentStatuses, row.Text());
    enrollment.referral_date = row.Day();
    enrollment.start_date = row.OptionalDay();
    enrollment.end_date = row.OptionalDay();
    enrollment.verified_date = row.OptionalDay();
    const absl::CivilDay day = days_.as_of;
    if (status == EnrollmentStatus::kNotEnrolled ||
        status == EnrollmentStatus::kPending) {
      enrollment.status = status;
    } else if (!enrollment.start_date.has_value() ||
               *enrollment.start_date > day) {
      enrollment.status = EnrollmentStatus::kPending;
    } else if (!enrollment.end_date.has_value() ||
               *enrollment.end_date >= day) {
      enrollment.status = EnrollmentStatus::kActive;
    } else {
      enrollment.status = status;
    }
  }

  sql::Transaction& tx_;
  const SnapshotScope& scope_;
  const SnapshotDays& days_;
  const absl::TimeZone& zone_;
  std::map<std::string, CaseFile*> files_;
};

}  // namespace

absl::StatusOr<std::vector<CaseFile>> ListCaseFiles(sql::Transaction& tx,
                                                    const SnapshotScope& scope,
                                                    absl::CivilDay as_of) {
  const Condition open =
      Sql("c.withdrawn_at IS NULL AND c.received_date <= ?"
          " AND (c.closed_date IS NULL OR c.closed_date >= ?)",
          {Day(as_of), Day(as_of)});
  const Condition statement =
      scope.case_id.empty()
          ? CaseFileColumns(as_of) +
                Sql(" FROM assignments a JOIN cases c ON c.id = a.case_id"
                    " JOIN clients k ON k.id = c.client_id WHERE ") +
                (PrimaryOn(scope, as_of) && open) + Sql(" ORDER BY c.id")
          : CaseFileColumns(as_of) +
                Sql(" FROM cases c JOIN clients k ON k.id = c.client_id"
                    " LEFT JOIN assignments a ON a.case_id = c.id"
                    " AND a.role = 'primary' AND ") +
                (KnownAt("a.", std::nullopt) && HoldsOn("a.", as_of)) +
                Sql(" WHERE c.id = ? AND c.withdrawn_at IS NULL"
                    " AND c.received_date <= ?",
                    {Text(scope.case_id), Day(as_of)});
  ABSL_ASSIGN_OR_RETURN(std::vector<Row> rows,
                        Run(tx, statement, "tttttttrttttttt"));
  std::vector<CaseFile> files;
  files.reserve(rows.size());
  for (Row& row : rows) files.push_back(ReadCaseFile(row));
  return files;
}

absl::Status LoadCaseFiles(sql::Transaction& tx, const SnapshotScope& scope,
                           const SnapshotDays& days,
                           absl::CivilDay contacts_from,
                           const absl::TimeZone& zone,
                           std::vector<CaseFile>* files) {
  if (files->empty()) return absl::OkStatus();
  Loader loader(tx, scope, days, zone, files);
  ABSL_RETURN_IF_ERROR(loader.States());
  ABSL_RETURN_IF_ERROR(loader.Plans());
  ABSL_RETURN_IF_ERROR(loader.Contacts(contacts_from));
  ABSL_RETURN_IF_ERROR(loader.Reasons());
  ABSL_RETURN_IF_ERROR(loader.Enrollments());
  ABSL_RETURN_IF_ERROR(loader.Notes());
  ABSL_RETURN_IF_ERROR(loader.Investigations());
  return loader.Risks();
}

absl::StatusOr<std::vector<OfficerContact>> ListOfficerContacts(
    sql::Transaction& tx, absl::string_view officer_id,
    const policy::DayRange& period) {
  ABSL_ASSIGN_OR_RETURN(
      std::vector<Row> rows,
      Run(tx,
          Sql("SELECT c.division, t.contact_date, t.status, t.kind, t.method,"
              " t.location FROM assignments a"
              " JOIN contacts t ON t.case_id = a.case_id"
              " AND t.contact_date >= a.first_day"
              " AND (a.last_day IS NULL OR t.contact_date <= a.last_day)"
              " JOIN cases c ON c.id = t.case_id"
              " WHERE c.withdrawn_at IS NULL AND a.role = 'primary'"
              " AND a.officer_id = ? AND a.superseded_at IS NULL AND "
              "t.superseded_at IS NULL"
              " AND t.contact_date >= ? AND t.contact_date <= ?"
              " ORDER BY t.contact_date, t.id",
              {Text(officer_id), Day(period.first), Day(period.last)}),
          "tttttt"));
  std::vector<OfficerContact> contacts;
  contacts.reserve(rows.size());
  for (Row& row : rows) {
    OfficerContact& contact = contacts.emplace_back();
    contact.division = row.Text();
    contact.contact = Loader::ReadContactEntry(row);
  }
  return contacts;
}

absl::StatusOr<WorkingTime> GetWorkingTime(sql::Transaction& tx,
                                           absl::string_view officer_id,
                                           absl::CivilDay day) {
  ABSL_ASSIGN_OR_RETURN(
      std::vector<Row> rows,
      Run(tx,
          Sql("SELECT o.capacity_factor, COALESCE(p.full_time_equivalent, 0.0)"
              " FROM officers o LEFT JOIN postings p ON p.officer_id = o.id"
              " AND ") +
              (KnownAt("p.", std::nullopt) && HoldsOn("p.", day)) +
              Sql(" WHERE o.id = ?", {Text(officer_id)}),
          "rr"));
  if (rows.empty()) {
    return status::NotFound(OfficerName{std::string(officer_id)}.ToString());
  }
  WorkingTime time;
  time.capacity_factor = rows.front().Real();
  time.full_time_equivalent = rows.front().Real();
  return time;
}

}  // namespace caseload::caseplan::storage

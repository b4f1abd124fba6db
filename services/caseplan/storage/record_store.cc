#include "services/caseplan/storage/record_store.h"

#include <map>
#include <type_traits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/caseplan/domain/names.h"
#include "services/caseplan/storage/access.h"
#include "services/caseplan/storage/case_store.h"
#include "services/caseplan/storage/enum_texts.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::caseplan::storage {

namespace {

template <size_t kCount, typename Enum>
std::vector<sql::Value> EnumTexts(const absl::string_view (&texts)[kCount],
                                  const std::vector<Enum>& values) {
  std::vector<sql::Value> result;
  for (Enum value : values) result.push_back(EnumText(texts, value));
  return result;
}

void WhereRecord(const RecordFilter& filter, Select* select) {
  WhereCaseReached("case_id", filter.reach, select);
  if (!filter.case_id.empty()) {
    select->Where("case_id = ?", {Text(filter.case_id)});
  }
  select->Where(KnownAt("", filter.known_at));
}

void WhereDays(absl::string_view column,
               const std::optional<absl::CivilDay>& from_day,
               const std::optional<absl::CivilDay>& to_day, Select* select) {
  if (from_day.has_value()) {
    select->Where(absl::StrCat(column, " >= ?"), {Day(*from_day)});
  }
  if (to_day.has_value()) {
    select->Where(absl::StrCat(column, " <= ?"), {Day(*to_day)});
  }
}

// Links of facts to objectives: rows of "<table>_objectives".
template <typename Fact>
absl::Status InsertLinks(sql::Transaction& tx, absl::string_view table,
                         const Fact& fact) {
  for (const ObjectiveLink& link : fact.objectives) {
    ABSL_RETURN_IF_ERROR(
        Insert(tx, absl::StrCat(table, "_objectives"),
               {{"fact_id", Text(fact.id)},
                {"fact_revision", Integer(fact.recording.revision)},
                {"plan_id", Text(link.plan_id)},
                {"objective_id", Text(link.objective_id)}}));
  }
  return absl::OkStatus();
}

template <typename Fact>
absl::Status LoadLinks(sql::Transaction& tx, absl::string_view table,
                       std::vector<Fact>* facts) {
  if (facts->empty()) return absl::OkStatus();
  std::map<std::pair<std::string, int64_t>, Fact*> by_revision;
  std::vector<sql::Value> ids;
  for (Fact& fact : *facts) {
    by_revision[{fact.id, fact.recording.revision}] = &fact;
    ids.push_back(Text(fact.id));
  }
  static const Columns& columns = *new Columns(
      MakeColumns("fact_id, fact_revision, plan_id, objective_id", "titt"));
  ABSL_ASSIGN_OR_RETURN(
      std::vector<Row> rows,
      Select(columns, absl::StrCat(table, "_objectives"))
          .Where(OneOf("fact_id", std::move(ids)))
          .OrderBy("fact_id, fact_revision, plan_id, objective_id")
          .Run(tx));
  for (Row& row : rows) {
    std::string id = row.Text();
    auto fact = by_revision.find({std::move(id), row.Integer()});
    if (fact == by_revision.end()) continue;  // Another revision's.
    std::string plan_id = row.Text();
    fact->second->objectives.push_back({std::move(plan_id), row.Text()});
  }
  return absl::OkStatus();
}

// --- contacts ---

const Columns& ContactColumns() {
  static const Columns& columns = *new Columns(MakeColumns(
      "id, case_id, officer_id, status, kind, method, location, contact_date,"
      " started_at, source_entered_at, source_system, source_id, revision,"
      " recorded_at, recorded_by, superseded_at",
      "ttttttttiittiiti"));
  return columns;
}

Contact ReadContact(Row& row) {
  Contact contact;
  contact.id = row.Text();
  contact.case_id = row.Text();
  contact.officer_id = row.Text();
  contact.status = EnumOf<ContactStatus>(kContactStatuses, row.Text());
  contact.kind = EnumOf<ContactKind>(kContactKinds, row.Text());
  contact.method = EnumOf<ContactMethod>(kContactMethods, row.Text());
  if (auto location = row.OptionalText(); location.has_value()) {
    contact.location = EnumOf<ContactLocation>(kContactLocations, *location);
  }
  contact.date = row.Day();
  contact.started_at = row.OptionalInstant();
  contact.source_entered_at = row.OptionalInstant();
  contact.external_id = row.OptionalExternalId();
  contact.recording = row.ReadRecording();
  return contact;
}

// --- no-contact reasons ---

const Columns& NoContactReasonColumns() {
  static const Columns& columns = *new Columns(MakeColumns(
      "id, case_id, month, code, officer_id, comment, warrant_request_date,"
      " revoking_order, residential_confirmed_date, entered_date,"
      " source_entered_at, source_system, source_id, revision, recorded_at,"
      " recorded_by, superseded_at",
      "ttttttttttittiiti"));
  return columns;
}

NoContactReason ReadNoContactReason(Row& row) {
  NoContactReason reason;
  reason.id = row.Text();
  reason.case_id = row.Text();
  reason.month = absl::CivilMonth(row.Day());
  reason.code = EnumOf<NoContactCode>(kNoContactCodes, row.Text());
  reason.officer_id = row.Text();
  reason.comment = row.Text();
  reason.warrant_request_date = row.OptionalDay();
  if (auto order = row.OptionalText(); order.has_value()) {
    reason.revoking_order = EnumOf<RevokingOrder>(kRevokingOrders, *order);
  }
  reason.residential_confirmed_date = row.OptionalDay();
  reason.entered_date = row.Day();
  reason.source_entered_at = row.OptionalInstant();
  reason.external_id = row.OptionalExternalId();
  reason.recording = row.ReadRecording();
  return reason;
}

// --- enrollments ---

const Columns& EnrollmentColumns() {
  static const Columns& columns = *new Columns(MakeColumns(
      "id, case_id, program, program_group, provider, status, referral_date,"
      " start_date, end_date, verified_date, not_enrolled_reason,"
      " source_system, source_id, revision, recorded_at, recorded_by,"
      " superseded_at",
      "tttttttttttttiiti"));
  return columns;
}

Enrollment ReadEnrollment(Row& row) {
  Enrollment enrollment;
  enrollment.id = row.Text();
  enrollment.case_id = row.Text();
  enrollment.program = row.Text();
  enrollment.program_group = row.Text();
  enrollment.provider = row.Text();
  enrollment.status = EnumOf<EnrollmentStatus>(kEnrollmentStatuses, row.Text());
  enrollment.referral_date = row.Day();
  enrollment.start_date = row.OptionalDay();
  enrollment.end_date = row.OptionalDay();
  enrollment.verified_date = row.OptionalDay();
  enrollment.not_enrolled_reason = row.Text();
  enrollment.external_id = row.OptionalExternalId();
  enrollment.recording = row.ReadRecording();
  return enrollment;
}

// --- notes ---

const Columns& NoteColumns() {
  static const Columns& columns = *new Columns(MakeColumns(
      "id, case_id, officer_id, category, note_date, body, covers_safety,"
      " covers_permanency, covers_well_being, source_entered_at,"
      " source_system, source_id, revision, recorded_at, recorded_by,"
      " superseded_at",
      "ttttttiiiittiiti"));
  return columns;
}

Note ReadNote(Row& row) {
  Note note;
  note.id = row.Text();
  note.case_id = row.Text();
  note.officer_id = row.Text();
  note.category = EnumOf<NoteCategory>(kNoteCategories, row.Text());
  note.date = row.Day();
  note.text = row.Text();
  note.covers_safety = row.Bool();
  note.covers_permanency = row.Bool();
  note.covers_well_being = row.Bool();
  note.source_entered_at = row.OptionalInstant();
  note.external_id = row.OptionalExternalId();
  note.recording = row.ReadRecording();
  return note;
}

// --- conditions ---

constexpr absl::string_view kConditionStatuses[] = {"", "ordered", "met",
                                                    "not_met", "removed"};

const Columns& ConditionColumns() {
  static const Columns& columns = *new Columns(MakeColumns(
      "id, case_id, condition_type, description, ordered_date, due_date,"
      " status, status_date, source_entered_at, source_system, source_id,"
      " revision, recorded_at, recorded_by, superseded_at",
      "ttttttttittiiti"));
  return columns;
}

CaseCondition ReadCondition(Row& row) {
  CaseCondition condition;
  condition.id = row.Text();
  condition.case_id = row.Text();
  condition.condition_type = row.Text();
  condition.description = row.Text();
  condition.ordered_date = row.Day();
  condition.due_date = row.OptionalDay();
  condition.status = EnumOf<ConditionStatus>(kConditionStatuses, row.Text());
  condition.status_date = row.OptionalDay();
  condition.source_entered_at = row.OptionalInstant();
  condition.external_id = row.OptionalExternalId();
  condition.recording = row.ReadRecording();
  return condition;
}

// --- facts ---

// Where the facts of a kind are, and how they are read.
template <typename Fact>
struct FactRows;
template <>
struct FactRows<Contact> {
  using Name = ContactName;
  static constexpr absl::string_view kTable = "contacts";
  static constexpr bool kHasLinks = true;
  static constexpr auto kColumns = ContactColumns;
  static constexpr auto kRead = ReadContact;
};
template <>
struct FactRows<NoContactReason> {
  using Name = NoContactReasonName;
  static constexpr absl::string_view kTable = "no_contact_reasons";
  static constexpr bool kHasLinks = false;
  static constexpr auto kColumns = NoContactReasonColumns;
  static constexpr auto kRead = ReadNoContactReason;
};
template <>
struct FactRows<Enrollment> {
  using Name = EnrollmentName;
  static constexpr absl::string_view kTable = "enrollments";
  static constexpr bool kHasLinks = true;
  static constexpr auto kColumns = EnrollmentColumns;
  static constexpr auto kRead = ReadEnrollment;
};
template <>
struct FactRows<Note> {
  using Name = NoteName;
  static constexpr absl::string_view kTable = "notes";
  static constexpr bool kHasLinks = true;
  static constexpr auto kColumns = NoteColumns;
  static constexpr auto kRead = ReadNote;
};
template <>
struct FactRows<CaseCondition> {
  using Name = ConditionName;
  static constexpr absl::string_view kTable = "case_conditions";
  static constexpr bool kHasLinks = false;
  static constexpr auto kColumns = ConditionColumns;
  static constexpr auto kRead = ReadCondition;
};

// A code is given once for each case and month.
absl::Status CheckCodeFree(sql::Transaction& tx,
                           const NoContactReason& reason) {
  static const Columns& columns = *new Columns(MakeColumns("id", "t"));
  Select same(columns, "no_contact_reasons");
  same.Where("case_id = ? AND month = ? AND code = ? AND id <> ?",
             {Text(reason.case_id), Day(absl::CivilDay(reason.month)),
              EnumText(kNoContactCodes, reason.code), Text(reason.id)});
  same.Where(KnownAt("", std::nullopt));
  ABSL_ASSIGN_OR_RETURN(std::optional<Row> taken, same.RunOne(tx));
  if (!taken.has_value()) return absl::OkStatus();
  return status::AlreadyExists(
      NoContactReasonName{{reason.case_id}, taken->Text()}.ToString());
}

// --- investigations ---

const Columns& InvestigationColumns() {
  static const Columns& columns = *new Columns(MakeColumns(
      "id, case_id, kind, officer_id, opened_date, due_date, closed_date,"
      " outcome, source_system, source_id, version, created_at, withdrawn_at",
      "ttttttttttiii"));
  return columns;
}

Investigation ReadInvestigation(Row& row) {
  Investigation investigation;
  investigation.id = row.Text();
  investigation.case_id = row.Text();
  investigation.kind = row.Text();
  investigation.officer_id = row.Text();
  investigation.opened_date = row.Day();
  investigation.due_date = row.OptionalDay();
  investigation.closed_date = row.OptionalDay();
  investigation.outcome = row.Text();
  investigation.external_id = row.OptionalExternalId();
  investigation.version = row.Integer();
  investigation.created_at = row.Instant();
  investigation.withdrawn_at = row.OptionalInstant();
  return investigation;
}

void WhereLocation(const ContactFilter& filter, Select* select) {
  if (filter.locations.empty() && !filter.without_location) return;
  Condition condition{"1 = 0", {}};
  if (!filter.locations.empty()) {
    condition =
        OneOf("location", EnumTexts(kContactLocations, filter.locations));
  }
  if (filter.without_location) {
    condition = std::move(condition) + Condition{" OR location IS NULL", {}};
  }
  select->Where(condition);
}

// Enrollments that had one of the statuses on the day, by their days: what has
// ended since was active, and what has begun since was pending.
Condition StatusOn(const std::vector<EnrollmentStatus>& statuses,
                   absl::CivilDay day) {
  Condition condition{"1 = 0", {}};
  const auto add = [&](absl::string_view text, std::vector<sql::Value> values) {
    condition = std::move(condition) +
                Condition{absl::StrCat(" OR (", text, ")"), std::move(values)};
  };
  for (const EnrollmentStatus status : statuses) {
    switch (status) {
      case EnrollmentStatus::kNotEnrolled:
        add("status = 'not_enrolled'", {});
        break;
      case EnrollmentStatus::kPending:
        add("status = 'pending' OR (status <> 'not_enrolled'"
            " AND start_date > ?)",
            {Day(day)});
        break;
      case EnrollmentStatus::kActive:
        add("status NOT IN ('pending', 'not_enrolled') AND start_date <= ?"
            " AND (end_date IS NULL OR end_date >= ?)",
            {Day(day), Day(day)});
        break;
      case EnrollmentStatus::kCompleted:
      case EnrollmentStatus::kDischarged:
        add("status = ? AND end_date < ?",
            {EnumText(kEnrollmentStatuses, status), Day(day)});
        break;
    }
  }
  return condition;
}

Fields InvestigationFields(const Investigation& investigation) {
  return {{"kind", Text(investigation.kind)},
          {"officer_id", Text(investigation.officer_id)},
          {"opened_date", Day(investigation.opened_date)},
          {"due_date", Day(investigation.due_date)},
          {"closed_date", Day(investigation.closed_date)},
          {"outcome", Text(investigation.outcome)},
          {"withdrawn_at", Instant(investigation.withdrawn_at)}};
}

}  // namespace

template <typename Fact>
absl::Status CheckFactFree(sql::Transaction& tx, const Fact& fact) {
  if constexpr (std::is_same_v<Fact, NoContactReason>) {
    ABSL_RETURN_IF_ERROR(CheckCodeFree(tx, fact));
  }
  if (!fact.external_id.has_value()) return absl::OkStatus();
  return CheckSourceFree(tx, FactRows<Fact>::kTable, *fact.external_id,
                         fact.id);
}

template <typename Fact>
absl::StatusOr<Fact> GetStandingFact(sql::Transaction& tx,
                                     absl::string_view case_id,
                                     absl::string_view id) {
  using Rows = FactRows<Fact>;
  Select select(Rows::kColumns(), Rows::kTable);
  select.Where("id = ? AND case_id = ?", {Text(id), Text(case_id)});
  select.Where(KnownAt("", std::nullopt));
  ABSL_ASSIGN_OR_RETURN(std::optional<Row> row, select.RunOne(tx));
  if (!row.has_value()) {
    return status::NotFound(
        typename Rows::Name{{std::string(case_id)}, std::string(id)}
            .ToString());
  }
  std::vector<Fact> facts = {Rows::kRead(*row)};
  if constexpr (Rows::kHasLinks) {
    ABSL_RETURN_IF_ERROR(LoadLinks(tx, Rows::kTable, &facts));
  }
  return std::move(facts.front());
}

template <typename Fact>
absl::Status SupersedeFact(sql::Transaction& tx, absl::string_view id,
                           absl::Time at) {
  return Supersede(tx, FactRows<Fact>::kTable, id, at);
}

template <typename Fact>
absl::StatusOr<LatestRevision> LatestFactRevision(sql::Transaction& tx,
                                                  absl::string_view id) {
  return GetLatestRevision(tx, FactRows<Fact>::kTable, id);
}

#define CASELOAD_FACT(Fact)                                                 \
  template absl::Status CheckFactFree(sql::Transaction&, const Fact&);      \
  template absl::StatusOr<Fact> GetStandingFact<Fact>(                      \
      sql::Transaction&, absl::string_view, absl::string_view);             \
  template absl::Status SupersedeFact<Fact>(sql::Transaction&,              \
                                            absl::string_view, absl::Time); \
  template absl::StatusOr<LatestRevision> LatestFactRevision<Fact>(         \
      sql::Transaction&, absl::string_view)
CASELOAD_FACT(Contact);
CASELOAD_FACT(NoContactReason);
CASELOAD_FACT(Enrollment);
CASELOAD_FACT(Note);
CASELOAD_FACT(CaseCondition);
#undef CASELOAD_FACT

absl::Status InsertFact(sql::Transaction& tx, const Contact& contact) {
  Fields fields = {
      {"id", Text(contact.id)},
      {"case_id", Text(contact.case_id)},
      {"officer_id", Text(contact.officer_id)},
      {"status", EnumText(kContactStatuses, contact.status)},
      {"kind", EnumText(kContactKinds, contact.kind)},
      {"method", EnumText(kContactMethods, contact.method)},
      {"location", OptionalEnumText(kContactLocations, contact.location)},
      {"contact_date", Day(contact.date)},
      {"started_at", Instant(contact.started_at)},
      {"source_entered_at", Instant(contact.source_entered_at)}};
  AddExternalId(contact.external_id, &fields);
  AddRecording(contact.recording, &fields);
  ABSL_RETURN_IF_ERROR(Insert(tx, "contacts", fields));
  return InsertLinks(tx, "contacts", contact);
}

absl::StatusOr<Page<Contact>> ListContacts(sql::Transaction& tx,
                                           const ContactFilter& filter,
                                           const PageRequest& page) {
  Select select(ContactColumns(), "contacts");
  WhereRecord(filter, &select);
  WhereDays("contact_date", filter.from_day, filter.to_day, &select);
  if (!filter.officer_id.empty()) {
    select.Where("officer_id = ?", {Text(filter.officer_id)});
  }
  if (!filter.assigned_officer_id.empty()) {
    WherePrimaryOfficerOn("contacts.case_id", "contacts.contact_date",
                          filter.assigned_officer_id, &select);
  }
  if (!filter.statuses.empty()) {
    select.Where(OneOf("status", EnumTexts(kContactStatuses, filter.statuses)));
  }
  if (!filter.kinds.empty()) {
    select.Where(OneOf("kind", EnumTexts(kContactKinds, filter.kinds)));
  }
  WhereLocation(filter, &select);
  ABSL_RETURN_IF_ERROR(
      WhereAfterDay("contact_date", "id", page.after, &select));
  select.OrderBy("contact_date, id", page.limit + 1);
  ABSL_ASSIGN_OR_RETURN(Page<Contact> result,
                        RunPage<Contact>(tx, select, page, ReadContact,
                                         [](const Contact& contact) {
                                           return DayPosition(contact.date,
                                                              contact.id);
                                         }));
  ABSL_RETURN_IF_ERROR(LoadLinks(tx, "contacts", &result.items));
  return result;
}

absl::StatusOr<std::vector<Contact>> LastContacts(sql::Transaction& tx,
                                                  absl::string_view case_id,
                                                  absl::CivilDay day,
                                                  int limit) {
  Select select(ContactColumns(), "contacts");
  select.Where("case_id = ? AND contact_date <= ?", {Text(case_id), Day(day)});
  select.Where(KnownAt("", std::nullopt));
  select.OrderBy("contact_date DESC, id DESC", limit);
  ABSL_ASSIGN_OR_RETURN(std::vector<Row> rows, select.Run(tx));
  std::vector<Contact> contacts;
  contacts.reserve(rows.size());
  for (Row& row : rows) contacts.push_back(ReadContact(row));
  ABSL_RETURN_IF_ERROR(LoadLinks(tx, "contacts", &contacts));
  return contacts;
}

absl::Status InsertFact(sql::Transaction& tx, const NoContactReason& reason) {
  Fields fields = {
      {"id", Text(reason.id)},
      {"case_id", Text(reason.case_id)},
      {"month", Day(absl::CivilDay(reason.month))},
      {"code", EnumText(kNoContactCodes, reason.code)},
      {"officer_id", Text(reason.officer_id)},
      {"comment", Text(reason.comment)},
      {"warrant_request_date", Day(reason.warrant_request_date)},
      {"revoking_order",
       OptionalEnumText(kRevokingOrders, reason.revoking_order)},
      {"residential_confirmed_date", Day(reason.residential_confirmed_date)},
      {"entered_date", Day(reason.entered_date)},
      {"source_entered_at", Instant(reason.source_entered_at)}};
  AddExternalId(reason.external_id, &fields);
  AddRecording(reason.recording, &fields);
  return Insert(tx, "no_contact_reasons", fields);
}

absl::StatusOr<Page<NoContactReason>> ListNoContactReasons(
    sql::Transaction& tx, const NoContactReasonFilter& filter,
    const PageRequest& page) {
  Select select(NoContactReasonColumns(), "no_contact_reasons");
  WhereRecord(filter, &select);
  if (filter.month.has_value()) {
    select.Where("month = ?", {Day(absl::CivilDay(*filter.month))});
    if (!filter.assigned_officer_id.empty()) {
      WherePrimaryOfficer("no_contact_reasons.case_id",
                          absl::CivilDay(*filter.month + 1) - 1,
                          filter.assigned_officer_id, &select);
    }
  }
  if (!filter.codes.empty()) {
    select.Where(OneOf("code", EnumTexts(kNoContactCodes, filter.codes)));
  }
  ABSL_RETURN_IF_ERROR(WhereAfterDay("month", "id", page.after, &select));
  select.OrderBy("month, id", page.limit + 1);
  return RunPage<NoContactReason>(
      tx, select, page, ReadNoContactReason, [](const NoContactReason& reason) {
        return DayPosition(absl::CivilDay(reason.month), reason.id);
      });
}

absl::Status InsertFact(sql::Transaction& tx, const Enrollment& enrollment) {
  Fields fields = {
      {"id", Text(enrollment.id)},
      {"case_id", Text(enrollment.case_id)},
      {"program", Text(enrollment.program)},
      {"program_group", Text(enrollment.program_group)},
      {"provider", Text(enrollment.provider)},
      {"status", EnumText(kEnrollmentStatuses, enrollment.status)},
      {"referral_date", Day(enrollment.referral_date)},
      {"start_date", Day(enrollment.start_date)},
      {"end_date", Day(enrollment.end_date)},
      {"verified_date", Day(enrollment.verified_date)},
      {"not_enrolled_reason", Text(enrollment.not_enrolled_reason)}};
  AddExternalId(enrollment.external_id, &fields);
  AddRecording(enrollment.recording, &fields);
  ABSL_RETURN_IF_ERROR(Insert(tx, "enrollments", fields));
  return InsertLinks(tx, "enrollments", enrollment);
}

absl::Status CheckEnrollmentIdFree(sql::Transaction& tx,
                                   absl::string_view case_id,
                                   absl::string_view id) {
  static const Columns& columns = *new Columns(MakeColumns("id", "t"));
  ABSL_ASSIGN_OR_RETURN(
      std::vector<Row> rows,
      Select(columns, "enrollments").Where("id = ?", {Text(id)}).Run(tx));
  if (rows.empty()) return absl::OkStatus();
  return status::AlreadyExists(
      EnrollmentName{{std::string(case_id)}, std::string(id)}.ToString());
}

absl::StatusOr<Page<Enrollment>> ListEnrollments(sql::Transaction& tx,
                                                 const EnrollmentFilter& filter,
                                                 const PageRequest& page) {
  Select select(EnrollmentColumns(), "enrollments");
  WhereRecord(filter, &select);
  if (filter.as_of.has_value()) {
    select.Where("referral_date <= ?", {Day(*filter.as_of)});
  }
  if (!filter.statuses.empty()) {
    select.Where(
        filter.as_of.has_value()
            ? StatusOn(filter.statuses, *filter.as_of)
            : OneOf("status", EnumTexts(kEnrollmentStatuses, filter.statuses)));
  }
  if (!filter.program_group.empty()) {
    select.Where("program_group = ?", {Text(filter.program_group)});
  }
  if (!filter.assigned_officer_id.empty() && filter.as_of.has_value()) {
    WherePrimaryOfficer("enrollments.case_id", *filter.as_of,
                        filter.assigned_officer_id, &select);
  }
  if (filter.unverified_since.has_value()) {
    select.Where("status = 'active' AND start_date < ?",
                 {Day(*filter.unverified_since)});
    select.Where("verified_date IS NULL OR verified_date < ?",
                 {Day(*filter.unverified_since)});
  }
  ABSL_RETURN_IF_ERROR(
      WhereAfterDay("referral_date", "id", page.after, &select));
  select.OrderBy("referral_date, id", page.limit + 1);
  ABSL_ASSIGN_OR_RETURN(
      Page<Enrollment> result,
      RunPage<Enrollment>(
          tx, select, page, ReadEnrollment, [](const Enrollment& enrollment) {
            return DayPosition(enrollment.referral_date, enrollment.id);
          }));
  ABSL_RETURN_IF_ERROR(LoadLinks(tx, "enrollments", &result.items));
  return result;
}

absl::Status InsertFact(sql::Transaction& tx, const Note& note) {
  Fields fields = {{"id", Text(note.id)},
                   {"case_id", Text(note.case_id)},
                   {"officer_id", Text(note.officer_id)},
                   {"category", EnumText(kNoteCategories, note.category)},
                   {"note_date", Day(note.date)},
                   {"body", Text(note.text)},
                   {"covers_safety", Integer(note.covers_safety)},
                   {"covers_permanency", Integer(note.covers_permanency)},
                   {"covers_well_being", Integer(note.covers_well_being)},
                   {"source_entered_at", Instant(note.source_entered_at)}};
  AddExternalId(note.external_id, &fields);
  AddRecording(note.recording, &fields);
  ABSL_RETURN_IF_ERROR(Insert(tx, "notes", fields));
  return InsertLinks(tx, "notes", note);
}

absl::StatusOr<Page<Note>> ListNotes(sql::Transaction& tx,
                                     const NoteFilter& filter,
                                     const PageRequest& page) {
  Select select(NoteColumns(), "notes");
  WhereRecord(filter, &select);
  WhereDays("note_date", filter.from_day, filter.to_day, &select);
  if (!filter.categories.empty()) {
    select.Where(
        OneOf("category", EnumTexts(kNoteCategories, filter.categories)));
  }
  if (filter.objective_linked_only) {
    select.Where(
        "EXISTS (SELECT 1 FROM notes_objectives l WHERE l.fact_id = notes.id"
        " AND l.fact_revision = notes.revision)");
  }
  ABSL_RETURN_IF_ERROR(WhereAfterDay("note_date", "id", page.after, &select));
  select.OrderBy("note_date, id", page.limit + 1);
  ABSL_ASSIGN_OR_RETURN(
      Page<Note> result,
      RunPage<Note>(tx, select, page, ReadNote, [](const Note& note) {
        return DayPosition(note.date, note.id);
      }));
  ABSL_RETURN_IF_ERROR(LoadLinks(tx, "notes", &result.items));
  return result;
}

absl::Status InsertFact(sql::Transaction& tx, const CaseCondition& condition) {
  Fields fields = {{"id", Text(condition.id)},
                   {"case_id", Text(condition.case_id)},
                   {"condition_type", Text(condition.condition_type)},
                   {"description", Text(condition.description)},
                   {"ordered_date", Day(condition.ordered_date)},
                   {"due_date", Day(condition.due_date)},
                   {"status", EnumText(kConditionStatuses, condition.status)},
                   {"status_date", Day(condition.status_date)},
                   {"source_entered_at", Instant(condition.source_entered_at)}};
  AddExternalId(condition.external_id, &fields);
  AddRecording(condition.recording, &fields);
  return Insert(tx, "case_conditions", fields);
}

absl::StatusOr<Page<CaseCondition>> ListConditions(
    sql::Transaction& tx, const ConditionFilter& filter,
    const PageRequest& page) {
  Select select(ConditionColumns(), "case_conditions");
  WhereRecord(filter, &select);
  if (!filter.statuses.empty()) {
    select.Where(
        OneOf("status", EnumTexts(kConditionStatuses, filter.statuses)));
  }
  ABSL_RETURN_IF_ERROR(
      WhereAfterDay("ordered_date", "id", page.after, &select));
  select.OrderBy("ordered_date, id", page.limit + 1);
  return RunPage<CaseCondition>(
      tx, select, page, ReadCondition, [](const CaseCondition& condition) {
        return DayPosition(condition.ordered_date, condition.id);
      });
}

absl::Status InsertInvestigation(sql::Transaction& tx,
                                 const Investigation& investigation) {
  ABSL_RETURN_IF_ERROR(CheckIdsFree(
      tx, "investigations", investigation.id, investigation.external_id,
      InvestigationName{{investigation.case_id}, investigation.id}.ToString()));
  Fields fields = InvestigationFields(investigation);
  fields.push_back({"id", Text(investigation.id)});
  fields.push_back({"case_id", Text(investigation.case_id)});
  fields.push_back({"version", Integer(investigation.version)});
  fields.push_back({"created_at", Instant(investigation.created_at)});
  AddExternalId(investigation.external_id, &fields);
  return Insert(tx, "investigations", fields);
}

absl::Status UpdateInvestigation(sql::Transaction& tx,
                                 Investigation* investigation) {
  ABSL_ASSIGN_OR_RETURN(bool updated,
                        UpdateVersioned(tx, "investigations", investigation->id,
                                        investigation->version,
                                        InvestigationFields(*investigation)));
  if (!updated) {
    return status::EtagMismatch(
        InvestigationName{{investigation->case_id}, investigation->id}
            .ToString());
  }
  ++investigation->version;
  return absl::OkStatus();
}

absl::StatusOr<Investigation> GetInvestigation(sql::Transaction& tx,
                                               absl::string_view case_id,
                                               absl::string_view id) {
  ABSL_ASSIGN_OR_RETURN(Investigation investigation,
                        FindInvestigation(tx, case_id, id));
  if (!investigation.withdrawn_at.has_value()) return investigation;
  return status::NotFound(
      InvestigationName{{std::string(case_id)}, std::string(id)}.ToString());
}

absl::StatusOr<Investigation> FindInvestigation(sql::Transaction& tx,
                                                absl::string_view case_id,
                                                absl::string_view id) {
  ABSL_ASSIGN_OR_RETURN(
      std::optional<Row> row,
      Select(InvestigationColumns(), "investigations")
          .Where("id = ? AND case_id = ?", {Text(id), Text(case_id)})
          .RunOne(tx));
  if (row.has_value()) return ReadInvestigation(*row);
  return status::NotFound(
      InvestigationName{{std::string(case_id)}, std::string(id)}.ToString());
}

absl::StatusOr<Page<Investigation>> ListInvestigations(
    sql::Transaction& tx, const InvestigationFilter& filter,
    const PageRequest& page) {
  Select select(InvestigationColumns(), "investigations");
  select.Where("withdrawn_at IS NULL");
  WhereCaseReached("case_id", filter.reach, &select);
  if (!filter.case_id.empty()) {
    select.Where("case_id = ?", {Text(filter.case_id)});
  }
  if (!filter.officer_id.empty()) {
    select.Where("officer_id = ?", {Text(filter.officer_id)});
  }
  if (filter.open_on.has_value()) {
    select.Where("opened_date <= ?", {Day(*filter.open_on)});
    select.Where("closed_date IS NULL OR closed_date >= ?",
                 {Day(*filter.open_on)});
    if (!filter.assigned_officer_id.empty()) {
      WherePrimaryOfficer("investigations.case_id", *filter.open_on,
                          filter.assigned_officer_id, &select);
    }
  }
  ABSL_RETURN_IF_ERROR(WhereAfterDay("opened_date", "id", page.after, &select));
  select.OrderBy("opened_date, id", page.limit + 1);
  return RunPage<Investigation>(tx, select, page, ReadInvestigation,
                                [](const Investigation& item) {
                                  return DayPosition(item.opened_date, item.id);
                                });
}

}  // namespace caseload::caseplan::storage

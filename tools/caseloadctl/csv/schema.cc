#include "tools/caseloadctl/csv/schema.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace caseload::csv {
namespace {

using Rule = RowRule::Kind;

// The builders below keep a column on two or three lines of the table.
struct Col : Column {
  Col(absl::string_view column_name, ColumnType column_type) {
    name = std::string(column_name);
    type = column_type;
  }
  Col& Required() {
    required = true;
    return *this;
  }
  Col& Personal() {
    personal = true;
    return *this;
  }
  Col& Says(absl::string_view text) {
    description = std::string(text);
    return *this;
  }
};

Col Ref(absl::string_view name, RecordKind kind) {
  Col column(name, ColumnType::kReference);
  column.reference = kind;
  return column;
}
Col RefList(absl::string_view name, RecordKind kind) {
  Col column(name, ColumnType::kReferenceList);
  column.reference = kind;
  return column;
}
Col Text(absl::string_view name, int64_t max_characters) {
  Col column(name, ColumnType::kText);
  column.max = max_characters;
  return column;
}
Col Code(absl::string_view name) { return Col(name, ColumnType::kCode); }
Col Codes(absl::string_view name) { return Col(name, ColumnType::kCodeList); }
Col Date(absl::string_view name) { return Col(name, ColumnType::kDate); }
Col Dates(absl::string_view name) { return Col(name, ColumnType::kDateList); }
Col Bool(absl::string_view name) { return Col(name, ColumnType::kBoolean); }
Col Email(absl::string_view name) { return Col(name, ColumnType::kEmail); }
Col Instant(absl::string_view name) { return Col(name, ColumnType::kInstant); }
Col Enum(absl::string_view name, std::vector<std::string> allowed) {
  Col column(name, ColumnType::kEnum);
  column.allowed = std::move(allowed);
  return column;
}
Col Integer(absl::string_view name, int64_t min, int64_t max) {
  Col column(name, ColumnType::kInteger);
  column.min = min;
  column.max = max;
  return column;
}
Col Decimal(absl::string_view name, int64_t min_hundredths,
            int64_t max_hundredths) {
  Col column(name, ColumnType::kDecimal);
  column.min = min_hundredths;
  column.max = max_hundredths;
  return column;
}

RowRule NotBefore(absl::string_view column, absl::string_view other) {
  return {Rule::kNotBefore, std::string(column), std::string(other), {}};
}
RowRule RequiredWhen(absl::string_view column, absl::string_view other,
                     std::vector<std::string> values) {
  return {Rule::kRequiredWhen, std::string(column), std::string(other),
          std::move(values)};
}
RowRule OnlyWhen(absl::string_view column, absl::string_view other,
                 std::vector<std::string> values) {
  return {Rule::kOnlyWhen, std::string(column), std::string(other),
          std::move(values)};
}

// Adds the columns that every record kind has.
FileSchema Make(RecordKind kind, absl::string_view name,
                absl::string_view description, std::vector<Column> columns,
                std::vector<RowRule> rules = {}) {
  FileSchema schema;
  schema.kind = kind;
  schema.name = std::string(name);
  schema.description = std::string(description);
  schema.columns.push_back(
      Code(kSourceSystemColumn)
          .Required()
          .Says("the system that the row comes from; with `id` the "
                "external id"));
  schema.columns.push_back(Col(kIdColumn, ColumnType::kId)
                               .Required()
                               .Says("stable id of the row in its system; once "
                                     "in a file"));
  bool has_entered_at = false;
  for (Column& column : columns) {
    has_entered_at = has_entered_at || column.name == kEnteredAtColumn;
    schema.columns.push_back(std::move(column));
  }
  if (!has_entered_at) {
    schema.columns.push_back(
        Instant(kEnteredAtColumn)
            .Says("when the source system took the entry; kept beside our "
                  "receipt time"));
  }
  schema.columns.push_back(
      Bool(kWithdrawnColumn)
          .Says("`true` takes the record back (incremental exports); then "
                "only `source_system` and `id` are needed"));
  schema.rules = std::move(rules);
  return schema;
}

std::vector<FileSchema> PeopleAndUnits() {
  std::vector<FileSchema> schemas;
  schemas.push_back(
      Make(RecordKind::kHolidays, "holidays",
           "Days on which no conference is scheduled and no formal notice is "
           "aimed at.",
           {Date("date").Required().Says("the civil day, in the county's zone"),
            Text("name", 120)
                .Required()
                .Says("as the county's calendar names it")}));
  schemas.push_back(Make(
      RecordKind::kOfficers, "officers",
      "Staff of the department: officers, supervisors, managers (R001).",
      {Text("display_name", 200)
           .Required()
           .Personal()
           .Says("as it stands on a notice"),
       Email("email").Required().Personal().Says("where notices go"),
       Code("classification")
           .Says("job class such as `dpo-ii`; a caller's roles come from the "
                 "token"),
       Text("staff_subject", 200)
           .Personal()
           .Says("`sub` of the person's token, where it is known"),
       Date("first_day").Required().Says("first day of service"),
       Date("last_day").Says("last day of service; empty while in service"),
       Decimal("capacity_factor", 10, 200)
           .Says("factor on the caseload limits; empty: 1.00 (R068)"),
       Text("capacity_reason", 500).Says("why it is not 1.00")},
      {NotBefore("last_day", "first_day")}));
  schemas.push_back(
      Make(RecordKind::kUnits, "units", "Units of the department (R001).",
           {Text("name", 200).Required().Says("for example Juvenile Services"),
            Code("division")
                .Required()
                .Says("`juvenile`, `adult` or another that a pack names; "
                      "chooses policy "
                      "and notice text"),
            Date("first_day")
                .Required()
                .Says("first day on which officers can be posted to it"),
            Date("last_day").Says("last such day; empty while it stands"),
            Text("location", 200)
                .Says("where its conferences are held unless said otherwise "
                      "(R010)")},
           {NotBefore("last_day", "first_day")}));
  schemas.push_back(Make(
      RecordKind::kPostings, "postings",
      "Who works where, under whom and how much, by dates. A change of unit, "
      "supervisor or hours is a new posting. No posting after `ends_on` and "
      "nobody new in it is a vacancy.",
      {Ref("officer_id", RecordKind::kOfficers).Required().Says("who"),
       Ref("unit_id", RecordKind::kUnits).Required().Says("where"),
       Ref("supervisor_id", RecordKind::kOfficers)
           .Says("who holds the officer's conferences; empty for a manager or "
                 "while vacant"),
       Ref("acting_supervisor_id", RecordKind::kOfficers)
           .Says("who stands in for the supervisor in this period"),
       Decimal("fte", 1, 100)
           .Required()
           .Says("share of full time, 0.01 to 1.00; load is divided by it"),
       Date("starts_on").Required().Says("first day"),
       Date("ends_on").Says("last day, included; empty while it lasts")},
      {NotBefore("ends_on", "starts_on")}));
  schemas.push_back(Make(
      RecordKind::kLeave, "leave",
      "Absences of officers; an officer on leave for all of a quarter is not "
      "overdue (R002).",
      {Ref("officer_id", RecordKind::kOfficers).Required().Says("who"),
       Enum("leave_type", {"planned", "unplanned", "leave_of_absence"})
           .Required()
           .Says("reasons of health stay with personnel"),
       Date("starts_on").Required().Says("first day away"),
       Date("ends_on").Says("last day away, included; empty: open end")},
      {NotBefore("ends_on", "starts_on")}));
  schemas.push_back(Make(
      RecordKind::kClients, "clients",
      "Persons under supervision. What is judged hangs on a case, not here.",
      {Text("given_name", 100).Required().Personal().Says("given names"),
       Text("family_name", 100).Required().Personal().Says("family name"),
       Date("birth_date").Personal().Says("date of birth"),
       Enum("gender", {"female", "male", "nonbinary", "unknown"})
           .Required()
           .Personal()
           .Says("chooses norm groups; groups outcome figures (R063)"),
       Code("race").Personal().Says("the county's code (R063)"),
       Code("ethnicity").Personal().Says("the county's code (R063)"),
       Text("preferred_language", 35)
           .Personal()
           .Says("language tag such as `en` or `es-US`"),
       Text("phone", 50).Personal().Says("how to call the person (R070)"),
       Text("address", 500).Personal().Says("where the person lives")}));
  schemas.push_back(
      Make(RecordKind::kIdentifiers, "identifiers",
           "Numbers by which agencies know a client; one of a kind for each "
           "client.",
           {Ref("client_id", RecordKind::kClients).Required().Says("whose"),
            Code("identifier_type")
                .Required()
                .Says("which numbering: `cii`, `court`, `school`"),
            Text("value", 100).Required().Personal().Says("the number")}));
  schemas.push_back(Make(
      RecordKind::kGuardians, "guardians",
      "Parents, guardians and emergency contacts of a client (R070, R078).",
      {Ref("client_id", RecordKind::kClients).Required().Says("whose"),
       Text("display_name", 200).Required().Personal().Says("name"),
       Enum("role",
            {"guardian", "emergency_contact", "guardian_and_emergency_contact"})
           .Required()
           .Says("a guardian signs a minor's plan"),
       Text("relationship", 100).Personal().Says("mother, uncle, neighbour"),
       Text("phone", 50)
           .Personal()
           .Says("telephone; this or `email` for an emergency contact"),
       Email("email").Personal().Says("mail address")}));
  return schemas;
}

std::vector<FileSchema> Cases() {
  std::vector<FileSchema> schemas;
  schemas.push_back(Make(
      RecordKind::kCases, "cases",
      "One grant or petition of a client. A client may have several, also "
      "one for each division.",
      {Ref("client_id", RecordKind::kClients).Required().Says("whose"),
       Code("division")
           .Required()
           .Says("decides pack, notice text and contact standard"),
       Code("case_type")
           .Required()
           .Says("type of supervision, explained by the pack "
                 "(`formal`, `placement`, `administrative`)"),
       Ref("unit_id", RecordKind::kUnits)
           .Says("unit in charge; empty puts it on the unassigned list"),
       Codes("court_numbers").Personal().Says("court file numbers"),
       Date("received_on")
           .Required()
           .Says("the day the department received it; starts the clocks of "
                 "R016 and R017"),
       Date("starts_on").Says("first day of supervision"),
       Date("expected_end_on").Says("last day as ordered"),
       Date("closed_on").Says("last day open; empty while open"),
       Enum("closing_reason",
            {"completed", "terminated_early", "revoked", "transferred",
             "dismissed", "deceased", "terminated_unsuccessful"})
           .Says("why it was closed"),
       Decimal("weight", 1, 1000)
           .Says("weight on a caseload; empty: 1.00 (R068)"),
       Text("weight_reason", 500).Personal().Says("why it is not 1.00")},
      {NotBefore("expected_end_on", "starts_on"),
       NotBefore("closed_on", "received_on"),
       OnlyWhen("closing_reason", "closed_on", {}),
       RequiredWhen("closing_reason", "closed_on", {})}));
  schemas.push_back(Make(
      RecordKind::kClientStates, "client_states",
      "Where the person of a case is, by dates (R015, R030, R031).",
      {Ref("case_id", RecordKind::kCases).Required().Says("which case"),
       Enum("state", {"active", "custody", "residential_treatment", "placement",
                      "absconded", "warrant", "out_of_county"})
           .Required()
           .Says("`placement`: out of home; `warrant`: one is asked for or "
                 "out; `out_of_county`: courtesy or interstate"),
       Date("starts_on").Required().Says("first day"),
       Date("ends_on").Says("last day, included; empty while it lasts"),
       Date("confirmed_on")
           .Says("last day on which an officer confirmed it (R015)"),
       Code("booking_type")
           .Says("in custody only; empty there is a finding (R030)"),
       Date("expected_release_on").Says("from custody; starts reentry")},
      {NotBefore("ends_on", "starts_on"),
       NotBefore("confirmed_on", "starts_on"),
       OnlyWhen("booking_type", "state", {"custody"}),
       OnlyWhen("expected_release_on", "state", {"custody"})}));
  schemas.push_back(Make(
      RecordKind::kAssignments, "assignments",
      "Which officer carries a case, by dates. A case has one primary "
      "officer a day at most.",
      {Ref("case_id", RecordKind::kCases).Required().Says("which case"),
       Ref("officer_id", RecordKind::kOfficers).Required().Says("to whom"),
       Enum("role", {"primary", "secondary", "courtesy"})
           .Required()
           .Says("only `primary` counts as carrying"),
       Date("starts_on").Required().Says("first day"),
       Date("ends_on").Says("last day, included; empty while it lasts"),
       Enum("reason", {"case_need", "workload", "officer_left", "officer_leave",
                       "conflict", "client_moved", "correction"})
           .Says("why it was moved; empty at the first one (R066)")},
      {NotBefore("ends_on", "starts_on")}));
  schemas.push_back(Make(
      RecordKind::kConditions, "conditions",
      "Conditions that the court ordered in a case.",
      {Ref("case_id", RecordKind::kCases).Required().Says("which case"),
       Code("condition_type").Required().Says("for example `drug-testing`"),
       Text("description", 2000).Personal().Says("as ordered"),
       Date("ordered_on").Required().Says("day of the order"),
       Date("due_on").Says("to be met by"),
       Enum("status", {"ordered", "met", "not_met", "removed"})
           .Required()
           .Says("today"),
       Date("status_on").Says("since when")},
      {NotBefore("due_on", "ordered_on")}));
  return schemas;
}

std::vector<FileSchema> RiskAndPlans() {
  std::vector<FileSchema> schemas;
  schemas.push_back(Make(
      RecordKind::kAssessments, "assessments",
      "Completed or begun assessments with their domain scores (R016, R019, "
      "R020, R039). Item answers are never exported.",
      {Ref("case_id", RecordKind::kCases).Required().Says("which case"),
       Code("instrument")
           .Required()
           .Says("`yls-cmi`, `ls-cmi`, `lsi-r`, `strong-r`, `tcm` or the "
                 "county's own"),
       Text("instrument_version", 32).Required().Says("such as `2.0`"),
       Code("norm_group")
           .Says("where the bands depend on one; for a K10 the convention by "
                 "which its items were scored, `items-1-5` or `items-0-4`"),
       Enum("status", {"in_progress", "completed", "refused"})
           .Required()
           .Says("only a completed one sets risk"),
       Enum("reason", {"initial", "reassessment", "major_change", "court"})
           .Says("what led to it"),
       Date("assessed_on")
           .Required()
           .Says("day of completion, refusal or, while in progress, of the "
                 "beginning"),
       Ref("assessor_id", RecordKind::kOfficers).Says("who did it"),
       Integer("total_score", 0, 999)
           .Personal()
           .Says("empty for an instrument without one"),
       Code("scored_level")
           .Personal()
           .Says("for instruments whose level is not computed here "
                 "(STRONG-R); else it is only compared"),
       [] {
         Col column("domain_scores", ColumnType::kScoreMap);
         column.min = 0;
         column.max = 999;
         return column.Personal().Says(
             "`family=3;peers=2`, whole with its assessment");
       }(),
       Col("domain_levels", ColumnType::kLevelMap)
           .Personal()
           .Says("`housing=need` where domains have levels and no scores"),
       Integer("missing_items", 0, 999)
           .Says("items without an answer; empty: 0"),
       Codes("drivers").Personal().Says("domains named as drivers (R043)"),
       Date("reviewed_with_client_on")
           .Says("results gone through with the person (R042)")},
      {RequiredWhen("assessor_id", "status", {"completed"}),
       NotBefore("reviewed_with_client_on", "assessed_on")}));
  schemas.push_back(
      Make(RecordKind::kOverrides, "overrides",
           "Overrides of a scored level; the scored level itself never changes "
           "(R032).",
           {Ref("assessment_id", RecordKind::kAssessments)
                .Required()
                .Says("whose level"),
            Code("from_level").Required().Personal().Says("the scored level"),
            Code("to_level").Required().Personal().Says("the level instead"),
            Enum("override_type", {"permanent", "temporary"})
                .Required()
                .Says("a temporary one needs `expires_on`"),
            Code("reason").Required().Says("the county's reason code"),
            Enum("decision", {"requested", "approved", "denied", "ended"})
                .Required()
                .Says("only an approved one governs"),
            Ref("requested_by_id", RecordKind::kOfficers)
                .Required()
                .Says("who asked"),
            Date("requested_on").Required().Says("when"),
            Ref("decided_by_id", RecordKind::kOfficers)
                .Says("who approved or denied; never the one who asked"),
            Date("decided_on").Says("when"),
            Date("effective_on").Says("first day in force"),
            Date("expires_on").Says("last day in force, included"),
            Date("discussed_on")
                .Says("last talked about with the supervisor (R032)")},
           {RequiredWhen("expires_on", "override_type", {"temporary"}),
            RequiredWhen("decided_by_id", "decision", {"approved", "denied"}),
            RequiredWhen("decided_on", "decision", {"approved", "denied"}),
            RequiredWhen("effective_on", "decision", {"approved"}),
            NotBefore("expires_on", "effective_on"),
            NotBefore("decided_on", "requested_on")}));
  schemas.push_back(
      Make(RecordKind::kPlans, "plans",
           "Versions of case plans (R017, R021). A new version is a new row.",
           {Ref("case_id", RecordKind::kCases).Required().Says("which case"),
            Integer("version", 1, 9999).Required().Says("1, 2, 3 in a case"),
            Enum("status", {"draft", "approved", "superseded"})
                .Required()
                .Says("approved while a signature is pending: provisional"),
            Ref("assessment_id", RecordKind::kAssessments)
                .Says("the assessment it rests on"),
            Date("effective_on").Required().Says("first day on which it holds"),
            Date("expires_on").Required().Says("last day on which it holds"),
            Date("approved_on").Says("approved by the supervisor"),
            Ref("approved_by_id", RecordKind::kOfficers).Says("by whom"),
            Enum("client_signature", {"pending", "signed", "refused", "unable"})
                .Required()
                .Says("of the person"),
            Date("client_signed_on").Says("day of signature or refusal"),
            Enum("guardian_signature",
                 {"pending", "signed", "refused", "unable", "not_required"})
                .Required()
                .Says("of a parent or legal guardian (R078)"),
            Date("guardian_signed_on").Says("day of signature or refusal"),
            Date("officer_signed_on").Says("signature of the officer"),
            Text("signature_reason", 500)
                .Personal()
                .Says("why one was refused or could not be had"),
            Dates("reviewed_on").Says("days of the quarterly reviews (R083)"),
            Code("supervision_level").Says("as the pack names it (R076)"),
            Integer("contacts_per_month", 0, 60).Says("as planned (R076)"),
            Text("goals", 4000).Personal().Says("what it is to reach (R076)"),
            Text("participant_goals", 4000)
                .Personal()
                .Says("the person's own goals (R125)")},
           {RequiredWhen("approved_on", "status", {"approved", "superseded"}),
            RequiredWhen("client_signed_on", "client_signature",
                         {"signed", "refused"}),
            RequiredWhen("guardian_signed_on", "guardian_signature",
                         {"signed", "refused"}),
            NotBefore("expires_on", "effective_on")}));
  schemas.push_back(Make(
      RecordKind::kObjectives, "objectives",
      "Objectives of a plan, each with the need area that it targets "
      "(R018-R020, R022). A missing measure, date or responsible person is "
      "taken and flagged.",
      {Ref("plan_id", RecordKind::kPlans).Required().Says("which plan"),
       Integer("position", 1, 50)
           .Required()
           .Says("order in the plan; stabilization stands first (R046)"),
       Code("need_area")
           .Says("need area that it targets, as the pack names it"),
       Text("behavior", 2000)
           .Required()
           .Personal()
           .Says("what is to change (Specific)"),
       Text("measure", 1000).Personal().Says("how it is seen (Measurable)"),
       Date("target_on").Says("by when (Time limited)"),
       Text("responsible_person", 200).Personal().Says("who sees to it"),
       Text("service", 500).Personal().Says("the service that helps"),
       Text("service_provider", 200).Personal().Says("by whom"),
       Code("referral_program")
           .Says("program referred to; with no enrollment it is a finding "
                 "(R023)"),
       Bool("stabilization").Says("meets a stabilization need (R046)")},
      {}));
  schemas.push_back(Make(
      RecordKind::kEnrollments, "enrollments",
      "Referrals and enrollments in programs, and the reason where there is "
      "none (R023, R024, R035, R040).",
      {Ref("case_id", RecordKind::kCases).Required().Says("which case"),
       Code("program").Required().Says("as objectives name it"),
       Code("program_group").Says("such as `cognitive-behavioral`"),
       Text("provider", 200).Says("who gives it"),
       Enum("status",
            {"pending", "active", "completed", "discharged", "not_enrolled"})
           .Required()
           .Says("`not_enrolled` says why a case has none"),
       Date("referred_on").Required().Says("day of referral or decision"),
       Date("started_on").Says("first day"), Date("ended_on").Says("last day"),
       Date("verified_on").Says("last day on which it was found valid (R024)"),
       Text("not_enrolled_reason", 1000).Personal().Says("why not (R040)"),
       RefList("objective_ids", RecordKind::kObjectives)
           .Says("objectives that it serves (R023)")},
      {RequiredWhen("started_on", "status",
                    {"active", "completed", "discharged"}),
       RequiredWhen("ended_on", "status", {"completed", "discharged"}),
       OnlyWhen("ended_on", "status", {"completed", "discharged"}),
       RequiredWhen("not_enrolled_reason", "status", {"not_enrolled"}),
       OnlyWhen("not_enrolled_reason", "status", {"not_enrolled"}),
       NotBefore("started_on", "referred_on"),
       NotBefore("ended_on", "started_on")}));
  return schemas;
}

std::vector<FileSchema> Records() {
  std::vector<FileSchema> schemas;
  schemas.push_back(Make(
      RecordKind::kContacts, "contacts",
      "Contacts made, tried or planned (R026, R034, R036, R038).",
      {Ref("case_id", RecordKind::kCases).Required().Says("which case"),
       Ref("officer_id", RecordKind::kOfficers).Required().Says("who did it"),
       Enum("status", {"scheduled", "attempted", "completed"})
           .Required()
           .Says("only `completed` meets a standard"),
       Enum("kind", {"direct", "collateral", "both"})
           .Required()
           .Says("with the person, with others, with both; a collateral "
                 "contact never meets a standard"),
       Enum("method", {"in_person", "telephone", "video", "written"})
           .Required()
           .Says("which count is policy"),
       Enum("location", {"office", "home", "school", "work", "community",
                         "treatment_site", "placement", "jail", "court"})
           .Says("in person only; policy maps it to office, placement, field "
                 "or other"),
       Date("occurred_on").Required().Says("day, in the county's zone"),
       Instant("started_at").Says("when it began, where it is known"),
       RefList("objective_ids", RecordKind::kObjectives)
           .Says("objectives that it served")},
      {RequiredWhen("location", "method", {"in_person"}),
       OnlyWhen("location", "method", {"in_person"})}));
  schemas.push_back(Make(
      RecordKind::kNoContactReasons, "no_contact_reasons",
      "Why a person was not contacted in a calendar month (R027-R031). "
      "Several in a month are allowed.",
      {Ref("case_id", RecordKind::kCases).Required().Says("which case"),
       Col("month", ColumnType::kMonth).Required().Says("which month"),
       Enum("reason",
            {"warrant", "residential_treatment", "in_custody",
             "unable_to_contact", "absconded", "transferred", "courtesy",
             "interstate", "medical", "deported", "out_of_state_placement",
             "case_closed", "new_case", "deceased"})
           .Required()
           .Says("why"),
       Ref("officer_id", RecordKind::kOfficers)
           .Required()
           .Says("who entered it"),
       Date("warrant_requested_on")
           .Says("request submitted to the court; empty with `warrant` is a "
                 "finding (R029)"),
       Enum("revoking_order", {"prepared", "approved"})
           .Says("adults; empty with `warrant` is a finding (R029)"),
       Date("residential_confirmed_on")
           .Says("talked to the residential staff; empty with "
                 "`residential_treatment` is a finding (R031)"),
       Instant(kEnteredAtColumn)
           .Required()
           .Says("when the source system took it; after the month is late "
                 "(R028)")},
      {OnlyWhen("warrant_requested_on", "reason", {"warrant"}),
       OnlyWhen("revoking_order", "reason", {"warrant"}),
       OnlyWhen("residential_confirmed_on", "reason",
                {"residential_treatment"})}));
  schemas.push_back(Make(
      RecordKind::kNotes, "notes",
      "Journal notes with the objectives that they speak of (R025, R050, "
      "R052, R053).",
      {Ref("case_id", RecordKind::kCases).Required().Says("which case"),
       Ref("officer_id", RecordKind::kOfficers).Required().Says("who wrote it"),
       Enum("category", {"general", "objective", "provider_feedback",
                         "residential_staff", "team_meeting"})
           .Required()
           .Says("what it is about"),
       Date("noted_on").Required().Says("day that it is about"),
       Text("text", 20000).Required().Personal().Says("the note"),
       RefList("objective_ids", RecordKind::kObjectives)
           .Says("objectives that it speaks of (R025)"),
       Codes("themes").Says(
           "`safety`, `permanency`, `well-being` for out-of-home youth "
           "(R052)")}));
  schemas.push_back(Make(
      RecordKind::kInvestigations, "investigations",
      "Investigation events, open until closed (R033).",
      {Ref("case_id", RecordKind::kCases).Required().Says("which case"),
       Ref("officer_id", RecordKind::kOfficers).Required().Says("who has it"),
       Code("investigation_type").Required().Says("such as `new-offense`"),
       Date("opened_on").Required().Says("opened"), Date("due_on").Says("due"),
       Date("closed_on").Says("closed; empty while open")},
      {NotBefore("due_on", "opened_on"), NotBefore("closed_on", "opened_on")}));
  schemas.push_back(Make(
      RecordKind::kConferences, "conferences",
      "Conferences already held; they count for coverage and are marked "
      "\"imported, notice not proven\" (R003).",
      {Ref("officer_id", RecordKind::kOfficers).Required().Says("with whom"),
       Ref("supervisor_id", RecordKind::kOfficers)
           .Required()
           .Says("who held it"),
       Col("starts_at", ColumnType::kLocalDateTime)
           .Required()
           .Says("local date and time"),
       Col("zone", ColumnType::kZone)
           .Says("zone of `starts_at`; empty: the county's"),
       Integer("duration_minutes", 5, 600).Says("minutes"),
       Text("location", 200).Says("where"),
       Enum("conference_type", {"quarterly", "additional"})
           .Required()
           .Says("what it was for"),
       Codes("components_reviewed")
           .Says("of `assessments`, `case-plans`, `enrollments`, `contacts`, "
                 "`journal-notes` (R007)"),
       Instant("notice_sent_at")
           .Says("what the source system says; no proof")}));
  return schemas;
}

FileSchema MakeManifest() {
  FileSchema schema;
  schema.kind = RecordKind::kManifest;
  schema.name = "manifest";
  schema.description =
      "Optional list of the files of the directory. Without it every file is "
      "taken as incremental, so that nothing is ever withdrawn by mistake, "
      "and a file cut at a line end is not noticed.";
  schema.columns = {
      Code(kSourceSystemColumn)
          .Required()
          .Says("the system that the rows of the file come from"),
      Col("file", ColumnType::kFileName)
          .Required()
          .Says("such as `contacts.csv`"),
      Enum("mode", {"full", "incremental"})
          .Required()
          .Says("`full`: a record that is missing here is withdrawn"),
      Integer("rows", 0, 1000000000)
          .Required()
          .Says("records in the file, without its header"),
      Instant("exported_at").Required().Says("when the export was made"),
  };
  return schema;
}

std::vector<FileSchema> BuildAll() {
  std::vector<FileSchema> all;
  for (auto* build : {&PeopleAndUnits, &Cases, &RiskAndPlans, &Records}) {
    for (FileSchema& schema : build()) all.push_back(std::move(schema));
  }
  return all;
}

std::string Amount(int64_t hundredths) {
  return absl::StrCat(hundredths / 100, ".", hundredths % 100 / 10,
                      hundredths % 10);
}

std::string RuleText(const RowRule& rule) {
  std::vector<std::string> quoted;
  for (const std::string& value : rule.values) {
    quoted.push_back(absl::StrCat("`", value, "`"));
  }
  std::string values = absl::StrJoin(quoted, ", ");
  switch (rule.kind) {
    case Rule::kNotBefore:
      return absl::StrCat("`", rule.column, "` is not before `", rule.other,
                          "`");
    case Rule::kRequiredWhen:
      return absl::StrCat("`", rule.column, "` is required when `", rule.other,
                          "` is ", values.empty() ? "there" : values);
    case Rule::kOnlyWhen:
      return rule.values.empty()
                 ? absl::StrCat("`", rule.column, "` is empty while `",
                                rule.other, "` is")
                 : absl::StrCat("`", rule.column, "` is empty unless `",
                                rule.other, "` is ", values);
  }
  return "";
}

void AppendMarkdown(const FileSchema& schema, std::string* out) {
  absl::StrAppend(
      out, "### `", schema.file_name(), "`\n\n", schema.description, "\n\n",
      "| column | type | required | meaning |\n|---|---|---|---|\n");
  for (const Column& column : schema.columns) {
    absl::StrAppend(out, "| `", column.name, "`", column.personal ? " (P)" : "",
                    " | ", DescribeType(column), " | ",
                    column.required ? "yes" : "", " | ", column.description,
                    " |\n");
  }
  if (!schema.rules.empty()) {
    absl::StrAppend(out, "\nRules of a row:\n\n");
    for (const RowRule& rule : schema.rules) {
      absl::StrAppend(out, "- ", RuleText(rule), "\n");
    }
  }
  absl::StrAppend(out, "\n");
}

}  // namespace

int FileSchema::Find(absl::string_view column) const {
  for (size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].name == column) return static_cast<int>(i);
  }
  return -1;
}

const std::vector<FileSchema>& RecordSchemas() {
  static const auto* const schemas = new std::vector<FileSchema>(BuildAll());
  return *schemas;
}

const FileSchema& ManifestSchema() {
  static const auto* const schema = new FileSchema(MakeManifest());
  return *schema;
}

const FileSchema& SchemaOf(RecordKind kind) {
  if (kind == RecordKind::kManifest) return ManifestSchema();
  return RecordSchemas()[static_cast<size_t>(kind)];
}

const FileSchema* FindSchema(absl::string_view file_name) {
  if (file_name == ManifestSchema().file_name()) return &ManifestSchema();
  for (const FileSchema& schema : RecordSchemas()) {
    if (schema.file_name() == file_name) return &schema;
  }
  return nullptr;
}

std::string DescribeType(const Column& column) {
  switch (column.type) {
    case ColumnType::kId:
      return "id";
    case ColumnType::kReference:
      return absl::StrCat("id of ", SchemaOf(column.reference).name);
    case ColumnType::kText:
      return absl::StrCat("text, at most ", column.max);
    case ColumnType::kCode:
      return "code";
    case ColumnType::kEnum: {
      std::vector<std::string> quoted;
      for (const std::string& value : column.allowed) {
        quoted.push_back(absl::StrCat("`", value, "`"));
      }
      return absl::StrCat("one of ", absl::StrJoin(quoted, ", "));
    }
    case ColumnType::kDate:
      return "date";
    case ColumnType::kMonth:
      return "month";
    case ColumnType::kInstant:
      return "instant";
    case ColumnType::kLocalDateTime:
      return "local date-time";
    case ColumnType::kInteger:
      return absl::StrCat("integer, ", column.min, " to ", column.max);
    case ColumnType::kDecimal:
      return absl::StrCat("decimal, ", Amount(column.min), " to ",
                          Amount(column.max));
    case ColumnType::kBoolean:
      return "boolean";
    case ColumnType::kEmail:
      return "e-mail address";
    case ColumnType::kZone:
      return "IANA zone";
    case ColumnType::kFileName:
      return "file name";
    case ColumnType::kCodeList:
      return "codes";
    case ColumnType::kDateList:
      return "dates";
    case ColumnType::kReferenceList:
      return absl::StrCat("ids of ", SchemaOf(column.reference).name);
    case ColumnType::kScoreMap:
      return absl::StrCat("scores, each ", column.min, " to ", column.max);
    case ColumnType::kLevelMap:
      return "levels";
  }
  return "";
}

std::string SchemaMarkdown() {
  std::string out;
  for (const FileSchema& schema : RecordSchemas()) {
    AppendMarkdown(schema, &out);
  }
  AppendMarkdown(ManifestSchema(), &out);
  return out;
}

}  // namespace caseload::csv

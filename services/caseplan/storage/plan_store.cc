#include "services/caseplan/storage/plan_store.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/caseplan/domain/names.h"
#include "services/caseplan/storage/access.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::caseplan::storage {

namespace {

constexpr absl::string_view kPlanStates[] = {"", "draft", "provisional",
                                             "approved", "superseded"};
constexpr absl::string_view kSigners[] = {"", "participant", "guardian",
                                          "officer"};
constexpr absl::string_view kSignatureOutcomes[] = {"", "signed", "refused",
                                                    "unable"};

const Columns& PlanColumns() {
  static const Columns& columns = *new Columns(MakeColumns(
      "id, case_id, number, state, first_day, last_day, expedited, goals,"
      " expected_outcomes, participant_goals, supervision_level,"
      " contacts_per_month, contact_types, monitoring, conditions, benefits,"
      " consequences, content_hash, approved_by, approved_at, superseded_at,"
      " source_system, source_id, source_state, review_dates,"
      " source_assessment_id, version, created_at, withdrawn_at",
      "ttitttittttitttttttiitttttiii"));
  return columns;
}

// Days in one column, one a line.
sql::Value DayLines(const std::vector<absl::CivilDay>& days) {
  std::vector<std::string> texts;
  for (absl::CivilDay day : days) texts.push_back(Day(day).text);
  return Lines(texts);
}
std::vector<absl::CivilDay> DaysOf(absl::string_view lines) {
  std::vector<absl::CivilDay> days;
  for (const std::string& text : FromLines(lines)) {
    absl::CivilDay day;
    if (absl::ParseCivilTime(text, &day)) days.push_back(day);
  }
  return days;
}

CasePlan ReadPlan(Row& row) {
  CasePlan plan;
  plan.id = row.Text();
  plan.case_id = row.Text();
  plan.number = row.Integer();
  plan.state = EnumOf<PlanState>(kPlanStates, row.Text());
  plan.period = row.Period();
  plan.expedited = row.Bool();
  plan.goals = row.Text();
  plan.expected_outcomes = row.Text();
  plan.participant_goals = row.Text();
  plan.supervision_level = row.Text();
  plan.contacts_per_month = static_cast<int32_t>(row.Integer());
  plan.contact_types = FromLines(row.Text());
  plan.monitoring = row.Text();
  plan.conditions = row.Text();
  plan.benefits = row.Text();
  plan.consequences = row.Text();
  plan.content_hash = row.Text();
  plan.approved_by = row.OptionalText();
  plan.approved_at = row.OptionalInstant();
  plan.superseded_at = row.OptionalInstant();
  plan.external_id = row.OptionalExternalId();
  if (auto state = row.OptionalText(); state.has_value()) {
    plan.source_state = EnumOf<PlanState>(kPlanStates, *state);
  }
  plan.review_dates = DaysOf(row.Text());
  plan.source_assessment_id = row.Text();
  plan.version = row.Integer();
  plan.created_at = row.Instant();
  plan.withdrawn_at = row.OptionalInstant();
  return plan;
}

Fields PlanFields(const CasePlan& plan) {
  Fields fields = {
      {"number", Integer(plan.number)},
      {"state", EnumText(kPlanStates, plan.state)},
      {"expedited", Integer(plan.expedited)},
      {"goals", Text(plan.goals)},
      {"expected_outcomes", Text(plan.expected_outcomes)},
      {"participant_goals", Text(plan.participant_goals)},
      {"supervision_level", Text(plan.supervision_level)},
      {"contacts_per_month", Integer(plan.contacts_per_month)},
      {"contact_types", Lines(plan.contact_types)},
      {"monitoring", Text(plan.monitoring)},
      {"conditions", Text(plan.conditions)},
      {"benefits", Text(plan.benefits)},
      {"consequences", Text(plan.consequences)},
      {"content_hash", Text(plan.content_hash)},
      {"approved_by", OptionalText(plan.approved_by)},
      {"approved_at", Instant(plan.approved_at)},
      {"superseded_at", Instant(plan.superseded_at)},
      {"source_state", OptionalEnumText(kPlanStates, plan.source_state)},
      {"review_dates", DayLines(plan.review_dates)},
      {"source_assessment_id", Text(plan.source_assessment_id)},
      {"withdrawn_at", Instant(plan.withdrawn_at)}};
  AddPeriod(plan.period, &fields);
  return fields;
}

Fields ObjectiveFields(absl::string_view plan_id, const Objective& objective,
                       int64_t position) {
  return {{"plan_id", Text(plan_id)},
          {"id", Text(objective.id)},
          {"position", Integer(position)},
          {"need_area", Text(objective.need_area)},
          {"behavior", Text(objective.behavior)},
          {"measure", Text(objective.measure)},
          {"target_date", Day(objective.target_date)},
          {"responsible_person", Text(objective.responsible_person)},
          {"service", Text(objective.service)},
          {"service_provider", Text(objective.service_provider)},
          {"referral_program", Text(objective.referral_program)},
          {"stabilization", Integer(objective.stabilization)}};
}

absl::Status InsertObjectives(sql::Transaction& tx, const CasePlan& plan) {
  int64_t position = 0;
  for (const Objective& objective : plan.objectives) {
    ABSL_RETURN_IF_ERROR(
        Insert(tx, "plan_objectives",
               ObjectiveFields(plan.id, objective, position++)));
  }
  return absl::OkStatus();
}

absl::Status InsertSignature(sql::Transaction& tx, const CasePlan& plan,
                             size_t position) {
  const PlanSignature& signature = plan.signatures[position];
  return Insert(tx, "plan_signatures",
                {{"plan_id", Text(plan.id)},
                 {"position", Integer(static_cast<int64_t>(position))},
                 {"signer", EnumText(kSigners, signature.signer)},
                 {"outcome", EnumText(kSignatureOutcomes, signature.outcome)},
                 {"display_name", Text(signature.display_name)},
                 {"signed_date", Day(signature.date)},
                 {"reason", Text(signature.reason)},
                 {"content_hash", Text(signature.content_hash)},
                 {"recorded_at", Instant(signature.recorded_at)},
                 {"recorded_by", Text(signature.recorded_by)}});
}

// Where the objectives of the plan stand, withdrawn ones too: position -> id.
absl::StatusOr<std::map<int64_t, std::string>> PositionsOf(
    sql::Transaction& tx, absl::string_view plan_id) {
  static const Columns& columns =
      *new Columns(MakeColumns("position, id", "it"));
  ABSL_ASSIGN_OR_RETURN(std::vector<Row> rows,
                        Select(columns, "plan_objectives")
                            .Where("plan_id = ?", {Text(plan_id)})
                            .Run(tx));
  std::map<int64_t, std::string> positions;
  for (Row& row : rows) {
    const int64_t position = row.Integer();
    positions[position] = row.Text();
  }
  return positions;
}

// The first place that nobody has. INVALID_ARGUMENT, reason TOO_MANY_ITEMS.
absl::StatusOr<int64_t> FreePosition(
    const std::map<int64_t, std::string>& positions, int64_t wanted) {
  constexpr int64_t kMaxObjectives = 50;
  for (int64_t position = 0; position < kMaxObjectives; ++position) {
    if (position != wanted && positions.count(position) == 0) return position;
  }
  return status::InvalidField("objective.position", "TOO_MANY_ITEMS",
                              "is in a plan that has 50 objectives already");
}

// Whether a fact speaks of an objective. `standing_only`: only a revision that
// stands counts.
absl::StatusOr<bool> IsSpokenOf(sql::Transaction& tx,
                                const Condition& objective,
                                bool standing_only) {
  static const Columns& columns = *new Columns(MakeColumns("plan_id", "t"));
  for (const char* table : {"contacts", "enrollments", "notes"}) {
    Select select(columns, absl::StrCat(table, "_objectives l"));
    select.Where(objective);
    if (standing_only) {
      select.Where(absl::StrCat(
          "EXISTS (SELECT 1 FROM ", table,
          " f WHERE f.id = l.fact_id"
          " AND f.revision = l.fact_revision AND f.superseded_at IS NULL)"));
    }
    select.OrderBy("plan_id", 1);
    ABSL_ASSIGN_OR_RETURN(const std::optional<Row> row, select.RunOne(tx));
    if (row.has_value()) return true;
  }
  return false;
}

Objective ReadObjective(Row& row) {
  Objective objective;
  objective.id = row.Text();
  objective.need_area = row.Text();
  objective.behavior = row.Text();
  objective.measure = row.Text();
  objective.target_date = row.OptionalDay();
  objective.responsible_person = row.Text();
  objective.service = row.Text();
  objective.service_provider = row.Text();
  objective.referral_program = row.Text();
  objective.stabilization = row.Bool();
  return objective;
}

PlanSignature ReadSignature(Row& row) {
  PlanSignature signature;
  signature.signer = EnumOf<Signer>(kSigners, row.Text());
  signature.outcome = EnumOf<SignatureOutcome>(kSignatureOutcomes, row.Text());
  signature.display_name = row.Text();
  signature.date = row.Day();
  signature.reason = row.Text();
  signature.content_hash = row.Text();
  signature.recorded_at = row.Instant();
  signature.recorded_by = row.Text();
  return signature;
}

// Reads the objectives and signatures of all of `plans`.
absl::Status LoadChildren(sql::Transaction& tx, std::vector<CasePlan>* plans) {
  if (plans->empty()) return absl::OkStatus();
  std::map<std::string, CasePlan*> by_id;
  std::vector<sql::Value> ids;
  for (CasePlan& plan : *plans) {
    by_id[plan.id] = &plan;
    ids.push_back(Text(plan.id));
  }
  static const Columns& objectives = *new Columns(MakeColumns(
      "plan_id, id, need_area, behavior, measure, target_date,"
      " responsible_person, service, service_provider, referral_program,"
      " stabilization",
      "tttttttttti"));
  ABSL_ASSIGN_OR_RETURN(std::vector<Row> rows,
                        Select(objectives, "plan_objectives")
                            .Where(OneOf("plan_id", ids))
                            .Where("withdrawn_at IS NULL")
                            .OrderBy("plan_id, position")
                            .Run(tx));
  for (Row& row : rows) {
    CasePlan* plan = by_id[row.Text()];
    plan->objectives.push_back(ReadObjective(row));
  }
  static const Columns& signatures = *new Columns(
      MakeColumns("plan_id, signer, outcome, display_name, signed_date, reason,"
                  " content_hash, recorded_at, recorded_by",
                  "tttttttit"));
  ABSL_ASSIGN_OR_RETURN(rows, Select(signatures, "plan_signatures")
                                  .Where(OneOf("plan_id", ids))
                                  .OrderBy("plan_id, position")
                                  .Run(tx));
  for (Row& row : rows) {
    CasePlan* plan = by_id[row.Text()];
    plan->signatures.push_back(ReadSignature(row));
  }
  return absl::OkStatus();
}

// The one plan of `select`, or none.
absl::StatusOr<std::optional<CasePlan>> FindPlan(sql::Transaction& tx,
                                                 const Select& select) {
  ABSL_ASSIGN_OR_RETURN(std::optional<Row> row, select.RunOne(tx));
  if (!row.has_value()) return std::optional<CasePlan>();
  std::vector<CasePlan> plans = {ReadPlan(*row)};
  ABSL_RETURN_IF_ERROR(LoadChildren(tx, &plans));
  return std::optional<CasePlan>(std::move(plans.front()));
}

// Where a page of plans ended: "<case>|<number>".
std::string PlanPosition(const CasePlan& plan) {
  return absl::StrCat(plan.case_id, "|", plan.number);
}

absl::Status WhereAfterPlan(const std::string& position, Select* select) {
  if (position.empty()) return absl::OkStatus();
  std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(position, absl::MaxSplits('|', 1));
  int64_t number = 0;
  if (!absl::SimpleAtoi(parts.second, &number)) {
    return status::InvalidField("page_token", "PAGE_TOKEN_INVALID",
                                "is not of this query; begin with none");
  }
  select->Where("(case_id, number) > (?, ?)",
                {Text(parts.first), Integer(number)});
  return absl::OkStatus();
}

}  // namespace

absl::Status InsertPlan(sql::Transaction& tx, const CasePlan& plan) {
  ABSL_RETURN_IF_ERROR(
      CheckIdsFree(tx, "plans", plan.id, plan.external_id,
                   PlanName{{plan.case_id}, plan.id}.ToString()));
  Fields fields = PlanFields(plan);
  fields.push_back({"id", Text(plan.id)});
  fields.push_back({"case_id", Text(plan.case_id)});
  fields.push_back({"version", Integer(plan.version)});
  fields.push_back({"created_at", Instant(plan.created_at)});
  AddExternalId(plan.external_id, &fields);
  ABSL_RETURN_IF_ERROR(Insert(tx, "plans", fields));
  return InsertObjectives(tx, plan);
}

absl::Status UpdatePlan(sql::Transaction& tx, CasePlan* plan) {
  ABSL_ASSIGN_OR_RETURN(
      bool updated,
      UpdateVersioned(tx, "plans", plan->id, plan->version, PlanFields(*plan)));
  if (!updated) {
    return status::EtagMismatch(PlanName{{plan->case_id}, plan->id}.ToString());
  }
  ++plan->version;
  return absl::OkStatus();
}

absl::Status ReplaceObjectives(sql::Transaction& tx, const CasePlan& plan) {
  ABSL_ASSIGN_OR_RETURN(
      const bool spoken_of,
      IsSpokenOf(tx, {"l.plan_id = ?", {Text(plan.id)}}, false));
  if (spoken_of) {
    return status::FailedPrecondition(
        "OBJECTIVE_IN_USE", PlanName{{plan.case_id}, plan.id}.ToString(),
        "is a draft of whose objectives facts speak; approve it and begin a new"
        " version");
  }
  ABSL_RETURN_IF_ERROR(
      tx.Execute("DELETE FROM plan_objectives WHERE plan_id = :1", plan.id)
          .status());
  return InsertObjectives(tx, plan);
}

absl::Status SaveObjective(sql::Transaction& tx, absl::string_view plan_id,
                           const Objective& objective, int64_t position) {
  using Positions = std::map<int64_t, std::string>;
  ABSL_ASSIGN_OR_RETURN(const Positions positions, PositionsOf(tx, plan_id));
  const bool is_new = std::none_of(
      positions.begin(), positions.end(),
      [&](const auto& taken) { return taken.second == objective.id; });
  const auto other = positions.find(position);
  if (other != positions.end() && other->second != objective.id) {
    ABSL_ASSIGN_OR_RETURN(const int64_t free,
                          FreePosition(positions, position));
    ABSL_RETURN_IF_ERROR(
        tx.ExecuteValues("UPDATE plan_objectives SET position = :1"
                         " WHERE plan_id = :2 AND id = :3",
                         {Integer(free), Text(plan_id), Text(other->second)})
            .status());
  }
  if (is_new) {
    return Insert(tx, "plan_objectives",
                  ObjectiveFields(plan_id, objective, position));
  }
  return tx
      .ExecuteValues(
          "UPDATE plan_objectives SET position = :1, need_area = :2,"
          " behavior = :3, measure = :4, target_date = :5,"
          " responsible_person = :6, service = :7, service_provider = :8,"
          " referral_program = :9, stabilization = :10, withdrawn_at = NULL"
          " WHERE plan_id = :11 AND id = :12",
          {Integer(position), Text(objective.need_area),
           Text(objective.behavior), Text(objective.measure),
           Day(objective.target_date), Text(objective.responsible_person),
           Text(objective.service), Text(objective.service_provider),
           Text(objective.referral_program), Integer(objective.stabilization),
           Text(plan_id), Text(objective.id)})
      .status();
}

absl::Status WithdrawObjective(sql::Transaction& tx, absl::string_view plan_id,
                               absl::string_view id, absl::Time at) {
  return tx
      .ExecuteValues(
          "UPDATE plan_objectives SET withdrawn_at = :1"
          " WHERE plan_id = :2 AND id = :3",
          {Instant(at), Text(plan_id), Text(id)})
      .status();
}

absl::StatusOr<bool> IsObjectiveInUse(sql::Transaction& tx,
                                      absl::string_view plan_id,
                                      absl::string_view id) {
  return IsSpokenOf(
      tx, {"l.plan_id = ? AND l.objective_id = ?", {Text(plan_id), Text(id)}},
      true);
}

absl::Status ReplaceSignatures(sql::Transaction& tx, const CasePlan& plan) {
  ABSL_RETURN_IF_ERROR(
      tx.Execute("DELETE FROM plan_signatures WHERE plan_id = :1", plan.id)
          .status());
  for (size_t i = 0; i < plan.signatures.size(); ++i) {
    ABSL_RETURN_IF_ERROR(InsertSignature(tx, plan, i));
  }
  return absl::OkStatus();
}

absl::Status InsertLastSignature(sql::Transaction& tx, const CasePlan& plan) {
  return InsertSignature(tx, plan, plan.signatures.size() - 1);
}

absl::StatusOr<CasePlan> GetPlan(sql::Transaction& tx,
                                 absl::string_view case_id,
                                 absl::string_view id) {
  Select select(PlanColumns(), "plans");
  select.Where("id = ? AND case_id = ?", {Text(id), Text(case_id)});
  select.Where("withdrawn_at IS NULL");
  ABSL_ASSIGN_OR_RETURN(std::optional<CasePlan> plan, FindPlan(tx, select));
  if (plan.has_value()) return *std::move(plan);
  return status::NotFound(
      PlanName{{std::string(case_id)}, std::string(id)}.ToString());
}

absl::StatusOr<std::optional<CasePlan>> FindPlanById(sql::Transaction& tx,
                                                     absl::string_view id) {
  Select select(PlanColumns(), "plans");
  select.Where("id = ?", {Text(id)});
  return FindPlan(tx, select);
}

absl::StatusOr<std::vector<CasePlan>> PlansOfCase(sql::Transaction& tx,
                                                  absl::string_view case_id) {
  Select select(PlanColumns(), "plans");
  select.Where("case_id = ? AND withdrawn_at IS NULL", {Text(case_id)});
  ABSL_ASSIGN_OR_RETURN(std::vector<CasePlan> plans,
                        RunAll<CasePlan>(tx, select, "number", ReadPlan));
  ABSL_RETURN_IF_ERROR(LoadChildren(tx, &plans));
  return plans;
}

absl::StatusOr<int64_t> NextWithdrawnNumber(sql::Transaction& tx,
                                            absl::string_view case_id) {
  ABSL_ASSIGN_OR_RETURN(
      auto newest,
      (tx.QueryOne<std::optional<int64_t>>(
          "SELECT MAX(number) FROM plans WHERE case_id = :1", case_id)));
  if (!newest.has_value()) return kFirstWithdrawnNumber;
  return std::max(std::get<0>(*newest).value_or(0) + 1, kFirstWithdrawnNumber);
}

absl::StatusOr<int64_t> NewestPlanNumber(sql::Transaction& tx,
                                         absl::string_view case_id) {
  ABSL_ASSIGN_OR_RETURN(auto newest,
                        (tx.QueryOne<std::optional<int64_t>>(
                            "SELECT MAX(number) FROM plans WHERE case_id = :1"
                            " AND withdrawn_at IS NULL",
                            case_id)));
  if (!newest.has_value()) return 0;
  return std::get<0>(*newest).value_or(0);
}

absl::StatusOr<std::optional<CasePlan>> FindDraft(sql::Transaction& tx,
                                                  absl::string_view case_id) {
  Select select(PlanColumns(), "plans");
  select.Where("case_id = ? AND state = 'draft'", {Text(case_id)});
  select.Where("withdrawn_at IS NULL");
  return FindPlan(tx, select);
}

absl::StatusOr<std::optional<CasePlan>> FindPlanInForce(
    sql::Transaction& tx, absl::string_view case_id) {
  Select select(PlanColumns(), "plans");
  select.Where("case_id = ? AND state IN ('provisional', 'approved')",
               {Text(case_id)});
  select.Where("withdrawn_at IS NULL");
  return FindPlan(tx, select);
}

absl::StatusOr<Page<CasePlan>> ListPlans(sql::Transaction& tx,
                                         const PlanFilter& filter,
                                         const PageRequest& page) {
  Select select(PlanColumns(), "plans");
  select.Where("withdrawn_at IS NULL");
  WhereCaseReached("case_id", filter.reach, &select);
  if (!filter.case_id.empty()) {
    select.Where("case_id = ?", {Text(filter.case_id)});
  }
  if (!filter.states.empty()) {
    std::vector<sql::Value> states;
    for (PlanState state : filter.states) {
      states.push_back(EnumText(kPlanStates, state));
    }
    select.Where(OneOf("state", std::move(states)));
  }
  if (filter.as_of.has_value()) {
    select.Where("state IN ('provisional', 'approved')");
    select.Where(HoldsOn("", *filter.as_of));
  }
  ABSL_RETURN_IF_ERROR(WhereAfterPlan(page.after, &select));
  select.OrderBy("case_id, number", page.limit + 1);
  ABSL_ASSIGN_OR_RETURN(
      Page<CasePlan> result,
      RunPage<CasePlan>(tx, select, page, ReadPlan, PlanPosition));
  ABSL_RETURN_IF_ERROR(LoadChildren(tx, &result.items));
  return result;
}

absl::Status CheckObjective(sql::Transaction& tx, absl::string_view case_id,
                            const ObjectiveLink& link) {
  ABSL_ASSIGN_OR_RETURN(
      auto found,
      (tx.QueryOne<std::string>(
          "SELECT p.state FROM plan_objectives o JOIN plans p ON p.id ="
          " o.plan_id WHERE o.plan_id = :1 AND o.id = :2 AND p.case_id = :3"
          " AND o.withdrawn_at IS NULL AND p.withdrawn_at IS NULL",
          link.plan_id, link.objective_id, case_id)));
  const std::string name =
      ObjectiveName{{{std::string(case_id)}, link.plan_id}, link.objective_id}
          .ToString();
  if (!found.has_value()) return status::NotFound(name);
  if (std::get<0>(*found) != "draft") return absl::OkStatus();
  return status::FailedPrecondition(
      "OBJECTIVE_IN_DRAFT", name,
      "is of a draft; approve the plan before work on it is recorded");
}

}  // namespace caseload::caseplan::storage

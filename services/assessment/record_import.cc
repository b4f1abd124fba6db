#include "services/assessment/record_import.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "caseload/assessment/v1/assessment_service.pb.h"
#include "services/assessment/assessment_feed.h"
#include "services/assessment/convert_assessment.h"
#include "services/assessment/domain/completion.h"
#include "services/assessment/instrument_registry.h"
#include "services/assessment/names.h"
#include "services/assessment/storage/assessment_store.h"
#include "services/assessment/storage/case_projection_store.h"
#include "services/assessment/storage/override_store.h"
#include "services/assessment/validate_assessment.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/policy/calendar.h"

namespace caseload::assessment {
namespace {

using policy::ScoringConvention;

// Columns of fields whose column is not named as the field.
const std::vector<std::pair<std::string, std::string>>& Columns() {
  static const auto& columns =
      *new std::vector<std::pair<std::string, std::string>>{
          {"assessment.assessed_date", "assessed_on"},
          {"assessment.entered_total", "total_score"},
          {"assessment.entered_level", "scored_level"}};
  return columns;
}

// A field of one domain stands in one of several columns of the row.
absl::string_view ColumnOfDomainField(absl::string_view field) {
  if (!absl::StartsWith(field, "assessment.domain_scores[")) return field;
  if (absl::EndsWith(field, ".driver")) return "drivers";
  if (absl::EndsWith(field, ".note") ||
      absl::EndsWith(field, ".recorded_need")) {
    return "domain_levels";
  }
  if (absl::EndsWith(field, ".reviewed_with_client_date")) {
    return "reviewed_with_client_on";
  }
  return "domain_scores";
}

// `refusal` about columns, each column and reason once.
absl::Status ByColumn(const absl::Status& refusal) {
  const std::vector<status::FieldViolation> found =
      status::FieldViolationsOf(refusal);
  if (found.empty()) return refusal;
  status::FieldViolations violations;
  std::set<std::pair<std::string, std::string>> seen;
  for (const status::FieldViolation& violation : found) {
    const std::string column(ColumnOfDomainField(violation.field));
    if (!seen.insert({column, violation.reason}).second) continue;
    violations.Add(column, violation.reason, violation.description);
  }
  return violations.ToStatus();
}

// What `word` says of a domain: a need that is recorded, or what was found.
void SetLevel(const std::string& word, bool recorded, v1::DomainScore* domain) {
  static const auto& needs =
      *new std::map<std::string, v1::DomainScore::RecordedNeed>{
          {"low", v1::DomainScore::RECORDED_NEED_LOW},
          {"moderate", v1::DomainScore::RECORDED_NEED_MODERATE},
          {"high", v1::DomainScore::RECORDED_NEED_HIGH}};
  const auto need = needs.find(word);
  if (recorded && need != needs.end()) {
    domain->set_recorded_need(need->second);
  } else {
    domain->set_note(word);
  }
}

// One entry for each domain that a score, a level or a driver names; a domain
// that stands twice in a list stands twice here, and is refused.
void SetDomains(const v1::ImportedAssessment& content, bool recorded,
                v1::Assessment* assessment) {
  std::map<std::string, v1::DomainScore*> by_domain;
  const auto add = [&](const std::string& domain) {
    v1::DomainScore* added = assessment->add_domain_scores();
    added->set_domain(domain);
    if (content.has_reviewed_with_client_on()) {
      *added->mutable_reviewed_with_client_date() =
          content.reviewed_with_client_on();
    }
    by_domain[domain] = added;
    return added;
  };
  const auto find_or_add = [&](const std::string& domain) {
    const auto found = by_domain.find(domain);
    return found == by_domain.end() ? add(domain) : found->second;
  };
  for (const auto& score : content.domain_scores()) {
    add(score.key())->set_score(score.value());
  }
  for (const auto& level : content.domain_levels()) {
    SetLevel(level.value(), recorded, find_or_add(level.key()));
  }
  for (const std::string& driver : content.drivers()) {
    find_or_add(driver)->set_driver(true);
  }
}

v1::ImportOrigin OriginOf(const imports::Row& row,
                          const v1::ImportedAssessment& content) {
  v1::ImportOrigin origin;
  *origin.mutable_external_id() = row.external_id();
  if (row.row().has_entered_at()) {
    *origin.mutable_source_entry_time() = row.row().entered_at();
  }
  origin.set_reason(content.reason());
  origin.set_assessor_id(content.assessor_id());
  return origin;
}

// The column of a doubt's field.
std::string ColumnOf(const std::string& field) {
  for (const auto& [path, column] : Columns()) {
    if (path == "assessment." + field) return column;
  }
  return field;
}

absl::Status CheckContent(const v1::ImportedAssessment& content) {
  status::FieldViolations violations;
  if (content.status() != v1::ImportedAssessment::STATUS_IN_PROGRESS &&
      content.status() != v1::ImportedAssessment::STATUS_COMPLETED) {
    violations.Add("status", "ENUM_INVALID",
                   "is in_progress or completed; a refused assessment is not "
                   "kept by this version");
  }
  if (!v1::ImportOrigin::Reason_IsValid(content.reason())) {
    violations.Add("reason", "ENUM_INVALID", "is no reason for an assessment");
  }
  if (content.missing_items() < 0) {
    violations.Add("missing_items", "MISSING_ITEMS_INCONSISTENT",
                   "is negative");
  }
  return violations.ToStatus();
}

absl::StatusOr<std::string> CaseOf(sql::Transaction& tx, imports::Row& row,
                                   const std::string& case_id) {
  row.Judge("case_id");
  if (case_id.empty()) {
    return status::InvalidField("case_id", "FIELD_REQUIRED", "is required");
  }
  ABSL_ASSIGN_OR_RETURN(std::string found,
                        storage::FindCaseBySource(
                            tx, row.external_id().source_system(), case_id));
  if (found.empty()) {
    return status::FailedPrecondition(
        "REFERENCE_NOT_YET_KNOWN", "cases",
        "caseplan has not told of a case with this id; import it there first");
  }
  return found;
}

// The assessment that an earlier row of the record left, unless it was taken
// back.
absl::StatusOr<std::optional<domain::Assessment>> StandingOf(
    sql::Transaction& tx, const std::optional<imports::ImportedRecord>& known) {
  if (!known.has_value()) return std::optional<domain::Assessment>();
  const std::optional<AssessmentName> name =
      AssessmentName::Parse(known->record);
  if (!name.has_value()) {
    return status::Internal("an imported assessment has no name");
  }
  ABSL_ASSIGN_OR_RETURN(std::optional<domain::Assessment> found,
                        storage::FindAssessment(tx, name->assessment_id));
  if (found.has_value() && found->withdrawn_at.has_value()) found.reset();
  return found;
}

// Announces `touched` and what becomes of the other assessments of their cases.
absl::Status Announce(sql::Transaction& tx, const rpc::CallContext& call,
                      const std::vector<domain::Assessment>& touched) {
  std::vector<std::string> changed;
  std::set<std::string> cases;
  for (const domain::Assessment& assessment : touched) {
    ABSL_ASSIGN_OR_RETURN(
        const std::vector<std::string> others,
        storage::SetLatest(tx, assessment.case_id, assessment.instrument_id));
    changed.push_back(assessment.id);
    changed.insert(changed.end(), others.begin(), others.end());
    // A draft decides nothing.
    if (!assessment.clinical && assessment.result.has_value()) {
      cases.insert(assessment.case_id);
    }
  }
  absl::c_sort(changed);
  changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
  ABSL_RETURN_IF_ERROR(AppendAssessments(tx, call, changed));
  for (const std::string& case_id : cases) {
    ABSL_RETURN_IF_ERROR(AppendCaseRisk(tx, call, case_id));
  }
  return absl::OkStatus();
}

}  // namespace

RecordImport::RecordImport(const Options& options)
    : options_(options),
      overrides_({options.ids, options.county_zone, options.packs}),
      importer_(options.masters) {
  imports::Kind kind;
  kind.name = "assessments";
  kind.save = [this](sql::Transaction& tx, const rpc::CallContext& call,
                     imports::Row& row) { return Save(tx, call, row); };
  kind.withdraw = [this](sql::Transaction& tx, const rpc::CallContext& call,
                         const imports::ImportedRecord& known) {
    return Withdraw(tx, call, known);
  };
  kind.columns = Columns();
  importer_.Add(std::move(kind));
  importer_.Add(overrides_.MakeKind());
}

void RecordImport::Register(rpc::Service& service) {
  service.Batches<v1::ImportRecordsRequest, type::v1::ImportRecordsResponse>(
      "ImportRecords",
      [this](sql::Transaction& tx, const rpc::CallContext& call,
             const v1::ImportRecordsRequest& request) {
        return ImportRecords(tx, call, request);
      });
}

absl::StatusOr<domain::Assessment> RecordImport::Read(
    sql::Transaction& tx, const rpc::CallContext& call,
    imports::Row& row) const {
  const auto& content = row.As<v1::ImportedAssessment>();
  ABSL_RETURN_IF_ERROR(CheckContent(content));
  const InstrumentName name{content.instrument(), content.instrument_version()};
  if (!InstrumentName::Parse(name.ToString()).has_value()) {
    return status::InvalidField("instrument", "NAME_INVALID",
                                "and its version are no ids of an instrument");
  }
  row.Judge("instrument_version");
  ABSL_ASSIGN_OR_RETURN(const storage::InstrumentRow stored,
                        GetInstrumentRow(tx, name));
  ABSL_ASSIGN_OR_RETURN(const policy::Instrument instrument,
                        GetInstrumentValue(tx, name));
  ABSL_ASSIGN_OR_RETURN(const std::string case_id,
                        CaseOf(tx, row, content.case_id()));
  v1::CreateAssessmentRequest request;
  v1::Assessment& message = *request.mutable_assessment();
  message.set_case_(CaseName{case_id}.ToString());
  message.set_instrument(name.ToString());
  message.set_norm_group(content.norm_group());
  if (content.has_assessed_on()) {
    *message.mutable_assessed_date() = content.assessed_on();
  }
  const bool summed =
      instrument.scoring_convention == ScoringConvention::kSumOfDomains;
  SetDomains(content,
             instrument.scoring_convention == ScoringConvention::kLevelRecorded,
             &message);
  if (content.has_total_score()) {
    message.set_entered_total(content.total_score());
  }
  message.set_entered_level(content.scored_level());
  *message.mutable_import_origin() = OriginOf(row, content);
  ABSL_RETURN_IF_ERROR(ByColumn(ValidateCreateAssessment(
      request, policy::LocalDay(call.now, options_.county_zone))));
  ABSL_ASSIGN_OR_RETURN(domain::Assessment assessment, ToDraft(message));
  absl::Status refusal =
      ByColumn(ValidateAgainstInstrument(assessment, message, instrument));
  // Where total and level are computed, what the source says is only compared.
  if (summed && assessment.entered_total.value_or(0) >= 0) {
    refusal =
        row.Tolerate(refusal, {"assessment.entered_total SCORE_OUT_OF_RANGE",
                               "assessment.entered_level LEVEL_UNKNOWN"});
  }
  ABSL_RETURN_IF_ERROR(refusal);
  if (!instrument.IsInUse(assessment.assessed_date)) {
    row.Flag("instrument_version", "INSTRUMENT_NOT_IN_USE",
             "the version was not in use on assessed_on");
  }
  assessment.clinical = instrument.clinical;
  assessment.sets_risk = instrument.sets_risk;
  if (content.status() == v1::ImportedAssessment::STATUS_COMPLETED) {
    for (const domain::Doubt& doubt : domain::CompleteImported(
             instrument, content.missing_items(), &assessment)) {
      row.Flag(ColumnOf(doubt.field), doubt.reason, doubt.text);
    }
    assessment.result->uses_unverified_figures = stored.has_unverified_figures;
  }
  return assessment;
}

absl::StatusOr<std::string> RecordImport::Save(sql::Transaction& tx,
                                               const rpc::CallContext& call,
                                               imports::Row& row) const {
  ABSL_ASSIGN_OR_RETURN(domain::Assessment assessment, Read(tx, call, row));
  row.Judge("id");
  ABSL_ASSIGN_OR_RETURN(const std::optional<domain::Assessment> before,
                        StandingOf(tx, row.known()));
  std::vector<domain::Assessment> touched;
  if (before.has_value()) {
    ABSL_RETURN_IF_ERROR(storage::Withdraw(tx, before->id, call.now));
    touched.push_back(*before);
  }
  assessment.id = options_.ids->NewId();
  assessment.created_at = call.now;
  assessment.created_by = call.caller.principal;
  ABSL_RETURN_IF_ERROR(storage::InsertDraft(tx, assessment));
  if (assessment.result.has_value()) {
    assessment.completed_at = call.now;
    assessment.completed_by = call.caller.principal;
    ABSL_RETURN_IF_ERROR(storage::CompleteDraft(tx, assessment));
  }
  if (before.has_value()) {
    ABSL_RETURN_IF_ERROR(storage::MoveOverrides(tx, before->id, assessment.id));
  }
  std::string name = AssessmentName{assessment.id}.ToString();
  touched.push_back(std::move(assessment));
  ABSL_RETURN_IF_ERROR(Announce(tx, call, touched));
  return name;
}

absl::Status RecordImport::Withdraw(
    sql::Transaction& tx, const rpc::CallContext& call,
    const imports::ImportedRecord& known) const {
  ABSL_ASSIGN_OR_RETURN(const std::optional<domain::Assessment> standing,
                        StandingOf(tx, known));
  if (!standing.has_value()) return absl::OkStatus();
  ABSL_RETURN_IF_ERROR(storage::Withdraw(tx, standing->id, call.now));
  return Announce(tx, call, {*standing});
}

}  // namespace caseload::assessment

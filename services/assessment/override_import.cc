#include "services/assessment/override_import.h"

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "caseload/assessment/v1/import.pb.h"
#include "services/assessment/instrument_registry.h"
#include "services/assessment/names.h"
#include "services/assessment/override_publish.h"
#include "services/assessment/override_row.h"
#include "services/assessment/storage/assessment_store.h"
#include "services/assessment/storage/case_projection_store.h"
#include "services/assessment/storage/override_store.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/policy/calendar.h"

namespace caseload::assessment {
namespace {

// The assessment that the row is about, which is complete.
absl::StatusOr<domain::Assessment> AssessmentOf(sql::Transaction& tx,
                                                imports::Row& row) {
  ABSL_ASSIGN_OR_RETURN(
      const std::string name,
      row.ResolveRequired(tx, "assessment_id", "assessments",
                          row.As<v1::ImportedOverride>().assessment_id()));
  const std::optional<AssessmentName> parsed = AssessmentName::Parse(name);
  if (!parsed.has_value()) {
    return status::Internal("an imported assessment has no name");
  }
  ABSL_ASSIGN_OR_RETURN(std::optional<domain::Assessment> assessment,
                        storage::FindAssessment(tx, parsed->assessment_id));
  if (!assessment.has_value() || !assessment->result.has_value()) {
    return status::FailedPrecondition(
        "OVERRIDE_WITHOUT_LEVEL", name,
        "the assessment is not complete; there is no level to override");
  }
  return *std::move(assessment);
}

// The override that an earlier row of the record left, unless it was taken
// back.
absl::StatusOr<std::optional<domain::Override>> StandingOf(
    sql::Transaction& tx, const std::optional<imports::ImportedRecord>& known) {
  if (!known.has_value()) return std::optional<domain::Override>();
  const std::optional<OverrideName> name = OverrideName::Parse(known->record);
  if (!name.has_value()) {
    return status::Internal("an imported override has no name");
  }
  ABSL_ASSIGN_OR_RETURN(std::optional<domain::Override> found,
                        storage::FindOverride(tx, name->override_id));
  if (found.has_value() && found->withdrawn_at.has_value()) found.reset();
  return found;
}

// Flags days that another approved override of the case has too: the one that
// begins last counts.
absl::Status FlagOverlap(sql::Transaction& tx, const domain::Override& override,
                         const std::optional<domain::Override>& before,
                         imports::Row* row) {
  if (!override.in_force.has_value()) return absl::OkStatus();
  ABSL_ASSIGN_OR_RETURN(
      const std::vector<domain::OverridePeriod> others,
      storage::ListPeriods(tx, {override.case_id}, std::nullopt));
  for (const domain::OverridePeriod& other : others) {
    if (before.has_value() && other.override_id == before->id) continue;
    if (!domain::Overlap(*override.in_force, other.days)) continue;
    row->Flag("effective_on", "OVERRIDE_OVERLAPS",
              "another approved override of the case has the same days");
  }
  return absl::OkStatus();
}

}  // namespace

imports::Kind OverrideImport::MakeKind() const {
  imports::Kind kind;
  kind.name = "overrides";
  kind.save = [this](sql::Transaction& tx, const rpc::CallContext& call,
                     imports::Row& row) { return Save(tx, call, row); };
  kind.withdraw = [this](sql::Transaction& tx, const rpc::CallContext& call,
                         const imports::ImportedRecord& known) {
    return Withdraw(tx, call, known);
  };
  // caseplan's feed brings the policy.
  kind.may_pass = {"POLICY_NOT_YET_KNOWN"};
  return kind;
}

absl::StatusOr<domain::Override> OverrideImport::Read(
    sql::Transaction& tx, const rpc::CallContext& call,
    imports::Row& row) const {
  const auto& content = row.As<v1::ImportedOverride>();
  ABSL_RETURN_IF_ERROR(CheckContent(content));
  OverrideRowContext context;
  context.zone = options_.county_zone;
  context.today = policy::LocalDay(call.now, options_.county_zone);
  ABSL_ASSIGN_OR_RETURN(context.assessment, AssessmentOf(tx, row));
  ABSL_ASSIGN_OR_RETURN(const std::optional<domain::ProjectedCase> projected,
                        storage::FindCase(tx, context.assessment.case_id));
  if (!projected.has_value()) {
    return status::FailedPrecondition(
        "REFERENCE_NOT_YET_KNOWN", "cases",
        "caseplan has not told of the assessment's case");
  }
  ABSL_ASSIGN_OR_RETURN(context.pack, options_.packs->InForce(
                                          projected->division, context.today));
  ABSL_ASSIGN_OR_RETURN(
      context.instrument,
      GetInstrumentValue(
          tx, InstrumentName{context.assessment.instrument_id,
                             context.assessment.instrument_version}));
  ABSL_ASSIGN_OR_RETURN(domain::Override override,
                        ToOverride(content, context, &row));
  if (override.state == domain::OverrideState::kEnded ||
      override.state == domain::OverrideState::kExpired) {
    override.ended = domain::Act{call.now, call.caller.principal};
  }
  override.origin =
      domain::Origin{row.external_id().source_system(), row.external_id().id()};
  return override;
}

absl::StatusOr<std::string> OverrideImport::Save(sql::Transaction& tx,
                                                 const rpc::CallContext& call,
                                                 imports::Row& row) const {
  ABSL_ASSIGN_OR_RETURN(domain::Override override, Read(tx, call, row));
  row.Judge("id");
  ABSL_ASSIGN_OR_RETURN(const std::optional<domain::Override> before,
                        StandingOf(tx, row.known()));
  ABSL_RETURN_IF_ERROR(FlagOverlap(tx, override, before, &row));
  bool changes_risk = override.in_force.has_value();
  if (before.has_value()) {
    changes_risk = changes_risk || before->in_force.has_value();
    ABSL_RETURN_IF_ERROR(storage::WithdrawOverride(tx, before->id, call.now));
    ABSL_RETURN_IF_ERROR(
        PublishOverride(
            tx, call, before->id,
            before->in_force.has_value() && before->case_id != override.case_id)
            .status());
  }
  override.id = options_.ids->NewId();
  ABSL_RETURN_IF_ERROR(storage::InsertOverride(tx, override));
  if (override.in_force.has_value()) {
    ABSL_RETURN_IF_ERROR(storage::ReplacePeriod(
        tx, override, override.in_force, {call.now, call.caller.principal}));
  }
  ABSL_ASSIGN_OR_RETURN(const v1::Override published,
                        PublishOverride(tx, call, override.id, changes_risk));
  return published.name();
}

absl::Status OverrideImport::Withdraw(
    sql::Transaction& tx, const rpc::CallContext& call,
    const imports::ImportedRecord& known) const {
  ABSL_ASSIGN_OR_RETURN(const std::optional<domain::Override> standing,
                        StandingOf(tx, known));
  if (!standing.has_value()) return absl::OkStatus();
  ABSL_RETURN_IF_ERROR(storage::WithdrawOverride(tx, standing->id, call.now));
  return PublishOverride(tx, call, standing->id, standing->in_force.has_value())
      .status();
}

}  // namespace caseload::assessment

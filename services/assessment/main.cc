// The assessment service: flags to parts to port.

#include "caseload/caseplan/v1/caseload_service.grpc.pb.h"
#include "services/assessment/access.h"
#include "services/assessment/assessment_migrations.h"
#include "services/assessment/assessment_service.h"
#include "services/assessment/clients/caseplan_projection.h"
#include "services/assessment/clients/followed_packs.h"
#include "services/assessment/config.h"
#include "services/assessment/instrument_reband.h"
#include "services/assessment/instrument_service.h"
#include "services/assessment/override_service.h"
#include "services/assessment/override_sweeper.h"
#include "services/assessment/record_import.h"
#include "services/assessment/shipped_instruments.h"
#include "services/assessment/storage/case_projection_store.h"
#include "services/common/feed/change_token.h"
#include "services/common/follow/follower.h"
#include "services/common/follow/grpc_change_source.h"
#include "services/common/import/import_migrations.h"
#include "services/common/import/record_masters.h"
#include "services/common/log/log.h"
#include "services/common/process/process.h"
#include "services/common/sql/migrations.h"
#include "services/common/status/status_macros.h"
#include "services/policy/followed/followed_policy_migrations.h"

namespace caseload::assessment {
namespace {

// A file that is wrong is said and keeps nothing else out.
absl::Status LoadInstruments(process::Process& process,
                             const std::string& directory) {
  if (directory.empty()) return absl::OkStatus();
  ABSL_ASSIGN_OR_RETURN(const ShippedInstruments loaded,
                        LoadShippedInstruments(process.database(), directory,
                                               process.clock().Now()));
  for (const policy::PolicyProblem& problem : loaded.refused) {
    log::Error("instrument refused", {{"problem", problem.ToString()}});
  }
  log::Info("instruments", {{"stored", loaded.stored.size()},
                            {"unchanged", loaded.unchanged.size()},
                            {"problems", loaded.refused.size()}});
  return absl::OkStatus();
}

absl::StatusOr<auth::RoleSet> ParseRoles(
    const std::vector<std::string>& names) {
  auth::RoleSet roles;
  for (const std::string& name : names) {
    ABSL_ASSIGN_OR_RETURN(const int role, process::RoleByName(name));
    roles.Add(role);
  }
  return roles;
}

absl::Status Run(const process::Config& common, const Config& config) {
  ABSL_ASSIGN_OR_RETURN(const auth::RoleSet clinical_roles,
                        ParseRoles(config.clinical_roles));
  ABSL_ASSIGN_OR_RETURN(
      const std::unique_ptr<process::Process> process,
      process::Process::Open("assessment", common, AssessmentMigrations()));
  ABSL_RETURN_IF_ERROR(
      sql::Migrate(process->database(), "import", ImportMigrations()));
  ABSL_RETURN_IF_ERROR(LoadInstruments(*process, config.instruments));

  process->ReturnConsistencyTokens([](const sql::Notes& notes) {
    return feed::ChangeToken("assessment", notes);
  });

  ABSL_ASSIGN_OR_RETURN(const imports::RecordMasters masters,
                        imports::RecordMasters::Parse(
                            config.imported_kinds, RecordImport::KindNames()));

  const auto caseplan_channel =
      process->ChannelTo("caseplan", config.caseplan_target);
  CaseplanProjection cases;
  const follow::Follower& follower = process->Follow(
      std::string(storage::kCaseplanFeed), CaseplanProjection::Kinds(),
      follow::MakeGrpcChangeSource<caseplan::v1::CaseloadService>(
          caseplan_channel),
      &cases);
  ABSL_RETURN_IF_ERROR(sql::Migrate(process->database(), "followed_policy",
                                    FollowedPolicyMigrations()));
  FollowedPacks packs(&process->database());
  ABSL_RETURN_IF_ERROR(packs.Load());
  process->Follow(policy::kPolicyFeed, {policy::kPolicyKind},
                  follow::MakeGrpcChangeSource<caseplan::v1::CaseloadService>(
                      caseplan_channel),
                  &packs);
  const CaseAccess access({process->county_zone(),
                           [&follower] { return follower.HeartbeatAge(); }});

  InstrumentService::Options options;
  options.page_tokens = &process->page_tokens();
  InstrumentService instruments(options);
  ABSL_ASSIGN_OR_RETURN(
      rpc::Service * instrument_methods,
      process->AddService("caseload.assessment.v1.InstrumentService"));
  instruments.Register(*instrument_methods);
  InstrumentReband reband({&process->page_tokens(), &process->ids(),
                           process->county_zone(), &access});
  reband.Register(*instrument_methods);

  AssessmentService::Options assessment_options;
  assessment_options.page_tokens = &process->page_tokens();
  assessment_options.resume_tokens = &process->resume_tokens();
  assessment_options.ids = &process->ids();
  assessment_options.county_zone = process->county_zone();
  assessment_options.clinical_roles = clinical_roles;
  assessment_options.access = &access;
  assessment_options.masters = &masters;
  AssessmentService assessments(assessment_options);
  ABSL_ASSIGN_OR_RETURN(
      rpc::Service * assessment_methods,
      process->AddService("caseload.assessment.v1.AssessmentService"));
  assessments.Register(*assessment_methods);
  OverrideService::Options override_options;
  override_options.page_tokens = &process->page_tokens();
  override_options.ids = &process->ids();
  override_options.county_zone = process->county_zone();
  override_options.access = &access;
  override_options.packs = &packs;
  override_options.masters = &masters;
  OverrideService overrides(override_options);
  overrides.Register(*assessment_methods);
  RecordImport record_import(
      {&process->ids(), process->county_zone(), &packs, &masters});
  record_import.Register(*assessment_methods);

  OverrideSweeper sweeper(
      {&process->database(), &process->clock(), process->county_zone()});
  sweeper.Start();
  process->OnDrain("override sweeper", [&sweeper] { sweeper.Stop(); });

  return process->Serve();
}

}  // namespace
}  // namespace caseload::assessment

int main(int argc, char** argv) {
  caseload::process::Config common;
  caseload::assessment::Config config;
  return caseload::process::Main(
      argc, argv, "assessment",
      [&](CLI::App& app) {
        caseload::process::AddOptions(app, common);
        caseload::assessment::AddOptions(app, config);
      },
      [&] { return caseload::assessment::Run(common, config); });
}

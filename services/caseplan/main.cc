// The caseplan service: flags to parts to port.

#include "caseload/assessment/v1/assessment_service.grpc.pb.h"
#include "caseload/caseplan/v1/caseload_service.pb.h"
#include "caseload/caseplan/v1/policy_service.pb.h"
#include "services/caseplan/caching.h"
#include "services/caseplan/case_plan_service.h"
#include "services/caseplan/case_record_service.h"
#include "services/caseplan/caseload_service.h"
#include "services/caseplan/clients/risk_projection.h"
#include "services/caseplan/config.h"
#include "services/caseplan/policy_service.h"
#include "services/caseplan/record_import.h"
#include "services/caseplan/risk_wait.h"
#include "services/caseplan/shipped_packs.h"
#include "services/caseplan/snapshot_service.h"
#include "services/caseplan/storage/caseplan_migrations.h"
#include "services/caseplan/storage/generation_store.h"
#include "services/caseplan/storage/policy_migrations.h"
#include "services/caseplan/storage/risk_store.h"
#include "services/common/follow/grpc_change_source.h"
#include "services/common/import/import_migrations.h"
#include "services/common/log/log.h"
#include "services/common/process/process.h"
#include "services/common/sql/migrations.h"
#include "services/common/status/status_macros.h"

namespace caseload::caseplan {
namespace {

// A file that is wrong is said and keeps nothing else out.
absl::Status LoadPacks(process::Process& process, const ServiceOptions& options,
                       const std::string& directory) {
  if (directory.empty()) return absl::OkStatus();
  ABSL_ASSIGN_OR_RETURN(const ShippedPacks loaded,
                        LoadShippedPacks(process.database(), options, directory,
                                         process.clock().Now()));
  for (const policy::PolicyProblem& problem : loaded.refused) {
    log::Error("policy pack refused", {{"problem", problem.ToString()}});
  }
  log::Info("policy packs", {{"stored", loaded.stored.size()},
                             {"unchanged", loaded.unchanged.size()},
                             {"activated", loaded.activated.size()},
                             {"problems", loaded.refused.size()}});
  return absl::OkStatus();
}

absl::Status Run(const process::Config& common, const Config& config) {
  ABSL_ASSIGN_OR_RETURN(
      const std::unique_ptr<process::Process> process,
      process::Process::Open("caseplan", common, CaseplanMigrations()));
  ABSL_RETURN_IF_ERROR(
      sql::Migrate(process->database(), "policy", PolicyMigrations()));
  ABSL_RETURN_IF_ERROR(
      sql::Migrate(process->database(), "import", ImportMigrations()));
  ABSL_ASSIGN_OR_RETURN(const imports::RecordMasters masters,
                        imports::RecordMasters::Parse(
                            config.imported_kinds, RecordImport::KindNames()));

  RiskWait risk_wait({&process->database()});
  // Snapshots that show the risk of a case are old when it changes.
  RiskProjection risks(
      [](sql::Transaction& tx,
         const std::vector<std::string>& case_ids) -> absl::Status {
        for (const std::string& id : case_ids) {
          ABSL_RETURN_IF_ERROR(storage::BumpForCase(tx, id));
        }
        return absl::OkStatus();
      },
      [&] { risk_wait.Committed(); });
  const follow::Follower& risk_feed = process->Follow(
      std::string(storage::kRiskFeed), {kRiskKind},
      follow::MakeGrpcChangeSource<assessment::v1::AssessmentService>(
          process->ChannelTo("assessment", config.assessment_target)),
      &risks);

  ServiceOptions options;
  options.ids = &process->ids();
  options.page_tokens = &process->page_tokens();
  options.zone = process->county_zone();
  options.masters = &masters;
  ABSL_RETURN_IF_ERROR(LoadPacks(*process, options, config.packs));

  CaseloadService caseload(options);
  ABSL_ASSIGN_OR_RETURN(
      rpc::Service * caseload_methods,
      process->AddService("caseload.caseplan.v1.CaseloadService"));
  caseload.Register(*caseload_methods);
  RecordImport record_import(options);
  record_import.Register(*caseload_methods);
  SnapshotService snapshots(options);
  snapshots.Register(*caseload_methods);
  ABSL_ASSIGN_OR_RETURN(
      const Caching caching,
      OpenCaching(
          *process, options, config.caching,
          [&] { return risk_feed.HeartbeatAge(); }, &risk_wait));
  caching.snapshots->Register(*caseload_methods);
  caseload_methods->Watch("WatchChanges", &process->resume_tokens());

  PolicyService policy(options);
  ABSL_ASSIGN_OR_RETURN(
      rpc::Service * policy_methods,
      process->AddService("caseload.caseplan.v1.PolicyService"));
  policy.Register(*policy_methods);

  CasePlanService case_plans(options);
  ABSL_ASSIGN_OR_RETURN(
      rpc::Service * case_plan_methods,
      process->AddService("caseload.caseplan.v1.CasePlanService"));
  case_plans.Register(*case_plan_methods);

  CaseRecordService case_records(options);
  ABSL_ASSIGN_OR_RETURN(
      rpc::Service * case_record_methods,
      process->AddService("caseload.caseplan.v1.CaseRecordService"));
  case_records.Register(*case_record_methods);

  return process->Serve();
}

}  // namespace
}  // namespace caseload::caseplan

int main(int argc, char** argv) {
  caseload::process::Config common;
  caseload::caseplan::Config config;
  return caseload::process::Main(
      argc, argv, "caseplan",
      [&](CLI::App& app) {
        caseload::process::AddOptions(app, common);
        caseload::caseplan::AddOptions(app, config);
      },
      [&] { return caseload::caseplan::Run(common, config); });
}

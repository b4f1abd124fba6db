// The conference service: flags to parts to port.

#include "caseload/caseplan/v1/caseload_service.grpc.pb.h"
#include "services/common/follow/grpc_change_source.h"
#include "services/common/process/process.h"
#include "services/common/sql/migrations.h"
#include "services/common/status/status_macros.h"
#include "services/conference/clients/followed_holidays.h"
#include "services/conference/clients/followed_packs.h"
#include "services/conference/clients/grpc_caseplan_reader.h"
#include "services/conference/clients/grpc_coverage_reader.h"
#include "services/conference/clients/grpc_notice_proof_reader.h"
#include "services/conference/clients/grpc_notify_client.h"
#include "services/conference/clients/grpc_snapshot_reader.h"
#include "services/conference/conference_migrations.h"
#include "services/conference/conference_service.h"
#include "services/conference/config.h"
#include "services/conference/dispatch/dispatch_metrics.h"
#include "services/conference/dispatch/dispatch_threads.h"
#include "services/conference/dispatch/notice_dispatcher.h"
#include "services/conference/storage/holiday_store.h"
#include "services/policy/followed/followed_policy_migrations.h"

namespace caseload::conference {
namespace {

absl::Status Run(const process::Config& common, const Config& config) {
  ABSL_ASSIGN_OR_RETURN(
      const std::unique_ptr<process::Process> process,
      process::Process::Open("conference", common, ConferenceMigrations()));

  const auto caseplan_channel =
      process->ChannelTo("caseplan", config.caseplan_target);
  GrpcCaseplanReader caseplan(caseplan_channel);
  GrpcCoverageReader coverage(caseplan_channel);
  GrpcSnapshotReader snapshots(caseplan_channel);
  const auto notify_channel =
      process->ChannelTo("notify", config.notify_target);
  GrpcNoticeProofReader proofs(notify_channel);
  GrpcNotifyClient notify(notify_channel);
  ABSL_RETURN_IF_ERROR(sql::Migrate(process->database(), "followed_policy",
                                    FollowedPolicyMigrations()));
  FollowedPacks packs(&process->database());
  ABSL_RETURN_IF_ERROR(packs.Load());
  process->Follow(policy::kPolicyFeed, {policy::kPolicyKind},
                  follow::MakeGrpcChangeSource<caseplan::v1::CaseloadService>(
                      caseplan_channel),
                  &packs);
  FollowedHolidays calendar(&process->database(), common.county_zone,
                            process->county_zone());
  ABSL_RETURN_IF_ERROR(calendar.Load());
  process->Follow(std::string(kHolidayFeed), {kHolidayKind},
                  follow::MakeGrpcChangeSource<caseplan::v1::CaseloadService>(
                      caseplan_channel),
                  &calendar);

  ConferenceService::Options options;
  options.database = &process->database();
  options.ids = &process->ids();
  options.caseplan = &caseplan;
  options.coverage = &coverage;
  options.snapshots = &snapshots;
  options.calendar = &calendar;
  options.packs = &packs;
  options.proofs = &proofs;
  options.pages = &process->page_tokens();
  options.resume_tokens = &process->resume_tokens();
  const ConferenceService conferences(options);
  ABSL_ASSIGN_OR_RETURN(
      rpc::Service * methods,
      process->AddService("caseload.conference.v1.ConferenceService"));
  conferences.Register(*methods);

  DispatchMetrics dispatch_metrics(process->metrics());
  NoticeDispatcher::Options dispatch;
  dispatch.database = &process->database();
  dispatch.clock = &process->clock();
  dispatch.notify = &notify;
  dispatch.snapshots = &snapshots;
  dispatch.packs = &packs;
  dispatch.metrics = &dispatch_metrics;
  NoticeDispatcher dispatcher(dispatch);
  DispatchThreads dispatch_threads(&dispatcher, &process->clock());
  ABSL_RETURN_IF_ERROR(dispatch_threads.Start());
  process->OnDrain("dispatcher",
                   [&dispatch_threads] { dispatch_threads.Stop(); });

  return process->Serve();
}

}  // namespace
}  // namespace caseload::conference

int main(int argc, char** argv) {
  caseload::process::Config common;
  caseload::conference::Config config;
  return caseload::process::Main(
      argc, argv, "conference",
      [&](CLI::App& app) {
        caseload::process::AddOptions(app, common);
        caseload::conference::AddOptions(app, config);
      },
      [&] { return caseload::conference::Run(common, config); });
}

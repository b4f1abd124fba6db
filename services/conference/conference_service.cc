#include "services/conference/conference_service.h"

#include <memory>
#include <utility>

#include "caseload/conference/v1/conference_service.pb.h"
#include "services/common/status/status_macros.h"
#include "services/conference/access.h"
#include "services/conference/convert.h"
#include "services/conference/outcomes.h"
#include "services/conference/reads.h"
#include "services/conference/validate.h"

namespace caseload::conference {
namespace {

Scheduler::Options SchedulerOptions(const ConferenceService::Options& options) {
  Scheduler::Options scheduler;
  scheduler.database = options.database;
  scheduler.ids = options.ids;
  scheduler.caseplan = options.caseplan;
  scheduler.calendar = options.calendar;
  scheduler.packs = options.packs;
  scheduler.proofs = options.proofs;
  scheduler.slot_search = options.slot_search;
  return scheduler;
}

Waivers::Options WaiverOptions(const ConferenceService::Options& options) {
  Waivers::Options waivers;
  waivers.database = options.database;
  waivers.ids = options.ids;
  waivers.caseplan = options.caseplan;
  waivers.calendar = options.calendar;
  waivers.packs = options.packs;
  return waivers;
}

CoverageReport::Options CoverageOptions(
    const ConferenceService::Options& options) {
  CoverageReport::Options coverage;
  coverage.caseplan = options.caseplan;
  coverage.coverage = options.coverage;
  coverage.calendar = options.calendar;
  coverage.packs = options.packs;
  coverage.pages = options.pages;
  return coverage;
}

Checklists::Options ChecklistOptions(
    const ConferenceService::Options& options) {
  Checklists::Options checklists;
  checklists.database = options.database;
  checklists.caseplan = options.caseplan;
  checklists.snapshots = options.snapshots;
  checklists.calendar = options.calendar;
  checklists.packs = options.packs;
  return checklists;
}

// A checked request and what was gathered for it.
template <typename Command, typename Facts>
struct Prepared {
  Command command;
  Facts facts;
};

template <typename Value>
auto ToResponse(const absl::StatusOr<Value>& value)
    -> absl::StatusOr<decltype(ToProto(*value))> {
  if (!value.ok()) return value.status();
  return ToProto(*value);
}

}  // namespace

ConferenceService::ConferenceService(const Options& options)
    : options_(options),
      scheduler_(SchedulerOptions(options)),
      waivers_(WaiverOptions(options)),
      coverage_(CoverageOptions(options)),
      checklists_(ChecklistOptions(options)) {}

absl::StatusOr<Visibility> ConferenceService::GatherCaller(
    const rpc::CallContext& call) const {
  ABSL_ASSIGN_OR_RETURN(const CountyCalendar calendar,
                        options_.calendar->Get(PeerCallOf(call)));
  return VisibilityOf(call, *options_.caseplan,
                      policy::LocalDay(call.now, calendar.zone));
}

void ConferenceService::Register(rpc::Service& service) const {
  RegisterReads(service);
  RegisterScheduling(service);
  RegisterOutcomes(service);
  RegisterWaivers(service);
}

void ConferenceService::RegisterReads(rpc::Service& service) const {
  service.GatherRead<v1::GetConferenceRequest, v1::Conference>(
      "GetConference",
      [this](const rpc::CallContext& call, const v1::GetConferenceRequest&) {
        return GatherCaller(call);
      },
      [](sql::Transaction& tx, const rpc::CallContext& call,
         const v1::GetConferenceRequest& request, const Visibility& caller) {
        return GetConference(tx, call, request, caller);
      });
  service.GatherRead<v1::ListConferencesRequest, v1::ListConferencesResponse>(
      "ListConferences",
      [this](const rpc::CallContext& call, const v1::ListConferencesRequest&) {
        return GatherCaller(call);
      },
      [this](sql::Transaction& tx, const rpc::CallContext& call,
             const v1::ListConferencesRequest& request,
             const Visibility& caller) {
        return ListConferences(tx, call, request, caller, *options_.pages);
      });
  service.GatherRead<v1::ListConferenceCoverageRequest,
                     v1::ListConferenceCoverageResponse>(
      "ListConferenceCoverage",
      [this](const rpc::CallContext& call,
             const v1::ListConferenceCoverageRequest& request) {
        return coverage_.Gather(call, request);
      },
      [this](sql::Transaction& tx, const rpc::CallContext& call,
             const v1::ListConferenceCoverageRequest& request,
             const CoverageFacts& facts) {
        return coverage_.Read(tx, call, request, facts);
      });
  service.GatherRead<v1::GetPreConferenceChecklistRequest,
                     v1::PreConferenceChecklist>(
      "GetPreConferenceChecklist",
      [this](const rpc::CallContext& call,
             const v1::GetPreConferenceChecklistRequest& request) {
        return checklists_.Gather(call, request);
      },
      &Checklists::Read);
  service.Watch("WatchChanges", options_.resume_tokens);
}

void ConferenceService::RegisterScheduling(rpc::Service& service) const {
  using Schedule = Prepared<ScheduleCommand, SchedulingFacts>;
  service.GatherWrite<v1::ScheduleConferenceRequest, v1::Conference>(
      "ScheduleConference",
      [this](const rpc::CallContext& call,
             const v1::ScheduleConferenceRequest& request)
          -> absl::StatusOr<Schedule> {
        Schedule prepared;
        ABSL_ASSIGN_OR_RETURN(prepared.command, Validate(request));
        ABSL_ASSIGN_OR_RETURN(
            prepared.facts, scheduler_.GatherSchedule(call, prepared.command));
        return prepared;
      },
      [this](sql::Transaction& tx, const rpc::CallContext& call,
             const v1::ScheduleConferenceRequest&, const Schedule& prepared) {
        return ToResponse(scheduler_.ApplySchedule(tx, call, prepared.command,
                                                   prepared.facts));
      });
  using Reschedule = Prepared<RescheduleCommand, RescheduleFacts>;
  service.GatherWrite<v1::RescheduleConferenceRequest, v1::Conference>(
      "RescheduleConference",
      [this](const rpc::CallContext& call,
             const v1::RescheduleConferenceRequest& request)
          -> absl::StatusOr<Reschedule> {
        Reschedule prepared;
        ABSL_ASSIGN_OR_RETURN(prepared.command, Validate(request));
        ABSL_ASSIGN_OR_RETURN(prepared.facts, scheduler_.GatherReschedule(
                                                  call, prepared.command));
        return prepared;
      },
      [this](sql::Transaction& tx, const rpc::CallContext& call,
             const v1::RescheduleConferenceRequest&,
             const Reschedule& prepared) {
        return ToResponse(scheduler_.ApplyReschedule(tx, call, prepared.command,
                                                     prepared.facts));
      });
}

void ConferenceService::RegisterOutcomes(rpc::Service& service) const {
  using Cancel = Prepared<CancelCommand, Visibility>;
  service.GatherWrite<v1::CancelConferenceRequest, v1::Conference>(
      "CancelConference",
      [this](const rpc::CallContext& call,
             const v1::CancelConferenceRequest& request)
          -> absl::StatusOr<Cancel> {
        Cancel prepared;
        ABSL_ASSIGN_OR_RETURN(prepared.command, Validate(request));
        ABSL_ASSIGN_OR_RETURN(prepared.facts, GatherCaller(call));
        return prepared;
      },
      [](sql::Transaction& tx, const rpc::CallContext& call,
         const v1::CancelConferenceRequest&, const Cancel& prepared) {
        return ToResponse(
            CancelConference(tx, call, prepared.command, prepared.facts));
      });
  using Outcome = Prepared<OutcomeCommand, Visibility>;
  service.GatherWrite<v1::RecordConferenceOutcomeRequest, v1::Conference>(
      "RecordConferenceOutcome",
      [this](const rpc::CallContext& call,
             const v1::RecordConferenceOutcomeRequest& request)
          -> absl::StatusOr<Outcome> {
        Outcome prepared;
        ABSL_ASSIGN_OR_RETURN(prepared.command, Validate(request));
        ABSL_ASSIGN_OR_RETURN(prepared.facts, GatherCaller(call));
        return prepared;
      },
      [](sql::Transaction& tx, const rpc::CallContext& call,
         const v1::RecordConferenceOutcomeRequest&, const Outcome& prepared) {
        return ToResponse(
            RecordOutcome(tx, call, prepared.command, prepared.facts));
      });
}

void ConferenceService::RegisterWaivers(rpc::Service& service) const {
  using Request = Prepared<WaiverCommand, WaiverFacts>;
  service.GatherWrite<v1::RequestNoticeWaiverRequest, v1::NoticeWaiver>(
      "RequestNoticeWaiver",
      [this](const rpc::CallContext& call,
             const v1::RequestNoticeWaiverRequest& request)
          -> absl::StatusOr<Request> {
        Request prepared;
        ABSL_ASSIGN_OR_RETURN(prepared.command, Validate(request));
        ABSL_ASSIGN_OR_RETURN(prepared.facts,
                              waivers_.GatherRequest(call, prepared.command));
        return prepared;
      },
      [this](sql::Transaction& tx, const rpc::CallContext& call,
             const v1::RequestNoticeWaiverRequest&, const Request& prepared) {
        return ToResponse(
            waivers_.ApplyRequest(tx, call, prepared.command, prepared.facts));
      });
  using Decision =
      Prepared<DecisionCommand, std::shared_ptr<const policy::PolicyPack>>;
  service.GatherWrite<v1::DecideNoticeWaiverRequest, v1::NoticeWaiver>(
      "DecideNoticeWaiver",
      [this](const rpc::CallContext& call,
             const v1::DecideNoticeWaiverRequest& request)
          -> absl::StatusOr<Decision> {
        Decision prepared;
        ABSL_ASSIGN_OR_RETURN(prepared.command, Validate(request));
        ABSL_ASSIGN_OR_RETURN(prepared.facts,
                              waivers_.GatherDecision(call, prepared.command));
        return prepared;
      },
      [this](sql::Transaction& tx, const rpc::CallContext& call,
             const v1::DecideNoticeWaiverRequest&, const Decision& prepared) {
        return ToResponse(
            waivers_.ApplyDecision(tx, call, prepared.command, prepared.facts));
      });
}

}  // namespace caseload::conference

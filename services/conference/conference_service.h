// conference_service.h: the handlers of
// caseload.conference.v1.ConferenceService.
//
// What a method refuses, and with which reason, stands in
// conference_service.proto.
//
// Thread safety: handlers hold no state of a call; thread-safe.

#ifndef SERVICES_CONFERENCE_CONFERENCE_SERVICE_H_
#define SERVICES_CONFERENCE_CONFERENCE_SERVICE_H_

#include "absl/status/statusor.h"
#include "services/common/feed/feed.h"
#include "services/common/ids/ids.h"
#include "services/common/paging/paging.h"
#include "services/common/rpc/call_context.h"
#include "services/common/rpc/service.h"
#include "services/common/sql/database.h"
#include "services/conference/checklist.h"
#include "services/conference/clients/caseplan_reader.h"
#include "services/conference/clients/county_calendar_source.h"
#include "services/conference/clients/coverage_reader.h"
#include "services/conference/clients/notice_proof_reader.h"
#include "services/conference/clients/snapshot_reader.h"
#include "services/conference/coverage_report.h"
#include "services/conference/domain/schedule_rules.h"
#include "services/conference/scheduling.h"
#include "services/conference/waivers.h"
#include "services/policy/followed/pack_source.h"

namespace caseload::conference {

class ConferenceService {
 public:
  // Everything is borrowed and must outlive the service.
  struct Options {
    sql::Database* database = nullptr;
    ids::IdSource* ids = nullptr;
    CaseplanReader* caseplan = nullptr;
    CoverageReader* coverage = nullptr;
    SnapshotReader* snapshots = nullptr;
    const CountyCalendarSource* calendar = nullptr;
    const policy::PackSource* packs = nullptr;
    NoticeProofReader* proofs = nullptr;
    const paging::TokenSealer* pages = nullptr;
    const feed::ResumeTokens* resume_tokens = nullptr;
    SlotSearch slot_search;
  };

  explicit ConferenceService(const Options& options);

  // Adds every method to `service`, which keeps pointers to this object.
  void Register(rpc::Service& service) const;

 private:
  void RegisterReads(rpc::Service& service) const;
  void RegisterScheduling(rpc::Service& service) const;
  void RegisterOutcomes(rpc::Service& service) const;
  void RegisterWaivers(rpc::Service& service) const;

  // Who the caller is among the staff on the day of the call.
  absl::StatusOr<Visibility> GatherCaller(const rpc::CallContext& call) const;

  const Options options_;
  const Scheduler scheduler_;
  const Waivers waivers_;
  const CoverageReport coverage_;
  const Checklists checklists_;
};

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_CONFERENCE_SERVICE_H_

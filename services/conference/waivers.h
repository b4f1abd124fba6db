// waivers.h: a waiver of the ten days is asked for and decided (R012).

#ifndef SERVICES_CONFERENCE_WAIVERS_H_
#define SERVICES_CONFERENCE_WAIVERS_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/ids/ids.h"
#include "services/common/rpc/call_context.h"
#include "services/common/sql/database.h"
#include "services/conference/clients/caseplan_reader.h"
#include "services/conference/clients/county_calendar_source.h"
#include "services/conference/domain/notice_waiver.h"
#include "services/conference/validate.h"
#include "services/policy/followed/pack_source.h"
#include "services/policy/pack.h"

namespace caseload::conference {

// What a request for a waiver is judged by.
struct WaiverFacts {
  std::string division;
  std::shared_ptr<const policy::PolicyPack> pack;
  // Civil day of the call in the county's zone.
  absl::CivilDay today;
};

class Waivers {
 public:
  // Everything is borrowed and must outlive this.
  struct Options {
    sql::Database* database = nullptr;
    ids::IdSource* ids = nullptr;
    CaseplanReader* caseplan = nullptr;
    const CountyCalendarSource* calendar = nullptr;
    const policy::PackSource* packs = nullptr;
  };

  explicit Waivers(const Options& options) : options_(options) {}

  // See ConferenceService.RequestNoticeWaiver for the errors.
  absl::StatusOr<WaiverFacts> GatherRequest(const rpc::CallContext& call,
                                            const WaiverCommand& command) const;
  absl::StatusOr<NoticeWaiver> ApplyRequest(sql::Transaction& tx,
                                            const rpc::CallContext& call,
                                            const WaiverCommand& command,
                                            const WaiverFacts& facts) const;

  // The pack that says who may approve. See
  // ConferenceService.DecideNoticeWaiver for the errors.
  absl::StatusOr<std::shared_ptr<const policy::PolicyPack>> GatherDecision(
      const rpc::CallContext& call, const DecisionCommand& command) const;
  absl::StatusOr<NoticeWaiver> ApplyDecision(
      sql::Transaction& tx, const rpc::CallContext& call,
      const DecisionCommand& command,
      const std::shared_ptr<const policy::PolicyPack>& pack) const;

 private:
  const Options options_;
};

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_WAIVERS_H_

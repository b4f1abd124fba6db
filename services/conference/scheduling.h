// scheduling.h: a conference is set or moved.
//
// In two steps, as every write that must first ask elsewhere: *gather* asks
// caseplan, calendar, policy and (for a move) notify; *apply* judges by what
// was gathered and by the store, in the transaction, and writes.

#ifndef SERVICES_CONFERENCE_SCHEDULING_H_
#define SERVICES_CONFERENCE_SCHEDULING_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/common/ids/ids.h"
#include "services/common/rpc/call_context.h"
#include "services/common/sql/database.h"
#include "services/conference/clients/caseplan_reader.h"
#include "services/conference/clients/county_calendar_source.h"
#include "services/conference/clients/notice_proof_reader.h"
#include "services/conference/domain/conference.h"
#include "services/conference/domain/schedule_rules.h"
#include "services/conference/domain/visibility.h"
#include "services/conference/validate.h"
#include "services/policy/followed/pack_source.h"

namespace caseload::conference {

// What stands of a conference to be set or moved before the store is asked.
struct SchedulingFacts {
  CountyCalendar calendar;
  Visibility caller;
  std::shared_ptr<const policy::PolicyPack> pack;
  // Everything but id, version, state, kind, revision and notice.
  Conference draft;
  std::vector<policy::DayRange> officer_leave;
  std::vector<policy::DayRange> supervisor_leave;
};

struct RescheduleFacts {
  SchedulingFacts scheduling;
  // The version of the row that was read, and the proof of its notice.
  int64_t version = 0;
  std::optional<absl::Time> accepted_at;
};

class Scheduler {
 public:
  // Everything is borrowed and must outlive the scheduler.
  struct Options {
    sql::Database* database = nullptr;
    ids::IdSource* ids = nullptr;
    CaseplanReader* caseplan = nullptr;
    const CountyCalendarSource* calendar = nullptr;
    const policy::PackSource* packs = nullptr;
    NoticeProofReader* proofs = nullptr;
    SlotSearch slot_search;
  };

  explicit Scheduler(const Options& options) : options_(options) {}

  // See ConferenceService.ScheduleConference for the errors.
  absl::StatusOr<SchedulingFacts> GatherSchedule(
      const rpc::CallContext& call, const ScheduleCommand& command) const;
  absl::StatusOr<Conference> ApplySchedule(sql::Transaction& tx,
                                           const rpc::CallContext& call,
                                           const ScheduleCommand& command,
                                           const SchedulingFacts& facts) const;

  // See ConferenceService.RescheduleConference for the errors.
  absl::StatusOr<RescheduleFacts> GatherReschedule(
      const rpc::CallContext& call, const RescheduleCommand& command) const;
  absl::StatusOr<Conference> ApplyReschedule(
      sql::Transaction& tx, const rpc::CallContext& call,
      const RescheduleCommand& command, const RescheduleFacts& facts) const;

 private:
  absl::StatusOr<SchedulingFacts> GatherProposal(
      const rpc::CallContext& call, absl::string_view officer_id,
      const Proposal& proposal) const;
  absl::Status GatherHolder(const rpc::CallContext& call,
                            const OfficerOnDay& officer,
                            const Proposal& proposal,
                            SchedulingFacts& facts) const;
  // Refuses by the rules of scheduling, or notes in `conference` which of them
  // were set aside.
  absl::Status JudgeSlots(sql::Transaction& tx, const Proposal& proposal,
                          const SchedulingFacts& facts,
                          Conference& conference) const;
  // Takes officer, holder and room.
  absl::Status TakeSlots(sql::Transaction& tx, const Proposal& proposal,
                         const SchedulingFacts& facts,
                         const Conference& conference) const;
  absl::Status Refuse(sql::Transaction& tx,
                      const std::vector<ScheduleRule>& standing,
                      const Proposal& proposal, const SchedulingFacts& facts,
                      const Conference& conference) const;

  const Options options_;
};

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_SCHEDULING_H_

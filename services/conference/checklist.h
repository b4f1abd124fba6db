// checklist.h: the pre-conference checklist (R135).
//
// From the day of the notice on, every reminder of the division with the cases
// behind it, live from caseplan's snapshot.

#ifndef SERVICES_CONFERENCE_CHECKLIST_H_
#define SERVICES_CONFERENCE_CHECKLIST_H_

#include <memory>

#include "absl/status/statusor.h"
#include "caseload/conference/v1/conference_service.pb.h"
#include "services/common/rpc/call_context.h"
#include "services/common/sql/database.h"
#include "services/conference/clients/caseplan_reader.h"
#include "services/conference/clients/county_calendar_source.h"
#include "services/conference/clients/snapshot_reader.h"
#include "services/conference/domain/caseload_snapshot.h"
#include "services/conference/domain/conference.h"
#include "services/conference/domain/visibility.h"
#include "services/policy/followed/pack_source.h"

namespace caseload::conference {

// What stands of a checklist before the store is asked again.
struct ChecklistFacts {
  Visibility caller;
  Conference conference;
  std::shared_ptr<const policy::PolicyPack> pack;
  CaseloadSnapshot snapshot;
};

class Checklists {
 public:
  // Everything is borrowed and must outlive the object.
  struct Options {
    sql::Database* database = nullptr;
    CaseplanReader* caseplan = nullptr;
    SnapshotReader* snapshots = nullptr;
    const CountyCalendarSource* calendar = nullptr;
    const policy::PackSource* packs = nullptr;
  };

  explicit Checklists(const Options& options) : options_(options) {}

  // See ConferenceService.GetPreConferenceChecklist for the errors.
  absl::StatusOr<ChecklistFacts> Gather(
      const rpc::CallContext& call,
      const v1::GetPreConferenceChecklistRequest& request) const;

  // The answer; the caller's access is decided once more, on the row as it
  // stands now.
  static absl::StatusOr<v1::PreConferenceChecklist> Read(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::GetPreConferenceChecklistRequest& request,
      const ChecklistFacts& facts);

 private:
  const Options options_;
};

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_CHECKLIST_H_

// snapshot_builder.h: a caseload's snapshot, made of one state of the store.
//
// A function of the transaction and its arguments, and of nothing else: it
// reads no clock and asks no other service, so that what it makes may be kept
// for as long as nothing that it read has changed.

#ifndef SERVICES_CASEPLAN_SNAPSHOT_BUILDER_H_
#define SERVICES_CASEPLAN_SNAPSHOT_BUILDER_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "caseload/caseplan/v1/snapshot.pb.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "services/caseplan/domain/snapshot_facts.h"
#include "services/caseplan/policy_packs.h"
#include "services/caseplan/storage/snapshot_store.h"
#include "services/common/sql/database.h"

namespace caseload::caseplan {

// For whom a snapshot is made: everybody in one audience sees the same bytes.
enum class SnapshotView {
  // Staff who may read the officer's caseload: the officer, the supervision
  // chain, managers, quality coaches, auditors.
  kStaff = 1
};

struct SnapshotQuery {
  std::string officer_id;
  SnapshotDays days;
  SnapshotView view = SnapshotView::kStaff;
};

// Everything but `freshness`. NOT_FOUND for an unknown officer. `packs` is
// shared by all calls; `zone` is the county's.
absl::StatusOr<v1::CaseloadSnapshot> BuildCaseloadSnapshot(
    sql::Transaction& tx, const SnapshotQuery& query,
    const absl::TimeZone& zone, PolicyPacks& packs);

// Cases of one scope, judged, and the policies that did it.
struct JudgedCases {
  google::protobuf::RepeatedPtrField<v1::CaseSnapshot> cases;
  google::protobuf::RepeatedPtrField<v1::JudgingPolicy> policies;
  // Everything that governs the divisions of the cases, used or not.
  PoliciesInForce in_force;
};
absl::StatusOr<JudgedCases> JudgeCases(sql::Transaction& tx,
                                       const storage::SnapshotScope& scope,
                                       const SnapshotDays& days,
                                       const absl::TimeZone& zone,
                                       PolicyPacks& packs);

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_SNAPSHOT_BUILDER_H_

// snapshot_totals.h: sums over the judged cases of a caseload. Pure.

#ifndef SERVICES_CASEPLAN_SNAPSHOT_TOTALS_H_
#define SERVICES_CASEPLAN_SNAPSHOT_TOTALS_H_

#include <vector>

#include "caseload/caseplan/v1/snapshot.pb.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "services/caseplan/domain/snapshot_facts.h"
#include "services/caseplan/policy_packs.h"
#include "services/caseplan/storage/snapshot_store.h"

namespace caseload::caseplan {

// Counts the cases, their findings, and the officer's contacts (R038, R067,
// R068). `contacts` reach as far back as the periods of `days`.
v1::SnapshotTotals MakeTotals(
    const google::protobuf::RepeatedPtrField<v1::CaseSnapshot>& cases,
    const std::vector<storage::OfficerContact>& contacts,
    const storage::WorkingTime& working_time, const PoliciesInForce& policies,
    const SnapshotDays& days);

// The first day that the officer's own contacts are counted from.
absl::CivilDay OfficerContactsFrom(const SnapshotDays& days);

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_SNAPSHOT_TOTALS_H_

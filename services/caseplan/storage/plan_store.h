// plan_store.h: plans in rows.
//
// Functions of a transaction, as in case_store.h.

#ifndef SERVICES_CASEPLAN_STORAGE_PLAN_STORE_H_
#define SERVICES_CASEPLAN_STORAGE_PLAN_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/caseplan/domain/case_plan.h"
#include "services/caseplan/domain/case_record.h"
#include "services/caseplan/domain/reach.h"
#include "services/caseplan/storage/rows.h"
#include "services/common/sql/database.h"

namespace caseload::caseplan::storage {

// Adds a version with its objectives. ALREADY_EXISTS when the id or the
// external id is taken.
absl::Status InsertPlan(sql::Transaction& tx, const CasePlan& plan);
// Writes everything but id, case, external id, creation, objectives and
// signatures. `plan.version` becomes one more. ABORTED when it is not the
// stored one.
absl::Status UpdatePlan(sql::Transaction& tx, CasePlan* plan);
// Puts `plan.objectives` in the place of those of a draft. FAILED_PRECONDITION,
// reason OBJECTIVE_IN_USE, when facts speak of one: an imported draft.
absl::Status ReplaceObjectives(sql::Transaction& tx, const CasePlan& plan);
// Adds the last of `plan.signatures`.
absl::Status InsertLastSignature(sql::Transaction& tx, const CasePlan& plan);
// Puts `plan.signatures` in the place of those that are stored.
absl::Status ReplaceSignatures(sql::Transaction& tx, const CasePlan& plan);
// NOT_FOUND.
absl::StatusOr<CasePlan> GetPlan(sql::Transaction& tx,
                                 absl::string_view case_id,
                                 absl::string_view id);
// The number of the case's newest version; 0 when there is none.
absl::StatusOr<int64_t> NewestPlanNumber(sql::Transaction& tx,
                                         absl::string_view case_id);
// The case's draft, or the version in force; none when there is none.
absl::StatusOr<std::optional<CasePlan>> FindDraft(sql::Transaction& tx,
                                                  absl::string_view case_id);
absl::StatusOr<std::optional<CasePlan>> FindPlanInForce(
    sql::Transaction& tx, absl::string_view case_id);

struct PlanFilter {
  Reach reach;
  // Empty for all.
  std::string case_id;
  std::vector<PlanState> states;
  // Only approved and provisional versions that hold on the day.
  std::optional<absl::CivilDay> as_of;
};
// By case and number.
absl::StatusOr<Page<CasePlan>> ListPlans(sql::Transaction& tx,
                                         const PlanFilter& filter,
                                         const PageRequest& page);

// --- imported versions ---

// Versions that count are numbered below it.
inline constexpr int64_t kFirstWithdrawnNumber = 10000;
// The number that the case's next withdrawn version takes.
absl::StatusOr<int64_t> NextWithdrawnNumber(sql::Transaction& tx,
                                            absl::string_view case_id);
// Whatever its state, also withdrawn; none when there is none.
absl::StatusOr<std::optional<CasePlan>> FindPlanById(sql::Transaction& tx,
                                                     absl::string_view id);
// All versions of the case, by number.
absl::StatusOr<std::vector<CasePlan>> PlansOfCase(sql::Transaction& tx,
                                                  absl::string_view case_id);
// Stores an objective at `position` (0 to 49), new or not; the one that has the
// place moves to the first free one. INVALID_ARGUMENT, reason TOO_MANY_ITEMS,
// when there is none.
absl::Status SaveObjective(sql::Transaction& tx, absl::string_view plan_id,
                           const Objective& objective, int64_t position);
// Nobody finds it until it is saved again.
absl::Status WithdrawObjective(sql::Transaction& tx, absl::string_view plan_id,
                               absl::string_view id, absl::Time at);
// Whether a fact that stands speaks of it.
absl::StatusOr<bool> IsObjectiveInUse(sql::Transaction& tx,
                                      absl::string_view plan_id,
                                      absl::string_view id);

// Whether the objective is one of a plan of the case, and of none that is a
// draft. NOT_FOUND, or FAILED_PRECONDITION with reason OBJECTIVE_IN_DRAFT.
absl::Status CheckObjective(sql::Transaction& tx, absl::string_view case_id,
                            const ObjectiveLink& link);

}  // namespace caseload::caseplan::storage

#endif  // SERVICES_CASEPLAN_STORAGE_PLAN_STORE_H_

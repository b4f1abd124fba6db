// risk_store.h: the projection of cases' current risk, in rows.
//
// Written only by the follower of the assessment service's feed. How far it has
// followed, and when it last knew that it was up to date, is
// follow::ReadCursor(tx, kRiskFeed).
//
// Functions of a transaction, as in officer_store.h.

#ifndef SERVICES_CASEPLAN_STORAGE_RISK_STORE_H_
#define SERVICES_CASEPLAN_STORAGE_RISK_STORE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/caseplan/domain/current_risk.h"
#include "services/common/sql/database.h"

namespace caseload::caseplan::storage {

// The name under which the place in the feed is kept.
inline constexpr absl::string_view kRiskFeed = "assessment";

// Replaces what is known of the case, unless the same or a higher version is
// there: twice, late and out of order change nothing. Whether it was written.
absl::StatusOr<bool> UpsertRisk(sql::Transaction& tx, const CurrentRisk& risk);

// What is known of the cases, by case id; a case of which nothing is known is
// left out. Duplicates in `case_ids` count once.
absl::StatusOr<std::vector<CurrentRisk>> ListRisks(
    sql::Transaction& tx, const std::vector<std::string>& case_ids);

// The version under which the case's risk is kept; 0 when it is not, or was
// told by a feed that is read again now.
absl::StatusOr<int64_t> RiskVersion(sql::Transaction& tx,
                                    absl::string_view case_id);

// For a feed that begins again (another store over there): the next state of
// every case wins, whatever its version; what stands is served until then.
absl::Status ForgetRiskVersions(sql::Transaction& tx);

// Then, when the feed was read to its end: removes at most `limit` of the cases
// that it told nothing of, and returns their ids; fewer than `limit` are the
// last ones.
absl::StatusOr<std::vector<std::string>> SweepRisks(sql::Transaction& tx,
                                                    int limit);

}  // namespace caseload::caseplan::storage

#endif  // SERVICES_CASEPLAN_STORAGE_RISK_STORE_H_

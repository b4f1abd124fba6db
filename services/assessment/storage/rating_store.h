// rating_store.h: the ratings of the areas of assessments.

#ifndef SERVICES_ASSESSMENT_STORAGE_RATING_STORE_H_
#define SERVICES_ASSESSMENT_STORAGE_RATING_STORE_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/assessment/domain/assessment.h"
#include "services/common/sql/database.h"

namespace caseload::assessment::storage {

// The assessments that a list of ids refers to, by id.
using AssessmentsById = std::map<std::string, domain::Assessment*>;

// Inserts the ratings of an entry that was inserted.
absl::Status InsertRatings(sql::Transaction& tx,
                           const std::string& assessment_id,
                           const domain::DomainEntry& entry);

// Gives the entries of the assessments `ids`, which are loaded, their ratings
// in the order of scales. At most Statement::kMaxInList.
absl::Status LoadRatings(sql::Transaction& tx,
                         const std::vector<std::string>& ids,
                         const AssessmentsById& by_id);

}  // namespace caseload::assessment::storage

#endif  // SERVICES_ASSESSMENT_STORAGE_RATING_STORE_H_

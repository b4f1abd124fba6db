// generation_store.h: the generations that snapshots are cached under.
//
// A cached snapshot is found under the generations that it was built from, so
// that one that a change made old is never found again. What a change touches
// follows from the kind and the name of the changed record alone; a kind that
// is not listed in generation_store.cc cannot be published at all.

#ifndef SERVICES_CASEPLAN_STORAGE_GENERATION_STORE_H_
#define SERVICES_CASEPLAN_STORAGE_GENERATION_STORE_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/sql/database.h"

namespace caseload::caseplan::storage {

// What every snapshot of the county depends on: policy, holidays, units.
inline constexpr char kCountyScope[] = "county";
// What decides who reads an officer's records: staff records and postings.
inline constexpr char kStaffScope[] = "staff";
// What the officer's own snapshots depend on.
std::string OfficerScope(absl::string_view officer_id);

// The state of one scope. Equal ones are the same state of the store, also
// across restores; without a row both are empty.
struct Generation {
  int64_t counter = 0;
  std::string tag;

  friend bool operator==(const Generation& a, const Generation& b) {
    return a.counter == b.counter && a.tag == b.tag;
  }
};
// By scope.
using Generations = std::map<std::string, Generation>;

// The kinds that may be published; for the test that walks them.
std::vector<std::string> PublishedKinds();

// Raises the generations of all whom a change of the record `resource_name` of
// `kind` concerns. INTERNAL for a kind that is not listed. Called after the
// record was written: officers who had it before and who have it now count.
absl::Status BumpForChange(sql::Transaction& tx, absl::string_view kind,
                           absl::string_view resource_name);

// Raises the generations of all officers who ever had the case.
absl::Status BumpForCase(sql::Transaction& tx, absl::string_view case_id);

// Raises one scope's generation, once in a transaction, and notes it for those
// who keep generations in memory (GenerationsOfNotes).
absl::Status Bump(sql::Transaction& tx, absl::string_view scope);

// The generations of `scopes`, at most one query; one without a row is left
// out.
absl::StatusOr<Generations> ReadGenerations(
    sql::Transaction& tx, const std::vector<std::string>& scopes);
// Of all scopes.
absl::StatusOr<Generations> ReadAllGenerations(sql::Transaction& tx);

// Gives a generation to every scope that has none: the county, the staff and
// every officer. Called at start: a store of an earlier version has none.
absl::Status EnsureGenerations(sql::Transaction& tx);

// The generations that a transaction's notes tell of.
Generations GenerationsOfNotes(const sql::Notes& notes);

}  // namespace caseload::caseplan::storage

#endif  // SERVICES_CASEPLAN_STORAGE_GENERATION_STORE_H_

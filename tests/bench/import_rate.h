// import_rate.h: rows a second beside SQLite's own import.

#ifndef TESTS_BENCH_IMPORT_RATE_H_
#define TESTS_BENCH_IMPORT_RATE_H_

#include "absl/status/statusor.h"
#include "nlohmann/json.hpp"

namespace caseload::bench {

struct ImportOptions {
  int officers = 60;
  int clients = 2000;
  int rounds = 5;
};

// A generated county imported by caseloadctl into a new store (rows checked,
// referred to each other, audited and put on the feed), beside `sqlite3
// .import` of the same files into a new file of untyped tables, in turn.
absl::StatusOr<nlohmann::ordered_json> MeasureImport(
    const ImportOptions& options);

}  // namespace caseload::bench

#endif  // TESTS_BENCH_IMPORT_RATE_H_

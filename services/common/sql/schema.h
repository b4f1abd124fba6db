// schema.h: what tables a store has, said alike for both engines.

#ifndef SERVICES_COMMON_SQL_SCHEMA_H_
#define SERVICES_COMMON_SQL_SCHEMA_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/common/sql/database.h"

namespace caseload::sql {

// Every table with its columns (type, NOT NULL, whether it has a default),
// keys, number of CHECKs and indexes, one thing a line, sorted: two stores of
// one schema give equal texts whatever their engines. Expressions are not
// compared (PostgreSQL rewrites them), only that they are there. INTERNAL for a
// column type that Kind does not know.
//
//   table units
//     column county TEXT not null
//     column id TEXT not null
//     checks 1
//     foreign key (county) -> counties (id)
//     primary key (id)
//     unique (county)
absl::StatusOr<std::string> DumpSchema(Database& database);

}  // namespace caseload::sql

#endif  // SERVICES_COMMON_SQL_SCHEMA_H_

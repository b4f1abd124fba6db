// errors.h: what a driver's code means to a caller.
//
// Only codes and names of tables and constraints come in: a driver's text may
// hold bound values and stays where it was caught.

#ifndef SERVICES_COMMON_SQL_ERRORS_H_
#define SERVICES_COMMON_SQL_ERRORS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace caseload::sql {

// What of the schema an error is about; empty where the engine does not say.
struct Subject {
  std::string table;
  std::string constraint;
};

// SQLite's extended result code.
absl::Status SqliteStatus(int extended_code, const Subject& subject);

// What SQLite's message says about the schema. The message of a constraint
// names tables, columns and constraints and holds no value; of any other it
// takes nothing.
Subject SqliteSubject(int extended_code, absl::string_view message);

// PostgreSQL's SQLSTATE, five characters. Empty or blank means that the
// connection broke before the server could answer.
absl::Status PostgresStatus(absl::string_view sqlstate, const Subject& subject);

// RESOURCE_EXHAUSTED with RetryInfo, reason WRITE_QUEUE_FULL.
absl::Status WriteQueueFull();

// UNAVAILABLE, reason STORE_UNAVAILABLE: nothing was changed; try again.
absl::Status StoreUnavailable();

inline constexpr char kCommitOutcomeUnknown[] = "COMMIT_OUTCOME_UNKNOWN";

// UNAVAILABLE, reason COMMIT_OUTCOME_UNKNOWN: the connection was lost while the
// commit was on its way. The same request with the same request_id finds out.
absl::Status CommitOutcomeUnknown();

}  // namespace caseload::sql

#endif  // SERVICES_COMMON_SQL_ERRORS_H_

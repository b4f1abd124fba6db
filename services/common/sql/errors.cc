#include "services/common/sql/errors.h"

#include <sqlite3.h>

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "services/common/status/error.h"

namespace caseload::sql {
namespace {

absl::Status UniqueViolated(const Subject& subject) {
  return status::AlreadyExists(absl::StrCat(
      "a row of ", subject.table.empty() ? subject.constraint : subject.table));
}

absl::Status ConstraintViolated(absl::string_view constraint) {
  return status::FailedPrecondition(
      "CONSTRAINT_VIOLATED", constraint.empty() ? "foreign key" : constraint,
      "the store's rule of this name refuses the change");
}

absl::Status StoreFault() {
  return status::Internal("the store could not do what was asked");
}

}  // namespace

absl::Status WriteQueueFull() {
  return status::ResourceExhausted(
      "WRITE_QUEUE_FULL",
      "too many changes wait for their turn; send the same request again",
      absl::Milliseconds(200));
}

absl::Status StoreUnavailable() {
  return status::Unavailable("STORE_UNAVAILABLE",
                             "the store cannot be reached or cannot write; "
                             "send the same request again",
                             absl::Seconds(1));
}

absl::Status CommitOutcomeUnknown() {
  return status::Unavailable(
      "COMMIT_OUTCOME_UNKNOWN",
      "the store's answer was lost; send the same request again with the same "
      "request_id",
      absl::Milliseconds(200));
}

absl::Status SqliteStatus(int extended_code, const Subject& subject) {
  switch (extended_code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return UniqueViolated(subject);
    case SQLITE_CONSTRAINT_DATATYPE:
      return StoreFault();
    default:
      break;
  }
  switch (extended_code & 0xff) {
    case SQLITE_CONSTRAINT:
      return ConstraintViolated(subject.constraint);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return status::TransactionConflict();
    case SQLITE_INTERRUPT:
      return status::DeadlineExceeded();
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_NOMEM:
      return StoreUnavailable();
    default:
      return StoreFault();
  }
}

Subject SqliteSubject(int extended_code, absl::string_view message) {
  Subject subject;
  if ((extended_code & 0xff) != SQLITE_CONSTRAINT) return subject;
  const std::pair<absl::string_view, absl::string_view> kind_and_name =
      absl::StrSplit(message, absl::MaxSplits(" constraint failed: ", 1));
  absl::string_view name = kind_and_name.second;
  if (name.empty()) return subject;
  subject.constraint = std::string(name);
  // "UNIQUE constraint failed: units.county, units.name", or "index 'x'" when
  // the index is over an expression.
  if (absl::ConsumePrefix(&name, "index '")) {
    subject.table = std::string(absl::StripSuffix(name, "'"));
  } else {
    subject.table = std::string(name.substr(0, name.find('.')));
  }
  return subject;
}

absl::Status PostgresStatus(absl::string_view sqlstate,
                            const Subject& subject) {
  if (sqlstate == "23505") return UniqueViolated(subject);
  if (absl::StartsWith(sqlstate, "23")) {
    return ConstraintViolated(subject.constraint);
  }
  if (sqlstate == "40001" || sqlstate == "40P01" || sqlstate == "55P03") {
    return status::TransactionConflict();
  }
  // query_canceled: only statement_timeout cancels here.
  if (sqlstate == "57014") return status::DeadlineExceeded();
  const bool unreachable =
      sqlstate.empty() || absl::StartsWith(sqlstate, " ") ||
      // connection exception, insufficient resources, operator intervention,
      // system error, idle_in_transaction_session_timeout
      absl::StartsWith(sqlstate, "08") || absl::StartsWith(sqlstate, "53") ||
      absl::StartsWith(sqlstate, "57P") || absl::StartsWith(sqlstate, "58") ||
      sqlstate == "25P03";
  if (unreachable) return StoreUnavailable();
  return StoreFault();
}

}  // namespace caseload::sql

// error.h: the errors that a caller of Caseload sees.
//
// Every function here makes an absl::Status that carries google.rpc details as
// payloads: ErrorInfo always, and BadRequest, PreconditionFailure or RetryInfo
// where they say more. `services/common/rpc` is the only place that turns one
// into a grpc::Status. A reason is UPPER_SNAKE_CASE and stands in
// `protos/caseload/type/v1/error_reason.proto`; builds with assertions stop at
// one that does not.
//
// A message names the rule and the way out, and never holds a client's name,
// note or score.
//
//   if (score > domain.max_score) {
//     return status::InvalidField("assessment.domain_scores[2].score",
//                                 "SCORE_OUT_OF_RANGE",
//                                 "is 9; the domain's maximum is 7");
//   }

#ifndef SERVICES_COMMON_STATUS_ERROR_H_
#define SERVICES_COMMON_STATUS_ERROR_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace caseload::status {

// One thing that is wrong with one field of a request.
struct FieldViolation {
  // Path from the request message: "case.charges[0].code".
  std::string field;
  // Reason from the catalogue.
  std::string reason;
  // The rule that was broken and the way out, in one sentence.
  std::string description;
};

// Collects everything that is wrong with a request, so that the caller can
// mend it all at once.
class FieldViolations {
 public:
  void Add(absl::string_view field, absl::string_view reason,
           absl::string_view description);
  bool empty() const { return violations_.empty(); }
  const std::vector<FieldViolation>& violations() const { return violations_; }
  // OK when empty; else INVALID_ARGUMENT with BadRequest (one line for each)
  // and ErrorInfo with the first one's reason.
  absl::Status ToStatus() const;

 private:
  std::vector<FieldViolation> violations_;
};

// INVALID_ARGUMENT about one field.
absl::Status InvalidField(absl::string_view field, absl::string_view reason,
                          absl::string_view description);

// INVALID_ARGUMENT about the request as a whole (bytes that are no message, a
// page token of another query).
absl::Status InvalidRequest(absl::string_view reason,
                            absl::string_view description);

// NOT_FOUND, reason RESOURCE_NOT_FOUND. Unknown, removed and hidden are one and
// the same to a caller, so the text is the same for all three.
absl::Status NotFound(absl::string_view resource_name);

// ALREADY_EXISTS, reason RESOURCE_ALREADY_EXISTS.
absl::Status AlreadyExists(absl::string_view resource_name);

// PERMISSION_DENIED. `rule` says which rule refused, never what exists.
absl::Status PermissionDenied(absl::string_view reason, absl::string_view rule);

// UNAUTHENTICATED.
absl::Status Unauthenticated(absl::string_view reason,
                             absl::string_view description);

// FAILED_PRECONDITION with PreconditionFailure: `subject` is the resource (or
// rule) that stands in the way.
absl::Status FailedPrecondition(absl::string_view reason,
                                absl::string_view subject,
                                absl::string_view description);

// ABORTED, reason ETAG_MISMATCH: read again and retry.
absl::Status EtagMismatch(absl::string_view resource_name);

// ABORTED, reason TRANSACTION_CONFLICT, with RetryInfo.
absl::Status TransactionConflict();

// RESOURCE_EXHAUSTED with RetryInfo.
absl::Status ResourceExhausted(absl::string_view reason,
                               absl::string_view description,
                               absl::Duration retry_after);

// OUT_OF_RANGE.
absl::Status OutOfRange(absl::string_view reason,
                        absl::string_view description);

// UNAVAILABLE with RetryInfo.
absl::Status Unavailable(absl::string_view reason,
                         absl::string_view description,
                         absl::Duration retry_after);

// DEADLINE_EXCEEDED, reason DEADLINE_EXCEEDED.
absl::Status DeadlineExceeded();

// INTERNAL, reason INTERNAL. The text is neutral: what went wrong is for the
// log (by the code that saw it), not for the caller.
absl::Status Internal(absl::string_view neutral_text);

// Adds RetryInfo to `status`: the same request may succeed after `delay`.
absl::Status WithRetryAfter(absl::Status status, absl::Duration delay);

// What a status says, read back from its payloads. For the audit row, the
// metric and tests.
std::string ReasonOf(const absl::Status& status);
std::vector<FieldViolation> FieldViolationsOf(const absl::Status& status);
std::optional<absl::Duration> RetryAfterOf(const absl::Status& status);

}  // namespace caseload::status

#endif  // SERVICES_COMMON_STATUS_ERROR_H_

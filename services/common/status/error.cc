#include "services/common/status/error.h"

#include <cassert>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "caseload/type/v1/error_reason.pb.h"
#include "google/rpc/error_details.pb.h"

namespace caseload::status {
namespace {

constexpr char kDomain[] = "caseload";
constexpr char kTypePrefix[] = "type.googleapis.com/";

template <typename Detail>
std::string TypeUrl() {
  return absl::StrCat(kTypePrefix, Detail::descriptor()->full_name());
}

template <typename Detail>
void Attach(absl::Status& status, const Detail& detail) {
  status.SetPayload(TypeUrl<Detail>(), absl::Cord(detail.SerializeAsString()));
}

template <typename Detail>
std::optional<Detail> Detach(const absl::Status& status) {
  std::optional<absl::Cord> payload = [&]() -> std::optional<absl::Cord> {
    auto found = status.GetPayload(TypeUrl<Detail>());
    if (!found.has_value()) return std::nullopt;
    return *found;
  }();
  Detail detail;
  if (!payload.has_value() || !detail.ParseFromString(std::string(*payload))) {
    return std::nullopt;
  }
  return detail;
}

// In builds with assertions every reason that is ever sent is held against the
// catalogue; clients decide by it, so one that is not there is a bug.
[[maybe_unused]] bool IsCatalogued(absl::string_view reason) {
  type::v1::ErrorReason value;
  return type::v1::ErrorReason_Parse(absl::StrCat("ERROR_REASON_", reason),
                                     &value);
}

absl::Status Make(absl::StatusCode code, absl::string_view reason,
                  absl::string_view message) {
  assert(IsCatalogued(reason));
  absl::Status status(code, message);
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(reason));
  info.set_domain(kDomain);
  Attach(status, info);
  return status;
}

}  // namespace

void FieldViolations::Add(absl::string_view field, absl::string_view reason,
                          absl::string_view description) {
  assert(IsCatalogued(reason));
  violations_.push_back(
      {std::string(field), std::string(reason), std::string(description)});
}

absl::Status FieldViolations::ToStatus() const {
  if (violations_.empty()) return absl::OkStatus();
  const FieldViolation& first = violations_.front();
  std::string message = absl::StrCat(first.field, ": ", first.description);
  if (violations_.size() > 1) {
    absl::StrAppend(&message, " (and ", violations_.size() - 1,
                    " more, see the details)");
  }
  absl::Status status =
      Make(absl::StatusCode::kInvalidArgument, first.reason, message);
  google::rpc::BadRequest bad_request;
  for (const FieldViolation& violation : violations_) {
    auto* added = bad_request.add_field_violations();
    added->set_field(violation.field);
    added->set_reason(violation.reason);
    added->set_description(violation.description);
  }
  Attach(status, bad_request);
  return status;
}

absl::Status InvalidField(absl::string_view field, absl::string_view reason,
                          absl::string_view description) {
  FieldViolations violations;
  violations.Add(field, reason, description);
  return violations.ToStatus();
}

absl::Status InvalidRequest(absl::string_view reason,
                            absl::string_view description) {
  return Make(absl::StatusCode::kInvalidArgument, reason, description);
}

absl::Status NotFound(absl::string_view resource_name) {
  return Make(
      absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND",
      absl::StrCat(resource_name, " does not exist, or you may not see it"));
}

absl::Status AlreadyExists(absl::string_view resource_name) {
  return Make(absl::StatusCode::kAlreadyExists, "RESOURCE_ALREADY_EXISTS",
              absl::StrCat(resource_name,
                           " exists already; read it, or choose another id"));
}

absl::Status PermissionDenied(absl::string_view reason,
                              absl::string_view rule) {
  return Make(absl::StatusCode::kPermissionDenied, reason, rule);
}

absl::Status Unauthenticated(absl::string_view reason,
                             absl::string_view description) {
  return Make(absl::StatusCode::kUnauthenticated, reason, description);
}

absl::Status FailedPrecondition(absl::string_view reason,
                                absl::string_view subject,
                                absl::string_view description) {
  absl::Status status = Make(absl::StatusCode::kFailedPrecondition, reason,
                             absl::StrCat(subject, ": ", description));
  google::rpc::PreconditionFailure failure;
  auto* violation = failure.add_violations();
  violation->set_type(std::string(reason));
  violation->set_subject(std::string(subject));
  violation->set_description(std::string(description));
  Attach(status, failure);
  return status;
}

absl::Status EtagMismatch(absl::string_view resource_name) {
  return Make(absl::StatusCode::kAborted, "ETAG_MISMATCH",
              absl::StrCat(resource_name,
                           " has changed since it was read; read it again"));
}

absl::Status TransactionConflict() {
  return WithRetryAfter(
      Make(absl::StatusCode::kAborted, "TRANSACTION_CONFLICT",
           "the change met another one; send the same request again"),
      absl::Milliseconds(200));
}

absl::Status ResourceExhausted(absl::string_view reason,
                               absl::string_view description,
                               absl::Duration retry_after) {
  return WithRetryAfter(
      Make(absl::StatusCode::kResourceExhausted, reason, description),
      retry_after);
}

absl::Status OutOfRange(absl::string_view reason,
                        absl::string_view description) {
  return Make(absl::StatusCode::kOutOfRange, reason, description);
}

absl::Status Unavailable(absl::string_view reason,
                         absl::string_view description,
                         absl::Duration retry_after) {
  return WithRetryAfter(
      Make(absl::StatusCode::kUnavailable, reason, description), retry_after);
}

absl::Status DeadlineExceeded() {
  return Make(absl::StatusCode::kDeadlineExceeded, "DEADLINE_EXCEEDED",
              "the deadline passed before the call was answered");
}

absl::Status Internal(absl::string_view neutral_text) {
  return Make(absl::StatusCode::kInternal, "INTERNAL", neutral_text);
}

absl::Status WithRetryAfter(absl::Status status, absl::Duration delay) {
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(absl::ToInt64Seconds(delay));
  retry.mutable_retry_delay()->set_nanos(
      static_cast<int32_t>(absl::ToInt64Nanoseconds(
          delay - absl::Seconds(absl::ToInt64Seconds(delay)))));
  Attach(status, retry);
  return status;
}

std::string ReasonOf(const absl::Status& status) {
  std::optional<google::rpc::ErrorInfo> info =
      Detach<google::rpc::ErrorInfo>(status);
  return info.has_value() ? info->reason() : "";
}

std::vector<FieldViolation> FieldViolationsOf(const absl::Status& status) {
  std::vector<FieldViolation> result;
  std::optional<google::rpc::BadRequest> bad_request =
      Detach<google::rpc::BadRequest>(status);
  if (!bad_request.has_value()) return result;
  for (const auto& violation : bad_request->field_violations()) {
    result.push_back(
        {violation.field(), violation.reason(), violation.description()});
  }
  return result;
}

std::optional<absl::Duration> RetryAfterOf(const absl::Status& status) {
  std::optional<google::rpc::RetryInfo> retry =
      Detach<google::rpc::RetryInfo>(status);
  if (!retry.has_value()) return std::nullopt;
  return absl::Seconds(retry->retry_delay().seconds()) +
         absl::Nanoseconds(retry->retry_delay().nanos());
}

}  // namespace caseload::status

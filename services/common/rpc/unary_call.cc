#include "services/common/rpc/unary_call.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "grpcpp/support/slice.h"
#include "services/common/idempotency/replay.h"
#include "services/common/rpc/grpc_status.h"
#include "services/common/rpc/text_check.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::rpc {
namespace {

absl::string_view ToView(const grpc::string_ref& ref) {
  return absl::string_view(ref.data(), ref.size());
}

// The value of a metadata key that may come once, or "".
absl::string_view MetadataValue(const grpc::CallbackServerContext& context,
                                const char* key) {
  const auto& metadata = context.client_metadata();
  const auto found = metadata.find(key);
  return found == metadata.end() ? absl::string_view() : ToView(found->second);
}

// The SPIFFE id of a verified client certificate, or "".
std::string PeerSpiffeId(const grpc::CallbackServerContext& context) {
  const auto auth_context = context.auth_context();
  if (auth_context == nullptr || !auth_context->IsPeerAuthenticated()) {
    return "";
  }
  const auto ids = auth_context->FindPropertyValues("peer_spiffe_id");
  return ids.size() == 1 ? std::string(ToView(ids[0])) : "";
}

// A caller's deadline is real time, whatever the service's clock says.
absl::Time DeadlineOf(const grpc::CallbackServerContext& context,
                      const auth::MethodPolicy& policy) {
  const absl::Time now = absl::Now();
  const auto deadline = context.deadline();
  if (deadline == std::chrono::system_clock::time_point::max()) {
    return now + policy.default_deadline;
  }
  return std::min(absl::FromChrono(deadline), now + policy.max_deadline);
}

// Longest traceparent worth keeping: version 00 has 55 characters.
constexpr size_t kMaxTraceparentBytes = 64;

}  // namespace

UnaryCall::UnaryCall(const Pipeline::Options& pipeline, Method& method,
                     grpc::CallbackServerContext* server_context,
                     const grpc::ByteBuffer* request,
                     grpc::ByteBuffer* response)
    : pipeline_(pipeline),
      method_(method),
      server_context_(server_context),
      request_bytes_(request),
      response_bytes_(response),
      started_(absl::Now()) {
  method_.metrics.Started();
  method_.metrics.Received();
  context_.now = pipeline_.clock->Now();
  context_.deadline = DeadlineOf(*server_context, method_.policy);
  context_.method = method_.path;
  const absl::string_view traceparent =
      MetadataValue(*server_context, "traceparent");
  if (traceparent.size() <= kMaxTraceparentBytes) {
    context_.traceparent = std::string(traceparent);
  }
}

void UnaryCall::Start() {
  if (absl::Status admitted = Admit(); !admitted.ok()) {
    AuditAndFinish(std::move(admitted));
    return;
  }
  if (!pipeline_.executor->TryPost([this] { RunOnExecutor(); })) {
    AuditAndFinish(status::ResourceExhausted(
        "EXECUTOR_FULL", "the service has as much work as it can hold",
        absl::Seconds(1)));
  }
}

absl::Status UnaryCall::Admit() {
  ABSL_ASSIGN_OR_RETURN(
      context_.caller,
      pipeline_.authenticate(PeerSpiffeId(*server_context_),
                             MetadataValue(*server_context_, "authorization")));
  return auth::Authorize(method_.policy, context_.caller);
}

bool UnaryCall::IsTooLate() const {
  return cancelled_ || absl::Now() >= context_.deadline;
}

void UnaryCall::RunOnExecutor() {
  if (IsTooLate()) {
    AuditAndFinish(status::DeadlineExceeded());
    return;
  }
  if (absl::Status parsed = ParseRequest(); !parsed.ok()) {
    AuditAndFinish(std::move(parsed));
    return;
  }
  absl::StatusOr<ApplyMessage> apply =
      method_.handler.prepare(context_, *request_);
  if (!apply.ok()) {
    AuditAndFinish(apply.status());
    return;
  }
  if (method_.handler.kind == MethodHandler::Kind::kRead) {
    RunRead(*std::move(apply));
  } else {
    RunWrite(*std::move(apply));
  }
}

absl::Status UnaryCall::ParseRequest() {
  if (request_bytes_->Length() >
      static_cast<size_t>(method_.policy.max_request_bytes)) {
    return status::InvalidRequest("REQUEST_TOO_LARGE",
                                  absl::StrCat("the request is larger than ",
                                               method_.policy.max_request_bytes,
                                               " bytes; send less at a time"));
  }
  request_ = method_.handler.new_request();
  grpc::ByteBuffer bytes(*request_bytes_);
  grpc::ProtoBufferReader reader(&bytes);
  if (!reader.status().ok() || !request_->ParseFromZeroCopyStream(&reader)) {
    return status::InvalidRequest(
        "MALFORMED_REQUEST",
        absl::StrCat("the bytes are no ",
                     method_.descriptor->input_type()->full_name(),
                     ", or a text in it is no UTF-8"));
  }
  ABSL_RETURN_IF_ERROR(CheckText(*request_));
  if (method_.request_id_field != nullptr) {
    context_.request_id = request_->GetReflection()->GetString(
        *request_, method_.request_id_field);
    if (context_.request_id.size() > idempotency::kMaxRequestIdBytes) {
      return status::InvalidField(
          "request_id", "TEXT_TOO_LONG",
          absl::StrCat("is longer than ", idempotency::kMaxRequestIdBytes,
                       " bytes; a UUID has 36"));
    }
  }
  return absl::OkStatus();
}

void UnaryCall::RunRead(ApplyMessage body) {
  absl::Status status = pipeline_.database->Read(
      context_.deadline, [&](sql::Transaction& tx) -> absl::Status {
        return ApplyOnce(tx, body);
      });
  AuditAndFinish(std::move(status));
}

void UnaryCall::RunWrite(ApplyMessage apply) {
  sql::WriteOptions options;
  options.deadline = context_.deadline;
  pipeline_.database->Write(
      options,
      [this, apply = std::move(apply)](sql::Transaction& tx) -> absl::Status {
        if (context_.request_id.empty()) {
          ABSL_RETURN_IF_ERROR(ApplyOnce(tx, apply));
        } else {
          const idempotency::Key key = {context_.caller.principal, method_.path,
                                        context_.request_id};
          response_.reset(google::protobuf::MessageFactory::generated_factory()
                              ->GetPrototype(method_.descriptor->output_type())
                              ->New());
          ABSL_ASSIGN_OR_RETURN(
              const bool first,
              idempotency::Claim(tx, key, *request_, context_.now,
                                 response_.get()));
          if (first) {
            ABSL_RETURN_IF_ERROR(ApplyOnce(tx, apply));
            ABSL_RETURN_IF_ERROR(idempotency::Store(tx, key, *response_));
          }
        }
        return audit::InsertRow(tx, AuditRow(absl::OkStatus()));
      },
      [this](absl::Status status) {
        if (status.ok()) {
          Answer(status);
        } else {
          AuditAndFinish(std::move(status));
        }
      });
}

absl::Status UnaryCall::ApplyOnce(sql::Transaction& tx,
                                  const ApplyMessage& apply) {
  context_.ClearTouched();
  ABSL_ASSIGN_OR_RETURN(response_, apply(tx));
  return absl::OkStatus();
}

audit::Row UnaryCall::AuditRow(const absl::Status& status) const {
  audit::Row row;
  row.recorded_at = context_.now;
  row.principal = context_.caller.principal;
  row.person = context_.caller.person;
  row.method = context_.method;
  row.code = std::string(CodeName(status.code()));
  row.reason = status::ReasonOf(status);
  row.records = context_.touched();
  row.request_id = context_.request_id;
  row.traceparent = context_.traceparent;
  return row;
}

void UnaryCall::AuditAndFinish(absl::Status status) {
  if (context_.caller.principal.empty()) {
    // A stranger: counted by the metric, never stored, so that strangers cannot
    // fill the store.
    Answer(status);
    return;
  }
  audit::Row row = AuditRow(status);
  pipeline_.audit->Append(std::move(row), [this, status = std::move(status)](
                                              const absl::Status& written) {
    // What was read is not told unless it is on record that it was.
    Answer(written.ok() || !status.ok() ? status : written);
  });
}

void UnaryCall::Answer(const absl::Status& status) {
  std::string bytes;
  absl::Status answer = status;
  if (answer.ok() && !response_->SerializeToString(&bytes)) {
    answer = status::Internal("the answer could not be written");
  }
  // Set in every case: an unset buffer with OK would abort the process.
  grpc::Slice slice(bytes);
  *response_bytes_ = grpc::ByteBuffer(&slice, 1);
  method_.metrics.Handled(answer.code(), absl::Now() - started_);
  if (answer.ok()) method_.metrics.Sent();
  Finish(ToGrpcStatus(answer));
}

}  // namespace caseload::rpc

#include "services/common/rpc/call.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "grpcpp/support/slice.h"
#include "services/common/build_info/build_info.h"
#include "services/common/idempotency/replay.h"
#include "services/common/rpc/grpc_status.h"
#include "services/common/rpc/text_check.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::rpc {
namespace {

// Longer tokens are none of ours.
constexpr size_t kMaxConsistencyTokenBytes = 6 * 1024;
// Longest traceparent worth keeping: version 00 has 55 characters.
constexpr size_t kMaxTraceparentBytes = 64;

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

// Whose request ids these are: two people behind one machine do not share them.
std::string ReplayScope(const auth::Caller& caller) {
  if (caller.kind == auth::CallerKind::kPerson || caller.person.empty()) {
    return caller.principal;
  }
  return absl::StrCat(caller.principal, " for ", caller.person);
}

}  // namespace

Call::Call(const Pipeline::Options& pipeline, Method& method,
           grpc::CallbackServerContext* server_context)
    : pipeline_(pipeline),
      method_(method),
      server_context_(server_context),
      started_(absl::Now()) {
  method_.metrics.Started();
  // Which build answers, on every call, refused ones among them.
  static const std::string* const kBuild =
      new std::string(build_info::Summary());
  server_context_->AddInitialMetadata(kVersionMetadata, *kBuild);
  context_.now = pipeline_.clock->Now();
  context_.deadline = DeadlineOf(*server_context, method_.policy);
  context_.method = method_.path;
  const absl::string_view traceparent =
      MetadataValue(*server_context, "traceparent");
  if (traceparent.size() <= kMaxTraceparentBytes) {
    context_.traceparent = std::string(traceparent);
  }
  const absl::string_view token =
      MetadataValue(*server_context, kConsistencyTokenMetadata);
  if (token.size() <= kMaxConsistencyTokenBytes) {
    context_.consistency_token = std::string(token);
  }
}

absl::Status Call::Admit() {
  ABSL_ASSIGN_OR_RETURN(
      context_.caller,
      pipeline_.authenticate(PeerSpiffeId(*server_context_),
                             MetadataValue(*server_context_, "authorization")));
  return auth::Authorize(method_.policy, context_.caller);
}

absl::StatusOr<MessagePtr> Call::Parse(const grpc::ByteBuffer& bytes) {
  method_.metrics.Received();
  if (bytes.Length() > static_cast<size_t>(method_.policy.max_request_bytes)) {
    return status::InvalidRequest("REQUEST_TOO_LARGE",
                                  absl::StrCat("the request is larger than ",
                                               method_.policy.max_request_bytes,
                                               " bytes; send less at a time"));
  }
  MessagePtr request = method_.handler.new_request();
  grpc::ByteBuffer copy(bytes);
  grpc::ProtoBufferReader reader(&copy);
  if (!reader.status().ok() || !request->ParseFromZeroCopyStream(&reader)) {
    return status::InvalidRequest(
        "MALFORMED_REQUEST",
        absl::StrCat("the bytes are no ",
                     method_.descriptor->input_type()->full_name(),
                     ", or a text in it is no UTF-8"));
  }
  ABSL_RETURN_IF_ERROR(CheckText(*request));
  if (method_.request_id_field != nullptr) {
    context_.request_id =
        request->GetReflection()->GetString(*request, method_.request_id_field);
    if (context_.request_id.size() > idempotency::kMaxRequestIdBytes) {
      return status::InvalidField(
          "request_id", "TEXT_TOO_LONG",
          absl::StrCat("is longer than ", idempotency::kMaxRequestIdBytes,
                       " bytes; a UUID has 36"));
    }
  }
  return request;
}

absl::Status Call::ApplyInTransaction(sql::Transaction& tx,
                                      const ApplyMessage& apply,
                                      const google::protobuf::Message& request,
                                      MessagePtr& response) {
  context_.ClearTouched();
  const idempotency::Key key = {ReplayScope(context_.caller), method_.path,
                                context_.request_id};
  bool first = true;
  if (!context_.request_id.empty()) {
    response.reset(google::protobuf::MessageFactory::generated_factory()
                       ->GetPrototype(method_.descriptor->output_type())
                       ->New());
    ABSL_ASSIGN_OR_RETURN(
        first,
        idempotency::Claim(tx, key, request, context_.now, response.get()));
  }
  if (first) {
    ABSL_ASSIGN_OR_RETURN(response, apply(tx));
    if (!context_.request_id.empty()) {
      ABSL_RETURN_IF_ERROR(idempotency::Store(tx, key, *response));
    }
  }
  if (pipeline_.consistency_token) {
    returned_token_ = pipeline_.consistency_token(tx.notes());
  }
  return audit::InsertRow(tx, AuditRow(absl::OkStatus()));
}

audit::Row Call::AuditRow(const absl::Status& status) const {
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

void Call::Audit(absl::Status status, std::function<void(absl::Status)> done) {
  if (context_.caller.principal.empty()) {
    // A stranger: counted by the metric, never stored, so that strangers cannot
    // fill the store.
    done(std::move(status));
    return;
  }
  audit::Row row = AuditRow(status);
  pipeline_.audit->Append(
      std::move(row), [status = std::move(status),
                       done = std::move(done)](const absl::Status& written) {
        // What was read is not told unless it is on record that it was.
        done(written.ok() || !status.ok() ? status : written);
      });
}

void Call::SendConsistencyToken() {
  if (returned_token_.empty() ||
      returned_token_.size() > kMaxConsistencyTokenBytes) {
    return;
  }
  server_context_->AddTrailingMetadata(kConsistencyTokenMetadata,
                                       returned_token_);
}

void Call::CountHandled(const absl::Status& status) {
  method_.metrics.Handled(status.code(), absl::Now() - started_);
}

void Call::RestartDeadline() {
  context_.now = pipeline_.clock->Now();
  context_.deadline = absl::Now() + method_.policy.default_deadline;
}

bool Call::IsTooLate() const { return absl::Now() >= context_.deadline; }

absl::StatusOr<grpc::ByteBuffer> Encode(
    const google::protobuf::Message& message) {
  std::string bytes;
  if (!message.SerializeToString(&bytes)) {
    return status::Internal("the answer could not be written");
  }
  grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

grpc::ByteBuffer Encode(EncodedAnswer answer) {
  grpc::Slice slices[2];
  size_t count = 0;
  if (answer.body != nullptr && !answer.body->empty()) {
    using Body = std::shared_ptr<const std::string>;
    // Freed by gRPC when the last byte is on its way.
    auto* held = new Body(std::move(answer.body));
    slices[count++] = grpc::Slice(
        const_cast<char*>((*held)->data()), (*held)->size(),
        [](void* body) { delete static_cast<Body*>(body); }, held);
  }
  if (!answer.appended.empty()) {
    slices[count++] = grpc::Slice(answer.appended);
  }
  return grpc::ByteBuffer(slices, count);
}

}  // namespace caseload::rpc

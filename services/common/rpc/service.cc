#include "services/common/rpc/service.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "grpcpp/impl/codegen/rpc_service_method.h"
#include "grpcpp/impl/codegen/server_callback_handlers.h"
#include "services/common/rpc/batch_stream.h"
#include "services/common/rpc/method.h"
#include "services/common/rpc/pipeline.h"
#include "services/common/rpc/unary_call.h"
#include "services/common/rpc/watch_stream.h"
#include "services/common/status/status_macros.h"

namespace caseload::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

const FieldDescriptor* RequestIdField(const MethodDescriptor& method) {
  const FieldDescriptor* field =
      method.input_type()->FindFieldByName("request_id");
  return field != nullptr && field->type() == FieldDescriptor::TYPE_STRING &&
                 !field->is_repeated()
             ? field
             : nullptr;
}

using RpcType = grpc::internal::RpcMethod::RpcType;
using grpc::internal::RpcMethod;

// Client streaming is not among the kinds that the wrapper knows.
absl::StatusOr<RpcType> RpcTypeOf(const MethodDescriptor& method) {
  if (!method.client_streaming()) {
    return method.server_streaming() ? RpcMethod::SERVER_STREAMING
                                     : RpcMethod::NORMAL_RPC;
  }
  if (method.server_streaming()) return RpcMethod::BIDI_STREAMING;
  return absl::InvalidArgumentError(absl::StrCat(
      method.full_name(), " streams requests only: no kind of ours"));
}

bool KindFits(MethodHandler::Kind kind, const MethodDescriptor& method) {
  const bool batches = kind == MethodHandler::Kind::kBatches;
  const bool watch = kind == MethodHandler::Kind::kWatch;
  return method.client_streaming() == batches &&
         method.server_streaming() == (batches || watch);
}

// A handler that does not would be handed a message of another type.
bool Fits(const MethodHandler& handler, const MethodDescriptor& method) {
  return KindFits(handler.kind, method) &&
         handler.new_request()->GetDescriptor() == method.input_type() &&
         handler.response_type == method.output_type();
}

absl::string_view MetricType(RpcType type) {
  switch (type) {
    case RpcMethod::SERVER_STREAMING:
      return "server_stream";
    case RpcMethod::BIDI_STREAMING:
      return "bidi_stream";
    default:
      return "unary";
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<Service>> Service::Create(
    Pipeline* pipeline, absl::string_view full_name) {
  const ServiceDescriptor* descriptor =
      google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
          std::string(full_name));
  if (descriptor == nullptr) {
    return absl::NotFoundError(
        absl::StrCat("no proto service ", full_name, " is linked in"));
  }
  auto service = std::unique_ptr<Service>(new Service(pipeline, full_name));
  for (int i = 0; i < descriptor->method_count(); ++i) {
    ABSL_RETURN_IF_ERROR(service->Register(i, *descriptor->method(i)));
  }
  return service;
}

Service::Service(Pipeline* pipeline, absl::string_view full_name)
    : pipeline_(pipeline), full_name_(full_name) {}

Service::~Service() = default;

absl::Status Service::Register(int index, const MethodDescriptor& descriptor) {
  ABSL_ASSIGN_OR_RETURN(auth::MethodPolicy policy,
                        auth::ReadMethodPolicy(descriptor));
  ABSL_ASSIGN_OR_RETURN(const RpcType type, RpcTypeOf(descriptor));
  methods_.push_back(std::unique_ptr<Method>(new Method{
      &descriptor, absl::StrCat("/", full_name_, "/", descriptor.name()),
      std::move(policy), RequestIdField(descriptor),
      MethodMetrics(*pipeline_->options().metrics, MetricType(type), full_name_,
                    descriptor.name()),
      MethodHandler()}));
  Method* method = methods_.back().get();
  AddMethod(new grpc::internal::RpcServiceMethod(method->path.c_str(), type,
                                                 nullptr));
  MarkMethodRawCallback(index, RawHandler(type, method));
  return absl::OkStatus();
}

grpc::internal::MethodHandler* Service::RawHandler(RpcType type,
                                                   Method* method) {
  using grpc::ByteBuffer;
  using grpc::CallbackServerContext;
  switch (type) {
    case RpcMethod::SERVER_STREAMING:
      return new grpc::internal::CallbackServerStreamingHandler<ByteBuffer,
                                                                ByteBuffer>(
          [this, method](CallbackServerContext* context,
                         const ByteBuffer* request) {
            auto* stream = new WatchStream(*pipeline_, *method,
                                           *method->handler.resume_tokens,
                                           context, request);
            stream->Start();
            return stream;
          });
    case RpcMethod::BIDI_STREAMING:
      return new grpc::internal::CallbackBidiHandler<ByteBuffer, ByteBuffer>(
          [this, method](CallbackServerContext* context) {
            auto* stream = new BatchStream(*pipeline_, *method, context);
            stream->Start();
            return stream;
          });
    default:
      return new grpc::internal::CallbackUnaryHandler<ByteBuffer, ByteBuffer>(
          [this, method](CallbackServerContext* context,
                         const ByteBuffer* request, ByteBuffer* response) {
            auto* call = new UnaryCall(pipeline_->options(), *method, context,
                                       request, response);
            call->Start();
            return call;
          });
  }
}

void Service::Watch(absl::string_view method,
                    const feed::ResumeTokens* tokens) {
  MethodHandler handler;
  handler.kind = MethodHandler::Kind::kWatch;
  handler.new_request = [] {
    return std::make_unique<type::v1::WatchChangesRequest>();
  };
  handler.response_type = type::v1::WatchChangesResponse::descriptor();
  handler.resume_tokens = tokens;
  Add(method, std::move(handler));
}

void Service::Add(absl::string_view method, MethodHandler handler) {
  for (const std::unique_ptr<Method>& known : methods_) {
    if (known->descriptor->name() == method) {
      if (Fits(handler, *known->descriptor)) {
        known->handler = std::move(handler);
      } else {
        misfits_.emplace_back(method);
      }
      return;
    }
  }
  unknown_.emplace_back(method);
}

absl::Status Service::CheckComplete() const {
  std::vector<std::string> missing;
  for (const std::unique_ptr<Method>& method : methods_) {
    if (!method->handler.new_request)
      missing.push_back(method->descriptor->name());
  }
  if (missing.empty() && unknown_.empty() && misfits_.empty()) {
    return absl::OkStatus();
  }
  return absl::FailedPreconditionError(absl::StrCat(
      full_name_, ": methods without a handler: [", absl::StrJoin(missing, " "),
      "]; handlers without a method: [", absl::StrJoin(unknown_, " "),
      "]; handlers of another kind or with other messages than their method: [",
      absl::StrJoin(misfits_, " "), "]"));
}

}  // namespace caseload::rpc

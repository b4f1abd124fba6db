#include "services/common/rpc/service.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "grpcpp/impl/codegen/rpc_service_method.h"
#include "grpcpp/impl/codegen/server_callback_handlers.h"
#include "services/common/rpc/batch_stream.h"
#include "services/common/rpc/method.h"
#include "services/common/rpc/pipeline.h"
#include "services/common/rpc/unary_call.h"
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

bool IsBatchStream(const MethodDescriptor& method) {
  return method.client_streaming() && method.server_streaming();
}

absl::string_view MetricType(const MethodDescriptor& method) {
  return IsBatchStream(method) ? "bidi_stream" : "unary";
}

grpc::internal::RpcMethod::RpcType RpcType(const MethodDescriptor& method) {
  return IsBatchStream(method) ? grpc::internal::RpcMethod::BIDI_STREAMING
                               : grpc::internal::RpcMethod::NORMAL_RPC;
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
  methods_.push_back(std::unique_ptr<Method>(new Method{
      &descriptor, absl::StrCat("/", full_name_, "/", descriptor.name()),
      std::move(policy), RequestIdField(descriptor),
      MethodMetrics(*pipeline_->options().metrics, MetricType(descriptor),
                    full_name_, descriptor.name()),
      MethodHandler()}));
  Method* method = methods_.back().get();
  AddMethod(new grpc::internal::RpcServiceMethod(method->path.c_str(),
                                                 RpcType(descriptor), nullptr));
  if (IsBatchStream(descriptor)) {
    MarkMethodRawCallback(
        index, new grpc::internal::CallbackBidiHandler<grpc::ByteBuffer,
                                                       grpc::ByteBuffer>(
                   [this, method](grpc::CallbackServerContext* context) {
                     auto* stream =
                         new BatchStream(*pipeline_, *method, context);
                     stream->Start();
                     return stream;
                   }));
    return absl::OkStatus();
  }
  MarkMethodRawCallback(
      index, new grpc::internal::CallbackUnaryHandler<grpc::ByteBuffer,
                                                      grpc::ByteBuffer>(
                 [this, method](grpc::CallbackServerContext* context,
                                const grpc::ByteBuffer* request,
                                grpc::ByteBuffer* response) {
                   auto* call = new UnaryCall(pipeline_->options(), *method,
                                              context, request, response);
                   call->Start();
                   return call;
                 }));
  return absl::OkStatus();
}

void Service::Add(absl::string_view method, MethodHandler handler) {
  for (const std::unique_ptr<Method>& known : methods_) {
    if (known->descriptor->name() == method) {
      known->handler = std::move(handler);
      return;
    }
  }
  unknown_.emplace_back(method);
}

absl::Status Service::CheckComplete() const {
  std::vector<std::string> missing;
  for (const std::unique_ptr<Method>& method : methods_) {
    if (!method->handler.prepare) missing.push_back(method->descriptor->name());
  }
  if (missing.empty() && unknown_.empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      full_name_, ": methods without a handler: [", absl::StrJoin(missing, " "),
      "]; handlers without a method: [", absl::StrJoin(unknown_, " "), "]"));
}

}  // namespace caseload::rpc

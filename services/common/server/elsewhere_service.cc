#include "services/common/server/elsewhere_service.h"

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "grpcpp/grpcpp.h"
#include "grpcpp/impl/rpc_service_method.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
// gRPC moved this header after 1.51.
#if __has_include("grpcpp/impl/server_callback_handlers.h")
#include "grpcpp/impl/server_callback_handlers.h"
#else
#include "grpcpp/impl/codegen/server_callback_handlers.h"
#endif

namespace caseload::server {
namespace {

using UnaryHandler =
    grpc::internal::CallbackUnaryHandler<grpc::ByteBuffer, grpc::ByteBuffer>;

grpc::ServerUnaryReactor* AnswerElsewhere(grpc::CallbackServerContext* context,
                                          const grpc::ByteBuffer* /*request*/,
                                          grpc::ByteBuffer* /*response*/) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(grpc::Status(
      grpc::StatusCode::UNIMPLEMENTED,
      "served on the certificate and token ports, not on the admin listener"));
  return reactor;
}

}  // namespace

ElsewhereService::ElsewhereService(absl::string_view full_name) {
  const google::protobuf::ServiceDescriptor* descriptor =
      google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
          std::string(full_name));
  if (descriptor == nullptr) return;
  // No reallocation: gRPC keeps pointers into the strings.
  paths_.reserve(static_cast<size_t>(descriptor->method_count()));
  for (int i = 0; i < descriptor->method_count(); ++i) {
    paths_.push_back(
        absl::StrCat("/", full_name, "/", descriptor->method(i)->name()));
    AddMethod(new grpc::internal::RpcServiceMethod(
        paths_.back().c_str(), grpc::internal::RpcMethod::NORMAL_RPC, nullptr));
    MarkMethodRawCallback(i, new UnaryHandler(AnswerElsewhere));
  }
}

}  // namespace caseload::server

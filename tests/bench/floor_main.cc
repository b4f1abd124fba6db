// The floor: a gRPC C++ callback server that answers one method with the same
// bytes every time and does nothing else. What a service of ours costs is
// counted in multiples of it.

#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>

#include "CLI/CLI.hpp"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/impl/codegen/rpc_service_method.h"
#include "grpcpp/impl/codegen/server_callback_handlers.h"
#include "grpcpp/server_builder.h"
#include "services/common/server/process.h"
#include "services/common/server/tls.h"
#include "services/common/status/status_macros.h"
#include "tests/bench/listener.h"

namespace caseload::bench {
namespace {

struct Options {
  std::string method = "/caseload.bench.Floor/Answer";
  std::string answer;
  std::string tls_key;
  std::string tls_certificate;
  std::string tls_trusted;
  std::string ports_file;
};

// Registered raw, as services/common/rpc does: the message is not touched.
class Floor final : public grpc::Service {
 public:
  Floor(const std::string& method, const std::string& answer)
      : method_(method), answer_(answer) {
    using grpc::ByteBuffer;
    AddMethod(new grpc::internal::RpcServiceMethod(
        method_.c_str(), grpc::internal::RpcMethod::NORMAL_RPC, nullptr));
    MarkMethodRawCallback(
        0, new grpc::internal::CallbackUnaryHandler<ByteBuffer, ByteBuffer>(
               [this](grpc::CallbackServerContext* context,
                      const ByteBuffer* /*request*/, ByteBuffer* response) {
                 *response = ByteBuffer(&answer_, 1);
                 auto* reactor = context->DefaultReactor();
                 reactor->Finish(grpc::Status::OK);
                 return reactor;
               }));
  }

 private:
  const std::string method_;
  const grpc::Slice answer_;
};

absl::Status Run(const Options& options) {
  std::ifstream file(options.answer, std::ios::binary);
  const std::string answer((std::istreambuf_iterator<char>(file)),
                           std::istreambuf_iterator<char>());
  Floor floor(options.method, answer);
  ABSL_ASSIGN_OR_RETURN(
      const std::unique_ptr<server::TlsIdentity> tls,
      server::TlsIdentity::Load(
          {options.tls_key, options.tls_certificate, options.tls_trusted}));

  grpc::EnableDefaultHealthCheckService(true);
  int plaintext = 0;
  int token = 0;
  grpc::ServerBuilder builder;
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                           &plaintext);
  builder.AddListeningPort("127.0.0.1:0", tls->ForTokenPort(), &token);
  builder.RegisterService(&floor);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) return absl::UnavailableError("cannot listen");
  return ServeUntilSignal(
      *server,
      {{"plaintext", plaintext}, {"token", token}, {"health", plaintext}},
      options.ports_file);
}

}  // namespace
}  // namespace caseload::bench

int main(int argc, char** argv) {
  caseload::server::PrepareProcess();
  caseload::bench::Options options;
  CLI::App app("The floor of Caseload's bench.");
  app.add_option("--method", options.method);
  app.add_option("--answer", options.answer, "file with the answer's bytes");
  app.add_option("--tls-key", options.tls_key)->required();
  app.add_option("--tls-certificate", options.tls_certificate)->required();
  app.add_option("--tls-trusted", options.tls_trusted)->required();
  app.add_option("--ports-file", options.ports_file)->required();
  CLI11_PARSE(app, argc, argv);
  const absl::Status status = caseload::bench::Run(options);
  if (!status.ok()) std::cerr << status << std::endl;
  return status.ok() ? 0 : 1;
}

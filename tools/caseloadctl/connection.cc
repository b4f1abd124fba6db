#include "tools/caseloadctl/connection.h"

#include <iostream>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/impl/codegen/client_unary_call.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "grpcpp/security/credentials.h"
#include "services/common/rpc/grpc_status.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "tools/authority/authority.h"

namespace caseload::caseloadctl {
namespace {

absl::StatusOr<std::string> ReadToken(const std::string& file) {
  std::string text;
  if (file == "-") {
    text.assign(std::istreambuf_iterator<char>(std::cin), {});
  } else {
    ABSL_ASSIGN_OR_RETURN(text, authority::ReadWholeFile(file));
  }
  return std::string(absl::StripAsciiWhitespace(text));
}

absl::Status CheckComplete(const Connection& connection) {
  if (connection.target.empty()) {
    return absl::InvalidArgumentError("--target is missing: host:port");
  }
  if (connection.trusted.empty()) {
    return absl::InvalidArgumentError(
        "--trusted is missing: the authority's PEM file");
  }
  if (connection.token_file.empty() && connection.certificate.empty()) {
    return absl::InvalidArgumentError(
        "who is calling? --token-file, or --certificate and --key");
  }
  if (connection.certificate.empty() != connection.key.empty()) {
    return absl::InvalidArgumentError("--certificate and --key go together");
  }
  return absl::OkStatus();
}

// For statuses that gRPC made: the service never said anything.
absl::string_view WayOut(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kDeadlineExceeded:
      return "\n  no answer in time: --timeout gives it longer";
    case absl::StatusCode::kUnavailable:
      return "\n  is --target the right port, and --trusted the authority that "
             "signed the service?";
    case absl::StatusCode::kUnauthenticated:
      return "\n  the token or certificate is not accepted: expired, or "
             "another "
             "issuer's?";
    default:
      return "";
  }
}

}  // namespace

void AddConnectionOptions(CLI::App* command, Connection* connection,
                          absl::string_view service) {
  const std::string prefix =
      service.empty() ? "" : absl::StrCat(absl::AsciiStrToUpper(service), "_");
  command
      ->add_option("--target", connection->target,
                   service.empty() ? "host:port"
                                   : absl::StrCat("host:port of ", service,
                                                  "'s token port"))
      ->envname(absl::StrCat("CASELOADCTL_", prefix, "TARGET"));
  command
      ->add_option("--trusted", connection->trusted,
                   "PEM file of the authority that signed the service")
      ->envname("CASELOADCTL_TRUSTED");
  command
      ->add_option("--token-file", connection->token_file,
                   "file with your token; - is standard input")
      ->envname("CASELOADCTL_TOKEN_FILE");
  command
      ->add_option("--certificate", connection->certificate,
                   "PEM file of a machine's identity, instead of a token")
      ->envname("CASELOADCTL_CERTIFICATE");
  command->add_option("--key", connection->key, "PEM file of its key")
      ->envname("CASELOADCTL_KEY");
  command->add_option("--timeout", connection->timeout_seconds, "seconds")
      ->check(CLI::Range(0.1, 600.0))
      ->capture_default_str();
}

absl::StatusOr<Client> Client::Connect(const Connection& connection) {
  ABSL_RETURN_IF_ERROR(CheckComplete(connection));
  grpc::SslCredentialsOptions options;
  ABSL_ASSIGN_OR_RETURN(options.pem_root_certs,
                        authority::ReadWholeFile(connection.trusted));
  if (!connection.certificate.empty()) {
    ABSL_ASSIGN_OR_RETURN(options.pem_cert_chain,
                          authority::ReadWholeFile(connection.certificate));
    ABSL_ASSIGN_OR_RETURN(options.pem_private_key,
                          authority::ReadWholeFile(connection.key));
  }
  Client client;
  if (!connection.token_file.empty()) {
    ABSL_ASSIGN_OR_RETURN(client.token_, ReadToken(connection.token_file));
  }
  client.timeout_seconds_ = connection.timeout_seconds;
  // A stream that waits for a server that is gone must not wait for ever.
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 30000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10000);
  client.channel_ = grpc::CreateCustomChannel(
      connection.target, grpc::SslCredentials(options), arguments);
  return client;
}

std::unique_ptr<grpc::ClientContext> Client::NewContext() const {
  auto context = std::make_unique<grpc::ClientContext>();
  if (!token_.empty()) {
    context->AddMetadata("authorization", absl::StrCat("Bearer ", token_));
  }
  return context;
}

absl::Status Client::Call(const std::string& method,
                          const google::protobuf::Message& request,
                          google::protobuf::Message* response) const {
  const std::unique_ptr<grpc::ClientContext> context = NewContext();
  context->set_deadline(
      absl::ToChronoTime(absl::Now() + absl::Seconds(timeout_seconds_)));
  return CallOn(channel_, context.get(), method, request, response);
}

absl::Status CallOn(const std::shared_ptr<grpc::Channel>& channel,
                    grpc::ClientContext* context, const std::string& method,
                    const google::protobuf::Message& request,
                    google::protobuf::Message* response) {
  const std::string path = absl::StrCat("/", method);
  const grpc::internal::RpcMethod rpc(
      path.c_str(), grpc::internal::RpcMethod::NORMAL_RPC, channel);
  return rpc::FromGrpcStatus(
      grpc::internal::BlockingUnaryCall<
          google::protobuf::Message, google::protobuf::Message,
          google::protobuf::MessageLite, google::protobuf::MessageLite>(
          channel.get(), rpc, context, request, response));
}

std::string Describe(const absl::Status& status) {
  const std::string reason = status::ReasonOf(status);
  std::string text =
      absl::StrCat(rpc::CodeName(status.code()), reason.empty() ? "" : " ",
                   reason, ": ", status.message());
  if (reason.empty()) absl::StrAppend(&text, WayOut(status.code()));
  for (const status::FieldViolation& violation :
       status::FieldViolationsOf(status)) {
    absl::StrAppend(&text, "\n  ", violation.field, ": ", violation.description,
                    " (", violation.reason, ")");
  }
  if (const auto delay = status::RetryAfterOf(status)) {
    absl::StrAppend(&text, "\n  try again after ",
                    absl::FormatDuration(*delay));
  }
  return text;
}

}  // namespace caseload::caseloadctl

// connection.h: how a command reaches a service, the same for all of them.

#ifndef TOOLS_CASELOADCTL_CONNECTION_H_
#define TOOLS_CASELOADCTL_CONNECTION_H_

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"

namespace caseload::caseloadctl {

// Where the service is, and who is calling: a person with a token, or a machine
// with a certificate.
struct Connection {
  // "host:port" of the token port, or of the certificate port.
  std::string target;
  // PEM file of the authority that signed the service's certificate.
  std::string trusted;
  // File that holds the token; "-" is standard input.
  std::string token_file;
  // PEM files of the machine's identity, instead of a token.
  std::string certificate;
  std::string key;
  double timeout_seconds = 10;
};

// Adds --target, --trusted, --token-file, --certificate, --key and --timeout,
// with the environment variables CASELOADCTL_TARGET and so on. A command that
// always asks the same `service` ("caseplan") takes its target from
// CASELOADCTL_CASEPLAN_TARGET instead.
void AddConnectionOptions(CLI::App* command, Connection* connection,
                          absl::string_view service = "");

// An open connection: a channel and what every call on it carries.
class Client {
 public:
  // INVALID_ARGUMENT naming the option that is missing; NOT_FOUND for a file
  // that cannot be read.
  static absl::StatusOr<Client> Connect(const Connection& connection);

  // Calls the unary method "package.Service/Method"; the service's own status
  // with its details when it refuses.
  absl::Status Call(const std::string& method,
                    const google::protobuf::Message& request,
                    google::protobuf::Message* response) const;

  // For streams: the channel, and a context that says who is calling and has
  // no deadline.
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
  std::unique_ptr<grpc::ClientContext> NewContext() const;

 private:
  Client() = default;

  std::shared_ptr<grpc::Channel> channel_;
  std::string token_;
  double timeout_seconds_ = 10;
};

// Calls a unary method on any channel; as Client::Call.
absl::Status CallOn(const std::shared_ptr<grpc::Channel>& channel,
                    grpc::ClientContext* context, const std::string& method,
                    const google::protobuf::Message& request,
                    google::protobuf::Message* response);

// A refusal as a person reads it: code, reason, message, then every field with
// its rule. What gRPC says of a service that cannot be reached or does not
// answer in time comes with what to look at.
std::string Describe(const absl::Status& status);

}  // namespace caseload::caseloadctl

#endif  // TOOLS_CASELOADCTL_CONNECTION_H_

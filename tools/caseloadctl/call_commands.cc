#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "caseload/admin/v1/clock.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/util/json_util.h"
#include "grpc/health/v1/health.pb.h"
#include "grpcpp/create_channel.h"
#include "services/common/status/status_macros.h"
#include "tools/all_protos/all_protos.h"
#include "tools/caseloadctl/commands.h"
#include "tools/caseloadctl/connection.h"
#include "tools/caseloadctl/output.h"

namespace caseload::caseloadctl {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

constexpr absl::Duration kHealthTimeout = absl::Seconds(5);

struct CallArguments {
  Connection connection;
  std::string method;
  std::string request = "{}";
};

std::unique_ptr<Message> NewMessage(
    const google::protobuf::Descriptor& descriptor) {
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()
          ->GetPrototype(&descriptor)
          ->New());
}

// The method "package.Service/Method", or null.
const MethodDescriptor* FindMethod(absl::string_view name) {
  std::vector<const google::protobuf::ServiceDescriptor*> services =
      all_protos::Services();
  // Of the admin listener; there in builds with the test clock.
  services.push_back(
      admin::v1::SetOffsetRequest::descriptor()->file()->service(0));
  for (const google::protobuf::ServiceDescriptor* service : services) {
    for (int i = 0; i < service->method_count(); ++i) {
      const MethodDescriptor* method = service->method(i);
      if (name == absl::StrCat(service->full_name(), "/", method->name())) {
        return method;
      }
    }
  }
  return nullptr;
}

// Prints the answer as JSON.
absl::Status Call(const CallArguments& arguments) {
  const MethodDescriptor* method = FindMethod(arguments.method);
  if (method == nullptr || method->client_streaming() ||
      method->server_streaming()) {
    return absl::InvalidArgumentError(absl::StrCat(
        arguments.method, " is no unary method; write package.Service/Method"));
  }
  const std::unique_ptr<Message> request = NewMessage(*method->input_type());
  const auto parsed = google::protobuf::util::JsonStringToMessage(
      arguments.request, request.get());
  if (!parsed.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the request is no JSON of ", method->input_type()->full_name(), ": ",
        std::string(parsed.message())));
  }
  ABSL_ASSIGN_OR_RETURN(const Client client,
                        Client::Connect(arguments.connection));
  const std::unique_ptr<Message> response = NewMessage(*method->output_type());
  ABSL_RETURN_IF_ERROR(client.Call(
      absl::StrCat(method->service()->full_name(), "/", method->name()),
      *request, response.get()));
  ABSL_ASSIGN_OR_RETURN(const std::string json, ToJson(*response));
  std::cout << json;
  return absl::OkStatus();
}

// The health port speaks plaintext and nothing but this.
absl::Status CheckHealth(const std::string& target, const std::string& name) {
  const auto channel =
      grpc::CreateChannel(target, grpc::InsecureChannelCredentials());
  grpc::health::v1::HealthCheckRequest request;
  request.set_service(name);
  grpc::health::v1::HealthCheckResponse response;
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + kHealthTimeout));
  ABSL_RETURN_IF_ERROR(CallOn(channel, &context, "grpc.health.v1.Health/Check",
                              request, &response));
  std::cout << target << " " << (name.empty() ? "(all)" : name) << " "
            << grpc::health::v1::HealthCheckResponse::ServingStatus_Name(
                   response.status())
            << "\n";
  return response.status() == grpc::health::v1::HealthCheckResponse::SERVING
             ? absl::OkStatus()
             : absl::UnavailableError("not serving");
}

}  // namespace

void AddCall(CLI::App* app, int* exit_code) {
  auto arguments = std::make_shared<CallArguments>();
  CLI::App* command = app->add_subcommand(
      "call", "Call any unary method with a request in JSON; prints JSON.");
  AddConnectionOptions(command, &arguments->connection);
  command
      ->add_option("method", arguments->method,
                   "caseload.caseplan.v1.CaseloadService/ListUnits")
      ->required();
  command->add_option("request", arguments->request, "proto3 JSON")
      ->capture_default_str();
  command->footer(
      "Example:\n"
      "  caseloadctl call --target localhost:8444 --trusted ca.pem \\\n"
      "      --token-file sdpo.token \\\n"
      "      caseload.caseplan.v1.CaseloadService/ListUnits '{}'");
  command->callback(
      [arguments, exit_code] { *exit_code = Exit(Call(*arguments)); });
}

void AddHealth(CLI::App* app, int* exit_code) {
  struct Arguments {
    std::string target;
    std::string name = "readiness";
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app->add_subcommand(
      "health", "Ask a service's health port; exit code 1 unless SERVING.");
  command
      ->add_option("target", arguments->target, "host:port of the health port")
      ->required();
  command
      ->add_option("--service", arguments->name,
                   "readiness, liveness, or a proto service's full name")
      ->capture_default_str();
  command->footer("Example:\n  caseloadctl health localhost:8081");
  command->callback([arguments, exit_code] {
    *exit_code = Exit(CheckHealth(arguments->target, arguments->name));
  });
}

}  // namespace caseload::caseloadctl

#include "tools/caseloadctl/output.h"

#include <iostream>
#include <nlohmann/json.hpp>

#include "google/protobuf/util/json_util.h"
#include "services/common/status/status_macros.h"
#include "tools/caseloadctl/commands.h"
#include "tools/caseloadctl/connection.h"

namespace caseload::caseloadctl {
namespace {

absl::StatusOr<std::string> OneObject(
    const std::vector<const google::protobuf::Message*>& answers) {
  if (answers.size() == 1) return ToJson(*answers.front());
  nlohmann::ordered_json all = nlohmann::ordered_json::object();
  for (const google::protobuf::Message* answer : answers) {
    ABSL_ASSIGN_OR_RETURN(const std::string json, ToJson(*answer));
    all.update(nlohmann::ordered_json::parse(json));
  }
  return all.dump(1) + "\n";
}

}  // namespace

void AddOutputOptions(CLI::App* command, Output* output, bool html) {
  CLI::Option* json =
      command->add_flag("--json", output->json, "for scripts: proto3 JSON");
  if (!html) return;
  command
      ->add_flag("--html", output->html,
                 "one page, for print and for who has no shell")
      ->excludes(json);
}

absl::StatusOr<std::string> ToJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(message, &json, options)
           .ok()) {
    return absl::InternalError("the answer cannot be shown as JSON");
  }
  return json;
}

absl::Status Print(const Output& output,
                   const std::vector<const google::protobuf::Message*>& answers,
                   const Report& report) {
  if (output.json) {
    ABSL_ASSIGN_OR_RETURN(const std::string json, OneObject(answers));
    std::cout << json;
  } else if (output.html) {
    std::cout << ToHtml(report);
  } else {
    std::cout << ToText(report, OutputWidth());
  }
  return absl::OkStatus();
}

int Exit(const absl::Status& status) {
  if (status.ok()) return kExitOk;
  std::cerr << "caseloadctl: " << Describe(status) << "\n";
  return kExitFailed;
}

}  // namespace caseload::caseloadctl

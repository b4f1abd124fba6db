// output.h: how a command prints an answer: a table, JSON or HTML.

#ifndef TOOLS_CASELOADCTL_OUTPUT_H_
#define TOOLS_CASELOADCTL_OUTPUT_H_

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "tools/caseloadctl/show/report.h"

namespace caseload::caseloadctl {

struct Output {
  bool json = false;
  bool html = false;
};

// Adds --json, and with `html` also --html, which exclude each other.
void AddOutputOptions(CLI::App* command, Output* output, bool html = false);

// Proto3 JSON with the protos' own field names, indented.
absl::StatusOr<std::string> ToJson(const google::protobuf::Message& message);

// Prints to standard output: `report`, or with --json the `answers` that it was
// made of, as one object with the fields of all.
absl::Status Print(const Output& output,
                   const std::vector<const google::protobuf::Message*>& answers,
                   const Report& report);

// Prints what went wrong to standard error; the exit code of a command.
int Exit(const absl::Status& status);

}  // namespace caseload::caseloadctl

#endif  // TOOLS_CASELOADCTL_OUTPUT_H_

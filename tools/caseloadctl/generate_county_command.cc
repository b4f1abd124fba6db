#include <cstdint>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "tools/caseloadctl/commands.h"
#include "tools/caseloadctl/csv/values.h"
#include "tools/caseloadctl/generate/county.h"

namespace caseload::caseloadctl {
namespace {

// A validator answers the empty text when all is well.
std::string CheckDay(const std::string& text) {
  return csv::ParseDate(text).has_value() ? ""
                                          : "must be a day like 2026-11-22";
}

int Generate(generate::CountyOptions options, const std::string& as_of) {
  options.as_of = *csv::ParseDate(as_of);
  const absl::Status status = generate::GenerateCounty(options);
  if (status.ok()) {
    std::cout << "wrote a synthetic county with " << options.officers
              << " officers and " << options.clients << " clients to "
              << options.directory << "\n";
    return kExitOk;
  }
  std::cerr << "caseloadctl: " << status.message() << "\n";
  return absl::IsInvalidArgument(status) ? kExitUsage : kExitFailed;
}

}  // namespace

void AddGenerateCounty(CLI::App* app, int* exit_code) {
  struct Arguments {
    generate::CountyOptions options;
    std::string as_of;
  };
  auto arguments = std::make_shared<Arguments>();
  arguments->options.zone = "America/Los_Angeles";
  CLI::App* command = app->add_subcommand(
      "generate-county",
      "Write the CSV export of a synthetic county. The same options write the "
      "same bytes on every machine.");
  command
      ->add_option("--officers", arguments->options.officers,
                   "staff in all, with supervisors and manager")
      ->check(CLI::Range(generate::kMinOfficers, generate::kMaxOfficers))
      ->capture_default_str();
  command->add_option("--clients", arguments->options.clients, "clients")
      ->check(CLI::Range(generate::kMinClients, generate::kMaxClients))
      ->capture_default_str();
  command->add_option("--seed", arguments->options.seed, "any whole number")
      ->capture_default_str();
  command
      ->add_option("--as-of", arguments->as_of,
                   "day of the export, YYYY-MM-DD; nothing is later")
      ->required()
      ->check(CheckDay);
  command->add_option("--zone", arguments->options.zone, "the county's zone")
      ->capture_default_str();
  command
      ->add_option("--out", arguments->options.directory,
                   "directory; made when it is not there")
      ->required();
  command->footer(
      "Example:\n"
      "  caseloadctl generate-county --officers 30 --clients 900 --seed 1 \\\n"
      "      --as-of 2026-11-22 --out county\n"
      "  caseloadctl csv-check county");
  command->callback([arguments, exit_code] {
    *exit_code = Generate(arguments->options, arguments->as_of);
  });
}

}  // namespace caseload::caseloadctl

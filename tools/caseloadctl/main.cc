// caseloadctl: the operator's command line.

#include <CLI/CLI.hpp>
#include <iostream>

#include "tools/caseloadctl/commands.h"

int main(int argc, char** argv) {
  CLI::App app("caseloadctl: the operator's command line of Caseload.",
               "caseloadctl");
  app.require_subcommand(1);
  app.footer(
      "Exit codes: 0 ok, 1 failed, 2 wrong usage, 3 some rows were rejected.\n"
      "caseloadctl COMMAND --help shows a command's options and examples.");
  int exit_code = caseload::caseloadctl::kExitOk;
  caseload::caseloadctl::AddCall(&app, &exit_code);
  caseload::caseloadctl::AddCase(&app, &exit_code);
  caseload::caseloadctl::AddCerts(&app, &exit_code);
  caseload::caseloadctl::AddChecklist(&app, &exit_code);
  caseload::caseloadctl::AddCompletion(&app, &exit_code);
  caseload::caseloadctl::AddConferences(&app, &exit_code);
  caseload::caseloadctl::AddCoverage(&app, &exit_code);
  caseload::caseloadctl::AddCsvCheck(&app, &exit_code);
  caseload::caseloadctl::AddCsvSchema(&app, &exit_code);
  caseload::caseloadctl::AddGenerateCounty(&app, &exit_code);
  caseload::caseloadctl::AddHealth(&app, &exit_code);
  caseload::caseloadctl::AddImport(&app, &exit_code);
  caseload::caseloadctl::AddInstruments(&app, &exit_code);
  caseload::caseloadctl::AddLedger(&app, &exit_code);
  caseload::caseloadctl::AddNotices(&app, &exit_code);
  caseload::caseloadctl::AddOfficers(&app, &exit_code);
  caseload::caseloadctl::AddOverrides(&app, &exit_code);
  caseload::caseloadctl::AddPolicy(&app, &exit_code);
  caseload::caseloadctl::AddSnapshot(&app, &exit_code);
  caseload::caseloadctl::AddToken(&app, &exit_code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // Help is asked for by an exception too; CLI11 knows which is which.
    return app.exit(error) == 0 ? caseload::caseloadctl::kExitOk
                                : caseload::caseloadctl::kExitUsage;
  }
  std::cout.flush();
  if (!std::cout) return caseload::caseloadctl::kExitFailed;
  return exit_code;
}

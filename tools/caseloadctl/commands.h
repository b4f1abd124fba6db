// commands.h: the commands of caseloadctl, each added to the CLI11 application
// with its options, its help and what it does.

#ifndef TOOLS_CASELOADCTL_COMMANDS_H_
#define TOOLS_CASELOADCTL_COMMANDS_H_

#include <CLI/CLI.hpp>

namespace caseload::caseloadctl {

// What the process answers to the shell.
inline constexpr int kExitOk = 0;
// Something could not be done, or a whole file was refused.
inline constexpr int kExitFailed = 1;
// Unknown command or option, or a value out of its bounds.
inline constexpr int kExitUsage = 2;
// Done, and some rows were rejected.
inline constexpr int kExitRowsRejected = 3;

// Each sets `*exit_code` when its command has run; both pointers outlive the
// parse.
void AddCall(CLI::App* app, int* exit_code);
void AddCase(CLI::App* app, int* exit_code);
void AddCerts(CLI::App* app, int* exit_code);
void AddChecklist(CLI::App* app, int* exit_code);
void AddCompletion(CLI::App* app, int* exit_code);
void AddConferences(CLI::App* app, int* exit_code);
void AddCoverage(CLI::App* app, int* exit_code);
void AddCsvCheck(CLI::App* app, int* exit_code);
void AddCsvSchema(CLI::App* app, int* exit_code);
void AddGenerateCounty(CLI::App* app, int* exit_code);
void AddHealth(CLI::App* app, int* exit_code);
void AddImport(CLI::App* app, int* exit_code);
void AddInstruments(CLI::App* app, int* exit_code);
void AddLedger(CLI::App* app, int* exit_code);
void AddNotices(CLI::App* app, int* exit_code);
void AddOfficers(CLI::App* app, int* exit_code);
void AddOverrides(CLI::App* app, int* exit_code);
void AddPolicy(CLI::App* app, int* exit_code);
void AddSnapshot(CLI::App* app, int* exit_code);
void AddToken(CLI::App* app, int* exit_code);

}  // namespace caseload::caseloadctl

#endif  // TOOLS_CASELOADCTL_COMMANDS_H_

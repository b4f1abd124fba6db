// completion: what a shell has to know of the commands, from the commands
// themselves.

#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/caseloadctl/commands.h"

namespace caseload::caseloadctl {
namespace {

// Options and subcommands of one command.
std::string WordsOf(const CLI::App& command) {
  std::vector<std::string> words;
  for (const CLI::App* subcommand : command.get_subcommands({})) {
    words.push_back(subcommand->get_name());
  }
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) {
      words.push_back(absl::StrCat("--", name));
    }
  }
  return absl::StrJoin(words, " ");
}

// A line of the case statement for the command and each below it. `path` is
// "caseloadctl policy check".
void AppendCases(const CLI::App& command, const std::string& path,
                 std::string* text) {
  absl::StrAppend(text, "    '", path, "') words='", WordsOf(command),
                  "' ;;\n");
  for (const CLI::App* subcommand : command.get_subcommands({})) {
    AppendCases(*subcommand, absl::StrCat(path, " ", subcommand->get_name()),
                text);
  }
}

// The command so far is the words up to the first option that name commands.
// An option's value, and anything else, completes to files.
std::string BashScript(const CLI::App& app) {
  std::string cases;
  AppendCases(app, "caseloadctl", &cases);
  return absl::StrCat(
      "# Completion of caseloadctl for bash: source <(caseloadctl completion "
      "bash)\n"
      "_caseloadctl() {\n"
      "  local path=caseloadctl words='' at\n"
      "  for ((at = 1; at < COMP_CWORD; at++)); do\n"
      "    case \"${COMP_WORDS[at]}\" in -*) break ;; esac\n"
      "    path+=\" ${COMP_WORDS[at]}\"\n"
      "  done\n"
      "  until [ -n \"$words\" ]; do\n"
      "    case \"$path\" in\n",
      cases,
      "    *) path=${path% *} ;;\n"
      "    esac\n"
      "  done\n"
      "  COMPREPLY=($(compgen -W \"$words\" -- "
      "\"${COMP_WORDS[COMP_CWORD]}\"))\n"
      "}\n"
      "complete -o default -F _caseloadctl caseloadctl\n");
}

}  // namespace

void AddCompletion(CLI::App* app, int* exit_code) {
  CLI::App* command = app->add_subcommand(
      "completion", "Print what a shell needs to complete the commands.");
  CLI::App* bash = command->add_subcommand("bash", "For bash.");
  command->require_subcommand(1);
  command->footer("Example:\n  source <(caseloadctl completion bash)");
  bash->callback([app, exit_code] {
    std::cout << BashScript(*app);
    *exit_code = kExitOk;
  });
}

}  // namespace caseload::caseloadctl

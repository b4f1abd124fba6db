#include "tests/support/notify/smtp_peer.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace caseload::notify::testing {
namespace {

[[noreturn]] void Die(const char* why) {
  std::cerr << "smtp_peer: " << why << std::endl;
  std::abort();
}

std::string Contents(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

SmtpPeer::SmtpPeer(const std::vector<std::string>& behaviours, bool tls,
                   const std::string& auth) {
  std::vector<std::string> arguments = {"/usr/bin/python3",
                                        CASELOAD_SOURCE_DIR
                                        "/tests/support/notify/smtp_peer.py",
                                        directory_.path()};
  if (tls) arguments.push_back("--tls");
  if (!auth.empty()) {
    arguments.insert(arguments.end(), {"--auth", auth});
  }
  for (const std::string& behaviour : behaviours) {
    arguments.insert(arguments.end(), {"--behaviour", behaviour});
  }
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);

  int out[2];
  if (::pipe(out) != 0) Die("pipe");
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ < 0) Die("fork");
  if (pid_ == 0) {
    // Gone with the test, however that ends.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(1);
    ::dup2(out[1], STDOUT_FILENO);
    ::close(out[0]);
    ::close(out[1]);
    ::execv(argv[0], argv.data());
    ::_exit(127);
  }
  ::close(out[1]);
  FILE* const lines = ::fdopen(out[0], "r");
  char line[32] = {};
  if (std::fgets(line, sizeof line, lines) == nullptr ||
      !absl::SimpleAtoi(line, &port_)) {
    Die("it did not start");
  }
  std::fclose(lines);
}

SmtpPeer::~SmtpPeer() {
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

std::vector<std::string> SmtpPeer::Mails() const {
  std::vector<std::string> mails;
  while (true) {
    const std::string file =
        directory_.File(absl::StrCat("mail-", mails.size() + 1, ".eml"));
    if (!std::ifstream(file)) return mails;
    mails.push_back(Contents(file));
  }
}

std::string SmtpPeer::EnvelopeJson(int number) const {
  return Contents(directory_.File(absl::StrCat("mail-", number, ".json")));
}

std::vector<std::string> SmtpPeer::Commands() const {
  return absl::StrSplit(Contents(directory_.File("commands.log")), '\n',
                        absl::SkipEmpty());
}

}  // namespace caseload::notify::testing

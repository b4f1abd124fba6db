#include "tests/support/service_process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/inotify.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <utility>

#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"

extern char** environ;

namespace caseload::testing {
namespace {

constexpr int kStartTimeoutMilliseconds = 60'000;

[[noreturn]] void Die(const std::string& what, const std::string& log) {
  std::cerr << what << "\n" << log << std::endl;
  std::abort();
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path);
  return std::string(std::istreambuf_iterator<char>(file),
                     std::istreambuf_iterator<char>());
}

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

ServiceProcess::Options Named(ServiceProcess::Options options) {
  if (options.instance.empty()) options.instance = options.service;
  return options;
}

}  // namespace

ServiceProcess::ServiceProcess(Options options)
    : options_(Named(std::move(options))),
      ports_file_(options_.directory + "/" + options_.instance + ".ports"),
      log_file_(options_.directory + "/" + options_.instance + ".log") {
  // A ports file of an earlier life would say that this one listens.
  ::unlink(ports_file_.c_str());
  const int watch = ::inotify_init1(IN_CLOEXEC);
  if (watch < 0 ||
      ::inotify_add_watch(watch, options_.directory.c_str(), IN_MOVED_TO) < 0) {
    Die("cannot watch " + options_.directory, "");
  }
  Spawn();
  AwaitPorts(watch);
  ::close(watch);
}

ServiceProcess::~ServiceProcess() {
  if (pid_ > 0) Kill();
}

void ServiceProcess::Spawn() {
  const char* build = std::getenv("CASELOAD_BINARY_DIR");
  if (build == nullptr) Die("CASELOAD_BINARY_DIR is not set; run ctest", "");
  std::vector<std::string> arguments = options_.wrapper;
  arguments.push_back(std::string(build) + "/bin/caseload-" + options_.service);
  arguments.insert(arguments.end(), options_.arguments.begin(),
                   options_.arguments.end());
  arguments.push_back("--ports-file=" + ports_file_);
  std::vector<std::string> environment;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    environment.emplace_back(*entry);
  }
  for (const auto& [key, value] : options_.environment) {
    environment.push_back(key + "=" + value);
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, log_file_.c_str(),
                                   O_WRONLY | O_CREAT | O_APPEND, 0600);
  const int error =
      ::posix_spawn(&pid_, arguments[0].c_str(), &actions, nullptr,
                    Pointers(arguments).data(), Pointers(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) Die("cannot start " + arguments[0], "");
}

void ServiceProcess::AwaitPorts(int watch) {
  const int process = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
  if (process < 0) Die("cannot watch the process", "");
  while (true) {
    const std::string json = ReadFile(ports_file_);
    if (!json.empty()) {
      google::protobuf::Struct ports;
      if (!google::protobuf::util::JsonStringToMessage(json, &ports).ok()) {
        Die("no ports in " + json, Log());
      }
      for (const auto& [listener, port] : ports.fields()) {
        ports_[listener] = static_cast<int>(port.number_value());
      }
      ::close(process);
      return;
    }
    pollfd waits[] = {{watch, POLLIN, 0}, {process, POLLIN, 0}};
    if (::poll(waits, 2, kStartTimeoutMilliseconds) <= 0) {
      Die(options_.service + " did not start in time", Log());
    }
    if (waits[1].revents != 0) {
      if (!options_.may_die) Die(options_.service + " ended", Log());
      ::close(process);
      return;
    }
    // The events themselves say nothing that the file does not.
    char events[4096];
    if (::read(watch, events, sizeof(events)) < 0) Die("inotify", "");
  }
}

std::string ServiceProcess::Log() const { return ReadFile(log_file_); }

int ServiceProcess::Terminate() {
  if (pid_ <= 0) Die(options_.service + " is not there", Log());
  ::kill(pid_, SIGTERM);
  return Await();
}

void ServiceProcess::Kill() {
  // Without a process the signal would go to everybody.
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  Await();
}

int ServiceProcess::Await() {
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

}  // namespace caseload::testing

// service_process.h: one of the real binaries, started by a test.

#ifndef TESTS_SUPPORT_SERVICE_PROCESS_H_
#define TESTS_SUPPORT_SERVICE_PROCESS_H_

#include <sys/types.h>

#include <map>
#include <string>
#include <vector>

namespace caseload::testing {

// Started by the constructor, which returns when the process has written its
// ports file (it is listening then) and ends the test program with the
// process's log when it exits first and was not expected to. Killed by the
// destructor.
class ServiceProcess {
 public:
  struct Options {
    // "caseplan": <build>/bin/caseload-caseplan.
    std::string service;
    // Names its log and ports file; empty is the service's name.
    std::string instance;
    // Where its log and ports file go.
    std::string directory;
    std::vector<std::string> arguments;
    // What the binary is run by, with its full path: {"/usr/bin/valgrind",
    // ...}.
    std::vector<std::string> wrapper;
    // Added to this process's own.
    std::map<std::string, std::string> environment;
    // It is expected to die, perhaps before it listens.
    bool may_die = false;
  };

  explicit ServiceProcess(Options options);
  ~ServiceProcess();
  ServiceProcess(const ServiceProcess&) = delete;
  ServiceProcess& operator=(const ServiceProcess&) = delete;

  // The port of a listener: "certificate", "token", "health", "admin".
  int port(const std::string& listener) const { return ports_.at(listener); }
  const std::string& service() const { return options_.service; }
  pid_t pid() const { return pid_; }
  // False when it died first.
  bool listens() const { return !ports_.empty(); }
  // What it has written to standard error so far.
  std::string Log() const;

  // SIGTERM, then waits; the exit code, or minus the signal that ended it.
  int Terminate();
  // Waits for its end; the same.
  int Await();
  // SIGKILL, then waits.
  void Kill();

 private:
  void Spawn();
  void AwaitPorts(int watch);

  const Options options_;
  const std::string ports_file_;
  const std::string log_file_;
  pid_t pid_ = -1;
  std::map<std::string, int> ports_;
};

}  // namespace caseload::testing

#endif  // TESTS_SUPPORT_SERVICE_PROCESS_H_

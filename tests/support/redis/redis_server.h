// redis_server.h: a real Redis for tests.
//
// Each object is a redis-server of its own, without persistence, on a unix
// socket in a private folder (or with TLS on a loopback port), which ends with
// it. Redis that is not installed is a failed test, never a skipped one.

#ifndef TESTS_SUPPORT_REDIS_REDIS_SERVER_H_
#define TESTS_SUPPORT_REDIS_REDIS_SERVER_H_

#include <sys/types.h>

#include <string>
#include <vector>

#include "tests/support/temp_dir.h"

namespace caseload::testing {

class RedisServer {
 public:
  struct Options {
    // Asked of every connection; empty asks none.
    std::string password;
    // PEM files for TLS on a port of 127.0.0.1; empty is the unix socket.
    std::string tls_trusted;
    std::string tls_certificate;
    std::string tls_key;
  };

  // Returns when the server answers; ends the process when it does not start.
  explicit RedisServer(Options options = Options());
  ~RedisServer();
  RedisServer(const RedisServer&) = delete;
  RedisServer& operator=(const RedisServer&) = delete;

  // For redis::Options::url; the same after a restart.
  std::string url() const;
  pid_t pid() const { return pid_; }

  // SIGSTOP and SIGCONT: connections are taken, nothing is answered.
  void Freeze();
  void Thaw();
  // SIGKILL, waited for. Nothing that was stored is kept.
  void Kill();
  // Starts again after Kill(), at the same address.
  void Restart();

  // Over a connection of the test's own, to the unix socket.
  void Flush();
  void Set(const std::string& key, const std::string& value);
  std::vector<std::string> Keys();
  std::string Get(const std::string& key);
  // The bytes of the file that SAVE writes: what a backup would hold.
  std::string Dump();

 private:
  void Start();
  std::vector<std::string> Command(const std::vector<std::string>& words);

  const Options options_;
  const TempDir directory_;
  int port_ = 0;
  pid_t pid_ = -1;
  // Where the server's log comes from.
  int log_fd_ = -1;
};

}  // namespace caseload::testing

#endif  // TESTS_SUPPORT_REDIS_REDIS_SERVER_H_

// client.h: opaque bytes in a Redis server: GET, SET with expiry, DEL.
//
// One thread holds one connection, sends what is waiting in one write and hands
// out the replies in order, so that no caller ever blocks. A server that does
// not answer in time, or is not there, opens the breaker: requests are answered
// as unavailable at once, and the thread alone tries again (connect, AUTH,
// PING) with growing pauses until the server answers. So a dead or frozen
// server costs the callers that were waiting one time-out, and nobody after
// them anything.
//
//   ABSL_ASSIGN_OR_RETURN(auto redis, redis::Client::Create(options));
//   redis->Set(key, value, absl::Hours(1));
//   redis->Get(key, [](redis::Client::Reply reply) { ... });
//
// Thread safety: thread-safe.

#ifndef SERVICES_COMMON_REDIS_CLIENT_H_
#define SERVICES_COMMON_REDIS_CLIENT_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "prometheus/registry.h"
#include "services/common/redis/transport.h"

namespace caseload::redis {

struct Options {
  // "unix:/path", "redis://host:port" or "rediss://host:port" (TLS).
  std::string url;
  // Of the server's ACL; an empty password sends no AUTH, an empty user is the
  // server's default user.
  std::string username;
  std::string password;
  // For "rediss:".
  TlsFiles tls;
  // For the connection with its handshake.
  absl::Duration connect_timeout = absl::Seconds(1);
  // From the hand-in of a request to its reply.
  absl::Duration command_timeout = absl::Milliseconds(100);
  // Pause after the first failure; doubled after each further one.
  absl::Duration first_retry = absl::Milliseconds(50);
  absl::Duration longest_retry = absl::Seconds(2);
  // Requests that may wait or be under way; one more is unavailable.
  size_t max_waiting = 4096;
  // A longer value is not sent; a longer reply ends the connection.
  size_t max_value_bytes = size_t{4} << 20;
  // Borrowed; null counts nothing.
  prometheus::Registry* metrics = nullptr;
};

class Client {
 public:
  enum class Outcome { kHit, kMiss, kUnavailable };
  struct Reply {
    Outcome outcome = Outcome::kUnavailable;
    // Of a hit.
    std::string value;
  };
  using Done = std::function<void(Reply)>;

  // Begins to connect and returns at once, whether or not there is a server.
  // INVALID_ARGUMENT for an unusable option.
  static absl::StatusOr<std::unique_ptr<Client>> Create(Options options);
  // Answers what is waiting as unavailable.
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // `done` is called exactly once: on the client's thread (so it must be
  // quick), or, when the breaker is open or too much waits, before Get()
  // returns.
  void Get(const std::string& key, Done done);

  // Stores `value` for `expiry` (whole seconds, at least one). What fails is
  // counted and forgotten.
  void Set(const std::string& key, const std::string& value,
           absl::Duration expiry);

  // Removes `key`.
  void Del(const std::string& key);

  // Whether requests are sent at this moment.
  bool IsUp() const;
  // Waits until IsUp() is `up`; false when `timeout` came first. For tests and
  // tools; a service never waits for Redis.
  bool WaitUntil(bool up, absl::Duration timeout) const;

 private:
  class Impl;
  explicit Client(std::unique_ptr<Impl> impl);

  const std::unique_ptr<Impl> impl_;
};

}  // namespace caseload::redis

#endif  // SERVICES_COMMON_REDIS_CLIENT_H_

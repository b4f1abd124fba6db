// transport.h: a byte stream to a Redis server, plain or TLS. Internal to this
// target.
//
// Debian's hiredis has no TLS, so the stream is ours and hiredis reads and
// writes the protocol only.

#ifndef SERVICES_COMMON_REDIS_TRANSPORT_H_
#define SERVICES_COMMON_REDIS_TRANSPORT_H_

#include <openssl/ssl.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/common/redis/address.h"

namespace caseload::redis {

using MonotonicTime = std::chrono::steady_clock::time_point;

struct TlsFiles {
  // Certificates that the server's is checked with; empty is the system's.
  std::string trusted;
  // What this process shows, when the server asks; both or none.
  std::string certificate;
  std::string key;
};

struct FreeSslContext {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
struct FreeSsl {
  void operator()(SSL* ssl) const { SSL_free(ssl); }
};
using SslContext = std::unique_ptr<SSL_CTX, FreeSslContext>;

// INVALID_ARGUMENT naming the file that cannot be used.
absl::StatusOr<SslContext> MakeSslContext(const TlsFiles& files);

// Not thread-safe.
class Transport {
 public:
  // Connects, with the TLS handshake and the check of the server's name when
  // `tls` is not null. UNAVAILABLE when that is not done by `deadline`.
  static absl::StatusOr<std::unique_ptr<Transport>> Dial(
      const Address& address, SSL_CTX* tls, MonotonicTime deadline);
  ~Transport();
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;

  // For poll().
  int fd() const { return fd_; }

  // What one Read() or Write() did.
  struct Result {
    enum class Kind { kMoved, kWouldBlock, kClosed };
    Kind kind = Kind::kClosed;
    size_t bytes = 0;
  };
  Result Read(char* buffer, size_t size);
  Result Write(const char* bytes, size_t size);
  // Whether bytes may be there that poll() does not tell of.
  bool HoldsBack() const { return ssl_ != nullptr; }

 private:
  explicit Transport(int fd) : fd_(fd) {}
  absl::Status Handshake(const Address& address, SSL_CTX* tls,
                         MonotonicTime deadline);
  Result SslResult(int result);

  const int fd_;
  std::unique_ptr<SSL, FreeSsl> ssl_;
};

// Waits for `events` (poll's) on `fd`; false when `deadline` came first.
bool AwaitFd(int fd, short events, MonotonicTime deadline);

// Milliseconds from now to `deadline` for poll(), rounded up, at least 0.
int PollMillis(MonotonicTime deadline);

}  // namespace caseload::redis

#endif  // SERVICES_COMMON_REDIS_TRANSPORT_H_

#include "services/common/redis/transport.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "services/common/status/status_macros.h"

namespace caseload::redis {
namespace {

absl::Status Unreachable(absl::string_view step) {
  return absl::UnavailableError(absl::StrCat("Redis: ", step));
}

struct FreeAddresses {
  void operator()(addrinfo* list) const { freeaddrinfo(list); }
};

int NewSocket(int family) {
  return ::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

bool IsIpAddress(const std::string& host) {
  unsigned char bytes[sizeof(in6_addr)];
  return ::inet_pton(AF_INET, host.c_str(), bytes) == 1 ||
         ::inet_pton(AF_INET6, host.c_str(), bytes) == 1;
}

absl::Status StartConnect(int fd, const sockaddr* to, socklen_t size,
                          MonotonicTime deadline) {
  if (::connect(fd, to, size) == 0) return absl::OkStatus();
  // EAGAIN: the queue of a unix socket is full; a poll would not tell.
  if (errno != EINPROGRESS) return Unreachable("no connection");
  if (!AwaitFd(fd, POLLOUT, deadline)) return Unreachable("connect timed out");
  int error = 0;
  socklen_t length = sizeof(error);
  if (::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length) != 0 ||
      error != 0) {
    return Unreachable("no connection");
  }
  return absl::OkStatus();
}

}  // namespace

int PollMillis(MonotonicTime deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(
      deadline - std::chrono::steady_clock::now());
  return static_cast<int>(std::clamp<int64_t>(left.count(), 0, 60'000));
}

bool AwaitFd(int fd, short events, MonotonicTime deadline) {
  pollfd waited = {fd, events, 0};
  while (std::chrono::steady_clock::now() < deadline) {
    const int ready = ::poll(&waited, 1, PollMillis(deadline));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
  return false;
}

absl::StatusOr<SslContext> MakeSslContext(const TlsFiles& files) {
  SslContext context(SSL_CTX_new(TLS_client_method()));
  if (context == nullptr) return absl::InternalError("no TLS context");
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE |
                                      SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  const bool trusted =
      files.trusted.empty()
          ? SSL_CTX_set_default_verify_paths(context.get()) == 1
          : SSL_CTX_load_verify_locations(context.get(), files.trusted.c_str(),
                                          nullptr) == 1;
  if (!trusted) {
    return absl::InvalidArgumentError(absl::StrCat(
        "Redis: ", files.trusted, " holds no certificates to trust"));
  }
  if (files.certificate.empty() && files.key.empty()) return context;
  if (SSL_CTX_use_certificate_chain_file(context.get(),
                                         files.certificate.c_str()) != 1 ||
      SSL_CTX_use_PrivateKey_file(context.get(), files.key.c_str(),
                                  SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_check_private_key(context.get()) != 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("Redis: ", files.certificate, " and ", files.key,
                     " are no certificate with its key"));
  }
  return context;
}

absl::StatusOr<std::unique_ptr<Transport>> Transport::Dial(
    const Address& address, SSL_CTX* tls, MonotonicTime deadline) {
  if (!address.path.empty()) {
    auto transport = absl::WrapUnique(new Transport(NewSocket(AF_UNIX)));
    if (transport->fd_ < 0) return Unreachable("no socket");
    sockaddr_un to = {};
    to.sun_family = AF_UNIX;
    std::memcpy(to.sun_path, address.path.data(), address.path.size());
    ABSL_RETURN_IF_ERROR(StartConnect(transport->fd_,
                                      reinterpret_cast<const sockaddr*>(&to),
                                      sizeof(to), deadline));
    return transport;
  }
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  if (::getaddrinfo(address.host.c_str(), absl::StrCat(address.port).c_str(),
                    &hints, &list) != 0) {
    return Unreachable("the host's name is unknown");
  }
  const std::unique_ptr<addrinfo, FreeAddresses> owned(list);
  absl::Status last = Unreachable("the host has no address");
  for (const addrinfo* at = list; at != nullptr; at = at->ai_next) {
    auto transport = absl::WrapUnique(new Transport(NewSocket(at->ai_family)));
    if (transport->fd_ < 0) continue;
    last = StartConnect(transport->fd_, at->ai_addr, at->ai_addrlen, deadline);
    if (!last.ok()) continue;
    const int on = 1;
    ::setsockopt(transport->fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    if (tls == nullptr) return transport;
    last = transport->Handshake(address, tls, deadline);
    if (last.ok()) return transport;
  }
  return last;
}

Transport::~Transport() {
  ssl_.reset();
  if (fd_ >= 0) ::close(fd_);
}

absl::Status Transport::Handshake(const Address& address, SSL_CTX* tls,
                                  MonotonicTime deadline) {
  ssl_.reset(SSL_new(tls));
  if (ssl_ == nullptr || SSL_set_fd(ssl_.get(), fd_) != 1) {
    return Unreachable("no TLS session");
  }
  X509_VERIFY_PARAM* checked = SSL_get0_param(ssl_.get());
  const bool named =
      IsIpAddress(address.host)
          ? X509_VERIFY_PARAM_set1_ip_asc(checked, address.host.c_str()) == 1
          : X509_VERIFY_PARAM_set1_host(checked, address.host.c_str(), 0) ==
                    1 &&
                SSL_set_tlsext_host_name(ssl_.get(), address.host.c_str()) == 1;
  if (!named) return Unreachable("the host's name cannot be checked");
  while (true) {
    ERR_clear_error();
    const int result = SSL_connect(ssl_.get());
    if (result == 1) return absl::OkStatus();
    const int error = SSL_get_error(ssl_.get(), result);
    const short events = error == SSL_ERROR_WANT_READ    ? POLLIN
                         : error == SSL_ERROR_WANT_WRITE ? POLLOUT
                                                         : 0;
    if (events == 0) return Unreachable("the TLS handshake failed");
    if (!AwaitFd(fd_, events, deadline)) {
      return Unreachable("the TLS handshake timed out");
    }
  }
}

// WANT_WRITE on a read and the reverse come with TLS 1.2 renegotiation only,
// which Redis does not do.
Transport::Result Transport::SslResult(int result) {
  if (result > 0) {
    return {Result::Kind::kMoved, static_cast<size_t>(result)};
  }
  const int error = SSL_get_error(ssl_.get(), result);
  const bool later =
      error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE;
  return {later ? Result::Kind::kWouldBlock : Result::Kind::kClosed, 0};
}

Transport::Result Transport::Read(char* buffer, size_t size) {
  if (ssl_ != nullptr) {
    ERR_clear_error();
    return SslResult(SSL_read(ssl_.get(), buffer, static_cast<int>(size)));
  }
  const ssize_t moved = ::recv(fd_, buffer, size, 0);
  if (moved > 0) return {Result::Kind::kMoved, static_cast<size_t>(moved)};
  const bool later = moved < 0 && (errno == EAGAIN || errno == EINTR);
  return {later ? Result::Kind::kWouldBlock : Result::Kind::kClosed, 0};
}

Transport::Result Transport::Write(const char* bytes, size_t size) {
  if (ssl_ != nullptr) {
    ERR_clear_error();
    return SslResult(SSL_write(ssl_.get(), bytes, static_cast<int>(size)));
  }
  const ssize_t moved = ::send(fd_, bytes, size, MSG_NOSIGNAL);
  if (moved >= 0) return {Result::Kind::kMoved, static_cast<size_t>(moved)};
  const bool later = errno == EAGAIN || errno == EINTR;
  return {later ? Result::Kind::kWouldBlock : Result::Kind::kClosed, 0};
}

}  // namespace caseload::redis

#include "tests/support/redis/redis_server.h"

#include <fcntl.h>
#include <hiredis/hiredis.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace caseload::testing {
namespace {

constexpr int kStartMilliseconds = 20'000;

[[noreturn]] void Fail(const std::string& what) {
  std::fprintf(stderr, "Redis for tests: %s\n", what.c_str());
  std::abort();
}

// A port of 127.0.0.1 below the ephemeral ones that was free a moment ago.
int FreePort() {
  for (int port = 20'000 + ::getpid() % 5'000; port < 32'000; ++port) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<uint16_t>(port));
    const int bound =
        ::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address));
    ::close(fd);
    if (bound == 0) return port;
  }
  Fail("no free port");
}

// Reads the server's log until it says that it answers.
void AwaitReady(int fd) {
  std::string log;
  while (!absl::StrContains(log, "eady to accept connections")) {
    pollfd waited = {fd, POLLIN, 0};
    if (::poll(&waited, 1, kStartMilliseconds) <= 0) Fail("no start: " + log);
    char buffer[4096];
    const ssize_t size = ::read(fd, buffer, sizeof(buffer));
    if (size <= 0) Fail("it ended: " + log);
    log.append(buffer, static_cast<size_t>(size));
  }
}

struct FreeReply {
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};

}  // namespace

RedisServer::RedisServer(Options options) : options_(std::move(options)) {
  if (!options_.tls_certificate.empty()) port_ = FreePort();
  Start();
}

RedisServer::~RedisServer() {
  if (pid_ > 0) Kill();
}

std::string RedisServer::url() const {
  if (port_ != 0) return absl::StrCat("rediss://127.0.0.1:", port_);
  return absl::StrCat("unix:", directory_.File("redis.sock"));
}

void RedisServer::Start() {
  std::vector<std::string> words = {"redis-server",
                                    "--save",
                                    "",
                                    "--appendonly",
                                    "no",
                                    "--daemonize",
                                    "no",
                                    "--logfile",
                                    "",
                                    "--dir",
                                    directory_.path()};
  if (port_ == 0) {
    words.insert(words.end(), {"--port", "0", "--unixsocket",
                               directory_.File("redis.sock")});
  } else {
    words.insert(words.end(), {"--port", "0", "--tls-port", absl::StrCat(port_),
                               "--bind", "127.0.0.1", "127.0.0.2",
                               "--tls-ca-cert-file", options_.tls_trusted,
                               "--tls-cert-file", options_.tls_certificate,
                               "--tls-key-file", options_.tls_key});
  }
  if (!options_.password.empty()) {
    words.insert(words.end(), {"--requirepass", options_.password});
  }
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  int log[2];
  if (::pipe2(log, O_CLOEXEC) != 0) Fail("no pipe");
  pid_ = ::fork();
  if (pid_ < 0) Fail("no fork");
  if (pid_ == 0) {
    // It goes with the thread that made it, also when the test is killed.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::dup2(log[1], STDOUT_FILENO);
    ::dup2(log[1], STDERR_FILENO);
    ::execvp(arguments[0], arguments.data());
    ::_exit(127);
  }
  ::close(log[1]);
  log_fd_ = log[0];
  AwaitReady(log_fd_);
}

void RedisServer::Freeze() { ::kill(pid_, SIGSTOP); }
void RedisServer::Thaw() { ::kill(pid_, SIGCONT); }

void RedisServer::Kill() {
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  ::close(log_fd_);
  pid_ = -1;
  log_fd_ = -1;
}

void RedisServer::Restart() { Start(); }

std::vector<std::string> RedisServer::Command(
    const std::vector<std::string>& words) {
  const std::unique_ptr<redisContext, void (*)(redisContext*)> connection(
      redisConnectUnix(directory_.File("redis.sock").c_str()), redisFree);
  if (connection == nullptr || connection->err != 0) Fail("no connection");
  std::vector<const char*> texts;
  std::vector<size_t> sizes;
  for (const std::string& word : words) {
    texts.push_back(word.data());
    sizes.push_back(word.size());
  }
  const std::unique_ptr<redisReply, FreeReply> reply(static_cast<redisReply*>(
      redisCommandArgv(connection.get(), static_cast<int>(texts.size()),
                       texts.data(), sizes.data())));
  if (reply == nullptr || reply->type == REDIS_REPLY_ERROR) {
    Fail(words.front() + " failed");
  }
  if (reply->type != REDIS_REPLY_ARRAY) {
    if (reply->str == nullptr) return {};
    return {std::string(reply->str, reply->len)};
  }
  std::vector<std::string> answer;
  for (size_t i = 0; i < reply->elements; ++i) {
    answer.emplace_back(reply->element[i]->str, reply->element[i]->len);
  }
  return answer;
}

void RedisServer::Flush() { Command({"FLUSHALL"}); }

void RedisServer::Set(const std::string& key, const std::string& value) {
  Command({"SET", key, value});
}

std::string RedisServer::Dump() {
  Command({"SAVE"});
  std::ifstream file(directory_.File("dump.rdb"), std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> RedisServer::Keys() { return Command({"KEYS", "*"}); }

std::string RedisServer::Get(const std::string& key) {
  const std::vector<std::string> answer = Command({"GET", key});
  return answer.empty() ? "" : answer.front();
}

}  // namespace caseload::testing

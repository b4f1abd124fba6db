#include "tests/support/main_job/mortal_suite.h"

#include <poll.h>
#include <sys/inotify.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace caseload::testing {
namespace {

// A victim that has nothing to write is killed all the same.
constexpr int kQuietMilliseconds = 5'000;
// How soon one that broke off a connection is known to be dead.
constexpr int kDeathMilliseconds = 10'000;

// In the order in which they are started: each finds those before it.
constexpr const char* kServices[] = {"assessment", "notify", "caseplan",
                                     "conference"};

int OpenProcess(pid_t pid) {
  const int process = static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
  if (process < 0) std::abort();
  return process;
}

// Whether the process ends in time; -1 waits for ever.
bool Ends(int process, int milliseconds) {
  pollfd wait = {process, POLLIN, 0};
  return ::poll(&wait, 1, milliseconds) > 0;
}

// Returns at the `count`-th write to the service's write-ahead log.
void AwaitWrites(const std::string& directory, const std::string& service,
                 int count) {
  const int watch = ::inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  if (::inotify_add_watch(watch, directory.c_str(), IN_MODIFY) < 0) {
    std::abort();
  }
  const std::string log = service + ".db-wal";
  while (count > 0) {
    pollfd wait = {watch, POLLIN, 0};
    if (::poll(&wait, 1, kQuietMilliseconds) <= 0) break;
    alignas(inotify_event) char events[4096];
    const ssize_t length = ::read(watch, events, sizeof(events));
    for (ssize_t at = 0; at < length;) {
      const auto* event = reinterpret_cast<const inotify_event*>(events + at);
      if (event->len > 0 && log == event->name) --count;
      at += static_cast<ssize_t>(sizeof(inotify_event)) + event->len;
    }
  }
  ::close(watch);
}

}  // namespace

std::vector<Moment> DrawMoments(std::mt19937_64& random,
                                const std::vector<std::string>& victims,
                                int kills, int most_calls, int most_writes) {
  std::vector<Moment> moments;
  for (const std::string& victim : victims) {
    for (int i = 0; i < kills; ++i) moments.push_back({victim, 0, 0});
  }
  std::shuffle(moments.begin(), moments.end(), random);
  for (Moment& moment : moments) {
    moment.calls = std::uniform_int_distribution(0, most_calls)(random);
    // The others write nothing in the main job.
    const bool writes =
        moment.victim != kRedisVictim && moment.victim != "assessment";
    moment.writes = std::uniform_int_distribution(0, most_writes)(random);
    if (!writes) moment.writes = 0;
  }
  return moments;
}

MortalSuite::MortalSuite(std::map<std::string, std::string> databases)
    : databases_(std::move(databases)) {
  sync::MutexLock lock(&mutex_);
  for (const char* service : kServices) Start(service);
}

MortalSuite::~MortalSuite() { EndKilling(); }

void MortalSuite::BeginKilling(std::vector<Moment> moments) {
  {
    sync::MutexLock lock(&mutex_);
    killing_ = 1;
    stopping_ = false;
  }
  killers_.emplace_back([this, moments = std::move(moments)] {
    for (const Moment& moment : moments) KillAt(moment);
    sync::MutexLock lock(&mutex_);
    --killing_;
    changed_.NotifyAll();
  });
}

void MortalSuite::BeginFaults(const Faults& faults, int patience) {
  {
    sync::MutexLock lock(&mutex_);
    killing_ = static_cast<int>(faults.size());
    stopping_ = false;
    set_aside_.clear();
  }
  for (const auto& [service, texts] : faults) {
    killers_.emplace_back([this, service = service, texts = texts, patience] {
      DieOf(service, texts, patience);
      sync::MutexLock lock(&mutex_);
      --killing_;
      changed_.NotifyAll();
    });
  }
}

bool MortalSuite::Killing() {
  sync::MutexLock lock(&mutex_);
  return killing_ > 0;
}

void MortalSuite::AwaitKills() {
  for (std::thread& killer : killers_) killer.join();
  killers_.clear();
}

bool MortalSuite::AwaitKillsFor(absl::Duration timeout) {
  sync::MutexLock lock(&mutex_);
  return changed_.WaitFor(&lock, absl::ToChronoNanoseconds(timeout),
                          [&] { return killing_ == 0; });
}

Faults MortalSuite::EndFaults() {
  EndKilling();
  sync::MutexLock lock(&mutex_);
  return set_aside_;
}

void MortalSuite::EndKilling() {
  {
    sync::MutexLock lock(&mutex_);
    stopping_ = true;
    changed_.NotifyAll();
  }
  AwaitKills();
}

void MortalSuite::Acknowledged() {
  sync::MutexLock lock(&mutex_);
  ++acknowledged_;
  changed_.NotifyAll();
}

void MortalSuite::OutwaitOutage(absl::Duration retry_after) {
  sync::MutexLock lock(&mutex_);
  const int restarts = restarts_;
  changed_.WaitFor(&lock, absl::ToChronoNanoseconds(retry_after),
                   [&] { return restarts_ != restarts; });
}

std::shared_ptr<grpc::Channel> MortalSuite::TokenChannel(
    const std::string& service) {
  sync::MutexLock lock(&mutex_);
  AwaitListener(&lock, service);
  return suite_.TokenChannel(service);
}

std::shared_ptr<grpc::Channel> MortalSuite::ChannelAs(
    const std::string& caller, const std::string& service) {
  sync::MutexLock lock(&mutex_);
  AwaitListener(&lock, service);
  return suite_.ChannelAs(caller, service);
}

void MortalSuite::MoveClocks(absl::Duration offset) {
  sync::MutexLock lock(&mutex_);
  offset_ = offset;
  for (const char* service : {"caseplan", "notify", "conference"}) {
    MoveClock(service);
  }
}

void MortalSuite::RestartAll() {
  sync::MutexLock lock(&mutex_);
  offset_ = absl::ZeroDuration();
  for (const char* service : {"notify", "caseplan", "conference"}) {
    suite_.process(service).Kill();
    Start(service);
  }
}

std::string MortalSuite::Log(const std::string& service) {
  sync::MutexLock lock(&mutex_);
  return suite_.process(service).Log();
}

void MortalSuite::KillAt(const Moment& moment) {
  {
    sync::MutexLock lock(&mutex_);
    const int due = acknowledged_ + moment.calls;
    changed_.Wait(&lock, [&] { return stopping_ || acknowledged_ >= due; });
    if (stopping_) return;
  }
  if (moment.writes > 0) {
    AwaitWrites(suite_.directory(), moment.victim, moment.writes);
  }
  sync::MutexLock lock(&mutex_);
  if (moment.victim == kRedisVictim) {
    suite_.redis().Kill();
    suite_.redis().Restart();
  } else {
    suite_.process(moment.victim).Kill();
    Start(moment.victim);
  }
  Restarted();
}

void MortalSuite::DieOf(const std::string& service,
                        std::vector<std::string> faults, int patience) {
  // The life before the first fault ends as by a kill.
  bool dead = false;
  for (const std::string& fault : faults) {
    {
      sync::MutexLock lock(&mutex_);
      if (stopping_) {
        set_aside_[service].push_back(fault);
        continue;
      }
      if (!dead) suite_.process(service).Kill();
      Start(service, fault);
      Restarted();
    }
    dead = AwaitDeath(service, patience);
    if (!dead) {
      sync::MutexLock lock(&mutex_);
      set_aside_[service].push_back(fault);
    }
  }
  sync::MutexLock lock(&mutex_);
  if (!dead) suite_.process(service).Kill();
  Start(service);
  Restarted();
}

bool MortalSuite::AwaitDeath(const std::string& service, int patience) {
  int process = -1;
  bool dead = false;
  {
    sync::MutexLock lock(&mutex_);
    process = OpenProcess(suite_.process(service).pid());
  }
  std::thread watch([&] {
    Ends(process, -1);
    sync::MutexLock lock(&mutex_);
    dead = true;
    changed_.NotifyAll();
  });
  bool died = false;
  {
    sync::MutexLock lock(&mutex_);
    const int due = acknowledged_ + patience;
    changed_.Wait(&lock,
                  [&] { return dead || stopping_ || acknowledged_ >= due; });
    died = dead;
    // What it is set aside with, it does not keep; it also ends the watch.
    if (!died) suite_.process(service).Kill();
  }
  watch.join();
  ::close(process);
  if (!died) return false;
  sync::MutexLock lock(&mutex_);
  if (const int end = suite_.process(service).Await(); end != -SIGKILL) {
    std::cerr << service << " ended with " << end << " and not by its fault\n"
              << suite_.process(service).Log() << std::endl;
    std::abort();
  }
  return true;
}

void MortalSuite::Start(const std::string& service, const std::string& fault) {
  const auto database = databases_.find(service);
  ServiceProcess::Options options = suite_.OptionsOf(
      service, database == databases_.end() ? "" : database->second);
  if (!fault.empty()) {
    options.environment["CASELOAD_FAULTS"] = fault;
    options.may_die = true;
  }
  suite_.Start(std::move(options));
  if (offset_ != absl::ZeroDuration()) MoveClock(service);
}

void MortalSuite::AwaitListener(sync::MutexLock* lock,
                                const std::string& service) {
  changed_.Wait(lock, [&] { return suite_.process(service).listens(); });
}

void MortalSuite::MoveClock(const std::string& service) {
  ServiceProcess& process = suite_.process(service);
  if (!process.listens()) return;
  const int handle = OpenProcess(process.pid());
  const absl::Status moved = suite_.TryMoveClock(service, offset_);
  // One that died meanwhile is moved when it is started again.
  if (!moved.ok() && !Ends(handle, kDeathMilliseconds)) {
    std::cerr << service << ": " << moved << std::endl;
    std::abort();
  }
  ::close(handle);
}

void MortalSuite::Restarted() {
  ++restarts_;
  changed_.NotifyAll();
}

}  // namespace caseload::testing

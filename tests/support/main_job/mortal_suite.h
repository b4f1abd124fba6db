// mortal_suite.h: the processes of a county, killed from outside at moments or
// from inside at fault points, and started again.

#ifndef TESTS_SUPPORT_MAIN_JOB_MORTAL_SUITE_H_
#define TESTS_SUPPORT_MAIN_JOB_MORTAL_SUITE_H_

#include <map>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "grpcpp/channel.h"
#include "services/common/sync/mutex.h"
#include "tests/support/suite.h"

namespace caseload::testing {

// A victim of DrawMoments() beside the services.
inline constexpr char kRedisVictim[] = "redis";

// When a process dies: so many acknowledged calls after the moment before, and
// then at so many writes to its SQLite store.
struct Moment {
  std::string victim;
  int calls = 0;
  int writes = 0;
};

// `kills` moments of each victim, in an order of their own.
std::vector<Moment> DrawMoments(std::mt19937_64& random,
                                const std::vector<std::string>& victims,
                                int kills, int most_calls, int most_writes);

// Texts of CASELOAD_FAULTS ("notify.delivery.mark=crash:2") by service.
using Faults = std::map<std::string, std::vector<std::string>>;

// The processes of a county, of which any may be dead at any time.
//
// Thread safety: all of it is thread-safe. Nobody gets at a process while it
// is started again.
class MortalSuite {
 public:
  // Starts all four; `databases` holds the stores that are no SQLite files.
  explicit MortalSuite(std::map<std::string, std::string> databases = {});
  ~MortalSuite();

  // Kills at `moments`, one after the other, on a thread of its own.
  void BeginKilling(std::vector<Moment> moments);
  // Starts each service anew with the first of its faults, and each time that
  // it has died of one with the next; then without. A fault that nothing has
  // reached after `patience` acknowledged calls is set aside.
  void BeginFaults(const Faults& faults, int patience);
  // Whether moments or faults are still to come.
  bool Killing();
  // Returns when all moments or faults have come.
  void AwaitKills();
  // The same, for so long at most; whether they came.
  bool AwaitKillsFor(absl::Duration timeout);
  // Gives up on faults that still wait: they are set aside. Returns those that
  // were, since they began.
  Faults EndFaults();

  // Tells of a call that was acknowledged.
  void Acknowledged();
  // After UNAVAILABLE: returns when nobody is dead any more or what the
  // service asked its clients to wait is over.
  void OutwaitOutage(absl::Duration retry_after);

  std::shared_ptr<grpc::Channel> TokenChannel(const std::string& service);
  std::shared_ptr<grpc::Channel> ChannelAs(const std::string& caller,
                                           const std::string& service);
  std::string Token(const std::string& subject,
                    const std::vector<std::string>& roles) {
    return suite_.Token(subject, roles);
  }

  // Moves every clock, also of those that are started later.
  void MoveClocks(absl::Duration offset);
  // Ends every process as a crash would and starts it in real time.
  void RestartAll();
  std::string Log(const std::string& service);

  // For whoever kills nobody.
  Suite& suite() { return suite_; }

 private:
  void EndKilling();
  void KillAt(const Moment& moment);
  // Lives through the faults of a service, on a thread of its own.
  void DieOf(const std::string& service, std::vector<std::string> faults,
             int patience);
  // Whether the process died of its fault; false when that was set aside.
  bool AwaitDeath(const std::string& service, int patience);
  // With `fault` it may die whenever it likes, also before it listens.
  void Start(const std::string& service, const std::string& fault = "")
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // One that died before it listened is started again.
  void AwaitListener(sync::MutexLock* lock, const std::string& service)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void MoveClock(const std::string& service)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Restarted() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::map<std::string, std::string> databases_;
  Suite suite_;
  sync::Mutex mutex_;
  sync::CondVar changed_;
  std::vector<std::thread> killers_;
  absl::Duration offset_ ABSL_GUARDED_BY(mutex_);
  Faults set_aside_ ABSL_GUARDED_BY(mutex_);
  int acknowledged_ ABSL_GUARDED_BY(mutex_) = 0;
  int restarts_ ABSL_GUARDED_BY(mutex_) = 0;
  // Threads that still have somebody to kill.
  int killing_ ABSL_GUARDED_BY(mutex_) = 0;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace caseload::testing

#endif  // TESTS_SUPPORT_MAIN_JOB_MORTAL_SUITE_H_

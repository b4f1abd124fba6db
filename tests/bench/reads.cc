#include "tests/bench/reads.h"

#include <algorithm>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/status/status_macros.h"
#include "tests/bench/figures.h"
#include "tests/bench/load.h"
#include "tests/bench/metrics.h"
#include "tests/bench/subjected.h"

namespace caseload::bench {
namespace {

using Json = nlohmann::ordered_json;

constexpr Listener kListeners[] = {Listener::kPlaintext, Listener::kTls};
constexpr int kWarmUpCalls = 500;

// One of the four that are loaded in turn.
struct Contender {
  std::string name;
  std::function<absl::StatusOr<Load>(int callers, const Amount&)> run;
};

// What the rounds gave for one contender and number of callers.
struct Series {
  std::vector<double> rate;  // calls a second
  std::vector<double> cpu;   // microseconds of the server a call
  std::vector<double> p50;   // microseconds
  std::vector<double> p99;   // microseconds

  void Add(const Load& load) {
    const auto calls = static_cast<double>(load.calls);
    rate.push_back(calls / absl::ToDoubleSeconds(load.took));
    cpu.push_back(absl::ToDoubleMicroseconds(load.server_cpu) / calls);
    p50.push_back(absl::ToDoubleMicroseconds(load.p50));
    p99.push_back(absl::ToDoubleMicroseconds(load.p99));
  }
};

// By callers, then by the contender's name.
using Measured = std::map<int, std::map<std::string, Series>>;

absl::StatusOr<Measured> RunRounds(std::vector<Contender>& contenders,
                                   const std::vector<int>& callers,
                                   const ReadOptions& options) {
  for (const Contender& contender : contenders) {
    ABSL_RETURN_IF_ERROR(
        contender.run(callers.back(), {kWarmUpCalls, {}}).status());
  }
  Measured measured;
  for (int round = 0; round < options.rounds; ++round) {
    for (int count : callers) {
      for (const Contender& contender : contenders) {
        ABSL_ASSIGN_OR_RETURN(const Load load,
                              contender.run(count, {0, options.time}));
        measured[count][contender.name].Add(load);
      }
    }
    // Each follows each other one in its turn.
    std::rotate(contenders.begin(), contenders.begin() + 1, contenders.end());
  }
  return measured;
}

// Not more than the subject allows.
std::vector<int> CallersOf(const Subject& subject, const ReadOptions& options) {
  if (subject.most_callers == 0) return options.callers;
  std::vector<int> callers;
  for (int count : options.callers) {
    if (count <= subject.most_callers) callers.push_back(count);
  }
  if (callers.empty()) callers.push_back(subject.most_callers);
  return callers;
}

void PrintHeader(const Subject& subject, size_t bytes,
                 const ReadOptions& options) {
  std::cout << absl::StreamFormat(
                   "\n%s: %d bytes an answer, %d rounds of %s, interleaved; "
                   "ours / floor, median [lowest-highest]\n",
                   subject.name, bytes, options.rounds,
                   absl::FormatDuration(options.time))
            << absl::StreamFormat("%-10s %8s  %-18s %-18s %-18s %s\n",
                                  "listener", "callers", "calls/s",
                                  "server CPU/call", "p50", "p99");
}

Json Report(const Subject& subject, size_t bytes, const ReadOptions& options,
            Measured& measured) {
  PrintHeader(subject, bytes, options);
  Json rows = Json::array();
  for (Listener listener : kListeners) {
    for (auto& [callers, by_name] : measured) {
      const Series& ours = by_name[absl::StrCat("ours, ", NameOf(listener))];
      const Series& floor = by_name[absl::StrCat("floor, ", NameOf(listener))];
      const Spread rate = RatioOf(ours.rate, floor.rate);
      const Spread cpu = RatioOf(ours.cpu, floor.cpu);
      const Spread p50 = RatioOf(ours.p50, floor.p50);
      const Spread p99 = RatioOf(ours.p99, floor.p99);
      std::cout << absl::StreamFormat("%-10s %8d  %-18s %-18s %-18s %s\n",
                                      NameOf(listener), callers, ToText(rate),
                                      ToText(cpu), ToText(p50), ToText(p99));
      rows.push_back({{"listener", std::string(NameOf(listener))},
                      {"callers", callers},
                      {"rate_ratio", ToJson(rate)},
                      {"cpu_ratio", ToJson(cpu)},
                      {"p50_ratio", ToJson(p50)},
                      {"p99_ratio", ToJson(p99)},
                      {"ours_rate", ToJson(SpreadOf(ours.rate))},
                      {"floor_rate", ToJson(SpreadOf(floor.rate))},
                      {"ours_cpu_us", ToJson(SpreadOf(ours.cpu))},
                      {"floor_cpu_us", ToJson(SpreadOf(floor.cpu))},
                      {"ours_p50_us", ToJson(SpreadOf(ours.p50))},
                      {"floor_p50_us", ToJson(SpreadOf(floor.p50))}});
    }
  }
  return {{"subject", subject.name}, {"answer_bytes", bytes}, {"rows", rows}};
}

}  // namespace

absl::StatusOr<Json> MeasureReads(County& county, const Subject& subject,
                                  const ReadOptions& options) {
  ABSL_ASSIGN_OR_RETURN(
      const std::unique_ptr<Subjected> plaintext,
      Subjected::Start(county, subject, Listener::kPlaintext));
  ABSL_ASSIGN_OR_RETURN(const std::unique_ptr<Subjected> tls,
                        Subjected::Start(county, subject, Listener::kTls));
  const std::string answer = plaintext->calls().exchanges.front().answer.bytes;
  ABSL_ASSIGN_OR_RETURN(const Server floor,
                        county.StartFloor(subject.method, answer));
  // The same requests and headers; one answer for all.
  Calls to_floor = plaintext->calls();
  for (Exchange& exchange : to_floor.exchanges) exchange.answer = {answer, 0};
  std::vector<Contender> contenders;
  for (Subjected* const ours : {plaintext.get(), tls.get()}) {
    ABSL_ASSIGN_OR_RETURN(
        const Target target,
        county.FloorTarget(
            floor, ours == tls.get() ? Listener::kTls : Listener::kPlaintext));
    contenders.push_back(
        {target.name, [&, target](int callers, const Amount& amount) {
           return RunLoad(target, to_floor, callers, amount);
         }});
    contenders.push_back(
        {ours->target().name, [ours](int callers, const Amount& amount) {
           return ours->Run(callers, amount);
         }});
  }
  ABSL_ASSIGN_OR_RETURN(
      Measured measured,
      RunRounds(contenders, CallersOf(subject, options), options));
  ABSL_RETURN_IF_ERROR(
      CheckMetrics(tls->process(), subject.method, tls->answered()));
  ABSL_RETURN_IF_ERROR(plaintext->EndAndCheckAudit());
  ABSL_RETURN_IF_ERROR(tls->EndAndCheckAudit());
  return Report(subject, answer.size(), options, measured);
}

}  // namespace caseload::bench

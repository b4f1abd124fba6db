#include "tests/bench/idle.h"

#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "services/common/status/status_macros.h"
#include "tests/bench/county.h"
#include "tests/bench/figures.h"
#include "tests/bench/load.h"

namespace caseload::bench {
namespace {

using Json = nlohmann::ordered_json;

constexpr char kFloor[] = "floor";
// In the order in which each finds those that it calls.
constexpr const char* kServices[] = {"notify", "assessment", "caseplan",
                                     "conference"};
constexpr double kKilobytesPerMegabyte = 1024;

struct Series {
  std::vector<double> milliseconds;
  // Of the process's own: what a busy machine does not stretch.
  std::vector<double> cpu_milliseconds;
  // Resident: all of it, and without what the file system's cache holds anyway
  // (libraries and the binary).
  std::vector<double> megabytes;
  std::vector<double> own_megabytes;
};

// "VmRSS" and the like, in kilobytes.
absl::StatusOr<double> ReadMemory(pid_t pid, const std::string& what) {
  std::ifstream file(absl::StrCat("/proc/", pid, "/status"));
  std::string line;
  while (std::getline(file, line)) {
    const std::vector<std::string> words =
        absl::StrSplit(line, absl::ByAnyChar(":\t "), absl::SkipEmpty());
    double kilobytes = 0;
    if (words.size() > 1 && words[0] == what &&
        absl::SimpleAtod(words[1], &kilobytes)) {
      return kilobytes;
    }
  }
  return absl::NotFoundError(absl::StrCat("no ", what, " of ", pid));
}

// grpc.health.v1.HealthCheckResponse with status SERVING, and an empty request.
absl::Status CheckServing(const testing::ServiceProcess& process) {
  const auto channels =
      Connect(absl::StrCat("localhost:", process.port("health")), "", 1);
  ABSL_ASSIGN_OR_RETURN(
      const std::string answer,
      CallOnce(channels.front(), "/grpc.health.v1.Health/Check", "", ""));
  return answer == "\x08\x01"
             ? absl::OkStatus()
             : absl::InternalError("a server that listens does not serve");
}

absl::Status Note(const testing::ServiceProcess& process, absl::Duration took,
                  Series& series) {
  ABSL_ASSIGN_OR_RETURN(const absl::Duration cpu, CpuTimeOf(process.pid()));
  ABSL_RETURN_IF_ERROR(CheckServing(process));
  ABSL_ASSIGN_OR_RETURN(const double all, ReadMemory(process.pid(), "VmRSS"));
  ABSL_ASSIGN_OR_RETURN(const double own, ReadMemory(process.pid(), "RssAnon"));
  series.milliseconds.push_back(absl::ToDoubleMilliseconds(took));
  series.cpu_milliseconds.push_back(absl::ToDoubleMilliseconds(cpu));
  series.megabytes.push_back(all / kKilobytesPerMegabyte);
  series.own_megabytes.push_back(own / kKilobytesPerMegabyte);
  return absl::OkStatus();
}

Json Report(const std::string& name, const Series& series,
            const Series& floor) {
  const Spread start = SpreadOf(series.milliseconds);
  const Spread cpu = SpreadOf(series.cpu_milliseconds);
  const Spread all = SpreadOf(series.megabytes);
  const Spread own = SpreadOf(series.own_megabytes);
  std::cout << absl::StreamFormat(
      "%-22s %-28s %-18s %-18s %-18s\n", name,
      absl::StrFormat("%.0f ms, %s", start.median,
                      ToText(RatioOf(series.milliseconds, floor.milliseconds))),
      absl::StrFormat("%.0f ms, x%.2f", cpu.median,
                      cpu.median / SpreadOf(floor.cpu_milliseconds).median),
      absl::StrFormat("%.1f MB, x%.2f", all.median,
                      all.median / SpreadOf(floor.megabytes).median),
      absl::StrFormat("%.1f MB, x%.2f", own.median,
                      own.median / SpreadOf(floor.own_megabytes).median));
  return {{"service", name},
          {"start_ms", ToJson(start)},
          {"start_cpu_ms", ToJson(cpu)},
          {"rss_mb", ToJson(all)},
          {"anonymous_mb", ToJson(own)}};
}

}  // namespace

absl::StatusOr<Json> MeasureIdle(int rounds) {
  County county;
  std::map<std::string, Series> first;
  std::map<std::string, Series> later;
  for (int round = 0; round <= rounds; ++round) {
    std::map<std::string, Series>& series = round == 0 ? first : later;
    {
      const absl::Time begun = absl::Now();
      ABSL_ASSIGN_OR_RETURN(const Server floor,
                            county.StartFloor("/caseload.bench/Floor", "-"));
      ABSL_RETURN_IF_ERROR(
          Note(*floor.process, absl::Now() - begun, series[kFloor]));
    }
    for (const std::string service : kServices) {
      const absl::Time begun = absl::Now();
      const testing::ServiceProcess& process = county.suite().Start(service);
      ABSL_RETURN_IF_ERROR(Note(process, absl::Now() - begun, series[service]));
    }
    for (const std::string service : kServices) {
      if (county.suite().process(service).Terminate() != 0) {
        return absl::InternalError(service + " did not end well");
      }
    }
  }
  std::cout << absl::StreamFormat(
      "\nidle: %d rounds; ratios are to a plain gRPC server\n"
      "%-22s %-28s %-18s %-18s %-18s\n",
      rounds, "server", "start to SERVING", "CPU until then", "resident",
      "of which its own");
  Json rows = Json::array();
  rows.push_back(Report(kFloor, later[kFloor], later[kFloor]));
  for (const std::string service : kServices) {
    rows.push_back(Report(service, later[service], later[kFloor]));
    rows.push_back(
        Report(service + ", new store", first[service], first[kFloor]));
  }
  return rows;
}

}  // namespace caseload::bench

#include "tests/bench/metrics.h"

#include <curl/curl.h>

#include <memory>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "nlohmann/json.hpp"
#include "services/common/status/status_macros.h"

namespace caseload::bench {
namespace {

// From the log, which goes on from one life to the next: the ports file holds
// gRPC's ports only.
absl::StatusOr<int> MetricsPort(const testing::ServiceProcess& process) {
  int port = 0;
  for (absl::string_view line : absl::StrSplit(process.Log(), '\n')) {
    const auto entry = nlohmann::json::parse(line.begin(), line.end(), nullptr,
                                             /*allow_exceptions=*/false);
    if (entry.is_object() && entry.value("msg", "") == "metrics") {
      port = entry.value("port", 0);
    }
  }
  if (port != 0) return port;
  return absl::NotFoundError("the service says no metrics port");
}

size_t Append(char* data, size_t size, size_t count, void* text) {
  static_cast<std::string*>(text)->append(data, size * count);
  return size * count;
}

absl::StatusOr<std::string> Get(const std::string& url) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(
      curl_easy_init(), curl_easy_cleanup);
  std::string text;
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_NOPROXY, "*");
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, Append);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &text);
  const CURLcode code = curl_easy_perform(curl.get());
  if (code == CURLE_OK) return text;
  return absl::UnavailableError(
      absl::StrCat(url, ": ", curl_easy_strerror(code)));
}

}  // namespace

absl::Status CheckMetrics(const testing::ServiceProcess& process,
                          const std::string& method, int64_t calls) {
  const std::vector<std::string> path = absl::StrSplit(method, '/');
  ABSL_ASSIGN_OR_RETURN(const int port, MetricsPort(process));
  ABSL_ASSIGN_OR_RETURN(
      const std::string text,
      Get(absl::StrCat("http://127.0.0.1:", port, "/metrics")));
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    if (!absl::StartsWith(line, "grpc_server_handled_total{") ||
        !absl::StrContains(line, absl::StrCat("\"", path.at(1), "\"")) ||
        !absl::StrContains(line, absl::StrCat("\"", path.at(2), "\"")) ||
        !absl::StrContains(line, "\"OK\"")) {
      continue;
    }
    const std::vector<absl::string_view> words = absl::StrSplit(line, ' ');
    double counted = 0;
    if (absl::SimpleAtod(words.back(), &counted) &&
        counted == static_cast<double>(calls)) {
      return absl::OkStatus();
    }
    return absl::InternalError(
        absl::StrCat("metrics are not on: ", calls, " calls, but ", line));
  }
  return absl::InternalError(
      absl::StrCat("metrics are not on: nothing counts ", method));
}

}  // namespace caseload::bench

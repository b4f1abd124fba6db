#include "tests/bench/subjected.h"

#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "services/common/status/status_macros.h"

namespace caseload::bench {
namespace {

constexpr char kPerson[] = "bench";
constexpr char kPrincipal[] = "person/bench";

// What is built goes to Redis behind the answer: the next call may be too early
// to find it, the hundredth is not.
constexpr int kAttempts = 100;

absl::Status MustBe(absl::StatusCode code, const std::string& what,
                    const absl::Status& status) {
  if (status.code() == code) return absl::OkStatus();
  return absl::InternalError(
      absl::StrCat("access is not on: ", what, " got ", status.ToString()));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Subjected>> Subjected::Start(
    County& county, const Subject& subject, Listener listener,
    const std::vector<std::string>& wrapper) {
  auto subjected = absl::WrapUnique(new Subjected());
  ABSL_ASSIGN_OR_RETURN(
      subjected->server_,
      county.StartOurs(listener, subject.environment, wrapper));
  Calls& calls = subjected->calls_;
  calls.method = subject.method;
  calls.authorization = county.Authorization(kPerson, {subject.role});
  for (const std::string& request : subject.requests) {
    ABSL_ASSIGN_OR_RETURN(std::string answer,
                          subjected->Settle(subject, request));
    calls.exchanges.push_back(
        {request, {std::move(answer), subject.varying_tail}});
  }
  ABSL_RETURN_IF_ERROR(subjected->CheckRefusals(county));
  return subjected;
}

absl::StatusOr<std::string> Subjected::Ask(const std::string& request) {
  ABSL_ASSIGN_OR_RETURN(std::string answer,
                        CallOnce(server_.target.channels.front(), calls_.method,
                                 request, calls_.authorization));
  ++answered_;
  return answer;
}

absl::StatusOr<std::string> Subjected::Settle(const Subject& subject,
                                              const std::string& request) {
  absl::Status checked;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    ABSL_ASSIGN_OR_RETURN(std::string answer, Ask(request));
    checked = subject.check ? subject.check(answer) : absl::OkStatus();
    if (checked.ok()) return answer;
  }
  return checked;
}

absl::Status Subjected::CheckRefusals(County& county) {
  const auto& channel = server_.target.channels.front();
  const std::string& request = calls_.exchanges.front().request;
  ABSL_RETURN_IF_ERROR(
      MustBe(absl::StatusCode::kUnauthenticated, "a stranger",
             CallOnce(channel, calls_.method, request, "").status()));
  return MustBe(absl::StatusCode::kPermissionDenied, "a person without a role",
                CallOnce(channel, calls_.method, request,
                         county.Authorization("without-role", {}))
                    .status());
}

absl::StatusOr<Load> Subjected::Run(int callers, const Amount& amount) {
  ABSL_ASSIGN_OR_RETURN(const Load load,
                        RunLoad(server_.target, calls_, callers, amount));
  answered_ += load.calls;
  return load;
}

absl::Status Subjected::EndAndCheckAudit() {
  if (server_.process->Terminate() != 0) {
    return absl::InternalError("the server did not end well");
  }
  ABSL_ASSIGN_OR_RETURN(
      const int64_t rows,
      CountAuditRows(server_.store, kPrincipal, calls_.method));
  if (rows == answered_) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("audit is not on: ", answered_,
                                          " calls of ", calls_.method, " left ",
                                          rows, " rows"));
}

}  // namespace caseload::bench

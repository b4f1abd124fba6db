#include "tests/bench/subjected.h"

#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "services/common/status/status_macros.h"

namespace caseload::bench {
namespace {

constexpr char kPerson[] = "bench";

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
  subjected->principal_ = absl::StrCat("person/", kPerson);
  ABSL_ASSIGN_OR_RETURN(subjected->server_,
                        county.StartOurs(listener, subject.arguments, wrapper));
  subjected->call_.authorization =
      county.Authorization(kPerson, {subject.role});
  ABSL_ASSIGN_OR_RETURN(
      subjected->call_.request,
      subject.request([&](const std::string& method, const std::string& bytes) {
        return subjected->Ask(method, bytes);
      }));
  subjected->call_.method = subject.method;
  ABSL_ASSIGN_OR_RETURN(
      subjected->answer_.bytes,
      subjected->Ask(subject.method, subjected->call_.request));
  subjected->answer_.varying_tail = subject.varying_tail;
  ABSL_RETURN_IF_ERROR(subjected->CheckRefusals(county));
  return subjected;
}

absl::StatusOr<std::string> Subjected::Ask(const std::string& method,
                                           const std::string& request) {
  ABSL_ASSIGN_OR_RETURN(std::string answer,
                        CallOnce(server_.target.channels.front(),
                                 {method, request, call_.authorization}));
  ++calls_of_[method];
  return answer;
}

absl::Status Subjected::CheckRefusals(County& county) {
  Call call = call_;
  call.authorization.clear();
  const auto& channel = server_.target.channels.front();
  ABSL_RETURN_IF_ERROR(MustBe(absl::StatusCode::kUnauthenticated, "a stranger",
                              CallOnce(channel, call).status()));
  call.authorization = county.Authorization("without-role", {});
  return MustBe(absl::StatusCode::kPermissionDenied, "a person without a role",
                CallOnce(channel, call).status());
}

absl::StatusOr<Load> Subjected::Run(int callers, const Amount& amount) {
  ABSL_ASSIGN_OR_RETURN(const Load load, RunLoad(server_.target, call_, answer_,
                                                 callers, amount));
  calls_of_[call_.method] += load.calls;
  return load;
}

absl::Status Subjected::EndAndCheckAudit() {
  if (server_.process->Terminate() != 0) {
    return absl::InternalError("the server did not end well");
  }
  for (const auto& [method, calls] : calls_of_) {
    ABSL_ASSIGN_OR_RETURN(const int64_t rows,
                          CountAuditRows(server_.store, principal_, method));
    if (rows != calls) {
      return absl::InternalError(absl::StrCat("audit is not on: ", calls,
                                              " calls of ", method, " left ",
                                              rows, " rows"));
    }
  }
  return absl::OkStatus();
}

}  // namespace caseload::bench

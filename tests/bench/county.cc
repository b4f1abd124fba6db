#include "tests/bench/county.h"

#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/common/sql/database.h"
#include "services/common/status/status_macros.h"
#include "tests/bench/caseload.h"
#include "tools/authority/authority.h"

namespace caseload::bench {
namespace {

constexpr int kConnections = 4;

// caseloadctl's exit code when some rows were rejected; the example has such.
constexpr int kSomeRejected = 3;

absl::Status CopyFile(const std::string& from, const std::string& to) {
  std::error_code error;
  std::filesystem::copy_file(from, to, error);
  return error ? absl::UnavailableError(
                     absl::StrCat("cannot copy ", from, ": ", error.message()))
               : absl::OkStatus();
}

}  // namespace

absl::string_view NameOf(Listener listener) {
  return listener == Listener::kTls ? "TLS" : "plaintext";
}

absl::Status RunCommand(const std::string& command,
                        const std::vector<int>& accepted) {
  const int status = std::system(command.c_str());
  if (WIFEXITED(status) && std::find(accepted.begin(), accepted.end(),
                                     WEXITSTATUS(status)) != accepted.end()) {
    return absl::OkStatus();
  }
  return absl::UnknownError(absl::StrCat("failed: ", command));
}

std::string Caseloadctl() {
  return absl::StrCat(std::getenv("CASELOAD_BINARY_DIR"), "/bin/caseloadctl");
}

absl::StatusOr<County::Imported> County::Import(const std::string& directory) {
  testing::ServiceProcess& service = suite_.Start("caseplan");
  const std::string token = suite_.directory() + "/records.token";
  const std::string report = suite_.directory() + "/report.json";
  ABSL_RETURN_IF_ERROR(authority::WriteFileAtomically(
      token, suite_.Token("records", {"records"})));
  Imported imported;
  const absl::Time begun = absl::Now();
  ABSL_RETURN_IF_ERROR(RunCommand(
      absl::StrCat(Caseloadctl(), " import ", directory,
                   " --json --target localhost:", service.port("token"),
                   " --trusted ", suite_.directory(), "/ca.pem --token-file ",
                   token, " --rejects ", suite_.directory(), "/rejects >",
                   report, " 2>/dev/null"),
      {0, kSomeRejected}));
  imported.took = absl::Now() - begun;
  ABSL_ASSIGN_OR_RETURN(imported.report, authority::ReadWholeFile(report));
  if (service.Terminate() != 0) {
    return absl::InternalError("caseplan did not end well after the import");
  }
  return imported;
}

absl::Status County::Make() {
  made_ = suite_.directory() + "/made.db";
  testing::ServiceProcess& service =
      suite_.Start("caseplan", "sqlite:" + made_);
  ABSL_RETURN_IF_ERROR(MakeCaseload(
      suite_.TokenChannel("caseplan"),
      suite_.Token("maker", {"admin", "records", "manager", "sdpo"})));
  return service.Terminate() == 0
             ? absl::OkStatus()
             : absl::InternalError("caseplan did not end well");
}

absl::StatusOr<Target> County::TargetOf(const std::string& name,
                                        const testing::ServiceProcess& process,
                                        Listener listener) const {
  std::string certificate;
  if (listener == Listener::kTls) {
    ABSL_ASSIGN_OR_RETURN(
        certificate, authority::ReadWholeFile(suite_.directory() + "/ca.pem"));
  }
  const int port = process.port(certificate.empty() ? "plaintext" : "token");
  Target target;
  target.name = absl::StrCat(name, ", ", NameOf(listener));
  target.pid = process.pid();
  target.channels =
      Connect(absl::StrCat("localhost:", port), certificate, kConnections);
  return target;
}

absl::StatusOr<Server> County::StartOurs(
    Listener listener, const std::map<std::string, std::string>& environment,
    const std::vector<std::string>& wrapper) {
  Server server;
  server.store = absl::StrCat(suite_.directory(), "/copy", ++copies_, ".db");
  ABSL_RETURN_IF_ERROR(CopyFile(made_, server.store));
  testing::ServiceProcess::Options options = suite_.OptionsOf(
      listener == Listener::kTls ? "caseplan" : "bench-caseplan",
      "sqlite:" + server.store);
  options.arguments.push_back("--metrics-address=127.0.0.1:0");
  for (const auto& [key, value] : environment) {
    options.environment[key] = value;
  }
  options.wrapper = wrapper;
  server.process = std::make_unique<testing::ServiceProcess>(options);
  ABSL_ASSIGN_OR_RETURN(server.target,
                        TargetOf("ours", *server.process, listener));
  return server;
}

absl::StatusOr<Server> County::StartFloor(
    const std::string& method, const std::string& answer,
    const std::vector<std::string>& wrapper) {
  const std::string& directory = suite_.directory();
  const std::string answer_file = directory + "/answer";
  ABSL_RETURN_IF_ERROR(authority::WriteFileAtomically(answer_file, answer));
  suite_.WriteIdentity("bench-floor");
  testing::ServiceProcess::Options options;
  options.service = "bench-floor";
  options.directory = directory;
  options.wrapper = wrapper;
  options.arguments = {
      absl::StrCat("--method=", method), absl::StrCat("--answer=", answer_file),
      absl::StrCat("--tls-key=", directory, "/bench-floor.key"),
      absl::StrCat("--tls-certificate=", directory, "/bench-floor.pem"),
      absl::StrCat("--tls-trusted=", directory, "/ca.pem")};
  Server server;
  server.process = std::make_unique<testing::ServiceProcess>(options);
  ABSL_ASSIGN_OR_RETURN(server.target,
                        FloorTarget(server, Listener::kPlaintext));
  return server;
}

absl::StatusOr<Target> County::FloorTarget(const Server& floor,
                                           Listener listener) const {
  return TargetOf("floor", *floor.process, listener);
}

std::string County::Authorization(const std::string& subject,
                                  const std::vector<std::string>& roles) {
  return absl::StrCat("Bearer ", suite_.Token(subject, roles));
}

absl::StatusOr<int64_t> CountAuditRows(const std::string& store,
                                       absl::string_view principal,
                                       absl::string_view method) {
  sql::Options options;
  options.url = "sqlite:" + store;
  ABSL_ASSIGN_OR_RETURN(const std::unique_ptr<sql::Database> database,
                        sql::Database::Open(options));
  int64_t count = 0;
  ABSL_RETURN_IF_ERROR(database->Read(
      absl::InfiniteFuture(), [&](sql::Transaction& tx) -> absl::Status {
        ABSL_ASSIGN_OR_RETURN(
            const auto row,
            (tx.QueryOne<int64_t>("SELECT COUNT(*) FROM audit_log WHERE "
                                  "principal = :1 AND method = :2 AND "
                                  "code = 'OK'",
                                  principal, method)));
        count = std::get<0>(*row);
        return absl::OkStatus();
      }));
  return count;
}

}  // namespace caseload::bench

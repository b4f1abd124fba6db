#include "services/common/process/config.h"

#include <utility>

#include "CLI/CLI.hpp"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "caseload/options/v1/options.pb.h"
#include "services/common/status/status_macros.h"

namespace caseload::process {
namespace {

template <typename T>
CLI::Option* Add(CLI::App& app, const std::string& name, T& value,
                 const std::string& help) {
  std::string variable = absl::StrCat(
      "CASELOAD_",
      absl::AsciiStrToUpper(absl::StrReplaceAll(name, {{"-", "_"}})));
  return app.add_option("--" + name, value, help)->envname(variable);
}

}  // namespace

void AddOptions(CLI::App& app, Config& config) {
  Add(app, "database", config.database, "sqlite:PATH, or a postgresql:// URL")
      ->required();
  Add(app, "certificate-address", config.certificate_address,
      "where services and partners call, with a client certificate")
      ->capture_default_str();
  Add(app, "token-address", config.token_address,
      "where people call, with a token; nowhere when empty");
  Add(app, "health-address", config.health_address,
      "plaintext, grpc.health.v1 only")
      ->capture_default_str();
  Add(app, "admin-address", config.admin_address,
      "loopback: reflection and channelz for operators; nowhere when empty");
  Add(app, "metrics-address", config.metrics_address,
      "where Prometheus scrapes; nowhere when empty");
  Add(app, "tls-key", config.tls_key, "PEM file")->required();
  Add(app, "tls-certificate", config.tls_certificate, "PEM file")->required();
  Add(app, "tls-trusted", config.tls_trusted,
      "PEM file of the authorities that sign peers' certificates")
      ->required();
  Add(app, "trust-domain", config.trust_domain,
      "of the county's SPIFFE ids: spiffe://TRUST-DOMAIN/service/NAME")
      ->required();
  Add(app, "county-zone", config.county_zone,
      "IANA zone whose civil days decide: America/Los_Angeles")
      ->required();
  Add(app, "token-issuer", config.token_issuer, "iss of people's tokens");
  Add(app, "token-audience", config.token_audience, "aud of people's tokens");
  Add(app, "token-jwks", config.token_jwks, "file with the issuer's keys");
  Add(app, "token-group", config.token_groups,
      "GROUP=ROLE: dpo, sdpo, manager, quality, records, admin, auditor, ops")
      ->delimiter(',');
  Add(app, "seal-key", config.seal_key,
      "file with 32 bytes that all replicas share; random when empty");
  Add(app, "ports-file", config.ports_file,
      "where the bound ports are written as JSON");
  Add(app, "log-level", config.log_level, "")
      ->check(CLI::IsMember({"debug", "info", "warn", "error"}))
      ->capture_default_str();
  Add(app, "lame-duck-seconds", config.lame_duck_seconds,
      "how long calls are still taken after SIGTERM, so that clients can "
      "leave; with 0 a call that arrives at that moment may be CANCELLED")
      ->check(CLI::Range(0.0, 300.0))
      ->capture_default_str();
  Add(app, "drain-seconds", config.drain_seconds,
      "how long running calls may then take")
      ->check(CLI::Range(0.0, 300.0))
      ->capture_default_str();
}

absl::StatusOr<int> RoleByName(absl::string_view name) {
  options::v1::Role role = options::v1::ROLE_UNSPECIFIED;
  if (!options::v1::Role_Parse(
          absl::StrCat("ROLE_", absl::AsciiStrToUpper(name)), &role) ||
      role == options::v1::ROLE_UNSPECIFIED) {
    return absl::InvalidArgumentError(absl::StrCat("'", name, "' is no role"));
  }
  return static_cast<int>(role);
}

absl::StatusOr<auth::TokenOptions> ToTokenOptions(const Config& config) {
  auth::TokenOptions options;
  options.issuer = config.token_issuer;
  options.audience = config.token_audience;
  options.jwks_path = config.token_jwks;
  for (const std::string& entry : config.token_groups) {
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(entry, absl::MaxSplits('=', 1));
    absl::StatusOr<int> role = RoleByName(parts.second);
    if (parts.first.empty() || !role.ok()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "--token-group: '", entry, "' is not GROUP=ROLE with a known role"));
    }
    options.group_roles[parts.first] = *role;
  }
  return options;
}

}  // namespace caseload::process

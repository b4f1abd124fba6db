// config.h: the settings that every service has.
//
// Each is a flag and an environment variable (CASELOAD_ + the flag's name in
// capitals); unknown or bad values stop the start. What a service has beyond
// these is in its own config.h.

#ifndef SERVICES_COMMON_PROCESS_CONFIG_H_
#define SERVICES_COMMON_PROCESS_CONFIG_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/auth/token.h"

namespace CLI {
class App;
}

namespace caseload::process {

struct Config {
  // "sqlite:/var/lib/caseload/caseplan.db" or "postgresql://...".
  std::string database;
  // See server.h; port 0 is chosen.
  std::string certificate_address = "127.0.0.1:0";
  std::string token_address;
  std::string health_address = "127.0.0.1:0";
  std::string admin_address;
  std::string metrics_address;
  std::string tls_key;
  std::string tls_certificate;
  std::string tls_trusted;
  // "county.example": what stands in every SPIFFE id of the county.
  std::string trust_domain;
  // IANA name of the zone whose civil days decide: "America/Los_Angeles".
  std::string county_zone;
  std::string token_issuer;
  std::string token_audience;
  std::string token_jwks;
  // "group=role", such as "probation-sdpo=sdpo".
  std::vector<std::string> token_groups;
  // File with the 32 bytes that page and resume tokens are sealed with, which
  // all replicas share; empty is a random key for this process alone.
  std::string seal_key;
  // Where the bound ports are written as JSON, or empty.
  std::string ports_file;
  // "debug", "info", "warn" or "error".
  std::string log_level = "info";
  double lame_duck_seconds = 5;
  double drain_seconds = 20;
};

// Adds the flags of `config` to `app`; `config` must outlive the parse.
void AddOptions(CLI::App& app, Config& config);

// The role's number in caseload.options.v1.Role, for "sdpo" and the like.
// INVALID_ARGUMENT for a name that is none.
absl::StatusOr<int> RoleByName(absl::string_view name);

// What TokenVerifier needs. INVALID_ARGUMENT naming the flag that is wrong.
absl::StatusOr<auth::TokenOptions> ToTokenOptions(const Config& config);

}  // namespace caseload::process

#endif  // SERVICES_COMMON_PROCESS_CONFIG_H_

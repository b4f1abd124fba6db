// config.h: what the caseplan service can be told, beyond
// services/common/process/config.h. Each is a flag and an environment variable
// (CASELOAD_ + the flag's name in capitals).

#ifndef SERVICES_CASEPLAN_CONFIG_H_
#define SERVICES_CASEPLAN_CONFIG_H_

#include <cstddef>
#include <string>

namespace CLI {
class App;
}

namespace caseload::caseplan {

// Where built snapshots are kept; see docs/caching.md.
struct CachingConfig {
  // "unix:/path", "redis://host:port" or "rediss://host:port"; empty: none.
  std::string redis_url;
  std::string redis_username;
  // File with the password, or empty.
  std::string redis_password_file;
  // PEM files for "rediss:": whom to trust, and what to show.
  std::string redis_tls_trusted;
  std::string redis_tls_certificate;
  std::string redis_tls_key;
  // How long one request to Redis may take before it counts as failed.
  int redis_timeout_ms = 100;
  // Files with the 32 bytes that what goes to Redis is sealed with, which all
  // replicas share: the current key, and the one before it. Empty is a random
  // key for this process alone.
  std::string key;
  std::string previous_key;
  // What the process itself keeps.
  size_t process_bytes = size_t{64} << 20;
  // How old what a snapshot shows may be on PostgreSQL; 0: not at all.
  int snapshot_max_staleness_ms = 0;
};

struct Config {
  // Folder with the release's policy packs; empty loads none.
  std::string packs = "policies/packs";
  // Kinds of record that are imported and not changed here, by comma; "none"
  // when all are kept here, empty when nothing is declared.
  std::string imported_kinds;
  // Where assessment answers on its certificate port: "host:port" or
  // "dns:///name:port".
  std::string assessment_target;
  CachingConfig caching;
};

// Adds the flags of `config` to `app`; `config` must outlive the parse.
void AddOptions(CLI::App& app, Config& config);

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_CONFIG_H_

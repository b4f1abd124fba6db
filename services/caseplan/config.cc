#include "services/caseplan/config.h"

#include "CLI/CLI.hpp"

namespace caseload::caseplan {

namespace {

void AddCachingOptions(CLI::App& app, CachingConfig& config) {
  app.add_option("--redis-url", config.redis_url,
                 "Redis that keeps snapshots: unix:/path, redis://host:port or "
                 "rediss://host:port; none when empty")
      ->envname("CASELOAD_REDIS_URL");
  app.add_option("--redis-username", config.redis_username,
                 "user of Redis' ACL")
      ->envname("CASELOAD_REDIS_USERNAME");
  app.add_option("--redis-password-file", config.redis_password_file,
                 "file with the password of Redis")
      ->envname("CASELOAD_REDIS_PASSWORD_FILE");
  app.add_option("--redis-tls-trusted", config.redis_tls_trusted,
                 "PEM file of the authorities that Redis' certificate is "
                 "checked with; the system's when empty")
      ->envname("CASELOAD_REDIS_TLS_TRUSTED");
  app.add_option("--redis-tls-certificate", config.redis_tls_certificate,
                 "PEM file of the certificate to show to Redis")
      ->envname("CASELOAD_REDIS_TLS_CERTIFICATE");
  app.add_option("--redis-tls-key", config.redis_tls_key,
                 "PEM file of that certificate's key")
      ->envname("CASELOAD_REDIS_TLS_KEY");
  app.add_option("--redis-timeout-ms", config.redis_timeout_ms,
                 "milliseconds after which Redis counts as gone")
      ->check(CLI::Range(1, 10'000))
      ->envname("CASELOAD_REDIS_TIMEOUT_MS")
      ->capture_default_str();
  app.add_option("--cache-key", config.key,
                 "file with the 32 bytes that values in Redis are sealed with; "
                 "random when empty")
      ->envname("CASELOAD_CACHE_KEY");
  app.add_option("--cache-key-previous", config.previous_key,
                 "file with the key before the current one")
      ->envname("CASELOAD_CACHE_KEY_PREVIOUS");
  app.add_option("--cache-process-bytes", config.process_bytes,
                 "bytes of snapshots that the process keeps; 0 keeps none")
      ->check(CLI::Range(size_t{0}, size_t{8} << 30))
      ->envname("CASELOAD_CACHE_PROCESS_BYTES")
      ->capture_default_str();
  app.add_option("--snapshot-max-staleness-ms",
                 config.snapshot_max_staleness_ms,
                 "milliseconds by which a snapshot may be behind on PostgreSQL")
      ->check(CLI::Range(0, 600'000))
      ->envname("CASELOAD_SNAPSHOT_MAX_STALENESS_MS")
      ->capture_default_str();
}

}  // namespace

void AddOptions(CLI::App& app, Config& config) {
  app.add_option("--packs", config.packs,
                 "folder with the release's policy packs; none when empty")
      ->envname("CASELOAD_PACKS")
      ->capture_default_str();
  app.add_option("--imported-kinds", config.imported_kinds,
                 "kinds of record that come from the county's own system and"
                 " are not changed here (officers,units,...); 'none': all are"
                 " kept here; empty: both ways are open")
      ->envname("CASELOAD_IMPORTED_KINDS");
  app.add_option("--assessment-target", config.assessment_target,
                 "host:port of assessment's certificate port")
      ->envname("CASELOAD_ASSESSMENT_TARGET")
      ->required();
  AddCachingOptions(app, config.caching);
}

}  // namespace caseload::caseplan

#include "services/caseplan/caching.h"

#include <fstream>
#include <iterator>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "services/common/seal/key_ring.h"
#include "services/common/status/status_macros.h"

namespace caseload::caseplan {
namespace {

absl::StatusOr<std::string> ReadPassword(const std::string& path) {
  if (path.empty()) return std::string();
  std::ifstream file(path, std::ios::binary);
  std::string password((std::istreambuf_iterator<char>(file)),
                       std::istreambuf_iterator<char>());
  while (!password.empty() && password.back() == '\n') password.pop_back();
  if (!password.empty()) return password;
  return absl::InvalidArgumentError(absl::StrCat(
      "--redis-password-file ", path, " cannot be read or is empty"));
}

// Bytes in Redis are shared by replicas, so their key is; alone in its process
// a service needs none that lasts.
absl::StatusOr<seal::KeyRing> OpenKeys(const CachingConfig& config) {
  if (!config.key.empty()) {
    return seal::KeyRing::FromFiles(config.key, config.previous_key);
  }
  if (config.previous_key.empty()) return seal::KeyRing::WithRandomKey();
  return absl::InvalidArgumentError(
      "--cache-key-previous without --cache-key opens nothing");
}

absl::StatusOr<std::unique_ptr<redis::Client>> OpenRedis(
    const CachingConfig& config, prometheus::Registry* metrics) {
  if (config.redis_url.empty()) return std::unique_ptr<redis::Client>();
  redis::Options options;
  options.url = config.redis_url;
  options.username = config.redis_username;
  ABSL_ASSIGN_OR_RETURN(options.password,
                        ReadPassword(config.redis_password_file));
  options.tls = {config.redis_tls_trusted, config.redis_tls_certificate,
                 config.redis_tls_key};
  options.command_timeout = absl::Milliseconds(config.redis_timeout_ms);
  options.metrics = metrics;
  return redis::Client::Create(std::move(options));
}

// The assessment service says every second where it is.
void DescribeRisk(absl::Duration age, v1::SnapshotFreshness* answer) {
  constexpr absl::Duration kFresh = absl::Seconds(5);
  answer->set_risk_stale(age > kFresh);
  if (age == absl::InfiniteDuration()) return;
  *answer->mutable_risk_age() =
      google::protobuf::util::TimeUtil::NanosecondsToDuration(
          absl::ToInt64Nanoseconds(age));
}

}  // namespace

absl::StatusOr<Caching> OpenCaching(process::Process& process,
                                    const ServiceOptions& options,
                                    const CachingConfig& config,
                                    std::function<absl::Duration()> risk_age,
                                    RiskWait* risk_wait) {
  Caching caching;
  caching.tokens = std::make_unique<ConsistencyTokens>(process.sealer());
  GenerationSourceOptions freshness;
  freshness.max_staleness =
      absl::Milliseconds(config.snapshot_max_staleness_ms);
  ABSL_ASSIGN_OR_RETURN(caching.generations,
                        OpenGenerationSource(&process.database(),
                                             caching.tokens.get(), freshness));
  if (process.database().engine() == sql::Engine::kPostgres) {
    process.ReturnConsistencyTokens(
        [tokens = caching.tokens.get()](const sql::Notes& notes) {
          return tokens->Make(storage::GenerationsOfNotes(notes));
        });
  }
  ABSL_ASSIGN_OR_RETURN(seal::KeyRing keys, OpenKeys(config));
  ABSL_ASSIGN_OR_RETURN(caching.redis, OpenRedis(config, &process.metrics()));
  cache::SealedCache::Options tiers;
  tiers.memory_bytes = config.process_bytes;
  tiers.redis = caching.redis.get();
  tiers.metrics = &process.metrics();
  tiers.run_build = [&process](std::function<void()> build) {
    return process.executor().TryPost(std::move(build));
  };
  caching.cache =
      std::make_unique<cache::SealedCache>(std::move(tiers), std::move(keys));
  CachedSnapshots::Options own;
  own.database = &process.database();
  own.executor = &process.executor();
  own.generations = caching.generations.get();
  own.cache = caching.cache.get();
  own.risk_wait = risk_wait;
  own.describe_risk = [risk_age =
                           std::move(risk_age)](v1::SnapshotFreshness* answer) {
    DescribeRisk(risk_age(), answer);
  };
  caching.snapshots =
      std::make_unique<CachedSnapshots>(options, std::move(own));
  return caching;
}

}  // namespace caseload::caseplan

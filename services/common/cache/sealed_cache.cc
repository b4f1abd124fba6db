#include "services/common/cache/sealed_cache.h"

#include <openssl/sha.h>

#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"

namespace caseload::cache {

SealedCache::SealedCache(Options options, seal::KeyRing keys)
    : options_(std::move(options)),
      keys_(std::move(keys)),
      memory_(options_.memory_bytes) {
  if (options_.metrics == nullptr) return;
  auto& reads = prometheus::BuildCounter()
                    .Name("caseload_cache_reads_total")
                    .Help("Cached answers, by where their bytes came from.")
                    .Register(*options_.metrics);
  by_source_[static_cast<int>(Source::kBuild)] =
      &reads.Add({{"source", "build"}});
  by_source_[static_cast<int>(Source::kProcess)] =
      &reads.Add({{"source", "process"}});
  by_source_[static_cast<int>(Source::kRedis)] =
      &reads.Add({{"source", "redis"}});
  not_opened_ =
      &prometheus::BuildCounter()
           .Name("caseload_cache_not_opened_total")
           .Help(
               "Values from Redis that no key of ours opens: tampered "
               "with, or sealed before the key before the current one.")
           .Register(*options_.metrics)
           .Add({});
  memory_cost_ = &prometheus::BuildGauge()
                      .Name("caseload_cache_process_bytes")
                      .Help("What the in-process tier holds.")
                      .Register(*options_.metrics)
                      .Add({});
}

Bytes SealedCache::GetFromProcess(absl::string_view key) {
  Bytes bytes = memory_.Get(key);
  if (bytes != nullptr) Count(Source::kProcess, 1);
  return bytes;
}

void SealedCache::Get(const std::string& key, Build build, Done done) {
  if (Bytes bytes = GetFromProcess(key); bytes != nullptr) {
    done(Answer{std::move(bytes), Source::kProcess});
    return;
  }
  {
    sync::MutexLock lock(&mutex_);
    const auto [flight, first] = flights_.try_emplace(key);
    flight->second.waiting.push_back(std::move(done));
    if (!first) return;
  }
  // A flight that landed between the look and the lock left its bytes here.
  if (Bytes bytes = memory_.Get(key); bytes != nullptr) {
    Land(key, Answer{std::move(bytes), Source::kProcess});
    return;
  }
  if (options_.redis == nullptr) {
    StartBuild(key, std::move(build));
    return;
  }
  options_.redis->Get(RedisKey(key), [this, key, build = std::move(build)](
                                         redis::Client::Reply reply) mutable {
    OnRedis(key, std::move(build), std::move(reply));
  });
}

void SealedCache::OnRedis(const std::string& key, Build build,
                          redis::Client::Reply reply) {
  if (reply.outcome == redis::Client::Outcome::kHit) {
    std::optional<std::string> opened = keys_.Open(reply.value, key);
    if (opened.has_value()) {
      auto bytes = std::make_shared<const std::string>(*std::move(opened));
      memory_.Put(key, bytes);
      Land(key, Answer{std::move(bytes), Source::kRedis});
      return;
    }
    if (not_opened_ != nullptr) not_opened_->Increment();
  }
  StartBuild(key, std::move(build));
}

void SealedCache::StartBuild(const std::string& key, Build build) {
  if (options_.run_build(
          [this, key, build = std::move(build)] { RunBuild(key, build); })) {
    return;
  }
  Land(key, status::ResourceExhausted(
                "EXECUTOR_FULL", "the service has as much work as it can hold",
                absl::Seconds(1)));
}

void SealedCache::RunBuild(const std::string& key, const Build& build) {
  absl::StatusOr<Built> built = build();
  if (!built.ok()) {
    Land(key, built.status());
    return;
  }
  auto bytes = std::make_shared<const std::string>(std::move(built->bytes));
  if (!built->key.empty()) Keep(built->key, bytes);
  Land(key, Answer{std::move(bytes), Source::kBuild});
}

void SealedCache::Land(const std::string& key,
                       const absl::StatusOr<Answer>& answer) {
  std::vector<Done> waiting;
  {
    sync::MutexLock lock(&mutex_);
    const auto flight = flights_.find(key);
    waiting = std::move(flight->second.waiting);
    flights_.erase(flight);
  }
  if (answer.ok()) Count(answer->source, waiting.size());
  for (Done& done : waiting) done(answer);
}

void SealedCache::Keep(absl::string_view key, const Bytes& bytes) {
  if (bytes->size() > options_.max_value_bytes) return;
  memory_.Put(key, bytes);
  if (options_.redis == nullptr) return;
  options_.redis->Set(RedisKey(key), keys_.Seal(*bytes, key), options_.expiry);
}

std::string SealedCache::RedisKey(absl::string_view key) const {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(key.data()), key.size(),
         digest);
  return absl::StrCat(
      options_.redis_prefix,
      absl::BytesToHexString(absl::string_view(
          reinterpret_cast<const char*>(digest), sizeof(digest))));
}

void SealedCache::Count(Source source, size_t calls) {
  prometheus::Counter* counter = by_source_[static_cast<int>(source)];
  if (counter == nullptr) return;
  counter->Increment(static_cast<double>(calls));
  memory_cost_->Set(static_cast<double>(memory_.cost()));
}

}  // namespace caseload::cache

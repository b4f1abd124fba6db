#include "services/caseplan/generation_source.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <thread>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/sql/deadline.h"
#include "services/common/status/status_macros.h"
#include "services/common/sync/mutex.h"

namespace caseload::caseplan {
namespace {

using storage::Generation;
using storage::Generations;
using Clock = std::chrono::steady_clock;

constexpr char kTokenPurpose[] = "consistency-token";
// About 3 KiB of metadata.
constexpr size_t kMaxScopesInToken = 32;
// A table that was not read anew for so long is not used, whatever it says.
constexpr absl::Duration kMaxTableAge = absl::Seconds(2);

Generations Only(const Generations& all,
                 const std::vector<std::string>& scopes) {
  Generations chosen;
  for (const std::string& scope : scopes) {
    if (const auto found = all.find(scope); found != all.end()) {
      chosen.insert(*found);
    }
  }
  return chosen;
}

// SQLite: exact.
class MemoryGenerations final : public GenerationSource {
 public:
  void Load(const Generations& stored) {
    sync::MutexLock lock(&mutex_);
    // What a commit told meanwhile is newer.
    for (const auto& [scope, generation] : stored) {
      entries_.emplace(scope, generation);
    }
  }

  void OnCommit(const sql::Notes& notes, sql::CommitOutcome outcome) {
    const Generations raised = storage::GenerationsOfNotes(notes);
    if (raised.empty()) return;
    sync::MutexLock lock(&mutex_);
    for (const auto& [scope, generation] : raised) {
      if (outcome == sql::CommitOutcome::kCommitted) {
        entries_.insert_or_assign(scope, generation);
      } else {
        // Either of two states; known again with the next change.
        entries_.erase(scope);
      }
    }
  }

  void Current(const std::vector<std::string>& scopes,
               absl::string_view /*token*/, Done done) override {
    Generations generations;
    {
      sync::MutexLock lock(&mutex_);
      generations = Only(entries_, scopes);
    }
    done(std::move(generations));
  }

 private:
  sync::Mutex mutex_;
  Generations entries_ ABSL_GUARDED_BY(mutex_);
};

// PostgreSQL.
class PrimaryGenerations final : public GenerationSource {
 public:
  PrimaryGenerations(sql::Database* database, const ConsistencyTokens* tokens,
                     const GenerationSourceOptions& options)
      : database_(database),
        tokens_(tokens),
        options_(options),
        asking_([this] { RunAsking(); }),
        following_([this] { RunFollowing(); }) {}

  ~PrimaryGenerations() override {
    {
      sync::MutexLock lock(&mutex_);
      closing_ = true;
      changed_.NotifyAll();
    }
    asking_.join();
    following_.join();
  }

  void Current(const std::vector<std::string>& scopes, absl::string_view token,
               Done done) override {
    const std::optional<Generations> seen = tokens_->Open(token);
    std::optional<Generations> known;
    {
      sync::MutexLock lock(&mutex_);
      if (TableServes(seen)) {
        known = Only(table_, scopes);
      } else {
        waiting_.push_back({scopes, std::move(done)});
        changed_.NotifyAll();
      }
    }
    if (known.has_value()) done(*std::move(known));
  }

 private:
  struct Call {
    std::vector<std::string> scopes;
    Done done;
  };

  bool TableServes(const std::optional<Generations>& seen)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (!table_read_at_.has_value()) return false;
    const absl::Duration age = absl::FromChrono(Clock::now() - *table_read_at_);
    if (!seen.has_value()) {
      return options_.max_staleness > absl::ZeroDuration() &&
             age <= options_.max_staleness;
    }
    if (age > kMaxTableAge) return false;
    return std::all_of(seen->begin(), seen->end(), [this](const auto& entry) {
      const auto found = table_.find(entry.first);
      if (found == table_.end()) return false;
      return found->second.counter > entry.second.counter ||
             found->second == entry.second;
    });
  }

  // One query for all that wait when it begins; who comes later is in the next.
  void RunAsking() {
    while (true) {
      std::vector<Call> calls;
      {
        sync::MutexLock lock(&mutex_);
        changed_.Wait(&lock, [this] { return closing_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        calls.swap(waiting_);
      }
      Ask(calls);
    }
  }

  void Ask(std::vector<Call>& calls) {
    std::set<std::string> scopes;
    for (const Call& call : calls) {
      scopes.insert(call.scopes.begin(), call.scopes.end());
    }
    absl::StatusOr<Generations> answer = Generations();
    const absl::Status read = database_->Read(
        sql::DeadlineAfter(options_.query_timeout), [&](sql::Transaction& tx) {
          answer = storage::ReadGenerations(tx, {scopes.begin(), scopes.end()});
          return answer.status();
        });
    for (Call& call : calls) {
      if (read.ok()) {
        call.done(Only(*answer, call.scopes));
      } else {
        call.done(read);
      }
    }
  }

  void RunFollowing() {
    while (true) {
      // Before the read: the table is at least as new as this.
      const Clock::time_point begun = Clock::now();
      absl::StatusOr<Generations> all = Generations();
      const absl::Status read =
          database_->Read(sql::DeadlineAfter(options_.query_timeout),
                          [&](sql::Transaction& tx) {
                            all = storage::ReadAllGenerations(tx);
                            return all.status();
                          });
      sync::MutexLock lock(&mutex_);
      if (read.ok()) {
        table_ = *std::move(all);
        table_read_at_ = begun;
      }
      if (changed_.WaitFor(&lock,
                           absl::ToChronoNanoseconds(options_.follow_interval),
                           [this] { return closing_; })) {
        return;
      }
    }
  }

  sql::Database* const database_;
  const ConsistencyTokens* const tokens_;
  const GenerationSourceOptions options_;
  sync::Mutex mutex_;
  sync::CondVar changed_;
  bool closing_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<Call> waiting_ ABSL_GUARDED_BY(mutex_);
  Generations table_ ABSL_GUARDED_BY(mutex_);
  std::optional<Clock::time_point> table_read_at_ ABSL_GUARDED_BY(mutex_);
  std::thread asking_;
  std::thread following_;
};

// Observes first, so that no commit falls between the two.
absl::StatusOr<std::unique_ptr<GenerationSource>> OpenMemory(
    sql::Database* database) {
  auto source = std::make_shared<MemoryGenerations>();
  database->Observe(
      [source](const sql::Notes& notes, sql::CommitOutcome outcome) {
        source->OnCommit(notes, outcome);
      });
  Generations stored;
  const absl::Status read =
      database->WriteAndWait({}, [&](sql::Transaction& tx) -> absl::Status {
        ABSL_RETURN_IF_ERROR(storage::EnsureGenerations(tx));
        ABSL_ASSIGN_OR_RETURN(stored, storage::ReadAllGenerations(tx));
        return absl::OkStatus();
      });
  if (!read.ok()) return read;
  source->Load(stored);
  // The observer shares it: the store may outlive whoever reads.
  class Shared final : public GenerationSource {
   public:
    explicit Shared(std::shared_ptr<MemoryGenerations> source)
        : source_(std::move(source)) {}
    void Current(const std::vector<std::string>& scopes,
                 absl::string_view token, Done done) override {
      source_->Current(scopes, token, std::move(done));
    }

   private:
    const std::shared_ptr<MemoryGenerations> source_;
  };
  return std::unique_ptr<GenerationSource>(
      std::make_unique<Shared>(std::move(source)));
}

}  // namespace

std::string ConsistencyTokens::Make(const Generations& raised) const {
  if (raised.empty() || raised.size() > kMaxScopesInToken) return "";
  std::string text;
  for (const auto& [scope, generation] : raised) {
    absl::StrAppend(&text, scope, " ", generation.counter, " ", generation.tag,
                    "\n");
  }
  return absl::WebSafeBase64Escape(sealer_.Seal(text, kTokenPurpose));
}

std::optional<Generations> ConsistencyTokens::Open(
    absl::string_view token) const {
  std::string sealed;
  if (token.empty() || !absl::WebSafeBase64Unescape(token, &sealed)) {
    return std::nullopt;
  }
  const std::optional<std::string> text = sealer_.Open(sealed, kTokenPurpose);
  if (!text.has_value()) return std::nullopt;
  Generations generations;
  for (absl::string_view line :
       absl::StrSplit(*text, '\n', absl::SkipEmpty())) {
    const std::vector<std::string> words = absl::StrSplit(line, ' ');
    Generation generation;
    if (words.size() != 3 || !absl::SimpleAtoi(words[1], &generation.counter)) {
      return std::nullopt;
    }
    generation.tag = words[2];
    generations.emplace(words[0], std::move(generation));
  }
  return generations;
}

absl::StatusOr<std::unique_ptr<GenerationSource>> OpenGenerationSource(
    sql::Database* database, const ConsistencyTokens* tokens,
    const GenerationSourceOptions& options) {
  if (database->engine() == sql::Engine::kSqlite) return OpenMemory(database);
  ABSL_RETURN_IF_ERROR(database->WriteAndWait({}, storage::EnsureGenerations));
  return std::unique_ptr<GenerationSource>(
      std::make_unique<PrimaryGenerations>(database, tokens, options));
}

}  // namespace caseload::caseplan

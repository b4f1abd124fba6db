#include "tests/bench/cold.h"

#include <time.h>

#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "services/caseplan/policy_packs.h"
#include "services/caseplan/snapshot_builder.h"
#include "services/common/sql/database.h"
#include "services/common/status/status_macros.h"
#include "tests/bench/caseload.h"
#include "tests/bench/figures.h"

namespace caseload::bench {
namespace {

constexpr int kDays = 64;

// Of this thread, which does all of it: a busy machine stretches it less.
absl::Duration CpuTime() {
  timespec time = {};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return absl::DurationFromTimespec(time);
}

// Passes everything on and takes the time.
class TimedTransaction final : public sql::Transaction {
 public:
  explicit TimedTransaction(sql::Transaction& tx) : tx_(tx) {}

  absl::StatusOr<std::vector<std::vector<sql::Value>>> QueryValues(
      absl::string_view sql, const std::vector<sql::Value>& parameters,
      const std::vector<sql::Kind>& columns) override {
    ++queries_;
    const absl::Duration begun = CpuTime();
    auto rows = tx_.QueryValues(sql, parameters, columns);
    in_sql_ += CpuTime() - begun;
    return rows;
  }
  absl::StatusOr<int64_t> ExecuteValues(
      absl::string_view sql,
      const std::vector<sql::Value>& parameters) override {
    return tx_.ExecuteValues(sql, parameters);
  }
  absl::Status ExecuteScript(absl::string_view script) override {
    return tx_.ExecuteScript(script);
  }
  sql::Engine engine() const override { return tx_.engine(); }
  void Note(absl::string_view key, absl::string_view value) override {
    tx_.Note(key, value);
  }
  const sql::Notes& notes() const override { return tx_.notes(); }

  absl::Duration in_sql() const { return in_sql_; }
  int queries() const { return queries_; }

 private:
  sql::Transaction& tx_;
  absl::Duration in_sql_;
  int queries_ = 0;
};

}  // namespace

absl::StatusOr<nlohmann::ordered_json> MeasureCold(County& county, int builds) {
  sql::Options options;
  options.url = "sqlite:" + county.made();
  ABSL_ASSIGN_OR_RETURN(const std::unique_ptr<sql::Database> database,
                        sql::Database::Open(options));
  absl::TimeZone zone;
  if (!absl::LoadTimeZone("America/Los_Angeles", &zone)) {
    return absl::FailedPreconditionError("no time zone data");
  }
  caseplan::PolicyPacks packs;
  std::vector<double> whole;
  std::vector<double> in_sql;
  int queries = 0;
  size_t bytes = 0;
  // The first one reads the packs.
  for (int i = 0; i <= builds; ++i) {
    caseplan::SnapshotQuery query;
    query.officer_id = kOfficerId;
    query.days = caseplan::MakeSnapshotDays(kLastDay - i % kDays, {});
    const absl::Duration begun = CpuTime();
    ABSL_RETURN_IF_ERROR(database->Read(
        absl::InfiniteFuture(), [&](sql::Transaction& tx) -> absl::Status {
          TimedTransaction timed(tx);
          ABSL_ASSIGN_OR_RETURN(
              const caseplan::v1::CaseloadSnapshot snapshot,
              caseplan::BuildCaseloadSnapshot(timed, query, zone, packs));
          bytes = snapshot.SerializeAsString().size();
          queries = timed.queries();
          if (i > 0) {
            in_sql.push_back(absl::ToDoubleMilliseconds(timed.in_sql()));
          }
          return absl::OkStatus();
        }));
    if (i > 0) {
      whole.push_back(absl::ToDoubleMilliseconds(CpuTime() - begun));
    }
  }
  const Spread share = RatioOf(in_sql, whole);
  std::cout << absl::StreamFormat(
      "\ncold snapshot of %d cases, %d bytes: %d queries; CPU ms in all %s, in "
      "SQL %s; SQL's share %s\n",
      kCases, bytes, queries, ToText(SpreadOf(whole)), ToText(SpreadOf(in_sql)),
      ToText(share));
  return nlohmann::ordered_json{{"cases", kCases},
                                {"bytes", bytes},
                                {"queries", queries},
                                {"ms", ToJson(SpreadOf(whole))},
                                {"sql_ms", ToJson(SpreadOf(in_sql))},
                                {"sql_share", ToJson(share)}};
}

}  // namespace caseload::bench

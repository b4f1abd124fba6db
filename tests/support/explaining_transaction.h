// explaining_transaction.h: notices queries that read a whole table.

#ifndef TESTS_SUPPORT_EXPLAINING_TRANSACTION_H_
#define TESTS_SUPPORT_EXPLAINING_TRANSACTION_H_

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/sql/database.h"
#include "services/common/status/status_macros.h"

namespace caseload::testing {

// Passes everything on to a transaction, and first explains every SELECT with
// its own parameters, as it is run. What writes is not explained: it finds its
// rows by keys, and SQLite would count it as a statement in progress.
class ExplainingTransaction final : public sql::Transaction {
 public:
  explicit ExplainingTransaction(sql::Transaction& tx) : tx_(tx) {}

  absl::StatusOr<std::vector<std::vector<sql::Value>>> QueryValues(
      absl::string_view sql, const std::vector<sql::Value>& parameters,
      const std::vector<sql::Kind>& columns) override {
    if (absl::StartsWith(sql, "SELECT")) {
      ABSL_RETURN_IF_ERROR(Explain(sql, parameters));
    }
    return tx_.QueryValues(sql, parameters, columns);
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

  // The steps of plans that scan a table, each with its query.
  const std::vector<std::string>& scans() const { return scans_; }
  int explained() const { return explained_; }

 private:
  absl::Status Explain(absl::string_view sql,
                       const std::vector<sql::Value>& parameters) {
    ++explained_;
    const bool sqlite = engine() == sql::Engine::kSqlite;
    if (!sqlite) {
      // So that a small table is read by an index when there is one for it.
      ABSL_RETURN_IF_ERROR(tx_.ExecuteScript("SET LOCAL enable_seqscan = off"));
    }
    const sql::Kind integer = sql::Kind::kInteger;
    ABSL_ASSIGN_OR_RETURN(
        const auto rows,
        tx_.QueryValues(
            absl::StrCat(sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ", sql),
            parameters,
            sqlite ? std::vector<sql::Kind>{integer, integer, integer,
                                            sql::Kind::kText}
                   : std::vector<sql::Kind>{sql::Kind::kText}));
    for (const auto& row : rows) {
      if (absl::StartsWith(row.back().text, "SCAN") ||
          absl::StrContains(row.back().text, "Seq Scan")) {
        scans_.push_back(absl::StrCat(row.back().text, " in: ", sql));
      }
    }
    return absl::OkStatus();
  }

  sql::Transaction& tx_;
  std::vector<std::string> scans_;
  int explained_ = 0;
};

}  // namespace caseload::testing

#endif  // TESTS_SUPPORT_EXPLAINING_TRANSACTION_H_

#include "services/common/sql/migrations.h"

#include <openssl/sha.h>

#include <array>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/sql/sql_text.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::sql {
namespace {

constexpr char kCreateTable[] =
    "CREATE TABLE IF NOT EXISTS schema_migrations ("
    "  component TEXT NOT NULL,"
    "  number INTEGER NOT NULL CHECK (number > 0),"
    "  name TEXT NOT NULL,"
    "  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),"
    "  PRIMARY KEY (component, number)"
    ") STRICT;";

const std::string& TextFor(Engine engine, const Migration& migration) {
  return engine == Engine::kSqlite ? migration.sqlite_text
                                   : migration.postgres_text;
}

std::string Sha256Hex(absl::string_view text) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest;
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         digest.data());
  return absl::BytesToHexString(absl::string_view(
      reinterpret_cast<const char*>(digest.data()), digest.size()));
}

absl::Status Refuse(absl::string_view reason, absl::string_view component,
                    int64_t number, absl::string_view description) {
  return status::FailedPrecondition(
      reason, absl::StrCat("migration ", number, " of ", component),
      description);
}

absl::Status CheckNumbering(absl::string_view component,
                            const std::vector<Migration>& migrations) {
  int expected = 0;
  for (const Migration& migration : migrations) {
    if (migration.number == ++expected) continue;
    return Refuse("MIGRATION_NUMBERING", component, migration.number,
                  "migrations are numbered 1, 2, 3 ... without gaps");
  }
  return absl::OkStatus();
}

// Compares what the store says it was made by with what is compiled in; how
// many of `migrations` are applied.
absl::StatusOr<int64_t> CheckHistory(Transaction& transaction,
                                     absl::string_view component,
                                     const std::vector<Migration>& migrations) {
  ABSL_ASSIGN_OR_RETURN(const auto rows,
                        (transaction.Query<int64_t, std::string>(
                            "SELECT number, sha256 FROM schema_migrations "
                            "WHERE component = :1 ORDER BY number",
                            component)));
  int64_t applied = 0;
  for (const auto& [number, sha256] : rows) {
    if (number != ++applied) {
      return Refuse("MIGRATION_NUMBERING", component, applied,
                    "the store has a later one and not this one");
    }
    if (number > static_cast<int64_t>(migrations.size())) {
      return Refuse("MIGRATION_UNKNOWN", component, number,
                    "a newer binary has migrated this store; run that one");
    }
    if (sha256 !=
        Sha256Hex(TextFor(transaction.engine(), migrations[number - 1]))) {
      return Refuse("MIGRATION_EDITED", component, number,
                    "its text was changed after it was applied; write a new "
                    "migration instead");
    }
  }
  return applied;
}

// Applies the first one that is missing; true when there was one.
absl::StatusOr<bool> ApplyNext(Transaction& transaction,
                               absl::string_view component,
                               const std::vector<Migration>& migrations) {
  ABSL_RETURN_IF_ERROR(transaction.ExecuteScript(
      transaction.engine() == Engine::kSqlite ? kCreateTable
                                              : ToPostgres(kCreateTable)));
  ABSL_ASSIGN_OR_RETURN(const int64_t applied,
                        CheckHistory(transaction, component, migrations));
  if (applied == static_cast<int64_t>(migrations.size())) return false;
  const Migration& next = migrations[applied];
  const std::string& text = TextFor(transaction.engine(), next);
  ABSL_RETURN_IF_ERROR(transaction.ExecuteScript(text));
  ABSL_RETURN_IF_ERROR(
      transaction
          .Execute("INSERT INTO schema_migrations "
                   "(component, number, name, sha256) VALUES (:1, :2, :3, :4)",
                   component, next.number, next.name, Sha256Hex(text))
          .status());
  return true;
}

}  // namespace

Migration SharedMigration(int number, absl::string_view name,
                          absl::string_view sqlite_text) {
  return {number, std::string(name), std::string(sqlite_text),
          ToPostgres(sqlite_text)};
}

absl::Status Migrate(Database& database, absl::string_view component,
                     const std::vector<Migration>& migrations) {
  ABSL_RETURN_IF_ERROR(CheckNumbering(component, migrations));
  WriteOptions options;
  options.exclusive = "caseload.schema_migrations";
  bool more = true;
  while (more) {
    ABSL_RETURN_IF_ERROR(
        database.WriteAndWait(options, [&](Transaction& transaction) {
          absl::StatusOr<bool> applied =
              ApplyNext(transaction, component, migrations);
          more = applied.ok() && *applied;
          return applied.status();
        }));
  }
  return absl::OkStatus();
}

}  // namespace caseload::sql

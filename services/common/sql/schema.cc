#include "services/common/sql/schema.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/sql/sql_text.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::sql {
namespace {

using Lines = std::multiset<std::string>;

absl::StatusOr<std::string> NeutralType(absl::string_view type) {
  const std::string lower = absl::AsciiStrToLower(type);
  if (lower == "integer" || lower == "bigint") return std::string("INTEGER");
  if (lower == "real" || lower == "double precision") {
    return std::string("REAL");
  }
  if (lower == "text") return std::string("TEXT");
  return status::Internal(
      absl::StrCat("no Kind holds a column of type ", lower));
}

std::string Column(absl::string_view name, absl::string_view type,
                   bool not_null, bool has_default) {
  return absl::StrCat("column ", name, " ", type, not_null ? " not null" : "",
                      has_default ? " default" : "");
}

std::string List(const std::vector<std::string>& columns) {
  return absl::StrCat("(", absl::StrJoin(columns, ", "), ")");
}

// One column of a foreign key: the columns of one key share an id.
struct ForeignKey {
  std::vector<std::string> from;
  std::vector<std::string> to;
  std::string table;
  std::string on_delete;
};

std::string Line(const ForeignKey& key) {
  return absl::StrCat("foreign key ", List(key.from), " -> ", key.table, " ",
                      List(key.to),
                      key.on_delete == "NO ACTION"
                          ? ""
                          : absl::StrCat(" on delete ", key.on_delete));
}

// --- SQLite ---

absl::Status AddSqliteColumns(Transaction& tx, const std::string& table,
                              Lines& lines) {
  ABSL_ASSIGN_OR_RETURN(
      const auto columns,
      (tx.Query<std::string, std::string, int64_t, int64_t, int64_t>(
          "SELECT name, type, \"notnull\", dflt_value IS NOT NULL, pk "
          "FROM pragma_table_info(:1) ORDER BY pk",
          table)));
  std::vector<std::string> primary_key;
  for (const auto& [name, type, not_null, has_default, pk] : columns) {
    ABSL_ASSIGN_OR_RETURN(const std::string neutral, NeutralType(type));
    lines.insert(Column(name, neutral, not_null != 0 || pk > 0, has_default));
    if (pk > 0) primary_key.push_back(name);
  }
  if (!primary_key.empty()) {
    lines.insert(absl::StrCat("primary key ", List(primary_key)));
  }
  return absl::OkStatus();
}

absl::Status AddSqliteIndexes(Transaction& tx, const std::string& table,
                              Lines& lines) {
  ABSL_ASSIGN_OR_RETURN(const auto indexes,
                        (tx.Query<std::string, int64_t, std::string, int64_t>(
                            "SELECT name, \"unique\", origin, partial "
                            "FROM pragma_index_list(:1)",
                            table)));
  for (const auto& [name, unique, origin, partial] : indexes) {
    if (origin == "pk") continue;
    ABSL_ASSIGN_OR_RETURN(
        const auto columns,
        (tx.Query<std::optional<std::string>>(
            "SELECT name FROM pragma_index_info(:1) ORDER BY seqno", name)));
    std::vector<std::string> names;
    for (const auto& [column] : columns) {
      names.push_back(column.value_or("<expression>"));
    }
    lines.insert(origin == "u"
                     ? absl::StrCat("unique ", List(names))
                     : absl::StrCat(unique ? "unique index " : "index ", name,
                                    " ", List(names), partial ? " where" : ""));
  }
  return absl::OkStatus();
}

absl::Status AddSqliteForeignKeys(Transaction& tx, const std::string& table,
                                  Lines& lines) {
  ABSL_ASSIGN_OR_RETURN(
      const auto rows,
      (tx.Query<int64_t, std::string, std::string, std::string, std::string>(
          "SELECT id, \"table\", \"from\", \"to\", on_delete "
          "FROM pragma_foreign_key_list(:1) ORDER BY id, seq",
          table)));
  std::map<int64_t, ForeignKey> keys;
  for (const auto& [id, to_table, from, to, on_delete] : rows) {
    ForeignKey& key = keys[id];
    key.table = to_table;
    key.on_delete = on_delete;
    key.from.push_back(from);
    key.to.push_back(to);
  }
  for (const auto& [id, key] : keys) lines.insert(Line(key));
  return absl::OkStatus();
}

absl::StatusOr<std::map<std::string, Lines>> SqliteTables(Transaction& tx) {
  ABSL_ASSIGN_OR_RETURN(
      const auto tables,
      (tx.Query<std::string, std::string>(
          "SELECT name, sql FROM sqlite_schema WHERE type = 'table' "
          "AND name NOT LIKE 'sqlite_%'")));
  std::map<std::string, Lines> result;
  for (const auto& [table, sql] : tables) {
    Lines& lines = result[table];
    ABSL_RETURN_IF_ERROR(AddSqliteColumns(tx, table, lines));
    ABSL_RETURN_IF_ERROR(AddSqliteIndexes(tx, table, lines));
    ABSL_RETURN_IF_ERROR(AddSqliteForeignKeys(tx, table, lines));
    lines.insert(absl::StrCat("checks ", CountChecks(sql)));
  }
  return result;
}

// --- PostgreSQL ---

absl::Status AddPostgresColumns(Transaction& tx, const std::string& table,
                                Lines& lines) {
  ABSL_ASSIGN_OR_RETURN(
      const auto columns,
      (tx.Query<std::string, std::string, int64_t, int64_t>(
          "SELECT column_name, data_type, "
          "CASE WHEN is_nullable = 'NO' THEN 1 ELSE 0 END, "
          "CASE WHEN column_default IS NULL THEN 0 ELSE 1 END "
          "FROM information_schema.columns "
          "WHERE table_schema = current_schema() AND table_name = :1",
          table)));
  for (const auto& [name, type, not_null, has_default] : columns) {
    ABSL_ASSIGN_OR_RETURN(const std::string neutral, NeutralType(type));
    lines.insert(Column(name, neutral, not_null, has_default));
  }
  return absl::OkStatus();
}

// Keys and CHECKs, one row for each column of a key.
absl::Status AddPostgresConstraints(Transaction& tx, const std::string& table,
                                    Lines& lines) {
  ABSL_ASSIGN_OR_RETURN(
      const auto rows,
      (tx.Query<std::string, std::string, std::optional<std::string>,
                std::optional<std::string>, std::optional<std::string>,
                std::string>(
          "SELECT c.conname, c.contype, a.attname, f.relname, fa.attname, "
          "CASE c.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'r' THEN 'RESTRICT' "
          "WHEN 'n' THEN 'SET NULL' WHEN 'd' THEN 'SET DEFAULT' "
          "ELSE 'NO ACTION' END "
          "FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid "
          "LEFT JOIN LATERAL unnest(c.conkey) WITH ORDINALITY k (num, ord) "
          "ON c.contype <> 'c' "
          "LEFT JOIN pg_attribute a "
          "ON a.attrelid = c.conrelid AND a.attnum = k.num "
          "LEFT JOIN pg_class f ON f.oid = c.confrelid "
          "LEFT JOIN pg_attribute fa "
          "ON fa.attrelid = c.confrelid AND fa.attnum = c.confkey[k.ord] "
          "WHERE t.relname = :1 "
          "AND t.relnamespace = current_schema()::regnamespace "
          "ORDER BY c.conname, k.ord",
          table)));
  int checks = 0;
  std::map<std::string, std::pair<std::string, ForeignKey>> keys;
  for (const auto& [name, type, column, to_table, to_column, on_delete] :
       rows) {
    if (type == "c") {
      ++checks;
      continue;
    }
    auto& [kind, key] = keys[name];
    kind = type;
    key.from.push_back(column.value_or(""));
    key.table = to_table.value_or("");
    key.to.push_back(to_column.value_or(""));
    key.on_delete = on_delete;
  }
  lines.insert(absl::StrCat("checks ", checks));
  for (const auto& [name, kind_and_key] : keys) {
    const auto& [kind, key] = kind_and_key;
    if (kind == "f") lines.insert(Line(key));
    if (kind == "p") lines.insert(absl::StrCat("primary key ", List(key.from)));
    if (kind == "u") lines.insert(absl::StrCat("unique ", List(key.from)));
  }
  return absl::OkStatus();
}

// Those that no constraint made.
absl::Status AddPostgresIndexes(Transaction& tx, const std::string& table,
                                Lines& lines) {
  ABSL_ASSIGN_OR_RETURN(
      const auto rows,
      (tx.Query<std::string, int64_t, int64_t, std::optional<std::string>>(
          "SELECT n.relname, CASE WHEN i.indisunique THEN 1 ELSE 0 END, "
          "CASE WHEN i.indpred IS NULL THEN 0 ELSE 1 END, a.attname "
          "FROM pg_index i JOIN pg_class n ON n.oid = i.indexrelid "
          "JOIN pg_class t ON t.oid = i.indrelid "
          "CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY k (num, ord) "
          "LEFT JOIN pg_attribute a "
          "ON a.attrelid = i.indrelid AND a.attnum = k.num AND k.num > 0 "
          "WHERE t.relname = :1 "
          "AND t.relnamespace = current_schema()::regnamespace "
          "AND NOT EXISTS (SELECT 1 FROM pg_constraint c "
          "WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u')) "
          "ORDER BY n.relname, k.ord",
          table)));
  std::map<std::string, std::vector<std::string>> columns;
  std::map<std::string, std::pair<bool, bool>> kinds;
  for (const auto& [name, unique, partial, column] : rows) {
    columns[name].push_back(column.value_or("<expression>"));
    kinds[name] = {unique != 0, partial != 0};
  }
  for (const auto& [name, names] : columns) {
    const auto [unique, partial] = kinds[name];
    lines.insert(absl::StrCat(unique ? "unique index " : "index ", name, " ",
                              List(names), partial ? " where" : ""));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::map<std::string, Lines>> PostgresTables(Transaction& tx) {
  ABSL_ASSIGN_OR_RETURN(
      const auto tables,
      (tx.Query<std::string>("SELECT table_name FROM information_schema.tables "
                             "WHERE table_schema = current_schema() "
                             "AND table_type = 'BASE TABLE'")));
  std::map<std::string, Lines> result;
  for (const auto& [table] : tables) {
    Lines& lines = result[table];
    ABSL_RETURN_IF_ERROR(AddPostgresColumns(tx, table, lines));
    ABSL_RETURN_IF_ERROR(AddPostgresConstraints(tx, table, lines));
    ABSL_RETURN_IF_ERROR(AddPostgresIndexes(tx, table, lines));
  }
  return result;
}

}  // namespace

absl::StatusOr<std::string> DumpSchema(Database& database) {
  std::map<std::string, Lines> tables;
  ABSL_RETURN_IF_ERROR(
      database.Read(absl::InfiniteFuture(), [&](Transaction& tx) {
        absl::StatusOr<std::map<std::string, Lines>> found =
            tx.engine() == Engine::kSqlite ? SqliteTables(tx)
                                           : PostgresTables(tx);
        if (found.ok()) tables = *std::move(found);
        return found.status();
      }));
  std::string result;
  for (const auto& [table, lines] : tables) {
    absl::StrAppend(&result, "table ", table, "\n");
    for (const std::string& line : lines) {
      absl::StrAppend(&result, "  ", line, "\n");
    }
  }
  return result;
}

}  // namespace caseload::sql

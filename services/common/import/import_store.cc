#include "services/common/import/import_store.h"

#include <tuple>
#include <utility>

#include "services/common/status/status_macros.h"

namespace caseload::imports {

namespace {

constexpr char kFind[] =
    "SELECT kind, source_system, source_id, record, digest, entered_at,"
    " received_at, run, result, withdrawn_at, flags FROM imported_records"
    " WHERE kind = :1 AND source_system = :2 AND source_id = :3";
constexpr char kMissing[] =
    "SELECT kind, source_system, source_id, record, digest, entered_at,"
    " received_at, run, result, withdrawn_at, flags FROM imported_records"
    " WHERE kind = :1 AND source_system = :2 AND source_id > :3 AND run <> :4"
    " AND withdrawn_at IS NULL ORDER BY source_id LIMIT :5";

using Columns =
    std::tuple<std::string, std::string, std::string, std::string, std::string,
               std::optional<int64_t>, int64_t, std::string, int64_t,
               std::optional<int64_t>, std::string>;

template <typename... Parameters>
absl::StatusOr<std::vector<Columns>> Query(sql::Transaction& tx,
                                           absl::string_view sql,
                                           const Parameters&... parameters) {
  return tx.Query<std::string, std::string, std::string, std::string,
                  std::string, std::optional<int64_t>, int64_t, std::string,
                  int64_t, std::optional<int64_t>, std::string>(sql,
                                                                parameters...);
}

std::optional<absl::Time> ToTime(std::optional<int64_t> micros) {
  if (!micros.has_value()) return std::nullopt;
  return absl::FromUnixMicros(*micros);
}

std::optional<int64_t> ToMicros(std::optional<absl::Time> instant) {
  if (!instant.has_value()) return std::nullopt;
  return absl::ToUnixMicros(*instant);
}

ImportedRecord ToRecord(Columns columns) {
  ImportedRecord record;
  std::optional<int64_t> entered_at, withdrawn_at;
  int64_t received_at = 0;
  std::tie(record.key.kind, record.key.source_system, record.key.id,
           record.record, record.digest, entered_at, received_at, record.run,
           record.result, withdrawn_at, record.flags) = std::move(columns);
  record.entered_at = ToTime(entered_at);
  record.received_at = absl::FromUnixMicros(received_at);
  record.withdrawn_at = ToTime(withdrawn_at);
  return record;
}

}  // namespace

absl::StatusOr<std::optional<ImportedRecord>> FindImported(
    sql::Transaction& tx, const SourceKey& key) {
  ABSL_ASSIGN_OR_RETURN(std::vector<Columns> rows,
                        Query(tx, kFind, key.kind, key.source_system, key.id));
  if (rows.empty()) return std::optional<ImportedRecord>();
  return std::optional<ImportedRecord>(ToRecord(std::move(rows.front())));
}

absl::Status SaveImported(sql::Transaction& tx, const ImportedRecord& record) {
  return tx
      .Execute(
          "INSERT INTO imported_records (kind, source_system, source_id,"
          " record, digest, entered_at, received_at, run, result,"
          " withdrawn_at, flags)"
          " VALUES (:1, :2, :3, :4, :5, :6, :7, :8, :9, :10, :11)"
          " ON CONFLICT (kind, source_system, source_id) DO UPDATE SET"
          " record = excluded.record, digest = excluded.digest,"
          " entered_at = excluded.entered_at,"
          " received_at = excluded.received_at, run = excluded.run,"
          " result = excluded.result, withdrawn_at = excluded.withdrawn_at,"
          " flags = excluded.flags",
          record.key.kind, record.key.source_system, record.key.id,
          record.record, record.digest, ToMicros(record.entered_at),
          absl::ToUnixMicros(record.received_at), record.run, record.result,
          ToMicros(record.withdrawn_at), record.flags)
      .status();
}

absl::Status MarkSeen(sql::Transaction& tx, const SourceKey& key,
                      absl::string_view run, int64_t result) {
  return tx
      .Execute(
          "UPDATE imported_records SET run = :1, result = :2"
          " WHERE kind = :3 AND source_system = :4 AND source_id = :5",
          run, result, key.kind, key.source_system, key.id)
      .status();
}

absl::StatusOr<std::vector<ImportedRecord>> ListMissing(
    sql::Transaction& tx, absl::string_view kind,
    absl::string_view source_system, absl::string_view run,
    absl::string_view after, int limit) {
  ABSL_ASSIGN_OR_RETURN(
      std::vector<Columns> rows,
      Query(tx, kMissing, kind, source_system, after, run, limit));
  std::vector<ImportedRecord> records;
  records.reserve(rows.size());
  for (Columns& row : rows) records.push_back(ToRecord(std::move(row)));
  return records;
}

absl::Status NoteBatch(sql::Transaction& tx, absl::string_view run,
                       absl::string_view kind, absl::string_view source_system,
                       absl::Time now, bool ended) {
  const int64_t at = absl::ToUnixMicros(now);
  std::optional<int64_t> ended_at;
  if (ended) ended_at = at;
  // The clock of another replica may be behind.
  return tx
      .Execute(
          "INSERT INTO import_runs (run, kind, source_system, first_batch_at,"
          " last_batch_at, ended_at) VALUES (:1, :2, :3, :4, :4, :5)"
          " ON CONFLICT (run, kind, source_system) DO UPDATE SET"
          " last_batch_at = CASE"
          " WHEN excluded.last_batch_at > import_runs.last_batch_at"
          " THEN excluded.last_batch_at ELSE import_runs.last_batch_at END,"
          " ended_at = COALESCE(excluded.ended_at, import_runs.ended_at)",
          run, kind, source_system, at, ended_at)
      .status();
}

absl::StatusOr<std::optional<absl::Time>> LastImportAt(sql::Transaction& tx) {
  ABSL_ASSIGN_OR_RETURN(auto row,
                        (tx.QueryOne<std::optional<int64_t>>(
                            "SELECT MAX(last_batch_at) FROM import_runs")));
  if (!row.has_value()) return std::optional<absl::Time>();
  return ToTime(std::get<0>(*row));
}

}  // namespace caseload::imports

#include "services/caseplan/storage/import_store.h"

#include "services/caseplan/storage/rows.h"
#include "services/common/status/status_macros.h"

namespace caseload::caseplan::storage {

namespace {

const Columns& ImportedColumns() {
  static const Columns& columns = *new Columns(MakeColumns(
      "kind, source_system, source_id, record, digest, entered_at, received_at,"
      " run, result, withdrawn_at",
      "tttttiitii"));
  return columns;
}

ImportedRecord ReadImported(Row& row) {
  ImportedRecord record;
  record.kind = row.Text();
  record.external_id.source_system = row.Text();
  record.external_id.id = row.Text();
  record.record = row.Text();
  record.digest = row.Text();
  record.entered_at = row.OptionalInstant();
  record.received_at = row.Instant();
  record.run = row.Text();
  record.result = row.Integer();
  record.withdrawn_at = row.OptionalInstant();
  return record;
}

}  // namespace

absl::StatusOr<std::optional<ImportedRecord>> FindImported(
    sql::Transaction& tx, absl::string_view kind, const ExternalId& id) {
  Select select(ImportedColumns(), "imported_records");
  select.Where("kind = ?", {Text(kind)})
      .Where("source_system = ?", {Text(id.source_system)})
      .Where("source_id = ?", {Text(id.id)});
  ABSL_ASSIGN_OR_RETURN(std::optional<Row> row, select.RunOne(tx));
  if (!row.has_value()) return std::optional<ImportedRecord>();
  return std::optional<ImportedRecord>(ReadImported(*row));
}

absl::Status SaveImported(sql::Transaction& tx, const ImportedRecord& record) {
  return tx
      .ExecuteValues(
          "INSERT INTO imported_records (kind, source_system, source_id,"
          " record, digest, entered_at, received_at, run, result, withdrawn_at)"
          " VALUES (:1, :2, :3, :4, :5, :6, :7, :8, :9, :10)"
          " ON CONFLICT (kind, source_system, source_id) DO UPDATE SET"
          " record = excluded.record, digest = excluded.digest,"
          " entered_at = excluded.entered_at,"
          " received_at = excluded.received_at, run = excluded.run,"
          " result = excluded.result, withdrawn_at = excluded.withdrawn_at",
          {Text(record.kind), Text(record.external_id.source_system),
           Text(record.external_id.id), Text(record.record),
           Text(record.digest), Instant(record.entered_at),
           Instant(record.received_at), Text(record.run),
           Integer(record.result), Instant(record.withdrawn_at)})
      .status();
}

absl::Status MarkSeen(sql::Transaction& tx, absl::string_view kind,
                      const ExternalId& id, absl::string_view run,
                      int64_t result) {
  return tx
      .ExecuteValues(
          "UPDATE imported_records SET run = :1, result = :2"
          " WHERE kind = :3 AND source_system = :4 AND source_id = :5",
          {Text(run), Integer(result), Text(kind), Text(id.source_system),
           Text(id.id)})
      .status();
}

absl::StatusOr<std::vector<ImportedRecord>> ListMissing(
    sql::Transaction& tx, absl::string_view kind,
    absl::string_view source_system, absl::string_view run,
    absl::string_view after, int limit) {
  Select select(ImportedColumns(), "imported_records");
  select.Where("kind = ?", {Text(kind)})
      .Where("source_system = ?", {Text(source_system)})
      .Where("source_id > ?", {Text(after)})
      .Where("run <> ?", {Text(run)})
      .Where("withdrawn_at IS NULL");
  select.OrderBy("source_id", limit);
  ABSL_ASSIGN_OR_RETURN(std::vector<Row> rows, select.Run(tx));
  std::vector<ImportedRecord> records;
  records.reserve(rows.size());
  for (Row& row : rows) records.push_back(ReadImported(row));
  return records;
}

}  // namespace caseload::caseplan::storage

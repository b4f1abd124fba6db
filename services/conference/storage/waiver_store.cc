#include "services/conference/storage/waiver_store.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/conference/domain/enum_names.h"
#include "services/conference/storage/row.h"

namespace caseload::conference {
namespace {

// The row of a waiver, in the order of ValuesOf() and WaiverOf().
const std::vector<Column>& WaiverColumns() {
  static const auto* columns = new std::vector<Column>{
      {"id", sql::Kind::kText},
      {"version", sql::Kind::kInteger},
      {"officer_id", sql::Kind::kText},
      {"division", sql::Kind::kText},
      {"conference_date", sql::Kind::kText},
      {"reason", sql::Kind::kText},
      {"state", sql::Kind::kText},
      {"requested_by", sql::Kind::kText},
      {"requested_at", sql::Kind::kInteger},
      {"decided_by", sql::Kind::kText},
      {"decided_at", sql::Kind::kInteger},
      {"decision_note", sql::Kind::kText},
      {"conference_id", sql::Kind::kText},
  };
  return *columns;
}

std::vector<sql::Value> ValuesOf(const NoticeWaiver& waiver) {
  RowWriter row;
  row.Text(waiver.id)
      .Integer(waiver.version)
      .Text(waiver.officer_id)
      .Text(waiver.division)
      .Day(waiver.day)
      .Text(waiver.reason)
      .Text(NameOf(waiver.state))
      .Text(waiver.requested_by)
      .Instant(waiver.requested_at)
      .Text(waiver.decided_by)
      .Instant(waiver.decided_at)
      .Text(waiver.decision_note)
      .TextOrNull(waiver.conference_id);
  return std::move(row.values());
}

absl::StatusOr<NoticeWaiver> WaiverOf(std::vector<sql::Value> values) {
  RowReader row(std::move(values));
  NoticeWaiver waiver;
  waiver.id = row.Text();
  waiver.version = row.Integer();
  waiver.officer_id = row.Text();
  waiver.division = row.Text();
  waiver.day = row.Day();
  waiver.reason = row.Text();
  const std::optional<WaiverState> state = ParseEnum<WaiverState>(row.Text());
  if (state.has_value()) {
    waiver.state = *state;
  } else {
    row.Fail();
  }
  waiver.requested_by = row.Text();
  waiver.requested_at = row.Instant();
  waiver.decided_by = row.Text();
  waiver.decided_at = row.InstantOrNull();
  waiver.decision_note = row.Text();
  waiver.conference_id = row.TextOrEmpty();
  if (!row.ok()) return status::Internal("a stored waiver cannot be read");
  return waiver;
}

}  // namespace

absl::Status InsertWaiver(sql::Transaction& tx, const NoticeWaiver& waiver) {
  static const auto* insert = new std::string(
      absl::StrCat("INSERT INTO notice_waivers (", ColumnList(WaiverColumns()),
                   ") VALUES (", ParameterList(WaiverColumns()), ")"));
  return tx.ExecuteValues(*insert, ValuesOf(waiver)).status();
}

absl::Status UpdateWaiver(sql::Transaction& tx, NoticeWaiver& waiver) {
  static const auto* update = new std::string(absl::StrCat(
      "UPDATE notice_waivers SET ", AssignmentList(WaiverColumns()),
      " WHERE id = :1 AND version = :2 - 1"));
  ++waiver.version;
  ABSL_ASSIGN_OR_RETURN(const int64_t changed,
                        tx.ExecuteValues(*update, ValuesOf(waiver)));
  if (changed == 1) return absl::OkStatus();
  return status::EtagMismatch(absl::StrCat("noticeWaivers/", waiver.id));
}

absl::StatusOr<std::optional<NoticeWaiver>> LoadWaiver(sql::Transaction& tx,
                                                       absl::string_view id) {
  static const auto* select =
      new std::string(absl::StrCat("SELECT ", ColumnList(WaiverColumns()),
                                   " FROM notice_waivers WHERE id = :1"));
  RowWriter parameters;
  parameters.Text(id);
  ABSL_ASSIGN_OR_RETURN(
      std::vector<std::vector<sql::Value>> rows,
      tx.QueryValues(*select, parameters.values(), KindsOf(WaiverColumns())));
  if (rows.empty()) return std::optional<NoticeWaiver>();
  ABSL_ASSIGN_OR_RETURN(NoticeWaiver waiver, WaiverOf(std::move(rows.front())));
  return std::optional<NoticeWaiver>(std::move(waiver));
}

}  // namespace caseload::conference

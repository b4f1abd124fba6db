#include "services/conference/storage/policy_activation_store.h"

#include <utility>

#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/conference/storage/row.h"

namespace caseload::conference {
namespace {

const std::vector<Column>& Columns() {
  static const std::vector<Column>& columns =
      *new std::vector<Column>{{"name", sql::Kind::kText},
                               {"version", sql::Kind::kInteger},
                               {"division", sql::Kind::kText},
                               {"effective_date", sql::Kind::kText},
                               {"recorded_at", sql::Kind::kInteger},
                               {"stands", sql::Kind::kInteger},
                               {"pack", sql::Kind::kText}};
  return columns;
}

}  // namespace

absl::StatusOr<bool> UpsertActivation(sql::Transaction& tx,
                                      const PolicyActivation& activation) {
  RowWriter row;
  row.Text(activation.name)
      .Integer(activation.version)
      .Text(activation.division)
      .Day(activation.effective_date)
      .Instant(activation.recorded_at)
      .Integer(activation.stands)
      .Text(activation.pack_json);
  ABSL_ASSIGN_OR_RETURN(
      const int64_t written,
      tx.ExecuteValues(
          "INSERT INTO policy_activations (" + ColumnList(Columns()) +
              ") VALUES (" + ParameterList(Columns()) +
              ") ON CONFLICT (name) DO UPDATE SET"
              " version = excluded.version, division = excluded.division,"
              " effective_date = excluded.effective_date,"
              " recorded_at = excluded.recorded_at, stands = excluded.stands,"
              " pack = excluded.pack"
              " WHERE policy_activations.version < excluded.version",
          row.values()));
  return written > 0;
}

absl::StatusOr<std::vector<PolicyActivation>> ListStandingActivations(
    sql::Transaction& tx) {
  ABSL_ASSIGN_OR_RETURN(
      auto rows,
      tx.QueryValues("SELECT " + ColumnList(Columns()) +
                         " FROM policy_activations WHERE stands = 1"
                         " ORDER BY division, effective_date, recorded_at",
                     {}, KindsOf(Columns())));
  std::vector<PolicyActivation> activations;
  for (std::vector<sql::Value>& values : rows) {
    RowReader row(std::move(values));
    PolicyActivation& activation = activations.emplace_back();
    activation.name = row.Text();
    activation.version = row.Integer();
    activation.division = row.Text();
    activation.effective_date = row.Day();
    activation.recorded_at = row.Instant();
    activation.stands = row.Integer() != 0;
    activation.pack_json = row.Text();
    if (!row.ok()) return status::Internal("a policy activation's row is bad");
  }
  return activations;
}

absl::Status ForgetActivationVersions(sql::Transaction& tx) {
  return tx
      .Execute("UPDATE policy_activations SET version = 0 WHERE version > 0")
      .status();
}

absl::Status SweepActivations(sql::Transaction& tx) {
  return tx.Execute("DELETE FROM policy_activations WHERE version = 0")
      .status();
}

}  // namespace caseload::conference

// record_import_rows.h: what the kinds of caseplan's import share.

#ifndef SERVICES_CASEPLAN_RECORD_IMPORT_ROWS_H_
#define SERVICES_CASEPLAN_RECORD_IMPORT_ROWS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "caseload/type/v1/date.pb.h"
#include "services/caseplan/convert.h"
#include "services/caseplan/domain/day_period.h"
#include "services/caseplan/storage/rows.h"
#include "services/caseplan/validate.h"
#include "services/common/import/importer.h"
#include "services/common/rpc/call_context.h"
#include "services/common/sql/database.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::caseplan {

// A kind whose rows are saved and withdrawn by member functions of `family`,
// which outlives it.
template <typename Family>
imports::Kind MakeKind(
    absl::string_view name, Family* family,
    absl::StatusOr<std::string> (Family::*save)(sql::Transaction&,
                                                const rpc::CallContext&,
                                                imports::Row&),
    absl::Status (Family::*withdraw)(sql::Transaction&, const rpc::CallContext&,
                                     const imports::ImportedRecord&),
    std::vector<std::pair<std::string, std::string>> columns = {}) {
  imports::Kind kind;
  kind.name = std::string(name);
  kind.save = [family, save](sql::Transaction& tx, const rpc::CallContext& call,
                             imports::Row& row) {
    return (family->*save)(tx, call, row);
  };
  kind.withdraw = [family, withdraw](sql::Transaction& tx,
                                     const rpc::CallContext& call,
                                     const imports::ImportedRecord& known) {
    return (family->*withdraw)(tx, call, known);
  };
  kind.columns = std::move(columns);
  return kind;
}

// Kind::set_hidden for records that are named by `Name`.
template <typename Name, typename SetWithdrawn>
auto HideBy(SetWithdrawn set_withdrawn) {
  return [set_withdrawn](sql::Transaction& tx, const std::string& record,
                         std::optional<absl::Time> at) -> absl::Status {
    ABSL_ASSIGN_OR_RETURN(const Name name, ParseName<Name>("name", record));
    return set_withdrawn(tx, name.id, at);
  };
}

// Every day that a record can have.
inline constexpr DayPeriod kAllDays{absl::CivilDay(1900, 1, 1), std::nullopt};

// From the columns starts_on and ends_on.
template <typename Content>
void SetPeriod(const Content& content, type::v1::DateRange* period) {
  if (content.has_starts_on()) {
    *period->mutable_start_date() = content.starts_on();
  }
  if (content.has_ends_on()) *period->mutable_end_date() = content.ends_on();
}

// The one of `standing` with the id.
template <typename Fact>
std::optional<Fact> WithId(std::vector<Fact> standing, absl::string_view id) {
  for (Fact& fact : standing) {
    if (fact.id == id) return std::move(fact);
  }
  return std::nullopt;
}

// Where the revision of a fact that a row says goes.
struct FactSlot {
  // Of the fact that the row was before; empty for one that is new here, also
  // because the row went over to another parent.
  std::string id;
  int64_t revision = 1;
  // A revision of what the row was before stands; it is superseded first.
  bool stands = false;
};

// For a fact of `table` below the resource `parent`. ALREADY_EXISTS, on the
// column id, when another fact has the row's external id.
inline absl::StatusOr<FactSlot> FindSlot(sql::Transaction& tx,
                                         imports::Row& row,
                                         absl::string_view table,
                                         const std::string& parent) {
  FactSlot slot;
  std::string before;
  if (row.known().has_value()) {
    const std::string& record = row.known()->record;
    before = record.substr(record.rfind('/') + 1);
    ABSL_ASSIGN_OR_RETURN(const storage::LatestRevision latest,
                          storage::GetLatestRevision(tx, table, before));
    slot.stands = latest.stands;
    if (absl::StartsWith(record, absl::StrCat(parent, "/"))) {
      slot.id = before;
      slot.revision = latest.number + 1;
    }
  }
  row.Judge("id");
  ABSL_RETURN_IF_ERROR(storage::CheckSourceFree(
      tx, table, FromProto(row.external_id()), before));
  return slot;
}

// Two facts of which the store holds one only, whatever their other days: they
// begin on one day, or neither ends.
inline bool Exclude(const DayPeriod& a, const DayPeriod& b) {
  return a.first == b.first || (!a.last.has_value() && !b.last.has_value());
}

inline absl::Status InUse(absl::string_view name) {
  return status::FailedPrecondition(
      "RECORD_IN_USE", name,
      "other records refer to it; take those back first");
}

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_RECORD_IMPORT_ROWS_H_

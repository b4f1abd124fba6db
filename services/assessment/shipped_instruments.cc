#include "services/assessment/shipped_instruments.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "caseload/policy/v1/instrument.pb.h"
#include "services/assessment/convert.h"
#include "services/assessment/instrument_registry.h"
#include "services/assessment/storage/instrument_store.h"
#include "services/common/status/status_macros.h"
#include "services/policy/proto/files.h"
#include "services/policy/proto/load.h"

namespace caseload::assessment {
namespace {

constexpr char kPrincipal[] = "service/assessment";

using Definition = policy::LoadedFile<
    policy::Loaded<policy::v1::Instrument, policy::Instrument>>;

policy::PolicyProblem ProblemIn(const std::string& file, std::string field,
                                std::string reason) {
  policy::PolicyProblem problem;
  problem.file = file;
  problem.field = std::move(field);
  problem.reason = std::move(reason);
  return problem;
}

absl::Status StoreOne(sql::Transaction& tx, const Definition& definition,
                      absl::Time now, ShippedInstruments* result) {
  const policy::Instrument& value = definition.value.value;
  const InstrumentName name{value.id, value.version};
  ABSL_ASSIGN_OR_RETURN(const std::optional<storage::InstrumentRow> stored,
                        storage::FindInstrument(tx, value.id, value.version));
  if (!stored.has_value()) {
    InstrumentRecording recording;
    recording.origin = v1::Instrument::ORIGIN_SHIPPED;
    recording.recorded_at = now;
    recording.recorded_by = kPrincipal;
    ABSL_RETURN_IF_ERROR(StoreInstrument(tx, definition.value.message, value,
                                         recording, /*traceparent=*/"")
                             .status());
    result->stored.push_back(name);
  } else if (stored->content_hash == value.digest) {
    result->unchanged.push_back(name);
  } else {
    result->refused.push_back(ProblemIn(
        definition.path, "version",
        absl::StrCat("is ", name.ToString(),
                     ", which is stored with another content; a version never "
                     "changes, so give the new content a new version")));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ShippedInstruments> LoadShippedInstruments(
    sql::Database& database, const std::string& directory, absl::Time now) {
  ShippedInstruments parsed;
  ABSL_ASSIGN_OR_RETURN(
      const std::vector<Definition> definitions,
      policy::LoadDirectory(directory, &policy::LoadInstrument,
                            &parsed.refused));
  ShippedInstruments result;
  const sql::Apply apply = [&](sql::Transaction& tx) -> absl::Status {
    result = parsed;  // it may run again
    for (const Definition& definition : definitions) {
      ABSL_RETURN_IF_ERROR(StoreOne(tx, definition, now, &result));
    }
    return absl::OkStatus();
  };
  ABSL_RETURN_IF_ERROR(database.WriteAndWait(sql::WriteOptions(), apply));
  return result;
}

}  // namespace caseload::assessment

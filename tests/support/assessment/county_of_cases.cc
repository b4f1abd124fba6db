#include "tests/support/assessment/county_of_cases.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "services/assessment/convert_assessment.h"
#include "services/assessment/domain/completion.h"
#include "services/assessment/instrument_registry.h"
#include "services/assessment/storage/assessment_store.h"
#include "services/assessment/storage/case_projection_store.h"
#include "services/common/status/status_macros.h"
#include "services/policy/proto/convert.h"
#include "tests/support/assessment/example_assessments.h"
#include "tests/support/assessment/example_instruments.h"

namespace caseload::assessment::testing {
namespace {

// Cases of one transaction.
constexpr int kBatch = 500;

absl::Status StoreVersion(sql::Transaction& tx,
                          const policy::v1::Instrument& definition,
                          absl::Time now) {
  InstrumentRecording recording;
  recording.origin = v1::Instrument::ORIGIN_CREATED;
  recording.recorded_at = now;
  recording.recorded_by = "person/test";
  return StoreInstrument(tx, definition,
                         *policy::ConvertInstrument(definition).value,
                         recording, "")
      .status();
}

absl::Status OpenCase(sql::Transaction& tx,
                      const policy::Instrument& instrument, int number,
                      absl::Time now) {
  domain::ProjectedCase projected;
  projected.id = absl::StrFormat("c-%06d", number);
  projected.division = "juvenile";
  projected.received_date = absl::CivilDay(2026, 1, 1);
  if (number % 7 == 6) projected.closed_date = absl::CivilDay(2026, 10, 1);
  ABSL_RETURN_IF_ERROR(storage::Upsert(tx, projected).status());
  const int total = number % 13;
  const int history = std::min(total, 4);
  const int family = std::min(total - history, 5);
  ABSL_ASSIGN_OR_RETURN(
      domain::Assessment assessment,
      ToDraft(RiskAssessment(history, family, total - history - family)));
  assessment.id = absl::StrFormat("a-%06d", number);
  assessment.case_id = projected.id;
  if (number % 10 == 9) assessment.norm_group_id = "custody";
  assessment.sets_risk = true;
  assessment.created_at = now;
  assessment.created_by = "person/test";
  ABSL_RETURN_IF_ERROR(storage::InsertDraft(tx, assessment));
  ABSL_RETURN_IF_ERROR(domain::Complete(instrument, "", &assessment));
  assessment.completed_at = now;
  assessment.completed_by = "person/test";
  ABSL_RETURN_IF_ERROR(storage::CompleteDraft(tx, assessment));
  return storage::SetLatest(tx, assessment.case_id, assessment.instrument_id)
      .status();
}

}  // namespace

policy::v1::Instrument ExampleRiskMoved() {
  policy::v1::Instrument moved = ExampleRisk();
  moved.set_version("2.0");
  moved.set_effective_date("2026-01-01");
  moved.mutable_norm_groups()->RemoveLast();
  auto* bands = moved.mutable_norm_groups(0)->mutable_total_bands();
  bands->Mutable(0)->set_maximum(5);
  bands->Mutable(1)->set_minimum(6);
  bands->Mutable(1)->set_maximum(9);
  bands->Mutable(2)->set_minimum(10);
  moved.mutable_norm_groups(0)->mutable_provenance()->set_kind(
      policy::v1::PROVENANCE_KIND_UNVERIFIED_EXAMPLE);
  return moved;
}

absl::Status OpenCases(sql::Database& database, int cases, absl::Time now) {
  const policy::Instrument instrument =
      *policy::ConvertInstrument(ExampleRisk()).value;
  const absl::Status stored =
      database.WriteAndWait({}, [&](sql::Transaction& tx) -> absl::Status {
        ABSL_RETURN_IF_ERROR(StoreVersion(tx, ExampleRisk(), now));
        return StoreVersion(tx, ExampleRiskMoved(), now);
      });
  if (!stored.ok()) return stored;
  for (int begin = 0; begin < cases; begin += kBatch) {
    const absl::Status opened =
        database.WriteAndWait({}, [&](sql::Transaction& tx) -> absl::Status {
          for (int i = begin; i < std::min(begin + kBatch, cases); ++i) {
            ABSL_RETURN_IF_ERROR(OpenCase(tx, instrument, i, now));
          }
          return absl::OkStatus();
        });
    if (!opened.ok()) return opened;
  }
  return absl::OkStatus();
}

}  // namespace caseload::assessment::testing

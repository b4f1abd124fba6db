#include "tests/support/assessment/example_rows.h"

#include <string>
#include <utility>

#include "services/assessment/domain/assessment.h"
#include "services/assessment/storage/assessment_store.h"
#include "services/assessment/storage/instrument_store.h"
#include "services/assessment/storage/override_store.h"
#include "services/common/status/status_macros.h"

namespace caseload::assessment::testing {

absl::Status StoreAssessment(sql::Transaction& tx) {
  storage::InstrumentRow instrument;
  instrument.instrument_id = "i";
  instrument.version = "1";
  instrument.population = "ANY";
  instrument.scoring_convention = "LEVEL_RECORDED";
  instrument.effective_date = "2026-01-01";
  instrument.content_hash = std::string(64, '0');
  instrument.definition_json = "{}";
  instrument.origin = "CREATED";
  instrument.created_by = "person/test";
  ABSL_RETURN_IF_ERROR(storage::InsertInstrument(tx, instrument).status());
  domain::Assessment assessment;
  assessment.id = "a";
  assessment.case_id = "c";
  assessment.instrument_id = "i";
  assessment.instrument_version = "1";
  assessment.assessed_date = absl::CivilDay(2026, 1, 1);
  assessment.domains.emplace_back().domain_id = "d";
  assessment.content_json = "{}";
  assessment.created_by = "person/test";
  ABSL_RETURN_IF_ERROR(storage::InsertDraft(tx, assessment));
  assessment.result.emplace().current_until_date = assessment.assessed_date;
  assessment.result->bands.push_back({"bands", "low"});
  assessment.completed_at = absl::UnixEpoch();
  assessment.completed_by = "person/test";
  return storage::CompleteDraft(tx, assessment);
}

domain::Override OverrideOfIt(std::optional<absl::CivilDay> last) {
  domain::Override override;
  override.id = "o";
  override.case_id = "c";
  override.from = {"a", "low", "bands", "low"};
  override.to_band_id = "high";
  override.reason_code = "crisis";
  override.asked = {absl::CivilDay(2026, 1, 1), last};
  override.requested = {absl::UnixEpoch(), "person/test"};
  override.policy = "p/1";
  return override;
}

absl::Status StoreApproved(sql::Transaction& tx, domain::Override override) {
  override.state = domain::OverrideState::kApproved;
  override.decided = domain::Act{absl::UnixEpoch(), "person/other"};
  ABSL_RETURN_IF_ERROR(storage::InsertOverride(tx, override));
  return storage::ReplacePeriod(tx, override, override.asked,
                                *override.decided);
}

}  // namespace caseload::assessment::testing

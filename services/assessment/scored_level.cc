#include "services/assessment/scored_level.h"

#include <set>
#include <utility>

#include "services/assessment/instrument_registry.h"
#include "services/assessment/names.h"
#include "services/common/status/status_macros.h"

namespace caseload::assessment {

absl::StatusOr<std::vector<policy::Instrument>> InstrumentsOf(
    sql::Transaction& tx, const std::vector<storage::RiskRow>& rows) {
  std::set<InstrumentName> seen;
  std::vector<policy::Instrument> instruments;
  for (const storage::RiskRow& row : rows) {
    const InstrumentName name{row.instrument_id, row.GoverningVersion()};
    if (!seen.insert(name).second) continue;
    ABSL_ASSIGN_OR_RETURN(policy::Instrument instrument,
                          GetInstrumentValue(tx, name));
    instruments.push_back(std::move(instrument));
  }
  return instruments;
}

std::vector<policy::AssessmentFact> FactsOf(
    const std::vector<const storage::RiskRow*>& rows) {
  std::vector<policy::AssessmentFact> facts;
  for (const storage::RiskRow* row : rows) {
    facts.push_back({row->instrument_id, row->GoverningVersion(),
                     row->assessed_date, row->GoverningLevel()});
  }
  return facts;
}

absl::StatusOr<std::optional<domain::ScoredLevel>> FindScoredLevel(
    sql::Transaction& tx, const policy::PolicyPack& pack,
    const domain::ProjectedCase& projected, absl::CivilDay today,
    absl::Time now) {
  ABSL_ASSIGN_OR_RETURN(const std::vector<storage::RiskRow> rows,
                        storage::FindRisk(tx, {projected.id}, today, now));
  ABSL_ASSIGN_OR_RETURN(const std::vector<policy::Instrument> instruments,
                        InstrumentsOf(tx, rows));
  std::vector<const storage::RiskRow*> pointers;
  for (const storage::RiskRow& row : rows) pointers.push_back(&row);
  policy::CaseFacts facts;
  facts.received = projected.received_date;
  const policy::LevelJudgement judgement =
      policy::JudgeLevel(pack, instruments, facts, FactsOf(pointers),
                         /*overrides=*/{}, today);
  if (!judgement.assessment.has_value()) {
    return std::optional<domain::ScoredLevel>();
  }
  const storage::RiskRow& governing =
      rows[static_cast<size_t>(*judgement.assessment)];
  return std::optional<domain::ScoredLevel>(
      {governing.assessment_id, governing.GoverningLevel(), pack.band_scheme.id,
       judgement.scored_band_id});
}

}  // namespace caseload::assessment

// assessment_store.h: the tables of assessments.
//
// Every function runs in the caller's transaction and passes on the store's own
// errors (sql/database.h). Nothing that was computed is ever changed: there is
// no function for it.

#ifndef SERVICES_ASSESSMENT_STORAGE_ASSESSMENT_STORE_H_
#define SERVICES_ASSESSMENT_STORAGE_ASSESSMENT_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/assessment/domain/assessment.h"
#include "services/common/sql/database.h"

namespace caseload::assessment::storage {

// Inserts a draft with its domains.
absl::Status InsertDraft(sql::Transaction& tx, const domain::Assessment& draft);

// The assessment with its domains and bands, or nullopt.
absl::StatusOr<std::optional<domain::Assessment>> FindAssessment(
    sql::Transaction& tx, absl::string_view id);

// Which assessments of a case to list.
struct AssessmentFilter {
  std::string case_id;
  // Empty: every instrument.
  std::string instrument_id;
  std::optional<domain::State> state;
  // False: clinical ones are left out.
  bool with_clinical = false;
};

// Where a page ended: the last one of it. Absent: before the first.
struct AssessmentPosition {
  absl::CivilDay assessed_date;
  std::string id;
};

// At most `limit` assessments after `position`, withdrawn ones left out: the
// latest first, those of one day by id, with their domains and bands.
absl::StatusOr<std::vector<domain::Assessment>> ListAssessments(
    sql::Transaction& tx, const AssessmentFilter& filter,
    const std::optional<AssessmentPosition>& position, int limit);

// Makes the draft `completed.id` what `completed` says: result, bands, levels
// of domains, who and when; its state becomes SUPERSEDED, see SetLatest(), and
// its version grows by one. ABORTED, reason ETAG_MISMATCH, when its version is
// no longer `completed.version` or it is no draft.
absl::Status CompleteDraft(sql::Transaction& tx,
                           const domain::Assessment& completed);

// Takes the assessment back at `now`, unless it is: it counts for nothing from
// then on, and stays. SetLatest() is for the caller.
absl::Status Withdraw(sql::Transaction& tx, absl::string_view id,
                      absl::Time now);

// Makes the latest completed assessment of the instrument on the case COMPLETE
// and every other one SUPERSEDED. Returns the ids of those that changed.
absl::StatusOr<std::vector<std::string>> SetLatest(
    sql::Transaction& tx, absl::string_view case_id,
    absl::string_view instrument_id);

// The ids of the latest completed assessments of a case, one for each
// instrument and by instrument, clinical ones left out.
absl::StatusOr<std::vector<std::string>> LatestOfCase(
    sql::Transaction& tx, absl::string_view case_id);

// What decides a level, of one completed and risk-setting assessment.
struct RiskRow {
  std::string case_id;
  std::string assessment_id;
  std::string instrument_id;
  std::string instrument_version;
  absl::CivilDay assessed_date;
  std::string level;
  bool provisional = false;
  bool uses_unverified_figures = false;
  // What the level was under another version on the day; governs in its place.
  std::optional<domain::DerivedLevel> derived;

  const std::string& GoverningVersion() const {
    return derived.has_value() ? derived->instrument_version
                               : instrument_version;
  }
  const std::string& GoverningLevel() const {
    return derived.has_value() ? derived->level : level;
  }
};

// All of them on the cases, made on or before `as_of`, completed at or before
// `known_at` and not withdrawn by then: by case, and the latest of a case
// first. At most Statement::kMaxInList cases.
absl::StatusOr<std::vector<RiskRow>> FindRisk(
    sql::Transaction& tx, const std::vector<std::string>& case_ids,
    absl::CivilDay as_of, absl::Time known_at);

}  // namespace caseload::assessment::storage

#endif  // SERVICES_ASSESSMENT_STORAGE_ASSESSMENT_STORE_H_

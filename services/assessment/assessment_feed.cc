#include "services/assessment/assessment_feed.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "caseload/assessment/v1/feed.pb.h"
#include "services/assessment/convert_assessment.h"
#include "services/assessment/instrument_registry.h"
#include "services/assessment/names.h"
#include "services/assessment/override_publish.h"
#include "services/assessment/storage/assessment_store.h"
#include "services/assessment/storage/override_store.h"
#include "services/common/feed/change_token.h"
#include "services/common/feed/feed.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::assessment {
namespace {

// An assessment and the instrument version that it names.
struct Instrumented {
  domain::Assessment assessment;
  policy::Instrument instrument;
};

absl::StatusOr<Instrumented> Read(sql::Transaction& tx, const std::string& id) {
  ABSL_ASSIGN_OR_RETURN(std::optional<domain::Assessment> assessment,
                        storage::FindAssessment(tx, id));
  if (!assessment.has_value()) {
    return status::Internal("a changed assessment is not there");
  }
  ABSL_ASSIGN_OR_RETURN(
      policy::Instrument instrument,
      GetInstrumentValue(tx, InstrumentName{assessment->instrument_id,
                                            assessment->instrument_version}));
  return Instrumented{*std::move(assessment), std::move(instrument)};
}

}  // namespace

absl::StatusOr<int64_t> AppendState(sql::Transaction& tx,
                                    const rpc::CallContext& call,
                                    std::string resource_name, std::string kind,
                                    const google::protobuf::Message& state) {
  feed::Change change;
  change.resource_name = std::move(resource_name);
  change.kind = std::move(kind);
  change.recorded_at = call.now;
  change.state = &state;
  change.traceparent = call.traceparent;
  return feed::Append(tx, change);
}

absl::Status AppendAssessments(sql::Transaction& tx,
                               const rpc::CallContext& call,
                               const std::vector<std::string>& assessment_ids) {
  for (const std::string& id : assessment_ids) {
    ABSL_ASSIGN_OR_RETURN(const Instrumented read, Read(tx, id));
    if (read.assessment.clinical) continue;
    ABSL_RETURN_IF_ERROR(
        AppendState(tx, call, AssessmentName{id}.ToString(), "assessment",
                    ToAssessmentState(read.assessment, read.instrument))
            .status());
  }
  return absl::OkStatus();
}

absl::Status AppendCaseRisk(sql::Transaction& tx, const rpc::CallContext& call,
                            absl::string_view case_id) {
  const std::string name = CaseName{std::string(case_id)}.ToString();
  v1::CaseRiskState state;
  state.set_case_(name);
  ABSL_ASSIGN_OR_RETURN(const std::vector<std::string> latest,
                        storage::LatestOfCase(tx, case_id));
  for (const std::string& id : latest) {
    ABSL_ASSIGN_OR_RETURN(const Instrumented read, Read(tx, id));
    *state.add_latest() = ToCompleted(read.assessment, read.instrument);
  }
  ABSL_ASSIGN_OR_RETURN(
      const std::vector<domain::OverridePeriod> periods,
      storage::ListPeriods(tx, {std::string(case_id)}, std::nullopt));
  for (const domain::OverridePeriod& period : periods) {
    *state.add_overrides() = ToPeriod(period);
  }
  const std::string resource = absl::StrCat(name, "/risk");
  ABSL_ASSIGN_OR_RETURN(const int64_t version,
                        AppendState(tx, call, resource, "case_risk", state));
  // A snapshot that is read with the change's token shows it.
  feed::NoteChange(tx, resource, version);
  return absl::OkStatus();
}

}  // namespace caseload::assessment

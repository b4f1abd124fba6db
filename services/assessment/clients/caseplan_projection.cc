#include "services/assessment/clients/caseplan_projection.h"

#include <optional>
#include <utility>

#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "caseload/caseplan/v1/case.pb.h"
#include "caseload/caseplan/v1/case_plan.pb.h"
#include "caseload/caseplan/v1/officer.pb.h"
#include "caseload/caseplan/v1/unit.pb.h"
#include "google/protobuf/util/time_util.h"
#include "services/assessment/domain/case_projection.h"
#include "services/assessment/storage/case_projection_store.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::assessment {
namespace {

namespace cv1 = caseplan::v1;
using follow::Outcome;

// Resources of each kind in one round of a sweep.
constexpr int kSweepLimit = 500;

absl::CivilDay ToDay(const type::v1::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

std::optional<absl::CivilDay> ToDay(bool present, const type::v1::Date& date) {
  if (!present) return std::nullopt;
  return ToDay(date);
}

domain::Days ToDays(const type::v1::DateRange& range) {
  return {ToDay(range.start_date()),
          ToDay(range.has_end_date(), range.end_date())};
}

// A resource's name, taken apart: "cases/c/states/s" is {"cases", "c",
// "states", "s"}.
using NameParts = std::vector<absl::string_view>;

std::string IdOf(absl::string_view name) {
  return std::string(name.substr(name.rfind('/') + 1));
}

std::optional<std::string> OptionalId(absl::string_view name) {
  if (name.empty()) return std::nullopt;
  return IdOf(name);
}

absl::Status Unreadable(const type::v1::Change& change) {
  return status::Internal(
      absl::StrCat("a change of kind ", change.kind(), " cannot be read"));
}

// The states, each as what is kept of it; INTERNAL when one makes no sense.

absl::StatusOr<domain::ProjectedCase> Project(const type::v1::Change& change,
                                              const NameParts& name,
                                              const cv1::Case& state) {
  if (name.size() != 2) return Unreadable(change);
  domain::ProjectedCase projected;
  projected.division = state.division();
  projected.case_type = state.case_type();
  projected.received_date = ToDay(state.received_date());
  projected.start_date = ToDay(state.has_start_date(), state.start_date());
  projected.unit_id = OptionalId(state.unit());
  projected.closed_date = ToDay(state.has_closed_date(), state.closed_date());
  if (state.has_external_id()) {
    projected.source_system = state.external_id().source_system();
    projected.source_id = state.external_id().id();
  }
  return projected;
}

absl::StatusOr<domain::ProjectedCaseState> Project(
    const type::v1::Change& change, const NameParts& name,
    const cv1::CaseState& state) {
  const int status = state.status() - cv1::CaseState::STATUS_ACTIVE +
                     static_cast<int>(domain::CaseStatus::kActive);
  if (name.size() != 4 || status < 0 ||
      status > static_cast<int>(domain::CaseStatus::kOutOfCounty)) {
    return Unreadable(change);
  }
  domain::ProjectedCaseState projected;
  projected.case_id = std::string(name[1]);
  projected.status = static_cast<domain::CaseStatus>(status);
  projected.days = ToDays(state.period());
  projected.stands = !state.recording().has_superseded_at();
  return projected;
}

// Of a plan nothing is kept but when it was approved and from when it holds.
absl::StatusOr<domain::ProjectedPlan> Project(const type::v1::Change& change,
                                              const NameParts& name,
                                              const cv1::CasePlan& state) {
  if (name.size() != 4 || state.version() < 1 || !state.has_effective_date()) {
    return Unreadable(change);
  }
  domain::ProjectedPlan projected;
  projected.case_id = std::string(name[1]);
  projected.number = state.version();
  projected.first_day = ToDay(state.effective_date());
  if (state.has_approve_time()) {
    projected.approved_at = absl::FromUnixMicros(
        google::protobuf::util::TimeUtil::TimestampToMicroseconds(
            state.approve_time()));
  }
  projected.stands = !state.has_withdraw_time();
  return projected;
}

absl::StatusOr<domain::ProjectedAssignment> Project(
    const type::v1::Change& change, const NameParts& name,
    const cv1::Assignment& state) {
  const int role = state.role() - cv1::Assignment::ROLE_PRIMARY;
  if (name.size() != 4 || role < 0 ||
      role > static_cast<int>(domain::AssignmentRole::kCourtesy)) {
    return Unreadable(change);
  }
  domain::ProjectedAssignment projected;
  projected.case_id = std::string(name[1]);
  projected.officer_id = IdOf(state.officer());
  projected.role = static_cast<domain::AssignmentRole>(role);
  projected.days = ToDays(state.period());
  projected.stands = !state.recording().has_superseded_at();
  return projected;
}

absl::StatusOr<domain::ProjectedOfficer> Project(const type::v1::Change& change,
                                                 const NameParts& name,
                                                 const cv1::Officer& state) {
  if (name.size() != 2) return Unreadable(change);
  domain::ProjectedOfficer projected;
  if (!state.staff_subject().empty()) {
    projected.staff_subject = state.staff_subject();
  }
  projected.days.first = ToDay(state.first_day());
  projected.days.last = ToDay(state.has_last_day(), state.last_day());
  projected.stands = !state.has_withdraw_time();
  return projected;
}

absl::StatusOr<domain::ProjectedPosting> Project(
    const type::v1::Change& change, const NameParts& name,
    const cv1::OfficerPosting& state) {
  if (name.size() != 4) return Unreadable(change);
  domain::ProjectedPosting projected;
  projected.officer_id = std::string(name[1]);
  projected.unit_id = IdOf(state.unit());
  projected.supervisor_id = OptionalId(state.supervisor());
  projected.acting_supervisor_id = OptionalId(state.acting_supervisor());
  projected.days = ToDays(state.period());
  projected.stands = !state.recording().has_superseded_at();
  return projected;
}

absl::StatusOr<domain::ProjectedUnit> Project(const type::v1::Change& change,
                                              const NameParts& name,
                                              const cv1::Unit& state) {
  if (name.size() != 2) return Unreadable(change);
  domain::ProjectedUnit projected;
  projected.division = state.division();
  projected.days.first = ToDay(state.first_day());
  projected.days.last = ToDay(state.has_last_day(), state.last_day());
  projected.stands = !state.has_withdraw_time();
  return projected;
}

template <typename State>
absl::StatusOr<Outcome> ApplyState(sql::Transaction& tx,
                                   const type::v1::Change& change) {
  if (!follow::Carries<State>(change)) return Outcome::kUnknown;
  ABSL_ASSIGN_OR_RETURN(const State state, follow::StateOf<State>(change));
  const NameParts name = absl::StrSplit(change.resource_name(), '/');
  ABSL_ASSIGN_OR_RETURN(auto projected, Project(change, name, state));
  projected.id = std::string(name.back());
  projected.version = change.version();
  ABSL_ASSIGN_OR_RETURN(const bool written, storage::Upsert(tx, projected));
  return written ? Outcome::kApplied : Outcome::kNotNewer;
}

// Each kind with what applies it.
struct Kind {
  const char* name;
  absl::StatusOr<Outcome> (*apply)(sql::Transaction&, const type::v1::Change&);
};
constexpr Kind kKinds[] = {
    {"assignment", &ApplyState<cv1::Assignment>},
    {"case", &ApplyState<cv1::Case>},
    {"case_plan", &ApplyState<cv1::CasePlan>},
    {"case_state", &ApplyState<cv1::CaseState>},
    {"officer", &ApplyState<cv1::Officer>},
    {"posting", &ApplyState<cv1::OfficerPosting>},
    {"unit", &ApplyState<cv1::Unit>},
};

}  // namespace

std::vector<std::string> CaseplanProjection::Kinds() {
  std::vector<std::string> kinds;
  for (const Kind& kind : kKinds) kinds.push_back(kind.name);
  return kinds;
}

absl::StatusOr<Outcome> CaseplanProjection::Apply(
    sql::Transaction& tx, const type::v1::Change& change) {
  for (const Kind& kind : kKinds) {
    if (change.kind() == kind.name) return kind.apply(tx, change);
  }
  return Outcome::kUnknown;
}

absl::Status CaseplanProjection::ForgetVersions(sql::Transaction& tx) {
  return storage::ForgetCaseProjectionVersions(tx);
}

absl::StatusOr<bool> CaseplanProjection::Sweep(sql::Transaction& tx) {
  return storage::SweepCaseProjection(tx, kSweepLimit);
}

}  // namespace caseload::assessment

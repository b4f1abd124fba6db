#include "services/assessment/override_service.h"

#include <cstring>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "caseload/options/v1/options.pb.h"
#include "services/assessment/names.h"
#include "services/assessment/override_publish.h"
#include "services/assessment/override_rates.h"
#include "services/assessment/scored_level.h"
#include "services/assessment/storage/case_projection_store.h"
#include "services/assessment/storage/override_rate_store.h"
#include "services/assessment/storage/override_store.h"
#include "services/assessment/validate.h"
#include "services/assessment/validate_override.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/policy/calendar.h"

namespace caseload::assessment {
namespace {

// The person who calls, also through a service.
std::string PersonOf(const rpc::CallContext& call) {
  return absl::StrCat("person/", call.caller.person);
}

// Policy calls a role by the enumerator's name in lower case, without prefix.
std::vector<std::string> RolesOf(const rpc::CallContext& call) {
  std::vector<std::string> names;
  for (int role = options::v1::Role_MIN + 1; role <= options::v1::Role_MAX;
       ++role) {
    if (!call.caller.roles.Has(role)) continue;
    const std::string& name =
        options::v1::Role_Name(static_cast<options::v1::Role>(role));
    names.push_back(absl::AsciiStrToLower(name.substr(strlen("ROLE_"))));
  }
  return names;
}

// A page ends at an override: "<microseconds> <id>".
std::string ToPosition(const domain::Override& override) {
  return absl::StrCat(absl::ToUnixMicros(override.requested.at), " ",
                      override.id);
}

std::optional<storage::OverridePosition> FromPosition(
    const std::string& position) {
  if (position.empty()) return std::nullopt;
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(position, absl::MaxSplits(' ', 1));
  int64_t micros = 0;
  if (!absl::SimpleAtoi(parts.first, &micros)) return std::nullopt;
  return storage::OverridePosition{absl::FromUnixMicros(micros), parts.second};
}

// What is written under the version that was read; somebody else was first
// otherwise.
absl::Status Update(sql::Transaction& tx, const domain::Override& override) {
  ABSL_ASSIGN_OR_RETURN(const bool updated,
                        storage::UpdateOverride(tx, override));
  if (updated) return absl::OkStatus();
  return status::EtagMismatch(OverrideName{override.id}.ToString());
}

}  // namespace

void OverrideService::Register(rpc::Service& service) {
  service.Write<v1::RequestOverrideRequest, v1::Override>(
      "RequestOverride",
      [this](auto&... arguments) { return RequestOverride(arguments...); });
  service.Write<v1::DecideOverrideRequest, v1::Override>(
      "DecideOverride",
      [this](auto&... arguments) { return DecideOverride(arguments...); });
  service.Write<v1::EndOverrideRequest, v1::Override>(
      "EndOverride",
      [this](auto&... arguments) { return EndOverride(arguments...); });
  service.Read<v1::GetOverrideRequest, v1::Override>(
      "GetOverride",
      [this](auto&... arguments) { return GetOverride(arguments...); });
  service.Read<v1::ListOverridesRequest, v1::ListOverridesResponse>(
      "ListOverrides",
      [this](auto&... arguments) { return ListOverrides(arguments...); });
  service.Read<v1::ReportOverrideRatesRequest, v1::ReportOverrideRatesResponse>(
      "ReportOverrideRates",
      [this](auto&... arguments) { return ReportOverrideRates(arguments...); });
}

absl::Status OverrideService::CheckNative() const {
  if (options_.masters == nullptr) return absl::OkStatus();
  return options_.masters->CheckNativeWrite("overrides");
}

absl::CivilDay OverrideService::Today(const rpc::CallContext& call) const {
  return policy::LocalDay(call.now, options_.county_zone);
}

absl::StatusOr<OverrideService::Governed> OverrideService::GovernedCase(
    sql::Transaction& tx, const rpc::CallContext& call,
    const std::string& case_id) const {
  ABSL_ASSIGN_OR_RETURN(std::optional<domain::ProjectedCase> projected,
                        storage::FindCase(tx, case_id));
  if (!projected.has_value()) {
    return status::NotFound(CaseName{case_id}.ToString());
  }
  Governed governed;
  governed.projected = *std::move(projected);
  ABSL_ASSIGN_OR_RETURN(
      governed.pack,
      options_.packs->InForce(governed.projected.division, Today(call)));
  if (!governed.pack->overrides.has_value()) {
    return status::FailedPrecondition(
        "OVERRIDE_POLICY_MISSING", governed.projected.division,
        "the division's policy in force says nothing of overrides; activate a "
        "pack that does");
  }
  governed.rules = &*governed.pack->overrides;
  return governed;
}

absl::StatusOr<domain::Override> OverrideService::GetReached(
    sql::Transaction& tx, const rpc::CallContext& call, const std::string& name,
    const std::string& etag) const {
  ABSL_ASSIGN_OR_RETURN(const OverrideName parsed,
                        ParseName<OverrideName>("name", name));
  ABSL_ASSIGN_OR_RETURN(std::optional<domain::Override> override,
                        storage::FindOverride(tx, parsed.override_id));
  // One that is not there is looked for in no case, and as long.
  ABSL_RETURN_IF_ERROR(options_.access->CheckReachedThrough(
      tx, call, override.has_value() ? override->case_id : "", name));
  if (!override.has_value()) return status::NotFound(name);
  call.Touched(name);
  if (!etag.empty() && etag != EtagOf(*override)) {
    return status::EtagMismatch(name);
  }
  return *std::move(override);
}

absl::StatusOr<v1::Override> OverrideService::RequestOverride(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::RequestOverrideRequest& request) const {
  const absl::CivilDay today = Today(call);
  ABSL_ASSIGN_OR_RETURN(domain::Override override,
                        ValidateRequestOverride(request, today));
  ABSL_RETURN_IF_ERROR(CheckNative());
  ABSL_RETURN_IF_ERROR(
      options_.access->CheckForEntry(tx, call, override.case_id));
  ABSL_ASSIGN_OR_RETURN(const Governed governed,
                        GovernedCase(tx, call, override.case_id));
  ABSL_ASSIGN_OR_RETURN(
      const std::optional<domain::ScoredLevel> level,
      FindScoredLevel(tx, *governed.pack, governed.projected, today, call.now));
  if (!level.has_value()) {
    return status::FailedPrecondition(
        "OVERRIDE_WITHOUT_LEVEL", request.override().case_(),
        "nothing that counts is scored on the case; assess it first");
  }
  override.from = *level;
  ABSL_RETURN_IF_ERROR(
      domain::CheckRequest(*governed.pack, *governed.rules, override, today));
  override.id = options_.ids->NewId();
  override.direction = domain::DirectionBetween(
      governed.pack->band_scheme, level->band_id, override.to_band_id);
  override.requested = {call.now, PersonOf(call)};
  override.policy = absl::StrCat(governed.pack->version.pack_id, "/",
                                 governed.pack->version.version_label);
  ABSL_RETURN_IF_ERROR(storage::InsertOverride(tx, override));
  return PublishOverride(tx, call, override.id, /*changes_risk=*/false);
}

absl::StatusOr<v1::Override> OverrideService::DecideOverride(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::DecideOverrideRequest& request) const {
  ABSL_RETURN_IF_ERROR(ValidateDecideOverride(request));
  ABSL_RETURN_IF_ERROR(CheckNative());
  ABSL_ASSIGN_OR_RETURN(domain::Override override,
                        GetReached(tx, call, request.name(), request.etag()));
  ABSL_ASSIGN_OR_RETURN(const Governed governed,
                        GovernedCase(tx, call, override.case_id));
  ABSL_RETURN_IF_ERROR(domain::CheckMayDecide(*governed.rules, override,
                                              PersonOf(call), RolesOf(call)));
  if (override.state != domain::OverrideState::kRequested ||
      override.withdrawn_at.has_value()) {
    return status::FailedPrecondition(
        "OVERRIDE_ALREADY_DECIDED", request.name(),
        "a decision stands; ask for another override");
  }
  const absl::CivilDay today = Today(call);
  const bool approves =
      request.decision() == v1::DecideOverrideRequest::DECISION_APPROVE;
  override.decided = domain::Act{call.now, PersonOf(call)};
  override.decision_note = request.note();
  override.state = domain::OverrideState::kDeclined;
  if (approves) {
    ABSL_ASSIGN_OR_RETURN(const std::optional<domain::ScoredLevel> level,
                          FindScoredLevel(tx, *governed.pack,
                                          governed.projected, today, call.now));
    ABSL_ASSIGN_OR_RETURN(
        const std::vector<domain::OverridePeriod> others,
        storage::ListPeriods(tx, {override.case_id}, std::nullopt));
    ABSL_RETURN_IF_ERROR(
        domain::CheckApproval(override, level, others, today, request.name()));
    override.state = domain::OverrideState::kApproved;
    ABSL_RETURN_IF_ERROR(storage::ReplacePeriod(
        tx, override, domain::DaysInForce(override, today), *override.decided));
  }
  ABSL_RETURN_IF_ERROR(Update(tx, override));
  return PublishOverride(tx, call, override.id, /*changes_risk=*/approves);
}

absl::StatusOr<v1::Override> OverrideService::EndOverride(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::EndOverrideRequest& request) const {
  ABSL_RETURN_IF_ERROR(ValidateEndOverride(request));
  ABSL_RETURN_IF_ERROR(CheckNative());
  ABSL_ASSIGN_OR_RETURN(domain::Override override,
                        GetReached(tx, call, request.name(), request.etag()));
  ABSL_ASSIGN_OR_RETURN(const Governed governed,
                        GovernedCase(tx, call, override.case_id));
  ABSL_RETURN_IF_ERROR(domain::CheckMayEnd(*governed.rules, RolesOf(call)));
  const absl::CivilDay today = Today(call);
  ABSL_RETURN_IF_ERROR(domain::CheckLasts(override, today, request.name()));
  override.state = domain::OverrideState::kEnded;
  override.ended = domain::Act{call.now, PersonOf(call)};
  override.end_reason = request.reason();
  ABSL_RETURN_IF_ERROR(storage::ReplacePeriod(
      tx, override, domain::DaysWhenEnded(*override.in_force, today),
      *override.ended));
  ABSL_RETURN_IF_ERROR(Update(tx, override));
  return PublishOverride(tx, call, override.id, /*changes_risk=*/true);
}

absl::StatusOr<v1::Override> OverrideService::GetOverride(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::GetOverrideRequest& request) const {
  ABSL_ASSIGN_OR_RETURN(const domain::Override override,
                        GetReached(tx, call, request.name(), /*etag=*/""));
  return ToMessage(override);
}

absl::StatusOr<v1::ListOverridesResponse> OverrideService::ListOverrides(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::ListOverridesRequest& request) const {
  ABSL_ASSIGN_OR_RETURN(storage::OverrideFilter filter,
                        ValidateListOverrides(request));
  if (!filter.case_id.empty()) {
    ABSL_RETURN_IF_ERROR(
        options_.access->CheckReached(tx, call, {filter.case_id}));
  } else {
    ABSL_ASSIGN_OR_RETURN(filter.reach,
                          options_.access->ReachOfCaller(tx, call));
  }
  ABSL_ASSIGN_OR_RETURN(const int32_t page_size,
                        paging::PageSize(request.page_size()));
  const std::string fingerprint =
      absl::StrCat("ListOverrides ", request.case_(), " ", request.state());
  ABSL_ASSIGN_OR_RETURN(
      const std::string opened,
      options_.page_tokens->Open(fingerprint, request.page_token()));
  // One more than the page, to know whether there is another.
  ABSL_ASSIGN_OR_RETURN(
      std::vector<domain::Override> overrides,
      storage::ListOverrides(tx, filter, FromPosition(opened), page_size + 1));
  v1::ListOverridesResponse response;
  if (overrides.size() > static_cast<size_t>(page_size)) {
    overrides.pop_back();
    response.set_next_page_token(
        options_.page_tokens->Seal(fingerprint, ToPosition(overrides.back())));
  }
  for (const domain::Override& override : overrides) {
    *response.add_overrides() = ToMessage(override);
    call.Touched(response.overrides().rbegin()->name());
  }
  return response;
}

absl::StatusOr<v1::ReportOverrideRatesResponse>
OverrideService::ReportOverrideRates(
    sql::Transaction& tx, const rpc::CallContext& /*call*/,
    const v1::ReportOverrideRatesRequest& request) const {
  ABSL_ASSIGN_OR_RETURN(const domain::Days period,
                        ValidateReportOverrideRates(request));
  ABSL_ASSIGN_OR_RETURN(const std::vector<storage::OverrideCount> counts,
                        storage::CountOverridden(tx, period));
  return RatesOf(counts, [&](const std::string& division) {
    const auto pack = options_.packs->InForce(division, *period.last);
    if (!pack.ok() || !(*pack)->overrides.has_value()) {
      return std::optional<int>();
    }
    return std::optional<int>((*pack)->overrides->alert_above_percent);
  });
}

}  // namespace caseload::assessment

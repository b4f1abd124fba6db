#include "services/assessment/override_row.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/assessment/validate.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/policy/calendar.h"

namespace caseload::assessment {
namespace {

using Content = v1::ImportedOverride;
using domain::OverrideState;

// The days of a row, each that is there.
struct RowDays {
  absl::CivilDay requested;
  std::optional<absl::CivilDay> decided;
  std::optional<absl::CivilDay> effective;
  std::optional<absl::CivilDay> expires;
  std::optional<absl::CivilDay> discussed;
};

absl::StatusOr<std::optional<absl::CivilDay>> OptionalDay(
    const std::string& column, bool present, const type::v1::Date& date) {
  if (!present) return std::optional<absl::CivilDay>();
  ABSL_ASSIGN_OR_RETURN(const absl::CivilDay day, ParseDate(column, date));
  return std::optional<absl::CivilDay>(day);
}

absl::StatusOr<RowDays> ReadDays(const Content& content) {
  RowDays days;
  ABSL_ASSIGN_OR_RETURN(days.requested,
                        ParseDate("requested_on", content.requested_on()));
  ABSL_ASSIGN_OR_RETURN(days.decided,
                        OptionalDay("decided_on", content.has_decided_on(),
                                    content.decided_on()));
  ABSL_ASSIGN_OR_RETURN(days.effective,
                        OptionalDay("effective_on", content.has_effective_on(),
                                    content.effective_on()));
  ABSL_ASSIGN_OR_RETURN(days.expires,
                        OptionalDay("expires_on", content.has_expires_on(),
                                    content.expires_on()));
  ABSL_ASSIGN_OR_RETURN(days.discussed,
                        OptionalDay("discussed_on", content.has_discussed_on(),
                                    content.discussed_on()));
  return days;
}

bool IsDecided(const Content& content) {
  return content.decision() != Content::DECISION_REQUESTED;
}

// Days in the future that have happened, for an export of today.
void FlagFuture(const RowDays& days, absl::CivilDay today, imports::Row* row) {
  const auto flag = [&](const std::optional<absl::CivilDay>& day,
                        absl::string_view column) {
    if (day.has_value() && *day > today) {
      row->Flag(column, "DATE_IN_FUTURE", "is after today");
    }
  };
  flag(days.requested, "requested_on");
  flag(days.decided, "decided_on");
  flag(days.discussed, "discussed_on");
}

// The division's band that `level` names: a level of the instrument, or a band
// itself. Empty when it is neither.
std::string BandNamed(const std::string& level,
                      const policy::Instrument& instrument,
                      const policy::PolicyPack& pack) {
  const auto band = instrument.BandOf(pack.band_scheme.id, level);
  if (band.has_value()) return *band;
  return pack.band_scheme.RankOf(level).has_value() ? level : "";
}

void FlagRules(const Content& content, const domain::Override& override,
               const policy::PolicyPack& pack, imports::Row* row) {
  if (!content.from_level().empty() &&
      content.from_level() != override.from.level_id) {
    row->Flag("from_level", "LEVEL_DISAGREES",
              "is not the assessment's scored level");
  }
  if (override.direction == domain::OverrideDirection::kNone) {
    row->Flag("to_level", "OVERRIDE_BAND_UNCHANGED",
              "is of the band that is scored");
  }
  if (IsDecided(content) &&
      content.decided_by_id() == content.requested_by_id()) {
    row->Flag("decided_by_id", "OVERRIDE_DECIDED_BY_REQUESTER",
              "is who asked for it");
  }
  if (!pack.overrides.has_value()) return;
  if (pack.overrides->FindReason(content.reason()) == nullptr) {
    row->Flag("reason", "OVERRIDE_REASON_UNKNOWN",
              "is no reason of the division's policy");
  }
  if (override.asked.last.has_value() &&
      *override.asked.last >
          policy::AddPeriod(override.asked.first,
                            pack.overrides->longest_temporary)) {
    row->Flag("expires_on", "OVERRIDE_TOO_LONG",
              "is later than the division's policy allows");
  }
}

OverrideState StateOf(const Content& content, const domain::Days& days,
                      absl::CivilDay today) {
  switch (content.decision()) {
    case Content::DECISION_APPROVED:
      return days.last.value_or(today) < today ? OverrideState::kExpired
                                               : OverrideState::kApproved;
    case Content::DECISION_DENIED:
      return OverrideState::kDeclined;
    case Content::DECISION_ENDED:
      return OverrideState::kEnded;
    default:
      return OverrideState::kRequested;
  }
}

// Which band is overridden by which.
absl::Status SetBands(const Content& content, const OverrideRowContext& context,
                      domain::Override* override) {
  const policy::PolicyPack& pack = *context.pack;
  const std::string& level = context.assessment.result->level;
  override->from = {context.assessment.id, level, pack.band_scheme.id,
                    BandNamed(level, context.instrument, pack)};
  if (override->from.band_id.empty()) {
    return status::FailedPrecondition(
        "OVERRIDE_WITHOUT_LEVEL", pack.band_scheme.id,
        "the assessment's level is no band of the division's scheme");
  }
  override->to_band_id =
      BandNamed(content.to_level(), context.instrument, pack);
  if (override->to_band_id.empty()) {
    return status::InvalidField("to_level", "OVERRIDE_BAND_UNKNOWN",
                                "is no level of the instrument and no band of "
                                "the division's scheme");
  }
  override->direction = domain::DirectionBetween(
      pack.band_scheme, override->from.band_id, override->to_band_id);
  return absl::OkStatus();
}

// Who asked and decided, and what came of it.
void SetActs(const Content& content, const RowDays& days,
             const OverrideRowContext& context, domain::Override* override) {
  const auto midnight = [&](absl::CivilDay day) {
    return policy::StartOfDay(day, context.zone);
  };
  override->requested = {midnight(days.requested), content.requested_by_id()};
  if (days.decided.has_value() && IsDecided(content) &&
      !content.decided_by_id().empty()) {
    override->decided =
        domain::Act{midnight(*days.decided), content.decided_by_id()};
  }
  override->state = StateOf(content, override->asked, context.today);
  override->discussed = days.discussed;
  if (content.decision() == Content::DECISION_APPROVED) {
    override->in_force = override->asked;
  }
}

}  // namespace

absl::Status CheckContent(const Content& content) {
  status::FieldViolations violations;
  const auto require = [&](bool present, absl::string_view column) {
    if (!present) violations.Add(column, "FIELD_REQUIRED", "is required");
  };
  if (content.decision() == Content::DECISION_UNSPECIFIED ||
      !Content::Decision_IsValid(content.decision())) {
    violations.Add("decision", "ENUM_INVALID",
                   "is requested, approved, denied or ended");
  }
  if (content.override_type() == Content::TYPE_UNSPECIFIED ||
      !Content::Type_IsValid(content.override_type())) {
    violations.Add("override_type", "ENUM_INVALID",
                   "is permanent or temporary");
  }
  require(!content.to_level().empty(), "to_level");
  require(!content.reason().empty(), "reason");
  require(!content.requested_by_id().empty(), "requested_by_id");
  require(content.has_requested_on(), "requested_on");
  const bool approved = content.decision() == Content::DECISION_APPROVED;
  require(!approved || content.has_effective_on(), "effective_on");
  require(!approved || content.has_decided_on(), "decided_on");
  require(!approved || !content.decided_by_id().empty(), "decided_by_id");
  require(content.override_type() != Content::TYPE_TEMPORARY ||
              content.has_expires_on(),
          "expires_on");
  return violations.ToStatus();
}

absl::StatusOr<domain::Override> ToOverride(const Content& content,
                                            const OverrideRowContext& context,
                                            imports::Row* row) {
  ABSL_ASSIGN_OR_RETURN(const RowDays days, ReadDays(content));
  domain::Override override;
  override.case_id = context.assessment.case_id;
  ABSL_RETURN_IF_ERROR(SetBands(content, context, &override));
  override.reason_code = content.reason();
  override.asked = {days.effective.value_or(days.requested), days.expires};
  if (override.asked.last.has_value() &&
      *override.asked.last < override.asked.first) {
    return status::InvalidField("expires_on", "PERIOD_REVERSED",
                                "is before effective_on");
  }
  SetActs(content, days, context, &override);
  override.policy = absl::StrCat(context.pack->version.pack_id, "/",
                                 context.pack->version.version_label);
  FlagFuture(days, context.today, row);
  FlagRules(content, override, *context.pack, row);
  return override;
}

}  // namespace caseload::assessment

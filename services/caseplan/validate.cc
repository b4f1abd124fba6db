#include "services/caseplan/validate.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "services/caseplan/convert.h"
#include "services/caseplan/domain/names.h"
#include "services/common/ids/ids.h"
#include "services/common/status/status_macros.h"

namespace caseload::caseplan {

namespace {

constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2199;
constexpr size_t kMaxEmailLength = 254;

// Characters, not bytes; the wrapper has refused broken UTF-8.
size_t LengthOf(absl::string_view text) {
  return static_cast<size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

bool LooksLikeAddress(absl::string_view text) {
  size_t at = text.find('@');
  return at != absl::string_view::npos && at > 0 && at + 1 < text.size() &&
         text.find('@', at + 1) == absl::string_view::npos &&
         std::none_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isspace(c) || c == ',' || c == '<' || c == '>';
         });
}

}  // namespace

std::optional<absl::CivilDay> ToDay(const type::v1::Date& date) {
  if (date.year() < kFirstYear || date.year() > kLastYear) return std::nullopt;
  // CivilDay mends 30 February to 2 March; what it had to mend was no day.
  absl::CivilDay day(date.year(), date.month(), date.day());
  if (day.year() != date.year() || day.month() != date.month() ||
      day.day() != date.day()) {
    return std::nullopt;
  }
  return day;
}

void Checker::Text(absl::string_view field, absl::string_view value,
                   Presence presence, size_t max_length) {
  if (value.empty()) {
    if (presence == kRequired) Missing(field);
  } else if (size_t length = LengthOf(value); length > max_length) {
    Add(field, "TEXT_TOO_LONG",
        absl::StrCat("has ", length, " characters; at most ", max_length,
                     " are kept"));
  }
}

void Checker::Id(absl::string_view field, absl::string_view value,
                 Presence presence) {
  if (value.empty()) {
    if (presence == kRequired) Missing(field);
  } else if (!ids::IsValidId(value)) {
    Add(field, "ID_INVALID",
        "has 1 to 63 characters of a-z, 0-9 and '-' and begins with a letter "
        "or digit");
  }
}

void Checker::Email(absl::string_view field, absl::string_view value,
                    Presence presence) {
  if (value.empty()) {
    if (presence == kRequired) Missing(field);
  } else if (value.size() > kMaxEmailLength) {
    Add(field, "TEXT_TOO_LONG",
        absl::StrCat("is longer than ", kMaxEmailLength, " characters"));
  } else if (!LooksLikeAddress(value)) {
    Add(field, "EMAIL_INVALID", "is one address of the form name@domain");
  }
}

std::optional<absl::CivilDay> Checker::Date(absl::string_view field,
                                            bool present,
                                            const type::v1::Date& date,
                                            Presence presence) {
  if (!present) {
    if (presence == kRequired) Missing(field);
    return std::nullopt;
  }
  std::optional<absl::CivilDay> day = ToDay(date);
  if (!day.has_value()) {
    Add(field, "DATE_INVALID",
        "is no day of the years 1900 to 2199; give year, month and day");
  }
  return day;
}

void Checker::Ordered(absl::string_view last_field,
                      const std::optional<absl::CivilDay>& first,
                      const std::optional<absl::CivilDay>& last) {
  if (first.has_value() && last.has_value() && *last < *first) {
    Add(last_field, "PERIOD_REVERSED", "is before the day it follows");
  }
}

void Checker::NotAfter(absl::string_view field,
                       const std::optional<absl::CivilDay>& day,
                       absl::CivilDay today) {
  if (day.has_value() && *day > today) {
    Add(field, "DATE_IN_FUTURE", "is after today");
  }
}

std::optional<absl::CivilDay> Checker::Period(
    absl::string_view field, bool present, const type::v1::DateRange& period) {
  if (!present) {
    Missing(field);
    return std::nullopt;
  }
  std::string last_field = absl::StrCat(field, ".end_date");
  std::optional<absl::CivilDay> first =
      Date(absl::StrCat(field, ".start_date"), period.has_start_date(),
           period.start_date(), kRequired);
  Ordered(
      last_field, first,
      Date(last_field, period.has_end_date(), period.end_date(), kOptional));
  return first;
}

void Checker::Instant(absl::string_view field, bool present,
                      const google::protobuf::Timestamp& instant) {
  constexpr int64_t kFirst = -2208988800;  // 1900-01-01
  constexpr int64_t kAfter = 7258118400;   // 2200-01-01
  if (present && (instant.seconds() < kFirst || instant.seconds() >= kAfter ||
                  instant.nanos() < 0 || instant.nanos() > 999999999)) {
    Add(field, "TIME_INVALID", "is no instant of the years 1900 to 2199");
  }
}

void Checker::ExternalId(bool present, const type::v1::ExternalId& id) {
  if (!present) return;
  Id("external_id.source_system", id.source_system(), kRequired);
  Text("external_id.id", id.id(), kRequired, 128);
}

void Checker::NumberOrDefault(absl::string_view field, double value, double low,
                              double high) {
  if (value == 0 || (value >= low && value <= high)) return;
  Add(field, "NUMBER_OUT_OF_RANGE",
      absl::StrCat("is from ", low, " to ", high));
}

void Checker::Count(absl::string_view field, int count, int max_count) {
  if (count <= max_count) return;
  Add(field, "TOO_MANY_ITEMS",
      absl::StrCat("has ", count, " items; at most ", max_count, " are kept"));
}

absl::StatusOr<std::string> ParseCaseOrAll(absl::string_view parent) {
  if (parent == "cases/-") return std::string();
  ABSL_ASSIGN_OR_RETURN(CaseName name, ParseName<CaseName>("parent", parent));
  return name.id;
}

absl::Status ValidateChosenId(absl::string_view field, absl::string_view id) {
  Checker check("");
  check.Id(field, id, Checker::kOptional);
  return check.ToStatus();
}

absl::Status ValidateMask(const google::protobuf::FieldMask& mask,
                          std::initializer_list<absl::string_view> allowed) {
  Checker check("");
  if (mask.paths().empty()) {
    check.Add("update_mask", "UPDATE_MASK_INVALID",
              "names no field to change; name at least one");
  }
  for (const std::string& path : mask.paths()) {
    if (std::find(allowed.begin(), allowed.end(), path) == allowed.end()) {
      check.Add("update_mask", "UPDATE_MASK_INVALID",
                "names a field that cannot be changed; see the method");
    }
  }
  return check.ToStatus();
}

absl::StatusOr<std::optional<absl::CivilDay>> ParseDate(
    absl::string_view field, bool present, const type::v1::Date& date) {
  Checker check("");
  std::optional<absl::CivilDay> day =
      check.Date(field, present, date, Checker::kOptional);
  ABSL_RETURN_IF_ERROR(check.ToStatus());
  return day;
}

absl::StatusOr<std::optional<absl::Time>> ParseInstant(
    absl::string_view field, bool present,
    const google::protobuf::Timestamp& instant) {
  Checker check("");
  check.Instant(field, present, instant);
  ABSL_RETURN_IF_ERROR(check.ToStatus());
  if (!present) return std::optional<absl::Time>();
  return std::optional<absl::Time>(FromProto(instant));
}

absl::Status ValidateUnit(const v1::Unit& unit) {
  Checker check("unit.");
  check.Text("display_name", unit.display_name(), Checker::kRequired, 200);
  check.Id("division", unit.division(), Checker::kRequired);
  check.Ordered("last_day",
                check.Date("first_day", unit.has_first_day(), unit.first_day(),
                           Checker::kRequired),
                check.Date("last_day", unit.has_last_day(), unit.last_day(),
                           Checker::kOptional));
  check.ExternalId(unit.has_external_id(), unit.external_id());
  return check.ToStatus();
}

absl::Status ValidateOfficer(const v1::Officer& officer) {
  Checker check("officer.");
  check.Text("display_name", officer.display_name(), Checker::kRequired, 200);
  check.Email("email", officer.email(), Checker::kRequired);
  check.Text("staff_subject", officer.staff_subject(), Checker::kOptional, 200);
  check.Ordered("last_day",
                check.Date("first_day", officer.has_first_day(),
                           officer.first_day(), Checker::kRequired),
                check.Date("last_day", officer.has_last_day(),
                           officer.last_day(), Checker::kOptional));
  check.NumberOrDefault("capacity_factor", officer.capacity_factor(), 0.1, 2.0);
  bool adjusted =
      officer.capacity_factor() != 0 && officer.capacity_factor() != 1.0;
  check.Text("capacity_reason", officer.capacity_reason(),
             adjusted ? Checker::kRequired : Checker::kOptional, 500);
  check.ExternalId(officer.has_external_id(), officer.external_id());
  return check.ToStatus();
}

absl::Status ValidatePosting(absl::string_view officer_name,
                             const v1::OfficerPosting& posting) {
  Checker check("posting.");
  check.ResourceName<UnitName>("unit", posting.unit(), Checker::kRequired);
  check.ResourceName<OfficerName>("supervisor", posting.supervisor(),
                                  Checker::kOptional);
  check.ResourceName<OfficerName>(
      "acting_supervisor", posting.acting_supervisor(), Checker::kOptional);
  if (posting.supervisor() == officer_name) {
    check.Add("supervisor", "SUPERVISOR_IS_SELF",
              "is the officer; name another one or none");
  }
  if (posting.acting_supervisor() == officer_name) {
    check.Add("acting_supervisor", "SUPERVISOR_IS_SELF",
              "is the officer; name another one or none");
  }
  check.Period("period", posting.has_period(), posting.period());
  check.NumberOrDefault("full_time_equivalent", posting.full_time_equivalent(),
                        0.01, 1.0);
  check.ExternalId(posting.has_external_id(), posting.external_id());
  return check.ToStatus();
}

absl::Status ValidateLeave(const v1::OfficerLeave& leave) {
  Checker check("leave.");
  check.Enumerator("kind", leave.kind(),
                   v1::OfficerLeave::Kind_IsValid(leave.kind()),
                   Checker::kRequired);
  check.Period("period", leave.has_period(), leave.period());
  check.ExternalId(leave.has_external_id(), leave.external_id());
  return check.ToStatus();
}

absl::Status ValidateHoliday(const v1::Holiday& holiday) {
  Checker check("holiday.");
  check.Date("date", holiday.has_date(), holiday.date(), Checker::kRequired);
  check.Text("display_name", holiday.display_name(), Checker::kRequired, 120);
  check.ExternalId(holiday.has_external_id(), holiday.external_id());
  return check.ToStatus();
}

}  // namespace caseload::caseplan

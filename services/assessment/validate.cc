#include "services/assessment/validate.h"

#include <algorithm>
#include <utility>

#include "services/policy/proto/convert.h"

namespace caseload::assessment {
namespace {

// 1900-01-01 00:00:00 and 2199-12-31 23:59:59 UTC.
constexpr int64_t kFirstSecond = -2'208'988'800;
constexpr int64_t kLastSecond = 7'258'118'399;

// Characters of UTF-8: bytes that do not continue one.
size_t CharactersIn(absl::string_view text) {
  return static_cast<size_t>(std::count_if(
      text.begin(), text.end(),
      [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

}  // namespace

void CheckText(const std::string& path, absl::string_view text, bool required,
               size_t maximum, status::FieldViolations* violations) {
  if (required && text.empty()) {
    violations->Add(path, "FIELD_REQUIRED", "is empty");
  } else if (CharactersIn(text) > maximum) {
    violations->Add(path, "TEXT_TOO_LONG",
                    absl::StrCat("is longer than ", maximum, " characters"));
  }
}

absl::StatusOr<absl::CivilDay> ParseDate(absl::string_view field,
                                         const type::v1::Date& date) {
  const absl::CivilDay day(date.year(), date.month(), date.day());
  // A day that does not exist is normalized to one that does.
  if (day.year() != date.year() || day.month() != date.month() ||
      day.day() != date.day() || date.year() < 1900 || date.year() > 2199) {
    return status::InvalidField(
        field, "DATE_INVALID",
        "is no day of the calendar from 1900 to 2199; year, month and day are "
        "all required");
  }
  return day;
}

absl::StatusOr<absl::Time> ParseTimestamp(
    absl::string_view field, const google::protobuf::Timestamp& timestamp) {
  if (timestamp.seconds() < kFirstSecond || timestamp.seconds() > kLastSecond ||
      timestamp.nanos() < 0 || timestamp.nanos() > 999'999'999) {
    return status::InvalidField(field, "TIME_INVALID",
                                "is no instant of the years 1900 to 2199");
  }
  return absl::FromUnixSeconds(timestamp.seconds()) +
         absl::Nanoseconds(timestamp.nanos());
}

absl::StatusOr<policy::Instrument> ValidateDefinition(
    absl::string_view field, const policy::v1::Instrument& definition) {
  policy::Checked<policy::Instrument> checked =
      policy::ConvertInstrument(definition);
  if (checked.ok()) return *std::move(checked.value);
  status::FieldViolations violations;
  for (const policy::PolicyProblem& problem : checked.problems) {
    violations.Add(absl::StrCat(field, ".", problem.field),
                   "INSTRUMENT_INVALID", problem.reason);
  }
  return violations.ToStatus();
}

absl::StatusOr<policy::Instrument> ValidateCreateInstrument(
    const v1::CreateInstrumentRequest& request) {
  if (!request.instrument().has_definition()) {
    return status::InvalidField("instrument.definition", "FIELD_REQUIRED",
                                "is missing; send the definition");
  }
  return ValidateDefinition("instrument.definition",
                            request.instrument().definition());
}

}  // namespace caseload::assessment

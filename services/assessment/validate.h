// validate.h: what a request must hold, as pure functions.
//
// Each returns INVALID_ARGUMENT that names every field in which it is wrong and
// the rule; see the field's comment in the proto for the rule.

#ifndef SERVICES_ASSESSMENT_VALIDATE_H_
#define SERVICES_ASSESSMENT_VALIDATE_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "caseload/assessment/v1/instrument_service.pb.h"
#include "caseload/type/v1/date.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "services/common/status/error.h"
#include "services/policy/instrument.h"

namespace caseload::assessment {

// The resource name in `field`; reason NAME_INVALID when `name` is not of the
// form Name::kForm.
template <typename Name>
absl::StatusOr<Name> ParseName(absl::string_view field,
                               absl::string_view name) {
  std::optional<Name> parsed = Name::Parse(name);
  if (!parsed.has_value()) {
    return status::InvalidField(
        field, "NAME_INVALID",
        absl::StrCat("is no name of the form ", Name::kForm));
  }
  return *std::move(parsed);
}

// Notes when `text` is empty and `required` (FIELD_REQUIRED), or longer than
// `maximum` characters (TEXT_TOO_LONG).
void CheckText(const std::string& path, absl::string_view text, bool required,
               size_t maximum, status::FieldViolations* violations);

// The civil day in `field`; reason DATE_INVALID when the day does not exist or
// its year is not 1900 to 2199.
absl::StatusOr<absl::CivilDay> ParseDate(absl::string_view field,
                                         const type::v1::Date& date);

// The instant in `field`; reason TIME_INVALID when it is outside the
// years 1900 to 2199.
absl::StatusOr<absl::Time> ParseTimestamp(
    absl::string_view field, const google::protobuf::Timestamp& timestamp);

// The instrument that the definition in `field` makes. Reason
// INSTRUMENT_INVALID for each problem that the policy kernel finds in it.
absl::StatusOr<policy::Instrument> ValidateDefinition(
    absl::string_view field, const policy::v1::Instrument& definition);

// The instrument that the request defines. Reason FIELD_REQUIRED without a
// definition, else INSTRUMENT_INVALID for each problem that the policy kernel
// finds in it.
absl::StatusOr<policy::Instrument> ValidateCreateInstrument(
    const v1::CreateInstrumentRequest& request);

}  // namespace caseload::assessment

#endif  // SERVICES_ASSESSMENT_VALIDATE_H_

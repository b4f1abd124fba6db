// validate.h: whether a request can be acted on, judged by the request alone.
//
// Pure functions. Everything that is wrong is named at once, each by its path
// from the request message. What needs the store (does the unit stand, is the
// day taken) is judged where the store is read.

#ifndef SERVICES_CASEPLAN_VALIDATE_H_
#define SERVICES_CASEPLAN_VALIDATE_H_

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "caseload/caseplan/v1/holiday.pb.h"
#include "caseload/caseplan/v1/officer.pb.h"
#include "caseload/caseplan/v1/unit.pb.h"
#include "caseload/type/v1/date.pb.h"
#include "caseload/type/v1/external_id.pb.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/message.h"
#include "google/protobuf/timestamp.pb.h"
#include "services/common/status/error.h"

namespace caseload::caseplan {

// The day that `date` says; none when there is no such day, or its year is not
// 1900 to 2199.
std::optional<absl::CivilDay> ToDay(const type::v1::Date& date);

// Collects what is wrong with the fields below a path.
class Checker {
 public:
  // `prefix` stands before every field: "unit.".
  explicit Checker(absl::string_view prefix) : prefix_(prefix) {}

  enum Presence { kRequired, kOptional };

  // At most `max_length` characters. FIELD_REQUIRED, TEXT_TOO_LONG.
  void Text(absl::string_view field, absl::string_view value, Presence presence,
            size_t max_length);
  // 1 to 63 characters of a-z, 0-9 and '-'. FIELD_REQUIRED, ID_INVALID.
  void Id(absl::string_view field, absl::string_view value, Presence presence);
  // One address. FIELD_REQUIRED, TEXT_TOO_LONG, EMAIL_INVALID.
  void Email(absl::string_view field, absl::string_view value,
             Presence presence);
  // A resource name. FIELD_REQUIRED, NAME_INVALID.
  template <typename Name>
  void ResourceName(absl::string_view field, absl::string_view value,
                    Presence presence) {
    if (value.empty()) {
      if (presence == kRequired) Missing(field);
    } else if (!Name::Parse(value).has_value()) {
      Add(field, "NAME_INVALID", absl::StrCat("has the form ", Name::Form()));
    }
  }
  // FIELD_REQUIRED, DATE_INVALID. The day when it is there and is one.
  std::optional<absl::CivilDay> Date(absl::string_view field, bool present,
                                     const type::v1::Date& date,
                                     Presence presence);
  // PERIOD_REVERSED when both are there and `last` is before `first`.
  void Ordered(absl::string_view last_field,
               const std::optional<absl::CivilDay>& first,
               const std::optional<absl::CivilDay>& last);
  // DATE_IN_FUTURE when it is there and after `today`.
  void NotAfter(absl::string_view field,
                const std::optional<absl::CivilDay>& day, absl::CivilDay today);
  // FIELD_REQUIRED, DATE_INVALID, PERIOD_REVERSED. The first day.
  std::optional<absl::CivilDay> Period(absl::string_view field, bool present,
                                       const type::v1::DateRange& period);
  // TIME_INVALID when it is no instant of the years 1900 to 2199.
  void Instant(absl::string_view field, bool present,
               const google::protobuf::Timestamp& instant);
  // An absent one is well. FIELD_REQUIRED, ID_INVALID, TEXT_TOO_LONG.
  void ExternalId(bool present, const type::v1::ExternalId& id);
  // NUMBER_OUT_OF_RANGE unless 0 (the default) or in [low, high].
  void NumberOrDefault(absl::string_view field, double value, double low,
                       double high);
  // ENUM_INVALID when it is 0 (and required) or no enumerator of its type.
  template <typename Enum>
  void Enumerator(absl::string_view field, Enum value, bool known,
                  Presence presence) {
    if (value == 0 && presence == kRequired) {
      Missing(field);
    } else if (!known) {
      Add(field, "ENUM_INVALID", "is no value of its type");
    }
  }
  // TOO_MANY_ITEMS.
  void Count(absl::string_view field, int count, int max_count);

  void Missing(absl::string_view field) {
    Add(field, "FIELD_REQUIRED", "is required");
  }
  void Add(absl::string_view field, absl::string_view reason,
           absl::string_view description) {
    violations_.Add(absl::StrCat(prefix_, field), reason, description);
  }
  absl::Status ToStatus() const { return violations_.ToStatus(); }

 private:
  const std::string prefix_;
  status::FieldViolations violations_;
};

// INVALID_ARGUMENT, reason NAME_INVALID, on `field`; else the parsed name.
template <typename Name>
absl::StatusOr<Name> ParseName(absl::string_view field,
                               absl::string_view value) {
  std::optional<Name> name = Name::Parse(value);
  if (name.has_value()) return *std::move(name);
  return status::InvalidField(field, "NAME_INVALID",
                              absl::StrCat("has the form ", Name::Form()));
}

// The id of an optional name; "" for an empty one. INVALID_ARGUMENT as above.
template <typename Name>
absl::StatusOr<std::string> ParseFilter(absl::string_view field,
                                        absl::string_view value) {
  if (value.empty()) return std::string();
  absl::StatusOr<Name> name = ParseName<Name>(field, value);
  if (!name.ok()) return name.status();
  return name->id;
}

// The id of "cases/{case}", or "" for "cases/-". INVALID_ARGUMENT as above.
absl::StatusOr<std::string> ParseCaseOrAll(absl::string_view parent);

// The id in the field "corrects", which names a fact of `parent` or is empty.
// INVALID_ARGUMENT, reason NAME_INVALID.
template <typename Name, typename Parent>
absl::StatusOr<std::string> ParseCorrected(const Parent& parent,
                                           absl::string_view value) {
  if (value.empty()) return std::string();
  absl::StatusOr<Name> name = ParseName<Name>("corrects", value);
  if (!name.ok()) return name.status();
  if (name->parent.ToString() == parent.ToString()) return name->id;
  return status::InvalidField("corrects", "NAME_INVALID",
                              "is of another parent than the request");
}

// The enumerators of a filter. INVALID_ARGUMENT, reason ENUM_INVALID, for 0 and
// for what is none.
template <typename Enum, typename Numbers>
absl::StatusOr<std::vector<Enum>> ParseEnums(absl::string_view field,
                                             const Numbers& numbers,
                                             bool (*is_valid)(int)) {
  std::vector<Enum> result;
  for (int number : numbers) {
    if (number == 0 || !is_valid(number)) {
      return status::InvalidField(absl::StrCat(field, "[", result.size(), "]"),
                                  "ENUM_INVALID", "is no value of its type");
    }
    result.push_back(static_cast<Enum>(number));
  }
  return result;
}

// INVALID_ARGUMENT, reason ID_INVALID, on `field` when a chosen id is none; an
// empty one is well.
absl::Status ValidateChosenId(absl::string_view field, absl::string_view id);

// INVALID_ARGUMENT, reason UPDATE_MASK_INVALID, when the mask is empty or has a
// path that is not in `allowed`.
absl::Status ValidateMask(const google::protobuf::FieldMask& mask,
                          std::initializer_list<absl::string_view> allowed);

// The optional date of a filter. INVALID_ARGUMENT, reason DATE_INVALID.
absl::StatusOr<std::optional<absl::CivilDay>> ParseDate(
    absl::string_view field, bool present, const type::v1::Date& date);

// The optional instant of a filter. INVALID_ARGUMENT, reason TIME_INVALID.
absl::StatusOr<std::optional<absl::Time>> ParseInstant(
    absl::string_view field, bool present,
    const google::protobuf::Timestamp& instant);

absl::Status ValidateUnit(const v1::Unit& unit);
absl::Status ValidateOfficer(const v1::Officer& officer);
absl::Status ValidatePosting(absl::string_view officer_name,
                             const v1::OfficerPosting& posting);
absl::Status ValidateLeave(const v1::OfficerLeave& leave);
absl::Status ValidateHoliday(const v1::Holiday& holiday);

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_VALIDATE_H_

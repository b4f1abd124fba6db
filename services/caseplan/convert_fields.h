// convert_fields.h: the fields that many of caseplan's messages have alike.
//
// Private to the convert files. What comes from a proto has been validated.

#ifndef SERVICES_CASEPLAN_CONVERT_FIELDS_H_
#define SERVICES_CASEPLAN_CONVERT_FIELDS_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "services/caseplan/convert.h"

namespace caseload::caseplan {

// A number for which 0 means 1.0.
inline double OneWhenZero(double number) { return number == 0 ? 1.0 : number; }

// The last id of a valid name.
template <typename Name>
std::string IdOf(absl::string_view name) {
  return Name::Parse(name)->id;
}
template <typename Name>
std::optional<std::string> OptionalIdOf(absl::string_view name) {
  if (name.empty()) return std::nullopt;
  return IdOf<Name>(name);
}
// The name of an optional id; empty when there is none.
template <typename Name>
std::string OptionalName(const std::optional<std::string>& id) {
  return id.has_value() ? Name{*id}.ToString() : std::string();
}

// An optional message.
template <typename Message>
auto OptionalFromProto(bool present, const Message& message) {
  using Value = decltype(FromProto(message));
  return present ? std::optional<Value>(FromProto(message)) : std::nullopt;
}
// An optional enumerator, 0 for none.
template <typename Enum>
std::optional<Enum> OptionalEnum(int number) {
  if (number == 0) return std::nullopt;
  return static_cast<Enum>(number);
}
template <typename ProtoEnum, typename Enum>
ProtoEnum EnumOrZero(const std::optional<Enum>& value) {
  return value.has_value() ? static_cast<ProtoEnum>(*value)
                           : static_cast<ProtoEnum>(0);
}

template <typename Message>
std::optional<ExternalId> ExternalIdOf(const Message& message) {
  return OptionalFromProto(message.has_external_id(), message.external_id());
}
template <typename Message>
void SetExternalId(const std::optional<ExternalId>& id, Message* message) {
  if (id.has_value()) *message->mutable_external_id() = ToProto(*id);
}

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_CONVERT_FIELDS_H_

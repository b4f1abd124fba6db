#include "services/policy/proto/diff.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "caseload/policy/v1/provenance.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/text_format.h"
#include "services/policy/proto/field_rules.h"

namespace caseload::policy {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::TextFormat;
using Changes = std::vector<FieldChange>;
using Elements = std::vector<const Message*>;

constexpr char kSeparator[] = ", ";

std::string Count(int number, absl::string_view unit) {
  return absl::StrCat(number, " ", unit, number == 1 ? "" : "s");
}

std::string MessageText(const Message& message) {
  if (message.GetDescriptor() == v1::Period::descriptor()) {
    const auto& period = static_cast<const v1::Period&>(message);
    return period.months() != 0 ? Count(period.months(), "month")
                                : Count(period.days(), "day");
  }
  TextFormat::Printer printer;
  printer.SetSingleLineMode(true);
  std::string text;
  printer.PrintToString(message, &text);
  while (absl::EndsWith(text, " ")) text.pop_back();
  return text;
}

// One value of `field`, the `index`-th when it is repeated (else -1).
std::string ValueText(const Message& message, const FieldDescriptor* field,
                      int index) {
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    const google::protobuf::Reflection& reflection = *message.GetReflection();
    return index < 0 ? reflection.GetString(message, field)
                     : reflection.GetRepeatedString(message, field, index);
  }
  std::string text;
  TextFormat::PrintFieldValueToString(message, field, index, &text);
  return text;
}

std::string ListText(const Message& message, const FieldDescriptor* field) {
  std::vector<std::string> values;
  const int size = message.GetReflection()->FieldSize(message, field);
  for (int i = 0; i < size; ++i) {
    values.push_back(ValueText(message, field, i));
  }
  return absl::StrJoin(values, kSeparator);
}

// Whether `field` says which element of a list it is: its first field always
// does ("band_id", "number", "location"), and every other id.
bool IsIdentity(const FieldDescriptor* field) {
  return field->index() == 0 || absl::EndsWith(field->name(), "_id") ||
         absl::EndsWith(field->name(), "_ids");
}

std::string IdentityOf(const Message& element) {
  const Descriptor* descriptor = element.GetDescriptor();
  std::vector<std::string> parts;
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const FieldDescriptor* field = descriptor->field(i);
    if (!IsIdentity(field) ||
        field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      continue;
    }
    parts.push_back(field->is_repeated() ? ListText(element, field)
                                         : ValueText(element, field, -1));
  }
  return absl::StrJoin(parts, "/");
}

Elements ElementsOf(const Message& message, const FieldDescriptor* field) {
  Elements elements;
  const int size = message.GetReflection()->FieldSize(message, field);
  for (int i = 0; i < size; ++i) {
    elements.push_back(
        &message.GetReflection()->GetRepeatedMessage(message, field, i));
  }
  return elements;
}

// The places of the elements by their ids; none when two have the same.
using Places = std::map<std::string, int>;
std::optional<Places> PlacesById(const Elements& elements) {
  Places places;
  for (const Message* element : elements) {
    const int place = static_cast<int>(places.size());
    if (!places.emplace(IdentityOf(*element), place).second) {
      return std::nullopt;
    }
  }
  return places;
}
Places PlacesByOrder(const Elements& elements) {
  Places places;
  for (size_t i = 0; i < elements.size(); ++i) {
    places.emplace(absl::StrCat(i), static_cast<int>(i));
  }
  return places;
}

// The ids that are in both, in the order of `of`.
std::vector<std::string> CommonIds(const Places& of, const Places& other) {
  std::vector<std::pair<int, std::string>> common;
  for (const auto& [id, place] : of) {
    if (other.count(id) != 0) common.emplace_back(place, id);
  }
  std::sort(common.begin(), common.end());
  std::vector<std::string> ids;
  for (auto& [place, id] : common) ids.push_back(std::move(id));
  return ids;
}

// The place of `place`'s element in `other`, or nullopt.
std::optional<int> PlaceIn(const Places& other, const Places& own, int place) {
  for (const auto& [id, own_place] : own) {
    if (own_place != place) continue;
    const auto found = other.find(id);
    if (found != other.end()) return found->second;
  }
  return std::nullopt;
}

void DiffMessages(const Message& before, const Message& after,
                  const std::string& path, Changes* changes);

void DiffElements(const Elements& before, const Elements& after,
                  const std::string& path, Changes* changes) {
  std::optional<Places> old_places = PlacesById(before);
  std::optional<Places> new_places = PlacesById(after);
  if (!old_places.has_value() || !new_places.has_value()) {
    old_places = PlacesByOrder(before);
    new_places = PlacesByOrder(after);
  }
  const auto old_order = CommonIds(*old_places, *new_places);
  const auto new_order = CommonIds(*new_places, *old_places);
  if (old_order != new_order) {
    changes->push_back({path, FieldChange::Kind::kReordered,
                        absl::StrJoin(old_order, kSeparator),
                        absl::StrJoin(new_order, kSeparator)});
  }
  for (int i = 0; i < static_cast<int>(after.size()); ++i) {
    const std::string element = ElementPath(path, i);
    const std::optional<int> old_place = PlaceIn(*old_places, *new_places, i);
    if (old_place.has_value()) {
      DiffMessages(*before[*old_place], *after[i], element, changes);
    } else {
      changes->push_back(
          {element, FieldChange::Kind::kAdded, "", MessageText(*after[i])});
    }
  }
  for (int i = 0; i < static_cast<int>(before.size()); ++i) {
    if (PlaceIn(*new_places, *old_places, i).has_value()) continue;
    changes->push_back({ElementPath(path, i), FieldChange::Kind::kRemoved,
                        MessageText(*before[i]), ""});
  }
}

// Whether the field is there. A number or a truth value without presence always
// is: its zero is a value.
bool IsThere(const Message& message, const FieldDescriptor* field) {
  if (field->is_repeated()) {
    return message.GetReflection()->FieldSize(message, field) > 0;
  }
  if (field->has_presence() ||
      field->cpp_type() == FieldDescriptor::CPPTYPE_STRING ||
      field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    return message.GetReflection()->HasField(message, field);
  }
  return true;
}

std::string FieldText(const Message& message, const FieldDescriptor* field) {
  if (!IsThere(message, field)) return "";
  if (field->is_repeated()) return ListText(message, field);
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    return MessageText(message.GetReflection()->GetMessage(message, field));
  }
  return ValueText(message, field, -1);
}

// A field that is compared as one value.
void DiffValues(const Message& before, const Message& after,
                const FieldDescriptor* field, const std::string& path,
                Changes* changes) {
  FieldChange change;
  change.field = path;
  change.old_value = FieldText(before, field);
  change.new_value = FieldText(after, field);
  const bool was_there = IsThere(before, field);
  const bool is_there = IsThere(after, field);
  if (was_there == is_there && change.old_value == change.new_value) return;
  change.kind = !was_there  ? FieldChange::Kind::kAdded
                : !is_there ? FieldChange::Kind::kRemoved
                            : FieldChange::Kind::kChanged;
  changes->push_back(std::move(change));
}

void DiffMessages(const Message& before, const Message& after,
                  const std::string& path, Changes* changes) {
  const Descriptor* descriptor = after.GetDescriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const FieldDescriptor* field = descriptor->field(i);
    const std::string field_path = FieldPath(path, field->name());
    const bool is_message =
        field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    if (is_message && field->is_repeated()) {
      DiffElements(ElementsOf(before, field), ElementsOf(after, field),
                   field_path, changes);
    } else if (is_message && IsThere(before, field) && IsThere(after, field) &&
               field->message_type() != v1::Period::descriptor()) {
      DiffMessages(before.GetReflection()->GetMessage(before, field),
                   after.GetReflection()->GetMessage(after, field), field_path,
                   changes);
    } else {
      DiffValues(before, after, field, field_path, changes);
    }
  }
}

}  // namespace

std::vector<FieldChange> DiffPacks(const v1::PolicyPack& old_pack,
                                   const v1::PolicyPack& new_pack) {
  Changes changes;
  DiffMessages(old_pack, new_pack, "", &changes);
  return changes;
}

}  // namespace caseload::policy

#include "services/common/log/redact.h"

#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "caseload/options/v1/options.pb.h"
#include "google/protobuf/any.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/text_format.h"

namespace caseload::log {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr char kRedacted[] = "\"[redacted]\"";

// The message that an Any holds, or null.
std::unique_ptr<Message> Unpack(const Message& any) {
  google::protobuf::Any copy;
  copy.CopyFrom(any);
  std::string name;
  if (!google::protobuf::Any::ParseAnyTypeUrl(copy.type_url(), &name)) {
    return nullptr;
  }
  const auto* descriptor =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(
          name);
  if (descriptor == nullptr) return nullptr;
  std::unique_ptr<Message> held(
      google::protobuf::MessageFactory::generated_factory()
          ->GetPrototype(descriptor)
          ->New());
  if (!held->ParseFromString(copy.value())) return nullptr;
  return held;
}

void AppendMessage(const Message& message, std::string& out);

void AppendAny(const Message& any, std::string& out) {
  const std::unique_ptr<Message> held = Unpack(any);
  if (held == nullptr) {
    absl::StrAppend(&out, kRedacted);
    return;
  }
  absl::StrAppend(&out, "[", held->GetDescriptor()->full_name(), "] { ");
  AppendMessage(*held, out);
  absl::StrAppend(&out, "}");
}

// `index` is -1 for a field that is not repeated.
void AppendValue(const Message& message, const FieldDescriptor& field,
                 int index, std::string& out) {
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
    std::string text;
    google::protobuf::TextFormat::Printer printer;
    printer.PrintFieldValueToString(message, &field, index, &text);
    absl::StrAppend(&out, text);
    return;
  }
  const auto& reflection = *message.GetReflection();
  const Message& value =
      index < 0 ? reflection.GetMessage(message, &field)
                : reflection.GetRepeatedMessage(message, &field, index);
  absl::StrAppend(&out, "{ ");
  AppendMessage(value, out);
  absl::StrAppend(&out, "}");
}

void AppendField(const Message& message, const FieldDescriptor& field,
                 std::string& out) {
  const std::string name = field.is_extension()
                               ? absl::StrCat("[", field.full_name(), "]")
                               : field.name();
  if (field.options().GetExtension(options::v1::personal_data)) {
    absl::StrAppend(&out, name, ": ", kRedacted, " ");
    return;
  }
  const int size = field.is_repeated()
                       ? message.GetReflection()->FieldSize(message, &field)
                       : 1;
  for (int i = 0; i < size; ++i) {
    absl::StrAppend(&out, name, ": ");
    AppendValue(message, field, field.is_repeated() ? i : -1, out);
    absl::StrAppend(&out, " ");
  }
}

void AppendMessage(const Message& message, std::string& out) {
  if (message.GetDescriptor()->full_name() ==
      google::protobuf::Any::descriptor()->full_name()) {
    AppendAny(message, out);
    absl::StrAppend(&out, " ");
    return;
  }
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    AppendField(message, *field, out);
  }
}

}  // namespace

std::string Redacted(const Message& message) {
  std::string out;
  AppendMessage(message, out);
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

}  // namespace caseload::log

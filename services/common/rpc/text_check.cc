#include "services/common/rpc/text_check.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "services/common/status/error.h"

namespace caseload::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

bool HasControlCharacter(absl::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const unsigned char c = static_cast<unsigned char>(text[i]);
    if (c == '\t' || c == '\n' || c == '\r') continue;
    if (c < 0x20 || c == 0x7F) return true;
    // U+0080 to U+009F are C2 80 to C2 9F.
    if (c == 0xC2 && i + 1 < text.size() &&
        static_cast<unsigned char>(text[i + 1]) < 0xA0) {
      return true;
    }
  }
  return false;
}

// Where in the request a text is; written out only for one that is refused.
struct Place {
  // Null in the request itself.
  const Place* parent = nullptr;
  const FieldDescriptor* field = nullptr;
  int index = 0;

  std::string Path() const {
    std::string path = parent == nullptr ? "" : parent->Path() + ".";
    absl::StrAppend(&path, field->name());
    if (field->is_repeated()) absl::StrAppend(&path, "[", index, "]");
    return path;
  }
};

void Visit(const Message& message, const Place* parent,
           status::FieldViolations& violations) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const bool is_text = field->type() == FieldDescriptor::TYPE_STRING;
    const bool is_message =
        field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    if (!is_text && !is_message) continue;
    const int count =
        field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      const Place place{parent, field, i};
      if (is_message) {
        Visit(field->is_repeated()
                  ? reflection.GetRepeatedMessage(message, field, i)
                  : reflection.GetMessage(message, field),
              &place, violations);
        continue;
      }
      std::string scratch;
      const std::string& text =
          field->is_repeated()
              ? reflection.GetRepeatedStringReference(message, field, i,
                                                      &scratch)
              : reflection.GetStringReference(message, field, &scratch);
      if (HasControlCharacter(text)) {
        violations.Add(place.Path(), "CONTROL_CHARACTER",
                       "holds a control character; send text with tab and "
                       "line breaks at most");
      }
    }
  }
}

}  // namespace

absl::Status CheckText(const Message& request) {
  status::FieldViolations violations;
  Visit(request, nullptr, violations);
  return violations.ToStatus();
}

}  // namespace caseload::rpc

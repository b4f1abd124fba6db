#include "services/policy/proto/provenance.h"

#include <vector>

#include "caseload/policy/v1/provenance.pb.h"
#include "google/protobuf/descriptor.h"

namespace caseload::policy {

bool HasUnverifiedFigures(const google::protobuf::Message& message) {
  using google::protobuf::FieldDescriptor;
  if (message.GetDescriptor() == v1::Provenance::descriptor()) {
    return static_cast<const v1::Provenance&>(message).kind() ==
           v1::PROVENANCE_KIND_UNVERIFIED_EXAMPLE;
  }
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      if (HasUnverifiedFigures(reflection.GetMessage(message, field))) {
        return true;
      }
      continue;
    }
    const int size = reflection.FieldSize(message, field);
    for (int i = 0; i < size; ++i) {
      if (HasUnverifiedFigures(
              reflection.GetRepeatedMessage(message, field, i))) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace caseload::policy

// all_protos.h: every proto service of the suite, linked in.
//
// For programs that find methods by name: caseloadctl's `call`, and the tests
// that walk all methods.

#ifndef TOOLS_ALL_PROTOS_ALL_PROTOS_H_
#define TOOLS_ALL_PROTOS_ALL_PROTOS_H_

#include <vector>

#include "google/protobuf/descriptor.h"

namespace caseload::all_protos {

// The proto services, in the order of their services' names.
std::vector<const google::protobuf::ServiceDescriptor*> Services();

}  // namespace caseload::all_protos

#endif  // TOOLS_ALL_PROTOS_ALL_PROTOS_H_

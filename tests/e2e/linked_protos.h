// linked_protos.h: every proto service of the suite, linked in.

#ifndef TESTS_E2E_LINKED_PROTOS_H_
#define TESTS_E2E_LINKED_PROTOS_H_

#include <string>
#include <vector>

namespace caseload::testing {

// Makes the linker keep the descriptors of all services.
void LinkAllProtos();

// Full names of the proto services, sorted.
std::vector<std::string> AllServices();

}  // namespace caseload::testing

#endif  // TESTS_E2E_LINKED_PROTOS_H_

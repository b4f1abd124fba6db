#include "services/common/rpc/call_context.h"

#include <algorithm>

namespace caseload::rpc {

void CallContext::Touched(absl::string_view resource_name) const {
  if (std::find(touched_.begin(), touched_.end(), resource_name) ==
      touched_.end()) {
    touched_.emplace_back(resource_name);
  }
}

}  // namespace caseload::rpc

#include "services/common/server/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <string>

namespace caseload::server {

bool IsLoopback(absl::string_view address) {
  const size_t colon = address.rfind(':');
  if (colon == absl::string_view::npos) return false;
  const absl::string_view host = address.substr(0, colon);
  if (host == "localhost" || host == "[::1]") return true;
  in_addr ipv4;
  if (inet_pton(AF_INET, std::string(host).c_str(), &ipv4) != 1) return false;
  return (ntohl(ipv4.s_addr) >> 24) == 127;
}

}  // namespace caseload::server

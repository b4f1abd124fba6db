// list_all.h: every page of a list as one answer.

#ifndef TOOLS_CASELOADCTL_LIST_ALL_H_
#define TOOLS_CASELOADCTL_LIST_ALL_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/common/status/status_macros.h"
#include "tools/caseloadctl/connection.h"

namespace caseload::caseloadctl {

// Calls the List method until its last page. `Request` has page_size and
// page_token, `Response` next_page_token, as all of them do.
template <typename Response, typename Request>
absl::StatusOr<Response> ListAll(const Client& client,
                                 const std::string& method, Request request) {
  constexpr int kLargestPage = 500;
  request.set_page_size(kLargestPage);
  Response all;
  do {
    Response page;
    ABSL_RETURN_IF_ERROR(client.Call(method, request, &page));
    request.set_page_token(page.next_page_token());
    page.clear_next_page_token();
    all.MergeFrom(page);
  } while (!request.page_token().empty());
  return all;
}

}  // namespace caseload::caseloadctl

#endif  // TOOLS_CASELOADCTL_LIST_ALL_H_

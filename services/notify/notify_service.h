// notify_service.h: the handlers of caseload.notify.v1.NotifyService.
//
// Each handler parses, checks access, validates, acts in the transaction that
// it is given and converts. Everything else is the wrapper's
// (services/common/rpc/service.h).

#ifndef SERVICES_NOTIFY_NOTIFY_SERVICE_H_
#define SERVICES_NOTIFY_NOTIFY_SERVICE_H_

#include <string>

#include "absl/status/statusor.h"
#include "caseload/notify/v1/notify_service.pb.h"
#include "services/common/feed/feed.h"
#include "services/common/ids/ids.h"
#include "services/common/paging/paging.h"
#include "services/common/rpc/call_context.h"
#include "services/common/rpc/service.h"
#include "services/common/sql/database.h"

namespace caseload::notify {

// Thread-safe: holds no state of its own.
class NotifyService {
 public:
  // Everything is borrowed and must outlive the service.
  struct Options {
    ids::IdSource* ids = nullptr;
    const paging::TokenSealer* page_tokens = nullptr;
    const feed::ResumeTokens* resume_tokens = nullptr;
    // Domain of Message-IDs and calendar UIDs: "notices.county.example".
    std::string mail_domain;
  };

  explicit NotifyService(Options options) : options_(std::move(options)) {}

  // Adds the handlers to `service`.
  void Register(rpc::Service& service);

  absl::StatusOr<v1::Message> SubmitMessage(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::SubmitMessageRequest& request);
  absl::StatusOr<v1::Message> RefreshMessage(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::RefreshMessageRequest& request);
  absl::StatusOr<v1::Message> CancelMessage(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::CancelMessageRequest& request);
  absl::StatusOr<v1::Message> GetMessage(sql::Transaction& tx,
                                         const rpc::CallContext& call,
                                         const v1::GetMessageRequest& request);
  absl::StatusOr<v1::ListMessagesResponse> ListMessages(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::ListMessagesRequest& request);
  absl::StatusOr<v1::ListNoticeLedgerResponse> ListNoticeLedger(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::ListNoticeLedgerRequest& request);

 private:
  const Options options_;
};

}  // namespace caseload::notify

#endif  // SERVICES_NOTIFY_NOTIFY_SERVICE_H_

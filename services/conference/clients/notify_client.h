// notify_client.h: what this service hands to notify.
//
// Errors of every method are what notify said, code and reason, for the
// dispatcher to judge; UNAVAILABLE or DEADLINE_EXCEEDED when it did not say
// anything, and then the call may have taken effect.
//
// Thread safety: implementations are thread-safe.

#ifndef SERVICES_CONFERENCE_CLIENTS_NOTIFY_CLIENT_H_
#define SERVICES_CONFERENCE_CLIENTS_NOTIFY_CLIENT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/conference/clients/peer_call.h"
#include "services/conference/domain/notice_dispatch.h"

namespace caseload::conference {

// What of a message decides whether fresh counts still reach it.
struct MessageProgress {
  // Sent, given up, withdrawn, or a copy may exist.
  bool settled = false;
  // Numbers of its reminders.
  std::vector<std::string> reminder_numbers;
};

class NotifyClient {
 public:
  virtual ~NotifyClient() = default;

  // Hands an obligation in and returns the name of its message. The same one
  // again is the same message.
  virtual absl::StatusOr<std::string> Submit(const PeerCall& call,
                                             const NoticeMessage& message) = 0;

  // Withdraws a message; `reason` is about no client.
  virtual absl::Status Withdraw(const PeerCall& call,
                                absl::string_view message_name,
                                absl::string_view reason) = 0;

  // The message of an obligation; nullopt when notify has none.
  virtual absl::StatusOr<std::optional<std::string>> Find(
      const PeerCall& call, const DispatchKey& key) = 0;

  // How far a message has come.
  virtual absl::StatusOr<MessageProgress> Look(
      const PeerCall& call, absl::string_view message_name) = 0;

  // Replaces a message's counts.
  virtual absl::Status Refresh(const PeerCall& call,
                               absl::string_view message_name,
                               const NoticeCounts& counts) = 0;
};

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_CLIENTS_NOTIFY_CLIENT_H_

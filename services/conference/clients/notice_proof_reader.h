// notice_proof_reader.h: what this service asks of notify.
//
// Whether a conference was properly noticed decides whether a move inside the
// ten days is a postponement (requirements.md, "Notices"); the proof is the
// mail server's acceptance, which notify keeps.
//
// Thread safety: implementations are thread-safe.

#ifndef SERVICES_CONFERENCE_CLIENTS_NOTICE_PROOF_READER_H_
#define SERVICES_CONFERENCE_CLIENTS_NOTICE_PROOF_READER_H_

#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/conference/clients/peer_call.h"

namespace caseload::conference {

class NoticeProofReader {
 public:
  virtual ~NoticeProofReader() = default;

  // When the mail server first accepted a message that bears the conference's
  // duty, of `first_revision` or a later one; nullopt when it has not.
  // UNAVAILABLE or DEADLINE_EXCEEDED when notify cannot be asked in time.
  virtual absl::StatusOr<std::optional<absl::Time>> FirstAcceptance(
      const PeerCall& call, absl::string_view conference_id,
      int first_revision) = 0;
};

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_CLIENTS_NOTICE_PROOF_READER_H_

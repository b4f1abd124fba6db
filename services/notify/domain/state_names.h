// state_names.h: the words in which the store keeps kinds, states and outcomes.

#ifndef SERVICES_NOTIFY_DOMAIN_STATE_NAMES_H_
#define SERVICES_NOTIFY_DOMAIN_STATE_NAMES_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "services/notify/domain/message.h"

namespace caseload::notify {

// "FORMAL_NOTICE", "PENDING", "WAIVED", "DEFERRED": stable, never translated.
absl::string_view Name(MessageKind kind);
absl::string_view Name(MessageState state);
absl::string_view Name(NoticeBasis basis);
absl::string_view Name(AttemptOutcome outcome);

// The way back; nullopt for a word that is none.
std::optional<MessageKind> ParseMessageKind(absl::string_view name);
std::optional<MessageState> ParseMessageState(absl::string_view name);
std::optional<NoticeBasis> ParseNoticeBasis(absl::string_view name);
std::optional<AttemptOutcome> ParseAttemptOutcome(absl::string_view name);

}  // namespace caseload::notify

#endif  // SERVICES_NOTIFY_DOMAIN_STATE_NAMES_H_

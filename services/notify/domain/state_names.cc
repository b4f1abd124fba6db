#include "services/notify/domain/state_names.h"

#include <cstddef>

namespace caseload::notify {
namespace {

template <typename Enum>
struct Word {
  Enum value;
  absl::string_view name;
};

constexpr Word<MessageKind> kKinds[] = {
    {MessageKind::kInvitation, "INVITATION"},
    {MessageKind::kFormalNotice, "FORMAL_NOTICE"},
    {MessageKind::kCombined, "COMBINED"},
    {MessageKind::kChange, "CHANGE"},
    {MessageKind::kCancellation, "CANCELLATION"},
};
constexpr Word<MessageState> kStates[] = {
    {MessageState::kPending, "PENDING"},
    {MessageState::kSending, "SENDING"},
    {MessageState::kAccepted, "ACCEPTED"},
    {MessageState::kUnknown, "UNKNOWN"},
    {MessageState::kFailed, "FAILED"},
    {MessageState::kCancelled, "CANCELLED"},
};
constexpr Word<NoticeBasis> kBases[] = {
    {NoticeBasis::kOrdinary, "ORDINARY"},
    {NoticeBasis::kWaived, "WAIVED"},
    {NoticeBasis::kShortNotice, "SHORT_NOTICE"},
    {NoticeBasis::kAdditional, "ADDITIONAL"},
    {NoticeBasis::kPostponed, "POSTPONED"},
};
constexpr Word<AttemptOutcome> kOutcomes[] = {
    {AttemptOutcome::kAccepted, "ACCEPTED"},
    {AttemptOutcome::kUnreachable, "UNREACHABLE"},
    {AttemptOutcome::kDeferred, "DEFERRED"},
    {AttemptOutcome::kRejected, "REJECTED"},
    {AttemptOutcome::kUnknown, "UNKNOWN"},
    {AttemptOutcome::kAbandoned, "ABANDONED"},
};

template <typename Enum, size_t N>
absl::string_view NameOf(const Word<Enum> (&words)[N], Enum value) {
  for (const Word<Enum>& word : words) {
    if (word.value == value) return word.name;
  }
  return "";
}

template <typename Enum, size_t N>
std::optional<Enum> Parse(const Word<Enum> (&words)[N],
                          absl::string_view name) {
  for (const Word<Enum>& word : words) {
    if (word.name == name) return word.value;
  }
  return std::nullopt;
}

}  // namespace

absl::string_view Name(MessageKind kind) { return NameOf(kKinds, kind); }
absl::string_view Name(MessageState state) { return NameOf(kStates, state); }
absl::string_view Name(NoticeBasis basis) { return NameOf(kBases, basis); }
absl::string_view Name(AttemptOutcome outcome) {
  return NameOf(kOutcomes, outcome);
}

std::optional<MessageKind> ParseMessageKind(absl::string_view name) {
  return Parse(kKinds, name);
}
std::optional<MessageState> ParseMessageState(absl::string_view name) {
  return Parse(kStates, name);
}
std::optional<NoticeBasis> ParseNoticeBasis(absl::string_view name) {
  return Parse(kBases, name);
}
std::optional<AttemptOutcome> ParseAttemptOutcome(absl::string_view name) {
  return Parse(kOutcomes, name);
}

}  // namespace caseload::notify

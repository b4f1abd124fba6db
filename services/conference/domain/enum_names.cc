#include "services/conference/domain/enum_names.h"

#include <cstddef>

namespace caseload::conference {
namespace {

template <typename Enum>
struct Entry {
  Enum value;
  absl::string_view name;
};

template <typename Enum>
struct Names;

template <>
struct Names<Kind> {
  static constexpr Entry<Kind> kAll[] = {
      {Kind::kQuarterly, "QUARTERLY"},
      {Kind::kAdditional, "ADDITIONAL"},
  };
};

template <>
struct Names<State> {
  static constexpr Entry<State> kAll[] = {
      {State::kScheduled, "SCHEDULED"},
      {State::kHeld, "HELD"},
      {State::kNotHeld, "NOT_HELD"},
      {State::kCancelled, "CANCELLED"},
  };
};

template <>
struct Names<ScheduleRule> {
  static constexpr Entry<ScheduleRule> kAll[] = {
      {ScheduleRule::kWorkingDay, "WORKING_DAY"},
      {ScheduleRule::kOfficerLeave, "OFFICER_LEAVE"},
      {ScheduleRule::kSupervisorLeave, "SUPERVISOR_LEAVE"},
      {ScheduleRule::kOfficerBooked, "OFFICER_BOOKED"},
      {ScheduleRule::kSupervisorBooked, "SUPERVISOR_BOOKED"},
      {ScheduleRule::kRoomBooked, "ROOM_BOOKED"},
  };
};

template <>
struct Names<NoticeKind> {
  static constexpr Entry<NoticeKind> kAll[] = {
      {NoticeKind::kInvitation, "INVITATION"},
      {NoticeKind::kFormalNotice, "FORMAL_NOTICE"},
      {NoticeKind::kCombined, "COMBINED"},
      {NoticeKind::kChange, "CHANGE"},
      {NoticeKind::kCancellation, "CANCELLATION"},
  };
};

template <>
struct Names<NoticeBasis> {
  static constexpr Entry<NoticeBasis> kAll[] = {
      {NoticeBasis::kOrdinary, "ORDINARY"},
      {NoticeBasis::kWaived, "WAIVED"},
      {NoticeBasis::kShortNotice, "SHORT_NOTICE"},
      {NoticeBasis::kAdditional, "ADDITIONAL"},
      {NoticeBasis::kPostponed, "POSTPONED"},
  };
};

template <>
struct Names<WaiverState> {
  static constexpr Entry<WaiverState> kAll[] = {
      {WaiverState::kPending, "PENDING"},
      {WaiverState::kApproved, "APPROVED"},
      {WaiverState::kRefused, "REFUSED"},
      {WaiverState::kUsed, "USED"},
  };
};

template <>
struct Names<DispatchState> {
  static constexpr Entry<DispatchState> kAll[] = {
      {DispatchState::kWaiting, "WAITING"},
      {DispatchState::kHandedIn, "HANDED_IN"},
      {DispatchState::kWithdrawn, "WITHDRAWN"},
      {DispatchState::kOvertaken, "OVERTAKEN"},
      {DispatchState::kRefused, "REFUSED"},
      {DispatchState::kWithdrawing, "WITHDRAWING"},
  };
};

template <typename Enum>
absl::string_view Find(Enum value) {
  for (const Entry<Enum>& entry : Names<Enum>::kAll) {
    if (entry.value == value) return entry.name;
  }
  return "";
}

}  // namespace

absl::string_view NameOf(Kind value) { return Find(value); }
absl::string_view NameOf(State value) { return Find(value); }
absl::string_view NameOf(ScheduleRule value) { return Find(value); }
absl::string_view NameOf(NoticeKind value) { return Find(value); }
absl::string_view NameOf(NoticeBasis value) { return Find(value); }
absl::string_view NameOf(WaiverState value) { return Find(value); }
absl::string_view NameOf(DispatchState value) { return Find(value); }

template <typename Enum>
std::optional<Enum> ParseEnum(absl::string_view name) {
  for (const Entry<Enum>& entry : Names<Enum>::kAll) {
    if (entry.name == name) return entry.value;
  }
  return std::nullopt;
}

template std::optional<Kind> ParseEnum<Kind>(absl::string_view);
template std::optional<State> ParseEnum<State>(absl::string_view);
template std::optional<ScheduleRule> ParseEnum<ScheduleRule>(absl::string_view);
template std::optional<NoticeKind> ParseEnum<NoticeKind>(absl::string_view);
template std::optional<NoticeBasis> ParseEnum<NoticeBasis>(absl::string_view);
template std::optional<WaiverState> ParseEnum<WaiverState>(absl::string_view);
template std::optional<DispatchState> ParseEnum<DispatchState>(
    absl::string_view);

}  // namespace caseload::conference

// notice_content.h: from a conference's event to what notify is told. Pure.

#ifndef SERVICES_CONFERENCE_DISPATCH_NOTICE_CONTENT_H_
#define SERVICES_CONFERENCE_DISPATCH_NOTICE_CONTENT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "caseload/conference/v1/feed.pb.h"
#include "services/conference/domain/caseload_snapshot.h"
#include "services/conference/domain/notice_dispatch.h"
#include "services/policy/pack.h"

namespace caseload::conference {

// The event of proto3 JSON; fields of a newer replica are passed over. INTERNAL
// when it is none.
absl::StatusOr<v1::ConferenceState> ParseEvent(absl::string_view json);

// The keys of what an event owes, in its order.
std::vector<DispatchKey> KeysOf(const v1::ConferenceState& event);

// The obligation `key` of `event` as notify is told it, without reminders,
// counts and policy version. A place is its words with the room behind them.
// INTERNAL when the event owes no such.
absl::StatusOr<NoticeMessage> ContentOf(const v1::ConferenceState& event,
                                        const DispatchKey& key);

// The pack's reminders (R014), and the officer's counts beside those of them
// whose number stands in `numbers`.
std::vector<NoticeReminder> RemindersOf(const policy::PolicyPack& pack);
NoticeCounts CountsFor(const policy::PolicyPack& pack,
                       const std::vector<std::string>& numbers,
                       const CaseloadSnapshot& snapshot, absl::Time taken_at);

// The conference's day in the county's zone.
absl::CivilDay DayOf(const v1::ConferenceState& event);

// The instant of its start.
absl::Time StartOf(const v1::ConferenceState& event);

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_DISPATCH_NOTICE_CONTENT_H_

// convert.h: between the protos, the domain's values and the store's rows.

#ifndef SERVICES_NOTIFY_CONVERT_H_
#define SERVICES_NOTIFY_CONVERT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "caseload/notify/v1/feed.pb.h"
#include "caseload/notify/v1/ledger.pb.h"
#include "caseload/notify/v1/message.pb.h"
#include "services/notify/domain/message.h"
#include "services/notify/domain/notice_class.h"
#include "services/notify/storage/message_row.h"

namespace caseload::notify {

// The day, or nullopt for one that does not exist or lies outside 1900 to 2199.
std::optional<absl::CivilDay> ToCivilDay(const type::v1::Date& date);
type::v1::Date ToDate(absl::CivilDay day);
absl::CivilMinute StartOf(absl::CivilDay day, int hour, int minute);

// Whether a timestamp was sent and is one that the store can keep.
bool IsInstant(const google::protobuf::Timestamp& timestamp, bool present);
absl::Time ToTime(const google::protobuf::Timestamp& timestamp);
google::protobuf::Timestamp ToTimestamp(absl::Time time);

// A new row of a validated message: everything but the identifiers that the
// service chooses (message_id, message_id_header, calendar_uid) and created_at.
absl::StatusOr<storage::MessageRow> ToNewRow(const v1::Message& message);

// The counts as the store keeps them.
absl::StatusOr<std::string> ToStoredCounts(const v1::ReminderCounts& counts);

// The message as callers see it, without its attempts.
absl::StatusOr<v1::Message> ToMessage(const storage::MessageRow& row);
v1::DeliveryAttempt ToAttempt(const storage::AttemptRow& row);

// What a stored message says, for rendering.
absl::StatusOr<MessageContent> ToContent(const storage::MessageRow& row);
MailIdentity ToIdentity(const storage::MessageRow& row);

// What followers of the feed project.
v1::MessageChange ToChange(const storage::MessageRow& row);

// What is known of a duty, in the message's zone.
absl::StatusOr<NoticeFacts> ToFacts(
    const storage::MessageRow& row,
    const std::vector<storage::AttemptRow>& attempts);
v1::NoticeLedgerEntry ToLedgerEntry(const storage::MessageRow& row,
                                    const NoticeVerdict& verdict);

}  // namespace caseload::notify

#endif  // SERVICES_NOTIFY_CONVERT_H_

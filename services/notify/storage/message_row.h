// message_row.h: a message as the store keeps it.

#ifndef SERVICES_NOTIFY_STORAGE_MESSAGE_ROW_H_
#define SERVICES_NOTIFY_STORAGE_MESSAGE_ROW_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/notify/domain/message.h"

namespace caseload::notify::storage {

// The duty to give notice that a message bears.
struct DutyColumns {
  absl::CivilDay due_by;
  std::optional<absl::CivilDay> warn_on;
  std::optional<absl::CivilDay> escalate_on;
  NoticeBasis basis = NoticeBasis::kOrdinary;
  std::string basis_reason;
};

// One row of `messages`; the migration says what the columns mean. What the
// store never looks into (the content, the counts, the mail) is text that
// others make and read.
struct MessageRow {
  std::string message_id;
  std::string conference_id;
  int64_t conference_revision = 1;
  std::string recipient_id;
  MessageKind kind = MessageKind::kInvitation;
  std::string recipient_subject;
  std::string recipient_name;
  std::string supervisor_id;
  std::string supervisor_subject;
  std::string division;
  absl::CivilDay conference_date;
  std::string time_zone;
  std::string content;
  std::string content_sha256;
  std::optional<std::string> counts;
  std::optional<absl::Time> counts_snapshot_at;
  absl::Time target_at;
  absl::Time deadline_at;
  std::optional<DutyColumns> duty;
  std::string message_id_header;
  std::string calendar_uid;
  MessageState state = MessageState::kPending;
  std::optional<absl::Time> next_attempt_at;
  int64_t possible_copies = 0;
  std::optional<std::string> mail;
  std::optional<absl::Time> mail_dated_at;
  std::optional<absl::Time> accepted_at;
  std::optional<absl::CivilDay> accepted_date;
  int64_t reply_code = 0;
  std::string reply;
  std::string mail_server;
  std::string cancel_reason;
  // Number of attempts so far.
  int64_t lease_number = 0;
  absl::Time created_at;
  absl::Time updated_at;
  int64_t version = 1;
};

// One row of `delivery_attempts`.
struct AttemptRow {
  std::string message_id;
  int64_t number = 1;
  absl::Time started_at;
  std::optional<absl::Time> data_end_at;
  std::optional<absl::Time> ended_at;
  std::optional<AttemptOutcome> outcome;
  std::string stage;
  int64_t reply_code = 0;
  std::string reply;
  std::string mail_server;
  std::string copy_reply;
};

}  // namespace caseload::notify::storage

#endif  // SERVICES_NOTIFY_STORAGE_MESSAGE_ROW_H_

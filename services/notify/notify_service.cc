#include "services/notify/notify_service.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/notify/access.h"
#include "services/notify/change_feed.h"
#include "services/notify/convert.h"
#include "services/notify/domain/local_time.h"
#include "services/notify/domain/notice_class.h"
#include "services/notify/names.h"
#include "services/notify/storage/ledger_store.h"
#include "services/notify/storage/message_store.h"
#include "services/notify/validate.h"

namespace caseload::notify {
namespace {

// A caller may ask again after this: a conversation past the end of its data
// is over, or its lease has run out.
constexpr absl::Duration kBeingSentRetry = absl::Seconds(30);

// The message of a validated name, if the caller reaches it.
absl::StatusOr<storage::MessageRow> FindReachable(sql::Transaction& tx,
                                                  const rpc::CallContext& call,
                                                  absl::string_view name) {
  ABSL_ASSIGN_OR_RETURN(std::optional<storage::MessageRow> row,
                        storage::Find(tx, ParseMessageName(name).value_or("")));
  if (!row.has_value() || !storage::Reaches(ReachOf(call.caller), *row)) {
    return status::NotFound(name);
  }
  call.Touched(name);
  return *std::move(row);
}

// The message after a change, with the change on the feed.
absl::StatusOr<v1::Message> Changed(sql::Transaction& tx,
                                    const rpc::CallContext& call,
                                    absl::string_view message_id) {
  ABSL_RETURN_IF_ERROR(
      AppendChange(tx, message_id, call.now, call.traceparent));
  ABSL_ASSIGN_OR_RETURN(const std::optional<storage::MessageRow> row,
                        storage::Find(tx, message_id));
  return ToMessage(*row);
}

absl::Status NotRefreshable(absl::string_view name, absl::string_view why) {
  return status::FailedPrecondition("MESSAGE_NOT_REFRESHABLE", name, why);
}

absl::Status CheckRefreshable(const storage::MessageRow& row,
                              absl::string_view name) {
  if (row.state != MessageState::kPending || row.possible_copies > 0) {
    return NotRefreshable(name,
                          "a copy is being sent or may exist, or the message "
                          "is final; its counts stay as they are");
  }
  return absl::OkStatus();
}

// Whether the attempt that runs is past the end of its data.
absl::StatusOr<bool> DataEnded(sql::Transaction& tx,
                               const storage::MessageRow& row) {
  ABSL_ASSIGN_OR_RETURN(const std::vector<storage::AttemptRow> attempts,
                        storage::Attempts(tx, row.message_id));
  return !attempts.empty() && !attempts.back().ended_at.has_value() &&
         attempts.back().data_end_at.has_value();
}

absl::Status CheckCancellable(sql::Transaction& tx,
                              const storage::MessageRow& row,
                              absl::string_view name) {
  if (row.state == MessageState::kAccepted ||
      row.state == MessageState::kFailed) {
    return status::FailedPrecondition(
        "MESSAGE_FINAL", name,
        "the message was accepted or given up; what replaces it must tell");
  }
  if (row.state != MessageState::kSending) return absl::OkStatus();
  ABSL_ASSIGN_OR_RETURN(const bool data_ended, DataEnded(tx, row));
  if (!data_ended) return absl::OkStatus();
  return status::WithRetryAfter(
      status::FailedPrecondition(
          "MESSAGE_BEING_SENT", name,
          "the mail server holds the whole message and has not answered yet; "
          "ask again"),
      kBeingSentRetry);
}

std::optional<std::string> NonEmpty(std::optional<std::string> text) {
  if (text.has_value() && text->empty()) return std::nullopt;
  return text;
}

// A position in a list is "<number or day>/<message id>".
std::pair<absl::string_view, absl::string_view> SplitPosition(
    absl::string_view position) {
  return absl::StrSplit(position, absl::MaxSplits('/', 1));
}

std::string ReachText(const storage::Reach& reach) {
  return absl::StrCat(reach.all, "|", reach.as_supervisor, "|", reach.subject);
}

absl::StatusOr<storage::MessageFilter> ToFilter(
    const v1::ListMessagesRequest& request, const storage::Reach& reach,
    absl::string_view position) {
  storage::MessageFilter filter;
  filter.reach = reach;
  filter.conference_id = ParseConferenceName(request.conference());
  filter.recipient_id = ParseOfficerName(request.recipient());
  if (request.state() != v1::MESSAGE_STATE_UNSPECIFIED) {
    filter.state = static_cast<MessageState>(request.state());
  }
  ABSL_ASSIGN_OR_RETURN(const int32_t page_size,
                        paging::PageSize(request.page_size()));
  filter.limit = page_size + 1;
  if (!position.empty()) {
    const auto [created_at, id] = SplitPosition(position);
    int64_t micros = 0;
    if (!absl::SimpleAtoi(created_at, &micros)) {
      return status::Internal("a page token holds no position");
    }
    filter.after.emplace(absl::FromUnixMicros(micros), std::string(id));
  }
  return filter;
}

absl::StatusOr<storage::LedgerFilter> ToFilter(
    const v1::ListNoticeLedgerRequest& request, const storage::Reach& reach,
    absl::string_view position, absl::Time now) {
  storage::LedgerFilter filter;
  filter.reach = reach;
  filter.conference_id = ParseConferenceName(request.conference());
  filter.recipient_id = ParseOfficerName(request.recipient());
  filter.supervisor_id = ParseOfficerName(request.supervisor());
  filter.division = NonEmpty(request.division());
  if (request.due_by().has_start_date()) {
    filter.due_from = ToCivilDay(request.due_by().start_date());
  }
  if (request.due_by().has_end_date()) {
    filter.due_to = ToCivilDay(request.due_by().end_date());
  }
  if (request.breaches_only()) {
    // The latest day that it is anywhere; the verdict, in the notice's own
    // zone, decides.
    filter.late_as_of = DayOf(now + absl::Hours(14), absl::UTCTimeZone());
  }
  ABSL_ASSIGN_OR_RETURN(const int32_t page_size,
                        paging::PageSize(request.page_size()));
  filter.limit = page_size + 1;
  if (!position.empty()) {
    const auto [day_text, id] = SplitPosition(position);
    absl::CivilDay day;
    if (!absl::ParseCivilTime(day_text, &day)) {
      return status::Internal("a page token holds no position");
    }
    filter.after.emplace(day, std::string(id));
  }
  return filter;
}

absl::StatusOr<v1::NoticeLedgerEntry> JudgedEntry(
    sql::Transaction& tx, const storage::MessageRow& row, absl::Time now) {
  ABSL_ASSIGN_OR_RETURN(const std::vector<storage::AttemptRow> attempts,
                        storage::Attempts(tx, row.message_id));
  ABSL_ASSIGN_OR_RETURN(const NoticeFacts facts, ToFacts(row, attempts));
  const absl::CivilDay today =
      DayOf(now, FindZone(row.time_zone).value_or(absl::UTCTimeZone()));
  return ToLedgerEntry(row, Judge(facts, today));
}

}  // namespace

void NotifyService::Register(rpc::Service& service) {
  service.Write<v1::SubmitMessageRequest, v1::Message>(
      "SubmitMessage",
      [this](sql::Transaction& tx, const rpc::CallContext& call,
             const v1::SubmitMessageRequest& request) {
        return SubmitMessage(tx, call, request);
      });
  service.Write<v1::RefreshMessageRequest, v1::Message>(
      "RefreshMessage",
      [this](sql::Transaction& tx, const rpc::CallContext& call,
             const v1::RefreshMessageRequest& request) {
        return RefreshMessage(tx, call, request);
      });
  service.Write<v1::CancelMessageRequest, v1::Message>(
      "CancelMessage",
      [this](sql::Transaction& tx, const rpc::CallContext& call,
             const v1::CancelMessageRequest& request) {
        return CancelMessage(tx, call, request);
      });
  service.Read<v1::GetMessageRequest, v1::Message>(
      "GetMessage", [this](sql::Transaction& tx, const rpc::CallContext& call,
                           const v1::GetMessageRequest& request) {
        return GetMessage(tx, call, request);
      });
  service.Read<v1::ListMessagesRequest, v1::ListMessagesResponse>(
      "ListMessages", [this](sql::Transaction& tx, const rpc::CallContext& call,
                             const v1::ListMessagesRequest& request) {
        return ListMessages(tx, call, request);
      });
  service.Read<v1::ListNoticeLedgerRequest, v1::ListNoticeLedgerResponse>(
      "ListNoticeLedger",
      [this](sql::Transaction& tx, const rpc::CallContext& call,
             const v1::ListNoticeLedgerRequest& request) {
        return ListNoticeLedger(tx, call, request);
      });
  service.Watch("WatchChanges", options_.resume_tokens);
}

absl::StatusOr<v1::Message> NotifyService::SubmitMessage(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::SubmitMessageRequest& request) {
  ABSL_RETURN_IF_ERROR(Validate(request));
  ABSL_ASSIGN_OR_RETURN(storage::MessageRow row, ToNewRow(request.message()));
  ABSL_ASSIGN_OR_RETURN(
      const std::optional<storage::MessageRow> existing,
      storage::FindByKey(tx, row.conference_id, row.conference_revision,
                         row.recipient_id, row.kind));
  if (existing.has_value()) {
    const std::string name = MessageName(existing->message_id);
    call.Touched(name);
    if (existing->content_sha256 == row.content_sha256) {
      return ToMessage(*existing);
    }
    return status::FailedPrecondition(
        "MESSAGE_ALREADY_EXISTS_WITH_OTHER_CONTENT", name,
        "this conference, revision, recipient and kind has a message that "
        "says something else; another content is another revision");
  }
  row.message_id = options_.ids->NewId();
  row.message_id_header =
      absl::StrCat(options_.ids->NewId(), "@", options_.mail_domain);
  row.calendar_uid =
      absl::StrCat("conference-", row.conference_id, "@", options_.mail_domain);
  row.created_at = call.now;
  ABSL_RETURN_IF_ERROR(storage::Insert(tx, row));
  call.Touched(MessageName(row.message_id));
  return Changed(tx, call, row.message_id);
}

absl::StatusOr<v1::Message> NotifyService::RefreshMessage(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::RefreshMessageRequest& request) {
  ABSL_RETURN_IF_ERROR(Validate(request));
  ABSL_ASSIGN_OR_RETURN(const storage::MessageRow row,
                        FindReachable(tx, call, request.name()));
  ABSL_RETURN_IF_ERROR(CheckRefreshable(row, request.name()));
  ABSL_ASSIGN_OR_RETURN(const v1::Message message, ToMessage(row));
  if (message.reminders().empty()) {
    return NotRefreshable(request.name(),
                          "it has no reminders that counts could stand beside");
  }
  status::FieldViolations violations;
  CheckCountLines("counts", request.counts(), message, violations);
  ABSL_RETURN_IF_ERROR(violations.ToStatus());
  const absl::Time snapshot_at = ToTime(request.counts().snapshot_time());
  if (row.counts_snapshot_at.has_value() &&
      snapshot_at < *row.counts_snapshot_at) {
    return message;
  }
  ABSL_ASSIGN_OR_RETURN(const std::string counts,
                        ToStoredCounts(request.counts()));
  ABSL_RETURN_IF_ERROR(
      storage::ReplaceCounts(tx, row.message_id, counts, snapshot_at, call.now)
          .status());
  return Changed(tx, call, row.message_id);
}

absl::StatusOr<v1::Message> NotifyService::CancelMessage(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::CancelMessageRequest& request) {
  ABSL_RETURN_IF_ERROR(Validate(request));
  ABSL_ASSIGN_OR_RETURN(const storage::MessageRow row,
                        FindReachable(tx, call, request.name()));
  if (row.state == MessageState::kCancelled) return ToMessage(row);
  ABSL_RETURN_IF_ERROR(CheckCancellable(tx, row, request.name()));
  ABSL_RETURN_IF_ERROR(
      storage::Cancel(tx, row.message_id, request.reason(), call.now));
  return Changed(tx, call, row.message_id);
}

absl::StatusOr<v1::Message> NotifyService::GetMessage(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::GetMessageRequest& request) {
  ABSL_RETURN_IF_ERROR(Validate(request));
  ABSL_ASSIGN_OR_RETURN(const storage::MessageRow row,
                        FindReachable(tx, call, request.name()));
  ABSL_ASSIGN_OR_RETURN(v1::Message message, ToMessage(row));
  ABSL_ASSIGN_OR_RETURN(const std::vector<storage::AttemptRow> attempts,
                        storage::Attempts(tx, row.message_id));
  for (const storage::AttemptRow& attempt : attempts) {
    *message.add_attempts() = ToAttempt(attempt);
  }
  return message;
}

absl::StatusOr<v1::ListMessagesResponse> NotifyService::ListMessages(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::ListMessagesRequest& request) {
  ABSL_RETURN_IF_ERROR(Validate(request));
  const storage::Reach reach = ReachOf(call.caller);
  const std::string fingerprint = absl::StrJoin(
      {std::string("ListMessages"), request.conference(), request.recipient(),
       absl::StrCat(request.state()), ReachText(reach)},
      "\n");
  ABSL_ASSIGN_OR_RETURN(
      const std::string position,
      options_.page_tokens->Open(fingerprint, request.page_token()));
  ABSL_ASSIGN_OR_RETURN(const storage::MessageFilter filter,
                        ToFilter(request, reach, position));
  ABSL_ASSIGN_OR_RETURN(std::vector<storage::MessageRow> rows,
                        storage::List(tx, filter));
  v1::ListMessagesResponse response;
  if (rows.size() == static_cast<size_t>(filter.limit)) {
    rows.pop_back();
    response.set_next_page_token(options_.page_tokens->Seal(
        fingerprint, absl::StrCat(absl::ToUnixMicros(rows.back().created_at),
                                  "/", rows.back().message_id)));
  }
  for (const storage::MessageRow& row : rows) {
    ABSL_ASSIGN_OR_RETURN(*response.add_messages(), ToMessage(row));
    call.Touched(MessageName(row.message_id));
  }
  return response;
}

absl::StatusOr<v1::ListNoticeLedgerResponse> NotifyService::ListNoticeLedger(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::ListNoticeLedgerRequest& request) {
  ABSL_RETURN_IF_ERROR(Validate(request));
  const storage::Reach reach = ReachOf(call.caller);
  const std::string fingerprint =
      absl::StrJoin({std::string("ListNoticeLedger"), request.conference(),
                     request.recipient(), request.supervisor(),
                     request.division(), request.due_by().SerializeAsString(),
                     absl::StrCat(request.breaches_only()), ReachText(reach)},
                    "\n");
  ABSL_ASSIGN_OR_RETURN(
      const std::string position,
      options_.page_tokens->Open(fingerprint, request.page_token()));
  ABSL_ASSIGN_OR_RETURN(const storage::LedgerFilter filter,
                        ToFilter(request, reach, position, call.now));
  ABSL_ASSIGN_OR_RETURN(std::vector<storage::MessageRow> rows,
                        storage::ListDuties(tx, filter));
  v1::ListNoticeLedgerResponse response;
  if (rows.size() == static_cast<size_t>(filter.limit)) {
    rows.pop_back();
    response.set_next_page_token(options_.page_tokens->Seal(
        fingerprint,
        absl::StrCat(absl::FormatCivilTime(rows.back().duty->due_by), "/",
                     rows.back().message_id)));
  }
  for (const storage::MessageRow& row : rows) {
    ABSL_ASSIGN_OR_RETURN(v1::NoticeLedgerEntry entry,
                          JudgedEntry(tx, row, call.now));
    if (request.breaches_only() &&
        entry.notice_class() != v1::NOTICE_CLASS_BREACH) {
      continue;
    }
    call.Touched(entry.message());
    *response.add_entries() = std::move(entry);
  }
  return response;
}

}  // namespace caseload::notify

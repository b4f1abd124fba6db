#include "services/conference/clients/grpc_notify_client.h"

#include <openssl/sha.h>

#include <cstdint>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/util/time_util.h"
#include "services/common/rpc/grpc_status.h"
#include "services/common/status/status_macros.h"
#include "services/conference/clients/peer_status.h"

namespace caseload::conference {
namespace {

using google::protobuf::util::TimeUtil;

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  return TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(time));
}

type::v1::Date ToDate(absl::CivilDay day) {
  type::v1::Date date;
  date.set_year(static_cast<int32_t>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

notify::v1::StaffMember ToStaff(const StaffContact& contact) {
  notify::v1::StaffMember staff;
  staff.set_officer(absl::StrCat("officers/", contact.officer_id));
  staff.set_staff_subject(contact.staff_subject);
  staff.set_display_name(contact.display_name);
  staff.set_email(contact.email);
  return staff;
}

notify::v1::ConferenceTime ToTime(const Appointment& appointment) {
  notify::v1::ConferenceTime time;
  *time.mutable_date() = ToDate(absl::CivilDay(appointment.local_start));
  time.set_hour(appointment.local_start.hour());
  time.set_minute(appointment.local_start.minute());
  time.set_time_zone(appointment.time_zone);
  time.set_duration_minutes(appointment.duration_minutes);
  return time;
}

notify::v1::ReminderCounts ToCounts(const NoticeCounts& from) {
  notify::v1::ReminderCounts counts;
  *counts.mutable_as_of_date() = ToDate(from.as_of);
  *counts.mutable_snapshot_time() = ToTimestamp(from.taken_at);
  counts.set_caseload_size(from.caseload_size);
  for (const NoticeCount& one : from.counts) {
    notify::v1::ReminderCount& count = *counts.add_counts();
    count.set_line_number(one.line_number);
    count.set_label(one.label);
    count.set_count(one.count);
  }
  return counts;
}

notify::v1::NoticeDuty ToDuty(const MessageDuty& from) {
  notify::v1::NoticeDuty duty;
  *duty.mutable_due_by_date() = ToDate(from.due_by);
  *duty.mutable_warn_date() = ToDate(from.warn_on);
  *duty.mutable_escalate_date() = ToDate(from.escalate_on);
  duty.set_basis(static_cast<notify::v1::NoticeBasis>(from.basis));
  duty.set_basis_reason(from.basis_reason);
  return duty;
}

notify::v1::Message ToMessage(const NoticeMessage& from) {
  notify::v1::Message message;
  message.set_conference(absl::StrCat("conferences/", from.key.conference_id));
  message.set_conference_revision(from.key.revision);
  message.set_kind(static_cast<notify::v1::MessageKind>(from.key.kind));
  *message.mutable_recipient() = ToStaff(from.recipient);
  *message.mutable_supervisor() = ToStaff(from.supervisor);
  message.set_division(from.division);
  message.set_policy_version(from.policy_version);
  *message.mutable_conference_time() = ToTime(from.appointment);
  message.set_location(from.appointment.location);
  if (from.previous.has_value()) {
    *message.mutable_previous_time() = ToTime(*from.previous);
    message.set_previous_location(from.previous->location);
  }
  for (const NoticeReminder& reminder : from.reminders) {
    notify::v1::ReminderLine& line = *message.add_reminders();
    line.set_number(reminder.number);
    line.set_text(reminder.text);
  }
  if (from.counts.has_value()) {
    *message.mutable_counts() = ToCounts(*from.counts);
  }
  if (from.duty.has_value()) {
    *message.mutable_notice_duty() = ToDuty(*from.duty);
  }
  *message.mutable_target_time() = ToTimestamp(from.target_at);
  *message.mutable_deadline() = ToTimestamp(from.deadline_at);
  return message;
}

// "submit-" and 48 digits of the SHA-256 of the request without its request_id:
// a request_id has at most 64 characters.
std::string RequestId(absl::string_view verb,
                      const google::protobuf::Message& request) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    request.SerializeToCodedStream(&coded);
  }
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return absl::StrCat(verb, "-", absl::BytesToHexString(digest).substr(0, 48));
}

bool IsOf(const notify::v1::Message& message, const DispatchKey& key) {
  return message.conference_revision() == key.revision &&
         message.kind() == static_cast<notify::v1::MessageKind>(key.kind) &&
         message.recipient().officer() ==
             absl::StrCat("officers/", key.recipient_id);
}

}  // namespace

GrpcNotifyClient::GrpcNotifyClient(
    const std::shared_ptr<grpc::Channel>& channel)
    : stub_(notify::v1::NotifyService::NewStub(channel)) {}

absl::StatusOr<std::string> GrpcNotifyClient::Submit(
    const PeerCall& call, const NoticeMessage& message) {
  notify::v1::SubmitMessageRequest request;
  *request.mutable_message() = ToMessage(message);
  request.set_request_id(RequestId("submit", request));
  grpc::ClientContext context;
  Prepare(call, context);
  notify::v1::Message response;
  ABSL_RETURN_IF_ERROR(
      rpc::FromGrpcStatus(stub_->SubmitMessage(&context, request, &response)));
  return response.name();
}

absl::Status GrpcNotifyClient::Withdraw(const PeerCall& call,
                                        absl::string_view message_name,
                                        absl::string_view reason) {
  notify::v1::CancelMessageRequest request;
  request.set_name(std::string(message_name));
  request.set_reason(std::string(reason));
  request.set_request_id(RequestId("withdraw", request));
  grpc::ClientContext context;
  Prepare(call, context);
  notify::v1::Message response;
  return rpc::FromGrpcStatus(
      stub_->CancelMessage(&context, request, &response));
}

absl::StatusOr<std::optional<std::string>> GrpcNotifyClient::Find(
    const PeerCall& call, const DispatchKey& key) {
  notify::v1::ListMessagesRequest request;
  request.set_conference(absl::StrCat("conferences/", key.conference_id));
  do {
    grpc::ClientContext context;
    Prepare(call, context);
    notify::v1::ListMessagesResponse page;
    ABSL_RETURN_IF_ERROR(
        rpc::FromGrpcStatus(stub_->ListMessages(&context, request, &page)));
    for (const notify::v1::Message& message : page.messages()) {
      if (IsOf(message, key)) return std::optional<std::string>(message.name());
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return std::optional<std::string>();
}

absl::StatusOr<MessageProgress> GrpcNotifyClient::Look(
    const PeerCall& call, absl::string_view message_name) {
  notify::v1::GetMessageRequest request;
  request.set_name(std::string(message_name));
  grpc::ClientContext context;
  Prepare(call, context);
  notify::v1::Message message;
  ABSL_RETURN_IF_ERROR(
      rpc::FromGrpcStatus(stub_->GetMessage(&context, request, &message)));
  MessageProgress progress;
  const bool open = message.state() == notify::v1::MESSAGE_STATE_PENDING ||
                    message.state() == notify::v1::MESSAGE_STATE_SENDING;
  progress.settled = !open || message.possible_copies() > 0;
  for (const notify::v1::ReminderLine& line : message.reminders()) {
    progress.reminder_numbers.push_back(line.number());
  }
  return progress;
}

absl::Status GrpcNotifyClient::Refresh(const PeerCall& call,
                                       absl::string_view message_name,
                                       const NoticeCounts& counts) {
  notify::v1::RefreshMessageRequest request;
  request.set_name(std::string(message_name));
  *request.mutable_counts() = ToCounts(counts);
  request.set_request_id(RequestId("refresh", request));
  grpc::ClientContext context;
  Prepare(call, context);
  notify::v1::Message response;
  return rpc::FromGrpcStatus(
      stub_->RefreshMessage(&context, request, &response));
}

}  // namespace caseload::conference

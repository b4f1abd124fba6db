#include "services/notify/mail/mail_message.h"

#include <gmime/gmime.h>

#include <memory>
#include <mutex>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"

namespace caseload::notify {
namespace {

struct Unref {
  void operator()(gpointer object) const { g_object_unref(object); }
};
template <typename T>
using GPtr = std::unique_ptr<T, Unref>;

struct FreeFormat {
  void operator()(GMimeFormatOptions* options) const {
    g_mime_format_options_free(options);
  }
};

// The library's own tables; it is never shut down.
void InitOnce() {
  static std::once_flag once;
  std::call_once(once, [] { g_mime_init(); });
}

void AddMailbox(GMimeMessage* message, GMimeAddressType type,
                const CalendarPerson& person) {
  g_mime_message_add_mailbox(
      message, type,
      person.display_name.empty() ? nullptr : person.display_name.c_str(),
      person.email.c_str());
}

void SetDate(GMimeMessage* message, const MailParts& parts) {
  const absl::TimeZone::CivilInfo info = parts.zone.At(parts.dated_at);
  GTimeZone* const zone = g_time_zone_new_offset(info.offset);
  GDateTime* const date = g_date_time_new(
      zone, static_cast<gint>(info.cs.year()), info.cs.month(), info.cs.day(),
      info.cs.hour(), info.cs.minute(), info.cs.second());
  g_mime_message_set_date(message, date);
  g_date_time_unref(date);
  g_time_zone_unref(zone);
}

GPtr<GMimePart> TextPart(const char* subtype, const std::string& content,
                         GMimeContentEncoding encoding) {
  GPtr<GMimePart> part(g_mime_part_new_with_type("text", subtype));
  const GPtr<GMimeStream> stream(
      g_mime_stream_mem_new_with_buffer(content.data(), content.size()));
  const GPtr<GMimeDataWrapper> wrapper(g_mime_data_wrapper_new_with_stream(
      stream.get(), GMIME_CONTENT_ENCODING_DEFAULT));
  g_mime_part_set_content(part.get(), wrapper.get());
  g_mime_part_set_content_encoding(part.get(), encoding);
  g_mime_object_set_content_type_parameter(GMIME_OBJECT(part.get()), "charset",
                                           "UTF-8");
  return part;
}

// Must differ from every line of the parts: base64 and quoted-printable never
// hold "=_".
std::string Boundary(const MailParts& parts) {
  return absl::StrCat(
      "=_", absl::WebSafeBase64Escape(parts.message_id_header).substr(0, 60));
}

GPtr<GMimeMultipart> Alternatives(const MailParts& parts) {
  GPtr<GMimeMultipart> body(g_mime_multipart_new_with_subtype("alternative"));
  g_mime_multipart_set_boundary(body.get(), Boundary(parts).c_str());
  const GPtr<GMimePart> text =
      TextPart("plain", parts.text, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  const GPtr<GMimePart> html =
      TextPart("html", parts.html, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  // base64 keeps the object's own CRLF and folding.
  const GPtr<GMimePart> calendar =
      TextPart("calendar", parts.calendar, GMIME_CONTENT_ENCODING_BASE64);
  g_mime_object_set_content_type_parameter(
      GMIME_OBJECT(calendar.get()), "method", parts.calendar_method.c_str());
  for (const GPtr<GMimePart>* part : {&text, &html, &calendar}) {
    g_mime_multipart_add(body.get(), GMIME_OBJECT(part->get()));
  }
  return body;
}

std::string ToBytes(GMimeMessage* message) {
  const std::unique_ptr<GMimeFormatOptions, FreeFormat> format(
      g_mime_format_options_new());
  g_mime_format_options_set_newline_format(format.get(),
                                           GMIME_NEWLINE_FORMAT_DOS);
  char* const text =
      g_mime_object_to_string(GMIME_OBJECT(message), format.get());
  if (text == nullptr) return "";
  std::string bytes = text;
  g_free(text);
  return bytes;
}

}  // namespace

absl::StatusOr<std::string> WriteMail(const MailParts& parts) {
  InitOnce();
  const GPtr<GMimeMessage> message(g_mime_message_new(/*pretty_headers=*/TRUE));
  AddMailbox(message.get(), GMIME_ADDRESS_TYPE_FROM, parts.from);
  AddMailbox(message.get(), GMIME_ADDRESS_TYPE_SENDER, parts.sender);
  AddMailbox(message.get(), GMIME_ADDRESS_TYPE_REPLY_TO, parts.from);
  AddMailbox(message.get(), GMIME_ADDRESS_TYPE_TO, parts.to);
  if (parts.copy.has_value()) {
    AddMailbox(message.get(), GMIME_ADDRESS_TYPE_CC, *parts.copy);
  }
  g_mime_message_set_subject(message.get(), parts.subject.c_str(), "UTF-8");
  SetDate(message.get(), parts);
  g_mime_message_set_message_id(message.get(), parts.message_id_header.c_str());
  // RFC 3834: no vacation replies.
  g_mime_object_set_header(GMIME_OBJECT(message.get()), "Auto-Submitted",
                           "auto-generated", "UTF-8");
  g_mime_object_set_header(GMIME_OBJECT(message.get()), "MIME-Version", "1.0",
                           "UTF-8");
  const GPtr<GMimeMultipart> body = Alternatives(parts);
  g_mime_message_set_mime_part(message.get(), GMIME_OBJECT(body.get()));
  std::string bytes = ToBytes(message.get());
  if (bytes.empty()) return status::Internal("a mail could not be written");
  return bytes;
}

}  // namespace caseload::notify

#include "services/notify/domain/smtp_reply.h"

namespace caseload::notify {

absl::string_view Name(SmtpStage stage) {
  switch (stage) {
    case SmtpStage::kConnect:
      return "CONNECT";
    case SmtpStage::kEhlo:
      return "EHLO";
    case SmtpStage::kStartTls:
      return "STARTTLS";
    case SmtpStage::kAuth:
      return "AUTH";
    case SmtpStage::kMail:
      return "MAIL";
    case SmtpStage::kRecipient:
      return "RCPT";
    case SmtpStage::kData:
      return "DATA";
    case SmtpStage::kBody:
      return "BODY";
    case SmtpStage::kDataEnd:
      return "DATA_END";
  }
  return "";
}

AttemptOutcome OutcomeOf(SmtpStage stage, int code) {
  const bool about_us = code == 530 || code == 535 || code == 538;
  if (stage < SmtpStage::kMail || about_us) {
    return AttemptOutcome::kUnreachable;
  }
  if (code >= 500 && code <= 599) return AttemptOutcome::kRejected;
  if (code >= 400 && code <= 499) return AttemptOutcome::kDeferred;
  if (stage != SmtpStage::kDataEnd) return AttemptOutcome::kDeferred;
  return code >= 200 && code <= 299 ? AttemptOutcome::kAccepted
                                    : AttemptOutcome::kUnknown;
}

}  // namespace caseload::notify

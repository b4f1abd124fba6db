// validate.h: what a request must hold before anything is done with it.
//
// Pure functions: INVALID_ARGUMENT with one violation for every field that is
// wrong, so that a caller can mend them all at once.

#ifndef SERVICES_NOTIFY_VALIDATE_H_
#define SERVICES_NOTIFY_VALIDATE_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "caseload/notify/v1/notify_service.pb.h"
#include "services/common/status/error.h"

namespace caseload::notify {

absl::Status Validate(const v1::SubmitMessageRequest& request);
absl::Status Validate(const v1::RefreshMessageRequest& request);
absl::Status Validate(const v1::CancelMessageRequest& request);
absl::Status Validate(const v1::GetMessageRequest& request);
absl::Status Validate(const v1::ListMessagesRequest& request);
absl::Status Validate(const v1::ListNoticeLedgerRequest& request);

// Adds REMINDER_LINE_UNKNOWN for every count that stands beside no reminder of
// `message`; `field` is the path of `counts`.
void CheckCountLines(absl::string_view field, const v1::ReminderCounts& counts,
                     const v1::Message& message,
                     status::FieldViolations& violations);

}  // namespace caseload::notify

#endif  // SERVICES_NOTIFY_VALIDATE_H_

// redact.h: a message as text that may stand in a log.

#ifndef SERVICES_COMMON_LOG_REDACT_H_
#define SERVICES_COMMON_LOG_REDACT_H_

#include <string>

#include "google/protobuf/message.h"

namespace caseload::log {

// `message` on one line, in the manner of the text format, in which the value
// of every field that carries (caseload.options.v1.personal_data) = true is
// "[redacted]": at any depth, in repeated fields, as a map's value and inside
// an Any whose type is linked in. What cannot be judged is left out: unknown
// fields and an Any of another type.
std::string Redacted(const google::protobuf::Message& message);

}  // namespace caseload::log

#endif  // SERVICES_COMMON_LOG_REDACT_H_

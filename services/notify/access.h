// access.h: whose messages a caller reaches.

#ifndef SERVICES_NOTIFY_ACCESS_H_
#define SERVICES_NOTIFY_ACCESS_H_

#include "services/common/auth/caller.h"
#include "services/notify/storage/message_store.h"

namespace caseload::notify {

// Manager, auditor and ops reach every message, and so does a service that
// speaks for itself; an sdpo those addressed to them and those of the
// conferences that they hold; everybody else those addressed to them (R137: the
// officer and the supervision chain). A service that calls on behalf of a
// person reaches what the person does.
storage::Reach ReachOf(const auth::Caller& caller);

}  // namespace caseload::notify

#endif  // SERVICES_NOTIFY_ACCESS_H_

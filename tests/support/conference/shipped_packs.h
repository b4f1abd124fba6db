// shipped_packs.h: the policy packs of policies/packs, as the services load
// them.

#ifndef TESTS_SUPPORT_CONFERENCE_SHIPPED_PACKS_H_
#define TESTS_SUPPORT_CONFERENCE_SHIPPED_PACKS_H_

#include "services/policy/pack.h"

namespace caseload::testing {

// 4.6 of the juvenile manual: notice "should" be sent ten days ahead.
policy::PolicyPack JuvenilePack();
// 1.17 of the adult manual: notice "shall" be sent ten days ahead.
policy::PolicyPack AdultPack();

}  // namespace caseload::testing

#endif  // TESTS_SUPPORT_CONFERENCE_SHIPPED_PACKS_H_

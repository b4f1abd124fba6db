// convert_snapshot.h: judged cases to messages. Pure; see convert.h.

#ifndef SERVICES_CASEPLAN_CONVERT_SNAPSHOT_H_
#define SERVICES_CASEPLAN_CONVERT_SNAPSHOT_H_

#include <optional>
#include <set>
#include <string>

#include "caseload/caseplan/v1/snapshot.pb.h"
#include "services/caseplan/domain/snapshot_case.h"
#include "services/caseplan/domain/snapshot_facts.h"
#include "services/policy/calendar.h"

namespace caseload::caseplan {

type::v1::DateRange ToProto(const policy::DayRange& range);

// `policies` is given the names of the versions that the result names.
v1::CaseSnapshot ToProto(const CaseFile& file, const JudgedCase& judged,
                         const SnapshotDays& days,
                         std::set<std::string>* policies);

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_CONVERT_SNAPSHOT_H_

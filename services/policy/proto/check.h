// check.h: everything that can be wrong with a pack or an instrument on its
// own.

#ifndef SERVICES_POLICY_PROTO_CHECK_H_
#define SERVICES_POLICY_PROTO_CHECK_H_

#include <vector>

#include "caseload/policy/v1/instrument.pb.h"
#include "caseload/policy/v1/policy_pack.pb.h"
#include "services/policy/problem.h"

namespace caseload::policy {

// All problems of a pack, in the order of its fields: first those of single
// fields, then those between fields. Empty when it may be stored. Problems
// between a pack and the county's instruments are CheckInstruments'.
std::vector<PolicyProblem> CheckPack(const v1::PolicyPack& pack);

// All problems of an instrument.
std::vector<PolicyProblem> CheckInstrument(const v1::Instrument& instrument);

}  // namespace caseload::policy

#endif  // SERVICES_POLICY_PROTO_CHECK_H_

// convert.h: checked messages to plain values.

#ifndef SERVICES_POLICY_PROTO_CONVERT_H_
#define SERVICES_POLICY_PROTO_CONVERT_H_

#include <optional>
#include <vector>

#include "caseload/policy/v1/instrument.pb.h"
#include "caseload/policy/v1/policy_pack.pb.h"
#include "services/policy/instrument.h"
#include "services/policy/pack.h"
#include "services/policy/problem.h"

namespace caseload::policy {

// A value, or everything that is wrong with what it was to be made from.
template <typename T>
struct [[nodiscard]] Checked {
  // Set exactly when `problems` is empty.
  std::optional<T> value;
  std::vector<PolicyProblem> problems;

  bool ok() const { return value.has_value(); }
};

// Checks and converts. The result's version carries the content's digest.
Checked<PolicyPack> ConvertPack(const v1::PolicyPack& pack);
Checked<Instrument> ConvertInstrument(const v1::Instrument& instrument);

}  // namespace caseload::policy

#endif  // SERVICES_POLICY_PROTO_CONVERT_H_

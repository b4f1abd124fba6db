// diff.h: what one policy message says otherwise than another.

#ifndef SERVICES_POLICY_PROTO_DIFF_H_
#define SERVICES_POLICY_PROTO_DIFF_H_

#include <string>
#include <vector>

#include "caseload/policy/v1/policy_pack.pb.h"

namespace caseload::policy {

// One field that differs.
struct FieldChange {
  enum class Kind { kAdded = 1, kRemoved = 2, kChanged = 3, kReordered = 4 };

  // Path in the new message, in the old one when it was removed:
  // "contact.standards[2].requirements[0].count".
  std::string field;
  Kind kind = Kind::kChanged;
  // Values as text: a period as "6 months", a list as "high, med", a message in
  // protobuf's text format on one line; of a list that was reordered, the ids
  // of the elements that are in both. Empty where there is none.
  std::string old_value;
  std::string new_value;

  friend bool operator==(const FieldChange& a, const FieldChange& b) {
    return a.field == b.field && a.kind == b.kind &&
           a.old_value == b.old_value && a.new_value == b.new_value;
  }
};

// Every difference, in the order of the fields; within a list first the new
// message's elements in their order, then those that were removed. An element
// of a list is held against the one with the same ids, so that an insertion is
// one change; where ids are not unique, against the one in the same place.
std::vector<FieldChange> DiffPacks(const v1::PolicyPack& old_pack,
                                   const v1::PolicyPack& new_pack);

}  // namespace caseload::policy

#endif  // SERVICES_POLICY_PROTO_DIFF_H_

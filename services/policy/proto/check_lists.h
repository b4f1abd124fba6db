// check_lists.h: small checks that packs and instruments share.

#ifndef SERVICES_POLICY_PROTO_CHECK_LISTS_H_
#define SERVICES_POLICY_PROTO_CHECK_LISTS_H_

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/policy/calendar.h"
#include "services/policy/proto/field_rules.h"

namespace caseload::policy {

// Reports ids that stand twice in a list of messages; returns them all.
template <typename List, typename GetId>
std::set<std::string> CheckUniqueIds(const List& list, absl::string_view path,
                                     absl::string_view id_field, GetId get_id,
                                     ProblemList* problems) {
  std::set<std::string> ids;
  for (int i = 0; i < list.size(); ++i) {
    const std::string& id = get_id(list[i]);
    if (!id.empty() && !ids.insert(id).second) {
      problems->Add(FieldPath(ElementPath(path, i), id_field),
                    absl::StrCat("is '", id, "', which the list has twice"));
    }
  }
  return ids;
}

// Reports elements of a list of ids that `known` does not hold.
template <typename List>
void CheckReferences(const List& ids, absl::string_view path,
                     const std::set<std::string>& known, absl::string_view what,
                     ProblemList* problems) {
  int i = 0;
  for (const std::string& id : ids) {
    if (known.count(id) == 0) {
      problems->Add(ElementPath(path, i),
                    absl::StrCat("is '", id, "', which is no known ", what));
    }
    ++i;
  }
}

// Reports at `path` a day that is before `earlier`, the value of the field
// `earlier_name`; texts that are no days are another check's.
inline void CheckDayOrder(const std::string& earlier,
                          absl::string_view earlier_name,
                          const std::string& later, absl::string_view path,
                          ProblemList* problems) {
  const auto first = ParseDay(earlier);
  const auto second = ParseDay(later);
  if (first.ok() && second.ok() && *second < *first) {
    problems->Add(path, absl::StrCat("is before ", earlier_name));
  }
}

}  // namespace caseload::policy

#endif  // SERVICES_POLICY_PROTO_CHECK_LISTS_H_

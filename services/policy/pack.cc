#include "services/policy/pack.h"

#include <algorithm>

namespace caseload::policy {
namespace {

template <typename T, typename Predicate>
const T* FindIn(const std::vector<T>& values, Predicate predicate) {
  const auto it = std::find_if(values.begin(), values.end(), predicate);
  return it == values.end() ? nullptr : &*it;
}

}  // namespace

std::optional<int> BandScheme::RankOf(absl::string_view band_id) const {
  for (size_t i = 0; i < bands.size(); ++i) {
    if (bands[i].id == band_id) return static_cast<int>(i);
  }
  return std::nullopt;
}

const InstrumentUse* AssessmentRules::Find(
    absl::string_view instrument_id) const {
  return FindIn(instruments, [&](const InstrumentUse& use) {
    return use.instrument_id == instrument_id;
  });
}

LocationClass ContactRules::ClassOf(ContactLocation location) const {
  const LocationMapping* mapping =
      FindIn(location_mappings, [&](const LocationMapping& candidate) {
        return candidate.location == location;
      });
  return mapping == nullptr ? LocationClass::kOther : mapping->location_class;
}

const OverrideReason* OverrideRules::FindReason(absl::string_view id) const {
  return FindIn(reasons,
                [&](const OverrideReason& reason) { return reason.id == id; });
}

const CaseType* PolicyPack::FindCaseType(absl::string_view id) const {
  return FindIn(case_types,
                [&](const CaseType& type) { return type.id == id; });
}

const NoContactReason* PolicyPack::FindNoContactReason(
    absl::string_view code) const {
  return FindIn(no_contact_reasons, [&](const NoContactReason& reason) {
    return reason.code == code;
  });
}

const NeedArea* PolicyPack::FindNeedArea(absl::string_view id) const {
  return FindIn(need_areas,
                [&](const NeedArea& area) { return area.id == id; });
}

bool Holds(const std::vector<std::string>& values, absl::string_view value) {
  return std::any_of(
      values.begin(), values.end(),
      [&](const std::string& candidate) { return candidate == value; });
}

}  // namespace caseload::policy

// fixed_pack_source.h: the policy in force, as a test gives it.

#ifndef TESTS_SUPPORT_FIXED_PACK_SOURCE_H_
#define TESTS_SUPPORT_FIXED_PACK_SOURCE_H_

#include <memory>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/policy/followed/pack_source.h"

namespace caseload::testing {

// Each pack is in force from its effective date until the division's next one.
class FixedPackSource final : public policy::PackSource {
 public:
  explicit FixedPackSource(std::vector<policy::PolicyPack> packs) {
    for (policy::PolicyPack& pack : packs) {
      packs_.push_back(
          std::make_shared<const policy::PolicyPack>(std::move(pack)));
    }
  }

  absl::StatusOr<std::shared_ptr<const policy::PolicyPack>> InForce(
      absl::string_view division, absl::CivilDay day) const override {
    std::shared_ptr<const policy::PolicyPack> newest;
    for (const auto& pack : packs_) {
      if (pack->division != division || pack->effective_date > day) continue;
      if (newest == nullptr || newest->effective_date < pack->effective_date) {
        newest = pack;
      }
    }
    if (newest == nullptr) return policy::PolicyNotYetKnown(division, day);
    return newest;
  }

 private:
  std::vector<std::shared_ptr<const policy::PolicyPack>> packs_;
};

}  // namespace caseload::testing

#endif  // TESTS_SUPPORT_FIXED_PACK_SOURCE_H_

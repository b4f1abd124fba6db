// policy.h: policy packs as they are kept, and what puts them in force (R060,
// R097).

#ifndef SERVICES_CASEPLAN_DOMAIN_POLICY_H_
#define SERVICES_CASEPLAN_DOMAIN_POLICY_H_

#include <optional>
#include <string>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace caseload::caseplan {

enum class PackOrigin { kCreated = 1, kShipped = 2 };

// One version of one division's policy; never changed.
struct StoredPack {
  // The first 32 digits of content_hash.
  std::string id;
  // 64 lower-case hex digits.
  std::string content_hash;
  // "juvenile-4.6" and "2021-03-22": together of one content only.
  std::string pack_id;
  std::string version_label;
  std::string division;
  std::string title;
  // First day on which the manual says that it governs.
  absl::CivilDay effective_date;
  // A figure of it is an example without a citable source.
  bool has_unverified_figures = false;
  PackOrigin origin = PackOrigin::kCreated;
  // caseload.policy.v1.PolicyPack as proto3 JSON; empty in a list.
  std::string content_json;
  absl::Time created_at;
  std::string created_by;
};

// From when on a pack governs its division; never changed but for
// superseded_at.
struct Activation {
  std::string id;
  // StoredPack.id.
  std::string policy_pack_id;
  // The pack's.
  std::string division;
  // First day on which it governs, in the county's zone.
  absl::CivilDay effective_date;
  // effective_date is not after the day of its recording.
  bool forced = false;
  // Never empty when forced.
  std::string reason;
  absl::Time recorded_at;
  std::string recorded_by;
  // When an activation of the same division and day took its place.
  std::optional<absl::Time> superseded_at;
};

// What governs a division on a day.
struct PolicyInForce {
  StoredPack pack;
  Activation activation;
  // The day before the division's next activation takes effect.
  std::optional<absl::CivilDay> governs_until;
};

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_DOMAIN_POLICY_H_

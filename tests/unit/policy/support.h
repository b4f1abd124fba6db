// support.h: what the policy tests share.

#ifndef TESTS_UNIT_POLICY_SUPPORT_H_
#define TESTS_UNIT_POLICY_SUPPORT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/policy/instrument.h"
#include "services/policy/pack.h"

namespace caseload::policy::testing {

// A file of the source tree, by its path from the root. Fails the process when
// it cannot be read.
std::string ReadSourceFile(absl::string_view path);

// The paths of the files in a folder of the source tree, sorted.
std::vector<std::string> SourceFilesIn(absl::string_view folder);

// A shipped pack ("juvenile-4.6") or all shipped instruments. Fails the process
// with the problems when one does not load.
const PolicyPack& ShippedPack(absl::string_view name);
const std::vector<Instrument>& ShippedInstruments();
// One version of a shipped instrument.
const Instrument& ShippedInstrument(absl::string_view id,
                                    absl::string_view version);

// "2026-11-05".
absl::CivilDay Day(absl::string_view text);
absl::TimeZone Zone(absl::string_view name);
// "2026-11-05 09:00" or with seconds, in `zone`; the zone's first reading.
absl::Time At(absl::string_view text,
              absl::string_view zone = "America/Los_Angeles");

}  // namespace caseload::policy::testing

#endif  // TESTS_UNIT_POLICY_SUPPORT_H_

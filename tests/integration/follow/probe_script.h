// probe_script.h: the feed that the killed follower follows.

#ifndef TESTS_INTEGRATION_FOLLOW_PROBE_SCRIPT_H_
#define TESTS_INTEGRATION_FOLLOW_PROBE_SCRIPT_H_

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/support/follow/scripted_feed.h"

namespace caseload::follow {

// Changes in one batch.
inline constexpr int kScriptBurst = 4;

// Five probes, each changed several times; some changes come twice, some after
// later ones.
inline void AppendScript(testing::ScriptedFeed& feed) {
  const int versions[] = {1, 3, 2, 2, 4, 1};
  for (const int version : versions) {
    for (int probe = 0; probe < 5; ++probe) {
      feed.Append(testing::ProbeChange(absl::StrCat("probes/", probe), version,
                                       absl::StrCat("text", version)));
    }
  }
}

// What is there in the end, as ListProbes() tells it.
inline std::vector<std::string> ScriptResult() {
  std::vector<std::string> probes;
  for (int probe = 0; probe < 5; ++probe) {
    probes.push_back(absl::StrCat("probes/", probe, " 4 text4"));
  }
  return probes;
}

}  // namespace caseload::follow

#endif  // TESTS_INTEGRATION_FOLLOW_PROBE_SCRIPT_H_

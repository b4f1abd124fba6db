#include "tools/caseloadctl/generate/county.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/common/status/status_macros.h"
#include "tools/caseloadctl/generate/caseload.h"
#include "tools/caseloadctl/generate/export_writer.h"
#include "tools/caseloadctl/generate/random.h"
#include "tools/caseloadctl/generate/roster.h"
#include "tools/caseloadctl/generate/setting.h"

namespace caseload::generate {
namespace {

absl::Status CheckOptions(const CountyOptions& options) {
  if (options.officers < kMinOfficers || options.officers > kMaxOfficers) {
    return absl::InvalidArgumentError(absl::StrCat(
        "officers must lie between ", kMinOfficers, " and ", kMaxOfficers));
  }
  if (options.clients < kMinClients || options.clients > kMaxClients) {
    return absl::InvalidArgumentError(absl::StrCat(
        "clients must lie between ", kMinClients, " and ", kMaxClients));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status GenerateCounty(const CountyOptions& options) {
  ABSL_RETURN_IF_ERROR(CheckOptions(options));
  Setting setting;
  if (!absl::LoadTimeZone(options.zone, &setting.zone)) {
    return absl::InvalidArgumentError(
        "the zone must be an IANA zone such as America/Los_Angeles");
  }
  Random random(options.seed);
  ExportWriter out(options.directory, "example-cms");
  ABSL_RETURN_IF_ERROR(out.Open());
  setting.as_of = options.as_of;
  setting.random = &random;
  setting.out = &out;
  Roster roster(setting, options.officers);
  Caseload caseload(setting, &roster);
  for (int i = 0; i < options.clients; ++i) caseload.WriteClient();
  roster.WriteConferences();
  return out.Close(InstantText(setting, options.as_of, 18, 0));
}

}  // namespace caseload::generate

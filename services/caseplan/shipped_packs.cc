#include "services/caseplan/shipped_packs.h"

#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/caseplan/policy_convert.h"
#include "services/caseplan/policy_registry.h"
#include "services/caseplan/storage/policy_store.h"
#include "services/common/status/status_macros.h"
#include "services/policy/proto/files.h"
#include "services/policy/proto/load.h"

namespace caseload::caseplan {

namespace {

constexpr char kPrincipal[] = "service/caseplan";
constexpr char kReason[] =
    "Came with the release; the division had no policy before.";

using PackFile = policy::LoadedFile<
    policy::Loaded<policy::v1::PolicyPack, policy::PolicyPack>>;

policy::PolicyProblem ProblemIn(const PackFile& file, absl::string_view field,
                                std::string reason) {
  policy::PolicyProblem problem;
  problem.file = file.path;
  problem.field = std::string(field);
  problem.reason = std::move(reason);
  return problem;
}

// One run of the load in its transaction.
class Loader {
 public:
  Loader(sql::Transaction& tx, const ServiceOptions& options, absl::Time now,
         ShippedPacks* result)
      : tx_(tx),
        options_(options),
        now_(absl::FromUnixMicros(absl::ToUnixMicros(now))),
        result_(result) {}

  absl::Status Load(const std::vector<PackFile>& files) {
    for (const PackFile& file : files) {
      ABSL_ASSIGN_OR_RETURN(
          const bool governed,
          storage::HasActivation(tx_, file.value.value.division));
      if (!governed) without_policy_.insert(file.value.value.division);
    }
    for (const PackFile& file : files) {
      ABSL_RETURN_IF_ERROR(LoadOne(file));
    }
    return absl::OkStatus();
  }

 private:
  absl::Status LoadOne(const PackFile& file) {
    ABSL_ASSIGN_OR_RETURN(
        const StoredPack pack,
        ToStoredPack(file.value.message, file.value.value,
                     PackRecording{PackOrigin::kShipped, now_, kPrincipal}));
    ABSL_ASSIGN_OR_RETURN(
        const std::optional<StoredPack> stored,
        storage::FindPackByVersion(tx_, pack.pack_id, pack.version_label));
    if (!stored.has_value()) {
      ABSL_RETURN_IF_ERROR(StorePack(tx_, pack, /*traceparent=*/""));
      result_->stored.push_back({pack.id});
    } else if (stored->content_hash == pack.content_hash) {
      result_->unchanged.push_back({pack.id});
    } else {
      result_->refused.push_back(ProblemIn(
          file, "version_label",
          absl::StrCat("is ", pack.version_label, ", under which ",
                       pack.pack_id,
                       " is stored with another content; a version never "
                       "changes, so give the new content a new one")));
      return absl::OkStatus();
    }
    if (without_policy_.count(pack.division) == 0) return absl::OkStatus();
    return ActivateOne(file, pack);
  }

  absl::Status ActivateOne(const PackFile& file, const StoredPack& pack) {
    const absl::CivilDay day = pack.effective_date;
    if (!activated_.emplace(pack.division, day).second) {
      result_->refused.push_back(
          ProblemIn(file, "effective_date",
                    "is that of another shipped pack of the division; the pack "
                    "is stored, and activated by whoever decides"));
      return absl::OkStatus();
    }
    Activation activation;
    activation.id = options_.ids->NewId();
    activation.policy_pack_id = pack.id;
    activation.division = pack.division;
    activation.effective_date = day;
    activation.forced = day <= absl::ToCivilDay(now_, options_.zone);
    activation.reason = kReason;
    activation.recorded_at = now_;
    activation.recorded_by = kPrincipal;
    ABSL_RETURN_IF_ERROR(
        Activate(tx_, pack, activation, /*traceparent=*/"").status());
    result_->activated.push_back({{pack.id}, activation.id});
    return absl::OkStatus();
  }

  sql::Transaction& tx_;
  const ServiceOptions& options_;
  const absl::Time now_;
  ShippedPacks* const result_;
  std::set<std::string> without_policy_;
  // Division and day.
  std::set<std::pair<std::string, absl::CivilDay>> activated_;
};

}  // namespace

absl::StatusOr<ShippedPacks> LoadShippedPacks(sql::Database& database,
                                              const ServiceOptions& options,
                                              const std::string& directory,
                                              absl::Time now) {
  ShippedPacks parsed;
  ABSL_ASSIGN_OR_RETURN(
      const std::vector<PackFile> files,
      policy::LoadDirectory(directory, &policy::LoadPack, &parsed.refused));
  ShippedPacks result;
  sql::WriteOptions write;
  write.exclusive = "policy_packs";
  ABSL_RETURN_IF_ERROR(
      database.WriteAndWait(write, [&](sql::Transaction& tx) -> absl::Status {
        result = parsed;  // it may run again
        return Loader(tx, options, now, &result).Load(files);
      }));
  return result;
}

}  // namespace caseload::caseplan

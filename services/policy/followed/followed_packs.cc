#include "services/policy/followed/followed_packs.h"

#include <utility>

#include "absl/time/time.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/time_util.h"
#include "services/common/log/log.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/policy/followed/activation_store.h"
#include "services/policy/problem.h"
#include "services/policy/proto/convert.h"

namespace caseload::policy {
namespace {

using google::protobuf::util::TimeUtil;

// Null when this build cannot read the pack.
std::shared_ptr<const PolicyPack> ToPack(const PolicyActivation& activation) {
  v1::PolicyPack message;
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  if (!google::protobuf::util::JsonStringToMessage(activation.pack_json,
                                                   &message, options)
           .ok()) {
    log::Error("an activated policy pack cannot be read",
               {{"activation", activation.name}});
    return nullptr;
  }
  Checked<PolicyPack> checked = ConvertPack(message);
  if (!checked.ok()) {
    log::Error("an activated policy pack breaks a rule of packs",
               {{"activation", activation.name},
                {"problems", ToString(checked.problems)}});
    return nullptr;
  }
  return std::make_shared<const PolicyPack>(*std::move(checked.value));
}

}  // namespace

absl::Status FollowedPacks::Load() {
  std::vector<PolicyActivation> activations;
  ABSL_RETURN_IF_ERROR(database_->Read(
      absl::InfiniteFuture(), [&](sql::Transaction& tx) -> absl::Status {
        ABSL_ASSIGN_OR_RETURN(activations, ListStandingActivations(tx));
        return absl::OkStatus();
      }));
  auto standing = std::make_shared<Standing>();
  for (const PolicyActivation& activation : activations) {
    standing->push_back(
        {activation.division, activation.effective_date, ToPack(activation)});
  }
  sync::MutexLock lock(&mutex_);
  standing_ = std::move(standing);
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<const PolicyPack>> FollowedPacks::InForce(
    absl::string_view division, absl::CivilDay day) const {
  std::shared_ptr<const Standing> standing;
  {
    sync::MutexLock lock(&mutex_);
    standing = standing_;
  }
  std::shared_ptr<const PolicyPack> pack;
  for (const InMemory& activation : *standing) {
    if (activation.division != division || activation.effective_date > day) {
      continue;
    }
    pack = activation.pack;
  }
  if (pack == nullptr) return PolicyNotYetKnown(division, day);
  return pack;
}

absl::StatusOr<follow::Outcome> FollowedPacks::Keep(
    sql::Transaction& tx, const type::v1::Change& change, const Told& told) {
  PolicyActivation activation;
  activation.name = change.resource_name();
  activation.version = change.version();
  activation.division = told.division;
  activation.effective_date =
      absl::CivilDay(told.effective_date.year(), told.effective_date.month(),
                     told.effective_date.day());
  activation.recorded_at =
      absl::FromUnixMicros(TimeUtil::TimestampToMicroseconds(told.recorded_at));
  activation.stands = told.stands;
  if (!google::protobuf::util::MessageToJsonString(told.pack,
                                                   &activation.pack_json)
           .ok()) {
    return status::Internal("a policy pack on the feed cannot be kept");
  }
  ABSL_ASSIGN_OR_RETURN(const bool written, UpsertActivation(tx, activation));
  return written ? follow::Outcome::kApplied : follow::Outcome::kNotNewer;
}

absl::Status FollowedPacks::ForgetVersions(sql::Transaction& tx) {
  return ForgetActivationVersions(tx);
}

absl::StatusOr<bool> FollowedPacks::Sweep(sql::Transaction& tx) {
  ABSL_RETURN_IF_ERROR(SweepActivations(tx));
  return true;
}

}  // namespace caseload::policy

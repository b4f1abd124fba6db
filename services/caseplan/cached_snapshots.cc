#include "services/caseplan/cached_snapshots.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/caseplan/domain/names.h"
#include "services/caseplan/snapshot_service.h"
#include "services/caseplan/validate.h"
#include "services/common/build_info/build_info.h"
#include "services/common/sql/deadline.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::caseplan {
namespace {

// Raised when the bytes of a snapshot mean something else than before.
constexpr int kSchemaVersion = 1;
// A build serves all who wait for it, so it has no one caller's deadline.
constexpr absl::Duration kBuildTimeout = absl::Seconds(20);
constexpr size_t kGrantedBytes = size_t{2} << 20;
constexpr int kRoles = 32;

// "" when it is not known.
std::string Part(const storage::Generations& generations,
                 const std::string& scope) {
  const auto found = generations.find(scope);
  if (found == generations.end()) return "";
  return absl::StrCat(found->second.counter, ".", found->second.tag);
}

// A day in a key: writing it as people do takes longer than the rest of the
// key.
int64_t Number(absl::CivilDay day) { return day - absl::CivilDay(); }

uint32_t RoleBits(auth::RoleSet roles) {
  uint32_t bits = 0;
  for (int role = 0; role < kRoles; ++role) {
    if (roles.Has(role)) bits |= uint32_t{1} << role;
  }
  return bits;
}

v1::SnapshotFreshness::Source ToProto(cache::Source source) {
  switch (source) {
    case cache::Source::kBuild:
      return v1::SnapshotFreshness::SOURCE_BUILD;
    case cache::Source::kProcess:
      return v1::SnapshotFreshness::SOURCE_PROCESS;
    case cache::Source::kRedis:
      return v1::SnapshotFreshness::SOURCE_REDIS;
  }
  return v1::SnapshotFreshness::SOURCE_UNSPECIFIED;
}

}  // namespace

CachedSnapshots::CachedSnapshots(const ServiceOptions& options, Options own)
    : ServiceBase(options), own_(std::move(own)), granted_(kGrantedBytes) {}

void CachedSnapshots::Register(rpc::Service& service) {
  service.EncodedRead<v1::GetCaseloadSnapshotRequest, v1::CaseloadSnapshot>(
      "GetCaseloadSnapshot",
      [this](const rpc::CallContext& call,
             const v1::GetCaseloadSnapshotRequest& request,
             rpc::Reply reply) { Answer(call, request, std::move(reply)); });
}

void CachedSnapshots::Answer(const rpc::CallContext& call,
                             const v1::GetCaseloadSnapshotRequest& request,
                             rpc::Reply reply) {
  const absl::StatusOr<OfficerName> officer =
      ParseName<OfficerName>("officer", request.officer());
  if (!officer.ok()) {
    reply(officer.status());
    return;
  }
  auto asked =
      std::make_shared<Asked>(Asked{&call,
                                    officer->id,
                                    ParseSnapshotQuery(request, Today(call)),
                                    std::move(reply),
                                    {}});
  if (own_.risk_wait == nullptr) {
    AskGenerations(asked);
    return;
  }
  own_.risk_wait->Await(call.consistency_token, [this, asked](bool shown) {
    asked->risk_behind = !shown;
    AskGenerations(asked);
  });
}

void CachedSnapshots::AskGenerations(const AskedPtr& asked) {
  own_.generations->Current(
      ScopesOf(asked->officer_id), asked->call->consistency_token,
      [this, asked](absl::StatusOr<storage::Generations> generations) {
        if (!generations.ok()) {
          asked->reply(generations.status());
          return;
        }
        asked->generations = *std::move(generations);
        OnGenerations(asked);
      });
}

void CachedSnapshots::OnGenerations(const AskedPtr& asked) {
  const std::string key =
      AccessKey(*asked->call, asked->officer_id, asked->generations);
  if (!key.empty() && granted_.Get(key) != nullptr) {
    Fetch(asked);
  } else if (ReachesWholeCounty(*asked->call)) {
    Grant(key);
    Fetch(asked);
  } else {
    Post(asked, &CachedSnapshots::CheckAccess);
  }
}

void CachedSnapshots::Grant(const std::string& key) {
  static const cache::Bytes kNoBytes = std::make_shared<const std::string>();
  if (!key.empty()) granted_.Put(key, kNoBytes);
}

void CachedSnapshots::CheckAccess(const AskedPtr& asked) {
  const rpc::CallContext& call = *asked->call;
  std::string key;
  const absl::Status allowed = own_.database->Read(
      call.deadline, [&](sql::Transaction& tx) -> absl::Status {
        ABSL_RETURN_IF_ERROR(CheckOfficerReached(tx, call, asked->officer_id));
        ABSL_ASSIGN_OR_RETURN(
            const storage::Generations generations,
            storage::ReadGenerations(tx, {storage::kStaffScope}));
        key = AccessKey(call, asked->officer_id, generations);
        return absl::OkStatus();
      });
  if (!allowed.ok()) {
    asked->reply(allowed);
    return;
  }
  Grant(key);
  Fetch(asked);
}

void CachedSnapshots::Fetch(const AskedPtr& asked) {
  if (!asked->query.ok()) {
    asked->reply(asked->query.status());
    return;
  }
  asked->call->Touched(OfficerName{asked->officer_id}.ToString());
  const std::string key = SnapshotKey(*asked->query, asked->generations);
  if (key.empty()) {
    Post(asked, &CachedSnapshots::BuildAlone);
    return;
  }
  own_.cache->Get(
      key, [this, query = *asked->query] { return Build(query); },
      [this, asked](absl::StatusOr<cache::Answer> answer) {
        Reply(asked, answer);
      });
}

void CachedSnapshots::BuildAlone(const AskedPtr& asked) {
  absl::StatusOr<cache::Built> built = Build(*asked->query);
  if (!built.ok()) {
    asked->reply(built.status());
    return;
  }
  Reply(asked, cache::Answer{
                   std::make_shared<const std::string>(std::move(built->bytes)),
                   cache::Source::kBuild});
}

// Generations and rows of one read transaction.
absl::StatusOr<cache::Built> CachedSnapshots::Build(
    const SnapshotQuery& query) {
  ++builds_;
  cache::Built built;
  const absl::Status read = own_.database->Read(
      sql::DeadlineAfter(kBuildTimeout),
      [&](sql::Transaction& tx) -> absl::Status {
        ABSL_ASSIGN_OR_RETURN(
            const storage::Generations generations,
            storage::ReadGenerations(tx, ScopesOf(query.officer_id)));
        ABSL_ASSIGN_OR_RETURN(const v1::CaseloadSnapshot snapshot,
                              BuildCaseloadSnapshot(tx, query, zone(), packs_));
        if (!snapshot.SerializeToString(&built.bytes)) {
          return status::Internal("the snapshot could not be written");
        }
        built.key = SnapshotKey(query, generations);
        return absl::OkStatus();
      });
  if (!read.ok()) return read;
  return built;
}

void CachedSnapshots::Reply(const AskedPtr& asked,
                            const absl::StatusOr<cache::Answer>& answer) {
  if (!answer.ok()) {
    asked->reply(answer.status());
    return;
  }
  // Nothing but what is true of this answer alone.
  v1::CaseloadSnapshot own;
  v1::SnapshotFreshness& freshness = *own.mutable_freshness();
  freshness.set_source(ToProto(answer->source));
  if (own_.describe_risk) own_.describe_risk(&freshness);
  if (asked->risk_behind) freshness.set_risk_stale(true);
  asked->reply(rpc::EncodedAnswer{answer->bytes, own.SerializeAsString()});
}

void CachedSnapshots::Post(const AskedPtr& asked,
                           void (CachedSnapshots::*step)(const AskedPtr&)) {
  if (own_.executor->TryPost([this, asked, step] { (this->*step)(asked); })) {
    return;
  }
  asked->reply(status::ResourceExhausted(
      "EXECUTOR_FULL", "the service has as much work as it can hold",
      absl::Seconds(1)));
}

std::vector<std::string> CachedSnapshots::ScopesOf(
    const std::string& officer_id) {
  return {storage::kCountyScope, storage::kStaffScope,
          storage::OfficerScope(officer_id)};
}

// The person's name comes last: whatever is in it, no other key is the same.
std::string CachedSnapshots::AccessKey(
    const rpc::CallContext& call, const std::string& officer_id,
    const storage::Generations& generations) const {
  const std::string staff = Part(generations, storage::kStaffScope);
  if (staff.empty()) return "";
  const auth::Caller& caller = call.caller;
  return absl::StrCat(staff, " ", officer_id, " ", Number(Today(call)), " ",
                      static_cast<int>(caller.kind), " ",
                      RoleBits(caller.roles), " ", caller.principal.size(), " ",
                      caller.principal, " ", caller.person);
}

std::string CachedSnapshots::SnapshotKey(
    const SnapshotQuery& query, const storage::Generations& generations) const {
  const std::string county = Part(generations, storage::kCountyScope);
  const std::string officer =
      Part(generations, storage::OfficerScope(query.officer_id));
  if (county.empty() || officer.empty()) return "";
  std::string period;
  if (query.days.period.has_value()) {
    period = absl::StrCat(Number(query.days.period->first), "..",
                          Number(query.days.period->last));
  }
  return absl::StrCat("snapshot ", kSchemaVersion, " ", build_info::kVersion,
                      " ", build_info::kCommit, " ", zone().name(), " ",
                      static_cast<int>(query.view), " ", query.officer_id, " ",
                      Number(query.days.as_of), " ", period, " ", county, " ",
                      officer);
}

}  // namespace caseload::caseplan

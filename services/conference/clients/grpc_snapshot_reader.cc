#include "services/conference/clients/grpc_snapshot_reader.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/status/status_macros.h"
#include "services/conference/clients/caseplan_values.h"
#include "services/conference/clients/peer_status.h"

namespace caseload::conference {
namespace {

namespace proto = caseplan::v1;

std::optional<absl::CivilDay> ToDay(const type::v1::Date& date, bool present) {
  if (!present) return std::nullopt;
  return absl::CivilDay(date.year(), date.month(), date.day());
}

CaseFinding ToFinding(const proto::CaseFinding& from) {
  CaseFinding finding;
  finding.kind = static_cast<policy::SnapshotCount>(from.kind());
  for (const int why : from.whys()) {
    // A why of a newer caseplan has no words here; the finding stands.
    if (why > 0 && why <= static_cast<int>(FindingWhy::kStandardMissed)) {
      finding.whys.push_back(static_cast<FindingWhy>(why));
    }
  }
  finding.item = from.item();
  finding.month = ToDay(from.month(), from.has_month());
  finding.last = ToDay(from.last_date(), from.has_last_date());
  finding.next = ToDay(from.next_date(), from.has_next_date());
  finding.in_time = from.in_time();
  return finding;
}

CaseOfCaseload ToCase(const proto::CaseSnapshot& from) {
  CaseOfCaseload on_list;
  on_list.case_id = IdOf(from.case_());
  on_list.client_name = from.client_display_name();
  for (const proto::CaseFinding& finding : from.findings()) {
    on_list.findings.push_back(ToFinding(finding));
  }
  return on_list;
}

}  // namespace

GrpcSnapshotReader::GrpcSnapshotReader(
    const std::shared_ptr<grpc::Channel>& channel)
    : stub_(proto::CaseloadService::NewStub(channel)) {}

absl::StatusOr<CaseloadSnapshot> GrpcSnapshotReader::GetSnapshot(
    const PeerCall& call, absl::string_view officer_id, absl::CivilDay as_of) {
  proto::GetCaseloadSnapshotRequest request;
  request.set_officer(absl::StrCat("officers/", officer_id));
  *request.mutable_as_of() = ToDate(as_of);
  grpc::ClientContext context;
  Prepare(call, context);
  proto::CaseloadSnapshot response;
  ABSL_RETURN_IF_ERROR(FromPeer(
      "caseplan", stub_->GetCaseloadSnapshot(&context, request, &response)));
  CaseloadSnapshot snapshot;
  snapshot.as_of = as_of;
  snapshot.risk_stale = response.freshness().risk_stale();
  for (const proto::CaseSnapshot& one : response.cases()) {
    snapshot.cases.push_back(ToCase(one));
  }
  for (const proto::FindingCount& count : response.totals().findings()) {
    snapshot.counts[static_cast<policy::SnapshotCount>(count.kind())] =
        count.cases();
  }
  return snapshot;
}

}  // namespace caseload::conference

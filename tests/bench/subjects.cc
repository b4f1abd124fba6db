#include "tests/bench/subjects.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "caseload/caseplan/v1/caseload_service.pb.h"
#include "caseload/caseplan/v1/snapshot.pb.h"
#include "tests/bench/caseload.h"

namespace caseload::bench {
namespace {

using caseplan::v1::CaseloadSnapshot;
using caseplan::v1::GetCaseloadSnapshotRequest;
using caseplan::v1::GetUnitRequest;
using caseplan::v1::ListOfficersRequest;
using Freshness = caseplan::v1::SnapshotFreshness;

// As many snapshots as there are callers at most: two of them rarely wait for
// the same one.
constexpr int kSnapshots = 64;
// More than SnapshotFreshness takes.
constexpr size_t kFreshnessBytes = 64;

std::string CaseloadMethod(const std::string& name) {
  return absl::StrCat("/caseload.caseplan.v1.CaseloadService/", name);
}

std::string GetUnit() {
  GetUnitRequest request;
  request.set_name(absl::StrCat("units/", kUnitId));
  return request.SerializeAsString();
}

// All of them, in one page of some kilobytes.
std::string ListOfficers() {
  ListOfficersRequest request;
  request.set_page_size(500);
  return request.SerializeAsString();
}

// One caseload as of many days: each is a snapshot, and a key, of its own.
std::vector<std::string> Snapshots() {
  std::vector<std::string> requests;
  for (int i = 0; i < kSnapshots; ++i) {
    const absl::CivilDay day = kLastDay - i;
    GetCaseloadSnapshotRequest request;
    request.set_officer(absl::StrCat("officers/", kOfficerId));
    request.mutable_as_of()->set_year(static_cast<int>(day.year()));
    request.mutable_as_of()->set_month(day.month());
    request.mutable_as_of()->set_day(day.day());
    requests.push_back(request.SerializeAsString());
  }
  return requests;
}

Subject Snapshot(const std::string& name,
                 std::map<std::string, std::string> environment,
                 Freshness::Source source) {
  Subject subject;
  subject.name = name;
  subject.method = CaseloadMethod("GetCaseloadSnapshot");
  subject.role = "manager";
  subject.requests = Snapshots();
  subject.environment = std::move(environment);
  // Under callgrind Redis is fast and its client is not.
  subject.environment.try_emplace("CASELOAD_REDIS_TIMEOUT_MS", "5000");
  subject.varying_tail = kFreshnessBytes;
  subject.check = [source](const std::string& answer) {
    CaseloadSnapshot snapshot;
    return snapshot.ParseFromString(answer) &&
                   snapshot.cases_size() == kCases &&
                   snapshot.freshness().source() == source
               ? absl::OkStatus()
               : absl::FailedPreconditionError(absl::StrCat(
                     "a snapshot of ", snapshot.cases_size(), " cases, ",
                     Freshness::Source_Name(snapshot.freshness().source())));
  };
  return subject;
}

std::vector<Subject> MakeSubjects() {
  std::vector<Subject> subjects = {{"get-unit",
                                    CaseloadMethod("GetUnit"),
                                    "manager",
                                    {GetUnit()},
                                    {},
                                    0,
                                    nullptr,
                                    0},
                                   {"list-officers",
                                    CaseloadMethod("ListOfficers"),
                                    "manager",
                                    {ListOfficers()},
                                    {},
                                    0,
                                    nullptr,
                                    0}};
  subjects.push_back(
      Snapshot("snapshot-process", {}, Freshness::SOURCE_PROCESS));
  subjects.push_back(Snapshot("snapshot-redis",
                              {{"CASELOAD_CACHE_PROCESS_BYTES", "0"}},
                              Freshness::SOURCE_REDIS));
  subjects.push_back(Snapshot(
      "snapshot-cold",
      {{"CASELOAD_CACHE_PROCESS_BYTES", "0"}, {"CASELOAD_REDIS_URL", ""}},
      Freshness::SOURCE_BUILD));
  // More would wait for one another's builds.
  subjects.back().most_callers = 1;
  return subjects;
}

}  // namespace

const std::vector<Subject>& Subjects() {
  static const auto* const subjects = new std::vector<Subject>(MakeSubjects());
  return *subjects;
}

}  // namespace caseload::bench

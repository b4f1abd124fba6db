#include "tests/support/conference/fake_caseplan.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::testing {

using conference::OfficerInPeriod;
using conference::OfficerOnDay;
using conference::PeerCall;
using conference::Posting;

void FakeCaseplan::FailWith(absl::Status fault) {
  sync::MutexLock lock(&mutex_);
  fault_ = std::move(fault);
}

std::vector<absl::Time> FakeCaseplan::deadlines() const {
  sync::MutexLock lock(&mutex_);
  return deadlines_;
}

absl::Status FakeCaseplan::Enter(const PeerCall& call) {
  sync::MutexLock lock(&mutex_);
  deadlines_.push_back(call.deadline);
  return fault_;
}

absl::StatusOr<OfficerOnDay> FakeCaseplan::GetOfficerOnDay(
    const PeerCall& call, absl::string_view officer_id, absl::CivilDay day) {
  ABSL_RETURN_IF_ERROR(Enter(call));
  const auto found = officers.find(std::string(officer_id));
  if (found == officers.end()) {
    return status::NotFound(absl::StrCat("officers/", officer_id));
  }
  OfficerOnDay officer;
  officer.officer_id = found->first;
  officer.display_name = absl::StrCat("Officer ", officer_id);
  officer.email = absl::StrCat(officer_id, "@county.example");
  officer.staff_subject = found->first;
  for (const Posting& posting : found->second.postings) {
    if (posting.days.Contains(day)) officer.posting = posting;
  }
  return officer;
}

absl::StatusOr<std::vector<policy::DayRange>> FakeCaseplan::ListLeave(
    const PeerCall& call, absl::string_view officer_id,
    const policy::DayRange& days) {
  ABSL_RETURN_IF_ERROR(Enter(call));
  const auto found = officers.find(std::string(officer_id));
  if (found == officers.end()) {
    return status::NotFound(absl::StrCat("officers/", officer_id));
  }
  std::vector<policy::DayRange> leave;
  for (const policy::DayRange& range : found->second.leave) {
    if (range.Intersect(days).Length() > 0) leave.push_back(range);
  }
  return leave;
}

absl::StatusOr<std::optional<std::string>> FakeCaseplan::FindOfficerBySubject(
    const PeerCall& call, absl::string_view subject) {
  ABSL_RETURN_IF_ERROR(Enter(call));
  if (officers.count(std::string(subject)) == 0) {
    return std::optional<std::string>();
  }
  return std::optional<std::string>(subject);
}

absl::StatusOr<std::vector<std::string>> FakeCaseplan::ListSupervised(
    const PeerCall& call, absl::string_view supervisor_id, absl::CivilDay day) {
  ABSL_RETURN_IF_ERROR(Enter(call));
  std::vector<std::string> supervised;
  for (const auto& [id, officer] : officers) {
    for (const Posting& posting : officer.postings) {
      if (posting.days.Contains(day) &&
          (posting.supervisor_id == supervisor_id ||
           posting.acting_supervisor_id == supervisor_id)) {
        supervised.push_back(id);
      }
    }
  }
  return supervised;
}

absl::StatusOr<std::vector<OfficerInPeriod>> FakeCaseplan::ListOfficersInPeriod(
    const PeerCall& call, const policy::DayRange& period) {
  ABSL_RETURN_IF_ERROR(Enter(call));
  std::vector<OfficerInPeriod> result;
  for (const auto& [id, officer] : officers) {
    OfficerInPeriod in_period;
    in_period.officer_id = id;
    in_period.display_name = absl::StrCat("Officer ", id);
    for (const Posting& posting : officer.postings) {
      if (posting.days.Intersect(period).Length() == 0) continue;
      in_period.postings.push_back(posting);
    }
    if (in_period.postings.empty()) continue;
    in_period.carried = officer.carried;
    in_period.leave = officer.leave;
    result.push_back(std::move(in_period));
  }
  return result;
}

void FakeNoticeProofs::Accept(const std::string& conference_id, int revision,
                              absl::Time when) {
  sync::MutexLock lock(&mutex_);
  accepted_[conference_id][revision] = when;
}

void FakeNoticeProofs::FailWith(absl::Status fault) {
  sync::MutexLock lock(&mutex_);
  fault_ = std::move(fault);
}

absl::StatusOr<std::optional<absl::Time>> FakeNoticeProofs::FirstAcceptance(
    const PeerCall&, absl::string_view conference_id, int first_revision) {
  sync::MutexLock lock(&mutex_);
  ABSL_RETURN_IF_ERROR(fault_);
  std::optional<absl::Time> first;
  for (const auto& [revision, when] : accepted_[std::string(conference_id)]) {
    if (revision < first_revision) continue;
    first = std::min(first.value_or(when), when);
  }
  return first;
}

}  // namespace caseload::testing

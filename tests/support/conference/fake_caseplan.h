// fake_caseplan.h: the conference service's ports, answered from plain values,
// with faults to order.

#ifndef TESTS_SUPPORT_CONFERENCE_FAKE_CASEPLAN_H_
#define TESTS_SUPPORT_CONFERENCE_FAKE_CASEPLAN_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "services/common/sync/mutex.h"
#include "services/conference/clients/caseplan_reader.h"
#include "services/conference/clients/coverage_reader.h"
#include "services/conference/clients/notice_proof_reader.h"

namespace caseload::testing {

// What caseplan knows of one officer. Name, address and token subject are made
// of the id.
struct FakeOfficer {
  std::vector<conference::Posting> postings;
  std::vector<policy::DayRange> leave;
  std::vector<policy::DayRange> carried;
};

class FakeCaseplan final : public conference::CaseplanReader,
                           public conference::CoverageReader {
 public:
  // Not to be changed while calls run.
  std::map<std::string, FakeOfficer> officers;

  // Every call answers `fault` until it is OK again.
  void FailWith(absl::Status fault);
  // Deadlines of the calls made, in order.
  std::vector<absl::Time> deadlines() const;

  absl::StatusOr<conference::OfficerOnDay> GetOfficerOnDay(
      const conference::PeerCall& call, absl::string_view officer_id,
      absl::CivilDay day) override;
  absl::StatusOr<std::vector<policy::DayRange>> ListLeave(
      const conference::PeerCall& call, absl::string_view officer_id,
      const policy::DayRange& days) override;
  absl::StatusOr<std::optional<std::string>> FindOfficerBySubject(
      const conference::PeerCall& call, absl::string_view subject) override;
  absl::StatusOr<std::vector<std::string>> ListSupervised(
      const conference::PeerCall& call, absl::string_view supervisor_id,
      absl::CivilDay day) override;
  absl::StatusOr<std::vector<conference::OfficerInPeriod>> ListOfficersInPeriod(
      const conference::PeerCall& call,
      const policy::DayRange& period) override;

 private:
  absl::Status Enter(const conference::PeerCall& call);

  mutable sync::Mutex mutex_;
  absl::Status fault_ ABSL_GUARDED_BY(mutex_);
  std::vector<absl::Time> deadlines_ ABSL_GUARDED_BY(mutex_);
};

class FakeNoticeProofs final : public conference::NoticeProofReader {
 public:
  // When a notice of a revision of a conference was accepted.
  void Accept(const std::string& conference_id, int revision, absl::Time when);
  void FailWith(absl::Status fault);

  absl::StatusOr<std::optional<absl::Time>> FirstAcceptance(
      const conference::PeerCall& call, absl::string_view conference_id,
      int first_revision) override;

 private:
  sync::Mutex mutex_;
  absl::Status fault_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, std::map<int, absl::Time>> accepted_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace caseload::testing

#endif  // TESTS_SUPPORT_CONFERENCE_FAKE_CASEPLAN_H_

// Whose assessments a person reaches, by what caseplan's feed has told (R001,
// R101): own cases, those of supervised officers, and nothing while that is not
// fresh.

#include "services/assessment/access.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "caseload/options/v1/options.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/assessment/assessment_service.h"
#include "services/assessment/instrument_service.h"
#include "services/assessment/storage/case_projection_store.h"
#include "services/common/seal/sealer.h"
#include "services/common/status/error.h"
#include "tests/support/assessment/example_assessments.h"
#include "tests/support/assessment/example_instruments.h"
#include "tests/support/assessment/store_fixture.h"
#include "tests/support/status_matchers.h"

namespace caseload::assessment {
namespace {

using ::caseload::testing::HasReason;
using ::caseload::testing::IsOk;
using ::caseload::testing::StatusIs;
using ::testing::AllOf;

class AccessTest : public testing::StoreTest {
 protected:
  void SetUp() override {
    // "dpo-1" carries case-1 and is supervised by "sdpo-1"; "dpo-2" carries
    // case-2 and is supervised by nobody.
    SeedCaseload("dpo-1", {"case-1"}, "officer-sdpo-1");
    SeedCaseload("dpo-2", {"case-2"});
    SeedCaseload("sdpo-1", {});
    SeedCaseload("sdpo-2", {});
    v1::CreateInstrumentRequest request;
    *request.mutable_instrument()->mutable_definition() =
        testing::ExampleRisk();
    const InstrumentService instruments({&tokens_});
    const rpc::CallContext admin = CallBy(options::v1::ROLE_ADMIN);
    ASSERT_THAT(Write([&](sql::Transaction& tx) {
                  return instruments.CreateInstrument(tx, admin, request);
                }),
                IsOk());
  }

  rpc::CallContext By(const std::string& subject, int role,
                      const std::string& method = "GetAssessment") {
    rpc::CallContext call = CallBy(role);
    call.caller.person = subject;
    call.caller.principal = "person/" + subject;
    call.method = "/caseload.assessment.v1.AssessmentService/" + method;
    return call;
  }
  rpc::CallContext ByService(const std::string& name) {
    rpc::CallContext call = CallBy(0);
    call.caller = auth::Caller();
    call.caller.kind = auth::CallerKind::kService;
    call.caller.principal = "service/" + name;
    return call;
  }
  rpc::CallContext Dpo(const std::string& subject = "dpo-1") {
    return By(subject, options::v1::ROLE_DPO);
  }
  rpc::CallContext Sdpo(const std::string& subject = "sdpo-1") {
    return By(subject, options::v1::ROLE_SDPO);
  }
  rpc::CallContext Manager() {
    return By("manager-1", options::v1::ROLE_MANAGER);
  }

  absl::Status Check(const rpc::CallContext& call,
                     const std::vector<std::string>& case_ids) {
    return Read([&](sql::Transaction& tx) -> absl::StatusOr<bool> {
             const absl::Status reached =
                 access_.CheckReached(tx, call, case_ids);
             if (!reached.ok()) return reached;
             return true;
           })
        .status();
  }
  absl::Status CheckForEntry(const rpc::CallContext& call,
                             const std::string& case_id) {
    return Read([&](sql::Transaction& tx) -> absl::StatusOr<bool> {
             const absl::Status reached =
                 access_.CheckForEntry(tx, call, case_id);
             if (!reached.ok()) return reached;
             return true;
           })
        .status();
  }

  absl::StatusOr<v1::Assessment> Create(const rpc::CallContext& call,
                                        const std::string& case_name) {
    v1::CreateAssessmentRequest request;
    *request.mutable_assessment() = testing::RiskAssessment(1, 3, 2);
    request.mutable_assessment()->set_case_(case_name);
    return Write([&](sql::Transaction& tx) {
      return service_.CreateAssessment(tx, call, request);
    });
  }
  // What each method that names a client's record answers about an assessment
  // of case-1.
  std::vector<absl::Status> TryAll(const rpc::CallContext& call,
                                   const std::string& name) {
    std::vector<absl::Status> answers;
    v1::GetAssessmentRequest get;
    get.set_name(name);
    answers.push_back(Read([&](sql::Transaction& tx) {
                        return service_.GetAssessment(tx, call, get);
                      }).status());
    v1::ListAssessmentsRequest list;
    list.set_case_("cases/case-1");
    answers.push_back(Read([&](sql::Transaction& tx) {
                        return service_.ListAssessments(tx, call, list);
                      }).status());
    v1::BatchGetCurrentRiskRequest risk;
    risk.add_cases("cases/case-1");
    risk.mutable_rule()->set_band_scheme("example-bands");
    risk.mutable_rule()
        ->mutable_first_assessment()
        ->mutable_due_within()
        ->set_days(30);
    auto* ranked = risk.mutable_rule()->add_instruments();
    ranked->set_instrument("instruments/example-risk");
    ranked->mutable_reassess_after()->set_months(6);
    answers.push_back(Read([&](sql::Transaction& tx) {
                        return service_.BatchGetCurrentRisk(tx, call, risk);
                      }).status());
    v1::CompleteAssessmentRequest complete;
    complete.set_name(name);
    answers.push_back(Write([&](sql::Transaction& tx) {
                        return service_.CompleteAssessment(tx, call, complete);
                      }).status());
    return answers;
  }

  template <typename Projected>
  void Tell(const Projected& projected) {
    EXPECT_THAT(Write([&](sql::Transaction& tx) {
                  return storage::Upsert(tx, projected);
                }),
                IsOk());
  }

  absl::Duration age_ = absl::ZeroDuration();
  CaseAccess access_{
      {absl::FixedTimeZone(-8 * 60 * 60), [this] { return age_; }}};
  paging::TokenSealer tokens_{seal::Sealer::WithRandomKey()};
  ids::SequentialIdSource ids_{"a"};
  AssessmentService service_{[this] {
    AssessmentService::Options options;
    options.page_tokens = &tokens_;
    options.ids = &ids_;
    options.county_zone = absl::FixedTimeZone(-8 * 60 * 60);
    options.access = &access_;
    return options;
  }()};
};

INSTANTIATE_TEST_SUITE_P(Engines, AccessTest, testing::BothEngines(),
                         testing::EngineName);

TEST_P(AccessTest, AnOfficerReachesTheirOwnCasesOnly) {
  const auto draft = Create(Dpo(), "cases/case-1");
  ASSERT_THAT(draft, IsOk());
  for (const absl::Status& answer : TryAll(Dpo(), draft->name())) {
    EXPECT_THAT(answer, IsOk());
  }
  for (const absl::Status& answer : TryAll(Dpo("dpo-2"), draft->name())) {
    EXPECT_THAT(answer, AllOf(StatusIs(absl::StatusCode::kNotFound),
                              HasReason("RESOURCE_NOT_FOUND")));
  }
  EXPECT_THAT(Create(Dpo("dpo-2"), "cases/case-1"),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(CountRows("assessments"), 1);
}

// Unknown, removed and hidden are one and the same.
TEST_P(AccessTest, AHiddenAssessmentAndNoneReadAlike) {
  const auto draft = Create(Dpo(), "cases/case-1");
  ASSERT_THAT(draft, IsOk());
  const std::string nobody = "assessments/nobody";
  const std::vector<absl::Status> hidden = TryAll(Dpo("dpo-2"), draft->name());
  const std::vector<absl::Status> none = TryAll(Dpo("dpo-2"), nobody);
  EXPECT_EQ(std::string(hidden[0].message()),
            draft->name() + " does not exist, or you may not see it");
  EXPECT_EQ(std::string(none[0].message()),
            nobody + " does not exist, or you may not see it");
  EXPECT_EQ(hidden[0].code(), none[0].code());
}

TEST_P(AccessTest, ASupervisorReachesTheCasesOfTheirOfficers) {
  EXPECT_THAT(Check(Sdpo(), {"case-1"}), IsOk());
  EXPECT_THAT(Check(Sdpo(), {"case-2"}), HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Check(Sdpo(), {"case-1", "case-2"}),
              HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Check(Sdpo("sdpo-2"), {"case-1"}),
              HasReason("RESOURCE_NOT_FOUND"));
  // Without the role the posting alone gives nothing.
  EXPECT_THAT(Check(Dpo("sdpo-1"), {"case-1"}),
              HasReason("RESOURCE_NOT_FOUND"));
}

TEST_P(AccessTest, AnActingSupervisorReachesThemWhileActing) {
  domain::ProjectedPosting acting;
  acting.id = "posting-dpo-2";
  acting.version = 2;
  acting.officer_id = "officer-dpo-2";
  acting.unit_id = "unit-1";
  acting.acting_supervisor_id = "officer-sdpo-2";
  // The calls come on 2026-11-20.
  acting.days = {absl::CivilDay(2026, 11, 1), absl::CivilDay(2026, 11, 20)};
  Tell(acting);
  EXPECT_THAT(Check(Sdpo("sdpo-2"), {"case-2"}), IsOk());
  acting.version = 3;
  acting.days.last = absl::CivilDay(2026, 11, 19);
  Tell(acting);
  EXPECT_THAT(Check(Sdpo("sdpo-2"), {"case-2"}),
              HasReason("RESOURCE_NOT_FOUND"));
}

TEST_P(AccessTest, WhoLeftReachesNothing) {
  domain::ProjectedPosting ended;
  ended.id = "posting-dpo-1";
  ended.version = 2;
  ended.officer_id = "officer-dpo-1";
  ended.unit_id = "unit-1";
  ended.days = {absl::CivilDay(2026, 1, 1), absl::CivilDay(2026, 11, 19)};
  Tell(ended);
  EXPECT_THAT(Check(Dpo(), {"case-1"}), HasReason("RESOURCE_NOT_FOUND"));
}

TEST_P(AccessTest, ACaseThatWasHandedOverIsReachedByItsNewOfficer) {
  domain::ProjectedAssignment before;
  before.id = "case-1-dpo-1";
  before.version = 2;
  before.case_id = "case-1";
  before.officer_id = "officer-dpo-1";
  before.days = {absl::CivilDay(2026, 1, 1), absl::CivilDay(2026, 11, 19)};
  Tell(before);
  domain::ProjectedAssignment after = before;
  after.id = "handed-over";
  after.officer_id = "officer-dpo-2";
  after.days = {absl::CivilDay(2026, 11, 20), std::nullopt};
  Tell(after);
  EXPECT_THAT(Check(Dpo("dpo-2"), {"case-1"}), IsOk());
  EXPECT_THAT(Check(Dpo("dpo-1"), {"case-1"}), HasReason("RESOURCE_NOT_FOUND"));
  // An assignment that was recorded in error gives nothing.
  after.version = 3;
  after.stands = false;
  Tell(after);
  EXPECT_THAT(Check(Dpo("dpo-2"), {"case-1"}), HasReason("RESOURCE_NOT_FOUND"));
}

TEST_P(AccessTest, AManagerReachesEveryCaseThatCaseplanTellsOf) {
  EXPECT_THAT(Check(Manager(), {"case-1", "case-2"}), IsOk());
  EXPECT_THAT(Check(Manager(), {"case-9"}), HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Create(Manager(), "cases/case-9"),
              AllOf(StatusIs(absl::StatusCode::kNotFound),
                    HasReason("RESOURCE_NOT_FOUND")));
}

// A dpo who is an auditor too reads as an auditor and enters as a dpo.
TEST_P(AccessTest, OnlyRolesThatTheMethodAdmitsGiveReach) {
  rpc::CallContext both = By("dpo-1", options::v1::ROLE_DPO);
  both.caller.roles.Add(options::v1::ROLE_AUDITOR);
  EXPECT_THAT(Check(both, {"case-2"}), IsOk());
  both.method = "/caseload.assessment.v1.AssessmentService/CreateAssessment";
  EXPECT_THAT(Check(both, {"case-2"}), HasReason("RESOURCE_NOT_FOUND"));
}

TEST_P(AccessTest, TwoStaffRecordsWithOneSubjectGiveNoReach) {
  domain::ProjectedOfficer twin;
  twin.id = "officer-dpo-2";
  twin.version = 2;
  twin.staff_subject = "dpo-1";
  twin.days.first = absl::CivilDay(2026, 1, 1);
  Tell(twin);
  EXPECT_THAT(Check(Dpo(), {"case-1"}), HasReason("RESOURCE_NOT_FOUND"));
}

// Five seconds without a word from caseplan: people get no client's record.
TEST_P(AccessTest, PeopleGetNoRecordWhileTheProjectionIsStale) {
  const auto draft = Create(Dpo(), "cases/case-1");
  ASSERT_THAT(draft, IsOk());
  age_ = absl::Seconds(5);
  for (const rpc::CallContext& call : {Dpo(), Sdpo(), Manager()}) {
    for (const absl::Status& answer : TryAll(call, draft->name())) {
      EXPECT_THAT(answer, AllOf(StatusIs(absl::StatusCode::kUnavailable),
                                HasReason("PROJECTION_STALE")));
      EXPECT_EQ(status::RetryAfterOf(answer), absl::Seconds(1));
    }
    EXPECT_THAT(Create(call, "cases/case-1"), HasReason("PROJECTION_STALE"));
    EXPECT_THAT(TryAll(call, "assessments/none")[0],
                HasReason("PROJECTION_STALE"));
  }
  age_ = absl::InfiniteDuration();
  EXPECT_THAT(Check(Dpo(), {"case-1"}), HasReason("PROJECTION_STALE"));
  age_ = absl::Seconds(5) - absl::Milliseconds(1);
  EXPECT_THAT(Check(Dpo(), {"case-1"}), IsOk());
}

// Methods that name no client, and services, go on.
TEST_P(AccessTest, ServicesAndInstrumentsDoNotWaitForCaseplan) {
  age_ = absl::InfiniteDuration();
  EXPECT_THAT(Check(ByService("caseplan"), {"case-1", "case-9"}), IsOk());
  v1::ListInstrumentsRequest request;
  request.set_parent("instruments/-");
  const InstrumentService instruments({&tokens_});
  EXPECT_THAT(Read([&](sql::Transaction& tx) {
                return instruments.ListInstruments(tx, Dpo(), request);
              }),
              IsOk());
}

// On behalf of a person a service reaches what the person does.
TEST_P(AccessTest, AServiceThatSpeaksForAPersonReachesWhatTheyDo) {
  rpc::CallContext call = Dpo();
  call.caller.kind = auth::CallerKind::kService;
  call.caller.principal = "service/caseplan";
  EXPECT_THAT(Check(call, {"case-1"}), IsOk());
  EXPECT_THAT(Check(call, {"case-2"}), HasReason("RESOURCE_NOT_FOUND"));
}

TEST_P(AccessTest, ImportIsToldToComeAgainForACaseThatIsNotYetKnown) {
  const absl::Status unknown = CheckForEntry(ByService("import"), "case-9");
  EXPECT_THAT(unknown, AllOf(StatusIs(absl::StatusCode::kFailedPrecondition),
                             HasReason("REFERENCE_NOT_YET_KNOWN")));
  EXPECT_EQ(status::RetryAfterOf(unknown), absl::Seconds(1));
  EXPECT_THAT(CheckForEntry(ByService("import"), "case-1"), IsOk());
  EXPECT_THAT(CheckForEntry(Manager(), "case-9"),
              HasReason("RESOURCE_NOT_FOUND"));
}

}  // namespace
}  // namespace caseload::assessment

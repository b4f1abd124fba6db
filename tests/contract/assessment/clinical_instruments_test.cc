// The clinical instruments that the release ships: filed, and seen by nobody
// whom policy does not name (R124).

#include <cstdlib>
#include <string>
#include <vector>

#include "caseload/options/v1/options.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/assessment/access.h"
#include "services/assessment/assessment_service.h"
#include "services/assessment/convert.h"
#include "services/assessment/instrument_registry.h"
#include "services/assessment/shipped_instruments.h"
#include "services/common/seal/sealer.h"
#include "tests/support/assessment/store_fixture.h"
#include "tests/support/status_matchers.h"

namespace caseload::assessment {
namespace {

using ::caseload::testing::HasReason;
using ::caseload::testing::IsOk;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct Clinical {
  const char* instrument;
  const char* norm_group;
  // The lowest score of its one domain; -1 where it is described or rated.
  int score;
  // A figure of it is an unverified example.
  bool unverified;
};

const Clinical kClinical[] = {
    {"instruments/asi/versions/5", "", -1, true},
    {"instruments/biopsychosocial/versions/1", "", -1, false},
    {"instruments/k10/versions/1", "items-1-5", 10, true},
    {"instruments/k6/versions/1", "items-0-4", 0, true},
    {"instruments/tcu-trauma/versions/1", "general", 17, true},
};

class ClinicalInstrumentsTest : public testing::StoreTest {
 protected:
  void SetUp() override {
    const char* root = std::getenv("CASELOAD_SOURCE_DIR");
    ASSERT_NE(root, nullptr);
    ASSERT_THAT(
        LoadShippedInstruments(
            database(), std::string(root) + "/policies/instruments", now),
        IsOk());
    SeedCaseload("test", {"case-1"});
  }

  AssessmentService::Options MakeOptions() {
    AssessmentService::Options options;
    options.page_tokens = &tokens_;
    options.ids = &ids_;
    options.county_zone = absl::UTCTimeZone();
    options.clinical_roles.Add(options::v1::ROLE_MANAGER);
    options.access = &access_;
    return options;
  }

  // What can be completed with the instrument.
  v1::Assessment EntryFor(const Clinical& clinical) {
    v1::Assessment entry;
    entry.set_case_("cases/case-1");
    entry.set_instrument(clinical.instrument);
    entry.set_norm_group(clinical.norm_group);
    *entry.mutable_assessed_date() = ToDate(absl::CivilDay(2026, 11, 2));
    entry.add_strengths()->set_text("asks for help");
    entry.add_needs()->set_text("sleep");
    entry.add_risks_to_community()->set_text("none found");
    const auto instrument = Read([&](sql::Transaction& tx) {
      return GetInstrumentValue(tx,
                                *InstrumentName::Parse(clinical.instrument));
    });
    EXPECT_THAT(instrument, IsOk());
    for (const policy::InstrumentDomain& domain : instrument->domains) {
      v1::DomainScore& area = *entry.add_domain_scores();
      area.set_domain(domain.id);
      if (clinical.score >= 0) area.set_score(clinical.score);
      if (instrument->maximum_total == 0) area.set_note("as described");
      for (const policy::RatingScale& scale : instrument->rating_scales) {
        v1::AreaRating& rating = *area.add_ratings();
        rating.set_scale(scale.id);
        rating.set_value(scale.maximum);
      }
    }
    return entry;
  }
  absl::StatusOr<v1::Assessment> Create(const v1::Assessment& entry,
                                        const rpc::CallContext& call) {
    v1::CreateAssessmentRequest request;
    *request.mutable_assessment() = entry;
    return Write([&](sql::Transaction& tx) {
      return service_.CreateAssessment(tx, call, request);
    });
  }
  absl::StatusOr<v1::Assessment> Complete(const std::string& name) {
    v1::CompleteAssessmentRequest request;
    request.set_name(name);
    return Write([&](sql::Transaction& tx) {
      return service_.CompleteAssessment(tx, manager_, request);
    });
  }
  absl::StatusOr<v1::Assessment> Get(const std::string& name,
                                     const rpc::CallContext& call) {
    v1::GetAssessmentRequest request;
    request.set_name(name);
    return Read([&](sql::Transaction& tx) {
      return service_.GetAssessment(tx, call, request);
    });
  }
  int Listed(const rpc::CallContext& call) {
    v1::ListAssessmentsRequest request;
    request.set_case_("cases/case-1");
    const auto listed = Read([&](sql::Transaction& tx) {
      return service_.ListAssessments(tx, call, request);
    });
    EXPECT_THAT(listed, IsOk());
    return listed.ok() ? listed->assessments_size() : -1;
  }

  paging::TokenSealer tokens_{seal::Sealer::WithRandomKey()};
  ids::SequentialIdSource ids_{"a"};
  CaseAccess access_{
      {absl::UTCTimeZone(), [] { return absl::ZeroDuration(); }}};
  AssessmentService service_{MakeOptions()};
  rpc::CallContext officer_ = CallBy(options::v1::ROLE_DPO);
  rpc::CallContext manager_ = CallBy(options::v1::ROLE_MANAGER);
};

INSTANTIATE_TEST_SUITE_P(Engines, ClinicalInstrumentsTest,
                         testing::BothEngines(), testing::EngineName);

TEST_P(ClinicalInstrumentsTest, EachIsFiledAndSeenByTheNamedRolesAlone) {
  for (const Clinical& clinical : kClinical) {
    SCOPED_TRACE(clinical.instrument);
    EXPECT_THAT(Create(EntryFor(clinical), officer_),
                HasReason("CLINICAL_ROLE_REQUIRED"));
    const auto draft = Create(EntryFor(clinical), manager_);
    ASSERT_THAT(draft, IsOk());
    const auto done = Complete(draft->name());
    ASSERT_THAT(done, IsOk());
    EXPECT_TRUE(done->clinical());
    EXPECT_EQ(done->result().uses_unverified_figures(), clinical.unverified);
    EXPECT_EQ(done->norm_group(), clinical.norm_group);
    EXPECT_THAT(done->result().bands(), IsEmpty());
    const auto seen = Get(draft->name(), manager_);
    ASSERT_THAT(seen, IsOk());
    EXPECT_EQ(seen->domain_scores_size(), draft->domain_scores_size());
    EXPECT_THAT(Get(draft->name(), officer_), HasReason("RESOURCE_NOT_FOUND"));
  }
  EXPECT_EQ(Listed(manager_), 5);
  EXPECT_EQ(Listed(officer_), 0);
  EXPECT_THAT(FeedStates("assessment"), IsEmpty());
  EXPECT_THAT(FeedStates("case_risk"), IsEmpty());
}

TEST_P(ClinicalInstrumentsTest, RatingsAreReadBackAsTheyWereEntered) {
  v1::Assessment entry = EntryFor(kClinical[0]);
  v1::AreaRating& severity =
      *entry.mutable_domain_scores(2)->mutable_ratings(1);
  ASSERT_EQ(severity.scale(), "severity");
  severity.set_special_code(-9);
  const auto draft = Create(entry, manager_);
  ASSERT_THAT(draft, IsOk());
  ASSERT_THAT(Complete(draft->name()), IsOk());
  const auto seen = Get(draft->name(), manager_);
  ASSERT_THAT(seen, IsOk());
  ASSERT_THAT(seen->domain_scores(2).ratings(), SizeIs(3));
  // By scale: client-rating, composite, severity.
  EXPECT_EQ(seen->domain_scores(2).ratings(1).value(), 100);
  EXPECT_EQ(seen->domain_scores(2).ratings(2).special_code(), -9);
  EXPECT_FALSE(seen->domain_scores(2).ratings(2).has_value());
}

// Named for clinical instruments, but not to administer this one.
TEST_P(ClinicalInstrumentsTest, AnInstrumentThatNamesItsRolesTakesNoOther) {
  rpc::CallContext supervisor = CallBy(options::v1::ROLE_MANAGER);
  supervisor.caller.roles = auth::RoleSet();
  supervisor.caller.roles.Add(options::v1::ROLE_DPO);
  AssessmentService::Options options = MakeOptions();
  options.clinical_roles.Add(options::v1::ROLE_DPO);
  const AssessmentService open(options);
  v1::CreateAssessmentRequest request;
  *request.mutable_assessment() = EntryFor(kClinical[0]);
  EXPECT_THAT(Write([&](sql::Transaction& tx) {
                return open.CreateAssessment(tx, supervisor, request);
              }),
              HasReason("ADMINISTERING_ROLE_REQUIRED"));
  EXPECT_EQ(CountRows("assessments"), 0);
  *request.mutable_assessment() = EntryFor(kClinical[3]);
  EXPECT_THAT(Write([&](sql::Transaction& tx) {
                return open.CreateAssessment(tx, supervisor, request);
              }),
              IsOk());
}

}  // namespace
}  // namespace caseload::assessment

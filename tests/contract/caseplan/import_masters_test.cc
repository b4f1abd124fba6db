// Declared masters: which kinds are imported and not changed here, and the
// reverse; and as of when the record was imported last.

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/import/import_store.h"
#include "tests/contract/caseplan/import_fixture.h"

namespace caseload::caseplan {
namespace {

using ::testing::ElementsAre;
using testing::HasReason;
using testing::IsOk;

class MastersTest : public ImportTest {
 protected:
  static imports::RecordMasters Declare(const std::string& list) {
    const auto masters =
        imports::RecordMasters::Parse(list, RecordImport::KindNames());
    EXPECT_THAT(masters, IsOk());
    return masters.ok() ? *masters : imports::RecordMasters();
  }
  ServiceOptions WithMasters() {
    ServiceOptions options = options_;
    options.masters = &masters_;
    return options;
  }
  std::optional<absl::Time> ImportedAt() {
    std::optional<absl::Time> at;
    EXPECT_THAT(database_->Read(absl::InfiniteFuture(),
                                [&](sql::Transaction& tx) -> absl::Status {
                                  testing::ExplainingTransaction explaining(tx);
                                  const auto last =
                                      imports::LastImportAt(explaining);
                                  NoteScans(explaining);
                                  if (!last.ok()) return last.status();
                                  at = *last;
                                  return absl::OkStatus();
                                }),
                IsOk());
    return at;
  }

  const imports::RecordMasters masters_ = Declare("units,officers,guardians");
  CaseloadService declared_{WithMasters()};
  RecordImport declared_import_{WithMasters()};
};

INSTANTIATE_TEST_SUITE_P(Engines, MastersTest,
                         ::testing::Values(sql::Engine::kSqlite,
                                           sql::Engine::kPostgres),
                         EngineName);

TEST_P(MastersTest, AnImportedKindIsNotChangedByPeople) {
  EXPECT_THAT(WRITE(declared_, CreateUnit, v1::CreateUnitRequest()),
              HasReason("RECORD_KIND_IMPORTED"));
  EXPECT_THAT(WRITE(declared_, CreateOfficer, v1::CreateOfficerRequest()),
              HasReason("RECORD_KIND_IMPORTED"));
  EXPECT_THAT(WRITE(declared_, UpdateOfficer, v1::UpdateOfficerRequest()),
              HasReason("RECORD_KIND_IMPORTED"));
  const auto refused =
      WRITE(declared_, CreateUnit, v1::CreateUnitRequest()).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(refused.message()), ::testing::HasSubstr("units"));
}

// A client is written here, and who their guardians are comes from elsewhere.
TEST_P(MastersTest, APartOfAClientHasItsOwnMaster) {
  CallAs("manager", {options::v1::ROLE_MANAGER, options::v1::ROLE_RECORDS});
  auto create = Parse<v1::CreateClientRequest>(
      "client_id: 'c-1' client { given_name: 'Ada' family_name: 'Sample' }");
  ASSERT_THAT(WRITE(declared_, CreateClient, create), IsOk());
  v1::UpdateClientRequest update;
  update.mutable_client()->set_name("clients/c-1");
  update.mutable_client()->set_phone("555-0100");
  update.mutable_update_mask()->add_paths("phone");
  EXPECT_THAT(WRITE(declared_, UpdateClient, update), IsOk());
  update.mutable_update_mask()->add_paths("related_persons");
  EXPECT_THAT(WRITE(declared_, UpdateClient, update),
              HasReason("RECORD_KIND_IMPORTED"));
  create.set_client_id("c-2");
  auto& person = *create.mutable_client()->add_related_persons();
  person.set_display_name("Guardian");
  person.set_role(v1::Client::RelatedPerson::ROLE_GUARDIAN);
  EXPECT_THAT(WRITE(declared_, CreateClient, create),
              HasReason("RECORD_KIND_IMPORTED"));
  EXPECT_EQ(CountRows("clients"), 1);
}

TEST_P(MastersTest, WhateverWritesAKindAsksForItsMaster) {
  const imports::RecordMasters all = Declare(
      "units,officers,postings,leave,clients,identifiers,guardians,cases,"
      "client_states,assignments");
  ServiceOptions options = options_;
  options.masters = &all;
  CaseloadService service(options);
  const std::string reason = "RECORD_KIND_IMPORTED";
  EXPECT_THAT(WRITE(service, SetOfficerPosting, v1::SetOfficerPostingRequest()),
              HasReason(reason));
  EXPECT_THAT(
      WRITE(service, RecordOfficerLeave, v1::RecordOfficerLeaveRequest()),
      HasReason(reason));
  EXPECT_THAT(WRITE(service, CreateClient, v1::CreateClientRequest()),
              HasReason(reason));
  EXPECT_THAT(WRITE(service, OpenCase, v1::OpenCaseRequest()),
              HasReason(reason));
  EXPECT_THAT(WRITE(service, UpdateCase, v1::UpdateCaseRequest()),
              HasReason(reason));
  EXPECT_THAT(WRITE(service, CloseCase, v1::CloseCaseRequest()),
              HasReason(reason));
  EXPECT_THAT(WRITE(service, RecordCaseState, v1::RecordCaseStateRequest()),
              HasReason(reason));
  EXPECT_THAT(WRITE(service, AssignCase, v1::AssignCaseRequest()),
              HasReason(reason));
  EXPECT_THAT(WRITE(service, TransferCaseload, v1::TransferCaseloadRequest()),
              HasReason(reason));
}

TEST_P(MastersTest, AKindThatIsKeptHereIsNotImported) {
  const auto batch = Parse<v1::ImportRecordsRequest>(
      "run: 'run-1' " + UnitRow("U-1", 2) + OfficerRow("O-1", 3) +
      LeaveRow("L-1", 4, "O-1", absl::CivilDay(2026, 3, 1),
               absl::CivilDay(2026, 3, 2)));
  EXPECT_THAT(WRITE(declared_import_, ImportRecords, batch),
              HasReason("RECORD_KIND_NATIVE"));
  EXPECT_THAT(
      WRITE(declared_import_, ImportRecords,
            Parse<v1::ImportRecordsRequest>("run: 'run-1' end { kind: 'leave'"
                                            " source_system: 'demo' }")),
      HasReason("RECORD_KIND_NATIVE"));
  EXPECT_EQ(CountRows("units"), 0);
}

// The importer stores with the handlers that people use, and is not refused.
TEST_P(MastersTest, AnImportedKindIsImported) {
  const auto batch = Parse<v1::ImportRecordsRequest>(
      "run: 'run-1' " + UnitRow("U-1", 2) + OfficerRow("O-1", 3));
  const auto response = WRITE(declared_import_, ImportRecords, batch);
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->outcomes(0).result(),
            type::v1::ImportOutcome::RESULT_NEW);
  EXPECT_EQ(response->outcomes(1).result(),
            type::v1::ImportOutcome::RESULT_NEW);
}

TEST_P(MastersTest, TheLastBatchSaysAsOfWhenTheRecordWasImported) {
  EXPECT_EQ(ImportedAt(), std::nullopt);
  Outcomes("run-1", UnitRow("U-1", 2));
  EXPECT_EQ(ImportedAt(), now_);
  const absl::Time first = now_;
  SetLocalTime(absl::CivilSecond(2026, 11, 21, 6, 0, 0));
  // Also when nothing is new.
  Outcomes("run-2", UnitRow("U-1", 2));
  EXPECT_EQ(ImportedAt(), now_);
  // Another replica's clock is behind.
  now_ = first;
  Outcomes("run-2", UnitRow("U-1", 2));
  EXPECT_EQ(ImportedAt(), first + absl::Hours(21));
  EXPECT_EQ(CountRows("import_runs"), 2);
  ASSERT_THAT(Send("run-2", "end { kind: 'units' source_system: 'demo' }"),
              IsOk());
  EXPECT_EQ(CountRows("import_runs WHERE ended_at IS NOT NULL"), 1);
}

TEST(RecordMasters, NothingDeclaredLeavesBothWaysOpen) {
  const imports::RecordMasters masters;
  EXPECT_THAT(masters.CheckImport("units"), IsOk());
  EXPECT_THAT(masters.CheckNativeWrite("units"), IsOk());
}

TEST(RecordMasters, NoneKeepsEveryKindHere) {
  const auto masters = imports::RecordMasters::Parse("none", {"units"});
  ASSERT_THAT(masters, IsOk());
  EXPECT_THAT(masters->CheckImport("units"), HasReason("RECORD_KIND_NATIVE"));
  EXPECT_THAT(masters->CheckNativeWrite("units"), IsOk());
}

TEST(RecordMasters, AKindThatIsNoneIsRefused) {
  const auto masters =
      imports::RecordMasters::Parse(" units, untis", {"units", "leave"});
  EXPECT_EQ(masters.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(masters.status().message()),
              ::testing::HasSubstr("'untis' is none of units, leave"));
}

}  // namespace
}  // namespace caseload::caseplan

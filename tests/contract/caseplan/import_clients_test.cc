// Imported clients, identifiers and guardians on both engines (R070, R078).

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/contract/caseplan/import_fixture.h"

namespace caseload::caseplan {
namespace {

using absl::CivilDay;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::Not;

std::string ClientRow(const std::string& id, int line,
                      const std::string& family = "Sample",
                      const std::string& more = "") {
  return RowOf("clients", id, line,
               absl::StrCat("given_name: 'Ada' family_name: '", family,
                            "' gender: GENDER_FEMALE race: 'W' ethnicity: 'N'"
                            " phone: '555-0100' ",
                            more));
}
std::string IdentifierRow(const std::string& id, int line,
                          const std::string& client, const std::string& type,
                          const std::string& value) {
  return RowOf("identifiers", id, line,
               absl::StrCat("client_id: '", client, "' identifier_type: '",
                            type, "' value: '", value, "'"));
}
std::string GuardianRow(const std::string& id, int line,
                        const std::string& client, const std::string& name,
                        const std::string& more = "") {
  return RowOf("guardians", id, line,
               absl::StrCat("client_id: '", client, "' display_name: '", name,
                            "' role: ROLE_GUARDIAN ", more));
}

class ClientImportTest : public ImportTest {
 protected:
  v1::Client TheClient() {
    const auto listed = READ(caseload_, ListClients, v1::ListClientsRequest());
    EXPECT_THAT(listed, IsOk());
    if (!listed.ok() || listed->clients_size() != 1) {
      ADD_FAILURE() << "not one client";
      return {};
    }
    return listed->clients(0);
  }
  std::vector<std::string> Identifiers() {
    std::vector<std::string> result;
    const v1::Client client = TheClient();
    for (const auto& identifier : client.identifiers()) {
      result.push_back(identifier.kind() + "=" + identifier.value());
    }
    return result;
  }
  std::vector<std::string> Guardians() {
    std::vector<std::string> result;
    const v1::Client client = TheClient();
    for (const auto& person : client.related_persons()) {
      result.push_back(person.display_name());
    }
    return result;
  }
};

INSTANTIATE_TEST_SUITE_P(Engines, ClientImportTest,
                         ::testing::Values(sql::Engine::kSqlite,
                                           sql::Engine::kPostgres),
                         EngineName);

std::string Family() {
  return ClientRow("C-1", 2) + IdentifierRow("I-1", 3, "C-1", "court", "JV-1") +
         GuardianRow("G-1", 4, "C-1", "Sample Guardian");
}

TEST_P(ClientImportTest, AClientStandsWithAllThatTheRowsSay) {
  EXPECT_THAT(Outcomes("run-1", Family()),
              ElementsAre("2 NEW", "3 NEW", "4 NEW"));
  const v1::Client client = TheClient();
  EXPECT_EQ(client.given_name(), "Ada");
  EXPECT_EQ(client.gender(), v1::Client::GENDER_FEMALE);
  EXPECT_EQ(client.race(), "W");
  EXPECT_EQ(client.ethnicity(), "N");
  EXPECT_EQ(client.external_id().id(), "C-1");
  EXPECT_THAT(Identifiers(), ElementsAre("court=JV-1"));
  EXPECT_THAT(Guardians(), ElementsAre("Sample Guardian"));
  // The feed has the client, and none of their personal fields.
  EXPECT_EQ(Announced("client").size(), 3);
  EXPECT_THAT(Announced("client").back(), Not(HasSubstr("Sample")));
}

TEST_P(ClientImportTest, TheSameRowsTwiceChangeNothing) {
  Outcomes("run-1", Family());
  const std::string etag = TheClient().etag();
  EXPECT_THAT(Outcomes("run-2", Family()),
              ElementsAre("2 UNCHANGED", "3 UNCHANGED", "4 UNCHANGED"));
  EXPECT_EQ(TheClient().etag(), etag);
  EXPECT_EQ(Announced("client").size(), 3);
}

TEST_P(ClientImportTest, AChangedRowChangesItsPartOfTheClientOnly) {
  Outcomes("run-1", Family());
  EXPECT_THAT(Outcomes("run-2", ClientRow("C-1", 2, "Example")),
              ElementsAre("2 CHANGED"));
  EXPECT_EQ(TheClient().family_name(), "Example");
  EXPECT_THAT(Identifiers(), ElementsAre("court=JV-1"));
  EXPECT_THAT(Guardians(), ElementsAre("Sample Guardian"));

  EXPECT_THAT(
      Outcomes("run-3", IdentifierRow("I-1", 2, "C-1", "cii", "77") +
                            GuardianRow("G-1", 3, "C-1", "Another Guardian")),
      ElementsAre("2 CHANGED", "3 CHANGED"));
  EXPECT_THAT(Identifiers(), ElementsAre("cii=77"));
  EXPECT_THAT(Guardians(), ElementsAre("Another Guardian"));
  EXPECT_EQ(TheClient().family_name(), "Example");
}

TEST_P(ClientImportTest, ChildrenWaitForTheirClient) {
  const std::string identifier = IdentifierRow("I-1", 2, "C-1", "court", "1");
  const std::string guardian = GuardianRow("G-1", 3, "C-1", "Guardian");
  EXPECT_THAT(Outcomes("run-1", identifier + guardian + ClientRow("C-1", 4)),
              ElementsAre("2 REJECTED client_id REFERENCE_NOT_YET_KNOWN LATER",
                          "3 REJECTED client_id REFERENCE_NOT_YET_KNOWN LATER",
                          "4 NEW"));
  EXPECT_THAT(Outcomes("run-1", identifier + guardian),
              ElementsAre("2 NEW", "3 NEW"));
}

// Types that change places between two rows need two tries.
TEST_P(ClientImportTest, OneIdentifierOfAKindIsKept) {
  Outcomes("run-1", ClientRow("C-1", 2) +
                        IdentifierRow("I-1", 3, "C-1", "court", "1") +
                        IdentifierRow("I-2", 4, "C-1", "cii", "2"));
  const std::string second = IdentifierRow("I-2", 2, "C-1", "court", "2");
  EXPECT_THAT(
      Outcomes("run-2", second + IdentifierRow("I-1", 3, "C-1", "school", "1")),
      ElementsAre("2 REJECTED identifier_type IDENTIFIER_KIND_TAKEN LATER",
                  "3 CHANGED"));
  EXPECT_THAT(Outcomes("run-2", second), ElementsAre("2 CHANGED"));
  EXPECT_THAT(Identifiers(), ElementsAre("court=2", "school=1"));
}

TEST_P(ClientImportTest, AChildGoesOverToAnotherClient) {
  Outcomes("run-1", Family() + ClientRow("C-2", 5, "Other"));
  EXPECT_THAT(
      Outcomes("run-2", IdentifierRow("I-1", 2, "C-2", "court", "JV-1") +
                            GuardianRow("G-1", 3, "C-2", "Sample Guardian")),
      ElementsAre("2 CHANGED", "3 CHANGED"));
  EXPECT_EQ(CountRows("client_identifiers"), 1);
  EXPECT_EQ(CountRows("client_related_persons"), 1);
  EXPECT_EQ(CountRows("client_related_persons p JOIN clients c"
                      " ON c.id = p.client_id WHERE c.family_name = 'Other'"),
            1);
}

TEST_P(ClientImportTest, WhatIsTakenBackLeavesAndComesBack) {
  Outcomes("run-1", Family());
  const std::string name = TheClient().name();
  EXPECT_THAT(Outcomes("run-2", TakenBack("identifiers", "I-1", 3) +
                                    TakenBack("guardians", "G-1", 4)),
              ElementsAre("3 WITHDRAWN", "4 WITHDRAWN"));
  EXPECT_THAT(Identifiers(), IsEmpty());
  EXPECT_THAT(Guardians(), IsEmpty());
  EXPECT_THAT(Outcomes("run-3", TakenBack("clients", "C-1", 2)),
              ElementsAre("2 WITHDRAWN"));
  EXPECT_THAT(Announced("client").back(), HasSubstr("withdrawTime"));
  v1::GetClientRequest get;
  get.set_name(name);
  EXPECT_THAT(READ(caseload_, GetClient, get),
              testing::HasReason("RESOURCE_NOT_FOUND"));

  EXPECT_THAT(Outcomes("run-4", Family()),
              ElementsAre("2 CHANGED", "3 CHANGED", "4 CHANGED"));
  EXPECT_EQ(TheClient().name(), name);
  EXPECT_THAT(Identifiers(), ElementsAre("court=JV-1"));
  EXPECT_THAT(Announced("client").back(), Not(HasSubstr("withdrawTime")));
}

// A client whom their system took back is announced to nobody again.
TEST_P(ClientImportTest, AChildOfAWithdrawnClientIsTakenBackInSilence) {
  Outcomes("run-1", Family());
  Outcomes("run-2", TakenBack("clients", "C-1", 2));
  const size_t announced = Announced("client").size();
  EXPECT_THAT(Outcomes("run-2", TakenBack("identifiers", "I-1", 3) +
                                    TakenBack("guardians", "G-1", 4)),
              ElementsAre("3 WITHDRAWN", "4 WITHDRAWN"));
  EXPECT_EQ(Announced("client").size(), announced);
  EXPECT_EQ(CountRows("client_identifiers"), 0);
}

TEST_P(ClientImportTest, HistoryThatBreaksARuleOfEntryIsKeptWithAFlag) {
  EXPECT_THAT(
      Outcomes("run-1", ClientRow("C-1", 2, "Sample",
                                  On("birth_date", CivilDay(2099, 1, 1))) +
                            RowOf("guardians", "G-1", 3,
                                  "client_id: 'C-1' display_name: 'Nobody'"
                                  " role: ROLE_EMERGENCY_CONTACT")),
      ElementsAre("2 NEW FLAG birth_date DATE_IN_FUTURE",
                  "3 NEW FLAG phone FIELD_REQUIRED"));
  EXPECT_THAT(Guardians(), ElementsAre("Nobody"));
  EXPECT_EQ(CountRows("imported_records WHERE flags <> ''"), 2);
  // The flag is said as long as the row says the same, and goes with it.
  EXPECT_THAT(
      Outcomes("run-2", ClientRow("C-1", 2, "Sample",
                                  On("birth_date", CivilDay(2099, 1, 1)))),
      ElementsAre("2 UNCHANGED FLAG birth_date DATE_IN_FUTURE"));
  EXPECT_THAT(Outcomes("run-3", ClientRow("C-1", 2)), ElementsAre("2 CHANGED"));
  EXPECT_EQ(CountRows("imported_records WHERE flags <> ''"), 1);
}

TEST_P(ClientImportTest, WhatCannotBeStoredIsRejectedByItsColumn) {
  Outcomes("run-1", ClientRow("C-1", 2));
  EXPECT_THAT(
      Outcomes("run-2",
               RowOf("clients", "C-2", 2, "given_name: 'Ada'") +
                   ClientRow("C-3", 3, "Sample",
                             "birth_date { year: 2026 month: 2 day: 30 }") +
                   IdentifierRow("I-1", 4, "C-1", "Court!", "1") +
                   IdentifierRow("I-2", 5, "", "court", "1") +
                   GuardianRow("G-1", 6, "C-1", "", "email: 'nobody'")),
      ElementsAre("2 REJECTED family_name FIELD_REQUIRED",
                  "3 REJECTED birth_date DATE_INVALID",
                  "4 REJECTED identifier_type ID_INVALID",
                  "5 REJECTED client_id FIELD_REQUIRED",
                  "6 REJECTED display_name FIELD_REQUIRED email "
                  "EMAIL_INVALID"));
  EXPECT_EQ(CountRows("clients"), 1);
}

TEST_P(ClientImportTest, AClientHasTwentyGuardiansAtMost) {
  std::string rows = ClientRow("C-1", 1);
  for (int i = 0; i < 21; ++i) {
    rows += GuardianRow(absl::StrCat("G-", i), i + 2, "C-1", "Guardian");
  }
  EXPECT_EQ(Outcomes("run-1", rows).back(),
            "22 REJECTED display_name TOO_MANY_ITEMS");
  EXPECT_EQ(CountRows("client_related_persons"), 20);
}

}  // namespace
}  // namespace caseload::caseplan

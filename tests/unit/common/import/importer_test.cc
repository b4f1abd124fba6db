// The frame of an import, with kinds that keep their records in a map.

#include "services/common/import/importer.h"

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "caseload/caseplan/v1/import.pb.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "services/common/import/import_migrations.h"
#include "services/common/status/error.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_store.h"

namespace caseload::imports {
namespace {

using caseplan::v1::ImportedUnit;
using caseplan::v1::ImportRecordsRequest;
using ::testing::ElementsAre;
using testing::HasReason;
using ::testing::IsEmpty;
using testing::IsOk;
using type::v1::ImportOutcome;

class ImporterTest : public ::testing::Test {
 protected:
  ImporterTest() {
    call_.now = absl::FromUnixSeconds(1790000000);
    Kind units;
    units.name = "units";
    units.save = [this](sql::Transaction& tx, const rpc::CallContext&,
                        Row& row) { return Save(tx, row); };
    units.withdraw = [this](sql::Transaction&, const rpc::CallContext&,
                            const ImportedRecord& known) {
      if (in_use_) {
        return status::FailedPrecondition("RECORD_IN_USE", known.record, "is");
      }
      withdrawn_.push_back(known.key.id);
      return absl::OkStatus();
    };
    units.set_hidden = [this](sql::Transaction&, const std::string& record,
                              std::optional<absl::Time> at) {
      hidden_[record] = at.has_value();
      return absl::OkStatus();
    };
    units.columns = {{"unit.display_name", "name"}};
    units.may_pass = {"POSTING_OVERLAPS"};
    importer_.Add(std::move(units));
  }

  // "refuse", "break" and "overlap" are what a name can ask for.
  absl::StatusOr<std::string> Save(sql::Transaction& tx, Row& row) {
    const auto& content = row.As<ImportedUnit>();
    row.Judge("division");
    if (content.name() == "break") return absl::UnavailableError("gone");
    if (content.name() == "refuse") {
      return status::InvalidField("unit.display_name", "TEXT_TOO_LONG", "is");
    }
    if (content.name() == "closed") {
      return status::FailedPrecondition("CASE_CLOSED", "x", "is");
    }
    if (content.name() == "overlap") {
      const absl::Status left = row.Tolerate(
          status::FailedPrecondition("POSTING_OVERLAPS", "x", "covers days"),
          {"POSTING_OVERLAPS"});
      if (!left.ok()) return left;
    }
    if (content.name() == "history") {
      status::FieldViolations wrong;
      wrong.Add("unit.first_day", "DATE_IN_FUTURE", "is later");
      wrong.Add("unit.display_name", "PERIOD_REVERSED", "is reversed");
      const absl::Status left =
          row.Tolerate(wrong.ToStatus(),
                       {"DATE_IN_FUTURE", "unit.display_name PERIOD_REVERSED"});
      if (!left.ok()) return left;
    }
    const auto parent =
        row.Resolve(tx, "location", "units", content.location());
    if (!parent.ok()) return parent.status();
    saved_.push_back(row.external_id().id());
    return absl::StrCat("units/", row.external_id().id());
  }

  absl::StatusOr<type::v1::ImportRecordsResponse> Send(
      const std::string& run, const std::string& rest) {
    ImportRecordsRequest request;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
        absl::StrCat("run: '", run, "' ", rest), &request))
        << rest;
    absl::StatusOr<type::v1::ImportRecordsResponse> response;
    const absl::Status written =
        store_.database().WriteAndWait({}, [&](sql::Transaction& tx) {
          response = importer_.Import(tx, call_, request);
          return response.status();
        });
    if (!written.ok()) return written;
    return response;
  }
  // "RESULT column REASON" for each outcome.
  std::vector<std::string> Outcomes(const std::string& run,
                                    const std::string& rest) {
    const auto response = Send(run, rest);
    EXPECT_THAT(response, IsOk());
    std::vector<std::string> result;
    if (!response.ok()) return result;
    for (const ImportOutcome& outcome : response->outcomes()) {
      std::string text = ImportOutcome::Result_Name(outcome.result()).substr(7);
      for (const auto& problem : outcome.problems()) {
        absl::StrAppend(&text, " ", problem.column(), " ", problem.reason());
      }
      for (const auto& flag : outcome.flags()) {
        absl::StrAppend(&text, " FLAG ", flag.column(), " ", flag.reason(), ":",
                        flag.text());
      }
      if (outcome.try_later()) text += " LATER";
      result.push_back(text);
    }
    return result;
  }
  static std::string Unit(const std::string& id, const std::string& name,
                          const std::string& row = "",
                          const std::string& parent = "") {
    return absl::StrCat(
        "records { row { external_id { source_system: 'demo'"
        " id: '",
        id, "' } ", row, " } units { name: '", name, "' location: '", parent,
        "' } } ");
  }

  testing::TestStore store_{sql::Engine::kSqlite,
                            {{"import", ImportMigrations()}}};
  rpc::CallContext call_;
  Importer importer_;
  std::vector<std::string> saved_;
  std::vector<std::string> withdrawn_;
  std::map<std::string, bool> hidden_;
  bool in_use_ = false;
};

TEST_F(ImporterTest, WhereARowStoodAndHowOftenItWasTriedIsNotItsContent) {
  EXPECT_THAT(Outcomes("r-1", Unit("U-1", "a", "line: 2")), ElementsAre("NEW"));
  EXPECT_THAT(Outcomes("r-2", Unit("U-1", "a", "line: 9 last_try: true")),
              ElementsAre("UNCHANGED"));
  EXPECT_THAT(Outcomes("r-3", Unit("U-1", "a", "entered_at { seconds: 1 }")),
              ElementsAre("CHANGED"));
  EXPECT_THAT(saved_, ElementsAre("U-1", "U-1"));
}

TEST_F(ImporterTest, ARefusalNamesItsColumn) {
  EXPECT_THAT(
      Outcomes("r-1", Unit("U-1", "refuse") + Unit("U-2", "closed") +
                          Unit("U-3", "a", "", "U-9") + Unit("U-4", "a")),
      ElementsAre("REJECTED name TEXT_TOO_LONG",
                  "REJECTED division CASE_CLOSED",
                  "REJECTED location REFERENCE_NOT_YET_KNOWN LATER", "NEW"));
}

TEST_F(ImporterTest, WhatIsNoRefusalEndsTheBatch) {
  const auto response = Send("r-1", Unit("U-1", "a") + Unit("U-2", "break"));
  EXPECT_EQ(response.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(Outcomes("r-1", Unit("U-1", "a")), ElementsAre("NEW"));
}

TEST_F(ImporterTest, ARowThatIsNoneIsRejectedAndNotLost) {
  EXPECT_THAT(
      Outcomes("r-1",
               "records { row { external_id { source_system: 'Demo!' } } } "
               "records { units {} } "
               "records { row { external_id { source_system: 'demo' id: 'a' }"
               " entered_at { seconds: 99999999999 } } units {} } "),
      ElementsAre("REJECTED source_system ID_INVALID id FIELD_REQUIRED "
                  "content FIELD_REQUIRED",
                  "REJECTED source_system FIELD_REQUIRED id FIELD_REQUIRED",
                  "REJECTED entered_at TIME_INVALID"));
}

// A kind of the service's messages that it does not import.
TEST_F(ImporterTest, AKindThatNobodyAddedIsRejected) {
  EXPECT_THAT(
      Outcomes("r-1",
               "records { row { external_id { source_system: 'demo' id: 'a' }"
               " } leave {} } "),
      ElementsAre("REJECTED content FIELD_REQUIRED"));
  EXPECT_THAT(Send("r-1", "end { kind: 'leave' source_system: 'demo' }"),
              HasReason("ENUM_INVALID"));
}

TEST_F(ImporterTest, WhatAnotherRowMayMendIsFlaggedAtTheLastTryOnly) {
  EXPECT_THAT(Outcomes("r-1", Unit("U-1", "overlap")),
              ElementsAre("REJECTED division POSTING_OVERLAPS LATER"));
  EXPECT_THAT(Outcomes("r-1", Unit("U-1", "overlap", "last_try: true")),
              ElementsAre("NEW FLAG division POSTING_OVERLAPS:covers days"));
}

TEST_F(ImporterTest, AToleratedRefusalStandsWithItsFlags) {
  const std::string flags =
      " FLAG first_day DATE_IN_FUTURE:is later"
      " FLAG name PERIOD_REVERSED:is reversed";
  EXPECT_THAT(Outcomes("r-1", Unit("U-1", "history")),
              ElementsAre("NEW" + flags));
  // Sent again in its run, and imported again.
  EXPECT_THAT(Outcomes("r-1", Unit("U-1", "history")),
              ElementsAre("NEW" + flags));
  EXPECT_THAT(Outcomes("r-2", Unit("U-1", "history")),
              ElementsAre("UNCHANGED" + flags));
  EXPECT_THAT(Outcomes("r-3", Unit("U-1", "a")), ElementsAre("CHANGED"));
}

TEST_F(ImporterTest, AWithdrawnRecordStaysHiddenWhenItsReturnIsRefused) {
  Outcomes("r-1", Unit("U-1", "a"));
  EXPECT_THAT(Outcomes("r-2", Unit("U-1", "", "withdrawn: true")),
              ElementsAre("WITHDRAWN"));
  // A second time there is nothing to do.
  EXPECT_THAT(Outcomes("r-3", Unit("U-1", "", "withdrawn: true")),
              ElementsAre("WITHDRAWN"));
  EXPECT_THAT(withdrawn_, ElementsAre("U-1"));
  EXPECT_THAT(Outcomes("r-4", Unit("U-1", "refuse")),
              ElementsAre("REJECTED name TEXT_TOO_LONG"));
  EXPECT_TRUE(hidden_.at("units/U-1"));
  EXPECT_THAT(Outcomes("r-5", Unit("U-1", "a")), ElementsAre("CHANGED"));
  EXPECT_FALSE(hidden_.at("units/U-1"));
}

TEST_F(ImporterTest, AReferenceToAWithdrawnRecordIsNoneYet) {
  Outcomes("r-1", Unit("U-1", "a"));
  Outcomes("r-2", Unit("U-1", "", "withdrawn: true"));
  EXPECT_THAT(Outcomes("r-2", Unit("U-2", "a", "", "U-1")),
              ElementsAre("REJECTED location REFERENCE_NOT_YET_KNOWN LATER"));
}

TEST_F(ImporterTest, TheEndOfAFullExportGoesThroughAllThatIsMissing) {
  std::string rows;
  for (int i = 0; i < 500; ++i) rows += Unit(absl::StrCat("U-", i), "a");
  Outcomes("r-1", rows);
  Outcomes("r-1", Unit("V-1", "a") + Unit("V-2", "a") + Unit("V-3", "a"));
  // Came in the second run: unchanged, refused, unreadable.
  Outcomes("r-2", Unit("V-1", "a") + Unit("V-2", "refuse") +
                      Unit("V-3", "", "unreadable: true"));
  const std::string end = "kind: 'units' source_system: 'demo'";
  auto response = Send("r-2", absl::StrCat("end { ", end, " }"));
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->outcomes_size(), 500);
  EXPECT_EQ(response->next(), "U-99");
  response = Send("r-2", absl::StrCat("end { ", end, " after: 'U-99' }"));
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->outcomes_size(), 0);
  EXPECT_EQ(response->next(), "");
  EXPECT_EQ(withdrawn_.size(), 500);
}

TEST_F(ImporterTest, WhatIsReferredToIsKeptAtTheEnd) {
  Outcomes("r-1", Unit("U-1", "a"));
  in_use_ = true;
  EXPECT_THAT(Outcomes("r-2", "end { kind: 'units' source_system: 'demo' }"),
              ElementsAre("REJECTED withdrawn RECORD_IN_USE LATER"));
  EXPECT_THAT(withdrawn_, IsEmpty());
}

}  // namespace
}  // namespace caseload::imports

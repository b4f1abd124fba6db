// import_fixture.h: ImportRecords on an empty store, with rows as protos in
// text.

#ifndef TESTS_CONTRACT_CASEPLAN_IMPORT_FIXTURE_H_
#define TESTS_CONTRACT_CASEPLAN_IMPORT_FIXTURE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/caseplan/record_import.h"
#include "tests/contract/caseplan/caseplan_fixture.h"

namespace caseload::caseplan {

// Rows as protos in text, without what is the same in all of them.
inline std::string Key(const std::string& id, int line,
                       const std::string& more = "") {
  return absl::StrCat("row { external_id { source_system: 'demo' id: '", id,
                      "' } line: ", line, " ", more, " } ");
}
inline std::string UnitRow(const std::string& id, int line,
                           const std::string& division = "juvenile",
                           const std::string& name = "Juvenile Services") {
  return absl::StrCat("records { ", Key(id, line), " units { name: '", name,
                      "' division: '", division, "' first_day { ",
                      DateText(absl::CivilDay(2020, 1, 1)), " } } } ");
}
inline std::string OfficerRow(const std::string& id, int line,
                              const std::string& more = "") {
  return absl::StrCat(
      "records { ", Key(id, line), " officers { display_name: '", id,
      "' email: '", id, "@example.test' first_day { ",
      DateText(absl::CivilDay(2020, 1, 1)), " } ", more, " } } ");
}
inline std::string PostingRow(const std::string& id, int line,
                              const std::string& officer, absl::CivilDay first,
                              std::optional<absl::CivilDay> last = {},
                              const std::string& unit = "U-1") {
  std::string text = absl::StrCat(
      "records { ", Key(id, line), " postings { officer_id: '", officer,
      "' unit_id: '", unit, "' fte: 1 starts_on { ", DateText(first), " } ");
  if (last.has_value()) {
    absl::StrAppend(&text, "ends_on { ", DateText(*last), " } ");
  }
  return text + "} } ";
}
inline std::string LeaveRow(const std::string& id, int line,
                            const std::string& officer, absl::CivilDay first,
                            absl::CivilDay last) {
  return absl::StrCat("records { ", Key(id, line), " leave { officer_id: '",
                      officer, "' leave_type: LEAVE_TYPE_PLANNED starts_on { ",
                      DateText(first), " } ends_on { ", DateText(last),
                      " } } } ");
}

// A row of any kind: `fields` is its content.
inline std::string RowOf(const std::string& kind, const std::string& id,
                         int line, const std::string& fields,
                         const std::string& more = "") {
  return absl::StrCat("records { ", Key(id, line, more), " ", kind, " { ",
                      fields, " } } ");
}
// A row that takes the record back.
inline std::string TakenBack(const std::string& kind, const std::string& id,
                             int line) {
  return RowOf(kind, id, line, "", "withdrawn: true");
}
// "column { year: 2026 month: 11 day: 22 } ".
inline std::string On(const std::string& column, absl::CivilDay day) {
  return absl::StrCat(column, " { ", DateText(day), " } ");
}

inline std::string County() {
  return UnitRow("U-1", 2) + OfficerRow("O-1", 3) + OfficerRow("O-2", 4) +
         PostingRow("P-1", 5, "O-1", absl::CivilDay(2026, 1, 1)) +
         LeaveRow("L-1", 6, "O-1", absl::CivilDay(2026, 3, 1),
                  absl::CivilDay(2026, 3, 9));
}

class ImportTest : public CaseplanTest {
 protected:
  void SetUp() override {
    CaseplanTest::SetUp();
    CallAs("clerk", {options::v1::ROLE_RECORDS, options::v1::ROLE_ADMIN});
  }

  absl::StatusOr<type::v1::ImportRecordsResponse> Send(
      const std::string& run, const std::string& rest) {
    return WRITE(import_, ImportRecords,
                 Parse<v1::ImportRecordsRequest>(
                     absl::StrCat("run: '", run, "' ", rest)));
  }
  // "line RESULT column REASON" for each outcome.
  std::vector<std::string> Outcomes(const std::string& run,
                                    const std::string& rest) {
    const auto response = Send(run, rest);
    EXPECT_THAT(response, testing::IsOk());
    std::vector<std::string> result;
    if (!response.ok()) return result;
    for (const type::v1::ImportOutcome& outcome : response->outcomes()) {
      std::string text = absl::StrCat(
          outcome.line(), " ",
          type::v1::ImportOutcome::Result_Name(outcome.result()).substr(7));
      for (const type::v1::ImportProblem& problem : outcome.problems()) {
        absl::StrAppend(&text, " ", problem.column(), " ", problem.reason());
      }
      for (const type::v1::ImportProblem& flag : outcome.flags()) {
        absl::StrAppend(&text, " FLAG ", flag.column(), " ", flag.reason());
      }
      if (outcome.try_later()) text += " LATER";
      result.push_back(text);
    }
    return result;
  }

  // The states of the kind that the feed has, as JSON, oldest first.
  std::vector<std::string> Announced(const std::string& kind) {
    std::vector<std::string> states;
    EXPECT_THAT(
        database_->Read(absl::InfiniteFuture(),
                        [&](sql::Transaction& tx) -> absl::Status {
                          auto rows = tx.Query<std::string>(
                              "SELECT state FROM changes WHERE kind = :1"
                              " ORDER BY id",
                              kind);
                          if (!rows.ok()) return rows.status();
                          for (auto& row : *rows) {
                            states.push_back(std::get<0>(std::move(row)));
                          }
                          return absl::OkStatus();
                        }),
        testing::IsOk());
    return states;
  }

  RecordImport import_{options_};
};

}  // namespace caseload::caseplan

#endif  // TESTS_CONTRACT_CASEPLAN_IMPORT_FIXTURE_H_

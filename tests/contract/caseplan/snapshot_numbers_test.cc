// Every number of every officer's snapshot of a county is the number of items
// of a list call (docs/snapshot.md), and a recount that shares no code with the
// service comes to the same (R038).

#include "tests/contract/caseplan/snapshot_numbers.h"

#include <cstdlib>
#include <fstream>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "services/caseplan/storage/case_store.h"
#include "services/caseplan/storage/plan_store.h"
#include "services/caseplan/storage/record_store.h"

namespace caseload::caseplan {
namespace {

using absl::CivilDay;
using ::testing::IsEmpty;
using testing::IsOk;

constexpr int kCases = 90;

// Makes the records of a county, the same ones for a seed.
class CountyMaker {
 public:
  CountyMaker(sql::Transaction& tx, absl::TimeZone zone)
      : tx_(tx), zone_(zone) {}

  absl::Status Make() {
    for (int i = 0; i < kCases; ++i) ABSL_RETURN_IF_ERROR(AddCase(i));
    return absl::OkStatus();
  }

 private:
  int Below(int n) {
    return std::uniform_int_distribution<int>(0, n - 1)(random_);
  }
  bool Chance(int percent) { return Below(100) < percent; }
  CivilDay DayIn(CivilDay first, CivilDay last) {
    return first + Below(static_cast<int>(last - first) + 1);
  }
  std::string NextId(absl::string_view kind) {
    return absl::StrCat(kind, "-", ++ids_);
  }
  Recording Recorded() {
    return Recording{1, absl::FromCivil(today_, zone_), "person/maker", {}};
  }
  std::string AnyOfficer() {
    static const char* const kOfficers[] = {"dpo-a", "dpo-b", "dpo-c"};
    return kOfficers[Below(3)];
  }

  absl::Status AddCase(int i) {
    Case one;
    one.id = absl::StrFormat("made-%03d", i);
    one.client_id = Chance(50) ? "youth" : "adult";
    static const char* const kDivisions[] = {"juvenile", "juvenile", "adult",
                                             "adult", "diversion"};
    one.division = kDivisions[i % 17 == 0 ? 4 : Below(4)];
    one.case_type = Chance(10) ? "administrative" : "court-supervision";
    one.received_date = DayIn(CivilDay(2026, 2, 1), CivilDay(2026, 11, 18));
    if (Chance(10)) {
      one.closed_date = DayIn(one.received_date, today_);
      one.closing_reason = ClosingReason::kCompleted;
    }
    one.created_at = Recorded().recorded_at;
    ABSL_RETURN_IF_ERROR(storage::InsertCase(tx_, one));
    ABSL_RETURN_IF_ERROR(AddAssignments(one));
    ABSL_RETURN_IF_ERROR(AddState(one));
    ABSL_RETURN_IF_ERROR(AddRisk(one));
    ABSL_RETURN_IF_ERROR(AddPlans(one));
    ABSL_RETURN_IF_ERROR(AddContacts(one));
    ABSL_RETURN_IF_ERROR(AddReasons(one));
    ABSL_RETURN_IF_ERROR(AddEnrollments(one));
    ABSL_RETURN_IF_ERROR(AddNotes(one));
    return AddInvestigation(one);
  }

  absl::Status AddAssignments(const Case& one) {
    Assignment first;
    first.id = NextId("as");
    first.case_id = one.id;
    first.officer_id = AnyOfficer();
    first.period = {one.received_date, one.closed_date};
    first.recording = Recorded();
    if (!one.closed_date.has_value() && Chance(25)) {
      Assignment second = first;
      second.id = NextId("as");
      second.officer_id = AnyOfficer();
      second.period.first = DayIn(one.received_date + 1, today_ + 1);
      second.reason = ReassignmentReason::kWorkload;
      first.period.last = second.period.first - 1;
      ABSL_RETURN_IF_ERROR(storage::InsertAssignment(tx_, second));
    }
    return storage::InsertAssignment(tx_, first);
  }

  absl::Status AddState(const Case& one) {
    if (Chance(10)) return absl::OkStatus();
    CaseState state;
    state.id = NextId("st");
    state.case_id = one.id;
    state.status = Chance(70) ? CaseStatus::kActive
                              : static_cast<CaseStatus>(1 + Below(7));
    state.period = {one.received_date, one.closed_date};
    state.confirmed_date =
        DayIn(one.received_date, one.closed_date.value_or(today_));
    if (state.status == CaseStatus::kInCustody && Chance(50)) {
      state.booking_type = "flash";
    }
    state.recording = Recorded();
    return storage::InsertCaseState(tx_, state);
  }

  absl::Status AddRisk(const Case& one) {
    if (Chance(15)) return absl::OkStatus();
    CurrentRisk risk;
    risk.case_id = one.id;
    risk.recorded_at = Recorded().recorded_at;
    const bool juvenile = one.division == "juvenile";
    RiskAssessment& assessment = risk.latest.emplace_back();
    assessment.assessment_id = NextId("am");
    assessment.instrument_id = juvenile ? "yls-cmi" : "ls-cmi";
    assessment.instrument_version = "1";
    assessment.assessed_date = DayIn(one.received_date, today_);
    assessment.completed_at = Recorded().recorded_at;
    assessment.sets_risk = true;
    static const char* const kJuvenile[] = {"low", "moderate", "high",
                                            "very-high"};
    static const char* const kAdult[] = {"low", "med-low", "med-high", "high"};
    assessment.level = juvenile ? kJuvenile[Below(4)] : kAdult[Below(4)];
    assessment.bands = {
        {juvenile ? "juvenile-4" : "adult-4", assessment.level}};
    assessment.current_until_date = assessment.assessed_date + 180;
    for (const char* domain :
         {"family", "education-employment", "companions"}) {
      RiskDomain& scored = assessment.domains.emplace_back();
      scored.domain_id = domain;
      scored.dynamic = true;
      scored.need_areas = {domain};
      scored.score = Below(7);
      scored.maximum_score = 6;
    }
    return storage::UpsertRisk(tx_, risk).status();
  }

  absl::Status AddPlans(const Case& one) {
    if (Chance(25)) return absl::OkStatus();
    const int versions = 1 + Below(2);
    CivilDay approved = DayIn(one.received_date, today_);
    for (int number = 1; number <= versions; ++number) {
      CasePlan plan;
      plan.id = NextId("pl");
      plan.case_id = one.id;
      plan.number = number;
      plan.period = {approved, approved + 364};
      plan.approved_by = "person/sdpo-1";
      plan.approved_at =
          absl::FromCivil(absl::CivilSecond(approved) + 15 * 3600, zone_);
      plan.state = number < versions ? PlanState::kSuperseded
                   : Chance(15)      ? PlanState::kProvisional
                                     : PlanState::kApproved;
      if (number < versions) plan.superseded_at = plan.approved_at;
      plan.content_hash = std::string(64, 'a');
      plan.created_at = *plan.approved_at;
      AddObjectives(&plan);
      ABSL_RETURN_IF_ERROR(storage::InsertPlan(tx_, plan));
      plans_[one.id] = plan;
      approved = DayIn(approved, today_);
    }
    return absl::OkStatus();
  }
  void AddObjectives(CasePlan* plan) {
    static const char* const kAreas[] = {"family", "companions", "housing",
                                         "education-employment"};
    const int count = Below(5);
    for (int i = 0; i < count; ++i) {
      Objective& objective = plan->objectives.emplace_back();
      objective.id = NextId("ob");
      objective.need_area = kAreas[Below(4)];
      objective.behavior = "Keeps appointments";
      if (Chance(80)) objective.measure = "Nine of ten";
      if (Chance(90)) objective.target_date = plan->period.first + 90;
      objective.responsible_person = "Officer";
      if (Chance(40)) objective.referral_program = "thinking-skills";
    }
  }

  // None on cases without policy: their places have no class, so that the
  // numbers of a class would not be those of a list of places.
  absl::Status AddContacts(const Case& one) {
    if (one.division == "diversion") return absl::OkStatus();
    const int count = Below(14);
    for (int i = 0; i < count; ++i) {
      Contact contact;
      contact.id = NextId("co");
      contact.case_id = one.id;
      contact.officer_id = AnyOfficer();
      contact.status = Chance(70) ? ContactStatus::kCompleted
                                  : static_cast<ContactStatus>(1 + Below(3));
      contact.kind = static_cast<ContactKind>(1 + Below(3));
      contact.method = Chance(75) ? ContactMethod::kInPerson
                                  : static_cast<ContactMethod>(1 + Below(4));
      if (contact.method == ContactMethod::kInPerson) {
        contact.location = static_cast<ContactLocation>(1 + Below(9));
      }
      contact.date = DayIn(one.received_date, one.closed_date.value_or(today_));
      contact.recording = Recorded();
      ABSL_RETURN_IF_ERROR(storage::InsertFact(tx_, contact));
    }
    return absl::OkStatus();
  }

  absl::Status AddReasons(const Case& one) {
    for (const absl::CivilMonth month :
         {absl::CivilMonth(2026, 10), absl::CivilMonth(2026, 11)}) {
      if (absl::CivilMonth(one.received_date) > month || Chance(60)) continue;
      NoContactReason reason;
      reason.id = NextId("nr");
      reason.case_id = one.id;
      reason.month = month;
      reason.code = static_cast<NoContactCode>(1 + Below(12));
      reason.officer_id = AnyOfficer();
      reason.entered_date = DayIn(CivilDay(month), today_);
      reason.recording = Recorded();
      ABSL_RETURN_IF_ERROR(storage::InsertFact(tx_, reason));
    }
    return absl::OkStatus();
  }

  absl::Status AddEnrollments(const Case& one) {
    const int count = Below(4);
    for (int i = 0; i < count; ++i) {
      Enrollment enrollment;
      enrollment.id = NextId("en");
      enrollment.case_id = one.id;
      enrollment.program = Chance(50) ? "thinking-skills" : "family-program";
      enrollment.status = static_cast<EnrollmentStatus>(1 + Below(5));
      enrollment.referral_date = DayIn(one.received_date, today_);
      const CivilDay start = DayIn(enrollment.referral_date, today_);
      if (enrollment.status == EnrollmentStatus::kActive ||
          enrollment.status == EnrollmentStatus::kCompleted ||
          enrollment.status == EnrollmentStatus::kDischarged) {
        enrollment.start_date = start;
        if (Chance(30)) enrollment.verified_date = DayIn(start, today_);
        if (enrollment.status != EnrollmentStatus::kActive) {
          enrollment.end_date = DayIn(start, today_);
        }
      }
      if (enrollment.status == EnrollmentStatus::kNotEnrolled) {
        enrollment.not_enrolled_reason = "Waiting list";
      }
      enrollment.recording = Recorded();
      ABSL_RETURN_IF_ERROR(storage::InsertFact(tx_, enrollment));
    }
    return absl::OkStatus();
  }

  absl::Status AddNotes(const Case& one) {
    const auto plan = plans_.find(one.id);
    if (plan == plans_.end() || plan->second.objectives.empty() || Chance(40)) {
      return absl::OkStatus();
    }
    Note note;
    note.id = NextId("no");
    note.case_id = one.id;
    note.officer_id = AnyOfficer();
    note.category = NoteCategory::kObjective;
    note.date =
        DayIn(std::max(one.received_date, CivilDay(2026, 10, 1)), today_);
    note.text = "Works on it.";
    note.objectives = {{plan->second.id, plan->second.objectives.front().id}};
    note.recording = Recorded();
    return storage::InsertFact(tx_, note);
  }

  absl::Status AddInvestigation(const Case& one) {
    if (Chance(80)) return absl::OkStatus();
    Investigation investigation;
    investigation.id = NextId("iv");
    investigation.case_id = one.id;
    investigation.kind = "violation";
    investigation.officer_id = AnyOfficer();
    investigation.opened_date = DayIn(one.received_date, today_);
    if (Chance(30)) {
      investigation.closed_date = DayIn(investigation.opened_date, today_);
      investigation.outcome = "Closed";
    }
    investigation.created_at = Recorded().recorded_at;
    return storage::InsertInvestigation(tx_, investigation);
  }

  sql::Transaction& tx_;
  const absl::TimeZone zone_;
  const CivilDay today_{2026, 11, 20};
  std::mt19937 random_{20261120};
  int ids_ = 0;
  std::map<std::string, CasePlan> plans_;
};

class SnapshotNumbersTest : public SnapshotNumbers {
 protected:
  void SetUp() override {
    SnapshotTest::SetUp();
    if (HasFatalFailure()) return;
    Apply([&](sql::Transaction& tx) { return CountyMaker(tx, zone_).Make(); });
  }
};

TEST_P(SnapshotNumbersTest, EveryNumberIsThatOfAList) {
  for (const char* officer : {"dpo-a", "dpo-b", "dpo-c"}) {
    CheckSnapshot(officer, CivilDay(2026, 11, 20), "");
  }
  CheckSnapshot(
      "dpo-a", CivilDay(2026, 10, 31),
      absl::StrCat("period { ",
                   PeriodText(CivilDay(2026, 8, 15), CivilDay(2026, 10, 10)),
                   " }"));
  EXPECT_GT(cases_seen_, 20);
  // The county has something to find of most kinds, so that 0 == 0 is no proof.
  int kinds = 0;
  for (const auto& [kind, findings] : seen_) kinds += findings > 0 ? 1 : 0;
  EXPECT_GE(kinds, 15);
}

// Writes the rows of the tables that the recount reads, one JSON object a line.
class RowWriter {
 public:
  RowWriter(sql::Transaction& tx, std::string path) : tx_(tx), file_(path) {}

  template <typename... Columns>
  absl::Status Write(const std::string& table, const std::string& columns,
                     const std::string& where) {
    ABSL_ASSIGN_OR_RETURN(
        const auto rows,
        (tx_.Query<Columns...>(absl::StrCat("SELECT ", columns, " FROM ", table,
                                            " WHERE ", where))));
    for (const auto& row : rows) {
      file_ << "{\"table\": \"" << table << "\"";
      names_ = absl::StrSplit(columns, ", ");
      WriteColumns(row, std::index_sequence_for<Columns...>());
      file_ << "}\n";
    }
    return absl::OkStatus();
  }

 private:
  template <typename Tuple, size_t... I>
  void WriteColumns(const Tuple& row, std::index_sequence<I...>) {
    (WriteColumn(names_[I], std::get<I>(row)), ...);
  }
  void WriteColumn(const std::string& name,
                   const std::optional<std::string>& value) {
    file_ << ", \"" << name << "\": ";
    if (value.has_value()) {
      file_ << "\"" << *value << "\"";
    } else {
      file_ << "null";
    }
  }

  sql::Transaction& tx_;
  std::ofstream file_;
  std::vector<std::string> names_;
};

using Column = std::optional<std::string>;

absl::Status ExportRows(sql::Transaction& tx, const std::string& path) {
  RowWriter writer(tx, path);
  ABSL_RETURN_IF_ERROR((writer.Write<Column, Column, Column, Column, Column>(
      "cases", "id, division, case_type, received_date, closed_date",
      "id LIKE 'made-%'")));
  ABSL_RETURN_IF_ERROR((writer.Write<Column, Column, Column, Column>(
      "assignments", "case_id, officer_id, first_day, last_day",
      "superseded_at IS NULL AND role = 'primary'")));
  ABSL_RETURN_IF_ERROR(
      (writer.Write<Column, Column, Column, Column, Column, Column>(
          "contacts", "case_id, status, kind, method, location, contact_date",
          "superseded_at IS NULL")));
  ABSL_RETURN_IF_ERROR((writer.Write<Column, Column, Column, Column>(
      "no_contact_reasons", "case_id, month, code, entered_date",
      "superseded_at IS NULL")));
  ABSL_RETURN_IF_ERROR(
      (writer.Write<Column, Column, Column, Column, Column, Column>(
          "enrollments",
          "case_id, status, referral_date, start_date, end_date, verified_date",
          "superseded_at IS NULL")));
  ABSL_RETURN_IF_ERROR((writer.Write<Column, Column, Column, Column>(
      "plans", "case_id, id, state, first_day", "state <> 'draft'")));
  return writer.Write<Column, Column, Column, Column>(
      "case_risk_assessments", "case_id, instrument_id, level, assessed_date",
      "sets_risk = 1");
}

TEST_P(SnapshotNumbersTest, RecountFromTheRowsComesToTheSame) {
  const std::string folder = directory_.File("");
  ASSERT_THAT(database_->Read(absl::InfiniteFuture(),
                              [&](sql::Transaction& tx) {
                                return ExportRows(tx, folder + "rows.jsonl");
                              }),
              IsOk());
  std::ofstream snapshots(folder + "snapshots.jsonl");
  for (const CivilDay as_of :
       {CivilDay(2026, 11, 20), CivilDay(2026, 10, 31), CivilDay(2026, 9, 3)}) {
    for (const char* officer : {"dpo-a", "dpo-b", "dpo-c"}) {
      std::string json;
      ASSERT_TRUE(google::protobuf::util::MessageToJsonString(
                      MustSnapshot(officer, AsOf(as_of)), &json)
                      .ok());
      snapshots << json << "\n";
    }
  }
  snapshots.close();
  const std::string command =
      absl::StrCat("python3 ", std::getenv("CASELOAD_SOURCE_DIR"),
                   "/tests/contract/caseplan/recount_snapshots.py ", folder,
                   "rows.jsonl ", folder, "snapshots.jsonl");
  EXPECT_EQ(std::system(command.c_str()), 0) << command;
}

INSTANTIATE_TEST_SUITE_P(Engines, SnapshotNumbersTest,
                         ::testing::Values(sql::Engine::kSqlite,
                                           sql::Engine::kPostgres),
                         EngineName);

}  // namespace
}  // namespace caseload::caseplan

// The client's half of an import: rows to messages, batches over a stream that
// breaks, what is sent again, what is rejected.

#include "tools/caseloadctl/import/import.h"

#include <algorithm>
#include <deque>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "caseload/assessment/v1/import.pb.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "tests/unit/caseloadctl/test_files.h"
#include "tools/caseloadctl/import/convert.h"
#include "tools/caseloadctl/import/sender.h"

namespace caseload::caseloadctl {
namespace {

using caseplan::v1::CaseloadService;
using caseplan::v1::ImportRecord;
using caseplan::v1::ImportRecordsRequest;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using type::v1::ImportOutcome;
using type::v1::ImportRecordsResponse;

// --- rows to messages ---

// A column that has no field would be lost without a word, and so would a word
// that has no enumerator.
TEST(ImportConvert, EveryColumnHasItsField) {
  int kinds = 0;
  for (const csv::FileSchema& schema : csv::RecordSchemas()) {
    const auto* content = ContentField(schema);
    if (content == nullptr) continue;
    ++kinds;
    int fields = 0;
    for (const csv::Column& column : schema.columns) {
      if (column.name == csv::kSourceSystemColumn ||
          column.name == csv::kIdColumn ||
          column.name == csv::kEnteredAtColumn ||
          column.name == csv::kWithdrawnColumn) {
        continue;
      }
      const auto* field = content->message_type()->FindFieldByName(column.name);
      ASSERT_NE(field, nullptr) << schema.name << "." << column.name;
      ++fields;
      for (const std::string& word : column.allowed) {
        csv::Record record;
        record.kind = schema.kind;
        record.values[column.name] = word;
        const auto message = ToImportRecord(schema, record);
        const auto& sent =
            message->GetReflection()->GetMessage(*message, content);
        EXPECT_NE(sent.GetReflection()->GetEnumValue(sent, field), 0)
            << schema.name << "." << column.name << " " << word;
      }
    }
    EXPECT_EQ(fields, content->message_type()->field_count()) << schema.name;
  }
  EXPECT_GE(kinds, 4);
}

TEST(ImportConvert, CellsBecomeFields) {
  const csv::FileSchema& schema = csv::SchemaOf(csv::RecordKind::kPostings);
  csv::Record record;
  record.kind = schema.kind;
  record.line = 7;
  record.values = {{"source_system", "demo"},
                   {"id", "P-1"},
                   {"officer_id", "O-1"},
                   {"fte", "0.50"},
                   {"starts_on", "2026-02-28"},
                   {"entered_at", "1969-12-31T16:00:00.500000-08:00"}};
  EXPECT_EQ(ToImportRecord(schema, record)->ShortDebugString(),
            "row { external_id { source_system: \"demo\" id: \"P-1\" } "
            "entered_at { nanos: 500000000 } line: 7 } "
            "postings { officer_id: \"O-1\" fte: 0.5 "
            "starts_on { year: 2026 month: 2 day: 28 } }");
}

TEST(ImportConvert, ScoresAndLevelsBecomePairs) {
  const csv::FileSchema& schema = csv::SchemaOf(csv::RecordKind::kAssessments);
  csv::Record record;
  record.kind = schema.kind;
  record.values = {{"domain_scores", "family=3;peers=2"},
                   {"domain_levels", "housing=need"}};
  EXPECT_EQ(ToImportRecord(schema, record)->ShortDebugString(),
            "row { } assessments { domain_scores { key: \"family\" value: 3 } "
            "domain_scores { key: \"peers\" value: 2 } "
            "domain_levels { key: \"housing\" value: \"need\" } }");
}

// --- the stream ---

// Answers every batch; breaks the stream at the moments it was told to.
class BreakingService final : public CaseloadService::Service {
 public:
  enum class Break { kBefore, kAfter, kRefuse };
  std::deque<std::pair<int, Break>> breaks;
  std::vector<std::string> applied;

  grpc::Status ImportRecords(
      grpc::ServerContext*,
      grpc::ServerReaderWriter<ImportRecordsResponse, ImportRecordsRequest>*
          stream) override {
    ImportRecordsRequest request;
    while (stream->Read(&request)) {
      ++batches_;
      const bool now = !breaks.empty() && breaks.front().first == batches_;
      Break how = Break::kBefore;
      if (now) {
        how = breaks.front().second;
        breaks.pop_front();
      }
      if (now && how == Break::kRefuse) {
        return {grpc::StatusCode::PERMISSION_DENIED, "no"};
      }
      if (now && how == Break::kBefore) {
        return {grpc::StatusCode::UNAVAILABLE, "draining"};
      }
      applied.push_back(request.records(0).row().external_id().id());
      if (now) return {grpc::StatusCode::UNAVAILABLE, "lost"};
      ImportRecordsResponse response;
      response.add_outcomes()->set_id(
          request.records(0).row().external_id().id());
      stream->Write(response);
    }
    return grpc::Status::OK;
  }

 private:
  int batches_ = 0;
};

class StreamSenderTest : public ::testing::Test {
 protected:
  StreamSenderTest() {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                             &port);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    StreamSender::Options options;
    options.max_attempts = 3;
    options.new_context = [] {
      return std::make_unique<grpc::ClientContext>();
    };
    options.wait = [this](absl::Duration wait) { waits_.push_back(wait); };
    sender_ = std::make_unique<StreamSender>(
        grpc::CreateChannel(absl::StrCat("127.0.0.1:", port),
                            grpc::InsecureChannelCredentials()),
        options);
  }
  ~StreamSenderTest() override {
    sender_.reset();
    server_->Shutdown();
  }

  absl::StatusOr<ImportRecordsResponse> Send(const std::string& id) {
    ImportRecordsRequest request;
    request.add_records()->mutable_row()->mutable_external_id()->set_id(id);
    return sender_->Send(request);
  }

  BreakingService service_;
  std::unique_ptr<grpc::Server> server_;
  std::vector<absl::Duration> waits_;
  std::unique_ptr<StreamSender> sender_;
};

TEST_F(StreamSenderTest, ABrokenStreamGoesOnAfterTheLastAcknowledgedBatch) {
  service_.breaks = {{2, BreakingService::Break::kBefore},
                     {4, BreakingService::Break::kAfter}};
  for (const char* id : {"A", "B", "C", "D"}) {
    const auto response = Send(id);
    ASSERT_TRUE(response.ok()) << response.status();
    EXPECT_EQ(response->outcomes(0).id(), id);
  }
  // C was stored before its acknowledgement was lost; nothing else twice.
  EXPECT_THAT(service_.applied, ElementsAre("A", "B", "C", "C", "D"));
  EXPECT_EQ(sender_->reconnects(), 2);
}

TEST_F(StreamSenderTest, AfterTheLastAttemptTheServicesStatusComesBack) {
  service_.breaks = {{1, BreakingService::Break::kBefore},
                     {2, BreakingService::Break::kBefore},
                     {3, BreakingService::Break::kBefore}};
  EXPECT_EQ(Send("A").status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(waits_,
              ElementsAre(absl::Milliseconds(200), absl::Milliseconds(400)));
}

TEST_F(StreamSenderTest, ARefusalIsNotTriedAgain) {
  service_.breaks = {{1, BreakingService::Break::kRefuse}};
  EXPECT_EQ(Send("A").status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_THAT(waits_, ElementsAre());
}

// --- the run ---

// Answers NEW, unless told otherwise for an id: the answers in their order.
class FakeSender final : public Sender {
 public:
  std::map<std::string, std::deque<std::string>> refusals;
  // Ids in the order in which they came; "-id" for an unreadable one, "!kind"
  // for the end of a full export.
  std::vector<std::string> sent;

  // Services that it does not send to.
  std::vector<const google::protobuf::Descriptor*> not_taken;
  // Moments at which it was waited for a feed.
  int waits = 0;

  bool Takes(const google::protobuf::Message& request) const override {
    return std::find(not_taken.begin(), not_taken.end(),
                     request.GetDescriptor()) == not_taken.end();
  }
  absl::StatusOr<ImportRecordsResponse> Send(
      const google::protobuf::Message& message) override {
    // Every service's request has the same run, keys and end.
    ImportRecordsRequest request;
    EXPECT_TRUE(request.ParseFromString(message.SerializeAsString()));
    ImportRecordsResponse response;
    if (request.has_end()) {
      sent.push_back(absl::StrCat("!", request.end().kind()));
    }
    for (const ImportRecord& record : request.records()) {
      const std::string& id = record.row().external_id().id();
      sent.push_back(record.row().unreadable() ? "-" + id : id);
      ImportOutcome& outcome = *response.add_outcomes();
      outcome.set_result(ImportOutcome::RESULT_NEW);
      auto& refusal = refusals[id];
      if (refusal.empty()) continue;
      outcome.set_result(ImportOutcome::RESULT_REJECTED);
      auto& problem = *outcome.add_problems();
      problem.set_reason(refusal.front());
      problem.set_column("unit_id");
      problem.set_text("why");
      outcome.set_try_later(refusal.front() == "REFERENCE_NOT_YET_KNOWN");
      refusal.pop_front();
    }
    return response;
  }
};

constexpr char kUnits[] =
    "source_system,id,name,division,first_day\n"
    "demo,U-1,One,juvenile,2020-01-01\n";
constexpr char kPostings[] =
    "source_system,id,officer_id,unit_id,fte,starts_on\n"
    "demo,P-1,O-1,U-1,1.00,2020-01-01\n"
    "demo,P-2,O-1,U-1,two,2020-01-01\n"
    "demo,P-3,O-2,U-1,1.00,2020-01-01\n";

class ImportRunTest : public ::testing::Test {
 protected:
  absl::StatusOr<ImportReport> Run() {
    ImportOptions options;
    options.run = "run-1";
    options.reject_directory = rejects_.path();
    options.on_problem = [this](const csv::Problem& problem) {
      problems_.push_back(absl::StrCat(problem.file, ":", problem.line, " ",
                                       problem.column, " ", problem.reason));
    };
    options.on_progress = [](const std::string&, int64_t, int64_t) {};
    options.feed_pause = absl::Seconds(1);
    options.feed_patience = absl::Seconds(3);
    options.wait = [this](absl::Duration) { ++sender_.waits; };
    return ImportDirectory(directory_.path(), options, sender_);
  }
  std::string Rejects(const std::string& kind) {
    std::ifstream in(rejects_.path() + "/" + kind + ".rejects.csv");
    return {std::istreambuf_iterator<char>(in), {}};
  }

  csv::TemporaryDirectory directory_;
  csv::TemporaryDirectory rejects_;
  FakeSender sender_;
  std::vector<std::string> problems_;
};

TEST_F(ImportRunTest, RejectedRowsOfBothSidesAreReportedAndKept) {
  directory_.Write("units.csv", kUnits);
  directory_.Write("postings.csv", kPostings);
  sender_.refusals["P-3"] = {"UNIT_NOT_ACTIVE"};
  const auto report = Run();
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_THAT(sender_.sent, ElementsAre("U-1", "P-1", "-P-2", "P-3"));
  EXPECT_THAT(problems_, ElementsAre("postings.csv:3 fte NUMBER_INVALID",
                                     "postings.csv:4 unit_id UNIT_NOT_ACTIVE"));
  ASSERT_EQ(report->kinds.size(), 2u);
  EXPECT_EQ(report->kinds[1].read, 3);
  EXPECT_EQ(report->kinds[1].created, 1);
  EXPECT_EQ(report->kinds[1].rejected, 2);
  EXPECT_EQ(report->officers.at("O-1").at("postings"), 1);
  EXPECT_THAT(Rejects("postings"),
              HasSubstr("demo,P-2,O-1,U-1,two,2020-01-01,NUMBER_INVALID"));
  EXPECT_THAT(Rejects("postings"),
              HasSubstr("demo,P-3,O-2,U-1,1.00,2020-01-01,"
                        "UNIT_NOT_ACTIVE: why,unit_id,4,"));
}

TEST_F(ImportRunTest, ARowThatMayPassLaterIsSentAgainAndCountedOnce) {
  directory_.Write("postings.csv", kPostings);
  sender_.refusals["P-1"] = {"REFERENCE_NOT_YET_KNOWN"};
  sender_.refusals["P-3"] = {
      "REFERENCE_NOT_YET_KNOWN", "REFERENCE_NOT_YET_KNOWN",
      "REFERENCE_NOT_YET_KNOWN", "REFERENCE_NOT_YET_KNOWN"};
  const auto report = Run();
  ASSERT_TRUE(report.ok()) << report.status();
  // P-1 passes at the second reading; P-3 is tried while something moves, and
  // once more at the end.
  EXPECT_THAT(sender_.sent,
              ElementsAre("P-1", "-P-2", "P-3", "P-1", "P-3", "P-3", "P-3"));
  EXPECT_EQ(report->kinds[0].created, 1);
  EXPECT_EQ(report->kinds[0].rejected, 2);
}

constexpr char kAssessments[] =
    "source_system,id,case_id,instrument,instrument_version,status,"
    "assessed_on,assessor_id,domain_scores\n"
    "demo,AM-1,CA-1,yls-cmi,2.0,completed,2026-11-02,O-1,family=3;peers=2\n";

TEST_F(ImportRunTest, WhatWaitsForAnothersFeedIsSentAgainUntilItPasses) {
  directory_.Write("assessments.csv", kAssessments);
  sender_.refusals["AM-1"] = {"REFERENCE_NOT_YET_KNOWN",
                              "REFERENCE_NOT_YET_KNOWN",
                              "REFERENCE_NOT_YET_KNOWN"};
  const auto report = Run();
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_THAT(sender_.sent, ElementsAre("AM-1", "AM-1", "AM-1", "AM-1"));
  EXPECT_EQ(sender_.waits, 2);
  EXPECT_EQ(report->kinds[0].created, 1);
  EXPECT_EQ(report->kinds[0].rejected, 0);
}

TEST_F(ImportRunTest, ACaseThatNeverComesIsGivenUp) {
  directory_.Write("assessments.csv", kAssessments);
  for (int i = 0; i < 20; ++i) {
    sender_.refusals["AM-1"].push_back("REFERENCE_NOT_YET_KNOWN");
  }
  const auto report = Run();
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(sender_.waits, 3);
  EXPECT_EQ(report->kinds[0].rejected, 1);
}

TEST_F(ImportRunTest, KindsOfAServiceWithoutTargetAreCountedAndNotSent) {
  directory_.Write("units.csv", kUnits);
  directory_.Write("assessments.csv", kAssessments);
  sender_.not_taken = {assessment::v1::ImportRecordsRequest::descriptor()};
  const auto report = Run();
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_THAT(sender_.sent, ElementsAre("U-1"));
  ASSERT_EQ(report->kinds.size(), 2u);
  EXPECT_EQ(report->kinds[1].kind, "assessments");
  EXPECT_EQ(report->kinds[1].read, 1);
  EXPECT_FALSE(report->kinds[1].imported);
  EXPECT_FALSE(report->kinds[1].has_target);
}

TEST_F(ImportRunTest, AFullExportIsEndedChildrenFirst) {
  directory_.Write("units.csv", kUnits);
  directory_.Write("postings.csv",
                   "source_system,id,officer_id,unit_id,fte,starts_on\n"
                   "demo,P-1,O-1,U-1,1.00,2020-01-01\n");
  directory_.Write("manifest.csv",
                   "source_system,file,mode,rows,exported_at\n"
                   "demo,units.csv,full,1,2026-11-20T09:00:00-08:00\n"
                   "demo,postings.csv,full,1,2026-11-20T09:00:00-08:00\n");
  ASSERT_TRUE(Run().ok());
  EXPECT_THAT(sender_.sent, ElementsAre("U-1", "P-1", "!postings", "!units"));
}

// A file that was cut off, or a row whose id cannot be read, says nothing about
// what is missing.
TEST_F(ImportRunTest, AFaultyFullExportWithdrawsNothing) {
  directory_.Write("units.csv", kUnits);
  directory_.Write("postings.csv",
                   "source_system,id,officer_id,unit_id,fte,starts_on\n"
                   "demo,P 1,O-1,U-1,1.00,2020-01-01\n");
  directory_.Write("manifest.csv",
                   "source_system,file,mode,rows,exported_at\n"
                   "demo,units.csv,full,2,2026-11-20T09:00:00-08:00\n"
                   "demo,postings.csv,full,1,2026-11-20T09:00:00-08:00\n");
  const auto report = Run();
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_THAT(sender_.sent, ElementsAre("U-1"));
  EXPECT_TRUE(report->any_faulty());
}

TEST_F(ImportRunTest, AKindThatIsNotImportedIsCountedAndNamed) {
  directory_.Write("conferences.csv",
                   "source_system,id,officer_id,supervisor_id,starts_at,"
                   "conference_type\n"
                   "demo,CF-1,OF-1,OF-2,2026-09-01T09:30,quarterly\n");
  const auto report = Run();
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_THAT(sender_.sent, ElementsAre());
  EXPECT_EQ(report->kinds[0].kind, "conferences");
  EXPECT_FALSE(report->kinds[0].imported);
  EXPECT_EQ(report->kinds[0].read, 1);
}

}  // namespace
}  // namespace caseload::caseloadctl

#include "tools/caseloadctl/csv/record_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <new>
#include <sstream>
#include <streambuf>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tools/caseloadctl/csv/schema.h"

// What this binary has allocated by new, now and at most. Resident memory would
// also hold what a sanitizer or the allocator keeps aside.
namespace {
int64_t live_bytes = 0;
int64_t peak_bytes = 0;
}  // namespace

void* operator new(size_t size) {
  void* const memory = std::malloc(size);
  if (memory == nullptr) throw std::bad_alloc();
  live_bytes += static_cast<int64_t>(malloc_usable_size(memory));
  peak_bytes = std::max(peak_bytes, live_bytes);
  return memory;
}

void operator delete(void* memory) noexcept {
  live_bytes -= static_cast<int64_t>(malloc_usable_size(memory));
  std::free(memory);
}

void operator delete(void* memory, size_t) noexcept { operator delete(memory); }

namespace caseload::csv {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kHeader[] =
    "source_system,id,case_id,condition_type,ordered_on,status";

struct Result {
  std::vector<Record> records;
  std::vector<std::string> problems;  // "line column REASON"
  std::string rejects;
  bool complete = false;
};

Result Read(const std::string& bytes, RecordReader::Options options = {},
            RecordKind kind = RecordKind::kConditions) {
  std::istringstream in(bytes);
  const FileSchema& schema = SchemaOf(kind);
  RecordReader reader(in, schema.file_name(), schema, options);
  Result result;
  std::ostringstream rejects;
  RejectWriter writer(reader.header(), rejects);
  RowOutcome row;
  auto add = [&result](const Problem& problem) {
    result.problems.push_back(
        absl::StrCat(problem.line, " ", problem.column, " ", problem.reason));
  };
  while (reader.Next(&row)) {
    if (row.record.has_value()) {
      result.records.push_back(*row.record);
    } else {
      writer.Write(row);
    }
    for (const Problem& problem : row.problems) add(problem);
  }
  for (const Problem& problem : reader.file_problems()) add(problem);
  result.rejects = rejects.str();
  result.complete = reader.complete();
  return result;
}

std::string WithHeader(const std::string& rows) {
  return absl::StrCat(kHeader, "\n", rows);
}

TEST(RecordReader, AnswersTheValuesByColumn) {
  const Result result = Read(
      "status,ordered_on,id,source_system,case_id,condition_type,description\n"
      "met,2026-01-05,CD-1,demo,CA-1,treatment,\"two\nlines\"\n"
      "ordered,2026-01-06,CD-2,demo,CA-1,treatment,\n");
  EXPECT_THAT(result.problems, IsEmpty());
  EXPECT_TRUE(result.complete);
  ASSERT_EQ(result.records.size(), 2u);
  EXPECT_EQ(result.records[0].kind, RecordKind::kConditions);
  EXPECT_EQ(result.records[0].values.at("description"), "two\nlines");
  EXPECT_EQ(result.records[0].line, 2);
  EXPECT_EQ(result.records[1].line, 4);
  EXPECT_EQ(result.records[1].values.count("description"), 0u);
}

TEST(RecordReader, ReportsEveryProblemOfARow) {
  const Result result =
      Read(WithHeader("demo,CD-1,CA 1,,2026-02-30,done\n"
                      "demo,CD-2,CA-1,treatment,2026-01-05,met\n"));
  EXPECT_THAT(
      result.problems,
      ElementsAre("2 case_id ID_INVALID", "2 ordered_on DATE_INVALID",
                  "2 status VALUE_UNKNOWN", "2 condition_type VALUE_MISSING"));
  EXPECT_EQ(result.records.size(), 1u);
}

TEST(RecordReader, NeverRepeatsACellInAProblem) {
  std::istringstream in(
      WithHeader("demo,CD-1,SECRET 1,SECRET 2,SECRET,SECRET\n"));
  const FileSchema& schema = SchemaOf(RecordKind::kConditions);
  RecordReader reader(in, schema.file_name(), schema, {});
  RowOutcome row;
  ASSERT_TRUE(reader.Next(&row));
  ASSERT_EQ(row.problems.size(), 4u);
  for (const Problem& problem : row.problems) {
    EXPECT_FALSE(absl::StrContains(problem.text, "SECRET")) << problem.text;
  }
}

TEST(RecordReader, RefusesAHeaderAndReadsNothing) {
  const Result result = Read(
      "source_system,id,case_id,ordered_on,status,status,colour\n"
      "demo,CD-1,CA-1,2026-01-05,met,met,red\n");
  EXPECT_THAT(result.problems, ElementsAre("1 status COLUMN_DUPLICATE",
                                           "1 colour COLUMN_UNKNOWN",
                                           "1 condition_type COLUMN_MISSING"));
  EXPECT_THAT(result.records, IsEmpty());
  EXPECT_FALSE(result.complete);
}

TEST(RecordReader, ADuplicateIdIsRejectedAndTheFirstGoodRowCounts) {
  const Result result =
      Read(WithHeader("demo,CD-1,CA-1,treatment,bad,met\n"
                      "demo,CD-1,CA-1,treatment,2026-01-05,met\n"
                      "other,CD-1,CA-1,treatment,2026-01-05,met\n"
                      "demo,CD-1,CA-2,treatment,2026-01-05,met\n"));
  EXPECT_THAT(result.problems,
              ElementsAre("2 ordered_on DATE_INVALID", "5 id ID_DUPLICATE"));
  EXPECT_EQ(result.records.size(), 2u);
}

TEST(RecordReader, AWithdrawnRowNeedsItsIdOnly) {
  const Result result =
      Read(absl::StrCat(kHeader, ",withdrawn\n", "demo,CD-1,,,,,true\n",
                        "demo,CD-2,,,,,false\n"));
  ASSERT_EQ(result.records.size(), 1u);
  EXPECT_EQ(result.records[0].values.at("withdrawn"), "true");
  EXPECT_EQ(result.problems.size(), 4u);
}

TEST(RecordReader, Latin1IsRejectedUnlessAskedFor) {
  const std::string bytes =
      "source_system,id,name,date\ndemo,HD-1,A\xF1o nuevo,2026-01-01\n";
  const Result refused = Read(bytes, {}, RecordKind::kHolidays);
  EXPECT_THAT(refused.problems, ElementsAre("2 name NOT_UTF8"));
  RecordReader::Options latin1;
  latin1.latin1 = true;
  const Result taken = Read(bytes, latin1, RecordKind::kHolidays);
  ASSERT_EQ(taken.records.size(), 1u);
  EXPECT_EQ(taken.records[0].values.at("name"), "A\xC3\xB1o nuevo");
}

TEST(RecordReader, AByteOrderMarkMakesAFileUtf8WhateverIsAsked) {
  RecordReader::Options latin1;
  latin1.latin1 = true;
  const Result result = Read(
      "\xEF\xBB\xBFsource_system,id,name,date\n"
      "demo,HD-1,A\xC3\xB1o nuevo,2026-01-01\n",
      latin1, RecordKind::kHolidays);
  ASSERT_EQ(result.records.size(), 1u);
  EXPECT_EQ(result.records[0].values.at("name"), "A\xC3\xB1o nuevo");
}

TEST(RecordReader, BytesOfWindows1252AreNotTakenForLatin1) {
  RecordReader::Options latin1;
  latin1.latin1 = true;
  const Result result =
      Read("source_system,id,name,date\ndemo,HD-1,\x93New\x94,2026-01-01\n",
           latin1, RecordKind::kHolidays);
  EXPECT_THAT(result.problems, ElementsAre("2 name CONTROL_CHARACTER"));
}

TEST(RecordReader, AFileCutInARowIsNotComplete) {
  const Result result =
      Read(WithHeader("demo,CD-1,CA-1,treatment,2026-01-05,met\n"
                      "demo,CD-2,CA-1,treatment,2026-01-05,met"));
  EXPECT_THAT(result.problems, ElementsAre("3  FILE_TRUNCATED"));
  EXPECT_EQ(result.records.size(), 1u);
  EXPECT_FALSE(result.complete);
}

TEST(RecordReader, ARowWithoutEndIsReportedOnceAndTheFileIsNotComplete) {
  std::string bytes = WithHeader("demo,\"CD-1\n");
  while (bytes.size() < 2 * kMaxRowBytes) bytes += "demo,CD-2,CA-1\n";
  const Result result = Read(bytes);
  EXPECT_THAT(result.problems, ElementsAre("2  ROW_TOO_LONG"));
  EXPECT_FALSE(result.complete);
}

// A stream that breaks after its first bytes.
class BreakingBuffer final : public std::streambuf {
 public:
  explicit BreakingBuffer(std::string bytes) : bytes_(std::move(bytes)) {
    setg(&bytes_[0], &bytes_[0], &bytes_[0] + bytes_.size());
  }

 private:
  int_type underflow() override { throw std::ios_base::failure("broken"); }
  std::string bytes_;
};

TEST(RecordReader, AReadErrorIsNotTakenForTheEnd) {
  BreakingBuffer buffer(
      WithHeader("demo,CD-1,CA-1,treatment,2026-01-05,met\n"));
  std::istream in(&buffer);
  const FileSchema& schema = SchemaOf(RecordKind::kConditions);
  RecordReader reader(in, schema.file_name(), schema, {});
  RowOutcome row;
  while (reader.Next(&row)) {
  }
  EXPECT_FALSE(reader.complete());
  ASSERT_EQ(reader.file_problems().size(), 1u);
  EXPECT_EQ(reader.file_problems()[0].reason, "FILE_UNREADABLE");
}

TEST(RecordReader, ReferencesAreCheckedAgainstSetsThatWereBegun) {
  IdSets ids;
  ids.Begin(RecordKind::kCases);
  ids.Add(RecordKind::kCases, IdHash("demo", "CA-1"));
  RecordReader::Options options;
  options.ids = &ids;
  const std::string bytes = WithHeader(
      "demo,CD-1,CA-1,treatment,2026-01-05,met\n"
      "demo,CD-2,CA-2,treatment,2026-01-05,met\n"
      "other,CD-3,CA-1,treatment,2026-01-05,met\n");
  EXPECT_THAT(Read(bytes, options).problems,
              ElementsAre("3 case_id REFERENCE_UNKNOWN",
                          "4 case_id REFERENCE_UNKNOWN"));
  ids.Drop(RecordKind::kCases);
  EXPECT_THAT(Read(bytes, options).problems, IsEmpty());
}

TEST(RejectWriter, WhatWasCorrectedIsReadAgain) {
  const Result first =
      Read(WithHeader("demo,CD-1,CA-1,\"treat, ment\",2026-01-05,met\n"
                      "demo,CD-2,CA-1\n"
                      "demo,CD-3,CA-1,treatment,2026-01-05,\"m\"et\n"));
  EXPECT_THAT(first.problems,
              ElementsAre("2 condition_type CODE_INVALID", "3  ROW_CELL_COUNT",
                          "4  ROW_MALFORMED"));
  const Result again = Read(first.rejects);
  // The line is that in the reject file now.
  EXPECT_EQ(again.problems[0], "2 condition_type CODE_INVALID");
  std::string corrected = first.rejects;
  corrected.replace(corrected.find("treat, ment"), 11, "treatment");
  const Result second = Read(corrected);
  ASSERT_EQ(second.records.size(), 1u);
  EXPECT_EQ(second.records[0].values.at("id"), "CD-1");
  EXPECT_TRUE(absl::StrContains(first.rejects, "demo,CD-3,CA-1,treatment"));
}

TEST(RejectWriter, WritesLatin1AsUtf8WithAMark) {
  RecordReader::Options latin1;
  latin1.latin1 = true;
  const Result first =
      Read("source_system,id,name,date\ndemo,HD-1,A\xF1o nuevo,2026-01-32\n",
           latin1, RecordKind::kHolidays);
  EXPECT_TRUE(absl::StartsWith(first.rejects, "\xEF\xBB\xBF"));
  std::string corrected = first.rejects;
  corrected.replace(corrected.find("2026-01-32"), 10, "2026-01-31");
  const Result second = Read(corrected, latin1, RecordKind::kHolidays);
  ASSERT_EQ(second.records.size(), 1u);
  EXPECT_EQ(second.records[0].values.at("name"), "A\xC3\xB1o nuevo");
}

// Rows made while they are read, so that the test itself holds no file.
class RowStream final : public std::streambuf {
 public:
  explicit RowStream(int rows) : rows_(rows), buffer_(WithHeader("")) {
    setg(&buffer_[0], &buffer_[0], &buffer_[0] + buffer_.size());
  }

 private:
  int_type underflow() override {
    if (next_ == rows_) return traits_type::eof();
    buffer_ = absl::StrCat("demo,CD-", next_++,
                           ",CA-000001,treatment,2026-01-05,ordered\n");
    setg(&buffer_[0], &buffer_[0], &buffer_[0] + buffer_.size());
    return traits_type::to_int_type(buffer_[0]);
  }
  const int rows_;
  int next_ = 0;
  std::string buffer_;
};

// The most bytes that were allocated at one time while reading so many rows.
int64_t PeakOfReading(int rows) {
  const int64_t before = live_bytes;
  peak_bytes = before;
  RowStream buffer(rows);
  std::istream in(&buffer);
  const FileSchema& schema = SchemaOf(RecordKind::kConditions);
  RecordReader reader(in, schema.file_name(), schema, {});
  RowOutcome row;
  int good = 0;
  while (reader.Next(&row)) good += row.record.has_value() ? 1 : 0;
  EXPECT_EQ(good, rows);
  EXPECT_TRUE(reader.complete());
  return peak_bytes - before;
}

TEST(RecordReader, MemoryDoesNotGrowWithTheFile) {
  constexpr int64_t kMaxGrowth = int64_t{8} << 20;
  const int64_t small = PeakOfReading(10'000);
  const int64_t large = PeakOfReading(200'000);
  EXPECT_GT(small, 64 * 1024) << "the counting does not work";
  EXPECT_LT(large - small, kMaxGrowth)
      << small << " bytes and " << large << " bytes";
  RecordProperty("small_bytes", absl::StrCat(small));
  RecordProperty("large_bytes", absl::StrCat(large));
}

}  // namespace
}  // namespace caseload::csv

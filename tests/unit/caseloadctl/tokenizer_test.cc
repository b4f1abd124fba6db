#include "tools/caseloadctl/csv/tokenizer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <sstream>

#include "tools/caseloadctl/csv/writer.h"

namespace caseload::csv {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Row {
  RawRow::Fault fault;
  int64_t line;
  std::vector<std::string> cells;
  std::string text;
};

std::vector<Row> ReadAll(const std::string& bytes) {
  std::istringstream in(bytes);
  Tokenizer tokenizer(in);
  std::vector<Row> rows;
  RawRow row;
  while (tokenizer.Next(&row)) {
    rows.push_back({row.fault, row.line, row.cells, row.text});
  }
  return rows;
}

TEST(Tokenizer, CountsPhysicalLinesInsideQuotationMarks) {
  const auto rows = ReadAll("a,b\n1,\"x\ny\r\nz\"\n\n2,\"\"\"q\"\"\"\n");
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0].line, 1);
  EXPECT_EQ(rows[1].line, 2);
  EXPECT_THAT(rows[1].cells, ElementsAre("1", "x\ny\r\nz"));
  EXPECT_EQ(rows[2].line, 6);
  EXPECT_THAT(rows[2].cells, ElementsAre("2", "\"q\""));
}

TEST(Tokenizer, TakesByteOrderMarkAndEveryKindOfLineEnd) {
  const auto rows = ReadAll(
      "\xEF\xBB\xBF"
      "a,b\r\n1,2\r3,4\n   \n5,\r\n");
  ASSERT_EQ(rows.size(), 4u);
  EXPECT_THAT(rows[0].cells, ElementsAre("a", "b"));
  EXPECT_THAT(rows[2].cells, ElementsAre("3", "4"));
  EXPECT_EQ(rows[2].line, 3);
  EXPECT_THAT(rows[3].cells, ElementsAre("5", ""));
  EXPECT_EQ(rows[3].line, 5);
}

TEST(Tokenizer, AMalformedRowCostsThatRowOnly) {
  const auto rows = ReadAll("a,b\n1,x\"y\n2,ok\n");
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[1].fault, RawRow::Fault::kMalformed);
  EXPECT_EQ(rows[1].line, 2);
  EXPECT_EQ(rows[1].text, "1,x\"y");
  EXPECT_EQ(rows[2].fault, RawRow::Fault::kNone);
  EXPECT_THAT(rows[2].cells, ElementsAre("2", "ok"));
}

TEST(Tokenizer, AFileThatEndsInARowSaysWhereTheRowBegins) {
  for (const char* tail : {"2,cut", "2,\"cut", "2,\"cut\n\n"}) {
    const auto rows = ReadAll(std::string("a,b\n1,x\n") + tail);
    ASSERT_EQ(rows.size(), 3u) << tail;
    EXPECT_EQ(rows[2].fault, RawRow::Fault::kTruncated) << tail;
    EXPECT_EQ(rows[2].line, 3) << tail;
  }
  EXPECT_THAT(ReadAll(""), IsEmpty());
  EXPECT_THAT(ReadAll("\n\r\n"), IsEmpty());
}

TEST(Tokenizer, AQuotationMarkThatIsNeverClosedIsBounded) {
  std::string bytes = "a\n\"open\n";
  while (bytes.size() < 3 * kMaxRowBytes) bytes += "and on and on\n";
  const auto rows = ReadAll(bytes);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[1].fault, RawRow::Fault::kTooLong);
  EXPECT_EQ(rows[1].line, 2);
  EXPECT_LE(rows[1].text.size(), kMaxRowBytes);
}

TEST(Tokenizer, ALongRowWithinTheBoundIsRead) {
  const std::string cell(kMaxRowBytes - 10, 'x');
  const auto rows = ReadAll("a\n" + cell + "\nb\n");
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[1].cells[0], cell);
  EXPECT_EQ(rows[2].line, 3);
}

// The buffer has 64 KiB; a CRLF must not become two line ends at its edge.
TEST(Tokenizer, ALineEndAtTheBuffersEdgeIsOne) {
  for (size_t length = 65530; length < 65542; ++length) {
    const auto rows = ReadAll(std::string(length, 'x') + "\r\n\"a\r\nb\",\r\n");
    ASSERT_EQ(rows.size(), 2u) << length;
    EXPECT_EQ(rows[1].line, 2) << length;
    EXPECT_EQ(rows[1].cells[0], "a\r\nb") << length;
  }
}

TEST(Tokenizer, ReadsWhatTheWriterWrites) {
  std::mt19937_64 random(20261120);
  const std::string alphabet = "ab,\"\n\r ;\t\xC3\xA9";
  std::ostringstream out;
  std::vector<std::vector<std::string>> written;
  for (int i = 0; i < 2000; ++i) {
    std::vector<std::string> row = {"id"};
    for (int j = 0; j < 4; ++j) {
      std::string cell;
      for (uint64_t size = random() % 12; size > 0; --size) {
        cell += alphabet[random() % alphabet.size()];
      }
      row.push_back(cell);
    }
    WriteRow(row, out);
    written.push_back(row);
  }
  const auto rows = ReadAll(out.str());
  ASSERT_EQ(rows.size(), written.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(rows[i].cells, written[i]) << i;
  }
}

// Whatever the bytes are, the tokenizer ends, and its lines only grow.
TEST(Tokenizer, NeverLosesItsPlaceInRandomBytes) {
  std::mt19937_64 random(7);
  const std::string alphabet("\",\n\ra \0\xFF", 8);
  for (int round = 0; round < 500; ++round) {
    std::string bytes;
    for (int i = 0; i < 200; ++i) bytes += alphabet[random() % alphabet.size()];
    int64_t line = 0;
    for (const Row& row : ReadAll(bytes)) {
      EXPECT_GT(row.line, line);
      line = row.line;
    }
  }
}

}  // namespace
}  // namespace caseload::csv

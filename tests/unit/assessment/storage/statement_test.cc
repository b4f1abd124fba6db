#include "services/assessment/storage/statement.h"

#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace caseload::assessment::storage {
namespace {

TEST(StatementTest, NumbersParametersAcrossItsParts) {
  Statement statement("SELECT a FROM t WHERE b = ?", {Text("x")});
  statement.Add(" AND (c = ? OR d = ?)", {Integer(7), Text("y")});
  statement.Add(" ORDER BY a");
  EXPECT_EQ(statement.text(),
            "SELECT a FROM t WHERE b = :1 AND (c = :2 OR d = :3) ORDER BY a");
  ASSERT_EQ(statement.parameters().size(), 3u);
  EXPECT_EQ(statement.parameters()[0].text, "x");
  EXPECT_EQ(statement.parameters()[1].integer, 7);
  EXPECT_EQ(statement.parameters()[2].text, "y");
}

TEST(StatementTest, AbsentValuesAreNullOfTheirKind) {
  EXPECT_TRUE(TextOrNull(std::nullopt).null);
  EXPECT_EQ(TextOrNull(std::nullopt).kind, sql::Kind::kText);
  EXPECT_FALSE(TextOrNull(std::string("")).null);
  EXPECT_TRUE(IntegerOrNull(std::nullopt).null);
  EXPECT_EQ(IntegerOrNull(std::nullopt).kind, sql::Kind::kInteger);
  EXPECT_EQ(IntegerOrNull(0).integer, 0);
  EXPECT_FALSE(IntegerOrNull(0).null);
}

TEST(StatementTest, ListsArePaddedToFewLengths) {
  Statement one("SELECT a FROM t WHERE b IN ");
  one.AddInList({"x"});
  EXPECT_EQ(one.text(), "SELECT a FROM t WHERE b IN (:1)");
  Statement three("IN ");
  three.AddInList({"x", "y", "z"});
  EXPECT_EQ(three.text(), "IN (:1, :2, :3, :4, :5, :6, :7, :8)");
  EXPECT_EQ(three.parameters()[2].text, "z");
  EXPECT_EQ(three.parameters()[7].text, "z");
  Statement most("IN ");
  most.AddInList(std::vector<std::string>(Statement::kMaxInList, "x"));
  EXPECT_EQ(most.parameters().size(), Statement::kMaxInList);
}

}  // namespace
}  // namespace caseload::assessment::storage

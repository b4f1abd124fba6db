#include "tools/caseloadctl/csv/schema.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/unit/caseloadctl/test_files.h"

namespace caseload::csv {
namespace {

TEST(Schema, EveryKindStandsAtItsPlace) {
  ASSERT_EQ(RecordSchemas().size(), static_cast<size_t>(RecordKind::kManifest));
  for (size_t i = 0; i < RecordSchemas().size(); ++i) {
    EXPECT_EQ(RecordSchemas()[i].kind, static_cast<RecordKind>(i));
    EXPECT_EQ(FindSchema(RecordSchemas()[i].file_name()), &RecordSchemas()[i]);
  }
  EXPECT_EQ(FindSchema("manifest.csv"), &ManifestSchema());
  EXPECT_EQ(FindSchema("nothing.csv"), nullptr);
}

// So that files can be read in order and parents come first.
TEST(Schema, AReferenceNamesAKindThatComesBefore) {
  for (const FileSchema& schema : RecordSchemas()) {
    for (const Column& column : schema.columns) {
      if (column.type != ColumnType::kReference &&
          column.type != ColumnType::kReferenceList) {
        continue;
      }
      EXPECT_LT(column.reference, schema.kind)
          << schema.name << "." << column.name;
    }
  }
}

TEST(Schema, ColumnsAreNamedOnceAndExplained) {
  for (const FileSchema& schema : RecordSchemas()) {
    std::set<std::string> names;
    for (const Column& column : schema.columns) {
      EXPECT_TRUE(names.insert(column.name).second)
          << schema.name << "." << column.name;
      EXPECT_FALSE(column.description.empty())
          << schema.name << "." << column.name;
      EXPECT_FALSE(absl::StartsWith(column.name, kIgnoredColumnPrefix));
      if (column.type == ColumnType::kEnum) {
        EXPECT_FALSE(column.allowed.empty());
      }
      if (column.type == ColumnType::kText) {
        EXPECT_GT(column.max, 0);
      }
    }
  }
}

TEST(Schema, RulesNameColumnsAndAllowedWords) {
  for (const FileSchema& schema : RecordSchemas()) {
    for (const RowRule& rule : schema.rules) {
      EXPECT_GE(schema.Find(rule.column), 0) << schema.name << rule.column;
      const int other = schema.Find(rule.other);
      ASSERT_GE(other, 0) << schema.name << rule.other;
      for (const std::string& value : rule.values) {
        EXPECT_THAT(schema.columns[static_cast<size_t>(other)].allowed,
                    ::testing::Contains(value))
            << schema.name << "." << rule.other;
      }
    }
  }
}

// Renew the tables of the page by `caseloadctl csv-schema`.
TEST(Schema, TheDocumentedTablesAreThese) {
  const std::string doc = ReadFile(SourcePath("docs/import-format.md"));
  std::string tables = SchemaMarkdown();
  while (absl::EndsWith(tables, "\n\n")) tables.pop_back();
  const size_t begin = doc.find("### `holidays.csv`");
  ASSERT_NE(begin, std::string::npos);
  EXPECT_EQ(doc.substr(begin), tables);
}

}  // namespace
}  // namespace caseload::csv

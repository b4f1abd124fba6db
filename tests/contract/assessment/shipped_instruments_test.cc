#include "services/assessment/shipped_instruments.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "services/assessment/storage/instrument_store.h"
#include "tests/support/assessment/example_instruments.h"
#include "tests/support/assessment/store_fixture.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace caseload::assessment {
namespace {

using ::caseload::testing::IsOk;
using ::caseload::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ShippedInstrumentsTest : public testing::StoreTest {
 protected:
  void WriteFile(const std::string& name, const std::string& text) {
    std::ofstream(files_.File(name), std::ios::binary) << text;
  }
  void WriteFile(const std::string& name,
                 const policy::v1::Instrument& definition) {
    std::string text;
    ASSERT_TRUE(google::protobuf::TextFormat::PrintToString(definition, &text));
    WriteFile(name, text);
  }
  absl::StatusOr<ShippedInstruments> Load() {
    return LoadShippedInstruments(database(), files_.path(), now);
  }

  caseload::testing::TempDir files_;
};

INSTANTIATE_TEST_SUITE_P(Engines, ShippedInstrumentsTest,
                         testing::BothEngines(), testing::EngineName);

TEST_P(ShippedInstrumentsTest, SecondStartChangesNothing) {
  WriteFile("b.textproto", testing::ExampleRisk());
  WriteFile("a.textproto", testing::ExampleScreen());
  WriteFile("README.md", "not a definition");
  const auto first = Load();
  ASSERT_THAT(first, IsOk());
  EXPECT_THAT(first->stored,
              ElementsAre(InstrumentName{"example-screen", "1"},
                          InstrumentName{"example-risk", "1.0"}));
  EXPECT_THAT(first->refused, IsEmpty());
  const auto second = Load();
  ASSERT_THAT(second, IsOk());
  EXPECT_THAT(second->stored, IsEmpty());
  EXPECT_THAT(second->unchanged, SizeIs(2));
  EXPECT_THAT(second->refused, IsEmpty());
  EXPECT_EQ(CountRows("instruments"), 2);
  EXPECT_EQ(CountRows("changes"), 2);
  const auto row = Read([&](sql::Transaction& tx) {
    return storage::FindInstrument(tx, "example-risk", "1.0");
  });
  ASSERT_THAT(row, IsOk());
  EXPECT_EQ((*row)->origin, "SHIPPED");
  EXPECT_EQ((*row)->created_by, "service/assessment");
}

// Spacing, comments and field order are no content.
TEST_P(ShippedInstrumentsTest, AnotherSpellingOfTheSameContentIsUnchanged) {
  WriteFile("a.textproto", testing::ExampleRisk());
  ASSERT_THAT(Load(), IsOk());
  std::string text;
  google::protobuf::TextFormat::Printer printer;
  printer.SetSingleLineMode(true);
  ASSERT_TRUE(printer.PrintToString(testing::ExampleRisk(), &text));
  WriteFile("a.textproto", "# a comment\n" + text);
  const auto again = Load();
  ASSERT_THAT(again, IsOk());
  EXPECT_THAT(again->unchanged,
              ElementsAre(InstrumentName{"example-risk", "1.0"}));
}

// R060: the version that assessments were scored under stays as it was.
TEST_P(ShippedInstrumentsTest, OtherContentUnderAStoredVersionIsRefused) {
  WriteFile("a.textproto", testing::ExampleRisk());
  ASSERT_THAT(Load(), IsOk());
  policy::v1::Instrument changed = testing::ExampleRisk();
  changed.set_title("Changed");
  WriteFile("a.textproto", changed);
  const auto again = Load();
  ASSERT_THAT(again, IsOk());
  EXPECT_THAT(again->stored, IsEmpty());
  ASSERT_THAT(again->refused, SizeIs(1));
  EXPECT_THAT(again->refused[0].file, HasSubstr("a.textproto"));
  EXPECT_EQ(again->refused[0].field, "version");
  const auto row = Read([&](sql::Transaction& tx) {
    return storage::FindInstrument(tx, "example-risk", "1.0");
  });
  ASSERT_THAT(row, IsOk());
  EXPECT_EQ((*row)->title, "Example risk instrument");
}

TEST_P(ShippedInstrumentsTest, ABadFileIsNamedAndKeepsNoOtherOut) {
  WriteFile("a.textproto", "instrument_id: \"x\"\nno_such_field: 1\n");
  policy::v1::Instrument invalid = testing::ExampleScreen();
  invalid.clear_title();
  WriteFile("b.textproto", invalid);
  WriteFile("c.textproto", testing::ExampleRisk());
  const auto result = Load();
  ASSERT_THAT(result, IsOk());
  EXPECT_THAT(result->stored,
              ElementsAre(InstrumentName{"example-risk", "1.0"}));
  ASSERT_THAT(result->refused, SizeIs(2));
  EXPECT_THAT(result->refused[0].file, HasSubstr("a.textproto"));
  EXPECT_EQ(result->refused[0].line, 2);
  EXPECT_THAT(result->refused[1].file, HasSubstr("b.textproto"));
  EXPECT_EQ(result->refused[1].field, "title");
  EXPECT_EQ(CountRows("instruments"), 1);
}

TEST_P(ShippedInstrumentsTest, AMissingDirectoryIsNotFound) {
  EXPECT_THAT(LoadShippedInstruments(database(), files_.File("none"), now),
              StatusIs(absl::StatusCode::kNotFound));
}

// What the release ships is what a new store takes, without one problem.
TEST_P(ShippedInstrumentsTest, EveryShippedInstrumentIsStored) {
  const char* root = std::getenv("CASELOAD_SOURCE_DIR");
  ASSERT_NE(root, nullptr);
  const auto result = LoadShippedInstruments(
      database(), std::string(root) + "/policies/instruments", now);
  ASSERT_THAT(result, IsOk());
  EXPECT_GE(result->stored.size(), 5u);
  for (const auto& problem : result->refused) {
    ADD_FAILURE() << problem.ToString();
  }
}

}  // namespace
}  // namespace caseload::assessment

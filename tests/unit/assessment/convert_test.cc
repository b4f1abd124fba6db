#include "services/assessment/convert.h"

#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "services/policy/proto/convert.h"
#include "services/policy/proto/provenance.h"
#include "tests/support/assessment/example_instruments.h"
#include "tests/support/status_matchers.h"

namespace caseload::assessment {
namespace {

using ::caseload::testing::IsOk;
using ::google::protobuf::util::MessageDifferencer;

storage::InstrumentRow RowOf(const policy::v1::Instrument& definition) {
  InstrumentRecording recording;
  recording.origin = v1::Instrument::ORIGIN_CREATED;
  recording.recorded_at = absl::FromUnixMicros(1'700'000'000'123'456);
  recording.recorded_by = "person/admin";
  auto row = ToInstrumentRow(
      definition, *policy::ConvertInstrument(definition).value, recording);
  EXPECT_THAT(row, IsOk());
  return *std::move(row);
}

TEST(ConvertInstrumentTest, ComesBackAsItWasStored) {
  const policy::v1::Instrument definition = testing::ExampleRisk();
  const auto instrument = ToInstrument(RowOf(definition));
  ASSERT_THAT(instrument, IsOk());
  EXPECT_EQ(instrument->name(), "instruments/example-risk/versions/1.0");
  EXPECT_TRUE(MessageDifferencer::Equals(instrument->definition(), definition));
  EXPECT_EQ(instrument->origin(), v1::Instrument::ORIGIN_CREATED);
  EXPECT_EQ(instrument->create_time().seconds(), 1'700'000'000);
  EXPECT_EQ(instrument->create_time().nanos(), 123'456'000);
  EXPECT_EQ(instrument->content_hash().size(), 64u);
}

TEST(ConvertInstrumentTest, ColumnsHoldWhatIsQueried) {
  const storage::InstrumentRow risk = RowOf(testing::ExampleRisk());
  EXPECT_EQ(risk.instrument_id, "example-risk");
  EXPECT_EQ(risk.version, "1.0");
  EXPECT_EQ(risk.population, "JUVENILE");
  EXPECT_EQ(risk.scoring_convention, "SUM_OF_DOMAINS");
  EXPECT_EQ(risk.effective_date, "2020-01-01");
  EXPECT_EQ(risk.retired_date, std::nullopt);
  EXPECT_TRUE(risk.sets_risk);
  EXPECT_FALSE(risk.clinical);
  policy::v1::Instrument retired = testing::ExampleScreen();
  retired.set_retired_date("2026-06-30");
  const storage::InstrumentRow screen = RowOf(retired);
  EXPECT_EQ(screen.retired_date, "2026-06-30");
  EXPECT_TRUE(screen.clinical);
}

TEST(ConvertInstrumentTest, AStoredTextThatCannotBeReadIsInternal) {
  storage::InstrumentRow row = RowOf(testing::ExampleRisk());
  row.definition_json = "{";
  EXPECT_THAT(ToInstrument(row),
              ::caseload::testing::StatusIs(absl::StatusCode::kInternal));
}

TEST(HasUnverifiedFiguresTest, FindsOneAtAnyDepth) {
  EXPECT_FALSE(policy::HasUnverifiedFigures(testing::ExampleRisk()));
  EXPECT_TRUE(policy::HasUnverifiedFigures(testing::ExampleRecorded()));
  policy::v1::Instrument top = testing::ExampleRisk();
  top.mutable_provenance()->set_kind(
      policy::v1::PROVENANCE_KIND_UNVERIFIED_EXAMPLE);
  EXPECT_TRUE(policy::HasUnverifiedFigures(top));
}

TEST(ToInstrumentStateTest, SaysWhatAFollowerProjects) {
  policy::v1::Instrument definition = testing::ExampleRisk();
  definition.set_retired_date("2026-06-30");
  const policy::Instrument value = *policy::ConvertInstrument(definition).value;
  const v1::InstrumentState state = ToInstrumentState(value);
  EXPECT_EQ(state.instrument_id(), "example-risk");
  EXPECT_EQ(state.version(), "1.0");
  EXPECT_EQ(state.content_hash(), value.digest);
  EXPECT_EQ(state.effective_date().year(), 2020);
  EXPECT_EQ(state.retired_date().day(), 30);
  EXPECT_TRUE(state.sets_risk());
  EXPECT_FALSE(state.clinical());
}

}  // namespace
}  // namespace caseload::assessment

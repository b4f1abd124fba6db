#include "tools/caseloadctl/csv/values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace caseload::csv {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(ParseDate, TakesACivilDay) {
  EXPECT_EQ(ParseDate("2024-02-29"), absl::CivilDay(2024, 2, 29));
  EXPECT_EQ(ParseDate("1900-01-01"), absl::CivilDay(1900, 1, 1));
  EXPECT_EQ(ParseDate("2199-12-31"), absl::CivilDay(2199, 12, 31));
}

TEST(ParseDate, RefusesDaysThatDoNotExistAndOtherNotations) {
  for (const char* text :
       {"2023-02-29", "2026-04-31", "2026-00-10", "2026-13-01", "2026-1-1",
        "26-01-01", "2026/01/01", "2026-01-01 ", "", "1899-12-31", "2200-01-01",
        "2026-01-0a"}) {
    EXPECT_EQ(ParseDate(text), std::nullopt) << text;
  }
}

TEST(ParseMonth, TakesMonthsOnly) {
  EXPECT_EQ(ParseMonth("2026-11"), absl::CivilMonth(2026, 11));
  EXPECT_EQ(ParseMonth("2026-13"), std::nullopt);
  EXPECT_EQ(ParseMonth("2026-00"), std::nullopt);
  EXPECT_EQ(ParseMonth("2026-11-01"), std::nullopt);
}

TEST(ParseInstant, KeepsTheTwoHoursOfAClockChangeApart) {
  const auto first = ParseInstant("2026-11-01T01:30:00-07:00");
  const auto second = ParseInstant("2026-11-01T01:30:00-08:00");
  ASSERT_TRUE(first.has_value());
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(*second - *first, absl::Hours(1));
  EXPECT_EQ(ParseInstant("2026-11-01T09:30:00.25Z"),
            *second + absl::Milliseconds(250));
}

TEST(ParseInstant, RefusesWhatHasNoOffsetOrIsNoTime) {
  for (const char* text :
       {"2026-11-01T01:30:00", "2026-11-01 01:30:00Z", "2026-11-01T01:30Z",
        "2026-11-01T24:00:00Z", "2026-11-01T01:60:00Z", "2026-11-01T01:30:60Z",
        "2026-11-01T01:30:00-0800", "2026-11-01T01:30:00+15:00",
        "2026-11-01T01:30:00.Z", "2026-11-01T01:30:00.1234567Z",
        "2026-02-30T01:30:00Z", "2026-11-01T01:30:00z", ""}) {
    EXPECT_EQ(ParseInstant(text), std::nullopt) << text;
  }
}

TEST(ParseLocalDateTime, TakesMinutesOrSeconds) {
  EXPECT_EQ(ParseLocalDateTime("2026-11-20T09:30"),
            absl::CivilSecond(2026, 11, 20, 9, 30, 0));
  EXPECT_EQ(ParseLocalDateTime("2026-11-20T09:30:15"),
            absl::CivilSecond(2026, 11, 20, 9, 30, 15));
  EXPECT_EQ(ParseLocalDateTime("2026-11-20T24:00"), std::nullopt);
  EXPECT_EQ(ParseLocalDateTime("2026-11-20"), std::nullopt);
  EXPECT_EQ(ParseLocalDateTime("2026-11-20T09:30Z"), std::nullopt);
}

TEST(ParseInteger, TakesWholeNumbersThatFit) {
  EXPECT_EQ(ParseInteger("0"), 0);
  EXPECT_EQ(ParseInteger("-7"), -7);
  EXPECT_EQ(ParseInteger("9223372036854775807"), 9223372036854775807);
  for (const char* text : {"", "+1", "01", "1.0", "1e3", " 1", "-",
                           "9223372036854775808", "1,000"}) {
    EXPECT_EQ(ParseInteger(text), std::nullopt) << text;
  }
}

TEST(ParseHundredths, TakesAtMostTwoDecimals) {
  EXPECT_EQ(ParseHundredths("0.5"), 50);
  EXPECT_EQ(ParseHundredths("1"), 100);
  EXPECT_EQ(ParseHundredths("12.34"), 1234);
  for (const char* text : {"", ".5", "0.", "0.123", "-0.5", "1.0x", "1,5"}) {
    EXPECT_EQ(ParseHundredths(text), std::nullopt) << text;
  }
}

TEST(IsUtf8, KnowsTheFormsThatLookLikeUtf8AndAreNot) {
  EXPECT_TRUE(IsUtf8(""));
  EXPECT_TRUE(IsUtf8("Jos\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80"));
  EXPECT_FALSE(IsUtf8("Jos\xE9"));           // Latin-1
  EXPECT_FALSE(IsUtf8("\xC3"));              // cut
  EXPECT_FALSE(IsUtf8("\xC0\x80"));          // overlong U+0000
  EXPECT_FALSE(IsUtf8("\xE0\x80\xAF"));      // overlong slash
  EXPECT_FALSE(IsUtf8("\xED\xA0\x80"));      // surrogate
  EXPECT_FALSE(IsUtf8("\xF4\x90\x80\x80"));  // above U+10FFFF
  EXPECT_FALSE(IsUtf8("\x80"));              // continuation alone
  EXPECT_FALSE(IsUtf8("\xE2\x82 "));         // continuation missing
}

TEST(HasControlCharacter, AllowsTabAndLineEndsOnly) {
  EXPECT_FALSE(HasControlCharacter("a\tb\r\nc \xC2\xA0"));
  EXPECT_TRUE(HasControlCharacter(absl::string_view("a\0b", 3)));
  EXPECT_TRUE(HasControlCharacter("\x1B[31m"));
  EXPECT_TRUE(HasControlCharacter("\x7F"));
  EXPECT_TRUE(HasControlCharacter("\xC2\x85"));  // U+0085
}

TEST(Latin1ToUtf8, KeepsEveryCharacter) {
  EXPECT_EQ(Latin1ToUtf8("Jos\xE9 \xFF"), "Jos\xC3\xA9 \xC3\xBF");
  EXPECT_EQ(CountCharacters("Jos\xC3\xA9 \xC3\xBF"), 6);
}

TEST(IsExternalId, IsBounded) {
  EXPECT_TRUE(IsExternalId("CA-1.2_3:4"));
  EXPECT_TRUE(IsExternalId(std::string(64, 'a')));
  EXPECT_FALSE(IsExternalId(std::string(65, 'a')));
  EXPECT_FALSE(IsExternalId(""));
  EXPECT_FALSE(IsExternalId("a/b"));
  EXPECT_TRUE(IsCode(std::string(63, 'a')));
  EXPECT_FALSE(IsCode(std::string(64, 'a')));
  EXPECT_FALSE(IsCode("a.b"));
}

TEST(IsEmail, TakesOneAddressThatCannotBreakAHeader) {
  EXPECT_TRUE(IsEmail("officer@example.org"));
  for (const char* text :
       {"", "officer", "@example.org", "officer@", "officer@example",
        "a@b@example.org", "a@example.org,b@example.org", "A <a@example.org>",
        "a@example.org\r\nBcc: b@example.org", "a@.org", "a@example."}) {
    EXPECT_FALSE(IsEmail(text)) << text;
  }
}

TEST(SplitMap, TakesPairsOnly) {
  EXPECT_THAT(*SplitMap("family=3;peers=2"),
              ElementsAre(Pair("family", "3"), Pair("peers", "2")));
  EXPECT_THAT(*SplitMap(""), IsEmpty());
  EXPECT_FALSE(SplitMap("family=3;peers").has_value());
}

}  // namespace
}  // namespace caseload::csv

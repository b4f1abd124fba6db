#include "services/common/log/redact.h"

#include <string>

#include "caseload/testing/v1/records.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace caseload::log {
namespace {

using caseload::testing::v1::Person;
using caseload::testing::v1::Record;
using ::testing::HasSubstr;
using ::testing::Not;

// Stands in every personal field: it must never come out.
constexpr char kCanary[] = "Canary";

Person CanaryPerson(const std::string& id) {
  Person person;
  person.set_id(id);
  person.set_name(kCanary);
  person.set_birth_year(1987654);
  person.add_aliases(kCanary);
  return person;
}

TEST(RedactTest, FieldsThatAreNotPersonalAreShown) {
  Record record;
  record.set_reference("r-1");
  record.set_subject_number(42);
  EXPECT_EQ(Redacted(record), "reference: \"r-1\" subject_number: 42");
}

TEST(RedactTest, PersonalFieldsAreNamedAndTheirValuesReplaced) {
  EXPECT_EQ(Redacted(CanaryPerson("p-1")),
            "id: \"p-1\" name: \"[redacted]\" birth_year: \"[redacted]\" "
            "aliases: \"[redacted]\"");
}

TEST(RedactTest, PersonalFieldsAreReplacedAtEveryDepth) {
  Record record;
  *record.mutable_client() = CanaryPerson("p-1");
  *record.add_guardians() = CanaryPerson("p-2");
  *record.add_guardians() = CanaryPerson("p-3");
  (*record.mutable_contacts())["home"] = CanaryPerson("p-4");
  *record.mutable_victim() = CanaryPerson(kCanary);
  (*record.mutable_notes())[kCanary] = kCanary;
  record.set_subject_name(kCanary);
  record.mutable_attachment()->PackFrom(CanaryPerson("p-5"));
  const std::string text = Redacted(record);
  EXPECT_THAT(text, Not(HasSubstr(kCanary)));
  EXPECT_THAT(text, Not(HasSubstr("1987654")));
  for (const char* id : {"p-1", "p-2", "p-3", "p-4", "p-5"}) {
    EXPECT_THAT(text, HasSubstr(id));
  }
  EXPECT_THAT(text, HasSubstr("victim: \"[redacted]\""));
  EXPECT_THAT(text, HasSubstr("notes: \"[redacted]\""));
}

TEST(RedactTest, AnyOfAnUnknownTypeIsReplacedWhole) {
  Record record;
  record.mutable_attachment()->set_type_url("type.example/none.Such");
  record.mutable_attachment()->set_value(kCanary);
  EXPECT_EQ(Redacted(record), "attachment: { \"[redacted]\" }");
}

TEST(RedactTest, UnknownFieldsAreLeftOut) {
  Record record;
  record.set_reference("r-1");
  record.GetReflection()->MutableUnknownFields(&record)->AddLengthDelimited(
      999, kCanary);
  EXPECT_EQ(Redacted(record), "reference: \"r-1\"");
}

TEST(RedactTest, TextStaysOnOneLine) {
  Record record;
  record.set_reference("a\nb");
  EXPECT_EQ(Redacted(record), "reference: \"a\\nb\"");
}

TEST(RedactTest, EmptyMessageIsEmptyText) { EXPECT_EQ(Redacted(Record()), ""); }

}  // namespace
}  // namespace caseload::log

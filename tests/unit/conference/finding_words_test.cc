// Every finding has words of its own: what a notice's count and a checklist's
// row say (R014, R135).

#include "services/conference/domain/finding_words.h"

#include <set>
#include <string>

#include "gmock/gmock.h"
#include "tests/support/conference/shipped_packs.h"

namespace caseload::conference {
namespace {

using ::testing::StartsWith;

TEST(FindingWords, EveryKindHasAPhraseOfItsOwn) {
  std::set<std::string> phrases;
  const int last =
      static_cast<int>(policy::SnapshotCount::kContactStandardMissed);
  for (int kind = 1; kind <= last; ++kind) {
    phrases.insert(
        std::string(PhraseOf(static_cast<policy::SnapshotCount>(kind))));
  }
  EXPECT_EQ(phrases.size(), static_cast<size_t>(last));
  EXPECT_EQ(phrases.count("to be looked at"), 0u);
}

TEST(FindingWords, EveryWhyHasWordsOfItsOwn) {
  std::set<std::string> words;
  const int last = static_cast<int>(FindingWhy::kStandardMissed);
  for (int why = 1; why <= last; ++why) {
    words.insert(std::string(WordsOf(static_cast<FindingWhy>(why))));
  }
  EXPECT_EQ(words.size(), static_cast<size_t>(last));
  EXPECT_EQ(words.count("to be looked at"), 0u);
}

// A mail's line holds 200 characters of a count's label.
TEST(FindingWords, EveryCountOfAShippedPackFitsIntoAMail) {
  for (const policy::PolicyPack& pack :
       {testing::JuvenilePack(), testing::AdultPack()}) {
    for (const policy::ReminderLine& line : pack.notice.reminders) {
      for (const policy::SnapshotCount count : line.counts) {
        EXPECT_THAT(LabelOf(count), StartsWith("cases "));
        EXPECT_LE(LabelOf(count).size(), 200u);
      }
    }
  }
}

}  // namespace
}  // namespace caseload::conference

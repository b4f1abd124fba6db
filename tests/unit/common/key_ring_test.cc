#include "services/common/seal/key_ring.h"

#include <fstream>
#include <string>

#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace caseload::seal {
namespace {

using testing::StatusIs;
using testing::TempDir;

std::string Key(char letter) { return std::string(Sealer::kKeyBytes, letter); }

KeyRing Ring(const std::string& current, const std::string& previous = "") {
  return *KeyRing::FromKeys(current, previous);
}

TEST(KeyRingTest, OpensWhatTheCurrentAndThePreviousKeySealed) {
  const std::string old = Ring(Key('a')).Seal("plain", "bound");
  const KeyRing rotated = Ring(Key('b'), Key('a'));
  EXPECT_EQ(rotated.Open(old, "bound"), "plain");
  EXPECT_EQ(rotated.Open(rotated.Seal("plain", "bound"), "bound"), "plain");
}

TEST(KeyRingTest, SealsWithTheCurrentKey) {
  const std::string sealed = Ring(Key('b'), Key('a')).Seal("plain", "bound");
  EXPECT_EQ(Ring(Key('b')).Open(sealed, "bound"), "plain");
  EXPECT_EQ(Ring(Key('a')).Open(sealed, "bound"), std::nullopt);
}

TEST(KeyRingTest, AKeyThatIsGoneOpensNothing) {
  const std::string sealed = Ring(Key('a')).Seal("plain", "bound");
  EXPECT_EQ(Ring(Key('c'), Key('b')).Open(sealed, "bound"), std::nullopt);
}

TEST(KeyRingTest, NothingOpensThatWasChangedOrIsBoundToSomethingElse) {
  const KeyRing ring = Ring(Key('a'));
  const std::string sealed = ring.Seal("plain", "bound");
  EXPECT_EQ(ring.Open(sealed, "other"), std::nullopt);
  EXPECT_EQ(ring.Open("", "bound"), std::nullopt);
  for (size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_EQ(ring.Open(changed, "bound"), std::nullopt) << "byte " << i;
  }
}

TEST(KeyRingTest, KeysComeFromFilesAndABadOneIsNamed) {
  const TempDir directory;
  std::ofstream(directory.File("current"), std::ios::binary) << Key('b');
  std::ofstream(directory.File("previous"), std::ios::binary) << Key('a');
  std::ofstream(directory.File("short"), std::ios::binary) << "short";
  const auto ring =
      KeyRing::FromFiles(directory.File("current"), directory.File("previous"));
  ASSERT_TRUE(ring.ok());
  EXPECT_EQ(ring->Open(Ring(Key('a')).Seal("plain", ""), ""), "plain");
  for (const char* bad : {"short", "absent"}) {
    const auto refused = KeyRing::FromFiles(directory.File(bad), "");
    EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_NE(refused.status().message().find(bad), std::string::npos);
    EXPECT_THAT(
        KeyRing::FromFiles(directory.File("current"), directory.File(bad)),
        StatusIs(absl::StatusCode::kInvalidArgument));
  }
}

}  // namespace
}  // namespace caseload::seal

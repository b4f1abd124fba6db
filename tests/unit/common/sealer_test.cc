#include "services/common/seal/sealer.h"

#include "gtest/gtest.h"

namespace caseload::seal {
namespace {

TEST(SealerTest, OpensWhatItSealed) {
  const Sealer sealer = *Sealer::FromKey(std::string(Sealer::kKeyBytes, 'k'));
  for (const std::string& plain :
       {std::string(), std::string("a\0b", 3), std::string(100'000, 'x')}) {
    EXPECT_EQ(sealer.Open(sealer.Seal(plain, "key"), "key"), plain);
  }
}

TEST(SealerTest, EveryChangedByteIsNoticed) {
  const Sealer sealer = Sealer::WithRandomKey();
  const std::string sealed = sealer.Seal("position", "key");
  for (size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_EQ(sealer.Open(changed, "key"), std::nullopt) << "byte " << i;
  }
  EXPECT_EQ(sealer.Open(sealed.substr(1), "key"), std::nullopt);
  EXPECT_EQ(sealer.Open(sealed, "other"), std::nullopt);
}

TEST(SealerTest, AnotherKeyOpensNothing) {
  EXPECT_EQ(Sealer::WithRandomKey().Open(
                Sealer::WithRandomKey().Seal("position", ""), ""),
            std::nullopt);
}

TEST(SealerTest, TheSameTextIsSealedDifferentlyEachTime) {
  const Sealer sealer = Sealer::WithRandomKey();
  EXPECT_NE(sealer.Seal("position", ""), sealer.Seal("position", ""));
}

TEST(SealerTest, AShortKeyIsRefused) {
  EXPECT_EQ(Sealer::FromKey("short").status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace caseload::seal

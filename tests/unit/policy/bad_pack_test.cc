// Packs and instruments that are refused, each with the exact text that says
// why. A case in tests/golden/bad_packs is one edit of a shipped file:
//
//   base: policies/packs/juvenile-4.6.textproto
//   --- replace
//   <text that stands in the file exactly once>
//   --- with
//   <what it becomes>
//   --- expect
//   <the problems, one per line>
//
// After a change that moves line numbers or words a text differently, run the
// test with CASELOAD_UPDATE_GOLDEN=1 and read the difference before committing
// it.

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/policy/proto/load.h"
#include "tests/unit/policy/support.h"

namespace caseload::policy {
namespace {

using testing::ReadSourceFile;
using testing::SourceFilesIn;

struct BadPack {
  std::string head;
  std::string text;
  std::string expected;
};

std::string Between(const std::string& all, const std::string& from,
                    const std::string& to) {
  const size_t begin = all.find(from) + from.size();
  return all.substr(begin, all.find(to) - begin);
}

BadPack ReadBadPack(const std::string& path) {
  const std::string all = ReadSourceFile(path);
  const std::string base = Between(all, "base: ", "\n");
  const std::string old_text = Between(all, "--- replace\n", "--- with\n");
  const std::string new_text = Between(all, "--- with\n", "--- expect\n");
  BadPack pack;
  pack.head = all.substr(0, all.find("--- expect\n"));
  pack.expected = all.substr(all.find("--- expect\n") + 11);
  pack.text = ReadSourceFile(base);
  const size_t at = pack.text.find(old_text);
  EXPECT_NE(at, std::string::npos)
      << path << ": nothing to replace in " << base;
  if (at == std::string::npos) return pack;
  EXPECT_EQ(pack.text.find(old_text, at + 1), std::string::npos)
      << path << ": what is to be replaced stands twice in " << base;
  pack.text.replace(at, old_text.size(), new_text);
  return pack;
}

std::vector<PolicyProblem> Load(const std::string& path,
                                const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(path, '/');
  if (absl::StrContains(text, "caseload.policy.v1.Instrument\n")) {
    return LoadInstrument(parts.back(), text).problems;
  }
  return LoadPack(parts.back(), text).problems;
}

TEST(BadPackTest, EachIsRefusedWithFilePlaceFieldAndReason) {
  const std::vector<std::string> paths =
      SourceFilesIn("tests/golden/bad_packs");
  ASSERT_GE(paths.size(), 25u);
  for (const std::string& path : paths) {
    const BadPack bad = ReadBadPack(path);
    const std::string actual = ToString(Load(path, bad.text));
    EXPECT_NE(actual, "") << path << " was accepted";
    if (std::getenv("CASELOAD_UPDATE_GOLDEN") != nullptr) {
      std::ofstream(absl::StrCat(std::getenv("CASELOAD_SOURCE_DIR"), "/", path))
          << bad.head << "--- expect\n"
          << actual;
      continue;
    }
    EXPECT_EQ(actual, bad.expected) << path;
  }
}

TEST(BadPackTest, ARefusedTextGivesNoValue) {
  const auto loaded = LoadPack("empty.textproto", "");
  EXPECT_FALSE(loaded.ok());
  EXPECT_FALSE(loaded.problems.empty());
}

TEST(BadPackTest, ATextOverTheLimitIsNotEvenParsed) {
  const auto loaded =
      LoadPack("large.textproto", std::string((1 << 20) + 1, '#'));
  EXPECT_EQ(ToString(loaded.problems),
            "large.textproto: is larger than 1048576 bytes\n");
}

}  // namespace
}  // namespace caseload::policy

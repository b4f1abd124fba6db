// An import keeps one batch in memory, on both sides: ten or a hundred times as
// many rows need no more of it.
//
// 10,000 rows by default; CASELOAD_IMPORT_ROWS=1000000 asks for more.

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/support/suite.h"
#include "tests/support/temp_dir.h"
#include "tools/authority/authority.h"

namespace caseload {
namespace {

#ifdef __SANITIZE_ADDRESS__
// What was freed is kept for a while.
constexpr int64_t kMostKilobytes = 512 << 10;
#else
constexpr int64_t kMostKilobytes = 64 << 10;
#endif

int64_t AskedRows() {
  const char* text = std::getenv("CASELOAD_IMPORT_ROWS");
  int64_t rows = 0;
  return text != nullptr && absl::SimpleAtoi(text, &rows) ? rows : 10000;
}

// A full export of clients, so that ids are remembered and counted.
void WriteCounty(const std::string& directory, int64_t rows) {
  std::ofstream clients(directory + "/clients.csv");
  clients << "source_system,id,given_name,family_name,gender,address\n";
  for (int64_t i = 0; i < rows; ++i) {
    clients << absl::StreamFormat(
        "demo,CL-%07d,Sample,Example-%d,unknown,\"%d Example Road\n"
        "Anywhere\"\n",
        i, i % 1000, i);
  }
  std::ofstream manifest(directory + "/manifest.csv");
  manifest << "source_system,file,mode,rows,exported_at\n"
           << "demo,clients.csv,full," << rows << ",2026-11-20T09:00:00Z\n";
}

// The most that the process had at once, in KiB.
int64_t PeakOf(pid_t pid) {
  std::ifstream status(absl::StrCat("/proc/", pid, "/status"));
  std::string line;
  while (std::getline(status, line)) {
    absl::string_view text = line;
    int64_t kilobytes = 0;
    if (absl::ConsumePrefix(&text, "VmHWM:") &&
        absl::ConsumeSuffix(&text, " kB") &&
        absl::SimpleAtoi(text, &kilobytes)) {
      return kilobytes;
    }
  }
  ADD_FAILURE() << "no VmHWM of " << pid;
  return 0;
}

struct Peaks {
  int64_t client = 0;
  int64_t server = 0;
};

// Runs the command to its end; its peak in KiB, or 0 when it failed.
int64_t RunAndMeasure(std::vector<std::string> arguments) {
  std::vector<char*> words;
  for (std::string& argument : arguments) words.push_back(argument.data());
  words.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  for (int stream : {STDOUT_FILENO, STDERR_FILENO}) {
    posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_WRONLY,
                                     0);
  }
  pid_t pid = 0;
  const int spawned =
      posix_spawn(&pid, words[0], &actions, nullptr, words.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  EXPECT_EQ(spawned, 0);
  if (spawned != 0) return 0;
  int status = 0;
  rusage used = {};
  EXPECT_EQ(wait4(pid, &status, 0, &used), pid);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
  return used.ru_maxrss;
}

Peaks Import(int64_t rows) {
  testing::TempDir county;
  WriteCounty(county.path(), rows);
  testing::Suite suite;
  suite.Start("caseplan");
  const std::string token = suite.directory() + "/clerk.token";
  EXPECT_THAT(
      authority::WriteFileAtomically(token, suite.Token("clerk", {"records"})),
      testing::IsOk());
  Peaks peaks;
  peaks.client = RunAndMeasure(
      {absl::StrCat(std::getenv("CASELOAD_BINARY_DIR"), "/bin/caseloadctl"),
       "import", county.path(), "--target",
       absl::StrCat("localhost:", suite.process("caseplan").port("token")),
       "--trusted", suite.directory() + "/ca.pem", "--token-file", token});
  peaks.server = PeakOf(suite.process("caseplan").pid());
  return peaks;
}

TEST(ImportMemory, ManyRowsNeedNoMoreMemoryThanFew) {
  const int64_t rows = AskedRows();
  const Peaks few = Import(std::min<int64_t>(10000, rows / 10));
  const Peaks many = Import(rows);
  RecordProperty("client_kib", absl::StrCat(many.client));
  RecordProperty("server_kib", absl::StrCat(many.server));
  EXPECT_GT(few.client, 0);
  EXPECT_LT(many.client - few.client, kMostKilobytes)
      << few.client << " and " << many.client;
  EXPECT_LT(many.server - few.server, kMostKilobytes)
      << few.server << " and " << many.server;
}

}  // namespace
}  // namespace caseload

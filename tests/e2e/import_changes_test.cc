// caseloadctl and the caseplan service, as binaries: what a second export of
// the example county does when it says something else.

#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "caseload/caseplan/v1/case_record_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "google/protobuf/timestamp.pb.h"
#include "gtest/gtest.h"
#include "services/common/rpc/grpc_status.h"
#include "tests/support/status_matchers.h"
#include "tests/support/suite.h"
#include "tests/support/temp_dir.h"
#include "tools/authority/authority.h"

namespace caseload {
namespace {

namespace fs = std::filesystem;
using caseplan::v1::CaseRecordService;
using testing::IsOk;
using Json = nlohmann::json;

std::vector<std::string> ReadLines(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  return absl::StrSplit(text, '\n');
}

void WriteLines(const fs::path& path, const std::vector<std::string>& lines) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << absl::StrJoin(lines, "\n");
}

class ImportChangesTest : public ::testing::Test {
 protected:
  ImportChangesTest() {
    fs::copy(
        absl::StrCat(std::getenv("CASELOAD_SOURCE_DIR"), "/examples/county"),
        County(), fs::copy_options::recursive);
    suite_.Start("caseplan");
    stub_ = CaseRecordService::NewStub(suite_.TokenChannel("caseplan"));
  }

  fs::path County() const { return fs::path(directory_.File("county")); }

  // The report on a kind; empty unless the import ended well.
  Json Import(const std::string& kind) {
    const std::string token = suite_.directory() + "/clerk.token";
    const std::string output = suite_.directory() + "/report.json";
    EXPECT_THAT(authority::WriteFileAtomically(
                    token, suite_.Token("clerk", {"records"})),
                IsOk());
    const int status = std::system(
        absl::StrCat(std::getenv("CASELOAD_BINARY_DIR"),
                     "/bin/caseloadctl import ", County().string(),
                     " --json --target localhost:",
                     suite_.process("caseplan").port("token"), " --trusted ",
                     suite_.directory(), "/ca.pem --token-file ", token,
                     " --rejects ", suite_.directory(), "/rejects >", output)
            .c_str());
    EXPECT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0);
    std::ifstream in(output);
    const Json all = Json::parse(in);
    for (const Json& report : all["kinds"]) {
      if (report["kind"] == kind) return report;
    }
    return Json();
  }

  // The contact of the example with the id, as it was known at an instant.
  std::optional<caseplan::v1::Contact> Find(
      const std::string& id,
      const std::optional<google::protobuf::Timestamp>& known_at = {}) {
    caseplan::v1::ListContactsRequest request;
    request.set_parent("cases/-");
    request.set_page_size(500);
    if (known_at.has_value()) *request.mutable_known_at() = *known_at;
    do {
      const auto context = testing::WithToken(suite_.Token("m", {"manager"}));
      caseplan::v1::ListContactsResponse page;
      EXPECT_THAT(rpc::FromGrpcStatus(
                      stub_->ListContacts(context.get(), request, &page)),
                  IsOk());
      for (const caseplan::v1::Contact& contact : page.contacts()) {
        if (contact.external_id().id() == id) return contact;
      }
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return std::nullopt;
  }

  testing::TempDir directory_;
  testing::Suite suite_;
  std::unique_ptr<CaseRecordService::Stub> stub_;
};

// "Which system is the record": rows gone from a full export are withdrawn,
// changed rows are corrections with history.
TEST_F(ImportChangesTest, AGoneContactIsWithdrawnAndAChangedOneCorrected) {
  const fs::path path = County() / "contacts.csv";
  std::vector<std::string> lines = ReadLines(path);
  const int64_t rows = static_cast<int64_t>(lines.size()) - 2;
  const Json first = Import("contacts");
  EXPECT_EQ(first["new"], rows);
  const auto imported = Find("CT-000001");
  ASSERT_TRUE(imported.has_value());
  ASSERT_EQ(imported->location(), caseplan::v1::Contact::LOCATION_OFFICE);
  ASSERT_TRUE(Find("CT-000002").has_value());

  lines[1] = absl::StrReplaceAll(lines[1], {{",office,", ",home,"}});
  lines.erase(lines.begin() + 2);
  WriteLines(path, lines);
  const fs::path manifest = County() / "manifest.csv";
  std::vector<std::string> files = ReadLines(manifest);
  for (std::string& file : files) {
    file = absl::StrReplaceAll(
        file, {{absl::StrCat("contacts.csv,full,", rows, ","),
                absl::StrCat("contacts.csv,full,", rows - 1, ",")}});
  }
  WriteLines(manifest, files);

  const Json second = Import("contacts");
  EXPECT_EQ(second["changed"], 1);
  EXPECT_EQ(second["unchanged"], rows - 2);
  EXPECT_EQ(second["withdrawn"], 1);
  EXPECT_EQ(second["rejected"], 0);
  const auto corrected = Find("CT-000001");
  ASSERT_TRUE(corrected.has_value());
  EXPECT_EQ(corrected->location(), caseplan::v1::Contact::LOCATION_HOME);
  EXPECT_EQ(corrected->recording().revision(), 2);
  EXPECT_FALSE(Find("CT-000002").has_value());
  const auto& then = imported->recording().recorded_at();
  const auto earlier = Find("CT-000001", then);
  ASSERT_TRUE(earlier.has_value());
  EXPECT_EQ(earlier->name(), corrected->name());
  EXPECT_EQ(earlier->location(), caseplan::v1::Contact::LOCATION_OFFICE);
  EXPECT_TRUE(Find("CT-000002", then).has_value());
}

}  // namespace
}  // namespace caseload

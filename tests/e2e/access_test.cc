// Who may call which method, held against a table written by hand.
//
// Every method of every service is called by every kind of caller with an empty
// request: refused callers get PERMISSION_DENIED, admitted ones anything that a
// handler answers. A method that is not in the table, that answers
// UNIMPLEMENTED or whose metric is missing fails.

#include <fstream>
#include <future>
#include <map>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/descriptor.h"
#include "grpcpp/generic/generic_stub.h"
#include "gtest/gtest.h"
#include "services/common/rpc/grpc_status.h"
#include "services/common/status/error.h"
#include "tests/support/suite.h"
#include "tools/all_protos/all_protos.h"

namespace caseload {
namespace {

using google::protobuf::MethodDescriptor;

const char* const kRoles[] = {"dpo",     "sdpo",  "manager", "quality",
                              "records", "admin", "auditor", "ops"};
const char* const kServices[] = {"assessment", "caseplan", "conference",
                                 "notify"};

// Each starts after those that it calls.
const char* const kStartOrder[] = {"notify", "assessment", "caseplan",
                                   "conference"};

// "caseload.caseplan.v1.CaseloadService/GetUnit" -> who may call it.
std::map<std::string, std::set<std::string>> ReadTable() {
  std::ifstream file(absl::StrCat(std::getenv("CASELOAD_SOURCE_DIR"),
                                  "/tests/e2e/access_table.txt"));
  std::map<std::string, std::set<std::string>> table;
  std::string line, service;
  while (std::getline(file, line)) {
    const std::vector<std::string> words =
        absl::StrSplit(line, absl::ByAnyChar(" "), absl::SkipEmpty());
    if (words.empty() || words[0][0] == '#') continue;
    if (absl::EndsWith(words[0], "Service")) {
      service = words[0];
      continue;
    }
    table[absl::StrCat(service, "/", words[0])] =
        std::set<std::string>(words.begin() + 1, words.end());
  }
  return table;
}

// One call with an empty request.
absl::Status CallEmpty(const std::shared_ptr<grpc::Channel>& channel,
                       const MethodDescriptor& method,
                       const std::string& token) {
  auto context = token.empty() ? std::make_unique<grpc::ClientContext>()
                               : testing::WithToken(token);
  const std::string path =
      absl::StrCat("/", method.service()->full_name(), "/", method.name());
  grpc::TemplatedGenericStub<grpc::ByteBuffer, grpc::ByteBuffer> stub(channel);
  // No bytes at all are an empty message of any type.
  const grpc::Slice nothing;
  grpc::ByteBuffer request(&nothing, 1), response;
  if (!method.server_streaming()) {
    std::promise<grpc::Status> answered;
    stub.UnaryCall(
        context.get(), path, grpc::StubOptions(), &request, &response,
        [&](const grpc::Status& status) { answered.set_value(status); });
    return rpc::FromGrpcStatus(answered.get_future().get());
  }
  // A stream: the first event that comes, or its end, says whether it was let
  // in; then it is cancelled.
  grpc::CompletionQueue queue;
  auto stream = stub.PrepareCall(context.get(), path, &queue);
  void* tag = nullptr;
  bool ok = false;
  stream->StartCall(nullptr);
  queue.Next(&tag, &ok);
  stream->Write(request, nullptr);
  queue.Next(&tag, &ok);
  stream->WritesDone(nullptr);
  queue.Next(&tag, &ok);
  stream->Read(&response, nullptr);
  queue.Next(&tag, &ok);
  const bool entered = ok;
  if (entered) context->TryCancel();
  grpc::Status status;
  stream->Finish(&status, nullptr);
  queue.Next(&tag, &ok);
  return entered ? absl::OkStatus() : rpc::FromGrpcStatus(status);
}

// Not refused, and answered by a handler.
::testing::AssertionResult Entered(const absl::Status& status) {
  if (status.code() == absl::StatusCode::kPermissionDenied ||
      status.code() == absl::StatusCode::kUnauthenticated ||
      status.code() == absl::StatusCode::kUnimplemented ||
      status.code() == absl::StatusCode::kInternal ||
      status.code() == absl::StatusCode::kUnknown) {
    return ::testing::AssertionFailure() << status;
  }
  return ::testing::AssertionSuccess();
}

::testing::AssertionResult Refused(const absl::Status& status) {
  if (status.code() == absl::StatusCode::kPermissionDenied &&
      status::ReasonOf(status) == "METHOD_NOT_ALLOWED") {
    return ::testing::AssertionSuccess();
  }
  return ::testing::AssertionFailure() << status;
}

// R101, R133: default deny; access is what the table says, for every method.
TEST(AccessTest, EveryMethodAdmitsWhomTheTableNamesAndNobodyElse) {
  const auto table = ReadTable();
  testing::Suite suite;
  for (const char* service : kStartOrder) suite.Start(service);
  std::map<std::string, std::string> tokens;
  for (const char* role : kRoles) {
    tokens[role] = suite.Token(absl::StrCat("subject-", role), {role});
  }
  std::set<std::string> seen;
  for (const auto* service : all_protos::Services()) {
    const std::string& full_name = service->full_name();
    // caseload.<binary>.v1.<Service>
    const std::string binary =
        std::vector<std::string>(absl::StrSplit(full_name, '.'))[1];
    const auto people = suite.TokenChannel(binary);
    std::map<std::string, std::shared_ptr<grpc::Channel>> machines;
    for (const char* caller : kServices) {
      machines[caller] = suite.ChannelAs(caller, binary);
    }
    for (int i = 0; i < service->method_count(); ++i) {
      const MethodDescriptor& method = *service->method(i);
      const std::string name = absl::StrCat(full_name, "/", method.name());
      const auto row = table.find(name);
      ASSERT_NE(row, table.end()) << name << " is not in access_table.txt";
      seen.insert(name);
      EXPECT_EQ(CallEmpty(people, method, "").code(),
                absl::StatusCode::kUnauthenticated)
          << name << " without a token";
      for (const auto& [role, token] : tokens) {
        const absl::Status status = CallEmpty(people, method, token);
        EXPECT_TRUE(row->second.count(role) ? Entered(status) : Refused(status))
            << name << " by " << role;
      }
      for (const auto& [caller, channel] : machines) {
        const absl::Status status = CallEmpty(channel, method, "");
        EXPECT_TRUE(row->second.count(absl::StrCat("service:", caller))
                        ? Entered(status)
                        : Refused(status))
            << name << " by the service " << caller;
      }
    }
  }
  for (const auto& [name, who] : table) {
    EXPECT_TRUE(seen.count(name)) << name << " is in the table only";
  }
}

}  // namespace
}  // namespace caseload

// caseplan_fixture.h: caseplan's handlers on an empty store of the engine that
// a test is run for.

#ifndef TESTS_CONTRACT_CASEPLAN_CASEPLAN_FIXTURE_H_
#define TESTS_CONTRACT_CASEPLAN_CASEPLAN_FIXTURE_H_

#include <initializer_list>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <type_traits>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "caseload/options/v1/options.pb.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "services/caseplan/caseload_service.h"
#include "services/caseplan/service_base.h"
#include "services/caseplan/storage/caseplan_migrations.h"
#include "services/common/feed/feed_migrations.h"
#include "services/common/ids/ids.h"
#include "services/common/import/import_migrations.h"
#include "services/common/paging/paging.h"
#include "services/common/rpc/call_context.h"
#include "services/common/seal/sealer.h"
#include "services/common/sql/database.h"
#include "services/common/sql/migrations.h"
#include "services/common/status/error.h"
#include "tests/support/explaining_transaction.h"
#include "tests/support/postgres_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace caseload::caseplan {

inline std::string EngineName(
    const ::testing::TestParamInfo<sql::Engine>& info) {
  return info.param == sql::Engine::kSqlite ? "Sqlite" : "Postgres";
}

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message))
      << text;
  return message;
}

// "field REASON" for each violation.
inline std::vector<std::string> Violations(const absl::Status& status) {
  std::vector<std::string> result;
  for (const status::FieldViolation& violation :
       status::FieldViolationsOf(status)) {
    result.push_back(violation.field + " " + violation.reason);
  }
  return result;
}

// "year: 2026 month: 11 day: 22".
inline std::string DateText(absl::CivilDay day) {
  return absl::StrCat("year: ", day.year(), " month: ", day.month(),
                      " day: ", day.day());
}
inline std::string PeriodText(absl::CivilDay first,
                              std::optional<absl::CivilDay> last = {}) {
  std::string text = absl::StrCat("start_date { ", DateText(first), " }");
  if (last.has_value()) {
    absl::StrAppend(&text, " end_date { ", DateText(*last), " }");
  }
  return text;
}

class CaseplanTest : public ::testing::TestWithParam<sql::Engine> {
 protected:
  // The county lies west of the machine: 23:30 there is the next day in UTC.
  CaseplanTest()
      : tokens_(seal::Sealer::WithRandomKey()),
        ids_("id"),
        zone_(LoadZone("America/Los_Angeles")),
        now_(absl::FromCivil(absl::CivilSecond(2026, 11, 20, 9, 0, 0), zone_)),
        options_{&ids_, &tokens_, zone_},
        caseload_(options_) {}

  void SetUp() override {
    if (GetParam() == sql::Engine::kPostgres) postgres_.emplace();
    sql::Options options;
    options.url = postgres_.has_value()
                      ? postgres_->url()
                      : "sqlite:" + directory_.File("store.db");
    absl::StatusOr<std::unique_ptr<sql::Database>> opened =
        sql::Database::Open(options);
    ASSERT_THAT(opened, testing::IsOk());
    database_ = *std::move(opened);
    ASSERT_THAT(sql::Migrate(*database_, "feed", FeedMigrations()),
                testing::IsOk());
    ASSERT_THAT(sql::Migrate(*database_, "caseplan", CaseplanMigrations()),
                testing::IsOk());
    ASSERT_THAT(sql::Migrate(*database_, "import", ImportMigrations()),
                testing::IsOk());
  }
  // No query of a handler reads a whole table without an index: each is
  // explained as it is run.
  void TearDown() override {
    EXPECT_THAT(scans_, ::testing::IsEmpty());
    database_.reset();
  }

  static absl::TimeZone LoadZone(const std::string& name) {
    absl::TimeZone zone;
    EXPECT_TRUE(absl::LoadTimeZone(name, &zone)) << name;
    return zone;
  }

  // Who calls from now on.
  void CallAsService() {
    caller_ = {};
    caller_.kind = auth::CallerKind::kService;
    caller_.principal = "service/import";
  }
  void CallAs(absl::string_view person,
              std::initializer_list<options::v1::Role> roles) {
    caller_ = {};
    caller_.person = std::string(person);
    caller_.principal = absl::StrCat("person/", person);
    for (options::v1::Role role : roles) caller_.roles.Add(role);
  }
  // What time it is from now on, in the county.
  void SetLocalTime(absl::CivilSecond time) {
    now_ = absl::FromCivil(time, zone_);
  }

  // Calls a handler in a write transaction, as the wrapper does.
  template <typename Handlers, typename Request, typename Response>
  absl::StatusOr<Response> Write(Handlers& handlers, absl::string_view method,
                                 absl::StatusOr<Response> (Handlers::*handler)(
                                     sql::Transaction&, const rpc::CallContext&,
                                     const Request&),
                                 const Request& request) {
    rpc::CallContext call = MakeCall(Request::descriptor(), method);
    absl::StatusOr<Response> response = absl::UnknownError("never applied");
    absl::Status status =
        database_->WriteAndWait({}, [&](sql::Transaction& tx) {
          call.ClearTouched();
          testing::ExplainingTransaction explaining(tx);
          response = (handlers.*handler)(explaining, call, request);
          NoteScans(explaining);
          return response.status();
        });
    touched_ = call.touched();
    if (response.ok() && !status.ok()) return status;
    return response;
  }
  template <typename Handlers, typename Request, typename Response>
  absl::StatusOr<Response> Read(Handlers& handlers, absl::string_view method,
                                absl::StatusOr<Response> (Handlers::*handler)(
                                    sql::Transaction&, const rpc::CallContext&,
                                    const Request&),
                                const Request& request) {
    rpc::CallContext call = MakeCall(Request::descriptor(), method);
    absl::StatusOr<Response> response = absl::UnknownError("never read");
    absl::Status status =
        database_->Read(absl::InfiniteFuture(), [&](sql::Transaction& tx) {
          testing::ExplainingTransaction explaining(tx);
          response = (handlers.*handler)(explaining, call, request);
          NoteScans(explaining);
          return response.status();
        });
    touched_ = call.touched();
    if (response.ok() && !status.ok()) return status;
    return response;
  }

  // How many rows the table has: what a refusal leaves as it was.
  int64_t CountRows(absl::string_view table) {
    int64_t count = -1;
    EXPECT_THAT(database_->Read(absl::InfiniteFuture(),
                                [&](sql::Transaction& tx) -> absl::Status {
                                  auto rows = tx.Query<int64_t>(absl::StrCat(
                                      "SELECT COUNT(*) FROM ", table));
                                  if (!rows.ok()) return rows.status();
                                  count = std::get<0>(rows->front());
                                  return absl::OkStatus();
                                }),
                testing::IsOk());
    return count;
  }

  // A page is read along an index, at most as far as it goes, and a subselect
  // is read as a whole once it is made: neither is a scan of a table.
  void NoteScans(const testing::ExplainingTransaction& explaining) {
    for (const std::string& scan : explaining.scans()) {
      if (!absl::StrContains(scan, "USING INDEX") &&
          !absl::StrContains(scan, "USING COVERING INDEX") &&
          !absl::StartsWith(scan, "SCAN carried in")) {
        scans_.insert(scan);
      }
    }
  }

  testing::TempDir directory_;
  std::optional<testing::TestPostgresDatabase> postgres_;
  std::unique_ptr<sql::Database> database_;
  paging::TokenSealer tokens_;
  ids::SequentialIdSource ids_;
  absl::TimeZone zone_;
  absl::Time now_;
  auth::Caller caller_;
  ServiceOptions options_;
  CaseloadService caseload_;
  std::set<std::string> scans_;
  // Records that the last call touched.
  std::vector<std::string> touched_;

  // The method is named as on the wire: its policy decides which roles count.
  rpc::CallContext MakeCall(const google::protobuf::Descriptor* request,
                            absl::string_view method) {
    rpc::CallContext call;
    call.caller = caller_;
    call.now = now_;
    call.deadline = absl::InfiniteFuture();
    const auto* file = request->file();
    // A request that is a message of its own file belongs to CaseloadService.
    if (file->service_count() == 0) {
      file = v1::GetUnitRequest::descriptor()->file();
    }
    for (int i = 0; i < file->service_count(); ++i) {
      const auto* service = file->service(i);
      if (service->FindMethodByName(std::string(method)) != nullptr) {
        call.method = absl::StrCat("/", service->full_name(), "/", method);
      }
    }
    EXPECT_FALSE(call.method.empty()) << method;
    return call;
  }
};

// Calls a handler by its name: WRITE(caseload_, CreateUnit, request).
#define WRITE(handlers, Method, request) \
  Write(handlers, #Method,               \
        &std::remove_reference_t<decltype(handlers)>::Method, request)
#define READ(handlers, Method, request) \
  Read(handlers, #Method,               \
       &std::remove_reference_t<decltype(handlers)>::Method, request)

}  // namespace caseload::caseplan

#endif  // TESTS_CONTRACT_CASEPLAN_CASEPLAN_FIXTURE_H_

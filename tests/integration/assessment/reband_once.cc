// reband_once: re-banding in a process of its own, for tests that kill it and
// measure it.
//
//   reband_once STORE_URL NOW_MICROS CASES_AT_ONCE MODE
//
// MODE "reband" bands the open cases by "example-risk" 2.0 and writes one byte
// to standard output after each part that is stored; "idle" opens the store and
// does nothing; "raw" inserts as many bare rows as re-banding would, as many in
// a transaction. Each then writes the most memory that the process held, in KB.
// Exits with 0, or 1 when it could not.

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "caseload/assessment/v1/instrument_service.pb.h"
#include "services/assessment/access.h"
#include "services/assessment/instrument_reband.h"
#include "services/common/ids/ids.h"
#include "services/common/seal/sealer.h"
#include "services/common/sql/database.h"
#include "services/common/status/status_macros.h"

namespace caseload::assessment {
namespace {

absl::Status Reband(sql::Database& database, absl::Time now, int at_once) {
  const paging::TokenSealer tokens(seal::Sealer::WithRandomKey());
  ids::SequentialIdSource ids("r");
  const CaseAccess access(
      {absl::UTCTimeZone(), [] { return absl::ZeroDuration(); }});
  const InstrumentReband service({&tokens, &ids, absl::UTCTimeZone(), &access});
  rpc::CallContext call;
  call.caller.principal = "person/test";
  call.now = now;
  v1::RebandInstrumentRequest request;
  request.set_name("instruments/example-risk/versions/2.0");
  request.set_max_cases(at_once);
  v1::Rebanding rebanding;
  do {
    const absl::Status stored =
        database.WriteAndWait({}, [&](sql::Transaction& tx) -> absl::Status {
          auto answer = service.RebandInstrument(tx, call, request);
          if (answer.ok()) rebanding = *std::move(answer);
          return answer.status();
        });
    if (!stored.ok()) return stored;
    call.ClearTouched();
    if (::write(STDOUT_FILENO, ".", 1) != 1) {
      return absl::UnavailableError("nobody listens");
    }
  } while (rebanding.state() == v1::Rebanding::STATE_RUNNING);
  return absl::OkStatus();
}

absl::StatusOr<int64_t> MakeRawTable(sql::Transaction& tx) {
  ABSL_RETURN_IF_ERROR(tx.ExecuteScript(
      "CREATE TABLE raw_rows (a TEXT, b TEXT, c TEXT, d TEXT);"));
  ABSL_ASSIGN_OR_RETURN(
      auto count, (tx.QueryOne<int64_t>("SELECT COUNT(*) FROM assessments")));
  return std::get<0>(*count);
}

absl::Status InsertRows(sql::Transaction& tx, int64_t begin, int64_t end) {
  for (int64_t i = begin; i < end; ++i) {
    ABSL_RETURN_IF_ERROR(tx.Execute("INSERT INTO raw_rows (a, b, c, d)"
                                    " VALUES (:1, :2, :3, :4)",
                                    absl::StrCat("a-", i), std::string("r1"),
                                    std::string("example-bands"),
                                    std::string("middle"))
                             .status());
  }
  return absl::OkStatus();
}

// As many rows as there are assessments, as many in a transaction as
// re-banding looks at cases.
absl::Status InsertRaw(sql::Database& database, int at_once) {
  absl::StatusOr<int64_t> rows = 0;
  absl::Status done = database.WriteAndWait({}, [&](sql::Transaction& tx) {
    rows = MakeRawTable(tx);
    return rows.status();
  });
  for (int64_t begin = 0; done.ok() && begin < *rows; begin += at_once) {
    done = database.WriteAndWait({}, [&](sql::Transaction& tx) {
      return InsertRows(tx, begin, std::min(begin + at_once, *rows));
    });
  }
  return done;
}

// What the kernel says of this process since it began: what its parent held
// before does not count, as it would in rusage.
void WritePeakMemory() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    if (word != "VmHWM:") continue;
    status >> word;
    std::cout << word << std::flush;
    return;
  }
}

absl::Status Run(const std::string& url, absl::Time now, int at_once,
                 const std::string& mode) {
  sql::Options options;
  options.url = url;
  ABSL_ASSIGN_OR_RETURN(const std::unique_ptr<sql::Database> database,
                        sql::Database::Open(options));
  if (mode == "reband") return Reband(*database, now, at_once);
  if (mode == "raw") return InsertRaw(*database, at_once);
  return absl::OkStatus();
}

}  // namespace

int Main(int argc, char** argv) {
  int64_t now = 0;
  int at_once = 0;
  if (argc != 5 || !absl::SimpleAtoi(argv[2], &now) ||
      !absl::SimpleAtoi(argv[3], &at_once) || at_once < 1) {
    std::cerr << "reband_once STORE_URL NOW_MICROS CASES_AT_ONCE MODE\n";
    return 1;
  }
  const absl::Status status =
      Run(argv[1], absl::FromUnixMicros(now), at_once, argv[4]);
  if (!status.ok()) {
    std::cerr << status << "\n";
    return 1;
  }
  WritePeakMemory();
  return 0;
}

}  // namespace caseload::assessment

int main(int argc, char** argv) {
  return caseload::assessment::Main(argc, argv);
}

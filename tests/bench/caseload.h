// caseload.h: the officer whose caseload is read, made through the service.

#ifndef TESTS_BENCH_CASELOAD_H_
#define TESTS_BENCH_CASELOAD_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "grpcpp/channel.h"

namespace caseload::bench {

inline constexpr char kUnitId[] = "juvenile-1";
inline constexpr char kOfficerId[] = "dpo-1";
inline constexpr int kCases = 50;
inline constexpr int kOfficers = 25;
// Everything is in force on the days of the quarter that ends on it.
inline constexpr absl::CivilDay kLastDay(2026, 6, 30);

// A unit, kOfficers officers, and kCases cases of the first one, each with a
// client and a contact in each of the last months. `token` may make all of it.
absl::Status MakeCaseload(const std::shared_ptr<grpc::Channel>& channel,
                          const std::string& token);

}  // namespace caseload::bench

#endif  // TESTS_BENCH_CASELOAD_H_

// status_macros.h: early return for absl::Status and absl::StatusOr.
//
// The names are those of later Abseil releases, so that this file can be
// deleted when the oldest supported distribution has them.

#ifndef SERVICES_COMMON_STATUS_STATUS_MACROS_H_
#define SERVICES_COMMON_STATUS_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Returns from the enclosing function when `expr` is not OK.
#define ABSL_RETURN_IF_ERROR(expr)                                        \
  do {                                                                    \
    if (::absl::Status caseload_status_ = (expr); !caseload_status_.ok()) \
      return caseload_status_;                                            \
  } while (false)

#define CASELOAD_STATUS_CONCAT_INNER_(a, b) a##b
#define CASELOAD_STATUS_CONCAT_(a, b) CASELOAD_STATUS_CONCAT_INNER_(a, b)

// Evaluates `rexpr`, a StatusOr; returns its error or moves its value into
// `lhs`, which may be a declaration.
#define ABSL_ASSIGN_OR_RETURN(lhs, rexpr) \
  CASELOAD_ASSIGN_OR_RETURN_IMPL_(        \
      CASELOAD_STATUS_CONCAT_(caseload_status_or_, __LINE__), lhs, rexpr)
#define CASELOAD_ASSIGN_OR_RETURN_IMPL_(name, lhs, rexpr) \
  auto name = (rexpr);                                    \
  if (!name.ok()) return std::move(name).status();        \
  lhs = *std::move(name)

#endif  // SERVICES_COMMON_STATUS_STATUS_MACROS_H_

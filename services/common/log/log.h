// log.h: JSON log lines, one object a line, to standard error.
//
//   log::Info("listening", {{"port", 8443}, {"address", address}});
//   {"ts":"2026-03-02T17:00:00.000000Z","level":"info","service":"caseplan",
//    "logger":"caseplan","msg":"listening","port":8443,"address":"..."}
//
// No personal data: a message that may hold some goes through Redacted().
//
// The process has one logger, set by main() before it starts a thread: a log
// line must be possible from everywhere, also from callbacks that gRPC and the
// database libraries call without a context, and nothing a caller sees depends
// on it. It is the only mutable state of the process.

#ifndef SERVICES_COMMON_LOG_LOG_H_
#define SERVICES_COMMON_LOG_LOG_H_

#include <cstdint>
#include <initializer_list>
#include <ostream>
#include <string>
#include <type_traits>
#include <variant>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace caseload::log {

enum class Level { kDebug, kInfo, kWarn, kError };

struct Options {
  // "caseplan": the line's "service", and its "logger" unless another is named.
  std::string service;
  // Lines below this are dropped.
  Level level = Level::kInfo;
  // Where lines go; null is standard error. Borrowed; for tests.
  std::ostream* out = nullptr;
};

// Replaces the process's logger. Not while another thread may log.
void Init(Options options);

// What a key stands for: text, a number, a truth value, a duration in seconds
// or a status ("NOT_FOUND: ...").
class Value {
 public:
  Value(absl::string_view text) : value_(std::string(text)) {}
  Value(const char* text) : value_(std::string(text)) {}
  Value(const std::string& text) : value_(text) {}
  Value(bool truth) : value_(truth) {}
  Value(double number) : value_(number) {}
  template <typename Integer,
            std::enable_if_t<std::is_integral_v<Integer>, int> = 0>
  Value(Integer number) : value_(static_cast<int64_t>(number)) {}
  Value(absl::Duration duration) : value_(absl::ToDoubleSeconds(duration)) {}
  Value(const absl::Status& status)
      : value_(status.ToString(absl::StatusToStringMode::kWithNoExtraData)) {}

  const std::variant<std::string, int64_t, double, bool>& get() const {
    return value_;
  }

 private:
  std::variant<std::string, int64_t, double, bool> value_;
};

struct Field {
  // snake_case; not one of ts, level, service, logger, msg.
  absl::string_view key;
  Value value;
};
using Fields = std::initializer_list<Field>;

// Writes one line. Thread-safe. Text that is no UTF-8 has its bad bytes
// replaced; a newline in a value cannot begin another line.
void Write(Level level, absl::string_view logger, absl::string_view message,
           Fields fields);

inline void Debug(absl::string_view message, Fields fields = {}) {
  Write(Level::kDebug, "", message, fields);
}
inline void Info(absl::string_view message, Fields fields = {}) {
  Write(Level::kInfo, "", message, fields);
}
inline void Warn(absl::string_view message, Fields fields = {}) {
  Write(Level::kWarn, "", message, fields);
}
inline void Error(absl::string_view message, Fields fields = {}) {
  Write(Level::kError, "", message, fields);
}

}  // namespace caseload::log

#endif  // SERVICES_COMMON_LOG_LOG_H_

#include "services/common/log/log.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "nlohmann/json.hpp"
#include "spdlog/logger.h"
#include "spdlog/pattern_formatter.h"
#include "spdlog/sinks/ostream_sink.h"
#include "spdlog/sinks/stdout_sinks.h"

namespace caseload::log {
namespace {

std::string Quote(absl::string_view text) {
  return nlohmann::json(std::string(text))
      .dump(-1, ' ', /*ensure_ascii=*/false,
            nlohmann::json::error_handler_t::replace);
}

std::string ToJson(const Value& value) {
  return std::visit(
      [](const auto& held) -> std::string {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, std::string>) {
          return Quote(held);
        } else {
          // Through the library: a double that is no number becomes null.
          return nlohmann::json(held).dump();
        }
      },
      value.get());
}

spdlog::level::level_enum ToSpdlog(Level level) {
  switch (level) {
    case Level::kDebug:
      return spdlog::level::debug;
    case Level::kInfo:
      return spdlog::level::info;
    case Level::kWarn:
      return spdlog::level::warn;
    case Level::kError:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

struct Logger {
  std::string service;
  std::shared_ptr<spdlog::logger> lines;
};

Logger MakeLogger(const Options& options) {
  spdlog::sink_ptr sink;
  if (options.out == nullptr) {
    sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  } else {
    sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(
        *options.out, /*force_flush=*/true);
  }
  auto lines = std::make_shared<spdlog::logger>(options.service, sink);
  lines->set_level(ToSpdlog(options.level));
  // spdlog reads '%' in a pattern; in the service's name it is just a sign.
  const std::string service =
      absl::StrReplaceAll(Quote(options.service), {{"%", "%%"}});
  lines->set_formatter(std::make_unique<spdlog::pattern_formatter>(
      absl::StrCat(R"({"ts":"%Y-%m-%dT%H:%M:%S.%fZ","level":"%l","service":)",
                   service, R"(,%v})"),
      spdlog::pattern_time_type::utc));
  return {options.service, std::move(lines)};
}

// Never destroyed: threads of libraries may log while the process ends.
Logger& ProcessLogger() {
  static Logger* logger = new Logger(MakeLogger(Options()));
  return *logger;
}

}  // namespace

void Init(Options options) { ProcessLogger() = MakeLogger(options); }

void Write(Level level, absl::string_view logger, absl::string_view message,
           Fields fields) {
  const Logger& process = ProcessLogger();
  if (!process.lines->should_log(ToSpdlog(level))) return;
  std::string line = absl::StrCat(
      R"("logger":)", Quote(logger.empty() ? process.service : logger),
      R"(,"msg":)", Quote(message));
  for (const Field& field : fields) {
    absl::StrAppend(&line, ",", Quote(field.key), ":", ToJson(field.value));
  }
  process.lines->log(ToSpdlog(level),
                     spdlog::string_view_t(line.data(), line.size()));
}

}  // namespace caseload::log

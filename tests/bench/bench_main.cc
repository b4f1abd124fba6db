// The bench: ratios to a floor that does nothing, measured in one run.
// docs/performance.md says what was found and how to repeat it.

#include <signal.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "services/common/status/status_macros.h"
#include "tests/bench/cold.h"
#include "tests/bench/county.h"
#include "tests/bench/idle.h"
#include "tests/bench/import_rate.h"
#include "tests/bench/instructions.h"
#include "tests/bench/reads.h"
#include "tests/bench/subjects.h"

namespace caseload::bench {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  std::vector<std::string> subjects;
  double seconds = 1;
  ReadOptions reads;
  InstructionOptions instructions;
  ImportOptions rows;
  int idle_rounds = 5;
  int builds = 200;
  std::string json;
  bool smoke = false;
};

// One round of a moment: shows that everything is on, measures nothing.
ReadOptions Smoke() {
  ReadOptions options;
  options.callers = {1, 16};
  options.rounds = 1;
  options.time = absl::Milliseconds(100);
  return options;
}

absl::StatusOr<std::vector<Subject>> Chosen(const Options& options) {
  if (options.subjects.empty()) return Subjects();
  std::vector<Subject> chosen;
  for (const std::string& name : options.subjects) {
    const size_t before = chosen.size();
    for (const Subject& subject : Subjects()) {
      if (subject.name == name) chosen.push_back(subject);
    }
    if (chosen.size() == before) {
      return absl::InvalidArgumentError(
          absl::StrCat("--subject: there is no ", name));
    }
  }
  return chosen;
}

// What one measurement does with one subject.
using Measure = std::function<absl::StatusOr<Json>(County&, const Subject&)>;

absl::Status ForEachSubject(const Options& options, const std::string& title,
                            const Measure& measure, Json& report) {
  ABSL_ASSIGN_OR_RETURN(const std::vector<Subject> subjects, Chosen(options));
  County county;
  ABSL_RETURN_IF_ERROR(county.Make());
  for (const Subject& subject : subjects) {
    ABSL_ASSIGN_OR_RETURN(Json result, measure(county, subject));
    report[title].push_back(std::move(result));
  }
  return absl::OkStatus();
}

absl::Status Write(const Json& report, const std::string& path) {
  if (path.empty()) return absl::OkStatus();
  std::ofstream file(path, std::ios::trunc);
  file << report.dump(2) << "\n";
  file.close();
  return file.good() ? absl::OkStatus()
                     : absl::UnavailableError("cannot write " + path);
}

}  // namespace
}  // namespace caseload::bench

int main(int argc, char** argv) {
  using namespace caseload::bench;  // NOLINT: this file is the program.
  signal(SIGPIPE, SIG_IGN);
  setenv("CASELOAD_SOURCE_DIR", CASELOAD_SOURCE_DIR, 0);
  setenv("CASELOAD_BINARY_DIR", CASELOAD_BINARY_DIR, 0);
  Options options;
  options.instructions.directory = CASELOAD_BINARY_DIR;
  CLI::App app("Caseload beside a server that does nothing.");
  app.require_subcommand(1);
  app.add_option("--subject", options.subjects, "all when not given");
  app.add_option("--json", options.json, "where the figures go too");

  Json report;
  std::function<absl::Status()> body;
  CLI::App& reads = *app.add_subcommand(
      "reads", "throughput, server CPU and latency, with and without TLS");
  reads.add_option("--rounds", options.reads.rounds)->capture_default_str();
  reads.add_option("--seconds", options.seconds, "of one load")
      ->capture_default_str();
  reads.add_option("--callers", options.reads.callers);
  reads.add_flag("--smoke", options.smoke,
                 "a moment only: is everything on that must be on?");
  reads.callback([&] {
    body = [&] {
      options.reads.time = absl::Seconds(options.seconds);
      if (options.smoke) options.reads = Smoke();
      return ForEachSubject(
          options, "reads",
          [&](County& county, const Subject& subject) {
            return MeasureReads(county, subject, options.reads);
          },
          report);
    };
  });
  CLI::App& instructions = *app.add_subcommand(
      "instructions", "user-space instructions per call, by callgrind");
  instructions
      .add_option("--keep", options.instructions.directory,
                  "folder for callgrind's files")
      ->capture_default_str();
  instructions.add_option("--callers", options.instructions.callers)
      ->capture_default_str();
  instructions.callback([&] {
    body = [&] {
      return ForEachSubject(
          options, "instructions",
          [&](County& county, const Subject& subject) {
            return MeasureInstructions(county, subject, options.instructions);
          },
          report);
    };
  });
  CLI::App& rows = *app.add_subcommand(
      "import", "rows a second beside sqlite3 .import of the same files");
  rows.add_option("--clients", options.rows.clients)->capture_default_str();
  rows.add_option("--officers", options.rows.officers)->capture_default_str();
  rows.add_option("--rounds", options.rows.rounds)->capture_default_str();
  rows.callback([&] {
    body = [&]() -> absl::Status {
      ABSL_ASSIGN_OR_RETURN(report["import"], MeasureImport(options.rows));
      return absl::OkStatus();
    };
  });
  CLI::App& idle = *app.add_subcommand(
      "idle", "memory and start of each service beside a plain gRPC server");
  idle.add_option("--rounds", options.idle_rounds)->capture_default_str();
  idle.callback([&] {
    body = [&]() -> absl::Status {
      ABSL_ASSIGN_OR_RETURN(report["idle"], MeasureIdle(options.idle_rounds));
      return absl::OkStatus();
    };
  });
  CLI::App& cold = *app.add_subcommand(
      "cold", "a snapshot that nobody asked for before: SQL and in all");
  cold.add_option("--builds", options.builds)->capture_default_str();
  cold.callback([&] {
    body = [&]() -> absl::Status {
      County county;
      ABSL_RETURN_IF_ERROR(county.Make());
      ABSL_ASSIGN_OR_RETURN(report["cold"],
                            MeasureCold(county, options.builds));
      return absl::OkStatus();
    };
  });
  CLI11_PARSE(app, argc, argv);

  absl::Status status = body();
  if (status.ok()) status = Write(report, options.json);
  if (!status.ok()) std::cerr << status << std::endl;
  return status.ok() ? 0 : 1;
}

// import.h: a directory of CSV files into the service, in batches.
//
// The directory is read twice: once to check all of it (csv/directory.h), so
// that what is wrong with a file as a whole is known before anything is sent,
// and once to send it. One batch is in memory.

#ifndef TOOLS_CASELOADCTL_IMPORT_IMPORT_H_
#define TOOLS_CASELOADCTL_IMPORT_IMPORT_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tools/caseloadctl/csv/directory.h"
#include "tools/caseloadctl/csv/record_reader.h"
#include "tools/caseloadctl/import/sender.h"

namespace caseload::caseloadctl {

struct ImportOptions {
  // Names the run; an id. One that broke off can be given again.
  std::string run;
  // See csv::CheckOptions.
  bool latin1 = false;
  std::string reject_directory;
  // Told of each problem, in the order of files and lines within each of the
  // two readings.
  std::function<void(const csv::Problem&)> on_problem;
  // Told after each batch: rows done of all rows of the file.
  std::function<void(const std::string& file, int64_t done, int64_t all)>
      on_progress;
  // A row that refers to a record of another service comes too early until that
  // service has told of it. Such rows are sent again every `feed_pause`, and
  // given up when for `feed_patience` none has passed.
  absl::Duration feed_pause = absl::Seconds(1);
  absl::Duration feed_patience = absl::Seconds(30);
  // Waits; a test passes the time otherwise.
  std::function<void(absl::Duration)> wait = absl::SleepFor;
};

// What became of one kind's rows. read = created + changed + unchanged +
// withdrawn in the file + rejected, for a kind that is imported.
struct KindReport {
  std::string kind;
  // False: this version does not import the kind, or no target was given for
  // the service that takes it; its rows were only checked.
  bool imported = true;
  // False: the kind is another service's than those that were given.
  bool has_target = true;
  // As in csv::FileSummary.
  bool faulty = false;
  int64_t read = 0;
  int64_t created = 0;
  int64_t changed = 0;
  int64_t unchanged = 0;
  int64_t withdrawn = 0;
  int64_t rejected = 0;
  // Of those that stand: rows that break a rule of entry and are kept, being
  // history.
  int64_t flagged = 0;
  // Of a full export: records that were missing and are withdrawn now, and
  // those that are still referred to and so are kept.
  int64_t missing_withdrawn = 0;
  int64_t missing_kept = 0;
};

struct ImportReport {
  std::vector<KindReport> kinds;
  // Officer's id in the source system -> kind -> rows that stand.
  std::map<std::string, std::map<std::string, int64_t>> officers;
  int64_t problems = 0;

  int64_t rejected_rows() const;
  int64_t flagged_rows() const;
  int64_t kept_records() const;
  bool any_faulty() const;
};

// Errors: those of csv::CheckDirectory and of the sender. What was acknowledged
// before an error is stored, and a new run finds it unchanged.
absl::StatusOr<ImportReport> ImportDirectory(const std::string& directory,
                                             const ImportOptions& options,
                                             Sender& sender);

// The first reading alone: nothing is sent.
absl::StatusOr<ImportReport> DryRun(const std::string& directory,
                                    const ImportOptions& options);

}  // namespace caseload::caseloadctl

#endif  // TOOLS_CASELOADCTL_IMPORT_IMPORT_H_

// directory.h: reading all files of an export against their schemas.
//
// This is the first half of `caseloadctl import --dry-run`: no server is asked.

#ifndef TOOLS_CASELOADCTL_CSV_DIRECTORY_H_
#define TOOLS_CASELOADCTL_CSV_DIRECTORY_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tools/caseloadctl/csv/record_reader.h"

namespace caseload::csv {

struct CheckOptions {
  // See RecordReader::Options.
  bool latin1 = false;
  // Where the reject files go (`<kind>.rejects.csv`, only for files with
  // rejected rows); empty: none are written. The directory must exist.
  std::string reject_directory;
};

// What came of one file.
struct FileSummary {
  std::string file;
  // Rows without the header, and how many of them were rejected.
  int64_t rows = 0;
  int64_t rejected = 0;
  // The file as a whole was refused, was not read to its end or does not agree
  // with the manifest: nothing that is missing from it may count as withdrawn.
  bool faulty = false;
  // The manifest calls it full, for rows of these systems: what was imported
  // before and is not in it is to be withdrawn.
  std::vector<std::string> full_for;
};

struct CheckSummary {
  // In import order; only files that exist or that the manifest names.
  std::vector<FileSummary> files;
  int64_t problems = 0;

  int64_t rejected_rows() const;
  bool any_faulty() const;
};

// Reads every CSV file of `directory` in import order and calls `on_problem`
// for each problem, in the order of files and lines. A reference is checked
// against the directory's own file of that kind where the manifest calls that
// file full; otherwise an earlier import may have brought it.
//
// Errors: NOT_FOUND when `directory` is no directory or holds no file of an
// export; PERMISSION_DENIED or UNKNOWN when a file cannot be opened or a reject
// file cannot be written.
absl::StatusOr<CheckSummary> CheckDirectory(
    const std::string& directory, const CheckOptions& options,
    const std::function<void(const Problem&)>& on_problem);

}  // namespace caseload::csv

#endif  // TOOLS_CASELOADCTL_CSV_DIRECTORY_H_

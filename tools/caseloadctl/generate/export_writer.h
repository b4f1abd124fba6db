// export_writer.h: the files of an export, written row by row.

#ifndef TOOLS_CASELOADCTL_GENERATE_EXPORT_WRITER_H_
#define TOOLS_CASELOADCTL_GENERATE_EXPORT_WRITER_H_

#include <cstdint>
#include <fstream>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "tools/caseloadctl/csv/schema.h"

namespace caseload::generate {

// A cell: the column's name and its text. Columns that are not named are empty.
using Cell = std::pair<absl::string_view, std::string>;

class ExportWriter {
 public:
  // `source_system` stands in every row.
  ExportWriter(std::string directory, std::string source_system);

  // Opens one file for each record kind and writes its header. The directory
  // is made when it is not there. UNKNOWN when a file cannot be written.
  absl::Status Open();

  // The next id of a kind: "CA-000001".
  std::string NextId(csv::RecordKind kind);

  // Writes a row. A column that the schema does not have ends the process: the
  // generator is wrong then, not its input.
  void Row(csv::RecordKind kind, absl::string_view id,
           std::initializer_list<Cell> cells);

  // Writes the manifest (every file is full) and closes all. UNKNOWN when
  // something could not be written.
  absl::Status Close(absl::string_view exported_at);

 private:
  struct File {
    std::ofstream out;
    int64_t rows = 0;
    int64_t ids = 0;
  };
  const std::string directory_;
  const std::string source_system_;
  std::vector<File> files_;
};

}  // namespace caseload::generate

#endif  // TOOLS_CASELOADCTL_GENERATE_EXPORT_WRITER_H_

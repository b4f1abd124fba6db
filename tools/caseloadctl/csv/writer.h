// writer.h: rows of cells as CSV.

#ifndef TOOLS_CASELOADCTL_CSV_WRITER_H_
#define TOOLS_CASELOADCTL_CSV_WRITER_H_

#include <ostream>
#include <string>
#include <vector>

namespace caseload::csv {

// Writes one row, ended with LF. A cell is quoted when it holds a comma, a
// quotation mark, a line end or a blank at either end.
void WriteRow(const std::vector<std::string>& cells, std::ostream& out);

}  // namespace caseload::csv

#endif  // TOOLS_CASELOADCTL_CSV_WRITER_H_

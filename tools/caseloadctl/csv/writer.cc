#include "tools/caseloadctl/csv/writer.h"

#include <csv.h>

#include "absl/strings/string_view.h"

namespace caseload::csv {
namespace {

bool NeedsQuotes(absl::string_view cell) {
  if (cell.empty()) return false;
  return cell.find_first_of(",\"\r\n") != absl::string_view::npos ||
         cell.front() == ' ' || cell.front() == '\t' || cell.back() == ' ' ||
         cell.back() == '\t';
}

}  // namespace

void WriteRow(const std::vector<std::string>& cells, std::ostream& out) {
  std::string quoted;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out.put(',');
    const std::string& cell = cells[i];
    if (!NeedsQuotes(cell)) {
      out << cell;
      continue;
    }
    // csv_write doubles each quotation mark and adds two.
    quoted.resize(2 * cell.size() + 2);
    const size_t size =
        csv_write(&quoted[0], quoted.size(), cell.data(), cell.size());
    out.write(quoted.data(), static_cast<std::streamsize>(size));
  }
  out.put('\n');
}

}  // namespace caseload::csv

// report.h: what a command shows a person, and its two forms: lines for a
// terminal and one HTML page. Commands fill in a Report; nobody else lays out
// text.

#ifndef TOOLS_CASELOADCTL_SHOW_REPORT_H_
#define TOOLS_CASELOADCTL_SHOW_REPORT_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace caseload::caseloadctl {

// Figures stand at the right edge of their column and are never broken. Ids are
// meant to be copied: broken only when nothing else can be.
enum class Align { kText, kId, kFigure };

struct Column {
  std::string heading;
  Align align = Align::kText;
};

// Every row has a cell for each column.
struct Table {
  std::string caption;
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;
  // Shown in place of a table without rows: "no conference matches".
  std::string when_empty;
};

// "label: value". A fact without a value is not shown.
struct Fact {
  std::string label;
  std::string value;
};

// Shown in this order.
struct Report {
  std::string title;
  std::vector<Fact> facts;
  std::vector<Table> tables;
  // What a reader has to know to read the tables rightly.
  std::vector<std::string> notes;
};

// Lines of at most `width` columns, which is at least 40: long cells are
// continued on further lines, at a space where there is one. Only figures that
// are wider stand out. Control characters become '?', so that a record cannot
// move the reader's cursor.
std::string ToText(const Report& report, size_t width);

// One page that needs nothing else: a caption and scoped headings for every
// table, no meaning in colour alone, fit for print and for 200 % zoom. Text is
// escaped.
std::string ToHtml(const Report& report);

// How wide the terminal is that standard output goes to; 80 for a file or pipe.
size_t OutputWidth();

// Columns that `text` takes: one for each character of its UTF-8.
size_t DisplayWidth(absl::string_view text);

}  // namespace caseload::caseloadctl

#endif  // TOOLS_CASELOADCTL_SHOW_REPORT_H_

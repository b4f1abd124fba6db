#include "tools/caseloadctl/show/report.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <numeric>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace caseload::caseloadctl {
namespace {

constexpr size_t kDefaultWidth = 80;
constexpr size_t kSmallestWidth = 40;
constexpr absl::string_view kGap = "  ";
// A text column is not made narrower than this.
constexpr size_t kSmallestColumn = 6;

bool IsContinuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

// C0, DEL, and C1 as its two bytes of UTF-8.
std::string WithoutControls(absl::string_view text) {
  std::string clean;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool c1 = byte == 0xC2 && i + 1 < text.size() &&
                    static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (c1) ++i;
    clean.push_back(c1 || byte < 0x20 || byte == 0x7F ? '?' : text[i]);
  }
  return clean;
}

// How many bytes the first `columns` characters take.
size_t PrefixBytes(absl::string_view text, size_t columns) {
  size_t bytes = 0;
  while (bytes < text.size()) {
    if (!IsContinuation(text[bytes]) && columns-- == 0) break;
    ++bytes;
  }
  return bytes;
}

// Lines of at most `width`; at least one.
std::vector<std::string> Wrap(absl::string_view text, size_t width) {
  const std::string clean = WithoutControls(text);
  std::vector<std::string> lines;
  std::string line;
  for (absl::string_view word : absl::StrSplit(clean, ' ', absl::SkipEmpty())) {
    if (!line.empty() && DisplayWidth(line) + 1 + DisplayWidth(word) <= width) {
      absl::StrAppend(&line, " ", word);
      continue;
    }
    if (!line.empty()) lines.push_back(line);
    while (DisplayWidth(word) > width) {
      const size_t bytes = PrefixBytes(word, width);
      lines.emplace_back(word.substr(0, bytes));
      word.remove_prefix(bytes);
    }
    line = std::string(word);
  }
  if (!line.empty() || lines.empty()) lines.push_back(line);
  return lines;
}

std::vector<size_t> NaturalWidths(const Table& table) {
  std::vector<size_t> widths;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    size_t width = DisplayWidth(table.columns[i].heading);
    for (const auto& row : table.rows) {
      width = std::max(width, DisplayWidth(row[i]));
    }
    widths.push_back(width);
  }
  return widths;
}

size_t LongestWord(absl::string_view text) {
  size_t longest = 0;
  for (absl::string_view word : absl::StrSplit(text, ' ')) {
    longest = std::max(longest, DisplayWidth(word));
  }
  return longest;
}

// The widths at which no word is broken.
std::vector<size_t> WordWidths(const Table& table) {
  std::vector<size_t> widths;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    size_t width = LongestWord(table.columns[i].heading);
    for (const auto& row : table.rows) {
      width = std::max(width, LongestWord(row[i]));
    }
    widths.push_back(width);
  }
  return widths;
}

// Takes from the widest column of one kind, none below its `floor`, until all
// fit.
void Narrow(const Table& table, Align kind, const std::vector<size_t>& floor,
            size_t available, std::vector<size_t>* widths) {
  const size_t gaps = kGap.size() * (widths->size() - 1);
  while (std::accumulate(widths->begin(), widths->end(), gaps) > available) {
    size_t* widest = nullptr;
    for (size_t i = 0; i < widths->size(); ++i) {
      size_t& width = (*widths)[i];
      if (table.columns[i].align != kind || width <= floor[i]) continue;
      if (widest == nullptr || width > *widest) widest = &width;
    }
    if (widest == nullptr) return;
    --*widest;
  }
}

// First between words; where that is not enough, in ids and then in words.
std::vector<size_t> FittedWidths(const Table& table, size_t available) {
  std::vector<size_t> widths = NaturalWidths(table);
  std::vector<size_t> smallest;
  for (const Column& column : table.columns) {
    smallest.push_back(std::max(kSmallestColumn, LongestWord(column.heading)));
  }
  Narrow(table, Align::kText, WordWidths(table), available, &widths);
  Narrow(table, Align::kId, smallest, available, &widths);
  Narrow(table, Align::kText, smallest, available, &widths);
  return widths;
}

void AppendPadded(absl::string_view text, size_t width, Align align,
                  std::string* line) {
  const size_t used = DisplayWidth(text);
  const std::string padding(width > used ? width - used : 0, ' ');
  if (align == Align::kFigure) {
    absl::StrAppend(line, padding, text);
  } else {
    absl::StrAppend(line, text, padding);
  }
}

void AppendRow(const Table& table, const std::vector<std::string>& cells,
               const std::vector<size_t>& widths, std::string* text) {
  std::vector<std::vector<std::string>> wrapped;
  size_t height = 1;
  for (size_t i = 0; i < cells.size(); ++i) {
    wrapped.push_back(Wrap(cells[i], widths[i]));
    height = std::max(height, wrapped.back().size());
  }
  for (size_t at = 0; at < height; ++at) {
    std::string line;
    for (size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) absl::StrAppend(&line, kGap);
      AppendPadded(at < wrapped[i].size() ? wrapped[i][at] : "", widths[i],
                   table.columns[i].align, &line);
    }
    absl::StripTrailingAsciiWhitespace(&line);
    absl::StrAppend(text, line, "\n");
  }
}

void AppendTable(const Table& table, size_t width, std::string* text) {
  if (!table.caption.empty()) {
    for (const std::string& line : Wrap(table.caption, width)) {
      absl::StrAppend(text, line, "\n");
    }
  }
  if (table.rows.empty()) {
    absl::StrAppend(text, table.when_empty, "\n");
    return;
  }
  const std::vector<size_t> widths = FittedWidths(table, width);
  std::vector<std::string> headings;
  for (const Column& column : table.columns) {
    headings.push_back(absl::AsciiStrToUpper(column.heading));
  }
  AppendRow(table, headings, widths, text);
  for (const auto& row : table.rows) AppendRow(table, row, widths, text);
}

void AppendFacts(const std::vector<Fact>& facts, size_t width,
                 std::string* text) {
  size_t labels = 0;
  for (const Fact& fact : facts) {
    if (!fact.value.empty()) {
      labels = std::max(labels, DisplayWidth(fact.label));
    }
  }
  for (const Fact& fact : facts) {
    if (fact.value.empty()) continue;
    std::string label;
    AppendPadded(fact.label, labels, Align::kText, &label);
    for (const std::string& line :
         Wrap(fact.value, width - std::min(width / 2, labels + kGap.size()))) {
      absl::StrAppend(text, label, kGap, line, "\n");
      label.assign(labels, ' ');
    }
  }
}

}  // namespace

std::string ToText(const Report& report, size_t width) {
  width = std::max(width, kSmallestWidth);
  std::vector<std::string> parts;
  std::string head;
  if (!report.title.empty()) {
    for (const std::string& line : Wrap(report.title, width)) {
      absl::StrAppend(&head, line, "\n");
    }
  }
  AppendFacts(report.facts, width, &head);
  if (!head.empty()) parts.push_back(head);
  for (const Table& table : report.tables) {
    std::string text;
    AppendTable(table, width, &text);
    parts.push_back(text);
  }
  std::string notes;
  for (const std::string& note : report.notes) {
    for (const std::string& line : Wrap(note, width)) {
      absl::StrAppend(&notes, line, "\n");
    }
  }
  if (!notes.empty()) parts.push_back(notes);
  std::string text;
  for (const std::string& part : parts) {
    if (!text.empty()) text.push_back('\n');
    text += part;
  }
  return text;
}

size_t OutputWidth() {
  winsize size;
  if (isatty(STDOUT_FILENO) == 0 ||
      ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) {
    return kDefaultWidth;
  }
  return size.ws_col;
}

size_t DisplayWidth(absl::string_view text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(),
                    [](char byte) { return !IsContinuation(byte); }));
}

}  // namespace caseload::caseloadctl

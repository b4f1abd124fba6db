// tokenizer.h: a CSV file as rows of cells, in constant memory.
//
// libcsv (strict mode) finds the cells. It neither counts lines nor bounds a
// cell nor can be asked for the next row; this class adds the three. It feeds
// libcsv one physical line at a time, and a row whose quotation marks are wrong
// costs that row and not the file: reading goes on at the next line.
//
// Not thread-safe.

#ifndef TOOLS_CASELOADCTL_CSV_TOKENIZER_H_
#define TOOLS_CASELOADCTL_CSV_TOKENIZER_H_

#include <csv.h>

#include <cstddef>
#include <cstdint>
#include <istream>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace caseload::csv {

// A row with more bytes than this is not read (1 MiB); a quotation mark that
// is never closed would otherwise take the rest of the file.
inline constexpr size_t kMaxRowBytes = size_t{1} << 20;

// One row as it stands in the file.
struct RawRow {
  enum class Fault {
    kNone,
    // Quotation marks that do not pair; `text` holds the row.
    kMalformed,
    // More than kMaxRowBytes; nothing after it is read.
    kTooLong,
    // The file ends before the row's line end.
    kTruncated,
  };
  Fault fault = Fault::kNone;
  // The physical line on which it begins, from 1. Lines end with LF, CRLF or
  // CR, also inside quotation marks.
  int64_t line = 0;
  // Empty for a faulty row.
  std::vector<std::string> cells;
  // The bytes of a faulty row, without its line end, at most kMaxRowBytes.
  std::string text;
};

class Tokenizer {
 public:
  // Reads from `in`, which must outlive this. A UTF-8 byte order mark is
  // skipped.
  explicit Tokenizer(std::istream& in);
  ~Tokenizer();
  Tokenizer(const Tokenizer&) = delete;
  Tokenizer& operator=(const Tokenizer&) = delete;

  // Reads the next row into `row`; false at the end. Empty lines are no rows.
  bool Next(RawRow* row);

  // Whether the file began with a UTF-8 byte order mark, or with one of
  // UTF-16. Known from the first Next() on.
  bool has_utf8_mark() const { return has_utf8_mark_; }
  bool has_utf16_mark() const { return has_utf16_mark_; }

  // Whether the stream failed before its end: what was read is not the file.
  bool read_failed() const { return in_.bad(); }

 private:
  static void OnCell(void* bytes, size_t size, void* self);
  static void OnRow(int terminator, void* self);
  static void* Reallocate(void* old, size_t size);

  void InitParser();
  bool Fill();
  // The bytes up to and with the next line end, or all of the buffer; false at
  // the end of the file.
  bool NextPiece(absl::string_view* piece, bool* ends_line);
  // True when `row` is complete.
  bool Feed(absl::string_view piece, bool ends_line, RawRow* row);
  bool Fail(RawRow::Fault fault, RawRow* row);
  void Append(absl::string_view piece);
  void Reset();

  std::istream& in_;
  csv_parser parser_;
  std::string buffer_;
  size_t position_ = 0;
  bool started_ = false;
  bool ended_ = false;
  bool has_utf8_mark_ = false;
  bool has_utf16_mark_ = false;
  // Of the piece that comes next.
  int64_t line_ = 1;
  // Of the row that is being read.
  int64_t row_line_ = 1;
  std::string row_text_;
  std::vector<std::string> cells_;
  bool row_done_ = false;
  // A faulty row was answered in the middle of a line; the rest of that line
  // is passed over.
  bool skip_line_ = false;
};

}  // namespace caseload::csv

#endif  // TOOLS_CASELOADCTL_CSV_TOKENIZER_H_

#include "tools/caseloadctl/csv/tokenizer.h"

#include <cstdlib>
#include <utility>

#include "absl/strings/match.h"

namespace caseload::csv {
namespace {

constexpr size_t kBufferBytes = size_t{64} << 10;
constexpr absl::string_view kUtf8Mark = "\xEF\xBB\xBF";

}  // namespace

Tokenizer::Tokenizer(std::istream& in) : in_(in) { InitParser(); }

Tokenizer::~Tokenizer() { csv_free(&parser_); }

void Tokenizer::InitParser() {
  csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI);
  csv_set_realloc_func(&parser_, &Tokenizer::Reallocate);
}

// libcsv grows its buffer for one cell without bound; it takes null for "no
// memory" and reports it. The row's own limit is lower and is met first.
void* Tokenizer::Reallocate(void* old, size_t size) {
  if (size > 2 * kMaxRowBytes) return nullptr;
  return std::realloc(old, size);
}

void Tokenizer::OnCell(void* bytes, size_t size, void* self) {
  static_cast<Tokenizer*>(self)->cells_.emplace_back(
      static_cast<const char*>(bytes), size);
}

void Tokenizer::OnRow(int /*terminator*/, void* self) {
  static_cast<Tokenizer*>(self)->row_done_ = true;
}

bool Tokenizer::Fill() {
  buffer_.resize(kBufferBytes);
  in_.read(&buffer_[0], static_cast<std::streamsize>(buffer_.size()));
  buffer_.resize(static_cast<size_t>(in_.gcount()));
  position_ = 0;
  if (!started_) {
    started_ = true;
    has_utf8_mark_ = absl::StartsWith(buffer_, kUtf8Mark);
    if (has_utf8_mark_) position_ = kUtf8Mark.size();
    has_utf16_mark_ = absl::StartsWith(buffer_, "\xFF\xFE") ||
                      absl::StartsWith(buffer_, "\xFE\xFF");
  }
  return position_ < buffer_.size();
}

bool Tokenizer::NextPiece(absl::string_view* piece, bool* ends_line) {
  if (position_ >= buffer_.size() && !Fill()) return false;
  absl::string_view rest = absl::string_view(buffer_).substr(position_);
  size_t end = rest.find_first_of("\r\n");
  // A CR at the very end of the buffer may be half of a CRLF.
  if (end != absl::string_view::npos && rest[end] == '\r' &&
      end + 1 == rest.size() && in_.peek() == '\n') {
    in_.get();
    buffer_.push_back('\n');
    rest = absl::string_view(buffer_).substr(position_);
  }
  *ends_line = end != absl::string_view::npos;
  if (*ends_line) {
    ++end;
    if (rest[end - 1] == '\r' && end < rest.size() && rest[end] == '\n') ++end;
  } else {
    end = rest.size();
  }
  *piece = rest.substr(0, end);
  position_ += end;
  return true;
}

void Tokenizer::Append(absl::string_view piece) {
  row_text_.append(piece.data(), piece.size());
}

void Tokenizer::Reset() {
  cells_.clear();
  row_text_.clear();
  row_done_ = false;
}

bool Tokenizer::Fail(RawRow::Fault fault, RawRow* row) {
  while (absl::EndsWith(row_text_, "\n") || absl::EndsWith(row_text_, "\r")) {
    row_text_.pop_back();
  }
  if (row_text_.size() > kMaxRowBytes) row_text_.resize(kMaxRowBytes);
  row->fault = fault;
  row->line = row_line_;
  row->cells.clear();
  row->text = std::move(row_text_);
  csv_free(&parser_);
  InitParser();
  Reset();
  return true;
}

bool Tokenizer::Feed(absl::string_view piece, bool ends_line, RawRow* row) {
  if (row_text_.size() + piece.size() > kMaxRowBytes) {
    Append(piece);
    ended_ = true;
    return Fail(RawRow::Fault::kTooLong, row);
  }
  Append(piece);
  const size_t taken = csv_parse(&parser_, piece.data(), piece.size(),
                                 &Tokenizer::OnCell, &Tokenizer::OnRow, this);
  if (taken != piece.size()) {
    skip_line_ = !ends_line;
    return Fail(RawRow::Fault::kMalformed, row);
  }
  if (!row_done_) return false;
  row->fault = RawRow::Fault::kNone;
  row->line = row_line_;
  row->cells = std::move(cells_);
  row->text.clear();
  Reset();
  return true;
}

bool Tokenizer::Next(RawRow* row) {
  absl::string_view piece;
  bool ends_line = false;
  while (!ended_ && NextPiece(&piece, &ends_line)) {
    const int64_t line = line_;
    if (ends_line) ++line_;
    if (skip_line_) {
      skip_line_ = !ends_line;
      continue;
    }
    // A blank line between rows belongs to no row.
    const bool blank = piece.find_first_not_of(" \t\r\n") == piece.npos;
    if (row_text_.empty()) {
      if (blank) continue;
      row_line_ = line;
    }
    if (Feed(piece, ends_line, row)) return true;
  }
  if (ended_) return false;
  ended_ = true;
  if (row_text_.empty()) return false;
  return Fail(RawRow::Fault::kTruncated, row);
}

}  // namespace caseload::csv

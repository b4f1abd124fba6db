#include "tools/caseloadctl/csv/values.h"

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

namespace caseload::csv {
namespace {

constexpr absl::string_view kDateShape = "dddd-dd-dd";
constexpr absl::string_view kMonthShape = "dddd-dd";

// Whether `text` has digits where `shape` has d and is equal to it elsewhere.
bool HasShape(absl::string_view text, absl::string_view shape) {
  if (text.size() != shape.size()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (shape[i] == 'd' ? !absl::ascii_isdigit(text[i]) : text[i] != shape[i]) {
      return false;
    }
  }
  return true;
}

// The digits of `text` from `position`; their shape has been checked.
int Digits(absl::string_view text, size_t position, size_t count) {
  int value = 0;
  for (size_t i = 0; i < count; ++i) {
    value = value * 10 + (text[position + i] - '0');
  }
  return value;
}

bool YearIsTaken(absl::CivilYear year) {
  return year >= absl::CivilYear(1900) && year <= absl::CivilYear(2199);
}

// Bytes of the character that begins with `lead`; 0 for a byte that begins
// none.
size_t SequenceLength(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

// The second byte's lowest and highest value; rules out overlong forms,
// surrogates and what lies above U+10FFFF.
bool SecondByteIsTaken(unsigned char lead, unsigned char second) {
  const unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  return second >= low && second <= high;
}

bool IsContinuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

template <typename Predicate>
bool AllOf(absl::string_view text, size_t max, Predicate predicate) {
  if (text.empty() || text.size() > max) return false;
  for (char c : text) {
    if (!predicate(c)) return false;
  }
  return true;
}

}  // namespace

std::optional<absl::CivilDay> ParseDate(absl::string_view text) {
  if (!HasShape(text, kDateShape)) return std::nullopt;
  const int year = Digits(text, 0, 4);
  const int month = Digits(text, 5, 2);
  const int day = Digits(text, 8, 2);
  const absl::CivilDay date(year, month, day);
  // CivilDay normalises the 31st of April; a cell may not.
  if (date.month() != month || date.day() != day) return std::nullopt;
  if (!YearIsTaken(absl::CivilYear(date))) return std::nullopt;
  return date;
}

std::optional<absl::CivilMonth> ParseMonth(absl::string_view text) {
  if (!HasShape(text, kMonthShape)) return std::nullopt;
  const int month = Digits(text, 5, 2);
  const absl::CivilMonth result(Digits(text, 0, 4), month);
  if (result.month() != month || !YearIsTaken(absl::CivilYear(result))) {
    return std::nullopt;
  }
  return result;
}

std::optional<absl::CivilSecond> ParseLocalDateTime(absl::string_view text) {
  const bool with_seconds = HasShape(text, "dddd-dd-ddTdd:dd:dd");
  if (!with_seconds && !HasShape(text, "dddd-dd-ddTdd:dd")) {
    return std::nullopt;
  }
  std::optional<absl::CivilDay> day = ParseDate(text.substr(0, 10));
  const int hour = Digits(text, 11, 2);
  const int minute = Digits(text, 14, 2);
  const int second = with_seconds ? Digits(text, 17, 2) : 0;
  if (!day.has_value() || hour > 23 || minute > 59 || second > 59) {
    return std::nullopt;
  }
  return absl::CivilSecond(day->year(), day->month(), day->day(), hour, minute,
                           second);
}

std::optional<absl::Time> ParseInstant(absl::string_view text) {
  constexpr size_t kLocalLength = 19;
  if (text.size() <= kLocalLength) return std::nullopt;
  if (!ParseLocalDateTime(text.substr(0, kLocalLength)).has_value()) {
    return std::nullopt;
  }
  absl::string_view rest = text.substr(kLocalLength);
  if (rest[0] == '.') {
    const size_t end = rest.find_first_not_of("0123456789", 1);
    if (end == absl::string_view::npos || end < 2 || end > 7) {
      return std::nullopt;
    }
    rest.remove_prefix(end);
  }
  if (rest != "Z") {
    if (!HasShape(rest, "+dd:dd") && !HasShape(rest, "-dd:dd")) {
      return std::nullopt;
    }
    if (Digits(rest, 1, 2) > 14 || Digits(rest, 4, 2) > 59) {
      return std::nullopt;
    }
  }
  absl::Time result;
  if (!absl::ParseTime(absl::RFC3339_full, text, &result, nullptr)) {
    return std::nullopt;
  }
  return result;
}

std::optional<int64_t> ParseInteger(absl::string_view text) {
  absl::string_view digits = text;
  if (!digits.empty() && digits[0] == '-') digits.remove_prefix(1);
  if (!AllOf(digits, 19, absl::ascii_isdigit)) return std::nullopt;
  if (digits.size() > 1 && digits[0] == '0') return std::nullopt;
  int64_t value = 0;
  if (!absl::SimpleAtoi(text, &value)) return std::nullopt;
  return value;
}

std::optional<int64_t> ParseHundredths(absl::string_view text) {
  const size_t point = text.find('.');
  std::optional<int64_t> whole = ParseInteger(text.substr(0, point));
  constexpr int64_t kMaxWhole = 1'000'000'000'000;
  if (!whole.has_value() || *whole > kMaxWhole || text[0] == '-') {
    return std::nullopt;
  }
  if (point == absl::string_view::npos) return *whole * 100;
  absl::string_view decimals = text.substr(point + 1);
  if (!AllOf(decimals, 2, absl::ascii_isdigit)) return std::nullopt;
  const int tenths = decimals[0] - '0';
  const int hundredths = decimals.size() > 1 ? decimals[1] - '0' : 0;
  return *whole * 100 + tenths * 10 + hundredths;
}

std::optional<bool> ParseBoolean(absl::string_view text) {
  if (text == "true") return true;
  if (text == "false") return false;
  return std::nullopt;
}

bool IsExternalId(absl::string_view text) {
  return AllOf(text, 64, [](char c) {
    return absl::ascii_isalnum(c) || c == '.' || c == '_' || c == ':' ||
           c == '-';
  });
}

bool IsCode(absl::string_view text) {
  return AllOf(text, 63, [](char c) {
    return absl::ascii_isalnum(c) || c == '_' || c == '-';
  });
}

bool IsEmail(absl::string_view text) {
  const size_t at = text.find('@');
  if (at == 0 || at == absl::string_view::npos || text.size() > 254) {
    return false;
  }
  absl::string_view domain = text.substr(at + 1);
  if (domain.find('.') == absl::string_view::npos || domain.front() == '.' ||
      domain.back() == '.') {
    return false;
  }
  for (char c : text) {
    if (absl::ascii_isspace(c) || absl::ascii_iscntrl(c) || c == ',' ||
        c == ';' || c == '<' || c == '>') {
      return false;
    }
  }
  return domain.find('@') == absl::string_view::npos;
}

bool IsUtf8(absl::string_view text) {
  size_t i = 0;
  while (i < text.size()) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const size_t length = SequenceLength(lead);
    if (length == 0 || i + length > text.size()) return false;
    if (length > 1 &&
        !SecondByteIsTaken(lead, static_cast<unsigned char>(text[i + 1]))) {
      return false;
    }
    for (size_t j = 2; j < length; ++j) {
      if (!IsContinuation(text[i + j])) return false;
    }
    i += length;
  }
  return true;
}

bool HasControlCharacter(absl::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') {
      return true;
    }
    if (byte == 0x7F) return true;
    // U+0080 to U+009F are 0xC2 0x80 to 0xC2 0x9F.
    if (byte == 0xC2 && i + 1 < text.size() &&
        static_cast<unsigned char>(text[i + 1]) < 0xA0) {
      return true;
    }
  }
  return false;
}

int64_t CountCharacters(absl::string_view text) {
  int64_t count = 0;
  for (char c : text) {
    if (!IsContinuation(c)) ++count;
  }
  return count;
}

std::string Latin1ToUtf8(absl::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      result.push_back(c);
    } else {
      result.push_back(static_cast<char>(0xC0 | (byte >> 6)));
      result.push_back(static_cast<char>(0x80 | (byte & 0x3F)));
    }
  }
  return result;
}

std::vector<absl::string_view> SplitList(absl::string_view text) {
  if (text.empty()) return {};
  return absl::StrSplit(text, ';');
}

std::optional<std::vector<std::pair<absl::string_view, absl::string_view>>>
SplitMap(absl::string_view text) {
  std::vector<std::pair<absl::string_view, absl::string_view>> pairs;
  for (absl::string_view part : SplitList(text)) {
    const size_t equals = part.find('=');
    if (equals == absl::string_view::npos) return std::nullopt;
    pairs.emplace_back(part.substr(0, equals), part.substr(equals + 1));
  }
  return pairs;
}

}  // namespace caseload::csv

// values.h: the text of a cell as a value.
//
// Every function is strict (no surrounding blanks, no other notation) and
// answers nullopt for text that does not have the form, so that the checks of a
// reader and the conversion of an importer cannot differ.

#ifndef TOOLS_CASELOADCTL_CSV_VALUES_H_
#define TOOLS_CASELOADCTL_CSV_VALUES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace caseload::csv {

// YYYY-MM-DD, from 1900 to 2199.
std::optional<absl::CivilDay> ParseDate(absl::string_view text);

// YYYY-MM, from 1900 to 2199.
std::optional<absl::CivilMonth> ParseMonth(absl::string_view text);

// RFC 3339 with an offset: 2026-11-02T14:05:00-08:00, or Z; up to six decimals
// of a second. A leap second is not taken.
std::optional<absl::Time> ParseInstant(absl::string_view text);

// YYYY-MM-DDTHH:MM, with :SS if wanted.
std::optional<absl::CivilSecond> ParseLocalDateTime(absl::string_view text);

// A whole number that fits int64; no plus sign, no leading zeros.
std::optional<int64_t> ParseInteger(absl::string_view text);

// At most two decimals, as hundredths: "0.5" is 50.
std::optional<int64_t> ParseHundredths(absl::string_view text);

// "true" or "false".
std::optional<bool> ParseBoolean(absl::string_view text);

// An external id: 1 to 64 of A-Z a-z 0-9 . _ : -
bool IsExternalId(absl::string_view text);

// A code: 1 to 63 of A-Z a-z 0-9 _ -
bool IsCode(absl::string_view text);

// One address: something, one @, a domain; at most 254 bytes.
bool IsEmail(absl::string_view text);

// Whether `text` is UTF-8 without surrogates and overlong forms.
bool IsUtf8(absl::string_view text);

// Whether `text` (UTF-8) holds a control character other than tab and line
// end: U+0000 to U+001F, U+007F to U+009F.
bool HasControlCharacter(absl::string_view text);

// Number of characters of UTF-8 text.
int64_t CountCharacters(absl::string_view text);

// ISO-8859-1 to UTF-8.
std::string Latin1ToUtf8(absl::string_view text);

// The parts of a list ("a;b"); none for empty text.
std::vector<absl::string_view> SplitList(absl::string_view text);

// The pairs of a map ("family=3;peers=2"), or nullopt when a part has no "=".
std::optional<std::vector<std::pair<absl::string_view, absl::string_view>>>
SplitMap(absl::string_view text);

}  // namespace caseload::csv

#endif  // TOOLS_CASELOADCTL_CSV_VALUES_H_

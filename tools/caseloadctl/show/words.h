// words.h: values of the protos as a person reads and writes them.

#ifndef TOOLS_CASELOADCTL_SHOW_WORDS_H_
#define TOOLS_CASELOADCTL_SHOW_WORDS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "caseload/type/v1/date.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"
#include "google/protobuf/timestamp.pb.h"

namespace caseload::caseloadctl {

// "2026-11-23"; empty for a day that is absent.
std::string Day(const type::v1::Date& day);
// "2026-10-01 to 2026-12-31"; an open end is "...". Empty when
// both are.
std::string Days(const type::v1::DateRange& days);
// Reads "2026-11-23". False for anything else, and for a day that does not
// exist.
bool ParseDay(absl::string_view text, type::v1::Date* day);

// "2026-11-09 08:00", as clocks in the zone show it; UTC, and said so, when the
// zone is empty or not known here. Empty for an instant that is absent.
std::string Moment(const google::protobuf::Timestamp& instant,
                   absl::string_view zone);

// "o-12" for "officers/o-12"; the last part of any name.
std::string IdOf(absl::string_view name);
// "officers/o-12" for "o-12" and for itself; empty stays empty.
std::string NameIn(absl::string_view collection, absl::string_view id);

// "not scheduled" for STATE_NOT_SCHEDULED: the value's name without that of its
// enumeration. Empty for the value 0, a number for one that is not known.
std::string Words(const google::protobuf::EnumDescriptor& descriptor,
                  int number);
template <typename Enum>
std::string Words(Enum value) {
  return Words(*google::protobuf::GetEnumDescriptor<Enum>(),
               static_cast<int>(value));
}
// What an option takes for the values of an enumeration: "not-scheduled" ...
std::vector<std::string> Choices(
    const google::protobuf::EnumDescriptor& descriptor);
// The number behind a choice; 0 for none of them.
int Chosen(const google::protobuf::EnumDescriptor& descriptor,
           absl::string_view choice);

// "2 of 5 (40 %)"; "-" without a whole.
std::string OutOf(int numerator, int denominator);

}  // namespace caseload::caseloadctl

#endif  // TOOLS_CASELOADCTL_SHOW_WORDS_H_

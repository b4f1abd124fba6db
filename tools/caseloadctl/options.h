// options.h: options that several commands have, read into the protos' types.

#ifndef TOOLS_CASELOADCTL_OPTIONS_H_
#define TOOLS_CASELOADCTL_OPTIONS_H_

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

#include "caseload/type/v1/date.pb.h"
#include "google/protobuf/generated_enum_reflection.h"
#include "tools/caseloadctl/show/words.h"

namespace caseload::caseloadctl {

// Adds an option that takes a day ("2026-11-23"); anything else is wrong usage.
// Where the day goes is asked for only when there is one.
CLI::Option* AddDay(CLI::App* command, const std::string& name,
                    std::function<type::v1::Date*()> place,
                    const std::string& help);

// Adds an option that takes values of an enumeration in words
// ("not-scheduled").
template <typename Enum>
CLI::Option* AddChoices(CLI::App* command, const std::string& name,
                        std::vector<std::string>* choices,
                        const std::string& help) {
  return command->add_option(name, *choices, help)
      ->delimiter(',')
      ->check(
          CLI::IsMember(Choices(*google::protobuf::GetEnumDescriptor<Enum>())));
}
template <typename Enum>
Enum ChosenOf(const std::string& choice) {
  return static_cast<Enum>(
      Chosen(*google::protobuf::GetEnumDescriptor<Enum>(), choice));
}

}  // namespace caseload::caseloadctl

#endif  // TOOLS_CASELOADCTL_OPTIONS_H_

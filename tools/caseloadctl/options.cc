#include "tools/caseloadctl/options.h"

namespace caseload::caseloadctl {

CLI::Option* AddDay(CLI::App* command, const std::string& name,
                    std::function<type::v1::Date*()> place,
                    const std::string& help) {
  return command
      ->add_option_function<std::string>(
          name, [place](const std::string& text) { ParseDay(text, place()); },
          help)
      ->check([](const std::string& text) {
        type::v1::Date ignored;
        return ParseDay(text, &ignored)
                   ? std::string()
                   : "'" + text + "' is no day like 2026-11-23";
      })
      ->type_name("DAY");
}

}  // namespace caseload::caseloadctl

// names.h: the resource names of the assessment service, parsed and formatted
// in one place.
//
//   std::optional<InstrumentName> name =
//       InstrumentName::Parse("instruments/ls-cmi/versions/2.0");
//
// Parse() returns nullopt for every other form; what to tell the caller is for
// validate.h.

#ifndef SERVICES_ASSESSMENT_NAMES_H_
#define SERVICES_ASSESSMENT_NAMES_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace caseload::assessment {

// "instruments/{instrument}/versions/{version}". Both ids are of the form that
// the policy kernel asks of an id: 1 to 64 characters of a-z, 0-9, '-' and '.',
// beginning with a letter or digit.
struct InstrumentName {
  std::string instrument_id;
  std::string version;

  static constexpr char kForm[] = "instruments/{instrument}/versions/{version}";
  static std::optional<InstrumentName> Parse(absl::string_view name);
  std::string ToString() const;

  friend bool operator==(const InstrumentName& a, const InstrumentName& b) {
    return a.instrument_id == b.instrument_id && a.version == b.version;
  }
  friend bool operator<(const InstrumentName& a, const InstrumentName& b) {
    return a.instrument_id != b.instrument_id
               ? a.instrument_id < b.instrument_id
               : a.version < b.version;
  }
};

// "instruments/{instrument}", or "instruments/-" for all of them.
struct InstrumentParent {
  // Empty for all.
  std::string instrument_id;

  static constexpr char kForm[] = "instruments/{instrument} or instruments/-";
  static std::optional<InstrumentParent> Parse(absl::string_view name);
};

// "assessments/{assessment}", of an id that ids::IsValidId() takes.
struct AssessmentName {
  std::string assessment_id;

  static constexpr char kForm[] = "assessments/{assessment}";
  static std::optional<AssessmentName> Parse(absl::string_view name);
  std::string ToString() const;
};

// "overrides/{override}", of an id that ids::IsValidId() takes.
struct OverrideName {
  std::string override_id;

  static constexpr char kForm[] = "overrides/{override}";
  static std::optional<OverrideName> Parse(absl::string_view name);
  std::string ToString() const;
};

// "cases/{case}", a case of the caseplan service.
struct CaseName {
  std::string case_id;

  static constexpr char kForm[] = "cases/{case}";
  static std::optional<CaseName> Parse(absl::string_view name);
  std::string ToString() const;
};

}  // namespace caseload::assessment

#endif  // SERVICES_ASSESSMENT_NAMES_H_

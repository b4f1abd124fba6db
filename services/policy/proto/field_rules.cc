#include "services/policy/proto/field_rules.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "caseload/policy/v1/field_rule.pb.h"
#include "caseload/policy/v1/provenance.pb.h"
#include "services/policy/calendar.h"

namespace caseload::policy {
namespace {

namespace pb = google::protobuf;

constexpr int kMaximumNumber = 1'000'000;
constexpr size_t kMaximumText = 2000;
constexpr size_t kMaximumId = 64;

// What is wrong with the form of `text`; empty when nothing is.
std::string TextFault(absl::string_view text, v1::TextForm form) {
  const auto all_of = [&](auto predicate) {
    return std::all_of(text.begin(), text.end(), predicate);
  };
  if (text.empty()) return "is missing";
  switch (form) {
    case v1::TEXT_FORM_ID:
      if (text.size() > kMaximumId || !absl::ascii_isalnum(text.front()) ||
          !all_of([](char c) {
            return absl::ascii_islower(c) || absl::ascii_isdigit(c) ||
                   c == '-' || c == '.';
          })) {
        return absl::StrCat(
            "is not an id: lower-case letters, digits, '-' and "
            "'.', at most ",
            kMaximumId, " of them");
      }
      return "";
    case v1::TEXT_FORM_CODE:
      if (text.size() > kMaximumId || !all_of([](char c) {
            return absl::ascii_isupper(c) || absl::ascii_isdigit(c) || c == '_';
          })) {
        return absl::StrCat(
            "is not a code: upper-case letters, digits and "
            "'_', at most ",
            kMaximumId, " of them");
      }
      return "";
    case v1::TEXT_FORM_DAY: {
      const auto day = ParseDay(text);
      return day.ok() ? "" : std::string(day.status().message());
    }
    case v1::TEXT_FORM_LINE_NUMBER:
      for (const absl::string_view part : absl::StrSplit(text, '.')) {
        if (part.empty() || part.size() > 3 || part.front() == '0' ||
            !std::all_of(part.begin(), part.end(),
                         [](char c) { return absl::ascii_isdigit(c); })) {
          return "is not a line's number such as '5' or '5.1'";
        }
      }
      return "";
    default:
      if (text.size() > kMaximumText) {
        return absl::StrCat("is longer than ", kMaximumText, " bytes");
      }
      if (!all_of([](char c) { return !absl::ascii_iscntrl(c); })) {
        return "holds a control character";
      }
      return "";
  }
}

std::string NumberFault(int value, const v1::FieldRule& rule) {
  const int maximum = rule.maximum() == 0 ? kMaximumNumber : rule.maximum();
  if (value >= rule.minimum() && value <= maximum) return "";
  return absl::StrCat("is ", value, "; it must be from ", rule.minimum(),
                      " to ", maximum);
}

std::string EnumFault(const pb::FieldDescriptor& field, int value) {
  if (value != 0 && field.enum_type()->FindValueByNumber(value) != nullptr) {
    return "";
  }
  return value == 0 ? "is missing" : "is not a value that is known";
}

class Walker {
 public:
  explicit Walker(ProblemList* problems) : problems_(problems) {}

  void Check(const pb::Message& message, absl::string_view path) {
    const pb::Reflection& reflection = *message.GetReflection();
    if (!reflection.GetUnknownFields(message).empty()) {
      problems_->Add(path, "holds a field that this version does not know");
    }
    for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
      const pb::FieldDescriptor& field = *message.GetDescriptor()->field(i);
      const std::string field_path = FieldPath(path, field.name());
      if (field.is_repeated()) {
        CheckList(message, field, field_path);
      } else {
        CheckSingle(message, field, field_path);
      }
    }
    if (message.GetDescriptor() == v1::Period::descriptor()) {
      CheckPeriod(static_cast<const v1::Period&>(message), path);
    }
  }

 private:
  void CheckPeriod(const v1::Period& period, absl::string_view path) {
    if ((period.days() > 0) == (period.months() > 0)) {
      problems_->Add(path, "sets both or neither of days and months; set one");
    }
  }

  void CheckSingle(const pb::Message& message, const pb::FieldDescriptor& field,
                   const std::string& path) {
    const pb::Reflection& reflection = *message.GetReflection();
    const v1::FieldRule& rule = field.options().GetExtension(v1::field_rule);
    if (field.has_presence() && !reflection.HasField(message, &field)) {
      if (!rule.may_be_absent()) problems_->Add(path, "is missing");
      return;
    }
    switch (field.cpp_type()) {
      case pb::FieldDescriptor::CPPTYPE_MESSAGE:
        Check(reflection.GetMessage(message, &field), path);
        break;
      case pb::FieldDescriptor::CPPTYPE_STRING: {
        const std::string text = reflection.GetString(message, &field);
        if (text.empty() && rule.may_be_absent()) break;
        Report(path, TextFault(text, rule.form()));
        break;
      }
      case pb::FieldDescriptor::CPPTYPE_INT32:
        Report(path, NumberFault(reflection.GetInt32(message, &field), rule));
        break;
      case pb::FieldDescriptor::CPPTYPE_ENUM:
        Report(path,
               EnumFault(field, reflection.GetEnumValue(message, &field)));
        break;
      default:  // bool: both values are good
        break;
    }
  }

  void CheckList(const pb::Message& message, const pb::FieldDescriptor& field,
                 const std::string& path) {
    const pb::Reflection& reflection = *message.GetReflection();
    const v1::FieldRule& rule = field.options().GetExtension(v1::field_rule);
    const int size = reflection.FieldSize(message, &field);
    if (size < rule.minimum_items()) {
      problems_->Add(path, absl::StrCat("has ", size, " elements; it needs ",
                                        rule.minimum_items(), " or more"));
    }
    std::set<std::string> seen;
    for (int i = 0; i < size; ++i) {
      const std::string element = ElementPath(path, i);
      std::string key;
      switch (field.cpp_type()) {
        case pb::FieldDescriptor::CPPTYPE_MESSAGE:
          Check(reflection.GetRepeatedMessage(message, &field, i), element);
          continue;
        case pb::FieldDescriptor::CPPTYPE_STRING:
          key = reflection.GetRepeatedString(message, &field, i);
          Report(element, TextFault(key, rule.form()));
          break;
        case pb::FieldDescriptor::CPPTYPE_ENUM: {
          const int value = reflection.GetRepeatedEnumValue(message, &field, i);
          Report(element, EnumFault(field, value));
          const auto* known = field.enum_type()->FindValueByNumber(value);
          key = known == nullptr ? absl::StrCat(value) : known->name();
          break;
        }
        default:
          continue;
      }
      if (rule.unique() && !seen.insert(key).second) {
        problems_->Add(
            element, absl::StrCat("is '", key, "', which the list has twice"));
      }
    }
  }

  void Report(const std::string& path, const std::string& fault) {
    if (!fault.empty()) problems_->Add(path, fault);
  }

  ProblemList* const problems_;
};

}  // namespace

void ProblemList::Add(absl::string_view field, absl::string_view reason) {
  PolicyProblem problem;
  problem.field = std::string(field);
  problem.reason = std::string(reason);
  problems_.push_back(std::move(problem));
}

std::string FieldPath(absl::string_view parent, absl::string_view name) {
  return parent.empty() ? std::string(name) : absl::StrCat(parent, ".", name);
}

std::string ElementPath(absl::string_view list, int index) {
  return absl::StrCat(list, "[", index, "]");
}

void CheckFieldRules(const pb::Message& message, absl::string_view path,
                     ProblemList* problems) {
  Walker(problems).Check(message, path);
}

}  // namespace caseload::policy

#include "services/policy/proto/load.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/text_format.h"

namespace caseload::policy {
namespace {

namespace pb = google::protobuf;

constexpr int kMaximumNesting = 16;
constexpr size_t kMaximumText = 1 << 20;

class ParseErrors final : public pb::io::ErrorCollector {
 public:
  void AddError(int line, pb::io::ColumnNumber column,
                const std::string& message) override {
    PolicyProblem problem;
    problem.line = line + 1;
    problem.column = column + 1;
    problem.reason = message;
    problems_.push_back(std::move(problem));
  }
  void AddWarning(int line, pb::io::ColumnNumber column,
                  const std::string& message) override {
    AddError(line, column, message);
  }

  std::vector<PolicyProblem> Take() { return std::move(problems_); }

 private:
  std::vector<PolicyProblem> problems_;
};

// "standards[2]" to "standards" and 2; without brackets -1.
std::pair<std::string, int> SplitElement(absl::string_view part) {
  const size_t bracket = part.find('[');
  int index = -1;
  if (bracket == absl::string_view::npos ||
      !absl::SimpleAtoi(part.substr(bracket + 1, part.size() - bracket - 2),
                        &index)) {
    return {std::string(part), -1};
  }
  return {std::string(part.substr(0, bracket)), index};
}

// Fills in where `problem`'s field stands in the text: the field itself, or the
// nearest message around it that the text does have.
void Locate(const pb::Descriptor* descriptor,
            const pb::TextFormat::ParseInfoTree* tree, PolicyProblem* problem) {
  for (const absl::string_view part : absl::StrSplit(problem->field, '.')) {
    if (descriptor == nullptr || tree == nullptr) return;
    const auto [name, index] = SplitElement(part);
    const pb::FieldDescriptor* field = descriptor->FindFieldByName(name);
    if (field == nullptr) return;
    // A list as a whole has no place; its first element is where it begins.
    const int element = field->is_repeated() ? std::max(index, 0) : -1;
    const pb::TextFormat::ParseLocation location =
        tree->GetLocation(field, element);
    if (location.line < 0) return;
    problem->line = location.line + 1;
    problem->column = location.column + 1;
    if (field->cpp_type() != pb::FieldDescriptor::CPPTYPE_MESSAGE) return;
    descriptor = field->message_type();
    tree = tree->GetTreeForNested(field, element);
  }
}

template <typename Message, typename Value, typename Convert>
Checked<Loaded<Message, Value>> Load(absl::string_view file,
                                     absl::string_view text, Convert convert) {
  Checked<Loaded<Message, Value>> result;
  if (text.size() > kMaximumText) {
    PolicyProblem problem;
    problem.file = std::string(file);
    problem.reason = absl::StrCat("is larger than ", kMaximumText, " bytes");
    result.problems.push_back(std::move(problem));
    return result;
  }
  Message message;
  ParseErrors errors;
  pb::TextFormat::ParseInfoTree tree;
  pb::TextFormat::Parser parser;
  parser.RecordErrorsTo(&errors);
  parser.WriteLocationsTo(&tree);
  parser.SetRecursionLimit(kMaximumNesting);
  pb::io::ArrayInputStream stream(text.data(), static_cast<int>(text.size()));
  if (parser.Parse(&stream, &message)) {
    Checked<Value> converted = convert(message);
    result.problems = std::move(converted.problems);
    for (PolicyProblem& problem : result.problems) {
      Locate(Message::descriptor(), &tree, &problem);
    }
    if (converted.ok()) {
      result.value.emplace(Loaded<Message, Value>{std::move(message),
                                                  *std::move(converted.value)});
    }
  } else {
    result.problems = errors.Take();
  }
  for (PolicyProblem& problem : result.problems) {
    problem.file = std::string(file);
  }
  return result;
}

}  // namespace

Checked<Loaded<v1::PolicyPack, PolicyPack>> LoadPack(absl::string_view file,
                                                     absl::string_view text) {
  return Load<v1::PolicyPack, PolicyPack>(file, text, ConvertPack);
}

Checked<Loaded<v1::Instrument, Instrument>> LoadInstrument(
    absl::string_view file, absl::string_view text) {
  return Load<v1::Instrument, Instrument>(file, text, ConvertInstrument);
}

}  // namespace caseload::policy

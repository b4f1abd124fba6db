#include "services/caseplan/policy_convert.h"

#include <utility>

#include "google/protobuf/util/json_util.h"
#include "services/caseplan/convert.h"
#include "services/caseplan/domain/names.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/policy/proto/provenance.h"

namespace caseload::caseplan {

namespace {

// 128 bits, and short enough for a resource name.
constexpr size_t kIdLength = 32;

using Kind = policy::FieldChange::Kind;

// The enumerators are numbered as the proto's.
static_assert(static_cast<int>(PackOrigin::kCreated) ==
              v1::PolicyPack::ORIGIN_CREATED);
static_assert(static_cast<int>(PackOrigin::kShipped) ==
              v1::PolicyPack::ORIGIN_SHIPPED);
static_assert(static_cast<int>(Kind::kAdded) ==
              v1::PolicyPackChange::KIND_ADDED);
static_assert(static_cast<int>(Kind::kReordered) ==
              v1::PolicyPackChange::KIND_REORDERED);

}  // namespace

std::string PackIdOf(absl::string_view content_hash) {
  return std::string(content_hash.substr(0, kIdLength));
}

absl::StatusOr<StoredPack> ToStoredPack(const policy::v1::PolicyPack& content,
                                        const policy::PolicyPack& value,
                                        const PackRecording& recording) {
  StoredPack pack;
  if (!google::protobuf::util::MessageToJsonString(content, &pack.content_json)
           .ok()) {
    return status::Internal("the policy pack could not be written");
  }
  pack.id = PackIdOf(value.version.digest);
  pack.content_hash = value.version.digest;
  pack.pack_id = value.version.pack_id;
  pack.version_label = value.version.version_label;
  pack.division = value.division;
  pack.title = value.title;
  pack.effective_date = value.effective_date;
  pack.has_unverified_figures = policy::HasUnverifiedFigures(content);
  pack.origin = recording.origin;
  pack.created_at = recording.recorded_at;
  pack.created_by = recording.recorded_by;
  return pack;
}

absl::StatusOr<policy::v1::PolicyPack> ToContent(const StoredPack& pack) {
  policy::v1::PolicyPack content;
  if (!google::protobuf::util::JsonStringToMessage(pack.content_json, &content)
           .ok()) {
    return status::Internal("a stored policy pack cannot be read");
  }
  return content;
}

v1::PolicyPack ToSummary(const StoredPack& pack) {
  v1::PolicyPack message;
  message.set_name(PolicyPackName{pack.id}.ToString());
  message.set_content_hash(pack.content_hash);
  message.set_pack_id(pack.pack_id);
  message.set_version_label(pack.version_label);
  message.set_division(pack.division);
  message.set_title(pack.title);
  *message.mutable_effective_date() = ToProto(pack.effective_date);
  message.set_has_unverified_figures(pack.has_unverified_figures);
  message.set_origin(static_cast<v1::PolicyPack::Origin>(pack.origin));
  *message.mutable_create_time() = ToProto(pack.created_at);
  return message;
}

absl::StatusOr<v1::PolicyPack> ToProto(const StoredPack& pack) {
  v1::PolicyPack message = ToSummary(pack);
  ABSL_ASSIGN_OR_RETURN(*message.mutable_content(), ToContent(pack));
  return message;
}

v1::PolicyActivation ToProto(const Activation& activation) {
  v1::PolicyActivation message;
  message.set_name(
      ActivationName{{activation.policy_pack_id}, activation.id}.ToString());
  message.set_division(activation.division);
  *message.mutable_effective_date() = ToProto(activation.effective_date);
  message.set_forced(activation.forced);
  message.set_reason(activation.reason);
  *message.mutable_recorded_at() = ToProto(activation.recorded_at);
  message.set_recorded_by(activation.recorded_by);
  if (activation.superseded_at.has_value()) {
    *message.mutable_superseded_at() = ToProto(*activation.superseded_at);
  }
  return message;
}

absl::StatusOr<v1::PolicyActivationState> ToState(const Activation& activation,
                                                  const StoredPack& pack) {
  v1::PolicyActivationState state;
  ABSL_ASSIGN_OR_RETURN(*state.mutable_pack(), ToContent(pack));
  *state.mutable_activation() = ToProto(activation);
  state.set_name(state.activation().name());
  state.set_division(activation.division);
  state.set_policy_pack(PolicyPackName{pack.id}.ToString());
  state.set_content_hash(pack.content_hash);
  state.set_version_label(pack.version_label);
  *state.mutable_effective_date() = ToProto(activation.effective_date);
  return state;
}

v1::PolicyPackChange ToProto(const policy::FieldChange& change) {
  v1::PolicyPackChange message;
  message.set_field(change.field);
  message.set_kind(static_cast<v1::PolicyPackChange::Kind>(change.kind));
  message.set_old_value(change.old_value);
  message.set_new_value(change.new_value);
  return message;
}

v1::PolicyPackProblem ToProto(const policy::PolicyProblem& problem) {
  v1::PolicyPackProblem message;
  message.set_file(problem.file);
  message.set_line(problem.line);
  message.set_column(problem.column);
  message.set_field(problem.field);
  message.set_reason(problem.reason);
  return message;
}

}  // namespace caseload::caseplan

#include "services/common/auth/metadata_processor.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "caseload/options/v1/options.pb.h"
#include "grpc/grpc_security_constants.h"
#include "services/common/auth/identity.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::auth {
namespace {

absl::string_view ToView(grpc::string_ref ref) {
  return absl::string_view(ref.data(), ref.size());
}

absl::StatusOr<absl::string_view> AuthorizationOf(
    const grpc::AuthMetadataProcessor::InputMetadata& metadata) {
  const auto [first, last] = metadata.equal_range("authorization");
  if (first == last) return absl::string_view();
  // Two of them: whoever reads the other one sees another caller.
  if (std::next(first) != last) {
    return status::Unauthenticated("TOKEN_INVALID",
                                   "send one authorization, not several");
  }
  return ToView(first->second);
}

absl::string_view SpiffeIdOf(const grpc::AuthContext& context) {
  const auto values =
      context.FindPropertyValues(GRPC_PEER_SPIFFE_ID_PROPERTY_NAME);
  return values.empty() ? absl::string_view() : ToView(values.front());
}

// gRPC drops a processor's details, so the reason stands in the text.
grpc::Status Refuse(const absl::Status& status, absl::string_view reason) {
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()),
                      absl::StrCat(reason, ": ", status.message()));
}

enum class Port { kCertificate, kToken };

class Processor final : public grpc::AuthMetadataProcessor {
 public:
  Processor(Port port, Authenticator* authenticator, OnStranger on_stranger,
            Admission admission)
      : port_(port),
        authenticator_(authenticator),
        on_stranger_(std::move(on_stranger)),
        admission_(std::move(admission)) {}

  // A token is verified once in a tenth of a millisecond and then found in the
  // cache; a hop to another thread costs more.
  bool IsBlocking() const override { return false; }

  grpc::Status Process(const InputMetadata& metadata,
                       grpc::AuthContext* context,
                       OutputMetadata* /*consumed_auth_metadata*/,
                       OutputMetadata* /*response_metadata*/) override {
    const absl::Status admitted = Admit(metadata, *context);
    if (admitted.ok()) return grpc::Status::OK;
    const std::string reason = status::ReasonOf(admitted);
    if (on_stranger_) on_stranger_(reason);
    return Refuse(admitted, reason);
  }

 private:
  absl::Status Admit(const InputMetadata& metadata,
                     const grpc::AuthContext& context) {
    ABSL_ASSIGN_OR_RETURN(const absl::string_view authorization,
                          AuthorizationOf(metadata));
    absl::string_view spiffe_id;
    if (port_ == Port::kCertificate) {
      spiffe_id = SpiffeIdOf(context);
      if (spiffe_id.empty()) return ParseSpiffeId("", "").status();
    }
    ABSL_ASSIGN_OR_RETURN(const Caller caller, authenticator_->Authenticate(
                                                   spiffe_id, authorization));
    return admission_ ? admission_(caller) : absl::OkStatus();
  }

  const Port port_;
  Authenticator* const authenticator_;
  const OnStranger on_stranger_;
  const Admission admission_;
};

}  // namespace

std::shared_ptr<grpc::AuthMetadataProcessor> MakeCertificateProcessor(
    Authenticator* authenticator, OnStranger on_stranger, Admission admission) {
  return std::make_shared<Processor>(Port::kCertificate, authenticator,
                                     std::move(on_stranger),
                                     std::move(admission));
}

std::shared_ptr<grpc::AuthMetadataProcessor> MakeTokenProcessor(
    Authenticator* authenticator, OnStranger on_stranger) {
  return std::make_shared<Processor>(Port::kToken, authenticator,
                                     std::move(on_stranger), nullptr);
}

absl::Status AdmitOperators(const Caller& caller) {
  if (caller.kind == CallerKind::kService &&
      (caller.principal == "service/ops" ||
       caller.roles.Has(options::v1::ROLE_OPS))) {
    return absl::OkStatus();
  }
  return status::PermissionDenied(
      "METHOD_NOT_ALLOWED",
      "the admin listener is for the service identity ops "
      "or a person with the role ops");
}

}  // namespace caseload::auth

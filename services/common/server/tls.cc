#include "services/common/server/tls.h"

#include <algorithm>
#include <ctime>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "grpc/grpc_security_constants.h"
#include "grpcpp/security/tls_certificate_verifier.h"
#include "grpcpp/security/tls_credentials_options.h"
#include "openssl/ssl.h"
#include "services/common/status/status_macros.h"

namespace caseload::server {
namespace {

// gRPC takes whole seconds.
constexpr unsigned int kPollSeconds = 1;

struct FreeContext {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using ContextPtr = std::unique_ptr<SSL_CTX, FreeContext>;

absl::Status Unusable(absl::string_view what, const std::string& path) {
  return absl::InvalidArgumentError(absl::StrCat(what, " ", path));
}

// Reads the files as a TLS library does, so that what is refused here would
// have failed every handshake.
absl::StatusOr<ContextPtr> ReadFiles(const TlsFiles& files) {
  ContextPtr context(SSL_CTX_new(TLS_method()));
  if (context == nullptr) return absl::InternalError("OpenSSL has no context");
  if (SSL_CTX_use_certificate_chain_file(context.get(),
                                         files.certificate.c_str()) != 1) {
    return Unusable("cannot read the certificate", files.certificate);
  }
  if (SSL_CTX_use_PrivateKey_file(context.get(), files.key.c_str(),
                                  SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_check_private_key(context.get()) != 1) {
    return Unusable("cannot read, or is not the certificate's, the key",
                    files.key);
  }
  if (SSL_CTX_load_verify_file(context.get(), files.trusted.c_str()) != 1) {
    return Unusable("cannot read the trusted authorities", files.trusted);
  }
  return context;
}

class SpiffeIdVerifier final
    : public grpc::experimental::ExternalCertificateVerifier {
 public:
  explicit SpiffeIdVerifier(std::string expected)
      : expected_(std::move(expected)) {}

  bool Verify(grpc::experimental::TlsCustomVerificationCheckRequest* request,
              std::function<void(grpc::Status)> /*callback*/,
              grpc::Status* sync_status) override {
    const std::vector<grpc::string_ref> names = request->uri_names();
    const bool expected =
        names.size() == 1 &&
        absl::string_view(names[0].data(), names[0].size()) == expected_;
    if (!expected) {
      *sync_status = grpc::Status(
          grpc::StatusCode::UNAUTHENTICATED,
          absl::StrCat("the server's certificate is not that of ", expected_));
    }
    return true;
  }
  void Cancel(grpc::experimental::TlsCustomVerificationCheckRequest*) override {
  }

 private:
  const std::string expected_;
};

}  // namespace

TlsIdentity::TlsIdentity(TlsFiles files)
    : files_(std::move(files)),
      provider_(
          std::make_shared<grpc::experimental::FileWatcherCertificateProvider>(
              files_.key, files_.certificate, files_.trusted, kPollSeconds)) {}

absl::StatusOr<std::unique_ptr<TlsIdentity>> TlsIdentity::Load(TlsFiles files) {
  ABSL_RETURN_IF_ERROR(ReadFiles(files).status());
  return std::unique_ptr<TlsIdentity>(new TlsIdentity(std::move(files)));
}

std::shared_ptr<grpc::ServerCredentials> TlsIdentity::ForCertificatePort()
    const {
  grpc::experimental::TlsServerCredentialsOptions options(provider_);
  options.watch_identity_key_cert_pairs();
  options.watch_root_certs();
  options.set_cert_request_type(
      GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  return grpc::experimental::TlsServerCredentials(options);
}

std::shared_ptr<grpc::ServerCredentials> TlsIdentity::ForTokenPort() const {
  grpc::experimental::TlsServerCredentialsOptions options(provider_);
  options.watch_identity_key_cert_pairs();
  options.set_cert_request_type(GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE);
  return grpc::experimental::TlsServerCredentials(options);
}

std::shared_ptr<grpc::ChannelCredentials> TlsIdentity::ForChannel(
    absl::string_view expected_spiffe_id) const {
  grpc::experimental::TlsChannelCredentialsOptions options;
  options.set_certificate_provider(provider_);
  options.watch_identity_key_cert_pairs();
  options.watch_root_certs();
  options.set_verify_server_certs(true);
  options.set_check_call_host(false);
  options.set_certificate_verifier(
      grpc::experimental::ExternalCertificateVerifier::Create<SpiffeIdVerifier>(
          std::string(expected_spiffe_id)));
  return grpc::experimental::TlsCredentials(options);
}

absl::StatusOr<absl::Time> TlsIdentity::NotAfter() const {
  ABSL_ASSIGN_OR_RETURN(const ContextPtr context, ReadFiles(files_));
  std::tm expires = {};
  const X509* certificate = SSL_CTX_get0_certificate(context.get());
  if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &expires) != 1) {
    return Unusable("cannot read the expiry of", files_.certificate);
  }
  return absl::FromTM(expires, absl::UTCTimeZone());
}

}  // namespace caseload::server

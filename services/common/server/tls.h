// tls.h: certificates from files that may be renewed while the process runs.

#ifndef SERVICES_COMMON_SERVER_TLS_H_
#define SERVICES_COMMON_SERVER_TLS_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/security/tls_certificate_provider.h"

namespace caseload::server {

// PEM files. They are renewed by replacing the directory or a symbolic link at
// once, as Kubernetes does: a half-written file makes every new handshake fail
// until it is whole.
struct TlsFiles {
  // Private key of `certificate`.
  std::string key;
  // The process's certificate, then its intermediates.
  std::string certificate;
  // The authorities whose certificates are accepted from peers.
  std::string trusted;
};

// The process's certificate for all its ports and channels. The files are
// looked at once a second; a new certificate is used for new handshakes within
// about two.
class TlsIdentity {
 public:
  // INVALID_ARGUMENT when a file is missing or unreadable, or the key is not
  // the certificate's: a process with such files does not start.
  static absl::StatusOr<std::unique_ptr<TlsIdentity>> Load(TlsFiles files);

  // Requires a client certificate that a trusted authority signed.
  std::shared_ptr<grpc::ServerCredentials> ForCertificatePort() const;
  // Asks for no client certificate.
  std::shared_ptr<grpc::ServerCredentials> ForTokenPort() const;
  // For a channel to the service whose certificate states exactly
  // `expected_spiffe_id`; a server with another identity is not spoken to. Host
  // names are not compared: behind one name stand many replicas.
  std::shared_ptr<grpc::ChannelCredentials> ForChannel(
      absl::string_view expected_spiffe_id) const;

  // When the certificate that is in the file now expires, for an alert.
  absl::StatusOr<absl::Time> NotAfter() const;

 private:
  explicit TlsIdentity(TlsFiles files);

  const TlsFiles files_;
  const std::shared_ptr<grpc::experimental::CertificateProviderInterface>
      provider_;
};

}  // namespace caseload::server

#endif  // SERVICES_COMMON_SERVER_TLS_H_

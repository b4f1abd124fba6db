#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "openssl/bio.h"
#include "openssl/ec.h"
#include "openssl/evp.h"
#include "openssl/pem.h"
#include "openssl/rand.h"
#include "openssl/x509v3.h"
#include "services/common/status/status_macros.h"
#include "tools/authority/authority.h"

namespace caseload::authority {
namespace {

template <typename T, void (*Free)(T*)>
struct Deleter {
  void operator()(T* pointer) const { Free(pointer); }
};
using KeyPtr = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY, EVP_PKEY_free>>;
using CertPtr = std::unique_ptr<X509, Deleter<X509, X509_free>>;
using BioPtr = std::unique_ptr<BIO, Deleter<BIO, BIO_free_all>>;
using ExtensionPtr =
    std::unique_ptr<X509_EXTENSION,
                    Deleter<X509_EXTENSION, X509_EXTENSION_free>>;

absl::Status Failed(absl::string_view step) {
  return absl::InternalError(absl::StrCat("OpenSSL could not ", step));
}

std::string ContentOf(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return std::string(data, static_cast<size_t>(size));
}

BioPtr BioOver(const std::string& text) {
  return BioPtr(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

absl::StatusOr<KeyPair> ToPem(X509* certificate, EVP_PKEY* key) {
  BioPtr certificate_pem(BIO_new(BIO_s_mem()));
  BioPtr key_pem(BIO_new(BIO_s_mem()));
  if (PEM_write_bio_X509(certificate_pem.get(), certificate) != 1 ||
      PEM_write_bio_PKCS8PrivateKey(key_pem.get(), key, nullptr, nullptr, 0,
                                    nullptr, nullptr) != 1) {
    return Failed("write a certificate");
  }
  return KeyPair{ContentOf(certificate_pem.get()), ContentOf(key_pem.get())};
}

struct Extension {
  int nid;
  std::string value;
};

absl::Status AddExtensions(X509* certificate, X509* issuer,
                           const std::vector<Extension>& extensions) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  for (const Extension& extension : extensions) {
    ExtensionPtr made(X509V3_EXT_conf_nid(nullptr, &context, extension.nid,
                                          extension.value.c_str()));
    if (made == nullptr || X509_add_ext(certificate, made.get(), -1) != 1) {
      return Failed(absl::StrCat("add ", OBJ_nid2sn(extension.nid)));
    }
  }
  return absl::OkStatus();
}

// A positive random serial number of 127 bits (RFC 5280 allows 20 octets).
absl::Status SetSerial(X509* certificate) {
  unsigned char bytes[16];
  if (RAND_bytes(bytes, sizeof(bytes)) != 1) return Failed("draw a serial");
  bytes[0] &= 0x7f;
  BIGNUM* number = BN_bin2bn(bytes, sizeof(bytes), nullptr);
  const bool set =
      number != nullptr &&
      BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nullptr;
  BN_free(number);
  return set ? absl::OkStatus() : Failed("set a serial");
}

absl::StatusOr<CertPtr> NewCertificate(absl::string_view common_name,
                                       EVP_PKEY* key, absl::Time not_before,
                                       absl::Time not_after) {
  CertPtr certificate(X509_new());
  if (certificate == nullptr ||
      X509_set_version(certificate.get(), X509_VERSION_3) != 1) {
    return Failed("make a certificate");
  }
  ABSL_RETURN_IF_ERROR(SetSerial(certificate.get()));
  X509_NAME* subject = X509_get_subject_name(certificate.get());
  if (X509_NAME_add_entry_by_txt(
          subject, "CN", MBSTRING_UTF8,
          reinterpret_cast<const unsigned char*>(common_name.data()),
          static_cast<int>(common_name.size()), -1, 0) != 1 ||
      X509_set_pubkey(certificate.get(), key) != 1 ||
      ASN1_TIME_set(X509_getm_notBefore(certificate.get()),
                    absl::ToTimeT(not_before)) == nullptr ||
      ASN1_TIME_set(X509_getm_notAfter(certificate.get()),
                    absl::ToTimeT(not_after)) == nullptr) {
    return Failed("fill in a certificate");
  }
  return certificate;
}

std::string SubjectAltNames(const LeafOptions& options) {
  std::string names = "DNS:localhost,IP:127.0.0.1";
  for (const std::string& name : options.dns_names) {
    absl::StrAppend(&names, ",DNS:", name);
  }
  if (!options.spiffe_id.empty()) {
    absl::StrAppend(&names, ",URI:", options.spiffe_id);
  }
  return names;
}

}  // namespace

absl::StatusOr<CertificateAuthority> CertificateAuthority::Create(
    absl::string_view common_name, absl::Time not_before,
    absl::Time not_after) {
  KeyPtr key(EVP_EC_gen("P-256"));
  if (key == nullptr) return Failed("make a key");
  ABSL_ASSIGN_OR_RETURN(
      CertPtr certificate,
      NewCertificate(common_name, key.get(), not_before, not_after));
  X509_set_issuer_name(certificate.get(),
                       X509_get_subject_name(certificate.get()));
  ABSL_RETURN_IF_ERROR(
      AddExtensions(certificate.get(), certificate.get(),
                    {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
                     {NID_key_usage, "critical,keyCertSign,cRLSign"},
                     {NID_subject_key_identifier, "hash"}}));
  if (X509_sign(certificate.get(), key.get(), EVP_sha256()) == 0) {
    return Failed("sign a certificate");
  }
  ABSL_ASSIGN_OR_RETURN(KeyPair pair, ToPem(certificate.get(), key.get()));
  return CertificateAuthority(std::move(pair));
}

absl::StatusOr<KeyPair> CertificateAuthority::Issue(
    const LeafOptions& options) const {
  BioPtr issuer_pem = BioOver(pair_.certificate);
  BioPtr issuer_key_pem = BioOver(pair_.key);
  CertPtr issuer(
      PEM_read_bio_X509(issuer_pem.get(), nullptr, nullptr, nullptr));
  KeyPtr issuer_key(
      PEM_read_bio_PrivateKey(issuer_key_pem.get(), nullptr, nullptr, nullptr));
  KeyPtr key(EVP_EC_gen("P-256"));
  if (issuer == nullptr || issuer_key == nullptr || key == nullptr) {
    return Failed("read the authority or make a key");
  }
  ABSL_ASSIGN_OR_RETURN(CertPtr certificate,
                        NewCertificate("caseload", key.get(),
                                       options.not_before, options.not_after));
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer.get()));
  ABSL_RETURN_IF_ERROR(
      AddExtensions(certificate.get(), issuer.get(),
                    {{NID_basic_constraints, "critical,CA:FALSE"},
                     {NID_key_usage, "critical,digitalSignature"},
                     {NID_ext_key_usage, "serverAuth,clientAuth"},
                     {NID_subject_key_identifier, "hash"},
                     {NID_authority_key_identifier, "keyid"},
                     {NID_subject_alt_name, SubjectAltNames(options)}}));
  if (X509_sign(certificate.get(), issuer_key.get(), EVP_sha256()) == 0) {
    return Failed("sign a certificate");
  }
  return ToPem(certificate.get(), key.get());
}

absl::StatusOr<CertificateAuthority> CertificateAuthority::ReadFrom(
    const std::string& directory) {
  KeyPair pair;
  ABSL_ASSIGN_OR_RETURN(pair.certificate,
                        ReadWholeFile(absl::StrCat(directory, "/ca.pem")));
  ABSL_ASSIGN_OR_RETURN(pair.key,
                        ReadWholeFile(absl::StrCat(directory, "/ca.key")));
  BioPtr certificate_pem = BioOver(pair.certificate);
  BioPtr key_pem = BioOver(pair.key);
  CertPtr certificate(
      PEM_read_bio_X509(certificate_pem.get(), nullptr, nullptr, nullptr));
  KeyPtr key(PEM_read_bio_PrivateKey(key_pem.get(), nullptr, nullptr, nullptr));
  if (certificate == nullptr || key == nullptr ||
      X509_check_private_key(certificate.get(), key.get()) != 1) {
    return absl::InvalidArgumentError(absl::StrCat(
        "ca.pem and ca.key in ", directory, " are no certificate and its key"));
  }
  return CertificateAuthority(std::move(pair));
}

absl::Status CertificateAuthority::WriteTo(const std::string& directory) const {
  return WriteKeyPair(pair_, directory, "ca");
}

}  // namespace caseload::authority

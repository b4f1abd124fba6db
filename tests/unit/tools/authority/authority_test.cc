#include "tools/authority/authority.h"

#include <sys/stat.h>

#include <filesystem>
#include <memory>
#include <string>

#include "gtest/gtest.h"
#include "openssl/pem.h"
#include "openssl/x509v3.h"
#include "tests/support/temp_dir.h"

namespace caseload::authority {
namespace {

const absl::Time kStart = absl::FromUnixSeconds(1'770'000'000);
constexpr char kId[] = "spiffe://caseload.example/service/notify";

struct FreeCertificate {
  void operator()(X509* certificate) const { X509_free(certificate); }
};
using CertPtr = std::unique_ptr<X509, FreeCertificate>;

CertPtr Parse(const std::string& pem) {
  BIO* bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  CertPtr certificate(PEM_read_bio_X509(bio, nullptr, nullptr, nullptr));
  BIO_free(bio);
  return certificate;
}

// What OpenSSL says about `leaf` under `ca` at `now`.
int Verify(X509* ca, X509* leaf, absl::Time now, int purpose) {
  X509_STORE* store = X509_STORE_new();
  X509_STORE_add_cert(store, ca);
  X509_STORE_CTX* context = X509_STORE_CTX_new();
  X509_STORE_CTX_init(context, store, leaf, nullptr);
  X509_STORE_CTX_set_time(context, 0, absl::ToTimeT(now));
  X509_STORE_CTX_set_purpose(context, purpose);
  X509_verify_cert(context);
  const int error = X509_STORE_CTX_get_error(context);
  X509_STORE_CTX_free(context);
  X509_STORE_free(store);
  return error;
}

class AuthorityTest : public ::testing::Test {
 protected:
  AuthorityTest()
      : ca_(*CertificateAuthority::Create("Test", kStart,
                                          kStart + absl::Hours(48))) {
    LeafOptions options;
    options.spiffe_id = kId;
    options.dns_names = {"notify.caseload.svc"};
    options.not_before = kStart;
    options.not_after = kStart + absl::Hours(24);
    leaf_ = *ca_.Issue(options);
  }

  testing::TempDir directory_;
  CertificateAuthority ca_;
  KeyPair leaf_;
};

TEST_F(AuthorityTest, LeafServesClientsAndServersWhileItIsValid) {
  const CertPtr ca = Parse(ca_.certificate());
  const CertPtr leaf = Parse(leaf_.certificate);
  for (int purpose : {X509_PURPOSE_SSL_CLIENT, X509_PURPOSE_SSL_SERVER}) {
    EXPECT_EQ(Verify(ca.get(), leaf.get(), kStart + absl::Hours(1), purpose),
              X509_V_OK);
    EXPECT_EQ(Verify(ca.get(), leaf.get(), kStart - absl::Hours(1), purpose),
              X509_V_ERR_CERT_NOT_YET_VALID);
    EXPECT_EQ(Verify(ca.get(), leaf.get(), kStart + absl::Hours(25), purpose),
              X509_V_ERR_CERT_HAS_EXPIRED);
  }
}

TEST_F(AuthorityTest, LeafStatesItsNames) {
  const CertPtr leaf = Parse(leaf_.certificate);
  for (const char* host : {"localhost", "notify.caseload.svc"}) {
    EXPECT_EQ(X509_check_host(leaf.get(), host, 0, 0, nullptr), 1) << host;
  }
  EXPECT_EQ(X509_check_host(leaf.get(), "other", 0, 0, nullptr), 0);
  EXPECT_EQ(X509_check_ip_asc(leaf.get(), "127.0.0.1", 0), 1);
}

TEST_F(AuthorityTest, LeafDoesNotSignLeaves) {
  ASSERT_TRUE(WriteKeyPair(leaf_, directory_.path(), "ca").ok());
  const auto posing = CertificateAuthority::ReadFrom(directory_.path());
  ASSERT_TRUE(posing.ok());
  LeafOptions options;
  options.spiffe_id = kId;
  options.not_before = kStart;
  options.not_after = kStart + absl::Hours(1);
  const auto below = posing->Issue(options);
  ASSERT_TRUE(below.ok()) << below.status();
  EXPECT_NE(
      Verify(Parse(leaf_.certificate).get(), Parse(below->certificate).get(),
             kStart + absl::Minutes(1), X509_PURPOSE_SSL_CLIENT),
      X509_V_OK);
}

TEST_F(AuthorityTest, AuthorityAndIssuerAreReadBackAsTheyWere) {
  ASSERT_TRUE(ca_.WriteTo(directory_.path()).ok());
  const auto ca = CertificateAuthority::ReadFrom(directory_.path());
  ASSERT_TRUE(ca.ok()) << ca.status();
  EXPECT_EQ(ca->certificate(), ca_.certificate());
  const auto issuer = TokenIssuer::Create("one");
  ASSERT_TRUE(issuer.ok());
  ASSERT_TRUE(issuer->WriteTo(directory_.path()).ok());
  const auto again = TokenIssuer::ReadFrom(directory_.path());
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->jwks(), issuer->jwks());
}

TEST_F(AuthorityTest, WhatIsMissingOrMixedIsNotRead) {
  EXPECT_EQ(CertificateAuthority::ReadFrom(directory_.path()).status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(TokenIssuer::ReadFrom(directory_.path()).status().code(),
            absl::StatusCode::kNotFound);
  ASSERT_TRUE(
      WriteKeyPair({ca_.certificate(), leaf_.key}, directory_.path(), "ca")
          .ok());
  EXPECT_EQ(CertificateAuthority::ReadFrom(directory_.path()).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(AuthorityTest, FilesAreForTheOwnerAloneAndNothingIsLeftBeside) {
  const std::string path = directory_.File("secret");
  ASSERT_TRUE(WriteFileAtomically(path, "one").ok());
  ASSERT_TRUE(WriteFileAtomically(path, "two").ok());
  EXPECT_EQ(*ReadWholeFile(path), "two");
  struct stat found;
  ASSERT_EQ(stat(path.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, mode_t{0600});
  int files = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(directory_.path())) {
    (void)entry;
    ++files;
  }
  EXPECT_EQ(files, 1);
  EXPECT_EQ(WriteFileAtomically(directory_.File("absent/x"), "").code(),
            absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace caseload::authority

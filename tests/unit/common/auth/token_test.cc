#include "services/common/auth/token.h"

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "caseload/options/v1/options.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/status/error.h"
#include "tests/support/loopback/forged_token.h"
#include "tests/support/temp_dir.h"
#include "tools/authority/authority.h"

namespace caseload::auth {
namespace {

using testing::Header;
using testing::JwkPtr;

constexpr char kIssuer[] = "https://login.caseload.example";
constexpr char kAudience[] = "caseload";

class TokenTest : public ::testing::Test {
 protected:
  TokenTest() : clock_(absl::FromUnixSeconds(1'770'000'000)) {
    WriteKeys({key_.get()});
  }

  void WriteKeys(const std::vector<const cjose_jwk_t*>& keys) {
    std::vector<std::string> json;
    for (const cjose_jwk_t* key : keys) {
      json.push_back(testing::PublicJson(key));
    }
    WriteFile(absl::StrCat("{\"keys\":[", absl::StrJoin(json, ","), "]}"));
  }

  void WriteFile(const std::string& content) {
    ASSERT_TRUE(authority::WriteFileAtomically(Path(), content).ok());
  }

  std::string Path() const { return directory_.File("jwks.json"); }

  TokenOptions Options() const {
    TokenOptions options;
    options.issuer = kIssuer;
    options.audience = kAudience;
    options.jwks_path = Path();
    options.group_roles = {{"officers", options::v1::ROLE_DPO},
                           {"supervisors", options::v1::ROLE_SDPO}};
    return options;
  }

  std::unique_ptr<TokenVerifier> Verifier() { return Verifier(Options()); }
  std::unique_ptr<TokenVerifier> Verifier(const TokenOptions& options) {
    auto verifier = TokenVerifier::Create(options, &clock_);
    EXPECT_TRUE(verifier.ok()) << verifier.status();
    return *std::move(verifier);
  }

  // Claims valid for an hour, `more` (JSON members) over or beside them.
  std::string Claims(const std::string& more = "") const {
    const int64_t now = absl::ToUnixSeconds(clock_.Now());
    return absl::StrCat("{\"iss\":\"", kIssuer, "\",\"aud\":\"", kAudience,
                        "\",\"sub\":\"officer-7\",\"groups\":[\"officers\"],",
                        "\"exp\":", now + 3600, more, "}");
  }

  std::string Sign(const std::string& claims) const {
    return testing::SignedToken(key_.get(), Header{"ES256", "first", ""},
                                claims);
  }

  static void ExpectRefused(TokenVerifier& verifier, const std::string& token,
                            const std::string& reason = "TOKEN_INVALID") {
    const absl::Status status = verifier.Verify(token).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kUnauthenticated) << status;
    EXPECT_EQ(status::ReasonOf(status), reason) << status;
    EXPECT_EQ(status.message().find("officer-7"), absl::string_view::npos);
  }

  testing::TempDir directory_;
  clock::SimulatedClock clock_;
  const JwkPtr key_ = testing::NewEcKey("first");
};

TEST_F(TokenTest, ValidTokenIsAPersonWithTheRolesOfTheirGroups) {
  const auto caller = Verifier()->Verify(
      Sign(Claims(",\"groups\":[\"officers\",\"supervisors\",\"gardeners\"]")));
  ASSERT_TRUE(caller.ok()) << caller.status();
  EXPECT_EQ(caller->kind, CallerKind::kPerson);
  EXPECT_EQ(caller->principal, "person/officer-7");
  EXPECT_EQ(caller->person, "officer-7");
  EXPECT_TRUE(caller->roles.Has(options::v1::ROLE_DPO));
  EXPECT_TRUE(caller->roles.Has(options::v1::ROLE_SDPO));
  EXPECT_FALSE(caller->roles.Has(options::v1::ROLE_ADMIN));
}

TEST_F(TokenTest, TokenWithoutGroupsIsAPersonWithoutRoles) {
  const auto caller = Verifier()->Verify(Sign(Claims(",\"groups\":[]")));
  ASSERT_TRUE(caller.ok()) << caller.status();
  EXPECT_TRUE(caller->roles.empty());
}

TEST_F(TokenTest, AudienceMayBeOneOfSeveral) {
  EXPECT_TRUE(Verifier()
                  ->Verify(Sign(Claims(",\"aud\":[\"other\",\"caseload\"]")))
                  .ok());
}

TEST_F(TokenTest, RsaTokenOfAKeyOf2048BitsIsAccepted) {
  const JwkPtr rsa = testing::NewRsaKey(2048, "rsa");
  WriteKeys({rsa.get(), key_.get()});
  EXPECT_TRUE(Verifier()
                  ->Verify(testing::SignedToken(
                      rsa.get(), Header{"RS256", "rsa", ""}, Claims()))
                  .ok());
}

TEST_F(TokenTest, WrongClaimsAreRefused) {
  auto verifier = Verifier();
  for (const std::string more :
       {",\"iss\":\"https://elsewhere.example\"", ",\"iss\":7",
        ",\"aud\":\"other\"", ",\"aud\":[\"other\"]", ",\"aud\":7",
        ",\"exp\":\"never\"", ",\"exp\":null", ",\"nbf\":\"x\"",
        ",\"sub\":\"\"", ",\"sub\":7", ",\"sub\":\"two words\"",
        ",\"groups\":\"officers\"", ",\"groups\":[7]"}) {
    SCOPED_TRACE(more);
    ExpectRefused(*verifier, Sign(Claims(more)));
  }
  ExpectRefused(
      *verifier,
      Sign(Claims(absl::StrCat(",\"sub\":\"", std::string(129, 'a'), "\""))));
  ExpectRefused(*verifier, Sign("{}"));
  ExpectRefused(*verifier, Sign("[1]"));
  ExpectRefused(*verifier, Sign("no json"));
}

TEST_F(TokenTest, ExpiryAndStartAreHeldWithTheSkew) {
  auto verifier = Verifier();
  const int64_t now = absl::ToUnixSeconds(clock_.Now());
  const auto with = [&](const char* claim, int64_t at) {
    return Sign(Claims(absl::StrCat(",\"", claim, "\":", at)));
  };
  EXPECT_TRUE(verifier->Verify(with("exp", now - 29)).ok());
  ExpectRefused(*verifier, with("exp", now - 30), "TOKEN_EXPIRED");
  EXPECT_TRUE(verifier->Verify(with("nbf", now + 30)).ok());
  ExpectRefused(*verifier, with("nbf", now + 31));
}

TEST_F(TokenTest, RepeatedTokenComesFromTheCacheUntilItExpires) {
  auto verifier = Verifier();
  const std::string token = Sign(Claims());
  EXPECT_TRUE(verifier->Verify(token).ok());
  EXPECT_TRUE(verifier->Verify(token).ok());
  EXPECT_EQ(verifier->stats().cache_misses, 1u);
  EXPECT_EQ(verifier->stats().cache_hits, 1u);
  clock_.AdvanceTime(absl::Seconds(3629));
  EXPECT_TRUE(verifier->Verify(token).ok());
  clock_.AdvanceTime(absl::Seconds(1));
  ExpectRefused(*verifier, token, "TOKEN_EXPIRED");
}

TEST_F(TokenTest, CacheForgetsTheLeastRecentlyUsed) {
  TokenOptions options = Options();
  options.cache_entries = 2;
  auto verifier = Verifier(options);
  const std::string a = Sign(Claims(",\"sub\":\"a\""));
  const std::string b = Sign(Claims(",\"sub\":\"b\""));
  const std::string c = Sign(Claims(",\"sub\":\"c\""));
  for (const std::string& token : {a, b, a, c}) {
    ASSERT_TRUE(verifier->Verify(token).ok());
  }
  EXPECT_EQ(verifier->stats().cache_misses, 3u);
  EXPECT_EQ(verifier->Verify(a)->person, "a");
  EXPECT_EQ(verifier->stats().cache_misses, 3u);
  EXPECT_EQ(verifier->Verify(b)->person, "b");
  EXPECT_EQ(verifier->stats().cache_misses, 4u);
}

TEST_F(TokenTest, UnsignedTokenIsRefused) {
  auto verifier = Verifier();
  ExpectRefused(
      *verifier,
      testing::UnsignedToken("{\"alg\":\"none\",\"kid\":\"first\"}", Claims()));
  ExpectRefused(*verifier,
                testing::UnsignedToken("{\"alg\":\"ES256\",\"kid\":\"first\"}",
                                       Claims()));
}

TEST_F(TokenTest, HmacKeyedWithThePublicKeyIsRefused) {
  const JwkPtr hmac = testing::HmacKey(testing::PublicJson(key_.get()));
  ExpectRefused(
      *Verifier(),
      testing::SignedToken(hmac.get(), Header{"HS256", "first", ""}, Claims()));
}

TEST_F(TokenTest, AlgorithmOfAnotherKindOfKeyIsRefused) {
  const JwkPtr rsa = testing::NewRsaKey(2048, "first");
  ExpectRefused(
      *Verifier(),
      testing::SignedToken(rsa.get(), Header{"RS256", "first", ""}, Claims()));
}

TEST_F(TokenTest, AllowedKeyWithAnotherAlgorithmIsRefused) {
  const JwkPtr rsa = testing::NewRsaKey(2048, "rsa");
  WriteKeys({rsa.get()});
  auto verifier = Verifier();
  for (const char* algorithm : {"RS384", "RS512", "PS256"}) {
    SCOPED_TRACE(algorithm);
    ExpectRefused(*verifier,
                  testing::SignedToken(rsa.get(), Header{algorithm, "rsa", ""},
                                       Claims()));
  }
}

TEST_F(TokenTest, SignatureOfAnotherKeyIsRefused) {
  const JwkPtr other = testing::NewEcKey("first");
  ExpectRefused(*Verifier(),
                testing::SignedToken(other.get(), Header{"ES256", "first", ""},
                                     Claims()));
}

TEST_F(TokenTest, ChangedClaimsAreRefused) {
  const std::string token = Sign(Claims());
  const std::string other = Sign(Claims(",\"groups\":[\"supervisors\"]"));
  const auto dot = [](const std::string& text) { return text.rfind('.'); };
  ExpectRefused(*Verifier(), absl::StrCat(other.substr(0, dot(other)),
                                          token.substr(dot(token))));
}

TEST_F(TokenTest, CriticalExtensionIsRefused) {
  ExpectRefused(
      *Verifier(),
      testing::SignedToken(key_.get(), Header{"ES256", "first", "[\"b64\"]"},
                           Claims()));
}

TEST_F(TokenTest, WhatIsNoTokenIsRefused) {
  auto verifier = Verifier();
  for (const std::string& text :
       {std::string(""), std::string("x"), std::string("a.b.c"),
        std::string("..."), std::string(8193, 'a'),
        std::string("\0\0.\0", 4)}) {
    ExpectRefused(*verifier, text);
  }
}

TEST_F(TokenTest, UnknownKeyReadsTheFileAgainAtMostOncePerTenSeconds) {
  auto verifier = Verifier();
  const JwkPtr stranger = testing::NewEcKey("made-up");
  const std::string token = testing::SignedToken(
      stranger.get(), Header{"ES256", "made-up", ""}, Claims());
  ExpectRefused(*verifier, token);
  EXPECT_EQ(verifier->stats().reloads, 2u);
  ExpectRefused(*verifier, token);
  clock_.AdvanceTime(absl::Milliseconds(9999));
  ExpectRefused(*verifier, token);
  EXPECT_EQ(verifier->stats().reloads, 2u);
  clock_.AdvanceTime(absl::Milliseconds(1));
  ExpectRefused(*verifier, token);
  EXPECT_EQ(verifier->stats().reloads, 3u);
}

TEST_F(TokenTest, NewKeyIsTakenAsSoonAsATokenNamesIt) {
  auto verifier = Verifier();
  const JwkPtr next = testing::NewEcKey("next");
  WriteKeys({key_.get(), next.get()});
  EXPECT_TRUE(verifier
                  ->Verify(testing::SignedToken(
                      next.get(), Header{"ES256", "next", ""}, Claims()))
                  .ok());
}

TEST_F(TokenTest, WithdrawnKeyTakesItsCachedTokensWithIt) {
  auto verifier = Verifier();
  const std::string token = Sign(Claims());
  ASSERT_TRUE(verifier->Verify(token).ok());
  const JwkPtr next = testing::NewEcKey("next");
  WriteKeys({next.get()});
  clock_.AdvanceTime(absl::Seconds(1));
  ExpectRefused(*verifier, token);
}

TEST_F(TokenTest, KeyWithdrawnByAForcedReadTakesItsCachedTokensToo) {
  auto verifier = Verifier();
  const std::string token = Sign(Claims());
  ASSERT_TRUE(verifier->Verify(token).ok());
  const JwkPtr next = testing::NewEcKey("next");
  WriteKeys({next.get()});
  // Within the second in which the file is not looked at, the new key's id
  // makes it be read.
  EXPECT_TRUE(verifier
                  ->Verify(testing::SignedToken(
                      next.get(), Header{"ES256", "next", ""}, Claims()))
                  .ok());
  ExpectRefused(*verifier, token);
}

TEST_F(TokenTest, ReissuedKeyOfTheSameIdDoesNotKeepOldTokens) {
  auto verifier = Verifier();
  const std::string token = Sign(Claims());
  ASSERT_TRUE(verifier->Verify(token).ok());
  const JwkPtr reissued = testing::NewEcKey("first");
  WriteKeys({reissued.get()});
  clock_.AdvanceTime(absl::Seconds(1));
  ExpectRefused(*verifier, token);
}

struct BadKeys {
  std::string name;
  std::string content;
};
void PrintTo(const BadKeys& bad, std::ostream* out) { *out << bad.name; }

class BadKeysTest : public TokenTest,
                    public ::testing::WithParamInterface<BadKeys> {};

TEST_P(BadKeysTest, KeepTheLastGoodOnesAndAreCounted) {
  auto verifier = Verifier();
  WriteFile(GetParam().content);
  clock_.AdvanceTime(absl::Seconds(2));
  EXPECT_TRUE(verifier->Verify(Sign(Claims())).ok());
  EXPECT_EQ(verifier->stats().bad_reloads, 1u);
  clock_.AdvanceTime(absl::Seconds(2));
  EXPECT_TRUE(verifier->Verify(Sign(Claims(",\"sub\":\"b\""))).ok());
  EXPECT_EQ(verifier->stats().bad_reloads, 1u) << "the same file, read once";
}

TEST_P(BadKeysTest, AreNoStart) {
  WriteFile(GetParam().content);
  EXPECT_EQ(TokenVerifier::Create(Options(), &clock_).status().code(),
            absl::StatusCode::kInvalidArgument);
}

std::string Set(const std::string& key) {
  return absl::StrCat("{\"keys\":[", key, "]}");
}

std::vector<BadKeys> BadKeyFiles() {
  const std::string ec = testing::PublicJson(testing::NewEcKey("ec").get());
  std::string encryption = ec;
  encryption.insert(1, "\"use\":\"enc\",");
  std::string other_algorithm = ec;
  other_algorithm.insert(1, "\"alg\":\"ES384\",");
  return {
      {"Empty", ""},
      {"Torn", "{"},
      {"Array", "[]"},
      {"NoKeys", "{\"keys\":[]}"},
      {"KeysNoArray", "{\"keys\":7}"},
      {"KeyNoObject", Set("7")},
      {"ShortRsa",
       Set(testing::PublicJson(testing::NewRsaKey(1024, "short").get()))},
      {"Private",
       Set(testing::PrivateJson(testing::NewEcKey("private").get()))},
      {"Nameless", Set(testing::PublicJson(testing::NewEcKey("").get()))},
      {"Hmac", Set("{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\"c2VjcmV0\"}")},
      {"EmptyPoint", Set("{\"kty\":\"EC\",\"kid\":\"a\",\"crv\":\"P-256\","
                         "\"x\":\"\",\"y\":\"\"}")},
      {"ForEncryption", Set(encryption)},
      {"OtherAlgorithm", Set(other_algorithm)},
      {"Twice", Set(absl::StrCat(ec, ",", ec))},
  };
}

INSTANTIATE_TEST_SUITE_P(Files, BadKeysTest, ::testing::ValuesIn(BadKeyFiles()),
                         [](const auto& test) { return test.param.name; });

TEST_F(TokenTest, TokenOfA1024BitKeyIsRefused) {
  auto verifier = Verifier();
  const JwkPtr weak = testing::NewRsaKey(1024, "weak");
  WriteKeys({key_.get(), weak.get()});
  ExpectRefused(
      *verifier,
      testing::SignedToken(weak.get(), Header{"RS256", "weak", ""}, Claims()));
  // Once because it changed, once because of the unknown id.
  EXPECT_EQ(verifier->stats().bad_reloads, 2u);
}

TEST_F(TokenTest, MissingFileIsNoStart) {
  TokenOptions options = Options();
  options.jwks_path = directory_.File("absent.json");
  EXPECT_EQ(TokenVerifier::Create(options, &clock_).status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(TokenTest, OptionsWithoutIssuerOrWithABadRoleAreNoStart) {
  TokenOptions options = Options();
  options.issuer = "";
  EXPECT_EQ(TokenVerifier::Create(options, &clock_).status().code(),
            absl::StatusCode::kInvalidArgument);
  options = Options();
  options.group_roles["x"] = 31;
  EXPECT_EQ(TokenVerifier::Create(options, &clock_).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(TokenTest, TokensOfTheTryingOutIssuerAreAccepted) {
  auto issuer = authority::TokenIssuer::Create("try-1");
  ASSERT_TRUE(issuer.ok());
  WriteFile(issuer->jwks());
  authority::TokenClaims claims;
  claims.issuer = kIssuer;
  claims.audience = kAudience;
  claims.subject = "supervisor-2";
  claims.groups = {"supervisors"};
  claims.issued_at = clock_.Now();
  claims.lifetime = absl::Minutes(5);
  const auto token = issuer->Sign(claims);
  ASSERT_TRUE(token.ok());
  const auto caller = Verifier()->Verify(*token);
  ASSERT_TRUE(caller.ok()) << caller.status();
  EXPECT_EQ(caller->person, "supervisor-2");
  EXPECT_TRUE(caller->roles.Has(options::v1::ROLE_SDPO));
}

TEST_F(TokenTest, ManyThreadsMayVerifyWhileKeysChange) {
  auto verifier = Verifier();
  const std::string token = Sign(Claims());
  const JwkPtr next = testing::NewEcKey("next");
  std::atomic<int> refused = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      for (int j = 0; j < 50; ++j) {
        const std::string own =
            Sign(Claims(absl::StrCat(",\"sub\":\"s", i, "-", j, "\"")));
        if (!verifier->Verify(token).ok()) ++refused;
        if (!verifier->Verify(own).ok()) ++refused;
      }
    });
  }
  for (int i = 0; i < 10; ++i) {
    WriteKeys({key_.get(), next.get()});
    clock_.AdvanceTime(absl::Seconds(1));
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(refused, 0);
}

}  // namespace
}  // namespace caseload::auth

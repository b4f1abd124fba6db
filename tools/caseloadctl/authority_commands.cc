#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/common/status/status_macros.h"
#include "tools/authority/authority.h"
#include "tools/caseloadctl/commands.h"

namespace caseload::caseloadctl {
namespace {

// Who gets a certificate: the four services, an operator, one partner and the
// county's mail server.
constexpr const char* kIdentities[][2] = {{"assessment", "service/assessment"},
                                          {"caseplan", "service/caseplan"},
                                          {"conference", "service/conference"},
                                          {"notify", "service/notify"},
                                          {"ops", "service/ops"},
                                          {"mail", "service/mail"},
                                          {"partner", "partner/example"}};

constexpr absl::Duration kCertificateLife = absl::Hours(24 * 90);

struct CertsArguments {
  std::string directory;
  std::string trust_domain = "county.example";
};

struct TokenArguments {
  std::string directory;
  std::string subject;
  std::vector<std::string> groups;
  std::string issuer = "https://login.county.example";
  std::string audience = "caseload";
  std::string issued_at;
  double hours = 8;
};

absl::Status MakeCerts(const CertsArguments& arguments) {
  const absl::Time begin = absl::Now() - absl::Hours(1);
  const absl::Time end = begin + kCertificateLife;
  ABSL_ASSIGN_OR_RETURN(const auto authority,
                        authority::CertificateAuthority::Create(
                            "Throwaway authority", begin, end));
  ABSL_RETURN_IF_ERROR(authority.WriteTo(arguments.directory));
  for (const auto& [file, identity] : kIdentities) {
    authority::LeafOptions options;
    options.spiffe_id =
        absl::StrCat("spiffe://", arguments.trust_domain, "/", identity);
    options.dns_names = {file};
    options.not_before = begin;
    options.not_after = end;
    ABSL_ASSIGN_OR_RETURN(const authority::KeyPair pair,
                          authority.Issue(options));
    ABSL_RETURN_IF_ERROR(
        authority::WriteKeyPair(pair, arguments.directory, file));
  }
  ABSL_ASSIGN_OR_RETURN(const auto issuer,
                        authority::TokenIssuer::Create("throwaway"));
  return issuer.WriteTo(arguments.directory);
}

absl::StatusOr<std::string> SignToken(const TokenArguments& arguments) {
  ABSL_ASSIGN_OR_RETURN(const auto issuer,
                        authority::TokenIssuer::ReadFrom(arguments.directory));
  authority::TokenClaims claims;
  claims.issuer = arguments.issuer;
  claims.audience = arguments.audience;
  claims.subject = arguments.subject;
  claims.groups = arguments.groups;
  claims.issued_at = absl::Now();
  std::string error;
  if (!arguments.issued_at.empty() &&
      !absl::ParseTime(absl::RFC3339_full, arguments.issued_at,
                       &claims.issued_at, &error)) {
    return absl::InvalidArgumentError(absl::StrCat("--issued-at: ", error));
  }
  claims.lifetime = absl::Hours(arguments.hours);
  return issuer.Sign(claims);
}

}  // namespace

void AddCerts(CLI::App* app, int* exit_code) {
  auto arguments = std::make_shared<CertsArguments>();
  CLI::App* command = app->add_subcommand(
      "certs",
      "Make a throwaway authority with certificates for the services, an "
      "operator, a partner and a mail server, and a token issuer. For trying "
      "out only: a "
      "county's certificates and tokens come from its own authorities.");
  command->add_option("--dir", arguments->directory, "where the files go")
      ->required()
      ->check(CLI::ExistingDirectory);
  command->add_option("--trust-domain", arguments->trust_domain)
      ->capture_default_str();
  command->footer("Example:\n  caseloadctl certs --dir authority");
  command->callback([arguments, exit_code] {
    const absl::Status status = MakeCerts(*arguments);
    if (status.ok()) {
      std::cout << "wrote an authority, " << std::size(kIdentities)
                << " identities and a token issuer to " << arguments->directory
                << "\n";
      *exit_code = kExitOk;
    } else {
      std::cerr << "caseloadctl: " << status.message() << "\n";
      *exit_code = kExitFailed;
    }
  });
}

void AddToken(CLI::App* app, int* exit_code) {
  auto arguments = std::make_shared<TokenArguments>();
  CLI::App* command = app->add_subcommand(
      "token", "Sign a token with the issuer that certs made, and print it.");
  command->add_option("--dir", arguments->directory, "where certs wrote to")
      ->required()
      ->check(CLI::ExistingDirectory);
  command->add_option("--subject", arguments->subject, "who it is for")
      ->required();
  command
      ->add_option("--group", arguments->groups,
                   "a group of theirs, such as probation-sdpo")
      ->required();
  command->add_option("--issuer", arguments->issuer)->capture_default_str();
  command->add_option("--audience", arguments->audience)->capture_default_str();
  command->add_option("--issued-at", arguments->issued_at,
                      "RFC 3339, for a suite whose clock was moved; else now");
  command->add_option("--hours", arguments->hours, "how long it is valid")
      ->check(CLI::Range(0.01, 24.0))
      ->capture_default_str();
  command->footer(
      "Example:\n"
      "  caseloadctl token --dir authority --subject staff-0007 \\\n"
      "      --group probation-sdpo > sdpo.token");
  command->callback([arguments, exit_code] {
    const absl::StatusOr<std::string> token = SignToken(*arguments);
    if (token.ok()) {
      std::cout << *token << "\n";
      *exit_code = kExitOk;
    } else {
      std::cerr << "caseloadctl: " << token.status().message() << "\n";
      *exit_code = kExitFailed;
    }
  });
}

}  // namespace caseload::caseloadctl

#include "services/notify/config.h"

#include <fstream>

#include "gmock/gmock.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace caseload::notify {
namespace {

using caseload::testing::IsOk;
using caseload::testing::StatusIs;
using caseload::testing::TempDir;

// INVALID_ARGUMENT whose text begins with the flag.
auto IsAbout(const char* flag) {
  return StatusIs(absl::StatusCode::kInvalidArgument,
                  ::testing::StartsWith(flag));
}

Config Good() {
  Config config;
  config.mail_domain = "notices.county.example";
  config.county_address = "notices@county.example";
  config.smtp_host = "mail.county.example";
  return config;
}

TEST(NotifyConfig, AMailServerIsReachedWithStartTlsUnlessToldOtherwise) {
  const auto smtp = ToSmtpOptions(Good());
  ASSERT_THAT(smtp, IsOk());
  ASSERT_TRUE(smtp->has_value());
  EXPECT_EQ((*smtp)->tls, SmtpTls::kStartTls);
  EXPECT_EQ((*smtp)->port, 587);
  EXPECT_EQ((*smtp)->client_name, "notices.county.example");
}

TEST(NotifyConfig, WithoutAMailServerNothingIsSent) {
  Config config = Good();
  config.smtp_host.clear();
  config.county_address.clear();
  EXPECT_THAT(ToMailSettings(config), IsOk());
  const auto smtp = ToSmtpOptions(config);
  ASSERT_THAT(smtp, IsOk());
  EXPECT_FALSE(smtp->has_value());
}

TEST(NotifyConfig, WhatIsWrongIsNamed) {
  Config domain = Good();
  domain.mail_domain = "county example";
  EXPECT_THAT(ToMailSettings(domain), IsAbout("--mail-domain"));
  Config address = Good();
  address.county_address = "county";
  EXPECT_THAT(ToMailSettings(address), IsAbout("--county-address"));
  Config link = Good();
  link.conference_link = "http://cases.county.example/{conference}";
  EXPECT_THAT(ToMailSettings(link), IsAbout("--conference-link"));
  Config plain = Good();
  plain.smtp_tls = "none";
  EXPECT_THAT(ToSmtpOptions(plain), IsAbout("--smtp-tls"));
  Config password = Good();
  password.smtp_password_file = "/nonexistent/password";
  EXPECT_THAT(ToSmtpOptions(password), IsAbout("--smtp-password-file"));
}

TEST(NotifyConfig, ThePasswordIsTheFirstLineOfItsFile) {
  const TempDir directory;
  Config config = Good();
  config.smtp_username = "caseload";
  config.smtp_password_file = directory.File("password");
  std::ofstream(config.smtp_password_file) << "a synthetic secret\n";
  const auto smtp = ToSmtpOptions(config);
  ASSERT_THAT(smtp, IsOk());
  EXPECT_EQ((*smtp)->password, "a synthetic secret");
}

}  // namespace
}  // namespace caseload::notify

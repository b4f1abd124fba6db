#include "services/notify/domain/email.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace caseload::notify {
namespace {

TEST(Email, PlainMailboxesAreTaken) {
  for (const char* email : {"a@b", "quill.farrow@probation.example",
                            "o'neil+x@county.example", "1@2.example"}) {
    EXPECT_TRUE(IsEmail(email)) << email;
  }
  EXPECT_TRUE(IsEmail(absl::StrCat(std::string(64, 'x'), "@county.example")));
}

TEST(Email, WhateverCouldEndAHeaderOrACommandIsRefused) {
  for (const char* email : {"",
                            "@",
                            "a@",
                            "@b",
                            "a b@c",
                            "a@b c",
                            "a@b,c@d",
                            "a@b;c@d",
                            "<a@b>",
                            "a@b>\r\nDATA",
                            "\"a b\"@c",
                            "a@[127.0.0.1]",
                            "a..b@c",
                            ".a@b",
                            "a.@b",
                            "a@-b",
                            "a@b-",
                            "a@b..c",
                            "a@b@c",
                            "a(c)@b",
                            "J\xC3\xBCrgen@county.example"}) {
    EXPECT_FALSE(IsEmail(email)) << email;
  }
  EXPECT_FALSE(IsEmail(absl::StrCat(std::string(65, 'x'), "@county.example")));
  EXPECT_FALSE(IsEmail(absl::StrCat("a@", std::string(64, 'x'))));
}

}  // namespace
}  // namespace caseload::notify

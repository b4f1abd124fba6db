#include "services/common/paging/paging.h"

#include "gtest/gtest.h"
#include "services/common/status/error.h"

namespace caseload::paging {
namespace {

TEST(PagingTest, SizesAreDefaultedAndCapped) {
  EXPECT_EQ(*PageSize(0), kDefaultPageSize);
  EXPECT_EQ(*PageSize(7), 7);
  EXPECT_EQ(*PageSize(kMaxPageSize + 1), kMaxPageSize);
  EXPECT_EQ(status::ReasonOf(PageSize(-1).status()), "PAGE_SIZE_NEGATIVE");
}

TEST(PagingTest, ATokenBelongsToItsQuery) {
  const TokenSealer sealer(seal::Sealer::WithRandomKey());
  const std::string token = sealer.Seal("ListUnits", "units/b");
  EXPECT_EQ(*sealer.Open("ListUnits", token), "units/b");
  EXPECT_EQ(status::ReasonOf(sealer.Open("ListOfficers", token).status()),
            "PAGE_TOKEN_INVALID");
  EXPECT_EQ(*sealer.Open("ListUnits", ""), "");
}

TEST(PagingTest, AForgedTokenIsRefused) {
  const TokenSealer sealer(seal::Sealer::WithRandomKey());
  for (const char* token : {"x", "not base64 !", "dW5pdHMvYg"}) {
    EXPECT_EQ(sealer.Open("ListUnits", token).status().code(),
              absl::StatusCode::kInvalidArgument)
        << token;
  }
}

}  // namespace
}  // namespace caseload::paging

#include "services/common/server/address.h"

#include "gtest/gtest.h"

namespace caseload::server {
namespace {

TEST(IsLoopbackTest, LoopbackAddressesAreLocal) {
  for (const char* address :
       {"localhost:0", "127.0.0.1:8443", "127.9.8.7:1", "[::1]:8443"}) {
    EXPECT_TRUE(IsLoopback(address)) << address;
  }
}

TEST(IsLoopbackTest, EverythingElseIsReachable) {
  for (const char* address :
       {"0.0.0.0:8443", "[::]:8443", "10.0.0.1:8443", "128.0.0.1:1",
        "example.org:1", "localhost.example.org:1", "127.0.0.1.example.org:1",
        "127.1:1", "127.0.0.1", "", ":8443", "[::ffff:10.0.0.1]:1"}) {
    EXPECT_FALSE(IsLoopback(address)) << address;
  }
}

}  // namespace
}  // namespace caseload::server

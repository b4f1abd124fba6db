// status_matchers.h: GoogleTest matchers for absl::Status and StatusOr.
//
// IsOk, IsOkAndHolds and StatusIs have the names and shapes of later Abseil
// releases, so that they can be deleted; HasReason is ours.
//
//   EXPECT_THAT(store.Get("x"), IsOkAndHolds(Eq(7)));
//   EXPECT_THAT(status, StatusIs(absl::StatusCode::kAborted));
//   EXPECT_THAT(status, HasReason("ETAG_MISMATCH"));

#ifndef TESTS_SUPPORT_STATUS_MATCHERS_H_
#define TESTS_SUPPORT_STATUS_MATCHERS_H_

#include <ostream>
#include <string>
#include <type_traits>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "services/common/status/error.h"

namespace caseload::testing {
namespace internal {

inline const absl::Status& GetStatus(const absl::Status& status) {
  return status;
}
template <typename T>
const absl::Status& GetStatus(const absl::StatusOr<T>& status_or) {
  return status_or.status();
}

// Matches the value of a StatusOr<T>.
template <typename Inner>
class IsOkAndHoldsMatcher {
 public:
  explicit IsOkAndHoldsMatcher(Inner inner) : inner_(std::move(inner)) {}

  template <typename StatusOrT>
  operator ::testing::Matcher<StatusOrT>() const {
    return ::testing::Matcher<StatusOrT>(
        new Impl<const std::decay_t<StatusOrT>&, StatusOrT>(inner_));
  }

 private:
  template <typename StatusOrRef, typename StatusOrT>
  class Impl : public ::testing::MatcherInterface<StatusOrT> {
   public:
    using Value = typename std::decay_t<StatusOrT>::value_type;
    explicit Impl(const Inner& inner)
        : matcher_(::testing::SafeMatcherCast<const Value&>(inner)) {}

    void DescribeTo(std::ostream* os) const override {
      *os << "is OK and has a value that ";
      matcher_.DescribeTo(os);
    }
    bool MatchAndExplain(
        StatusOrT actual,
        ::testing::MatchResultListener* listener) const override {
      if (!actual.ok()) {
        *listener << "which has status " << actual.status();
        return false;
      }
      return matcher_.MatchAndExplain(*actual, listener);
    }

   private:
    const ::testing::Matcher<const Value&> matcher_;
  };

  const Inner inner_;
};

}  // namespace internal

// OK.
MATCHER(IsOk, negation ? "is not OK" : "is OK") {
  *result_listener << "status " << internal::GetStatus(arg);
  return arg.ok();
}

// OK with a value that `inner` (a value or a matcher) matches.
template <typename Inner>
internal::IsOkAndHoldsMatcher<std::decay_t<Inner>> IsOkAndHolds(Inner&& inner) {
  return internal::IsOkAndHoldsMatcher<std::decay_t<Inner>>(
      std::forward<Inner>(inner));
}

// Has this code.
MATCHER_P(StatusIs, code,
          std::string(negation ? "has not" : "has") + " status code " +
              absl::StatusCodeToString(code)) {
  *result_listener << "status " << internal::GetStatus(arg);
  return internal::GetStatus(arg).code() == code;
}

// Has this code and a message that `message` matches.
MATCHER_P2(StatusIs, code, message,
           std::string(negation ? "has not" : "has") + " status code " +
               absl::StatusCodeToString(code) + " and the message") {
  *result_listener << "status " << internal::GetStatus(arg);
  return internal::GetStatus(arg).code() == code &&
         ::testing::ExplainMatchResult(
             message, std::string(internal::GetStatus(arg).message()),
             result_listener);
}

// Carries google.rpc.ErrorInfo with this reason.
MATCHER_P(HasReason, reason,
          std::string(negation ? "has not" : "has") + " the reason " + reason) {
  *result_listener << "status " << internal::GetStatus(arg) << " with reason '"
                   << status::ReasonOf(internal::GetStatus(arg)) << "'";
  return status::ReasonOf(internal::GetStatus(arg)) == reason;
}

}  // namespace caseload::testing

#endif  // TESTS_SUPPORT_STATUS_MATCHERS_H_

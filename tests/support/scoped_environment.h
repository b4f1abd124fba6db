// scoped_environment.h: what a service's process is told by its environment,
// for as long as a test.

#ifndef TESTS_SUPPORT_SCOPED_ENVIRONMENT_H_
#define TESTS_SUPPORT_SCOPED_ENVIRONMENT_H_

#include <cstdlib>
#include <string>
#include <utility>

namespace caseload::testing {

class ScopedEnvironment {
 public:
  ScopedEnvironment(std::string name, const std::string& value)
      : name_(std::move(name)) {
    ::setenv(name_.c_str(), value.c_str(), 1);
  }
  ~ScopedEnvironment() { ::unsetenv(name_.c_str()); }
  ScopedEnvironment(const ScopedEnvironment&) = delete;
  ScopedEnvironment& operator=(const ScopedEnvironment&) = delete;

 private:
  const std::string name_;
};

}  // namespace caseload::testing

#endif  // TESTS_SUPPORT_SCOPED_ENVIRONMENT_H_

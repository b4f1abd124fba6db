// test_files.h: files and commands for the tests of caseloadctl.

#ifndef TESTS_UNIT_CASELOADCTL_TEST_FILES_H_
#define TESTS_UNIT_CASELOADCTL_TEST_FILES_H_

#include <map>
#include <string>

namespace caseload::csv {

// The path of a file of the repository.
std::string SourcePath(const std::string& relative);

// All bytes of a file; the test fails when it cannot be read.
std::string ReadFile(const std::string& path);

// Name to bytes of every regular file of a directory.
std::map<std::string, std::string> ReadDirectory(const std::string& path);

// A new empty directory that is removed at the end.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::string& path() const { return path_; }
  void Write(const std::string& name, const std::string& bytes) const;

 private:
  std::string path_;
};

struct CommandResult {
  // -1 when it was ended by a signal.
  int exit_code = -1;
  // Standard output and error as they came.
  std::string output;
};

// Runs a command line of the shell.
CommandResult RunShell(const std::string& command);

// The path of the caseloadctl that was built.
std::string Caseloadctl();

}  // namespace caseload::csv

#endif  // TESTS_UNIT_CASELOADCTL_TEST_FILES_H_

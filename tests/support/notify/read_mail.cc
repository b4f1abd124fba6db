#include "tests/support/notify/read_mail.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>

#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "tests/support/temp_dir.h"

namespace caseload::notify::testing {
namespace {

[[noreturn]] void Die(const std::string& why) {
  std::cerr << "read_mail: " << why << std::endl;
  std::abort();
}

std::string Unquote(const std::string& json) {
  google::protobuf::Value value;
  if (!google::protobuf::util::JsonStringToMessage(json, &value).ok()) {
    Die("not a JSON string: " + json);
  }
  return value.string_value();
}

std::string Output(const std::string& command) {
  FILE* const pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) Die("popen");
  std::string output;
  char buffer[4096];
  size_t read = 0;
  while ((read = std::fread(buffer, 1, sizeof buffer, pipe)) > 0) {
    output.append(buffer, read);
  }
  if (::pclose(pipe) != 0) Die("failed: " + command);
  return output;
}

}  // namespace

std::map<std::string, std::string> ReadMail(absl::string_view mail) {
  const caseload::testing::TempDir directory;
  const std::string file = directory.File("mail.eml");
  std::ofstream(file, std::ios::binary) << mail;
  const std::string lines = Output("/usr/bin/python3 " CASELOAD_SOURCE_DIR
                                   "/tests/support/notify/read_mail.py " +
                                   file);
  std::map<std::string, std::string> facts;
  size_t begin = 0;
  while (begin < lines.size()) {
    const size_t end = lines.find('\n', begin);
    const std::string line = lines.substr(begin, end - begin);
    const size_t tab = line.find('\t');
    if (tab == std::string::npos) Die("no fact: " + line);
    facts[line.substr(0, tab)] = Unquote(line.substr(tab + 1));
    begin = end + 1;
  }
  return facts;
}

}  // namespace caseload::notify::testing

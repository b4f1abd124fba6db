#include "tests/support/conference/shipped_packs.h"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>

#include "services/policy/proto/load.h"

namespace caseload::testing {
namespace {

// Ends the process when the pack is not there or is bad: no test after it could
// say anything.
policy::PolicyPack Load(const std::string& name) {
  const char* source = std::getenv("CASELOAD_SOURCE_DIR");
  const std::string path =
      std::string(source == nullptr ? "." : source) + "/policies/packs/" + name;
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  const auto loaded = policy::LoadPack(path, text.str());
  if (!file || !loaded.ok()) {
    std::cerr << "no policy pack in " << path << std::endl;
    std::abort();
  }
  return loaded.value->value;
}

}  // namespace

policy::PolicyPack JuvenilePack() { return Load("juvenile-4.6.textproto"); }
policy::PolicyPack AdultPack() { return Load("adult-1.17.textproto"); }

}  // namespace caseload::testing

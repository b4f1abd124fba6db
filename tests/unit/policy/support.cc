#include "tests/unit/policy/support.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/policy/calendar.h"
#include "services/policy/proto/load.h"

namespace caseload::policy::testing {
namespace {

[[noreturn]] void Die(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  std::abort();
}

std::string SourceRoot() {
  const char* root = std::getenv("CASELOAD_SOURCE_DIR");
  if (root == nullptr) Die("CASELOAD_SOURCE_DIR is not set; run with ctest");
  return root;
}

}  // namespace

std::string ReadSourceFile(absl::string_view path) {
  std::ifstream file(absl::StrCat(SourceRoot(), "/", path));
  if (!file) Die(absl::StrCat("cannot read ", path));
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<std::string> SourceFilesIn(absl::string_view folder) {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator(
           absl::StrCat(SourceRoot(), "/", folder))) {
    paths.push_back(
        absl::StrCat(folder, "/", entry.path().filename().string()));
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

const PolicyPack& ShippedPack(absl::string_view name) {
  static auto& packs = *new std::map<std::string, PolicyPack>();
  const auto it = packs.find(std::string(name));
  if (it != packs.end()) return it->second;
  const std::string path = absl::StrCat("policies/packs/", name, ".textproto");
  auto loaded = LoadPack(path, ReadSourceFile(path));
  if (!loaded.ok()) Die(ToString(loaded.problems));
  return packs.emplace(std::string(name), std::move(loaded.value->value))
      .first->second;
}

const std::vector<Instrument>& ShippedInstruments() {
  static const auto& instruments = *[] {
    auto* all = new std::vector<Instrument>();
    for (const std::string& path : SourceFilesIn("policies/instruments")) {
      auto loaded = LoadInstrument(path, ReadSourceFile(path));
      if (!loaded.ok()) Die(ToString(loaded.problems));
      all->push_back(std::move(loaded.value->value));
    }
    return all;
  }();
  return instruments;
}

const Instrument& ShippedInstrument(absl::string_view id,
                                    absl::string_view version) {
  for (const Instrument& instrument : ShippedInstruments()) {
    if (instrument.id == id && instrument.version == version) return instrument;
  }
  Die(absl::StrCat("no shipped instrument ", id, " ", version));
}

absl::CivilDay Day(absl::string_view text) {
  const auto day = ParseDay(text);
  if (!day.ok()) Die(absl::StrCat("bad day ", text));
  return *day;
}

absl::TimeZone Zone(absl::string_view name) {
  const auto zone = LoadZone(name);
  if (!zone.ok()) Die(absl::StrCat("bad zone ", name));
  return *zone;
}

absl::Time At(absl::string_view text, absl::string_view zone) {
  absl::CivilSecond second;
  absl::CivilMinute minute;
  std::string iso(text);
  std::replace(iso.begin(), iso.end(), ' ', 'T');
  if (absl::ParseCivilTime(iso, &minute)) {
    second = absl::CivilSecond(minute);
  } else if (!absl::ParseCivilTime(iso, &second)) {
    Die(absl::StrCat("bad time ", text));
  }
  return ResolveLocalTime(second, Zone(zone)).instant;
}

}  // namespace caseload::policy::testing

#include "tools/caseloadctl/generate/instruments.h"

#include <algorithm>
#include <utility>

namespace caseload::generate {

const Instrument& YouthLevelOfService() {
  static const auto* const instrument =
      new Instrument{"yls-cmi",
                     "2.0",
                     "community-male",
                     "community-female",
                     {{"offenses", 5, ""},
                      {"family", 6, "family"},
                      {"education-employment", 7, "education-employment"},
                      {"peers", 4, "peers"},
                      {"substance-abuse", 5, "substance-use"},
                      {"leisure", 3, "leisure"},
                      {"personality-behavior", 7, "personality-behavior"},
                      {"attitudes", 5, "attitudes"}},
                     {{5, 8}, {10, 19}, {23, 28}, {35, 39}}};
  return *instrument;
}

const Instrument& LevelOfServiceCaseManagement() {
  static const auto* const instrument =
      new Instrument{"ls-cmi",
                     "1.0",
                     "general",
                     "general",
                     {{"criminal-history", 8, ""},
                      {"education-employment", 9, "education-employment"},
                      {"family-marital", 4, "family"},
                      {"leisure-recreation", 2, "leisure"},
                      {"companions", 4, "peers"},
                      {"alcohol-drug", 8, "substance-use"},
                      {"procriminal-attitude", 4, "attitudes"},
                      {"antisocial-pattern", 4, "personality-behavior"}},
                     {{4, 10}, {11, 19}, {20, 29}, {30, 41}}};
  return *instrument;
}

const Instrument& LevelOfServiceRevised() {
  static const auto* const instrument =
      new Instrument{"lsi-r",
                     "publisher",
                     "general",
                     "general",
                     {{"criminal-history", 10, ""},
                      {"education-employment", 10, "education-employment"},
                      {"financial", 2, "financial"},
                      {"family-marital", 4, "family"},
                      {"accommodation", 3, "housing"},
                      {"leisure-recreation", 2, "leisure"},
                      {"companions", 5, "peers"},
                      {"alcohol-drug", 9, "substance-use"},
                      {"emotional-personal", 5, "mental-health"},
                      {"attitudes", 4, "attitudes"}},
                     {{5, 13}, {14, 23}, {24, 33}, {34, 50}}};
  return *instrument;
}

// Where a domain answers two need areas, plans name the first.
const Instrument& StrongR() {
  static const auto* const instrument =
      new Instrument{"strong-r",
                     "2",
                     "",
                     "",
                     {{"education-employment", 0, "education-employment"},
                      {"friends-residential", 0, "peers"},
                      {"alcohol-drugs", 0, "substance-use"},
                      {"mental-health", 0, "mental-health"},
                      {"aggression", 0, "aggression"},
                      {"attitudes-behaviors", 0, "attitudes"},
                      {"family", 0, "family"}},
                     {}};
  return *instrument;
}

const Instrument& TargetedCaseManagement() {
  static const auto* const instrument =
      new Instrument{"tcm",
                     "22-ccr-51351",
                     "",
                     "",
                     {{"medical-mental", 0, "physical-health"},
                      {"physical-needs", 0, "basic-needs"},
                      {"social-emotional", 0, "mental-health"},
                      {"housing", 0, "housing"},
                      {"family-support", 0, "family"},
                      {"community-living", 0, "life-skills"},
                      {"educational-vocational", 0, "education-employment"}},
                     {}};
  return *instrument;
}

std::string LevelCode(const Instrument& instrument, int band, int total,
                      Random* random) {
  if (instrument.name == "yls-cmi") {
    return std::vector<std::string>{"low", "moderate", "high",
                                    "very-high"}[band];
  }
  if (instrument.name == "ls-cmi") {
    if (total <= 4) return "very-low";
    return std::vector<std::string>{"low", "moderate", "high",
                                    "very-high"}[band];
  }
  if (instrument.name == "lsi-r") {
    if (total >= 41) return "high";
    return std::vector<std::string>{"low", "low-moderate", "moderate",
                                    "medium-high"}[band];
  }
  if (band == 0) return "low";
  if (band == 1) return "mod";
  if (band == 2) return random->Below(2) == 0 ? "hp" : "hd";
  return random->Below(2) == 0 ? "hv" : "hvpd";
}

Scoring MakeScoring(const Instrument& instrument, int band,
                    absl::string_view leave_out, Random* random) {
  Scoring scoring;
  scoring.domains.resize(instrument.domains.size());
  if (instrument.totals.empty()) {
    // One more step of need for each band; a little apart from each other.
    for (int& domain : scoring.domains) {
      domain = std::min(2, std::max(0, random->Between(band - 2, band)));
    }
    scoring.level = LevelCode(instrument, band, -1, random);
    return scoring;
  }
  const ScoreRange range = instrument.totals[band];
  scoring.total = random->Between(range.low, range.high);
  scoring.level = LevelCode(instrument, band, scoring.total, random);
  std::vector<size_t> items;
  for (size_t i = 0; i < instrument.domains.size(); ++i) {
    if (!leave_out.empty() && instrument.domains[i].need_area == leave_out)
      continue;
    for (int j = 0; j < instrument.domains[i].max; ++j) items.push_back(i);
  }
  random->Shuffle(&items);
  // Four dynamic domains get their first point, so that a plan has needs to
  // choose from also where the total is low.
  size_t front = 0;
  std::vector<bool> begun(instrument.domains.size(), false);
  for (size_t i = 0; i < items.size() && front < 4; ++i) {
    if (!instrument.domains[items[i]].IsDynamic() || begun[items[i]]) continue;
    begun[items[i]] = true;
    std::swap(items[front++], items[i]);
  }
  // The ranges leave room: every instrument holds its highest total without
  // the one domain that is ever left out.
  for (int i = 0; i < scoring.total; ++i) ++scoring.domains[items[i]];
  return scoring;
}

std::vector<const Domain*> HighestNeeds(const Instrument& instrument,
                                        const Scoring& scoring) {
  std::vector<size_t> order;
  for (size_t i = 0; i < instrument.domains.size(); ++i) {
    if (instrument.domains[i].IsDynamic()) order.push_back(i);
  }
  auto weight = [&](size_t i) {
    const int max = instrument.domains[i].max;
    return scoring.domains[i] * 1000 / (max == 0 ? 2 : max);
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return weight(a) > weight(b); });
  std::vector<const Domain*> domains;
  for (size_t i : order) domains.push_back(&instrument.domains[i]);
  return domains;
}

}  // namespace caseload::generate

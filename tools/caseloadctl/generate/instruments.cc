#include "tools/caseloadctl/generate/instruments.h"

#include <algorithm>
#include <utility>

namespace caseload::generate {

const Instrument& YouthLevelOfService() {
  static const auto* const instrument =
      new Instrument{"yls-cmi",
                     "2.0",
                     {{"prior-offenses", 5, false},
                      {"family", 6, true},
                      {"education-employment", 7, true},
                      {"peers", 4, true},
                      {"substance-abuse", 5, true},
                      {"leisure-recreation", 3, true},
                      {"personality-behavior", 7, true},
                      {"attitudes-orientation", 5, true}},
                     {{5, 8}, {10, 19}, {23, 28}, {35, 39}}};
  return *instrument;
}

const Instrument& LevelOfServiceCaseManagement() {
  static const auto* const instrument =
      new Instrument{"ls-cmi",
                     "1.0",
                     {{"criminal-history", 8, false},
                      {"education-employment", 9, true},
                      {"family-marital", 4, true},
                      {"leisure-recreation", 2, true},
                      {"companions", 4, true},
                      {"alcohol-drug", 8, true},
                      {"procriminal-attitude", 4, true},
                      {"antisocial-pattern", 4, true}},
                     {{4, 10}, {11, 19}, {20, 29}, {30, 41}}};
  return *instrument;
}

const Instrument& LevelOfServiceRevised() {
  static const auto* const instrument =
      new Instrument{"lsi-r",
                     "1.0",
                     {{"criminal-history", 10, false},
                      {"education-employment", 10, true},
                      {"financial", 2, true},
                      {"family-marital", 4, true},
                      {"accommodation", 3, true},
                      {"leisure-recreation", 2, true},
                      {"companions", 5, true},
                      {"alcohol-drug", 9, true},
                      {"emotional-personal", 5, true},
                      {"attitudes-orientation", 4, true}},
                     {{5, 13}, {14, 23}, {24, 33}, {34, 50}}};
  return *instrument;
}

const Instrument& StrongR() {
  static const auto* const instrument =
      new Instrument{"strong-r",
                     "2.0",
                     {{"education-employment", 0, true},
                      {"friends-residential", 0, true},
                      {"alcohol-drugs", 0, true},
                      {"mental-health", 0, true},
                      {"aggression", 0, true},
                      {"attitudes-behaviors", 0, true},
                      {"family", 0, true}},
                     {}};
  return *instrument;
}

const Instrument& TargetedCaseManagement() {
  static const auto* const instrument =
      new Instrument{"tcm",
                     "1.0",
                     {{"medical-mental", 0, true},
                      {"physical-needs", 0, true},
                      {"social-emotional", 0, true},
                      {"housing", 0, true},
                      {"family-support", 0, true},
                      {"community-living", 0, true},
                      {"education-vocational", 0, true}},
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
    return std::vector<std::string>{"low", "medium", "high", "very-high"}[band];
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
    if (instrument.domains[i].name == leave_out) continue;
    for (int j = 0; j < instrument.domains[i].max; ++j) items.push_back(i);
  }
  random->Shuffle(&items);
  // Four dynamic domains get their first point, so that a plan has needs to
  // choose from also where the total is low.
  size_t front = 0;
  std::vector<bool> begun(instrument.domains.size(), false);
  for (size_t i = 0; i < items.size() && front < 4; ++i) {
    if (!instrument.domains[items[i]].dynamic || begun[items[i]]) continue;
    begun[items[i]] = true;
    std::swap(items[front++], items[i]);
  }
  // The ranges leave room: every instrument holds its highest total without
  // the one domain that is ever left out.
  for (int i = 0; i < scoring.total; ++i) ++scoring.domains[items[i]];
  return scoring;
}

std::vector<std::string> HighestNeeds(const Instrument& instrument,
                                      const Scoring& scoring) {
  std::vector<size_t> order;
  for (size_t i = 0; i < instrument.domains.size(); ++i) {
    if (instrument.domains[i].dynamic) order.push_back(i);
  }
  auto weight = [&](size_t i) {
    const int max = instrument.domains[i].max;
    return scoring.domains[i] * 1000 / (max == 0 ? 2 : max);
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return weight(a) > weight(b); });
  std::vector<std::string> names;
  for (size_t i : order) names.push_back(instrument.domains[i].name);
  return names;
}

}  // namespace caseload::generate

// random.h: chance that is the same on every machine.
//
// The C++ standard fixes what std::mt19937_64 answers, but not what its
// distributions make of it; so the few that are needed are written here, in
// whole numbers only.

#ifndef TOOLS_CASELOADCTL_GENERATE_RANDOM_H_
#define TOOLS_CASELOADCTL_GENERATE_RANDOM_H_

#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace caseload::generate {

// Uniform whole numbers from a seed.
class Random {
 public:
  explicit Random(uint64_t seed) : engine_(seed) {}

  // Uniform over 0 to bound - 1; bound is at least 1. Draws above the largest
  // multiple of bound are thrown away, so that no value is favoured.
  uint64_t Below(uint64_t bound);

  // Uniform over low to high, both included.
  int Between(int low, int high);

  // Puts `items` into a uniformly chosen order (Fisher and Yates).
  template <typename T>
  void Shuffle(std::vector<T>* items) {
    for (size_t i = items->size(); i > 1; --i) {
      std::swap((*items)[i - 1], (*items)[Below(i)]);
    }
  }

 private:
  std::mt19937_64 engine_;
};

// A deck of cards that is dealt to its end and then shuffled again. Every deck
// dealt has exactly the target shares, so that they hold in small groups too,
// where independent draws would stray.
class Deck {
 public:
  // `cards`: what stands on them and how many there are.
  Deck(Random* random, std::vector<std::pair<std::string, int>> cards);

  // A deck of 100 with `percent` cards that say "yes"; the others say "no".
  static Deck Percent(Random* random, int percent);

  // The next card.
  const std::string& Draw();
  // Whether the next card says "yes".
  bool Yes() { return Draw() == "yes"; }

 private:
  Random* random_;
  std::vector<std::string> cards_;
  std::vector<size_t> order_;
  size_t next_ = 0;
};

}  // namespace caseload::generate

#endif  // TOOLS_CASELOADCTL_GENERATE_RANDOM_H_

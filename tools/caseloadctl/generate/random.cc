#include "tools/caseloadctl/generate/random.h"

#include <limits>

namespace caseload::generate {

uint64_t Random::Below(uint64_t bound) {
  constexpr uint64_t kMax = std::numeric_limits<uint64_t>::max();
  const uint64_t limit = kMax - kMax % bound;
  uint64_t value = engine_();
  while (value >= limit) value = engine_();
  return value % bound;
}

int Random::Between(int low, int high) {
  return low + static_cast<int>(Below(static_cast<uint64_t>(high - low) + 1));
}

Deck::Deck(Random* random, std::vector<std::pair<std::string, int>> cards)
    : random_(random) {
  for (const auto& [text, count] : cards) {
    for (int i = 0; i < count; ++i) cards_.push_back(text);
  }
  for (size_t i = 0; i < cards_.size(); ++i) order_.push_back(i);
  next_ = order_.size();
}

Deck Deck::Percent(Random* random, int percent) {
  return Deck(random, {{"yes", percent}, {"no", 100 - percent}});
}

const std::string& Deck::Draw() {
  if (next_ == order_.size()) {
    random_->Shuffle(&order_);
    next_ = 0;
  }
  return cards_[order_[next_++]];
}

}  // namespace caseload::generate

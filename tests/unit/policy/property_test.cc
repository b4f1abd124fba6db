// What holds for every input, on random ones.

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "rapidcheck.h"
#include "services/policy/calendar.h"
#include "services/policy/contact_standard.h"
#include "services/policy/instrument.h"
#include "services/policy/notice_rule.h"
#include "services/policy/proto/check.h"
#include "tests/unit/policy/support.h"

namespace caseload::policy {
namespace {

using testing::Day;
using testing::ShippedInstruments;
using testing::ShippedPack;
using testing::Zone;

TEST(QuarterTest, EveryDayIsInExactlyOneQuarter) {
  EXPECT_TRUE(rc::check([] {
    const int first_month = *rc::gen::inRange(1, 13);
    const QuarterRule rule{QuarterKind::kFiscal, first_month, 90};
    const absl::CivilDay day =
        absl::CivilDay(1990, 1, 1) + *rc::gen::inRange(0, 60000);
    const DayRange quarter = QuarterOf(day, rule);
    RC_ASSERT(quarter.Contains(day));
    RC_ASSERT(quarter.first.day() == 1);
    RC_ASSERT((quarter.first.month() - first_month + 12) % 3 == 0);
    RC_ASSERT(QuarterOf(quarter.first, rule) == quarter);
    RC_ASSERT(QuarterOf(quarter.last, rule) == quarter);
    RC_ASSERT(QuarterOf(quarter.last + 1, rule).first == quarter.last + 1);
  }));
}

// Every vector of scores within the maxima has exactly one level, and more
// score never means a lower one.
TEST(BandPropertyTest, BandsAreTotalOrderedAndWithoutGaps) {
  EXPECT_TRUE(rc::check([] {
    std::vector<const Instrument*> summed;
    for (const Instrument& instrument : ShippedInstruments()) {
      if (instrument.maximum_total > 0) summed.push_back(&instrument);
    }
    const Instrument& instrument = **rc::gen::elementOf(summed);
    const NormGroup& group = *rc::gen::elementOf(instrument.norm_groups);
    std::vector<DomainScore> scores;
    int total = 0;
    for (const InstrumentDomain& domain : instrument.domains) {
      const ScoreRange range = RangeOf(domain, &group);
      scores.push_back(
          {domain.id, *rc::gen::inRange(range.minimum, range.maximum + 1), 0});
      total += scores.back().score;
      if (!domain.bands.empty()) {
        RC_ASSERT(LevelOf(domain.bands, scores.back().score).has_value());
      }
    }
    const ScoringResult result = Score(instrument, group.id, scores);
    RC_ASSERT(result.Complete());
    RC_ASSERT(result.total == total);
    const auto holding =
        std::count_if(group.total_bands.begin(), group.total_bands.end(),
                      [&](const ScoreBand& band) {
                        return band.minimum <= total && total <= band.maximum;
                      });
    RC_ASSERT(holding == 1);
    const auto rank = [&](const std::string& level) {
      return std::find_if(instrument.levels.begin(), instrument.levels.end(),
                          [&](const Level& l) { return l.id == level; });
    };
    if (total > TotalRangeOf(instrument, &group).minimum) {
      RC_ASSERT(rank(*LevelOf(group.total_bands, total - 1)) <=
                rank(result.level_id));
    }
  }));
}

// The checker accepts a random partition of the scores that one domain's items
// can reach, from 0 or from above it, and refuses it as soon as one edge is
// moved.
TEST(BandPropertyTest, TheCheckerAcceptsPartitionsAndNothingElse) {
  EXPECT_TRUE(rc::check([] {
    const int count = *rc::gen::inRange(2, 7);
    v1::Instrument instrument;
    auto* group = instrument.add_norm_groups();
    const int lowest = *rc::gen::inRange(0, 3);
    int next = lowest;
    for (int i = 0; i < count; ++i) {
      const std::string level = absl::StrCat("level-", i);
      instrument.add_levels()->set_level_id(level);
      auto* band = group->add_total_bands();
      band->set_level(level);
      band->set_minimum(next);
      next += *rc::gen::inRange(1, 10);
      band->set_maximum(next - 1);
    }
    auto* domain = instrument.add_domains();
    domain->set_item_count(1);
    domain->set_maximum(next - 1);
    domain->mutable_item_range()->set_minimum(lowest);
    domain->mutable_item_range()->set_maximum(next - 1);
    instrument.set_minimum_total(lowest);
    instrument.set_maximum_total(next - 1);
    instrument.set_scoring_convention(v1::SCORING_CONVENTION_SUM_OF_DOMAINS);
    const auto band_problems = [&] {
      const auto problems = CheckInstrument(instrument);
      return std::count_if(
          problems.begin(), problems.end(), [](const PolicyProblem& problem) {
            return problem.field.find("total_bands") != std::string::npos &&
                   problem.reason != "is missing";
          });
    };
    RC_ASSERT(band_problems() == 0);
    auto* moved = group->mutable_total_bands(*rc::gen::inRange(0, count));
    if (*rc::gen::arbitrary<bool>()) {
      moved->set_minimum(moved->minimum() + 1);
    } else {
      moved->set_maximum(moved->maximum() + 1);
    }
    RC_ASSERT(band_problems() > 0);
  }));
}

// On random conferences in random zones the rule is that of civil days.
TEST(NoticePropertyTest, OnTimeIsTenCivilDaysInTheCountysZone) {
  EXPECT_TRUE(rc::check([] {
    const absl::TimeZone zone = Zone(*rc::gen::element(
        std::string("America/Los_Angeles"), std::string("America/New_York"),
        std::string("Pacific/Auckland"), std::string("Asia/Kolkata"),
        std::string("UTC")));
    const PolicyPack& pack = ShippedPack("adult-1.17");
    NoticeFacts facts;
    facts.conference_start = absl::FromUnixSeconds(
        *rc::gen::inRange<int64_t>(1'790'000'000, 1'990'000'000));
    facts.scheduled_at = facts.conference_start - absl::Hours(24 * 90);
    facts.accepted_at = facts.conference_start -
                        absl::Seconds(*rc::gen::inRange(8 * 86400, 12 * 86400));
    const NoticeJudgement judgement =
        JudgeNotice(pack, facts, facts.conference_start, zone);
    const auto days = LocalDay(facts.conference_start, zone) -
                      LocalDay(*facts.accepted_at, zone);
    RC_ASSERT((judgement.notice_class == NoticeClass::kOnTime) == (days >= 10));
    RC_ASSERT(judgement.margin_days == static_cast<int>(days));
    const NoticeSchedule schedule = ComputeNoticeSchedule(
        pack, facts.conference_start, facts.scheduled_at, zone, {});
    RC_ASSERT((*facts.accepted_at < schedule.deadline) == (days >= 10));
    RC_ASSERT(schedule.target_at < schedule.warn_at);
    RC_ASSERT(schedule.warn_at < schedule.escalate_at);
    RC_ASSERT(schedule.escalate_at < schedule.deadline);
  }));
}

// One more completed contact never makes a standard worse.
TEST(ContactPropertyTest, AContactMoreNeverMakesItWorse) {
  EXPECT_TRUE(rc::check([] {
    const PolicyPack& pack = ShippedPack(*rc::gen::element(
        std::string("juvenile-4.6"), std::string("adult-1.17"),
        std::string("new-york-351.6")));
    SupervisionFacts facts;
    facts.band_id = (*rc::gen::elementOf(pack.band_scheme.bands)).id;
    facts.case_type_id = (*rc::gen::elementOf(pack.case_types)).id;
    facts.start = Day("2026-01-01") + *rc::gen::inRange(0, 300);
    std::vector<ContactFact> contacts;
    const int count = *rc::gen::inRange(0, 20);
    const auto random_contact = [] {
      ContactFact contact;
      contact.day = Day("2026-09-01") + *rc::gen::inRange(0, 100);
      contact.location =
          *rc::gen::element(ContactLocation::kOffice, ContactLocation::kHome);
      contact.positive = *rc::gen::arbitrary<bool>();
      contact.with =
          *rc::gen::element(ContactWith::kPerson, ContactWith::kCollateral);
      return contact;
    };
    for (int i = 0; i < count; ++i) contacts.push_back(random_contact());
    const auto judge = [&] {
      return JudgeContactsInMonth(pack, facts, contacts, Day("2026-10-15"),
                                  Day("2026-11-10"));
    };
    const ContactJudgement before = judge();
    contacts.push_back(random_contact());
    const ContactJudgement after = judge();
    RC_ASSERT(before.requirements.size() == after.requirements.size());
    for (size_t i = 0; i < after.requirements.size(); ++i) {
      if (before.requirements[i].state == ContactState::kMet) {
        RC_ASSERT(after.requirements[i].state == ContactState::kMet);
      }
    }
    contacts.back().outcome = ContactOutcome::kAttempted;
    RC_ASSERT(judge().state == before.state);
  }));
}

}  // namespace
}  // namespace caseload::policy

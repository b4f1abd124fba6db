#include "services/policy/contact_standard.h"

#include <algorithm>

namespace caseload::policy {
namespace {

template <typename T>
bool EmptyOrHolds(const std::vector<T>& values, T value) {
  return values.empty() ||
         std::find(values.begin(), values.end(), value) != values.end();
}

bool IsWith(ContactWith with, ContactParty party) {
  return with == ContactWith::kBoth ||
         (party == ContactParty::kPerson ? with == ContactWith::kPerson
                                         : with == ContactWith::kCollateral);
}

bool CountsInitially(const PolicyPack& pack,
                     const InitialContactRequirement& initial,
                     const ContactFact& contact) {
  ContactRequirement requirement;
  requirement.methods = initial.methods;
  requirement.locations = initial.locations;
  requirement.positive = initial.positive;
  return Counts(pack, requirement, contact);
}

// The contacts of one supervision and requirement.
class Counter {
 public:
  Counter(const PolicyPack& pack, const SupervisionFacts& supervision,
          absl::Span<const ContactFact> contacts,
          const ContactRequirement& requirement, absl::CivilDay as_of)
      : pack_(pack), supervision_(supervision), requirement_(requirement) {
    for (const ContactFact& contact : contacts) {
      if (contact.day < supervision.start || contact.day > as_of ||
          !Counts(pack, requirement, contact)) {
        continue;
      }
      (contact.substituted ? substituted_ : own_).push_back(contact.day);
    }
    std::sort(own_.begin(), own_.end());
    std::sort(substituted_.begin(), substituted_.end());
  }

  // Contacts in `window`, those by a program's staff up to their share.
  int In(const DayRange& window) const {
    const int own = CountIn(own_, window);
    const auto open = SubstitutionDays();
    if (!open.has_value()) return own;
    const int cap =
        requirement_.count * pack_.contact.substitution->maximum_percent / 100;
    return own + std::min(cap, CountIn(substituted_, window.Intersect(*open)));
  }

 private:
  static int CountIn(const std::vector<absl::CivilDay>& days,
                     const DayRange& window) {
    return static_cast<int>(std::count_if(
        days.begin(), days.end(),
        [&](absl::CivilDay day) { return window.Contains(day); }));
  }

  // Days on which contacts by a program's staff may stand in.
  std::optional<DayRange> SubstitutionDays() const {
    const auto& rule = pack_.contact.substitution;
    if (!rule.has_value() || !supervision_.program.has_value() ||
        requirement_.party != ContactParty::kPerson ||
        !Holds(rule->case_type_ids, supervision_.case_type_id)) {
      return std::nullopt;
    }
    const DayRange& program = *supervision_.program;
    const absl::CivilDay last =
        AddMonths(program.first, rule->maximum_months) - 1;
    return program.Intersect({program.first, last});
  }

  const PolicyPack& pack_;
  const SupervisionFacts& supervision_;
  const ContactRequirement& requirement_;
  std::vector<absl::CivilDay> own_;
  std::vector<absl::CivilDay> substituted_;
};

DayRange MonthsEndingWith(absl::CivilDay day, int months) {
  const DayRange month = MonthOf(day);
  return {AddMonths(month.first, 1 - months), month.last};
}

// The window of a calendar requirement that holds `day`; for months the one
// that ends with the day's month.
DayRange WindowOf(const ContactRequirement& requirement, absl::CivilDay day,
                  const QuarterRule& quarter) {
  switch (requirement.window_unit) {
    case WindowUnit::kCalendarWeek:
      return WeekOf(day);
    case WindowUnit::kQuarter:
      return QuarterOf(day, quarter);
    case WindowUnit::kCalendarMonth:
    case WindowUnit::kRollingDays:
      break;
  }
  return MonthsEndingWith(day, requirement.window_length);
}

// The windows that belong to `period`: weeks by their Thursday, months and
// quarters by their last day; a month asks about the quarter that holds it.
std::vector<DayRange> WindowsIn(const ContactRequirement& requirement,
                                const DayRange& period,
                                const QuarterRule& quarter) {
  std::vector<DayRange> windows;
  if (requirement.window_unit == WindowUnit::kQuarter) {
    return {QuarterOf(period.last, quarter)};
  }
  const bool weeks = requirement.window_unit == WindowUnit::kCalendarWeek;
  for (absl::CivilDay day = period.first; day <= period.last; ++day) {
    const bool belongs = weeks
                             ? absl::GetWeekday(day) == absl::Weekday::thursday
                             : MonthOf(day).last == day;
    if (belongs) windows.push_back(WindowOf(requirement, day, quarter));
  }
  return windows;
}

// Whether the supervision covers enough of the window to be held to it.
bool IsJudged(const PolicyPack& pack, const SupervisionFacts& supervision,
              const ContactRequirement& requirement, const DayRange& window) {
  if (supervision.end.has_value() && *supervision.end < window.last) {
    return false;
  }
  if (supervision.start <= window.first) return true;
  if (requirement.window_unit != WindowUnit::kCalendarMonth) return false;
  // Several months: judged from the first run that begins with the month in
  // which supervision began. One month: when it was open for long enough.
  if (window.first < MonthOf(supervision.start).first) return false;
  return requirement.window_length > 1 ||
         (window.last - supervision.start) + 1 >=
             pack.month_close.minimum_days_open;
}

ContactState StateOf(int completed, int required, absl::CivilDay last,
                     absl::CivilDay as_of) {
  if (completed >= required) return ContactState::kMet;
  return as_of > last ? ContactState::kMissed : ContactState::kPending;
}

// Orders states by how much they say: a missed window outweighs a pending one.
int Weight(ContactState state) {
  switch (state) {
    case ContactState::kNotRequired:
      return 0;
    case ContactState::kNotJudged:
      return 1;
    case ContactState::kMet:
      return 2;
    case ContactState::kPending:
      return 3;
    case ContactState::kMissed:
      return 4;
  }
  return 0;
}

// The first window from `as_of` on that the contacts so far do not meet.
absl::CivilDay NextCalendarDue(const PolicyPack& pack, const Counter& counter,
                               const ContactRequirement& requirement,
                               const SupervisionFacts& supervision,
                               absl::CivilDay as_of) {
  absl::CivilDay day = std::max(as_of, supervision.start);
  DayRange window = WindowOf(requirement, day, pack.quarter);
  for (int i = 0; i <= requirement.window_length; ++i) {
    if (IsJudged(pack, supervision, requirement, window) &&
        counter.In(window) < requirement.count) {
      break;
    }
    day = window.last + 1;
    window = WindowOf(requirement, day, pack.quarter);
  }
  return window.last;
}

RequirementJudgement JudgeCalendar(const PolicyPack& pack,
                                   const SupervisionFacts& supervision,
                                   const ContactRequirement& requirement,
                                   const Counter& counter,
                                   const DayRange& period,
                                   absl::CivilDay as_of) {
  RequirementJudgement judgement;
  judgement.requirement_id = requirement.id;
  judgement.required = requirement.count;
  for (const DayRange& window : WindowsIn(requirement, period, pack.quarter)) {
    if (!IsJudged(pack, supervision, requirement, window)) continue;
    const int completed = counter.In(window);
    const ContactState state =
        StateOf(completed, requirement.count, window.last, as_of);
    if (Weight(state) >= Weight(judgement.state)) {
      judgement.state = state;
      judgement.completed = completed;
    }
  }
  if (!supervision.end.has_value() || *supervision.end > as_of) {
    judgement.next_due =
        NextCalendarDue(pack, counter, requirement, supervision, as_of);
  }
  return judgement;
}

// The last day on which a rolling requirement is in time, given the contacts up
// to and including `day`: the count-th most recent contact plus the window.
absl::CivilDay RollingDue(const Counter& counter,
                          const ContactRequirement& requirement,
                          absl::CivilDay start, absl::CivilDay day) {
  const int length = requirement.window_length;
  absl::CivilDay due = start + length;
  // The latest `since` with enough contacts from it on is the count-th most
  // recent contact itself; one before `day - length` cannot put the due day
  // past `day`, and the first such due day is what is asked for then.
  for (absl::CivilDay since = day; since >= start; --since) {
    if (counter.In({since, day}) >= requirement.count) {
      due = std::max(due, since + length);
      break;
    }
  }
  return due;
}

RequirementJudgement JudgeRolling(const SupervisionFacts& supervision,
                                  const ContactRequirement& requirement,
                                  const Counter& counter,
                                  const DayRange& period,
                                  absl::CivilDay as_of) {
  RequirementJudgement judgement;
  judgement.requirement_id = requirement.id;
  judgement.required = requirement.count;
  DayRange days = period.Intersect({supervision.start, as_of});
  if (supervision.end.has_value())
    days.last = std::min(days.last, *supervision.end);
  if (supervision.start > period.last || days.Length() == 0) return judgement;
  const int length = requirement.window_length;
  judgement.state = ContactState::kMet;
  for (absl::CivilDay day = days.first; day <= days.last; ++day) {
    const int completed = counter.In({day - length, day});
    judgement.completed = completed;
    if (day > supervision.start + length && completed < requirement.count) {
      judgement.state = ContactState::kMissed;
      break;
    }
  }
  if (supervision.end.has_value() && *supervision.end <= as_of) {
    return judgement;
  }
  judgement.next_due =
      RollingDue(counter, requirement, supervision.start, as_of);
  if (judgement.state == ContactState::kMet && as_of < period.last &&
      *judgement.next_due < period.last) {
    judgement.state = ContactState::kPending;
  }
  return judgement;
}

RequirementJudgement JudgeInitial(const PolicyPack& pack,
                                  const SupervisionFacts& supervision,
                                  const InitialContactRequirement& initial,
                                  absl::Span<const ContactFact> contacts,
                                  absl::CivilDay as_of) {
  RequirementJudgement judgement;
  judgement.requirement_id = initial.id;
  judgement.required = 1;
  const DayRange window{supervision.start,
                        AddPeriod(supervision.start, initial.within)};
  for (const ContactFact& contact : contacts) {
    if (!contact.substituted && contact.day <= as_of &&
        window.Contains(contact.day) &&
        CountsInitially(pack, initial, contact)) {
      ++judgement.completed;
    }
  }
  judgement.state =
      StateOf(judgement.completed, judgement.required, window.last, as_of);
  if (judgement.state == ContactState::kPending) {
    if (supervision.end.has_value() && *supervision.end < window.last) {
      judgement.state = ContactState::kNotJudged;
    } else {
      judgement.next_due = window.last;
    }
  }
  return judgement;
}

// While contacts by a program's staff stand in, one collateral contact a month
// must be with the program.
std::optional<RequirementJudgement> JudgeProgramCollateral(
    const PolicyPack& pack, absl::Span<const ContactFact> contacts,
    const DayRange& period, absl::CivilDay as_of) {
  if (!pack.contact.substitution.has_value() ||
      pack.contact.substitution->program_collaterals == 0) {
    return std::nullopt;
  }
  std::optional<RequirementJudgement> worst;
  for (absl::CivilDay day = MonthOf(period.first).first; day <= period.last;
       day = MonthOf(day).last + 1) {
    const DayRange month = MonthOf(day);
    bool substituted = false;
    RequirementJudgement judgement;
    judgement.requirement_id = "program-collateral";
    judgement.required = pack.contact.substitution->program_collaterals;
    for (const ContactFact& contact : contacts) {
      if (!month.Contains(contact.day) || contact.day > as_of ||
          contact.outcome != ContactOutcome::kCompleted) {
        continue;
      }
      substituted = substituted || contact.substituted;
      if (contact.with_program &&
          IsWith(contact.with, ContactParty::kCollateral)) {
        ++judgement.completed;
      }
    }
    if (!substituted) continue;
    judgement.state =
        StateOf(judgement.completed, judgement.required, month.last, as_of);
    if (judgement.state == ContactState::kPending) {
      judgement.next_due = month.last;
    }
    if (!worst.has_value() || Weight(judgement.state) > Weight(worst->state)) {
      worst = judgement;
    }
  }
  return worst;
}

ContactJudgement JudgePeriod(const PolicyPack& pack,
                             const SupervisionFacts& supervision,
                             absl::Span<const ContactFact> contacts,
                             const DayRange& period, absl::CivilDay as_of) {
  ContactJudgement result;
  result.policy = pack.version;
  const ContactStandard* standard =
      FindContactStandard(pack, supervision.band_id, supervision.case_type_id);
  if (standard == nullptr) return result;
  for (const ContactRequirement& requirement : standard->requirements) {
    const Counter counter(pack, supervision, contacts, requirement, as_of);
    result.requirements.push_back(
        requirement.window_unit == WindowUnit::kRollingDays
            ? JudgeRolling(supervision, requirement, counter, period, as_of)
            : JudgeCalendar(pack, supervision, requirement, counter, period,
                            as_of));
  }
  for (const InitialContactRequirement& initial :
       standard->initial_requirements) {
    if (period.Contains(AddPeriod(supervision.start, initial.within))) {
      result.requirements.push_back(
          JudgeInitial(pack, supervision, initial, contacts, as_of));
    }
  }
  if (auto program = JudgeProgramCollateral(pack, contacts, period, as_of)) {
    result.requirements.push_back(*program);
  }
  for (const RequirementJudgement& judgement : result.requirements) {
    if (Weight(judgement.state) > Weight(result.state)) {
      result.state = judgement.state;
    }
    if (judgement.next_due.has_value() &&
        (!result.next_due.has_value() ||
         *judgement.next_due < *result.next_due)) {
      result.next_due = judgement.next_due;
    }
  }
  return result;
}

bool AsksForThePerson(const ContactStandard* standard) {
  return standard != nullptr &&
         std::any_of(standard->requirements.begin(),
                     standard->requirements.end(),
                     [](const ContactRequirement& requirement) {
                       return requirement.party == ContactParty::kPerson;
                     });
}

// A completed contact with the person by one of the pack's methods.
bool IsContact(const PolicyPack& pack, const ContactFact& contact) {
  return Counts(pack, ContactRequirement(), contact);
}

void CheckReason(const PolicyPack& pack, const ReasonFact& fact,
                 const DayRange& month, MonthJudgement* judgement) {
  const NoContactReason* reason = pack.FindNoContactReason(fact.code);
  if (reason == nullptr) {
    judgement->findings.push_back(
        {MonthFindingKind::kUnknownReason, fact.code, std::nullopt});
    return;
  }
  if (fact.entered > month.last) {
    judgement->findings.push_back(
        {MonthFindingKind::kReasonLate, fact.code, std::nullopt});
  }
  for (const NoContactEvidence evidence : reason->evidence) {
    const bool on_file =
        (evidence == NoContactEvidence::kAttempt && judgement->attempted) ||
        std::find(fact.evidence.begin(), fact.evidence.end(), evidence) !=
            fact.evidence.end();
    if (!on_file) {
      judgement->findings.push_back(
          {MonthFindingKind::kEvidenceMissing, fact.code, evidence});
    }
  }
}

}  // namespace

const ContactStandard* FindContactStandard(const PolicyPack& pack,
                                           absl::string_view band_id,
                                           absl::string_view case_type_id) {
  const ContactStandard* general = nullptr;
  for (const ContactStandard& standard : pack.contact.standards) {
    if (!Holds(standard.band_ids, band_id)) continue;
    if (standard.case_type_ids.empty()) {
      general = &standard;
    } else if (Holds(standard.case_type_ids, case_type_id)) {
      return &standard;
    }
  }
  return general;
}

bool Counts(const PolicyPack& pack, const ContactRequirement& requirement,
            const ContactFact& contact) {
  if (contact.outcome != ContactOutcome::kCompleted ||
      !IsWith(contact.with, requirement.party)) {
    return false;
  }
  const bool person = requirement.party == ContactParty::kPerson;
  const std::vector<ContactMethod>& methods =
      requirement.methods.empty() && person ? pack.contact.counting_methods
                                            : requirement.methods;
  return EmptyOrHolds(methods, contact.method) &&
         EmptyOrHolds(requirement.locations, contact.location) &&
         (!requirement.positive || contact.positive);
}

ContactJudgement JudgeContactsInMonth(const PolicyPack& pack,
                                      const SupervisionFacts& supervision,
                                      absl::Span<const ContactFact> contacts,
                                      absl::CivilDay day_in_month,
                                      absl::CivilDay as_of) {
  return JudgePeriod(pack, supervision, contacts, MonthOf(day_in_month), as_of);
}

ContactJudgement JudgeContactsInQuarter(const PolicyPack& pack,
                                        const SupervisionFacts& supervision,
                                        absl::Span<const ContactFact> contacts,
                                        absl::CivilDay day_in_quarter,
                                        absl::CivilDay as_of) {
  return JudgePeriod(pack, supervision, contacts,
                     QuarterOf(day_in_quarter, pack.quarter), as_of);
}

ContactJudgement JudgeContactsInPeriod(const PolicyPack& pack,
                                       const SupervisionFacts& supervision,
                                       absl::Span<const ContactFact> contacts,
                                       const DayRange& period,
                                       absl::CivilDay as_of) {
  return JudgePeriod(pack, supervision, contacts, period, as_of);
}

absl::CivilDay ContactsMatterFrom(const PolicyPack& pack,
                                  const DayRange& period) {
  absl::CivilDay from = period.first;
  for (const ContactStandard& standard : pack.contact.standards) {
    for (const ContactRequirement& requirement : standard.requirements) {
      from = std::min(
          from, requirement.window_unit == WindowUnit::kRollingDays
                    ? period.first - requirement.window_length
                    : WindowOf(requirement, period.first, pack.quarter).first);
    }
    for (const InitialContactRequirement& initial :
         standard.initial_requirements) {
      // A month is at most 31 days.
      from = std::min(from, period.first - initial.within.days -
                                31 * initial.within.months);
    }
  }
  return from;
}

LocationShares CountLocations(const PolicyPack& pack,
                              absl::Span<const ContactFact> contacts,
                              const DayRange& period) {
  LocationShares shares;
  shares.policy = pack.version;
  for (const ContactFact& contact : contacts) {
    if (contact.outcome != ContactOutcome::kCompleted ||
        !IsWith(contact.with, ContactParty::kPerson) ||
        !period.Contains(contact.day)) {
      continue;
    }
    switch (pack.contact.ClassOf(contact.location)) {
      case LocationClass::kOffice:
        ++shares.office;
        break;
      case LocationClass::kPlacement:
        ++shares.placement;
        break;
      case LocationClass::kField:
        ++shares.field;
        break;
      case LocationClass::kOther:
        ++shares.other;
        break;
    }
  }
  return shares;
}

MonthJudgement JudgeMonth(const PolicyPack& pack, const MonthFacts& facts,
                          absl::CivilDay day_in_month, absl::CivilDay as_of) {
  const DayRange month = MonthOf(day_in_month);
  const SupervisionFacts& supervision = facts.supervision;
  MonthJudgement judgement;
  judgement.policy = pack.version;
  for (const ContactFact& contact : facts.contacts) {
    if (!month.Contains(contact.day) || contact.day > as_of) continue;
    judgement.contacted = judgement.contacted || IsContact(pack, contact);
    judgement.attempted =
        judgement.attempted || contact.outcome == ContactOutcome::kAttempted;
  }
  const bool open_on_last_day =
      supervision.start <= month.last &&
      (!supervision.end.has_value() || *supervision.end >= month.last);
  const bool asked = AsksForThePerson(
      FindContactStandard(pack, supervision.band_id, supervision.case_type_id));
  if (!open_on_last_day || !asked) return judgement;
  const DayRange open{std::max(supervision.start, month.first), month.last};
  judgement.new_case = open.Length() < pack.month_close.minimum_days_open;
  judgement.contact_required = !judgement.new_case;
  if (judgement.new_case || judgement.contacted) return judgement;

  judgement.findings.push_back({judgement.attempted
                                    ? MonthFindingKind::kAttemptedOnly
                                    : MonthFindingKind::kNotAttempted,
                                "", std::nullopt});
  bool warrant_reason = false;
  bool any_reason = false;
  for (const ReasonFact& reason : facts.reasons) {
    if (reason.entered > as_of) continue;
    any_reason = true;
    warrant_reason =
        warrant_reason || reason.code == pack.month_close.warrant_reason_code;
    CheckReason(pack, reason, month, &judgement);
  }
  if (!any_reason) {
    judgement.findings.push_back(
        {MonthFindingKind::kReasonMissing, "", std::nullopt});
  }
  if (facts.warrant_pending && !warrant_reason) {
    judgement.findings.push_back({MonthFindingKind::kWarrantReasonMissing,
                                  pack.month_close.warrant_reason_code,
                                  std::nullopt});
  }
  return judgement;
}

}  // namespace caseload::policy

#include "services/caseplan/snapshot_totals.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "services/caseplan/convert_snapshot.h"
#include "services/caseplan/domain/snapshot_case.h"
#include "services/policy/calendar.h"
#include "services/policy/load.h"

namespace caseload::caseplan {

namespace {

using Cases = google::protobuf::RepeatedPtrField<v1::CaseSnapshot>;

// How many cases have each value, in the order of the values.
template <typename Value>
std::map<Value, int> CountBy(const Cases& cases,
                             Value (*value)(const v1::CaseSnapshot&)) {
  std::map<Value, int> counts;
  for (const v1::CaseSnapshot& one : cases) ++counts[value(one)];
  return counts;
}

// Adds a row of state and cases for each state that there is.
template <typename State, typename Rows>
void AddStates(const Cases& cases, State (*state)(const v1::CaseSnapshot&),
               Rows* rows) {
  for (const auto& [value, count] : CountBy(cases, state)) {
    auto* row = rows->Add();
    row->set_state(value);
    row->set_cases(count);
  }
}

void AddFindings(const Cases& cases, v1::SnapshotTotals* totals) {
  for (int kind = 1; kind <= policy::v1::SnapshotCount_MAX; ++kind) {
    v1::FindingCount& count = *totals->add_findings();
    count.set_kind(static_cast<policy::v1::SnapshotCount>(kind));
    for (const v1::CaseSnapshot& one : cases) {
      bool any = false;
      for (const v1::CaseFinding& finding : one.findings()) {
        if (finding.kind() != kind) continue;
        any = true;
        count.set_findings(count.findings() + 1);
        count.set_in_time(count.in_time() + (finding.in_time() ? 1 : 0));
      }
      count.set_cases(count.cases() + (any ? 1 : 0));
    }
  }
}

void AddCaseCounts(const Cases& cases, v1::SnapshotTotals* totals) {
  for (const auto& [status, count] :
       CountBy<v1::CaseState::Status>(cases, [](const v1::CaseSnapshot& one) {
         return one.client_state().status();
       })) {
    v1::ClientStateCount& row = *totals->add_client_states();
    row.set_status(status);
    row.set_cases(count);
  }
  for (const auto& [band, count] : CountBy<std::pair<std::string, std::string>>(
           cases, [](const v1::CaseSnapshot& one) {
             return std::make_pair(one.division(), one.level().band());
           })) {
    v1::BandCount& row = *totals->add_bands();
    row.set_division(band.first);
    row.set_band(band.second);
    row.set_cases(count);
  }
  for (const auto& [source, count] : CountBy<v1::LevelResult::Source>(
           cases,
           [](const v1::CaseSnapshot& one) { return one.level().source(); })) {
    v1::LevelSourceCount& row = *totals->add_level_sources();
    row.set_source(source);
    row.set_cases(count);
  }
  for (const auto& [standing, count] : CountBy<v1::EnrollmentResult::Standing>(
           cases, [](const v1::CaseSnapshot& one) {
             return one.enrollments().standing();
           })) {
    v1::EnrollmentStandingCount& row = *totals->add_enrollment_standings();
    row.set_standing(standing);
    row.set_cases(count);
  }
}

void AddInstruments(const Cases& cases, v1::SnapshotTotals* totals) {
  std::map<std::pair<std::string, v1::Duty::State>, int> counts;
  for (const v1::CaseSnapshot& one : cases) {
    for (const v1::InstrumentResult& result : one.instruments()) {
      ++counts[{result.instrument_id(), result.duty().state()}];
    }
  }
  for (const auto& [instrument, count] : counts) {
    v1::InstrumentCount& row = *totals->add_instruments();
    row.set_instrument_id(instrument.first);
    row.set_state(instrument.second);
    row.set_cases(count);
  }
}

void SetMet(
    const google::protobuf::RepeatedPtrField<v1::StandardCount>& standards,
    v1::Share* share) {
  for (const v1::StandardCount& row : standards) {
    const bool met = row.state() == v1::StandardResult::STATE_MET;
    if (met) share->set_numerator(row.cases());
    if (met || row.state() == v1::StandardResult::STATE_PENDING ||
        row.state() == v1::StandardResult::STATE_MISSED) {
      share->set_denominator(share->denominator() + row.cases());
    }
  }
}

void AddStateCounts(const Cases& cases, v1::SnapshotTotals* totals) {
  AddStates<v1::Duty::State>(
      cases,
      [](const v1::CaseSnapshot& one) {
        return one.client_state().confirmation().state();
      },
      totals->mutable_client_state_confirmations());
  AddStates<v1::Duty::State>(
      cases,
      [](const v1::CaseSnapshot& one) { return one.risk_assessment().state(); },
      totals->mutable_risk_assessments());
  AddStates<v1::Duty::State>(
      cases,
      [](const v1::CaseSnapshot& one) { return one.plan().duty().state(); },
      totals->mutable_plans());
  AddStates<v1::StandardResult::State>(
      cases, [](const v1::CaseSnapshot& one) { return one.month().state(); },
      totals->mutable_month_standards());
  AddStates<v1::StandardResult::State>(
      cases, [](const v1::CaseSnapshot& one) { return one.quarter().state(); },
      totals->mutable_quarter_standards());
  SetMet(totals->month_standards(), totals->mutable_month_standard_met());
  SetMet(totals->quarter_standards(), totals->mutable_quarter_standard_met());
}

// --- the officer's contacts ---

const policy::PolicyPack* PackOn(const PoliciesInForce& policies,
                                 const std::string& division,
                                 absl::CivilDay day) {
  const auto timeline = policies.timelines.find(division);
  return timeline == policies.timelines.end() ? nullptr
                                              : timeline->second.On(day);
}

v1::OfficerContacts CountContacts(
    const std::vector<storage::OfficerContact>& contacts,
    const policy::DayRange& period, const PoliciesInForce& policies,
    absl::CivilDay as_of) {
  v1::OfficerContacts result;
  *result.mutable_period() = ToProto(period);
  std::map<policy::LocationClass, int> classes;
  std::map<int, int> places;
  for (const storage::OfficerContact& one : contacts) {
    const ContactEntry& contact = one.contact;
    if (!period.Contains(contact.date)) continue;
    if (contact.status == ContactStatus::kAttempted) {
      result.set_attempted(result.attempted() + 1);
    }
    if (contact.status != ContactStatus::kCompleted) continue;
    if (!contact.CompletedWithClient()) {
      result.set_collateral(result.collateral() + 1);
      continue;
    }
    result.set_completed(result.completed() + 1);
    const policy::PolicyPack* pack = PackOn(policies, one.division, as_of);
    ++classes[pack == nullptr ? policy::LocationClass::kOther
                              : ClassOf(*pack, contact)];
    ++places[contact.location.has_value() ? static_cast<int>(*contact.location)
                                          : 0];
  }
  const auto share = [&](policy::LocationClass one, v1::Share* out) {
    out->set_numerator(classes[one]);
    out->set_denominator(result.completed());
  };
  v1::LocationShares& shares = *result.mutable_locations();
  share(policy::LocationClass::kOffice, shares.mutable_office());
  share(policy::LocationClass::kPlacement, shares.mutable_placement());
  share(policy::LocationClass::kField, shares.mutable_field());
  share(policy::LocationClass::kOther, shares.mutable_other());
  for (const auto& [location, count] : places) {
    v1::PlaceCount& place = *result.add_places();
    place.set_location(static_cast<v1::Contact::Location>(location));
    place.set_completed(count);
  }
  return result;
}

policy::DayRange QuarterOf(const SnapshotDays& days) {
  return policy::QuarterOf(days.as_of, policy::QuarterRule());
}

// --- load ---

v1::LoadResult ToLoad(const std::string& division,
                      const policy::LoadJudgement& judged) {
  v1::LoadResult load;
  load.set_division(division);
  load.set_cases(judged.cases);
  load.set_without_level(judged.without_level);
  load.set_limits_set(judged.limits_set);
  if (judged.load.has_value()) load.set_load(*judged.load);
  load.set_over_capacity(judged.over_capacity);
  for (const policy::LimitJudgement& one : judged.limits) {
    v1::LoadResult::Limit& limit = *load.add_limits();
    limit.mutable_bands()->Assign(one.band_ids.begin(), one.band_ids.end());
    limit.mutable_cases()->set_numerator(one.cases);
    limit.mutable_cases()->set_denominator(one.limit);
    limit.set_in_band_from(one.in_band_from);
    limit.set_state(static_cast<v1::LoadResult::LimitState>(one.state));
  }
  load.set_policy(PolicyName(judged.policy));
  return load;
}

void AddLoads(const Cases& cases, const storage::WorkingTime& working_time,
              const PoliciesInForce& policies, absl::CivilDay as_of,
              v1::SnapshotTotals* totals) {
  const int hundredths = static_cast<int>(std::lround(
      working_time.full_time_equivalent * working_time.capacity_factor * 100));
  std::map<std::string, std::vector<policy::CarriedCase>> carried;
  for (const v1::CaseSnapshot& one : cases) {
    carried[one.division()].push_back(
        {one.case_type(), one.level().band(), one.weight_hundredths()});
  }
  for (const auto& [division, of_division] : carried) {
    const policy::PolicyPack* pack = PackOn(policies, division, as_of);
    v1::LoadResult& load = *totals->add_loads();
    if (pack != nullptr) {
      load =
          ToLoad(division, policy::JudgeLoad(*pack, of_division, hundredths));
    } else {
      load.set_division(division);
      load.set_cases(static_cast<int>(of_division.size()));
    }
    load.set_working_time_hundredths(hundredths);
  }
}

}  // namespace

absl::CivilDay OfficerContactsFrom(const SnapshotDays& days) {
  const absl::CivilDay quarter = QuarterOf(days).first;
  return days.period.has_value() ? std::min(quarter, days.period->first)
                                 : quarter;
}

v1::SnapshotTotals MakeTotals(
    const Cases& cases, const std::vector<storage::OfficerContact>& contacts,
    const storage::WorkingTime& working_time, const PoliciesInForce& policies,
    const SnapshotDays& days) {
  v1::SnapshotTotals totals;
  totals.set_cases(cases.size());
  AddFindings(cases, &totals);
  AddCaseCounts(cases, &totals);
  AddStateCounts(cases, &totals);
  AddInstruments(cases, &totals);
  for (const v1::CaseSnapshot& one : cases) {
    totals.set_cases_without_policy(totals.cases_without_policy() +
                                    (one.policy().empty() ? 1 : 0));
    totals.set_enrollments_active(totals.enrollments_active() +
                                  one.enrollments().active());
    totals.set_enrollments_pending(totals.enrollments_pending() +
                                   one.enrollments().pending());
    totals.set_investigations_open(totals.investigations_open() +
                                   one.investigations_size());
  }
  *totals.mutable_month() = CountContacts(contacts, policy::MonthOf(days.as_of),
                                          policies, days.as_of);
  *totals.mutable_quarter() =
      CountContacts(contacts, QuarterOf(days), policies, days.as_of);
  if (days.period.has_value()) {
    *totals.mutable_period() =
        CountContacts(contacts, *days.period, policies, days.as_of);
  }
  AddLoads(cases, working_time, policies, days.as_of, &totals);
  return totals;
}

}  // namespace caseload::caseplan

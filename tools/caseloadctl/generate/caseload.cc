#include "tools/caseloadctl/generate/caseload.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

namespace caseload::generate {
namespace {

using csv::RecordKind;

// The need area whose domain gets no points, so that a plan can target a need
// that the assessment does not indicate (R019).
constexpr absl::string_view kUnindicated = "leisure";

constexpr size_t kPlacementUnit = 1;
constexpr size_t kAcademyUnit = 2;

int MonthsFor(bool juvenile) { return juvenile ? 182 : 365; }

absl::string_view ProgramFor(absl::string_view need) {
  if (need == "substance-use") return "outpatient-treatment";
  if (need == "education-employment") return "education-support";
  if (need == "family") return "family-counseling";
  if (need == "mental-health") return "counseling";
  if (need == "leisure") return "mentoring";
  if (need == "financial" || need == "housing") return "life-skills";
  return "thinking-skills";
}

absl::string_view GroupFor(absl::string_view program) {
  return program == "thinking-skills" ? "cognitive-behavioral" : "programs";
}

std::string Bool(bool value) { return value ? "true" : "false"; }

}  // namespace

Caseload::Caseload(const Setting& setting, Roster* roster)
    : setting_(setting),
      random_(setting.random),
      out_(setting.out),
      roster_(roster),
      unit_(random_, {{"0", 28}, {"1", 8}, {"2", 8}, {"3", 28}, {"4", 28}}),
      second_case_(random_, {{"none", 92}, {"same", 6}, {"other", 2}}),
      gender_(random_, {{"male", 75}, {"female", 23}, {"nonbinary", 2}}),
      age_of_case_(random_, {{"30", 6}, {"90", 10}, {"365", 40}, {"1095", 44}}),
      closed_(Deck::Percent(random_, 4)),
      closing_reason_(random_, {{"completed", 11},
                                {"terminated_unsuccessful", 3},
                                {"terminated_early", 2},
                                {"revoked", 1},
                                {"transferred", 1},
                                {"dismissed", 1},
                                {"deceased", 1}}),
      administrative_(Deck::Percent(random_, 6)),
      state_(random_, {{"active", 82},
                       {"custody", 7},
                       {"warrant", 4},
                       {"residential_treatment", 3},
                       {"absconded", 2},
                       {"out_of_county", 2}}),
      stale_(Deck::Percent(random_, 15)),
      booked_(Deck::Percent(random_, 80)),
      unassigned_new_(Deck::Percent(random_, 1)),
      reassigned_(Deck::Percent(random_, 12)),
      bands_({Deck(random_, {{"0", 45}, {"1", 36}, {"2", 15}, {"3", 4}}),
              Deck(random_, {{"0", 8}, {"1", 32}, {"2", 42}, {"3", 18}}),
              Deck(random_, {{"0", 10}, {"1", 40}, {"2", 38}, {"3", 12}}),
              Deck(random_, {{"0", 30}, {"1", 28}, {"2", 26}, {"3", 16}}),
              Deck(random_, {{"0", 30}, {"1", 28}, {"2", 26}, {"3", 16}})}),
      adult_instrument_(random_,
                        {{"ls-cmi", 70}, {"lsi-r", 18}, {"strong-r", 12}}),
      assessment_(random_, {{"current", 80},
                            {"expired", 9},
                            {"missing", 8},
                            {"in_progress", 3}}),
      tcm_(random_, {{"current", 60}, {"expired", 12}, {"none", 28}}),
      override_(random_, {{"none", 90},
                          {"up", 3},
                          {"down", 2},
                          {"temporary", 3},
                          {"temporary_over", 1},
                          {"requested", 1}}),
      plan_(random_, {{"current", 72},
                      {"expired", 10},
                      {"missing", 8},
                      {"draft", 4},
                      {"unsigned", 4},
                      {"review_overdue", 2}}),
      juvenile_needs_(random_, {{"right", 80}, {"few", 8}, {"many", 12}}),
      adult_needs_(random_, {{"right", 86}, {"few", 14}}),
      not_indicated_(Deck::Percent(random_, 6)),
      smart_(random_, {{"whole", 90},
                       {"measure", 4},
                       {"target_on", 3},
                       {"responsible_person", 3}}),
      referral_(Deck::Percent(random_, 60)),
      enrollment_(random_, {{"active", 50},
                            {"pending", 10},
                            {"completed", 15},
                            {"discharged", 5},
                            {"none", 20}}),
      enrollment_age_(random_,
                      {{"recent", 66}, {"verified", 14}, {"unverified", 20}}),
      unlinked_(Deck::Percent(random_, 8)),
      reason_not_enrolled_(Deck::Percent(random_, 55)),
      investigation_(random_, {{"none", 90}, {"open", 6}, {"closed", 4}}),
      month_(random_,
             {{"met", 78}, {"partial", 6}, {"attempted", 9}, {"none", 7}}),
      entered_(random_, {{"in_time", 70}, {"late", 12}, {"missing", 18}}),
      reason_(random_, {{"unable_to_contact", 11},
                        {"absconded", 1},
                        {"transferred", 1},
                        {"courtesy", 1},
                        {"interstate", 1},
                        {"medical", 3},
                        {"deported", 1},
                        {"out_of_state_placement", 1}}),
      away_entered_(random_, {{"in_time", 85}, {"late", 5}, {"missing", 10}}),
      warrant_reason_(
          random_,
          {{"warrant", 85}, {"unable_to_contact", 10}, {"missing", 5}}),
      warrant_papers_(random_, {{"requested_approved", 9},
                                {"requested_prepared", 5},
                                {"requested", 3},
                                {"prepared", 1},
                                {"nothing", 2}}),
      residential_(
          random_,
          {{"both", 72}, {"reason", 14}, {"confirmed", 7}, {"neither", 7}}),
      elsewhere_(random_, {{"courtesy", 4},
                           {"interstate", 3},
                           {"transferred", 2},
                           {"out_of_state_placement", 1}}),
      juvenile_place_(random_, {{"office", 42},
                                {"home", 27},
                                {"school", 16},
                                {"community", 7},
                                {"treatment_site", 3},
                                {"work", 1},
                                {"court", 1},
                                {"video", 3}}),
      adult_place_(random_, {{"office", 60},
                             {"home", 20},
                             {"work", 4},
                             {"community", 6},
                             {"treatment_site", 4},
                             {"court", 2},
                             {"video", 4}}),
      objective_note_(Deck::Percent(random_, 80)) {}

void Caseload::WriteClient() {
  const std::string client = out_->NextId(RecordKind::kClients);
  const size_t unit = static_cast<size_t>(unit_.Draw()[0] - '0');
  const std::string second = second_case_.Draw();
  const bool youth = roster_->units()[unit].juvenile;
  const std::string gender = WritePerson(client, youth, second == "other");
  WriteCase(client, gender, unit);
  if (second == "same") WriteCase(client, gender, unit);
  if (second == "other") WriteCase(client, gender, youth ? 3 : 0);
}

// Age at as_of: youths 12 to 17, adults 18 to 69, both divisions 18 to 20.
std::string Caseload::WritePerson(const std::string& client, bool youth,
                                  bool both) {
  const int years = both    ? random_->Between(18, 20)
                    : youth ? random_->Between(12, 17)
                            : random_->Between(18, 69);
  const absl::CivilDay birth =
      setting_.as_of - years * 365 - years / 4 - random_->Between(1, 364);
  const std::string family = InventedFamilyName(random_);
  const std::string gender = gender_.Draw();
  out_->Row(RecordKind::kClients, client,
            {{"given_name", InventedName(random_)},
             {"family_name", family},
             {"birth_date", DayText(birth)},
             {"gender", gender},
             {"preferred_language", random_->Below(6) == 0 ? "es" : "en"},
             {"phone",
              absl::StrFormat("+1 805 555 01%02d", random_->Between(0, 99))}});
  out_->Row(RecordKind::kIdentifiers, out_->NextId(RecordKind::kIdentifiers),
            {{"client_id", client},
             {"identifier_type", "county-probation"},
             {"value", absl::StrCat("TEST", client.substr(3))}});
  if (!youth && !both) {
    if (random_->Below(2) == 0) {
      out_->Row(
          RecordKind::kIdentifiers, out_->NextId(RecordKind::kIdentifiers),
          {{"client_id", client},
           {"identifier_type", "cii"},
           {"value", absl::StrFormat("A%08d", random_->Between(0, 9999999))}});
    }
    return gender;
  }
  out_->Row(
      RecordKind::kGuardians, out_->NextId(RecordKind::kGuardians),
      {{"client_id", client},
       {"display_name", absl::StrCat(InventedName(random_), " ", family)},
       {"role", "guardian_and_emergency_contact"},
       {"relationship", random_->Below(4) == 0 ? "grandparent" : "parent"},
       {"phone",
        absl::StrFormat("+1 805 555 01%02d", random_->Between(0, 99))}});
  return gender;
}

void Caseload::WriteCase(const std::string& client, const std::string& gender,
                         size_t unit) {
  Case c;
  c.id = out_->NextId(RecordKind::kCases);
  c.unit = unit;
  c.female = gender == "female";
  c.juvenile = roster_->units()[unit].juvenile;
  c.administrative = !c.juvenile && administrative_.Yes();
  SetDates(&c);
  const bool without_unit = WriteAssignments(&c);
  WriteCaseRow(client, without_unit, c);
  WriteStates(&c);
  WriteConditions(c);
  WriteAssessments(&c);
  WritePlans(&c);
  WriteInvestigations(c);
  WriteMonths(c);
}

void Caseload::SetDates(Case* c) {
  const std::string bucket = age_of_case_.Draw();
  const int age = bucket == "30"    ? random_->Between(0, 30)
                  : bucket == "90"  ? random_->Between(31, 90)
                  : bucket == "365" ? random_->Between(91, 365)
                                    : random_->Between(366, 1095);
  c->received = setting_.as_of - age;
  if (age > 200 && closed_.Yes()) {
    const int history =
        static_cast<int>(setting_.as_of - setting_.HistoryBegins());
    c->closed = setting_.as_of - random_->Between(1, history - 1);
    c->closing_reason = closing_reason_.Draw();
  }
}

void Caseload::WriteCaseRow(const std::string& client, bool without_unit,
                            const Case& c) {
  const bool heavy = random_->Below(50) == 0;
  const std::string type = c.administrative           ? "administrative"
                           : c.unit == kPlacementUnit ? "placement"
                           : c.unit == kAcademyUnit   ? "coastal-valley-academy"
                           : c.juvenile               ? "court-supervision"
                                                      : "formal-probation";
  out_->Row(RecordKind::kCases, c.id,
            {{"client_id", client},
             {"division", c.juvenile ? "juvenile" : "adult"},
             {"case_type", type},
             {"unit_id", without_unit ? "" : roster_->units()[c.unit].id},
             {"court_numbers",
              absl::StrFormat("TEST-%02d-%05d", c.received.year() % 100,
                              random_->Between(1, 99999))},
             {"received_on", DayText(c.received)},
             {"starts_on", DayText(c.received)},
             {"expected_end_on",
              DayText(c.LastDay(setting_.as_of) + random_->Between(30, 700))},
             {"closed_on", c.closed.has_value() ? DayText(*c.closed) : ""},
             {"closing_reason", c.closing_reason},
             {"weight", heavy ? "1.50" : ""},
             {"weight_reason", heavy ? "travel and several providers" : ""},
             {"entered_at", EnteredSoon(setting_, c.received)}});
}

// True when the case is new, without an officer and without a unit.
bool Caseload::WriteAssignments(Case* c) {
  const absl::CivilDay last = c->LastDay(setting_.as_of);
  if (!c->closed.has_value() && unassigned_new_.Yes()) {
    if (random_->Below(2) == 0) return true;
    return false;
  }
  const Officer* officer = roster_->NextOfficer(c->unit, c->received);
  if (officer == nullptr) return false;
  c->officer_first = officer->id;
  c->officer_now = officer->id;
  c->changed = last + 1;
  std::string reason;
  if (officer->last_day.has_value() && *officer->last_day < last) {
    c->changed = *officer->last_day + 1;
    c->officer_now.clear();
    reason = "officer_left";
    // Two in five of a leaver's cases still wait for somebody.
    if (random_->Below(5) < 3) {
      c->officer_now = roster_->NextPresentOfficer(c->unit)->id;
    }
  } else if (Age(c->received) > 200 && reassigned_.Yes()) {
    c->changed = last - random_->Between(20, 150);
    c->officer_now = roster_->NextPresentOfficer(c->unit)->id;
    reason = random_->Below(3) == 0 ? "case_need" : "workload";
  }
  if (c->officer_now == c->officer_first) c->changed = last + 1;
  const bool moved = c->changed <= last;
  std::optional<absl::CivilDay> first_ends;
  if (moved) first_ends = c->changed - 1;
  if (!moved && c->closed.has_value()) first_ends = *c->closed;
  WriteAssignmentRow(*c, c->officer_first, c->received, first_ends, "");
  if (moved && !c->officer_now.empty()) {
    WriteAssignmentRow(*c, c->officer_now, c->changed, c->closed, reason);
  }
  return false;
}

void Caseload::WriteAssignmentRow(const Case& c, const std::string& officer,
                                  absl::CivilDay from,
                                  std::optional<absl::CivilDay> to,
                                  const std::string& reason) {
  out_->Row(RecordKind::kAssignments, out_->NextId(RecordKind::kAssignments),
            {{"case_id", c.id},
             {"officer_id", officer},
             {"role", "primary"},
             {"starts_on", DayText(from)},
             {"ends_on", to.has_value() ? DayText(*to) : ""},
             {"reason", reason}});
}

const std::string& Caseload::OfficerOn(const Case& c,
                                       absl::CivilDay day) const {
  const std::string& officer = c.officer_first.empty() || day >= c.changed
                                   ? c.officer_now
                                   : c.officer_first;
  return officer.empty() ? roster_->SupervisorOf(c.unit) : officer;
}

void Caseload::WriteStates(Case* c) {
  const absl::CivilDay last = c->LastDay(setting_.as_of);
  const std::string home = c->unit == kPlacementUnit ? "placement" : "active";
  c->state = c->closed.has_value() ? home : state_.Draw();
  if (c->state == "active") c->state = home;
  const int age = static_cast<int>(last - c->received);
  const bool stale =
      !c->closed.has_value() && Age(c->received) > 200 && stale_.Yes();
  c->state_since = c->received;
  if (c->state != home) {
    const int days =
        stale ? random_->Between(100, 170) : random_->Between(3, 150);
    c->state_since = last - std::min(age, days);
    if (c->state_since > c->received) {
      WriteStateRow(*c, home, c->received, c->state_since - 1,
                    c->state_since - 1);
    }
  }
  const absl::CivilDay confirmed =
      last - (stale ? random_->Between(95, 200) : random_->Between(0, 85));
  WriteStateRow(*c, c->state, c->state_since, c->closed,
                std::max(confirmed, c->state_since));
}

void Caseload::WriteStateRow(const Case& c, const std::string& state,
                             absl::CivilDay from,
                             std::optional<absl::CivilDay> to,
                             absl::CivilDay confirmed) {
  static constexpr const char* kBookings[] = {"new-offense", "warrant", "flash",
                                              "violation", "court-commitment"};
  const bool custody = state == "custody";
  std::string booking;
  std::string release;
  if (custody && booked_.Yes()) booking = kBookings[random_->Below(5)];
  if (custody && random_->Below(2) == 0) {
    release = DayText(setting_.as_of + random_->Between(5, 120));
  }
  out_->Row(RecordKind::kClientStates, out_->NextId(RecordKind::kClientStates),
            {{"case_id", c.id},
             {"state", state},
             {"starts_on", DayText(from)},
             {"ends_on", to.has_value() ? DayText(*to) : ""},
             {"confirmed_on", DayText(confirmed)},
             {"booking_type", booking},
             {"expected_release_on", release},
             {"entered_at", EnteredSoon(setting_, confirmed)}});
}

void Caseload::WriteConditions(const Case& c) {
  static constexpr const char* kTypes[] = {"drug-testing", "community-service",
                                           "restitution", "treatment",
                                           "no-contact-order"};
  static constexpr const char* kTexts[] = {
      "Submit to testing as directed.", "Complete 40 hours of service.",
      "Pay restitution as ordered.", "Take part in treatment as directed.",
      "Stay away from the protected person."};
  const int count = random_->Between(1, 2);
  uint64_t type = random_->Below(5);
  for (int i = 0; i < count; ++i, type = (type + 1) % 5) {
    const bool met = c.closed.has_value() || random_->Below(5) == 0;
    out_->Row(
        RecordKind::kConditions, out_->NextId(RecordKind::kConditions),
        {{"case_id", c.id},
         {"condition_type", kTypes[type]},
         {"description", kTexts[type]},
         {"ordered_on", DayText(c.received)},
         {"status", met ? "met" : "ordered"},
         {"status_on", DayText(met ? c.LastDay(setting_.as_of) : c.received)}});
  }
}

void Caseload::WriteInvestigations(const Case& c) {
  static constexpr const char* kTypes[] = {"new-offense", "violation",
                                           "placement-review"};
  if (c.closed.has_value()) return;
  const std::string fate = investigation_.Draw();
  if (fate == "none") return;
  const absl::CivilDay opened =
      setting_.as_of - std::min(Age(c.received), random_->Between(3, 120));
  const bool closed = fate == "closed";
  out_->Row(RecordKind::kInvestigations,
            out_->NextId(RecordKind::kInvestigations),
            {{"case_id", c.id},
             {"officer_id", OfficerOn(c, setting_.as_of)},
             {"investigation_type", kTypes[random_->Below(3)]},
             {"opened_on", DayText(opened)},
             {"due_on", DayText(opened + 45)},
             {"closed_on",
              closed ? DayText(std::min(setting_.as_of,
                                        opened + random_->Between(0, 40)))
                     : ""},
             {"entered_at", EnteredSoon(setting_, opened)}});
}

void Caseload::WriteAssessments(Case* c) {
  c->band = bands_[c->unit].Draw()[0] - '0';
  if (c->administrative) c->band = 0;
  std::string fate = "current";
  if (!c->closed.has_value() && Age(c->received) > 45) {
    fate = assessment_.Draw();
  } else if (!c->closed.has_value()) {
    // Not yet due: a prior one may be there.
    fate = random_->Below(5) < 2 ? "current" : "missing";
  }
  WriteMainAssessment(c, fate);
  if (!c->juvenile || c->closed.has_value() || Age(c->received) <= 45) return;
  const std::string tcm = tcm_.Draw();
  if (tcm == "none") return;
  const Instrument& instrument = TargetedCaseManagement();
  const Scoring scoring = MakeScoring(instrument, c->band, "", random_);
  const int days =
      tcm == "current" ? random_->Between(5, 170) : random_->Between(190, 400);
  WriteAssessmentRow(*c, out_->NextId(RecordKind::kAssessments), instrument,
                     "completed", setting_.as_of - days, &scoring);
}

void Caseload::WriteMainAssessment(Case* c, const std::string& fate) {
  const Instrument* instrument = &YouthLevelOfService();
  if (!c->juvenile) {
    const std::string name = adult_instrument_.Draw();
    instrument = name == "ls-cmi"  ? &LevelOfServiceCaseManagement()
                 : name == "lsi-r" ? &LevelOfServiceRevised()
                                   : &StrongR();
  }
  if (fate == "missing") return;
  const std::string id = out_->NextId(RecordKind::kAssessments);
  if (fate == "in_progress") {
    const absl::CivilDay day = setting_.as_of - random_->Between(1, 20);
    WriteAssessmentRow(*c, id, *instrument, "in_progress", day, nullptr);
    return;
  }
  const bool current = fate == "current";
  const int days =
      c->juvenile
          ? (current ? random_->Between(5, 150) : random_->Between(190, 360))
          : (current ? random_->Between(5, 330) : random_->Between(380, 700));
  c->instrument = instrument;
  c->assessment_id = id;
  c->assessment_current = current;
  c->assessed_on = c->LastDay(setting_.as_of) - days;
  c->scoring = MakeScoring(*instrument, c->band, kUnindicated, random_);
  WriteAssessmentRow(*c, id, *instrument, "completed", c->assessed_on,
                     &c->scoring);
  if (Age(c->received) > 500 && random_->Below(2) == 0) {
    const int before = std::min(kBands - 1, c->band + random_->Between(0, 1));
    const Scoring earlier = MakeScoring(*instrument, before, "", random_);
    WriteAssessmentRow(
        *c, out_->NextId(RecordKind::kAssessments), *instrument, "completed",
        c->assessed_on - MonthsFor(c->juvenile) - random_->Between(0, 20),
        &earlier);
  }
  if (!c->closed.has_value()) WriteOverride(*c);
}

void Caseload::WriteAssessmentRow(const Case& c, const std::string& id,
                                  const Instrument& instrument,
                                  const std::string& status, absl::CivilDay day,
                                  const Scoring* scoring) {
  static constexpr const char* kNeeds[] = {"low", "moderate", "high"};
  const bool tcm = &instrument == &TargetedCaseManagement();
  std::vector<std::string> scores;
  std::vector<std::string> levels;
  std::string driver;
  if (scoring != nullptr) {
    for (size_t i = 0; i < instrument.domains.size(); ++i) {
      const std::string& name = instrument.domains[i].name;
      const int value = scoring->domains[i];
      if (!instrument.totals.empty()) {
        scores.push_back(absl::StrCat(name, "=", value));
      } else {
        levels.push_back(absl::StrCat(
            name, "=", tcm ? (value > 0 ? "need" : "no-need") : kNeeds[value]));
      }
    }
    if (!tcm) driver = HighestNeeds(instrument, *scoring)[0]->name;
  }
  const bool done = scoring != nullptr;
  const bool total = done && scoring->total >= 0;
  const absl::CivilDay reviewed = day + random_->Between(1, 25);
  out_->Row(
      RecordKind::kAssessments, id,
      {{"case_id", c.id},
       {"instrument", instrument.name},
       {"instrument_version", instrument.version},
       {"norm_group",
        c.female ? instrument.norm_group_female : instrument.norm_group_male},
       {"status", status},
       {"reason", day < c.received + 60 ? "initial" : "reassessment"},
       {"assessed_on", DayText(day)},
       {"assessor_id", done ? OfficerOn(c, day) : ""},
       {"total_score", total ? absl::StrCat(scoring->total) : ""},
       {"scored_level", done && !total && !tcm ? scoring->level : ""},
       {"domain_scores", absl::StrJoin(scores, ";")},
       {"domain_levels", absl::StrJoin(levels, ";")},
       {"missing_items", total && random_->Below(20) == 0 ? "1" : ""},
       {"drivers", driver},
       {"reviewed_with_client_on", done && random_->Below(5) > 0
                                       ? DayTextUntil(reviewed, setting_.as_of)
                                       : ""},
       {"entered_at", EnteredSoon(setting_, day)}});
}

void Caseload::WriteOverride(const Case& c) {
  std::string fate = override_.Draw();
  if (fate == "none") return;
  const bool temporary = fate == "temporary" || fate == "temporary_over";
  const bool down = fate == "down" || c.band == kBands - 1;
  const int band = down ? std::max(0, c.band - 1) : c.band + 1;
  // The lowest band cannot go down: it goes up.
  const int to = band == c.band ? 1 : band;
  // Any total in the band's range names its level.
  const Scoring other = MakeScoring(*c.instrument, to, "", random_);
  const bool decided = fate != "requested";
  const int age =
      std::min(Age(c.assessed_on), fate == "temporary" ? random_->Between(5, 60)
                                   : fate == "temporary_over" ? 120
                                                              : 40);
  const absl::CivilDay requested = setting_.as_of - age;
  const absl::CivilDay effective =
      std::min(setting_.as_of, requested + random_->Between(0, 3));
  std::string expires;
  if (fate == "temporary") {
    expires = DayText(setting_.as_of + random_->Between(5, 80));
  } else if (fate == "temporary_over") {
    expires = DayText(std::max(effective, setting_.as_of - 3));
  }
  out_->Row(RecordKind::kOverrides, out_->NextId(RecordKind::kOverrides),
            {{"assessment_id", c.assessment_id},
             {"from_level", c.scoring.level},
             {"to_level", other.level},
             {"override_type", temporary ? "temporary" : "permanent"},
             {"reason", temporary ? "crisis" : "offense-type"},
             {"decision", decided ? "approved" : "requested"},
             {"requested_by_id", OfficerOn(c, requested)},
             {"requested_on", DayText(requested)},
             {"decided_by_id", decided ? roster_->SupervisorOf(c.unit) : ""},
             {"decided_on", decided ? DayText(effective) : ""},
             {"effective_on", decided ? DayText(effective) : ""},
             {"expires_on", expires},
             {"entered_at", EnteredSoon(setting_, requested)}});
}

std::optional<Caseload::PlanDraft> Caseload::DraftPlan(Case* c) {
  PlanDraft plan;
  plan.kind = "current";
  if (!c->closed.has_value() && Age(c->received) > 70) {
    plan.kind = plan_.Draw();
  } else if (!c->closed.has_value() && random_->Below(2) == 0) {
    plan.kind = "missing";
  }
  if (plan.kind == "missing") return std::nullopt;
  const absl::CivilDay last = c->LastDay(setting_.as_of);
  const int length = MonthsFor(c->juvenile);
  if (plan.kind == "expired") {
    plan.effective = last - length - random_->Between(10, 150);
  } else if (plan.kind == "unsigned" || plan.kind == "draft") {
    plan.effective = last - random_->Between(5, 40);
  } else if (plan.kind == "review_overdue") {
    plan.effective = last - random_->Between(125, 150);
  } else if (c->assessment_current) {
    plan.effective =
        std::min(last - 3, c->assessed_on + random_->Between(3, 25));
  } else {
    plan.effective = last - random_->Between(20, 150);
  }
  // No plan is older than its case; a short one can expire all the same.
  if (plan.effective < c->received) {
    const int age = static_cast<int>(last - c->received);
    plan.effective = c->received + std::min(age, random_->Between(5, 40));
  }
  plan.expires = plan.effective + length;
  if (plan.kind == "expired" && plan.expires >= last) {
    plan.expires = std::max(plan.effective + 1, last - random_->Between(1, 20));
  }
  plan.need_areas = NeedAreas(*c);
  return plan;
}

std::vector<std::string> Caseload::NeedAreas(const Case& c) {
  std::vector<std::string> needs;
  for (const Domain* domain : HighestNeeds(*c.instrument, c.scoring)) {
    needs.push_back(domain->need_area);
  }
  const bool high = c.band >= 2;
  size_t count = high ? static_cast<size_t>(random_->Between(3, 4))
                      : static_cast<size_t>(random_->Between(1, 3));
  if (c.juvenile) {
    const std::string fate = juvenile_needs_.Draw();
    if (fate == "few") count = high ? 2 : 0;
    if (fate == "many") count = high ? 5 : 4;
  } else {
    count = 3;
    // STRONG-R plans take the top three; few is a finding of the others.
    if (!c.scoring.domains.empty() && c.scoring.total >= 0 &&
        adult_needs_.Draw() == "few") {
      count = 2;
    }
  }
  needs.resize(std::min(needs.size(), count));
  const bool has_total = c.scoring.total >= 0;
  if (has_total && !needs.empty() && not_indicated_.Yes() &&
      std::find(needs.begin(), needs.end(), kUnindicated) == needs.end()) {
    needs.back() = std::string(kUnindicated);
  }
  return needs;
}

void Caseload::WritePlans(Case* c) {
  if (c->instrument == nullptr) return;
  std::optional<PlanDraft> plan = DraftPlan(c);
  if (!plan.has_value()) {
    WriteNotEnrolled(*c);
    return;
  }
  int version = 1;
  if (Age(c->received) > 500 && random_->Below(3) == 0) {
    PlanDraft earlier = *plan;
    earlier.kind = "current";
    earlier.effective = plan->effective - MonthsFor(c->juvenile);
    earlier.expires = plan->effective - 1;
    earlier.need_areas.resize(std::min<size_t>(earlier.need_areas.size(), 1));
    const std::string id = out_->NextId(RecordKind::kPlans);
    WritePlanRow(*c, id, version, "superseded", earlier);
    WriteObjective(id, earlier,
                   earlier.need_areas.empty() ? "" : earlier.need_areas[0], 1,
                   "", false);
    ++version;
  }
  c->plan_id = out_->NextId(RecordKind::kPlans);
  WritePlanRow(*c, c->plan_id, version,
               plan->kind == "draft" ? "draft" : "approved", *plan);
  WriteObjectives(c, *plan);
  if (unlinked_.Yes()) WriteEnrollment(c, "job-club", "active", "");
  if (!c->enrolled) WriteNotEnrolled(*c);
}

void Caseload::WritePlanRow(const Case& c, const std::string& id, int version,
                            const std::string& status, const PlanDraft& plan) {
  const bool draft = status == "draft";
  const bool is_signed = !draft && plan.kind != "unsigned";
  const bool refused = is_signed && random_->Below(40) == 0;
  const std::string signature = !is_signed ? "pending"
                                : refused  ? "refused"
                                           : "signed";
  const std::string day = DayText(plan.effective);
  std::vector<std::string> reviews;
  const absl::CivilDay last = c.LastDay(setting_.as_of);
  for (absl::CivilDay review = plan.effective + 85;
       plan.kind != "review_overdue" && review <= std::min(last, plan.expires);
       review += 85) {
    reviews.push_back(DayText(review));
  }
  const bool guardian = c.juvenile && is_signed;
  out_->Row(
      RecordKind::kPlans, id,
      {{"case_id", c.id},
       {"version", absl::StrCat(version)},
       {"status", status},
       {"assessment_id", status == "superseded" ? "" : c.assessment_id},
       {"effective_on", day},
       {"expires_on", DayText(plan.expires)},
       {"approved_on", draft ? "" : day},
       {"approved_by_id", draft ? "" : roster_->SupervisorOf(c.unit)},
       {"client_signature", signature},
       {"client_signed_on", is_signed ? day : ""},
       {"guardian_signature", !c.juvenile ? "not_required"
                              : guardian  ? "signed"
                                          : "pending"},
       {"guardian_signed_on", guardian ? day : ""},
       {"officer_signed_on", draft ? "" : day},
       {"signature_reason", refused ? "Does not agree with the plan." : ""},
       {"reviewed_on", absl::StrJoin(reviews, ";")},
       {"goals", "Complete supervision without a new offense."},
       {"entered_at", EnteredSoon(setting_, plan.effective)}});
}

void Caseload::WriteObjectives(Case* c, const PlanDraft& plan) {
  std::vector<std::string> needs = plan.need_areas;
  // A plan without a need area still has an objective: a court condition.
  if (needs.empty()) needs.push_back("");
  const bool stabilization = random_->Below(12) == 0;
  for (size_t i = 0; i < needs.size(); ++i) {
    const bool referral = !needs[i].empty() && referral_.Yes();
    const std::string program =
        referral ? std::string(ProgramFor(needs[i])) : "";
    const std::string id =
        WriteObjective(c->plan_id, plan, needs[i], static_cast<int>(i) + 1,
                       program, stabilization && i == 0);
    c->objective_ids.push_back(id);
    if (!referral) continue;
    const std::string fate = enrollment_.Draw();
    if (fate != "none") WriteEnrollment(c, program, fate, id);
  }
}

std::string Caseload::WriteObjective(const std::string& plan_id,
                                     const PlanDraft& plan,
                                     const std::string& need, int position,
                                     const std::string& program,
                                     bool stabilization) {
  const std::string id = out_->NextId(RecordKind::kObjectives);
  const std::string lacks = smart_.Draw();
  const absl::CivilDay target =
      std::min(plan.expires, plan.effective + random_->Between(60, 150));
  out_->Row(
      RecordKind::kObjectives, id,
      {{"plan_id", plan_id},
       {"position", absl::StrCat(position)},
       {"need_area", need},
       {"behavior",
        need.empty() ? "Complete the court's conditions."
                     : absl::StrCat("Make and keep a change in ", need, ".")},
       {"measure", lacks == "measure" ? "" : "Shown in two months of three."},
       {"target_on", lacks == "target_on" ? "" : DayText(target)},
       {"responsible_person",
        lacks == "responsible_person" ? "" : "client and officer"},
       {"referral_program", program},
       {"stabilization", Bool(stabilization)},
       {"entered_at", EnteredSoon(setting_, plan.effective)}});
  return id;
}

void Caseload::WriteEnrollment(Case* c, const std::string& program,
                               const std::string& fate,
                               const std::string& objective) {
  const absl::CivilDay last = c->LastDay(setting_.as_of);
  const bool open = fate == "active" && !c->closed.has_value();
  std::string status = fate;
  if (c->closed.has_value() && fate != "completed") status = "discharged";
  std::string age = "recent";
  if (open && Age(c->received) > 420) age = enrollment_age_.Draw();
  const int days =
      age == "recent" ? random_->Between(10, 170) : random_->Between(190, 400);
  const absl::CivilDay started = last - std::min(Age(c->received), days);
  const absl::CivilDay referred = started - random_->Between(0, 10);
  const bool begun = status != "pending";
  const bool ended = begun && status != "active";
  std::string verified;
  if (age == "verified") {
    verified = DayText(last - random_->Between(5, 150));
  } else if (age == "unverified" && random_->Below(3) == 0) {
    verified = DayText(started);
  }
  out_->Row(RecordKind::kEnrollments, out_->NextId(RecordKind::kEnrollments),
            {{"case_id", c->id},
             {"program", program},
             {"program_group", std::string(GroupFor(program))},
             {"provider", "Example Community Services"},
             {"status", status},
             {"referred_on", DayText(referred)},
             {"started_on", begun ? DayText(started) : ""},
             {"ended_on", ended ? DayText(std::min(last, started + 120)) : ""},
             {"verified_on", verified},
             {"objective_ids", objective},
             {"entered_at", EnteredSoon(setting_, started)}});
  if (status == "active" || status == "pending") c->enrolled = true;
}

// An open case without an enrollment: with the reason why, or without.
void Caseload::WriteNotEnrolled(const Case& c) {
  static constexpr const char* kReasons[] = {
      "waiting list", "no fitting program nearby", "declined by the client",
      "not indicated by the assessment"};
  if (c.closed.has_value() || c.enrolled || Age(c.received) <= 70) return;
  if (!reason_not_enrolled_.Yes()) return;
  const absl::CivilDay day =
      setting_.as_of - random_->Between(1, Age(c.received) - 60);
  out_->Row(RecordKind::kEnrollments, out_->NextId(RecordKind::kEnrollments),
            {{"case_id", c.id},
             {"program", "thinking-skills"},
             {"program_group", "cognitive-behavioral"},
             {"status", "not_enrolled"},
             {"referred_on", DayText(day)},
             {"not_enrolled_reason", kReasons[random_->Below(4)]},
             {"entered_at", EnteredSoon(setting_, day)}});
}

void Caseload::WriteMonths(const Case& c) {
  const absl::CivilDay end = c.LastDay(setting_.as_of);
  for (absl::CivilMonth month(setting_.HistoryBegins());
       absl::CivilDay(month) <= end; ++month) {
    const absl::CivilDay first = std::max(absl::CivilDay(month), c.received);
    const absl::CivilDay last = std::min(LastOfMonth(month), end);
    if (first > last) continue;
    const bool away =
        c.state != "active" && c.state != "placement" && c.state_since <= last;
    if (last - first < 9) {
      // Too short for a standard to apply; some officers say so.
      if (c.received == first && random_->Below(2) == 0) {
        WriteReason(c, month, first, last, "new_case", "in_time");
      }
    } else if (away) {
      WriteAwayMonth(c, month, std::max(first, c.state_since), last);
    } else {
      WriteContactableMonth(c, month, first, last);
    }
    WriteNotes(c, first, last);
  }
}

void Caseload::WriteContactableMonth(const Case& c, absl::CivilMonth month,
                                     absl::CivilDay first,
                                     absl::CivilDay last) {
  static constexpr int kContacts[kBands] = {1, 1, 2, 3};
  auto any_day = [&] {
    return first + random_->Between(0, static_cast<int>(last - first));
  };
  const bool closing = c.closed.has_value() && last == *c.closed;
  const std::string fate = month_.Draw();
  int contacts = fate == "met" ? kContacts[c.band] : 0;
  if (fate == "partial") contacts = std::max(1, kContacts[c.band] - 1);
  const bool deceased = closing && c.closing_reason == "deceased";
  if (deceased) contacts = 0;
  for (int i = 0; i < contacts; ++i) {
    WriteContact(c, "completed", "direct", any_day());
  }
  if (fate == "attempted" || random_->Below(6) == 0) {
    WriteContact(c, "attempted", "direct", any_day());
  }
  if (random_->Below(5) == 0) {
    WriteContact(c, "completed", "collateral", any_day());
  }
  if (contacts > 0) return;
  std::string reason = reason_.Draw();
  if (closing) reason = deceased ? "deceased" : "case_closed";
  WriteReason(c, month, first, last, reason,
              deceased ? "in_time" : entered_.Draw());
}

void Caseload::WriteAwayMonth(const Case& c, absl::CivilMonth month,
                              absl::CivilDay first, absl::CivilDay last) {
  if (c.state == "residential_treatment") {
    const std::string fate = residential_.Draw();
    const absl::CivilDay day =
        first + random_->Between(0, static_cast<int>(last - first));
    const bool confirmed = fate == "both" || fate == "confirmed";
    if (confirmed) {
      WriteContact(c, "completed", "collateral", day);
      WriteNote(c, "residential_staff", day,
                "Spoke with the residential staff; still in the program.", "");
    }
    if (fate == "both") {
      WriteReason(c, month, first, last, c.state, "in_time", day);
    } else if (fate == "reason") {
      WriteReason(c, month, first, last, c.state, "in_time");
    }
    return;
  }
  if (c.state == "warrant") {
    const std::string reason = warrant_reason_.Draw();
    if (reason != "missing") {
      WriteReason(c, month, first, last, reason, "in_time");
    }
    return;
  }
  const std::string reason = c.state == "custody"     ? "in_custody"
                             : c.state == "absconded" ? "absconded"
                                                      : elsewhere_.Draw();
  WriteReason(c, month, first, last, reason, away_entered_.Draw());
}

void Caseload::WriteReason(const Case& c, absl::CivilMonth month,
                           absl::CivilDay first, absl::CivilDay last,
                           const std::string& reason, const std::string& when,
                           std::optional<absl::CivilDay> confirmed) {
  if (when == "missing") return;
  absl::CivilDay day =
      first + random_->Between(0, static_cast<int>(last - first));
  const absl::CivilDay month_end = LastOfMonth(month);
  // Late is only what can be: the month must be over.
  if (when == "late" && month_end < setting_.as_of) {
    day = std::min(setting_.as_of, month_end + random_->Between(1, 9));
  }
  std::string requested;
  std::string order;
  if (reason == "warrant") {
    const std::string papers = warrant_papers_.Draw();
    if (papers.compare(0, 9, "requested") == 0) requested = DayText(first);
    if (!c.juvenile && papers == "requested_approved") order = "approved";
    if (!c.juvenile &&
        (papers == "requested_prepared" || papers == "prepared")) {
      order = "prepared";
    }
  }
  out_->Row(RecordKind::kNoContactReasons,
            out_->NextId(RecordKind::kNoContactReasons),
            {{"case_id", c.id},
             {"month", MonthText(month)},
             {"reason", reason},
             {"officer_id", OfficerOn(c, day)},
             {"warrant_requested_on", requested},
             {"revoking_order", order},
             {"residential_confirmed_on",
              confirmed.has_value() ? DayText(*confirmed) : ""},
             {"entered_at", InstantText(setting_, day, random_->Between(8, 17),
                                        random_->Between(0, 59))}});
}

void Caseload::WriteContact(const Case& c, const std::string& status,
                            const std::string& kind, absl::CivilDay day) {
  std::string place = c.juvenile ? juvenile_place_.Draw() : adult_place_.Draw();
  if (c.unit == kPlacementUnit && random_->Below(10) < 6) place = "placement";
  if (kind == "collateral") place = "telephone";
  const bool in_person = place != "telephone" && place != "video";
  out_->Row(RecordKind::kContacts, out_->NextId(RecordKind::kContacts),
            {{"case_id", c.id},
             {"officer_id", OfficerOn(c, day)},
             {"status", status},
             {"kind", kind},
             {"method", in_person ? "in_person" : place},
             {"location", in_person ? place : ""},
             {"occurred_on", DayText(day)},
             {"started_at", InstantText(setting_, day, random_->Between(8, 13),
                                        random_->Between(0, 59))},
             {"entered_at", EnteredSoon(setting_, day)}});
}

void Caseload::WriteNotes(const Case& c, absl::CivilDay first,
                          absl::CivilDay last) {
  static constexpr const char* kTexts[] = {
      "Checked in; no change of address.", "Reminded of the next court date.",
      "Talked about the week, \"going better\", and the next steps.",
      "Left a message.\nWill try again next week."};
  auto any_day = [&] {
    return first + random_->Between(0, static_cast<int>(last - first));
  };
  if (!c.objective_ids.empty() && objective_note_.Yes()) {
    WriteNote(c, "objective", any_day(),
              "Went through the objectives; practised one step and agreed on "
              "the next.",
              c.objective_ids[random_->Below(c.objective_ids.size())]);
  }
  if (random_->Below(4) == 0) {
    WriteNote(c, "general", any_day(), kTexts[random_->Below(4)], "");
  }
  if (c.enrolled && random_->Below(8) == 0) {
    WriteNote(c, "provider_feedback", any_day(),
              "Provider reports regular attendance.", "");
  }
  if (c.juvenile && c.unit != 0 && random_->Below(8) == 0) {
    WriteNote(c, "team_meeting", any_day(),
              "Team meeting held; youth, parent and therapist took part.", "");
  }
}

void Caseload::WriteNote(const Case& c, const std::string& category,
                         absl::CivilDay day, const std::string& text,
                         const std::string& objectives) {
  const bool themes = c.unit == kPlacementUnit && category == "objective" &&
                      random_->Below(5) > 0;
  out_->Row(RecordKind::kNotes, out_->NextId(RecordKind::kNotes),
            {{"case_id", c.id},
             {"officer_id", OfficerOn(c, day)},
             {"category", category},
             {"noted_on", DayText(day)},
             {"text", text},
             {"objective_ids", objectives},
             {"themes", themes ? "safety;permanency;well-being" : ""},
             {"entered_at", EnteredSoon(setting_, day)}});
}

}  // namespace caseload::generate

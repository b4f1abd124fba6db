"""Recounts the shares of a synthetic county from its CSV files.

Shares no code with the generator: it reads the files with Python's own csv
module and the targets from docs/synthetic-county.md.

  recount_county.py shares DOC DIRECTORY   each share within 2 points (a rare
                                           one within half of itself)
  recount_county.py occurs DOC DIRECTORY   each line of the table occurs

Exits with 1 and one line for each difference.
"""

import calendar
import csv
import datetime
import re
import sys
from collections import defaultdict


MAIN = ("yls-cmi", "ls-cmi", "lsi-r", "strong-r")
STRONG = {"low": 0, "mod": 1, "hp": 2, "hd": 2, "hv": 3, "hvpd": 3}
REASONS = {
    "warrant", "residential_treatment", "in_custody", "unable_to_contact",
    "absconded", "transferred", "courtesy", "interstate", "medical",
    "deported", "out_of_state_placement", "case_closed", "new_case",
    "deceased",
}
FIELD = {"home", "school", "work", "community", "treatment_site"}
REACHABLE = ("active", "placement")
AWAY = ("custody", "absconded", "out_of_county")


def tolerance(target):
    """Points by which a share may differ: 2, for a rare one half of it."""
    return min(2.0, target / 2)


def day(text):
    return datetime.date.fromisoformat(text[:10]) if text else None


def doc_table(doc, columns):
    """Rows of the tables of DOC that have this number of columns and a key."""
    rows = []
    with open(doc, encoding="utf-8") as lines:
        for line in lines:
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if len(cells) == columns and re.fullmatch(r"`[a-z0-9_-]+`", cells[0]):
                rows.append([cells[0].strip("`")] + cells[1:])
    return rows


class County:
    def __init__(self, directory, bands, areas):
        self.directory = directory
        self.bands = bands
        # (instrument, need area) -> domain.
        self.areas = areas
        manifest = self.rows("manifest")
        self.as_of = day(manifest[0]["exported_at"])
        for row in manifest:
            count = len(self.rows(row["file"][:-4]))
            assert count == int(row["rows"]), (row["file"], count)
        self.clients = self.rows("clients")
        self.units = {r["id"]: r["name"] for r in self.rows("units")}
        self.cases = {r["id"]: r for r in self.rows("cases")}
        self.states = self.by_case("client_states")
        self.assignments = self.by_case("assignments")
        self.assessments = self.by_case("assessments")
        self.plans = self.by_case("plans")
        self.enrollments = self.by_case("enrollments")
        self.reasons = self.by_case("no_contact_reasons")
        self.investigations = self.by_case("investigations")
        self.contacts = self.by_case("contacts")
        self.notes = self.by_case("notes")
        self.overrides = defaultdict(list)
        for row in self.rows("overrides"):
            self.overrides[row["assessment_id"]].append(row)
        self.objectives = defaultdict(list)
        for row in self.rows("objectives"):
            self.objectives[row["plan_id"]].append(row)
        self.main = {case: self.main_assessment(case) for case in self.cases}
        self.plan = {
            case: max(plans, key=lambda p: int(p["version"]))
            for case, plans in self.plans.items()
        }
        self.open = [c for c, r in self.cases.items() if not r["closed_on"]]

    def rows(self, kind):
        path = f"{self.directory}/{kind}.csv"
        with open(path, encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def by_case(self, kind):
        result = defaultdict(list)
        for row in self.rows(kind):
            result[row["case_id"]].append(row)
        return result

    def age(self, case):
        return (self.as_of - day(self.cases[case]["received_on"])).days

    def juvenile(self, case):
        return self.cases[case]["division"] == "juvenile"

    def main_assessment(self, case):
        rows = [a for a in self.assessments[case] if a["instrument"] in MAIN]
        done = [a for a in rows if a["status"] == "completed"]
        return max(done or rows, key=lambda a: a["assessed_on"], default=None)

    def assessed(self, case):
        main = self.main[case]
        return main is not None and main["status"] == "completed"

    def currency(self, case):
        main = self.main[case]
        if main is None:
            return "missing"
        if main["status"] != "completed":
            return "in_progress"
        limit = 182 if self.juvenile(case) else 365
        over = (self.as_of - day(main["assessed_on"])).days > limit
        return "expired" if over else "current"

    def band(self, case):
        main = self.main[case]
        if main["instrument"] == "strong-r":
            return STRONG[main["scored_level"]]
        total = int(main["total_score"])
        scores = dict(p.split("=") for p in main["domain_scores"].split(";"))
        assert sum(map(int, scores.values())) == total, main["id"]
        return sum(total > limit for limit in self.bands[main["instrument"]])

    def state_on(self, case, when):
        for row in self.states[case]:
            end = day(row["ends_on"]) or datetime.date.max
            if day(row["starts_on"]) <= when <= end:
                return row
        raise AssertionError(f"no state: {case} {when}")

    def months(self, case):
        """(first, last, name of month) of every month since the last quarter."""
        row = self.cases[case]
        end = min(day(row["closed_on"]) or self.as_of, self.as_of)
        quarter = datetime.date(self.as_of.year, (self.as_of.month - 1) // 3 * 3 + 1, 1)
        before = quarter - datetime.timedelta(days=1)
        month = datetime.date(before.year, (before.month - 1) // 3 * 3 + 1, 1)
        while month <= end:
            last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
            first, until = max(month, day(row["received_on"])), min(last, end)
            if first <= until:
                yield first, until, last
            month = last + datetime.timedelta(days=1)

    def officer_today(self, case):
        for row in self.assignments[case]:
            if not row["ends_on"] or day(row["ends_on"]) >= self.as_of:
                return row["officer_id"]
        return None


class Shares:
    def __init__(self):
        self.counts = defaultdict(lambda: [0, 0])

    def add(self, key, hit):
        self.counts[key][0] += bool(hit)
        self.counts[key][1] += 1

    def choose(self, value, **keys):
        for key, wanted in keys.items():
            self.add(key, value == wanted)


def count_people(county, shares):
    cases = defaultdict(list)
    for row in county.cases.values():
        cases[row["client_id"]].append(row["division"])
    for client in county.clients:
        shares.add("client_male", client["gender"] == "male")
        own = cases[client["id"]]
        shares.add("client_with_two_cases", len(own) == 2)
        shares.add("client_in_both_divisions", len(set(own)) == 2)
    for case, row in county.cases.items():
        shares.add("case_juvenile", county.juvenile(case))
        shares.add("case_received_within_30_days", county.age(case) <= 30)
        shares.add("case_received_within_90_days", county.age(case) <= 90)
        if county.age(case) > 200:
            shares.add("case_closed_lately", row["closed_on"])
        if not county.juvenile(case):
            shares.add("case_administrative", row["case_type"] == "administrative")
    for case in county.open:
        shares.add("case_unassigned", county.officer_today(case) is None)
        kinds = county.investigations[case]
        shares.add("investigation_open", any(not k["closed_on"] for k in kinds))
        shares.add("investigation_closed", any(k["closed_on"] for k in kinds))


def count_states(county, shares):
    for case in county.open:
        row = county.state_on(case, county.as_of)
        state = row["state"]
        shares.add("state_active_or_placement", state in REACHABLE)
        shares.choose(state, state_custody="custody", state_warrant="warrant",
                      state_residential_treatment="residential_treatment",
                      state_absconded="absconded",
                      state_out_of_county="out_of_county")
        if county.age(case) > 200:
            since = (county.as_of - day(row["confirmed_on"])).days
            shares.add("state_not_confirmed_for_90_days", since > 90)
        if state == "custody":
            shares.add("custody_without_booking_type", not row["booking_type"])


UNIT_KEYS = {"Juvenile Services": "juvenile_services",
             "Placement/Commitment": "placement",
             "Coastal Valley Academy": "academy"}


def count_risk(county, shares):
    for case, row in county.cases.items():
        if county.assessed(case):
            unit = UNIT_KEYS.get(county.units.get(row["unit_id"]))
            if unit:
                names = ("low", "moderate", "high", "very_high")
            elif row["case_type"] != "administrative" and not county.juvenile(case):
                unit, names = "adult", ("low", "med_low", "med_high", "high")
            if unit:
                for index, name in enumerate(names):
                    shares.add(f"{unit}_{name}", county.band(case) == index)
        if not county.juvenile(case) and county.main[case] is not None:
            shares.choose(county.main[case]["instrument"], adult_ls_cmi="ls-cmi",
                          adult_lsi_r="lsi-r", adult_strong_r="strong-r")
    for case in county.open:
        if county.age(case) > 45:
            shares.choose(county.currency(case), assessment_missing="missing",
                          assessment_in_progress="in_progress",
                          assessment_expired="expired",
                          assessment_current="current")
            if county.juvenile(case):
                tcm = [(county.as_of - day(a["assessed_on"])).days
                       for a in county.assessments[case] if a["instrument"] == "tcm"]
                shares.add("tcm_current", tcm and min(tcm) <= 182)
                shares.add("tcm_expired", tcm and min(tcm) > 182)
        if county.assessed(case):
            count_overrides(county, county.main[case]["id"], shares)


def count_overrides(county, assessment, shares):
    kinds = set()
    for row in county.overrides[assessment]:
        expires = day(row["expires_on"])
        if row["decision"] == "requested":
            kinds.add("requested")
        elif row["override_type"] == "permanent":
            kinds.add("permanent")
        else:
            kinds.add("temporary" if expires >= county.as_of else "temporary_over")
    for kind in ("permanent", "temporary", "temporary_over", "requested"):
        shares.add(f"override_{kind}", kind in kinds)


def count_plans(county, shares):
    for case in county.open:
        if county.assessed(case) and county.age(case) > 70:
            plan = county.plan.get(case)
            status = plan["status"] if plan else ""
            shares.add("plan_missing", plan is None)
            shares.add("plan_draft", status == "draft")
            shares.add("plan_unsigned", status == "approved" and
                       plan["client_signature"] == "pending")
            shares.add("plan_expired", status == "approved" and
                       day(plan["expires_on"]) < county.as_of)
    for case, plan in county.plan.items():
        objectives = county.objectives[plan["id"]]
        needs = {o["need_area"] for o in objectives if o["need_area"]}
        count_needs(county, case, needs, shares)
        linked = set()
        for row in county.enrollments[case]:
            linked.update(filter(None, row["objective_ids"].split(";")))
        for objective in objectives:
            if objective["referral_program"]:
                shares.add("referral_without_enrollment", objective["id"] not in linked)
        shares.add("enrollment_without_objective", any(
            not e["objective_ids"] and e["status"] != "not_enrolled"
            for e in county.enrollments[case]))
    for objectives in county.objectives.values():
        for row in objectives:
            shares.add("objective_not_smart", not (
                row["measure"] and row["target_on"] and row["responsible_person"]))


def count_needs(county, case, needs, shares):
    high = county.band(case) >= 2
    main = county.main[case]
    if county.juvenile(case):
        shares.add("needs_too_few_juvenile", len(needs) < (3 if high else 1))
        shares.add("needs_too_many_juvenile", len(needs) > (4 if high else 3))
    elif main["instrument"] != "strong-r":
        shares.add("needs_under_three_adult", len(needs) < 3)
    if main["domain_scores"] and needs:
        scores = dict(p.split("=") for p in main["domain_scores"].split(";"))
        domains = [county.areas[main["instrument"], need] for need in needs]
        shares.add("need_not_indicated", any(scores[d] == "0" for d in domains))


def count_enrollments(county, shares):
    for case, rows in county.enrollments.items():
        for row in rows:
            if row["status"] != "active" or county.age(case) <= 420:
                continue
            old = (county.as_of - day(row["started_on"])).days > 183
            verified = day(row["verified_on"])
            valid = verified and (county.as_of - verified).days <= 183
            shares.add("enrollment_old_unverified", old and not valid)
            shares.add("enrollment_old_verified", old and valid)
    for case in county.open:
        states = {row["status"] for row in county.enrollments[case]}
        if (county.assessed(case) and county.age(case) > 70
                and not states & {"active", "pending"}):
            shares.add("not_enrolled_with_reason", "not_enrolled" in states)
            shares.add("not_enrolled_without_reason", "not_enrolled" not in states)


def count_months(county, shares):
    for case in county.cases:
        contacts = county.contacts[case]
        for first, last, month_end in county.months(case):
            if case in county.plan:
                shares.add("month_with_objective_note", any(
                    n["objective_ids"] and first <= day(n["noted_on"]) <= last
                    for n in county.notes[case]))
            if (last - first).days < 9:
                continue
            name = first.strftime("%Y-%m")
            reasons = [r for r in county.reasons[case] if r["month"] == name]
            state = county.state_on(case, last)["state"]
            past = month_end < county.as_of
            direct = {c["status"] for c in contacts if c["kind"] == "direct"
                      and first <= day(c["occurred_on"]) <= last}
            late = [r for r in reasons if day(r["entered_at"]) > month_end]
            if state in REACHABLE:
                count_reachable(direct, reasons, late, past, shares)
            elif state in AWAY and past:
                shares.add("away_reason_late", late)
                shares.add("away_reason_missing", not reasons)
            elif state == "warrant":
                given = {r["reason"] for r in reasons}
                shares.add("warrant_reason_given", "warrant" in given)
                shares.add("warrant_other_reason", given and "warrant" not in given)
                shares.add("warrant_no_reason", not given)
            elif state == "residential_treatment":
                confirmed = any(n["category"] == "residential_staff" and
                                first <= day(n["noted_on"]) <= last
                                for n in county.notes[case])
                shares.choose((confirmed, bool(reasons)),
                              residential_confirmed_and_reason=(True, True),
                              residential_reason_only=(False, True),
                              residential_confirmed_only=(True, False),
                              residential_neither=(False, False))


def count_reachable(direct, reasons, late, past, shares):
    contacted = "completed" in direct
    tried = "attempted" in direct
    shares.add("month_contacted", contacted)
    shares.add("month_attempted_only", tried and not contacted)
    shares.add("month_neither", not tried and not contacted)
    if past and not contacted:
        shares.add("reason_in_time", reasons and not late)
        shares.add("reason_late", late)
        shares.add("reason_missing", not reasons)


def count_papers_and_places(county, shares):
    for case, rows in county.reasons.items():
        for row in rows:
            if row["reason"] == "warrant":
                shares.add("warrant_without_request", not row["warrant_requested_on"])
                if not county.juvenile(case):
                    shares.add("warrant_without_order_adult", not row["revoking_order"])
    for case, rows in county.contacts.items():
        unit = county.units.get(county.cases[case]["unit_id"])
        if unit == "Placement/Commitment":
            continue
        division = county.cases[case]["division"]
        for row in rows:
            if row["kind"] == "direct" and row["status"] == "completed":
                shares.add(f"contact_{division}_office", row["location"] == "office")
                shares.add(f"contact_{division}_field", row["location"] in FIELD)


def count_officers(county, shares):
    postings, leave, held = defaultdict(list), defaultdict(list), defaultdict(list)
    for row in county.rows("postings"):
        postings[row["officer_id"]].append(row)
    for row in county.rows("leave"):
        leave[row["officer_id"]].append(row)
    for row in county.rows("conferences"):
        held[row["officer_id"]].append(day(row["starts_at"]))
    carrying = {a["officer_id"] for rows in county.assignments.values() for a in rows}
    quarter = datetime.date(county.as_of.year, (county.as_of.month - 1) // 3 * 3 + 1, 1)
    for row in county.rows("officers"):
        if not row["classification"].startswith("dpo"):
            continue
        own = row["id"]
        shares.add("officer_part_time", any(p["fte"] != "1.00" for p in postings[own]))
        shares.add("officer_on_leave", any(
            day(r["starts_on"]) <= county.as_of <= day(r["ends_on"]) for r in leave[own]))
        shares.add("officer_without_cases", own not in carrying)
        shares.add("officer_left", row["last_day"])
        shares.add("officer_moved", len({p["unit_id"] for p in postings[own]}) > 1)
        if own in carrying:
            shares.add("conference_last_quarter", any(d < quarter for d in held[own]))
            if not row["last_day"]:
                shares.add("conference_this_quarter",
                           any(d >= quarter for d in held[own]))


def check_occurs(county):
    """What the doc names below the table; answers what is missing."""
    missing = []

    def must(what, found):
        if not found:
            missing.append(f"does not occur: {what}")

    reasons = {r["reason"] for rows in county.reasons.values() for r in rows}
    for reason in sorted(REASONS):
        must(f"no-contact reason {reason}", reason in reasons)
    must("acting supervisor", any(p["acting_supervisor_id"] and not p["ends_on"]
                                  for p in county.rows("postings")))
    lost = [c for c in county.open if county.officer_today(c) is None]
    must("unassigned in a unit", any(county.cases[c]["unit_id"] for c in lost))
    must("unassigned without unit", any(not county.cases[c]["unit_id"] for c in lost))
    must("plan reviewed late", any(
        p["status"] == "approved" and not p["reviewed_on"]
        and (county.as_of - day(p["effective_on"])).days > 100
        for p in county.plan.values()))
    must("additional conference", any(c["conference_type"] == "additional"
                                      for c in county.rows("conferences")))
    texts = [n["text"] for rows in county.notes.values() for n in rows]
    must("note with a line end", any("\n" in t for t in texts))
    must("note with quotation marks", any('"' in t for t in texts))
    must("case weight", any(c["weight"] not in ("", "1.00")
                            for c in county.cases.values()))
    return missing


def main():
    mode, doc, directory = sys.argv[1:4]
    bands = {row[0]: [int(cell) for cell in row[1:]]
             for row in doc_table(doc, 4) if row[0] in MAIN}
    targets = {row[0]: float(row[1]) for row in doc_table(doc, 4) if row[0] not in MAIN}
    areas = {(row[0], row[2].strip("`")): row[1].strip("`")
             for row in doc_table(doc, 3) if row[0] in MAIN}
    county = County(directory, bands, areas)
    shares = Shares()
    for count in (count_people, count_states, count_risk, count_plans,
                  count_enrollments, count_months, count_papers_and_places,
                  count_officers):
        count(county, shares)
    problems = []
    for key in sorted(set(targets) ^ set(shares.counts)):
        problems.append(f"only in the doc or only counted: {key}")
    for key, target in targets.items():
        hits, total = shares.counts.get(key, (0, 0))
        share = 100.0 * hits / total if total else 0.0
        print(f"{key:36} {hits:7} of {total:7}  {share:6.2f} %  target {target:g}")
        if mode == "shares" and abs(share - target) > tolerance(target):
            problems.append(f"{key}: {share:.2f} %, target {target:g}")
        if hits == 0:
            problems.append(f"does not occur: {key}")
    if mode == "occurs":
        problems += check_occurs(county)
    print("\n".join(problems) or "all as it should be")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

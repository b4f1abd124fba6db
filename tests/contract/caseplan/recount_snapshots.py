"""Recounts caseload snapshots from the rows of the store.

    recount_snapshots.py ROWS.jsonl SNAPSHOTS.jsonl

Shares no code with the service: the rules are written down again here, with the
figures of the shipped packs (juvenile 4.6, adult 1.17). Prints every number that
differs and exits 1 when there is one.
"""

import calendar
import collections
import datetime
import json
import sys

GO_LIVE = datetime.date(2026, 7, 1)
MINIMUM_DAYS_OPEN = 10
VERIFY_MONTHS = 6
REVIEW_MONTHS = 3
PROVISIONAL_DAYS = 14
LAG_DAYS = 30
INITIAL_PLAN_DAYS = {"juvenile": 45, "adult": 60}
PLAN_MONTHS = {"juvenile": 6, "adult": 12}
RISK_INSTRUMENT = {"juvenile": "yls-cmi", "adult": "ls-cmi"}
CLASS_OF = {
    "office": "office",
    "placement": "placement",
    "home": "field",
    "school": "field",
    "work": "field",
    "community": "field",
    "treatment_site": "field",
    "jail": "other",
    "court": "other",
    None: "other",
}


def day(text):
    return None if text is None else datetime.date.fromisoformat(text)


def add_months(start, months):
    month = start.month - 1 + months
    year, month = start.year + month // 12, month % 12 + 1
    return datetime.date(year, month,
                         min(start.day, calendar.monthrange(year, month)[1]))


def month_end(start):
    return datetime.date(start.year, start.month,
                         calendar.monthrange(start.year, start.month)[1])


def from_message(message):
    return datetime.date(message["year"], message["month"], message["day"])


def with_client(contact):
    return contact["status"] == "completed" and contact["kind"] != "collateral"


class County:

    def __init__(self, path):
        self.tables = collections.defaultdict(list)
        with open(path, encoding="utf-8") as rows:
            for line in rows:
                row = json.loads(line)
                self.tables[row.pop("table")].append(row)
        self.cases = {row["id"]: row for row in self.tables["cases"]}

    def of_case(self, table, case):
        return [r for r in self.tables[table] if r["case_id"] == case["id"]]

    def is_assigned(self, case_id, officer, on):
        return any(
            row["case_id"] == case_id and row["officer_id"] == officer and
            day(row["first_day"]) <= on and
            (row["last_day"] is None or on <= day(row["last_day"]))
            for row in self.tables["assignments"])

    def caseload(self, officer, as_of):
        return [
            case for case in self.cases.values()
            if day(case["received_date"]) <= as_of and
            (case["closed_date"] is None or as_of <= day(case["closed_date"]))
            and self.is_assigned(case["id"], officer, as_of)
        ]

    def officer_contacts(self, officer, first, as_of):
        return [
            row for row in self.tables["contacts"]
            if row["case_id"] in self.cases and
            first <= day(row["contact_date"]) <= as_of and
            self.is_assigned(row["case_id"], officer, day(row["contact_date"]))
        ]

    def assessed(self, case, as_of):
        """Day of the governing assessment and its band, or None."""
        for row in self.of_case("case_risk_assessments", case):
            if (row["instrument_id"] == RISK_INSTRUMENT.get(case["division"])
                    and day(row["assessed_date"]) <= as_of):
                return day(row["assessed_date"]), row["level"]
        return None


def plan_state(county, case, as_of):
    if case["case_type"] == "administrative":
        return "STATE_NOT_REQUIRED"
    plans = [
        row for row in county.of_case("plans", case)
        if day(row["first_day"]) <= as_of
    ]
    if not plans:
        due = day(case["received_date"]) + datetime.timedelta(
            INITIAL_PLAN_DAYS[case["division"]])
        return "STATE_DUE" if as_of <= due else "STATE_NEVER_DONE"
    plan = max(plans, key=lambda row: int(row["id"].split("-")[1]))
    approved = day(plan["first_day"])
    assessed = county.assessed(case, as_of)
    faults = [
        plan["state"] == "provisional" and
        as_of > approved + datetime.timedelta(PROVISIONAL_DAYS),
        as_of > add_months(approved, PLAN_MONTHS[case["division"]]),
        as_of > add_months(approved, REVIEW_MONTHS),
        assessed is not None and (assessed[0] - approved).days > LAG_DAYS,
    ]
    return "STATE_OVERDUE" if any(faults) else "STATE_CURRENT"


def enrollment_status(row, as_of):
    if row["status"] in ("pending", "not_enrolled"):
        return row["status"]
    if day(row["start_date"]) > as_of:
        return "pending"
    if row["end_date"] is None or as_of <= day(row["end_date"]):
        return "active"
    return row["status"]


def count_enrollments(county, case, as_of, counts):
    for row in county.of_case("enrollments", case):
        if day(row["referral_date"]) > as_of:
            continue
        status = enrollment_status(row, as_of)
        counts[status] += 1
        if status != "active" or case["division"] not in PLAN_MONTHS:
            continue
        since = day(row["start_date"])
        if row["verified_date"] and day(row["verified_date"]) <= as_of:
            since = max(since, day(row["verified_date"]))
        due = add_months(since, VERIFY_MONTHS)
        if as_of > due >= GO_LIVE:
            counts["ENROLLMENT_NOT_VERIFIED"] += 1


def count_month(county, case, first, as_of, counts):
    """What the month of `first` is missing (R026, R027, R028)."""
    last = month_end(first)
    received, closed = day(case["received_date"]), day(case["closed_date"])
    assessed = county.assessed(case, as_of)
    # An adult on the lowest level is seen once a quarter: a person's contact
    # all the same.
    if (last < GO_LIVE or received > last or assessed is None or
            case["case_type"] == "administrative" or
        (closed is not None and closed <= as_of and closed < last) or
        (last - max(received, first)).days + 1 < MINIMUM_DAYS_OPEN):
        return
    contacts = [
        row for row in county.of_case("contacts", case)
        if first <= day(row["contact_date"]) <= min(last, as_of) and
        day(row["contact_date"]) >= received
    ]
    if any(
            with_client(row) and row["method"] in ("in_person", "video")
            for row in contacts):
        return
    if any(row["status"] == "attempted" for row in contacts):
        counts["ATTEMPTED_ONLY"] += 1
    else:
        counts["NOT_ATTEMPTED"] += 1
    reasons = [
        row for row in county.of_case("no_contact_reasons", case)
        if day(row["month"]) == first and day(row["entered_date"]) <= as_of
    ]
    if not reasons:
        counts["NO_CONTACT_REASON_MISSING"] += 1
    counts["NO_CONTACT_REASON_LATE"] += sum(
        day(row["entered_date"]) > last for row in reasons)


def recount(county, officer, as_of):
    """The numbers of the officer's snapshot, by name."""
    counts = collections.Counter()
    quarter = datetime.date(as_of.year, (as_of.month - 1) // 3 * 3 + 1, 1)
    for name, first in (("month", as_of.replace(day=1)), ("quarter", quarter)):
        for row in county.officer_contacts(officer, first, as_of):
            if with_client(row):
                counts[name, "completed"] += 1
                counts[name, CLASS_OF[row["location"]]] += 1
            elif row["status"] == "completed":
                counts[name, "collateral"] += 1
            elif row["status"] == "attempted":
                counts[name, "attempted"] += 1
    cases = county.caseload(officer, as_of)
    counts["cases"] = len(cases)
    for case in cases:
        count_enrollments(county, case, as_of, counts)
        if case["division"] not in PLAN_MONTHS:
            counts["plan", "STATE_UNSPECIFIED"] += 1
            continue
        counts["plan", plan_state(county, case, as_of)] += 1
        month = min(quarter, add_months(as_of.replace(day=1), -1))
        while month <= as_of:
            count_month(county, case, month, as_of, counts)
            month = add_months(month, 1)
    return counts


def numbers_of(snapshot):
    """The same numbers, as the snapshot has them."""
    totals = snapshot["totals"]
    numbers = collections.Counter()
    numbers["cases"] = totals.get("cases", 0)
    numbers["active"] = totals.get("enrollmentsActive", 0)
    numbers["pending"] = totals.get("enrollmentsPending", 0)
    for name in ("month", "quarter"):
        counted = totals[name]
        for key in ("completed", "attempted", "collateral"):
            numbers[name, key] = counted.get(key, 0)
        for key in ("office", "placement", "field", "other"):
            numbers[name, key] = counted["locations"][key].get("numerator", 0)
    for row in totals.get("plans", []):
        numbers["plan", row.get("state", "STATE_UNSPECIFIED")] = row["cases"]
    for row in totals["findings"]:
        kind = row["kind"][len("SNAPSHOT_COUNT_"):]
        if kind in RECOUNTED_FINDINGS:
            numbers[kind] = row.get("findings", 0)
    return numbers


RECOUNTED_FINDINGS = ("ATTEMPTED_ONLY", "NOT_ATTEMPTED",
                      "NO_CONTACT_REASON_MISSING", "NO_CONTACT_REASON_LATE",
                      "ENROLLMENT_NOT_VERIFIED")
# Counted on the way, and no number of a snapshot.
NOT_IN_TOTALS = ("completed", "discharged", "not_enrolled")


def main(rows, snapshots):
    county = County(rows)
    differences = compared = 0
    with open(snapshots, encoding="utf-8") as lines:
        for line in lines:
            snapshot = json.loads(line)
            officer = snapshot["officer"].split("/")[1]
            as_of = from_message(snapshot["asOf"])
            expected = recount(county, officer, as_of)
            for key in NOT_IN_TOTALS:
                expected.pop(key, None)
            numbers = numbers_of(snapshot)
            for key in sorted(set(expected) | set(numbers), key=str):
                compared += 1
                if expected[key] != numbers[key]:
                    differences += 1
                    print(f"{officer} {as_of} {key}: recount"
                          f" {expected[key]}, snapshot {numbers[key]}")
    print(f"{compared} numbers compared, {differences} differ")
    return 0 if compared > 100 and differences == 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))

#!/usr/bin/python3
"""Reads a mail as a stranger would and says what is in it.

Python's e-mail parser and the icalendar package share no code with what wrote
the mail. Prints one "key<TAB>value" line per fact, values as JSON strings; what
breaks a rule of the formats that a parser forgives is a line "problem".
"""

import datetime
import email
import email.policy
import json
import sys

import icalendar


def say(key, value):
    print(f"{key}\t{json.dumps(str(value))}")


def check_wire(raw):
    if b"\n" in raw.replace(b"\r\n", b""):
        say("problem", "a line does not end with CRLF")
    if b"\r" in raw.replace(b"\r\n", b""):
        say("problem", "a CR stands alone")
    for line in raw.split(b"\r\n"):
        if len(line) > 998:
            say("problem", "a line is longer than 998 octets")
    if any(byte > 127 for byte in raw):
        say("problem", "the mail is not in seven bits")
    header = raw.split(b"\r\n\r\n", 1)[0]
    for line in header.split(b"\r\n"):
        if len(line) > 78:
            say("problem", f"a header line has {len(line)} octets")


def check_calendar_wire(content):
    if b"\n" in content.replace(b"\r\n", b""):
        say("problem", "a calendar line does not end with CRLF")
    for line in content.split(b"\r\n"):
        if len(line) > 75:
            say("problem", f"a calendar line has {len(line)} octets")
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            say("problem", "a calendar line is folded inside a character")


def say_calendar(part):
    content = part.get_payload(decode=True)
    check_calendar_wire(content)
    say("calendar.part.method", part.get_param("method"))
    say("calendar.part.charset", part.get_content_charset())
    calendar = icalendar.Calendar.from_ical(content)
    say("calendar.method", calendar["METHOD"])
    say("calendar.version", calendar["VERSION"])
    zones = [c for c in calendar.subcomponents if c.name == "VTIMEZONE"]
    events = [c for c in calendar.subcomponents if c.name == "VEVENT"]
    say("calendar.zones", len(zones))
    say("calendar.events", len(events))
    say("calendar.tzid", zones[0]["TZID"])
    event = events[0]
    for name in ("UID", "SEQUENCE", "SUMMARY", "LOCATION", "STATUS",
                 "ORGANIZER", "ATTENDEE", "DESCRIPTION"):
        if name in event:
            say(f"calendar.{name.lower()}", event[name])
    for name in ("ORGANIZER", "ATTENDEE"):
        for key, value in event[name].params.items():
            say(f"calendar.{name.lower()}.{key.lower()}", value)
    say("calendar.dtstamp", event["DTSTAMP"].dt.isoformat())
    say("calendar.dtstart.tzid", event["DTSTART"].params["TZID"])
    # The instants as the object's own VTIMEZONE has them.
    zone = zones[0].to_tz()
    for name in ("DTSTART", "DTEND"):
        local = event[name].dt.replace(tzinfo=None)
        utc = zone.localize(local).astimezone(datetime.timezone.utc)
        say(f"calendar.{name.lower()}.local", local.isoformat())
        say(f"calendar.{name.lower()}.utc", utc.isoformat())


def main():
    with open(sys.argv[1], "rb") as stream:
        raw = stream.read()
    check_wire(raw)
    message = email.message_from_bytes(raw, policy=email.policy.default)
    for defect in message.defects:
        say("problem", defect)
    for name in ("From", "Sender", "Reply-To", "To", "Cc", "Subject", "Date",
                 "Message-ID", "Auto-Submitted", "MIME-Version"):
        values = message.get_all(name, [])
        if len(values) > 1:
            say("problem", f"{name} stands {len(values)} times")
        if values:
            say(name.lower(), values[0])
    say("type", message.get_content_type())
    parts = list(message.iter_parts())
    say("parts", " ".join(part.get_content_type() for part in parts))
    for part in parts:
        for defect in part.defects:
            say("problem", defect)
        kind = part.get_content_type()
        if kind == "text/calendar":
            say_calendar(part)
        else:
            say(kind, part.get_content().replace("\r\n", "\n"))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Holds the include arrows of docs/architecture.md against the sources.

main -> service -> {domain, storage, client ports}; domain -> policy kernel;
nothing includes another service's folder; services meet only through protos/.
Prints every arrow that points the wrong way; exits 1 when there is one.
"""

import pathlib
import re
import sys

SERVICES = ("assessment", "caseplan", "conference", "notify")
INCLUDE = re.compile(r'^\s*#include\s+(["<])([^">]+)[">]', re.MULTILINE)
DRIVERS = ("soci/", "sqlite3.h", "libpq-fe.h", "soci.h")
STANDARD = re.compile(r"^[a-z0-9_]+$")


def is_pure(path):
    """Domain code: the rules, which know neither gRPC, SQL, clock nor proto."""
    parts = path.parts
    if parts[:2] == ("services", "policy"):
        return not {"proto", "followed"} & set(parts)
    return len(parts) > 3 and parts[2] == "domain"


def allowed_in_pure(path, included):
    if STANDARD.match(included) or included.startswith("absl/"):
        return True
    if included.startswith("services/policy/"):
        return "/proto/" not in included
    own = "/".join(path.parts[:3]) + "/"
    # The errors a rule answers with: a header of strings, no proto.
    shared = ("services/common/status/",)
    return included.startswith((own,) + shared)


def problems_of(path, text):
    parts = path.parts
    for quote, included in INCLUDE.findall(text):
        proto = re.match(r"caseload/([a-z]+)/v\d+/", included)
        service = re.match(r"services/([a-z]+)/", included)
        if included.startswith(DRIVERS) and parts[:3] != ("services", "common", "sql"):
            yield included, "only services/common/sql knows a database driver"
        if parts[0] != "services":
            continue
        here = parts[1]
        if is_pure(path) and not allowed_in_pure(path, included):
            yield included, "domain code includes only std, absl and itself"
        if service and service.group(1) in SERVICES and service.group(1) != here:
            yield included, "nothing includes another service's folder"
        if proto and proto.group(1) in SERVICES and proto.group(1) != here:
            if here in ("common", "policy") or parts[2] not in ("clients", "main.cc"):
                yield included, "another service's protos are for clients/ and main.cc"
        if here == "policy" and included.startswith("services/common/"):
            # What is kept of the policy in force is a projection, in rows.
            if "followed" in parts or included.startswith("services/common/status/"):
                continue
            yield included, "the policy kernel stands on nothing of ours"


def main():
    root = pathlib.Path(sys.argv[1])
    wrong = 0
    for path in sorted(root.glob("services/**/*")) + sorted(root.glob("tools/**/*")):
        if path.suffix not in (".h", ".cc"):
            continue
        relative = path.relative_to(root)
        for included, rule in problems_of(relative, path.read_text()):
            print(f"{relative}: includes {included}: {rule}")
            wrong += 1
    print(f"{wrong} arrows point the wrong way")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

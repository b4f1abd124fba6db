#!/usr/bin/env python3
"""House rules that a text search can hold (engineering.md's, CONTRIBUTING.md).

  reasons   every error reason in the code stands in the catalogue, and every
            one in the catalogue is used
  words     what our code does not use, and where it may
Prints file:line for each breach; exits 1 when there is one.
"""

import pathlib
import re
import sys

CATALOGUE = "protos/caseload/type/v1/error_reason.proto"
# A call of services/common/status/error.h with its reason, over line breaks.
REASON_CALLS = re.compile(
    r"(?:InvalidField|InvalidRequest|PermissionDenied|Unauthenticated|"
    r"FailedPrecondition|ResourceExhausted|OutOfRange|Unavailable|Add|Make)"
    r"\(([^;]*?)\)", re.DOTALL)
REASON = re.compile(r'"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|INTERNAL)"')

# pattern, where it may stand, why it stands nowhere else
WORDS = (
    (r"std::string_view", (), "absl::string_view is the one in interfaces"),
    (r"absl::Mutex\b|absl/synchronization", ("services/common/server/",),
     "services/common/sync has the annotated mutex"),
    (r"std::mutex|std::condition_variable", ("services/common/sync/",),
     "services/common/sync has the annotated mutex"),
    (r"grpc::Status\(", ("services/common/", "tests/"),
     "only the wrapper builds a grpc::Status"),
    (r"absl::Now\(|std::time\(|gettimeofday", ("services/common/", "tests/", "tools/", "services/notify/mail/"),
     "time comes from an injected clock"),
    # The importer waits between attempts to reach a service.
    (r"sleep_for|SleepFor|usleep\(",
     ("services/common/", "tools/caseloadctl/import/"),
     "nothing sleeps: wait for the event"),
    (r"\bTODO\b|\bFIXME\b", (), "an open point is an issue, not a comment"),
)


def sources(root, *folders):
    for folder in folders:
        for path in sorted((root / folder).glob("**/*")):
            if path.suffix in (".h", ".cc"):
                yield path.relative_to(root), path.read_text()


def reason_problems(root):
    declared = set(re.findall(r"ERROR_REASON_([A-Z0-9_]+) = [1-9]",
                              (root / CATALOGUE).read_text()))
    used = set()
    for path, text in sources(root, "services", "tools"):
        # Comments and the pieces of a wrapped string literal go first.
        plain = re.sub(r"//[^\n]*", "", text)
        for reason in REASON.findall(plain):
            if reason in declared:
                used.add(reason)
        for call in REASON_CALLS.finditer(plain):
            for reason in REASON.findall(call.group(1)):
                if reason not in declared:
                    yield f"{path}: reason {reason} is not in {CATALOGUE}"
    for reason in sorted(declared - used):
        yield f"{CATALOGUE}: reason {reason} is used nowhere"


def word_problems(root):
    for path, text in sources(root, "services", "tools", "tests"):
        for number, line in enumerate(text.splitlines(), 1):
            for pattern, allowed, why in WORDS:
                if str(path).startswith(allowed) if allowed else False:
                    continue
                code = line.split("//")[0] if "TODO" not in pattern else line
                if re.search(pattern, code):
                    yield f"{path}:{number}: {pattern}: {why}"


def main():
    root = pathlib.Path(sys.argv[1])
    problems = list(reason_problems(root)) + list(word_problems(root))
    print("\n".join(problems))
    print(f"{len(problems)} breaches")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

"""docs/metrics.md lists exactly the metrics that the services register."""

import pathlib
import re
import sys

# prometheus-cpp's builder, or the wrapper's helper for counters.
REGISTERED = re.compile(
    r'\.Name\(\s*"([a-z_]+)"|CounterFamily\(\s*registry,\s*"([a-z_]+)"')
LISTED = re.compile(r"^\| `([a-z_]+)` \|", re.MULTILINE)


def main():
    root = pathlib.Path(sys.argv[1])
    registered = set()
    for source in (root / "services").rglob("*.cc"):
        for names in REGISTERED.findall(source.read_text()):
            registered.update(filter(None, names))
    listed = set(LISTED.findall((root / "docs/metrics.md").read_text()))
    for name in sorted(registered - listed):
        print(f"docs/metrics.md does not list {name}")
    for name in sorted(listed - registered):
        print(f"docs/metrics.md lists {name}, which nobody registers")
    if not registered:
        print("no metric was found in services/")
    return 1 if registered != listed or not registered else 0


if __name__ == "__main__":
    sys.exit(main())

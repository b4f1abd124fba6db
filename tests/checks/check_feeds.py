"""docs/feeds.md lists exactly what is followed, and no change causes itself.

The table says for each kind of change who follows it and which other kinds that
may cause. Prints what is followed and not listed, what is listed and not
followed, and every circle; exits 1 when there is one.
"""

import pathlib
import re
import sys

ROW = re.compile(
    r"^\| `([a-z]+)\.([a-z_]+)` \| `([a-z]+)` \| [^|]+ \| ([^|]+) \|$",
    re.MULTILINE)
KIND = re.compile(r"`([a-z]+\.[a-z_]+)`")
# A projection names its kinds in a constant, or in a table with what applies
# each.
FOLLOWED = re.compile(r'k\w*Kind\[\] = "([a-z_]+)"|\{"([a-z_]+)", &Apply')


# What is followed through a mechanism that several services share.
SHARED = {"policy::FollowedPacksOf<": "policy_activation"}


def followed_in(root):
    """{(kind, follower)} of the sources."""
    found = set()
    for clients in sorted((root / "services").glob("*/clients")):
        for header in clients.glob("*.h"):
            for shared, kind in SHARED.items():
                if shared in header.read_text():
                    found.add((kind, clients.parent.name))
            if "follow::Projection" not in header.read_text():
                continue
            text = header.read_text() + header.with_suffix(".cc").read_text()
            kinds = {a or b for a, b in FOLLOWED.findall(text)}
            if not kinds:
                print(f"{header}: its kinds were not found")
                found.add((None, clients.parent.name))
            found.update((kind, clients.parent.name) for kind in kinds)
    return found


def circle_from(start, causes):
    """A path from `start` back to it, or None."""
    paths = [[start]]
    seen = set()
    while paths:
        path = paths.pop()
        for caused in causes.get(path[-1], ()):
            if caused == start:
                return path + [caused]
            if caused not in seen:
                seen.add(caused)
                paths.append(path + [caused])
    return None


def main():
    root = pathlib.Path(sys.argv[1])
    rows = ROW.findall((root / "docs/feeds.md").read_text())
    listed = {(kind, follower) for _, kind, follower, _ in rows}
    followed = followed_in(root)
    bad = not rows or not followed
    for kind, follower in sorted(followed - listed, key=str):
        print(f"docs/feeds.md does not list that {follower} follows {kind}")
        bad = True
    for kind, follower in sorted(listed - followed):
        print(f"docs/feeds.md lists that {follower} follows {kind}; none does")
        bad = True
    causes = {}
    for teller, kind, follower, caused in rows:
        causes.setdefault(f"{teller}.{kind}", set()).update(KIND.findall(caused))
        for name in KIND.findall(caused):
            if not name.startswith(follower + "."):
                print(f"{follower} cannot cause {name}: it is another's")
                bad = True
    for change in sorted(causes):
        circle = circle_from(change, causes)
        if circle:
            print("a circle: " + " -> ".join(circle))
            bad = True
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())

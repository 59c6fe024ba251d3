#!/usr/bin/env python3
"""Folds events of the vault and says what is known after the last, one fact to a line.

    fold_events.py FILE        lines of: time, kind, c or -, payload in hexadecimal

What is removed, and what is said of versions that are not in use any more, is left out.
"""

import sys
from pathlib import Path

from keyroll_conventions import decode
from keyroll_fold import LIVE, Fold


def shown(x):
    if isinstance(x, bytes):
        return x.hex()
    if isinstance(x, bool):
        return "yes" if x else "no"
    if isinstance(x, (list, tuple)):
        return "[" + ",".join(map(shown, x)) + "]"
    return "-" if x is None else str(x)


def attributes(given):
    names = sorted(given.items(), key=lambda pair: pair[0].encode())
    return [[name, values] for name, values in names]


def facts(fold):
    for i, key in fold.keys.items():
        if not key["removed"]:
            yield "key", i, key["name"], attributes(key["attributes"]), [
                [v, s["state"], s["staged"], s["purged"]] for v, s in key["versions"].items()]
    for i, tool in fold.tools.items():
        if not tool["removed"]:
            yield "tool", i, tool["name"], tool["environment"], attributes(tool["attributes"]), [
                [t, x["kind"], x["machine"], attributes(x["attributes"])]
                for t, x in tool["targets"].items()]
    for i, c in fold.connections.items():
        yield "connection", i, c["tool"], c["key"], c["field"], c["variable"], c["required"], \
            attributes(c["attributes"])
    for i, r in fold.rotations.items():
        if not r["outcome"]:
            yield "rotation", r["key"], i, r["before"], r["after"], r["started"]
    for (tool, key), versions in fold.adoptions.items():
        for version, a in versions.items():
            if fold.keys[key]["versions"][version]["state"] in LIVE:
                yield "adoption", tool, key, version, a.level(), a.reached, a.evidence, a.note, \
                    a.waiver, a.since, list(a.had), sorted(
                        [t, s, r] for (t, s), r in a.failures.items())
    for (tool, key), holdings in fold.holdings.items():
        for target, h in holdings.items():
            yield "holding", tool, key, target, h.version, h.fingerprint, h.begun, h.level
    for (tool, target), o in fold.operations.items():
        yield "operation", tool, target, o["id"], o["step"], o["versions"], o["since"]


def main():
    fold = Fold()
    for line in Path(sys.argv[1]).read_text("ascii").splitlines():
        time, kind, critical, payload = line.split()
        event = decode(bytes.fromhex(payload), "body-encoding")
        fold.take(int(kind), critical == "c", event, int(time))
    for fact in facts(fold):
        print(" ".join(map(shown, fact)))


if __name__ == "__main__":
    main()

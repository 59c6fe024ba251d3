#!/usr/bin/env python3
"""Reads every vector with `keyroll_reader.py` and compares what comes out with the vector's `expect` line.

    check_vectors.py [FOLDER or FILE …]          default: Tests/LedgerTests/Vectors
"""

import base64
import sys
from pathlib import Path

import keyroll_reader as reader

VECTORS = Path(__file__).resolve().parents[2] / "LedgerTests" / "Vectors"


def parse(path):
    head, body = path.read_text("utf-8").split("\n\n", 1)
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    offered = {}
    if "passphrase" in fields:
        offered[1] = reader.prepared(fields["passphrase"])
    if "key-file" in fields:
        offered[2] = bytes.fromhex(fields["key-file"])
    if "recovery" in fields:
        offered[3] = reader.recovery_bytes(fields["recovery"])
    return fields["expect"], offered, base64.b64decode(body)


def outcome(data, offered):
    try:
        torn = reader.read_vault(data, offered, True)["torn-tail"]
        return f"torn {torn['after-frame']}" if torn else "valid"
    except reader.Refused as refused:
        return refused.reason


def main():
    given = [Path(a) for a in sys.argv[1:]] or [VECTORS]
    paths = sorted(p for g in given for p in (g.glob("*.txt") if g.is_dir() else [g]))
    passed = 0
    for path in paths:
        expected, offered, data = parse(path)
        got = outcome(data, offered)
        passed += got == expected
        if got != expected:
            print(f"{path.stem}: expected {expected}, got {got}")
    print(f"{passed} passed, {len(paths) - passed} failed")
    return 0 if paths and passed == len(paths) else 1


if __name__ == "__main__":
    sys.exit(main())

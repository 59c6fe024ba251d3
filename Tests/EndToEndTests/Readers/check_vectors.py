#!/usr/bin/env python3
"""Reads every vector with `keyroll_reader.py` and compares the outcome with its `expect` line.

    check_vectors.py [FOLDER or FILE …]          default: Tests/LedgerTests/Vectors
"""

import base64
import json
import re
import sys
from pathlib import Path

import keyroll_conventions as rules
import keyroll_header as header
import keyroll_reader as reader

ROOT = Path(__file__).resolve().parents[3]
VECTORS = ROOT / "Tests/LedgerTests/Vectors"
SPECIFICATION = ROOT / "Sources/Ledger/Ledger.docc/Specification.md"


def parse(path):
    head, body = path.read_text("utf-8").split("\n\n", 1)
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    offered = {}
    if "passphrase" in fields:
        offered[1] = header.prepared(fields["passphrase"])
    if "key-file" in fields:
        offered[2] = bytes.fromhex(fields["key-file"])
    if "recovery" in fields:
        code = header.recovery_bytes(fields["recovery"])
        offered |= {3: code} if code else {}
    return fields["expect"], offered, base64.b64decode(body)


def outcome(data, offered):
    try:
        torn = reader.read_vault(data, offered, True)["torn-tail"]
        return f"torn {torn['after-frame']}" if torn else "valid"
    except rules.Refused as refused:
        return refused.reason


def unproven_bytes_of_example():
    """What section 12 of the specification shows and the vector of its example does not give."""
    example = SPECIFICATION.read_text("utf-8").split("## 12. A worked example", 1)[1]
    _, offered, data = parse(VECTORS / "valid_two_frames.txt")
    copy, body, _ = header.read_header(data)
    slot, root = header.open_slots(body, offered)
    vault, public, ephemeral = body[0], slot[3], slot[5][:32]
    factor = rules.H("keyroll.keyfile1", offered[2])
    wrap = rules.H("keyroll.factors1", vault + slot[0] + b"\2" + factor)
    context = rules.encode([vault, slot[0], slot[1], [[2]], public])
    identity = rules.open_sealed(wrap, "keyroll.identity", context, slot[4])
    shared = rules.agree(identity, ephemeral)
    keys = reader.Keys(vault, 1, 0, root)
    ledger = reader.Ledger(data, 2 * len(copy), body, rules.H("keyroll.hdrdig.1", copy), keys)
    ledger.read()
    one = ledger.frames[0]
    inner = rules.commitment_key(keys.frame(1), "keyroll.frame.v1", vault + one.head, one.nonce,
                                  one.commitment)
    first, second = [
        rules.open_sealed(keys.frame(1), "keyroll.frame.v1", vault + f.head, f.bytes[88:-8])
        for f in ledger.frames
    ]
    staged = next(payload for _, events in ledger.transactions for kind, _, payload in events
                  if kind == 24)
    ids = staged[0] + staged[1] + staged[2][0][0]
    value_key = rules.K(keys.of_root("keyroll.values.1", 1), "keyroll.value.v1", vault + ids)
    blob = ledger.blobs[ids[16:]][0]
    known = [
        data, offered[2], factor, wrap, context, identity, shared, root, first, second, inner, ids,
        value_key,
        rules.K(shared, "keyroll.agree.v1", ephemeral + public), keys.audits[1],
        keys.frame(1), ledger.digest,
        rules.K(keys.audits[1], "keyroll.headerk1", vault),
        keys.of_root("keyroll.values.1", 1),
        rules.open_sealed(value_key, "keyroll.blob.v1.", blob[:4] + vault + ids, blob[4:]),
        rules.H("keyroll.bodyhash",
                 rules.decode(first[4:4 + int.from_bytes(first[:4], "little")], "")[1][0][0]),
        rules.H("keyroll.chain.v1", one.bytes)
    ]
    shown = re.findall(r"\b(?:[0-9a-f]{2}){4,}\b", example)
    return [b for b in shown if not any(bytes.fromhex(b) in k
                                        for k in known)] or (["none shown"] if not shown else [])


def folds_every_event():
    """Whether the vector with every event of Events.md gives the document in every_event.json."""
    _, offered, data = parse(VECTORS / "valid_every_event.txt")
    expected = (Path(__file__).parent / "every_event.json").read_text("utf-8")
    return reader.read_vault(data, offered, True) == json.loads(expected)


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
    wrong = unproven_bytes_of_example()
    for shown in wrong:
        print(f"the worked example: {shown}")
    folds = folds_every_event()
    if not folds:
        print("valid_every_event: not the document of every_event.json")
    print(f"{passed} passed, {len(paths) - passed} failed")
    return 0 if paths and passed == len(paths) and folds and not wrong else 1


if __name__ == "__main__":
    sys.exit(main())

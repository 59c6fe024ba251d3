#!/usr/bin/env python3
"""Section 8.1 of the ledger's specification: reads a machine's notes of uses, and writes some.

    keyroll_uses.py read VAULT KEY-FILE JOURNAL        what it holds, as JSON
    keyroll_uses.py write VAULT KEY-FILE JOURNAL CASE KEY…

`read` gives the sums in the order in which they join, the bytes that are no records, and for each
transaction that they would be whether the ledger has it. `write` makes a journal with uses of the
keys with these identifiers; CASE is one of CASES, each with one thing wrong or unusual, and what is
printed is how often the first key was read.
"""

import hashlib
import json
import sys
from pathlib import Path

from nacl import bindings as sodium

from keyroll_conventions import (
    H, Refused, blake, decode, encode, nullable, octets, one_of, open_sealed, positive, several,
    text, u32)
from keyroll_header import open_slots, read_header
from keyroll_reader import Keys, Ledger

MAGIC, LABEL = b"KRu1", "keyroll.uses.v1."
KINDS = ("read", "run", "export", "emit", "denied")
APART, AT_ONCE = 64, 1000


class Vault:
    """What the notes of a vault need of it."""

    def __init__(self, path, key_file):
        data = Path(path).read_bytes()
        copy, body, _ = read_header(data)
        slot, key = open_slots(body, {2: Path(key_file).read_bytes()})
        self.id, self.epoch = body[0], body[2]
        self.keys = Keys(self.id, self.epoch, slot[1], key)
        ledger = Ledger(data, 2 * len(copy), body, H("keyroll.hdrdig.1", copy), self.keys)
        ledger.read()
        self.transactions = {body[0] for body, _ in ledger.transactions}

    def state_key(self, epoch):
        return self.keys.of_root("keyroll.state.v1", epoch) if epoch in self.keys.roots else None


# --- Reading ----------------------------------------------------------------


def is_time(x):
    return type(x) is int and 0 <= x < 1 << 63


def uses_in(plaintext):
    """The uses of a record, or None where it has another form."""
    try:
        uses = decode(plaintext, "uses", 4096)
    except Refused:
        return None
    ident = nullable(octets(16))

    def fits(use):
        return isinstance(use, list) and len(use) == 7 and ident(use[0]) and ident(use[1]) \
            and one_of(*KINDS)(use[2]) and positive(use[3]) and is_time(use[4]) \
            and is_time(use[5]) and use[4] <= use[5] and nullable(text)(use[6])

    return uses if several(fits, 1)(uses) else None


def record_at(data, at, vault):
    """The uses of the record there and its length, or None."""
    if data[at:at + 4] != MAGIC or len(data) - at < 12:
        return None
    epoch, n = (int.from_bytes(data[at + i:at + i + 4], "little") for i in (4, 8))
    key = vault.state_key(epoch)
    if not 73 <= n <= 1 << 20 or len(data) - at < 12 + n or key is None:
        return None
    plaintext = open_sealed(key, LABEL, vault.id + data[at:at + 12], data[at + 12:at + 12 + n])
    uses = plaintext and uses_in(plaintext)
    return (uses, 12 + n) if uses else None


def read_uses(data, vault):
    """All uses, and the number of bytes that are no record, a torn end among them."""
    uses, dropped, at = [], 0, 0
    while at < len(data):
        found = record_at(data, at, vault)
        if found:
            uses += found[0]
            at += found[1]
            continue
        following = data.find(MAGIC, at + 1)
        dropped += (following if following > 0 else len(data)) - at
        at = following if following > 0 else len(data)
    return uses, dropped


def summed(uses):
    sums, apart = {}, 0
    for tool, key, kind, count, first, last, by in uses:
        subject = tool, key, kind, by
        others = None, None, "denied", None
        if kind == "denied" and subject != others and subject not in sums:
            subject, apart = (subject, apart + 1) if apart < APART else (others, apart)
        old = sums.get(subject, (0, first, last))
        sums[subject] = old[0] + count, min(old[1], first), max(old[2], last)

    def place(subject):
        return [b"" if part is None else b"\1" + (part if isinstance(part, bytes)
                                                  else part.encode()) for part in subject]

    return sorted(((s, v) for s, v in sums.items()), key=lambda entry: place(entry[0]))


def transaction(part, data, vault):
    return H("keyroll.usesjoin", vault.id + u32(part) + H("keyroll.usesfile", data))[:16]


# --- Writing ----------------------------------------------------------------


def written(value):
    """CBOR of what notes are made of."""
    if value is None:
        return b"\xf6"
    if isinstance(value, str):
        return bytes([0x60 + len(value)]) + value.encode()
    if isinstance(value, list):
        # An empty array is one byte: what stands before so many of them is the head.
        empty = encode([[]] * len(value))
        return empty[:len(empty) - len(value)] + b"".join(map(written, value))
    return encode(value)


def seal(key, label, context, plaintext, spoilt=False):
    nonce = hashlib.blake2b(context + plaintext, digest_size=24).digest()
    t = blake(label, context + nonce, key, 64)
    box = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plaintext, context, nonce, t[:32])
    commitment = bytes(32) if spoilt else t[32:]
    return nonce + commitment + box


def record(vault, uses, *, label=LABEL, epoch=None, plaintext=None, spoilt=False, length=0):
    plaintext = written(uses) if plaintext is None else plaintext
    key = vault.state_key(vault.epoch)
    head = MAGIC + u32(vault.epoch if epoch is None else epoch) + u32(len(plaintext) + 72 + length)
    return head + seal(key, label, vault.id + head, plaintext, spoilt)


def read_of(key, count=1, first=1000, last=2000):
    return [None, key, "read", count, first, last, None]


# Each: the bytes after one record of three reads, and how many reads there are in all.
CASES = {
    "nothing": lambda v, k: (b"", 3),
    "another": lambda v, k: (record(v, [read_of(k, 4)]), 7),
    "two-uses": lambda v, k: (record(v, [read_of(k), read_of(k, 2)]), 6),
    "by-somebody": lambda v, k: (record(v, [read_of(k)[:6] + ["uid 7"]]), 4),
    "many": lambda v, k: (
        record(v, [read_of(k)[:6] + [f"uid {number}"] for number in range(2_500)]), 2_503),
    "of-another-key": lambda v, k: (record(v, [read_of(bytes(16))]), 3),
    "after-garbage": lambda v, k: (b"KRu0garbage" + record(v, [read_of(k)]), 4),
    "after-a-beginning": lambda v, k: (record(v, [read_of(k)])[:50] + record(v, [read_of(k)]), 4),
    "torn-head": lambda v, k: (record(v, [read_of(k)])[:7], 3),
    "torn-box": lambda v, k: (record(v, [read_of(k)])[:-1], 3),
    "zeros": lambda v, k: (bytes(300), 3),
    "empty": lambda v, k: (record(v, []), 3),
    "epoch-0": lambda v, k: (record(v, [read_of(k)], epoch=0), 3),
    "epoch-ahead": lambda v, k: (record(v, [read_of(k)], epoch=99), 3),
    "other-label": lambda v, k: (record(v, [read_of(k)], label="keyroll.witness1"), 3),
    "commitment": lambda v, k: (record(v, [read_of(k)], spoilt=True), 3),
    "longer": lambda v, k: (record(v, [read_of(k)], length=1) + b"x", 3),
    "no-plaintext": lambda v, k: (record(v, [], plaintext=b""), 3),
    "leftover": lambda v, k: (record(v, [], plaintext=written([read_of(k)]) + b"\0"), 3),
    "not-shortest": lambda v, k: (
        record(v, [], plaintext=b"\x98\1" + written([read_of(k)])[1:]), 3),
    "six-items": lambda v, k: (record(v, [read_of(k)[:6]]), 3),
    "count-0": lambda v, k: (record(v, [read_of(k, 0)]), 3),
    "kind-unknown": lambda v, k: (record(v, [[None, k, "seen", 1, 1, 1, None]]), 3),
    "last-before-first": lambda v, k: (record(v, [read_of(k, 1, 2000, 1000)]), 3),
    "time-too-late": lambda v, k: (record(v, [read_of(k, 1, 0, 1 << 63)]), 3),
    "one-wrong-of-two": lambda v, k: (record(v, [read_of(k), read_of(k, 0)]), 3),
    "key-short": lambda v, k: (record(v, [read_of(k[:15])]), 3),
}


def main():
    command, vault, key_file, journal, *rest = sys.argv[1:]
    vault = Vault(vault, key_file)
    if command == "write":
        case, key = rest[0], bytes.fromhex(rest[1])
        after, reads = CASES[case](vault, key)
        Path(journal).write_bytes(record(vault, [read_of(key, 3)]) + after)
        print(reads)
        return
    data = Path(journal).read_bytes()
    uses, dropped = read_uses(data, vault)
    sums = summed(uses)
    parts = range((len(sums) + AT_ONCE - 1) // AT_ONCE)
    print(json.dumps({
        "uses": [{
            "tool": tool and tool.hex(), "key": key and key.hex(), "kind": kind, "by": by,
            "count": count, "first": first, "last": last
        } for (tool, key, kind, by), (count, first, last) in sums],
        "dropped": dropped,
        "joined": [transaction(part, data, vault) in vault.transactions for part in parts],
    }))


if __name__ == "__main__":
    if sys.argv[1:] == ["cases"]:
        print("\n".join(CASES))
    else:
        main()

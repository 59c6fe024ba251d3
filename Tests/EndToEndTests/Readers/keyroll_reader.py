#!/usr/bin/env python3
"""Reads a Keyroll vault, written from the specification and from nothing else.

Section numbers are those of Sources/Ledger/Ledger.docc/Specification.md. Section 1 is in
keyroll_conventions.py, section 3 in keyroll_header.py, and the events from kind 16 up (Events.md)
are in keyroll_fold.py. The file is read forward, every rule is checked, and the first one that does
not hold ends the reading with the name that section 11 gives it. Nothing is ever written.
Needs PyNaCl (libsodium).

    keyroll_reader.py VAULT [--key-file F] [--passphrase-file F] [--recovery-file F]
                      [--values] [--json]

Prints one JSON document and exits 0, or prints `reason: NAME` to standard error and exits 1.
"""

import argparse
import base64
import hmac
import json
import struct
import sys
from pathlib import Path

from nacl import bindings as sodium
from nacl.exceptions import CryptoError

from keyroll_conventions import (
    H, K, MAX_TEXT, Refused, ascending, boolean, bytestring, commitment_key, decode, demand,
    hash32, ident, nullable, octets, one_of, open_sealed, padded, positive, record, row,
    sealed32, several, text, u32, uint)
from keyroll_fold import Fold
from keyroll_header import open_slots, prepared, read_header, recovery_bytes

# --- 2. Keys --------------------------------------------------------------------------------------


class Keys:
    """Root keys (with a root grant) and audit keys by epoch."""

    def __init__(self, vault, epoch, grant, key):
        self.vault, self.is_root = vault, grant == 0
        self.roots, self.audits = {}, {}
        self.add(epoch, *((key, None) if self.is_root else (None, key)))

    def add(self, epoch, root, audit):
        if root is not None:
            derived = K(root, "keyroll.audit.v1", self.vault)
            demand(audit in (None, derived), "event-ledger",
                   "EpochStarted seals two keys that do not belong together")
            self.roots[epoch], audit = root, derived
        if audit is not None:
            self.audits[epoch] = audit

    def of_root(self, label, epoch):
        return K(self.roots[epoch], label, self.vault)

    def frame(self, epoch):
        audit = self.audits.get(epoch)
        return audit and K(audit, "keyroll.frames.1", self.vault)

    def unwrap(self, epoch, sealed_root, sealed_audit):
        """(root, audit) of the epoch before, None for what does not open."""
        context = self.vault + u32(epoch)
        root = open_sealed(self.roots[epoch], "keyroll.epochrt1", context, sealed_root) \
            if epoch in self.roots else None
        return root, open_sealed(self.audits[epoch], "keyroll.epochau1", context, sealed_audit)


# --- 4. Frame -------------------------------------------------------------------------------------


class Frame:
    """The 144 bytes that authenticate a frame; not to be believed before `check_frame` passed."""
    LAYOUT = struct.Struct("<4sHHHHIQQII32sQQ24s32s")

    def __init__(self, data, at, origin):
        (self.magic, self.version, self.part, self.parts, self.zero1, self.epoch, self.generation,
         self.sequence, self.length, self.zero2, self.previous, self.index_sequence,
         self.index_position, self.nonce, self.commitment) = self.LAYOUT.unpack_from(data, at)
        self.at, self.position = at, at - origin
        self.bytes = data[at:at + self.length]
        self.head = data[at:at + 88]


MIN_FRAME, MAX_FRAME, MAX_PART = 96 + 24 + 32 + 16 + 512, 1 << 20, 1_000_000


def check_outline(frame, end):
    """Rule 1 of section 4.1, as far as nothing but the frame itself is needed."""
    demand(frame.magic == b"KRf1", "frame-magic")
    demand(frame.version == 1, "frame-version")
    demand(frame.zero1 == 0 and frame.zero2 == 0, "frame-reserved")
    demand(MIN_FRAME <= frame.length <= min(MAX_FRAME, end - frame.at), "frame-length")
    demand(frame.bytes[-8:] == u32(frame.length) + b"1fRK", "frame-end")
    demand(1 <= frame.part <= frame.parts <= 64, "frame-part")


def open_frame(frame, keys):
    """Rules 5 and 6: this frame's piece of the payload."""
    key = keys.frame(frame.epoch)
    demand(key is not None, "frame-open", f"no key of epoch {frame.epoch}")
    plaintext = open_sealed(key, "keyroll.frame.v1", keys.vault + frame.head, frame.bytes[88:-8])
    demand(plaintext is not None, "frame-open")
    n = int.from_bytes(plaintext[:4], "little")
    demand(n <= MAX_PART and len(plaintext) == padded(4 + n, 512) and not any(plaintext[4 + n:]),
           "frame-padding")
    return plaintext[4:4 + n]


def authenticates(data, at, keys, origin):
    """Whether 144 bytes are at `at` and carry the commitment of the key of their epoch."""
    if len(data) - at < 144:
        return False
    frame = Frame(data, at, origin)
    key = keys.frame(frame.epoch)
    return bool(key and commitment_key(key, "keyroll.frame.v1", keys.vault + frame.head,
                                       frame.nonce, frame.commitment))


def is_torn(data, at, keys, origin):
    """Section 4.3: whether what is at `at`, no valid frame, is left of an unfinished append."""
    end = len(data)
    used = len(data.rstrip(b"\0"))  # end - z
    if end - at < 144:
        return True
    authentic = authenticates(data, at, keys, origin)
    stop = at + Frame(data, at, origin).length
    if authentic and (stop > end or
                      used < end and stop > used) or not authentic and used < at + 144:
        return True
    hole = any(not any(data[max(at, block):block + 512])
               for block in range(at // 512 * 512, end, 512))
    if not hole or end - at > 1 << 20 or authentic and stop != end:
        return False
    later = data.find(b"KRf1", at + 1)  # an authentic header begins with the magic
    while later >= 0 and not authenticates(data, later, keys, origin):
        later = data.find(b"KRf1", later + 1)
    return later < 0


def find_older_keys(data, origin, keys, epoch):
    """EpochStarted of epoch n seals the keys of n - 1, so the newest epoch is searched first.

    Nothing found here is believed: a key counts because it was sealed under a key that is known,
    and forward reading checks every frame again. Returns the fault that ended the walk over the
    frames, if there was one.
    """
    frames, at, fault = [], origin, None
    while len(data) - at >= 144:
        frame = Frame(data, at, origin)
        try:
            check_outline(frame, len(data))
        except Refused as refused:
            fault = Refused(refused.reason, f"at offset {at}")
            break
        frames.append(frame)
        at += frame.length

    def epoch_started(n):
        pieces = []
        for frame in frames:
            if frame.epoch < n or frame.epoch not in keys.audits:
                continue
            try:
                pieces = ([] if frame.part == 1 else pieces) + [open_frame(frame, keys)]
                if frame.part == frame.parts:
                    payload = decode(b"".join(pieces), "payload-encoding")
                    for body, _ in payload[1] if payload[0] == 0 else []:
                        for kind, _, event in decode(body, "body-encoding")[8]:
                            event = decode(event, "body-encoding") if kind == 4 else None
                            if LEDGER_EVENTS[4][1](event) and event[0] == n:
                                return event
            except (Refused, KeyError, TypeError, ValueError):
                continue
        return None

    for n in range(epoch, 1, -1):
        event = epoch_started(n) if n in keys.audits else None
        if event:
            keys.add(n - 1, *keys.unwrap(n, event[1], event[2]))
    return fault


# --- 5, 6. Transactions and the ledger's own events -----------------------------------------------

BODY = record(ident, ident, uint, hash32, row(uint, hash32), uint, text, nullable(text),
              several(row(uint, boolean, bytestring), 1))
LEDGER_EVENTS = {
    1: ("GenerationStarted", record(positive, hash32, one_of(1, 2, 3, 4, 5))),
    2: ("WriterEnrolled", record(ident, hash32, text, text, positive, hash32)),
    3: ("WriterKeyReplaced", record(ident, hash32)),
    4: ("EpochStarted", record(lambda n: uint(n) and n >= 2, sealed32, sealed32)),
}
PAYLOADS = {
    0: record(uint, several(row(bytestring, octets(64)), 1), several(row(hash32, bytestring))),
    1: record(uint, several(row(bytestring, bytestring))),
    2: record(uint, bytestring, hash32),
}
INDEX = record(
    uint, uint, several(row(bytestring, positive, uint, positive, hash32)),
    record(positive, hash32, several(row(ident, hash32, positive, hash32, positive, text, text)),
           several(row(positive, sealed32, sealed32)), boolean))


class Ledger:
    """Reads forward and holds what the valid frames say."""

    def __init__(self, data, origin, header, digest, keys):
        self.data, self.origin, self.keys = data, origin, keys
        self.vault, self.generation, self.epoch = header[0], header[1], header[2]
        self.digest = digest
        self.frames, self.pending, self.torn = [], [], None
        self.head = H("keyroll.start.v1", self.vault)
        self.index = (0, 0)
        self.writers, self.epochs, self.blobs = {}, {}, {}
        self.generations, self.checkpoints = [], []
        self.pages = []  # [(frame, entries)] since the last payload that is no page
        self.transactions = []  # (body, known vault events) in ledger order
        self.walk_fault = find_older_keys(data, origin, keys, self.epoch)

    def read(self):
        at = self.origin
        while at < len(self.data):
            try:
                demand(len(self.data) - at >= 144, "truncated")
                frame = self.check_frame(Frame(self.data, at, self.origin))
            except Refused as refused:
                if not is_torn(self.data, at, self.keys, self.origin):
                    where = f"frame {len(self.frames) + len(self.pending) + 1} at offset {at}"
                    raise Refused(refused.reason, f"{where} {refused.detail}".strip()) from None
                break
            at += frame.length
        kept = self.frames[-1].at + self.frames[-1].length if self.frames else self.origin
        if kept < len(self.data):
            self.torn = {
                "after-frame": len(self.frames), "offset": kept, "bytes": len(self.data) - kept
            }
        demand(self.frames, "truncated", "no whole payload")
        demand(
            set(self.epochs) >= set(range(2, self.epoch + 1)), "event-ledger",
            "an epoch was never started")
        demand(self.generations[-1] == (self.generation, self.digest), "header-digest")

    def check_frame(self, frame):
        """Section 4.1 in the order of section 11. The last part lets the payload take effect."""
        check_outline(frame, len(self.data))
        run = self.pending
        before = run[-1][0] if run else self.frames[-1] if self.frames else None
        expected = (run[-1][0].part + 1, run[-1][0].parts) if run else (1, frame.parts)
        demand((frame.part, frame.parts) == expected, "frame-part")
        demand(frame.sequence == (before.sequence + 1 if before else 1), "frame-sequence")
        demand(frame.previous == self.head, "frame-chain")
        low = (before.generation, before.epoch) if before else (1, 1)
        demand(low[0] <= frame.generation <= (low[0] if run else self.generation),
               "frame-generation")
        demand(low[1] <= frame.epoch <= (low[1] if run else self.epoch), "frame-epoch")
        demand((frame.index_sequence, frame.index_position) == self.index, "frame-checkpoint")
        if frame.epoch not in self.keys.audits and self.walk_fault:
            raise self.walk_fault
        run = run + [(frame, open_frame(frame, self.keys))]
        if frame.part == frame.parts:
            self.take_payload(run[0][0], b"".join(piece for _, piece in run))
            self.frames += [f for f, _ in run]
            run = []
        self.pending = run
        self.head = H("keyroll.chain.v1", frame.bytes)
        return frame

    def take_payload(self, frame, data):
        """Rule 7. `frame` is the one with part 1."""
        payload = decode(data, "payload-encoding")
        demand(isinstance(payload, dict) and uint(payload.get(0)), "payload-encoding")
        demand(payload[0] in PAYLOADS, "payload-kind")
        demand(PAYLOADS[payload[0]](payload), "payload-encoding")
        if payload[0] == 1:
            demand(ascending([k for k, _ in payload[1]]), "payload-encoding", "record keys")
            demand(frame.parts == 1, "payload-encoding", "a checkpoint page in parts")
            self.pages.append((frame, payload[1]))
            return
        if payload[0] == 2:
            self.check_index(frame, payload[1], payload[2])
            self.index = (frame.sequence, frame.position)
        else:
            self.take_transactions(frame, payload[1], payload[2])
        self.pages = []

    def take_transactions(self, frame, bodies, blobs):
        demand(ascending([address for address, _ in blobs]), "blob-order")
        started = [(kind, event[0]) for body, signature in bodies
                   for kind, event in self.take_body(frame, body, signature) if kind in (1, 4)]
        if not self.frames:
            first = [kind for kind, _, _ in decode(bodies[0][0], "body-encoding")[8]]
            demand(2 in first and 1 in first, "event-ledger", "the first transaction")
        else:
            before = self.frames[-1]
            for kind, now, then in ((1, frame.generation, before.generation), (4, frame.epoch,
                                                                               before.epoch)):
                demand(now == then or now == then + 1 and (kind, now) in started, "event-ledger",
                       "a generation or an epoch that no event starts, or that skips one")
        self.blobs |= {address: (blob, frame.position) for address, blob in blobs}

    def take_body(self, frame, data, signature):
        """Section 5. Returns the ledger events of the body as (kind, payload)."""
        body = decode(data, "body-encoding", MAX_TEXT)
        demand(BODY(body), "body-encoding")
        events = [(kind, critical, decode(payload, "body-encoding", MAX_TEXT))
                  for kind, critical, payload in body[8]]
        writer = self.writers.get(body[1])
        enrols = writer is None
        if enrols:
            kind, _, event = events[0]
            demand(kind == 2 and isinstance(event, dict) and event.get(0) == body[1], "body-writer")
            demand(LEDGER_EVENTS[2][1](event) and event[4] <= self.epoch, "event-ledger",
                   "WriterEnrolled")
            if event[4] in self.keys.roots:
                proof = K(self.keys.of_root("keyroll.enrol.v1", event[4]), "keyroll.writer.p",
                          event[0] + event[1])
                demand(hmac.compare_digest(proof, event[5]), "body-proof")
            writer = {
                "key": event[1], "counter": 0, "hash": bytes(32), "epoch": event[4],
                "machine": event[2], "user": event[3]
            }
        try:
            sodium.crypto_sign_open(signature + b"keyroll.body.v1." + self.vault + data,
                                    writer["key"])
        except (CryptoError, ValueError):
            raise Refused("body-signature") from None
        demand(body[2] == writer["counter"] + 1, "body-counter")
        demand(body[3] == writer["hash"], "body-chain")
        writer |= {"counter": body[2], "hash": H("keyroll.bodyhash", data)}
        self.writers[body[1]] = writer
        for n, (kind, critical, event) in enumerate(events):
            if kind in LEDGER_EVENTS:
                name, shape = LEDGER_EVENTS[kind]
                demand(critical and shape(event), "event-ledger", name)
                demand(kind != 2 or enrols and n == 0, "event-ledger",
                       "WriterEnrolled not at the start")
                self.take_event(frame, body[1], kind, event)
        self.transactions.append((body, [e for e in events if e[0] not in LEDGER_EVENTS]))
        return [(kind, event) for kind, _, event in events if kind in LEDGER_EVENTS]

    def take_event(self, frame, writer, kind, event):
        """Section 6."""
        if kind == 1:
            demand(event[0] <= frame.generation, "event-ledger",
                   "GenerationStarted ahead of its frame")
            self.generations.append((event[0], event[1]))
        elif kind == 3:
            demand(event[0] == writer, "event-ledger", "WriterKeyReplaced of another writer")
            self.writers[writer]["key"] = event[1]
        elif kind == 4:
            demand(event[0] <= frame.epoch, "event-ledger", "EpochStarted ahead of its frame")
            demand(event[0] == max(self.epochs, default=1) + 1, "event-ledger",
                   "EpochStarted out of turn")
            if event[0] in self.keys.audits:
                root, audit = self.keys.unwrap(event[0], event[1], event[2])
                demand(audit is not None and audit == self.keys.audits.get(event[0] - 1),
                       "event-ledger", "EpochStarted")
                demand(
                    not self.keys.is_root or
                    root is not None and root == self.keys.roots.get(event[0] - 1), "event-ledger",
                    "EpochStarted")
            self.epochs[event[0]] = (event[1], event[2])

    # --- 7. Checkpoints and values ----------------------------------------------------------------

    def check_index(self, frame, data, mac):
        """What section 7 lets anyone check who has not the fold of the writing program."""
        if frame.epoch in self.keys.roots:
            expected = K(self.keys.of_root("keyroll.checkpt1", frame.epoch), "keyroll.ckindex1",
                         data)
            demand(hmac.compare_digest(expected, mac), "checkpoint-index", "MAC")
        index = decode(data, "checkpoint-index")
        demand(INDEX(index), "checkpoint-index")
        named = [[
            entries and entries[0][0], page.sequence, page.position, page.length,
            H("keyroll.chain.v1", page.bytes)
        ] for page, entries in self.pages[len(self.pages) - len(index[2]):]]
        demand(index[2] == named, "checkpoint-index", "pages")
        demand(index[1] == (named[0][1] if named else frame.sequence) - 1, "checkpoint-index",
               "last frame folded")
        writers = [[i, w["key"], w["counter"], w["hash"], w["epoch"], w["machine"], w["user"]]
                   for i, w in sorted(self.writers.items())]
        epochs = [[n, *sealed] for n, sealed in sorted(self.epochs.items())]
        state = index[3]
        demand((state[0], state[1]) == self.generations[-1], "checkpoint-index", "generation")
        demand(state[2] == writers and state[3] == epochs, "checkpoint-index", "writers or epochs")
        entries = [e for _, page in self.pages[len(self.pages) - len(named):] for e in page]
        demand(ascending([k for k, _ in entries]), "checkpoint-index", "record keys")
        for name, value in entries:
            if name[:1] == b"b":
                known = self.blobs.get(name[1:])
                demand(known and decode(value, "checkpoint-index") == [known[1]],
                       "checkpoint-index", "blob")
        self.checkpoints.append({
            "sequence": frame.sequence, "fold": index[0], "records": len(entries),
            "mac": "checked" if frame.epoch in self.keys.roots else "needs the root key"
        })

    def value(self, owner, version, field, commitment):
        """The bytes of one value, None when the blob is missing (purged)."""
        if version + field not in self.blobs:
            return None
        blob, _ = self.blobs[version + field]
        epoch, ids = int.from_bytes(blob[:4], "little"), self.vault + owner + version + field
        demand(len(blob) >= 4 and epoch in self.keys.roots, "blob-open", "no key of its epoch")
        key = K(self.keys.of_root("keyroll.values.1", epoch), "keyroll.value.v1", ids)
        plaintext = open_sealed(key, "keyroll.blob.v1.", blob[:4] + ids, blob[4:])
        demand(plaintext is not None and len(plaintext) >= 36, "blob-open", version.hex())
        n = int.from_bytes(plaintext[32:36], "little")
        demand(
            n <= 1 << 20 and len(plaintext) == padded(36 + n, 128) and not any(plaintext[36 + n:]),
            "blob-open", "padding")
        value = plaintext[36:36 + n]
        demand(
            K(plaintext[:32], "keyroll.value.c1", ids + value) == commitment, "blob-open",
            "commitment")
        return value


# --- The document ---------------------------------------------------------------------------------


def printable(x):
    """JSON for what CBOR gave: identifiers, hashes and keys as hex."""
    if isinstance(x, bytes):
        return x.hex()
    if isinstance(x, dict):
        return {k: printable(v) for k, v in x.items()}
    return [printable(i) for i in x] if isinstance(x, (list, tuple)) else x


def shown_value(value):
    if value is None:
        return None
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(value).decode("ascii")}


def read_vault(data, offered, with_values=False):
    """Verifies all of `data` and returns the document. Raises Refused."""
    copy, body, copies = read_header(data)
    slot, key = open_slots(body, offered)
    keys = Keys(body[0], body[2], slot[1], key)
    mac_key = K(keys.audits[body[2]], "keyroll.headerk1", body[0])
    demand(hmac.compare_digest(K(mac_key, "keyroll.header.1", copy[:-64]), copy[-64:-32]),
           "header-mac")
    ledger = Ledger(data, 2 * len(copy), body, H("keyroll.hdrdig.1", copy), keys)
    ledger.read()

    fold = Fold()
    for transaction, events in ledger.transactions:
        for kind, critical, payload in events:
            fold.take(kind, critical, payload, transaction[5])
    checked = 0
    if keys.is_root:
        own = [(body[0], fold.vault["version"], f, x["commitment"])
               for f, x in fold.vault["fields"].items()] if fold.vault else []
        for owner, version, field, commitment in own + [
            (k, v, f, c) for k, key_state in fold.keys.items()
                for v, state in key_state["versions"].items() for f, c in state["values"].items()
        ]:
            checked += ledger.value(owner, version, field, commitment) is not None
    show = (
        lambda *which: shown_value(ledger.value(*which))) if with_values and keys.is_root else None
    document = fold.document(show)
    return printable({
        "format": 1, "id": body[0], "generation": body[1], "epoch": body[2],
        "grant": "root" if keys.is_root else "audit", "opened-by": slot[0],
        "header-copies-intact": copies, "frames": len(ledger.frames),
        "head": H("keyroll.chain.v1", ledger.frames[-1].bytes), "torn-tail": ledger.torn,
        "transactions": len(ledger.transactions), "values-checked": checked,
        "checkpoints": ledger.checkpoints, "writable": not any(e["critical"] for e in fold.unknown),
        "writers": [{"id": i, **w} for i, w in sorted(ledger.writers.items())], **document
    })


def factors_from(arguments):
    """Factor types to what was given, as section 3 wants them."""
    offered = {}
    if arguments.passphrase_file:
        line = Path(arguments.passphrase_file).read_text("utf-8").removesuffix("\n")
        offered[1] = prepared(line)
        demand(1 <= len(offered[1]) <= 1024, "slot-locked", "a passphrase has 1 to 1,024 bytes")
    if arguments.key_file:
        offered[2] = Path(arguments.key_file).read_bytes()
        demand(32 <= len(offered[2]) <= 1 << 20, "slot-locked", "a key file has 32 bytes to 1 MiB")
    if arguments.recovery_file:
        offered[3] = recovery_bytes(Path(arguments.recovery_file).read_text("ascii"))
        demand(offered[3] is not None, "slot-locked", "not a recovery code")
    return offered


def main():
    parser = argparse.ArgumentParser(description="Reads a Keyroll vault and prints it as JSON.")
    parser.add_argument("vault")
    parser.add_argument("--passphrase-file", metavar="F")
    parser.add_argument("--key-file", metavar="F")
    parser.add_argument("--recovery-file", metavar="F")
    parser.add_argument("--values", action="store_true", help="print the secret values too")
    parser.add_argument("--json",
                        action="store_true",
                        help="one line instead of an indented document")
    arguments = parser.parse_args()
    try:
        document = read_vault(
            Path(arguments.vault).read_bytes(), factors_from(arguments), arguments.values)
    except Refused as refused:
        print(f"reason: {refused.reason}", file=sys.stderr)
        if refused.detail:
            print(refused.detail, file=sys.stderr)
        return 1
    print(json.dumps(document, ensure_ascii=False, indent=None if arguments.json else 2))
    return 0


if __name__ == "__main__":
    sys.exit(main())

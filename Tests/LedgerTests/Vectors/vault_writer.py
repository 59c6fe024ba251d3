"""A writer of Keyroll vaults for test vectors, made from the specification and not from the reader.

Everything that a real writer draws at random is derived from a name, so the same vectors come out
every time. Each step takes overrides, so that one thing can be wrong while everything around it is
sealed, signed and chained as it should be.
"""

import hashlib
import struct

import cbor2
from nacl import bindings as sodium
from nacl.signing import SigningKey

START = 1_750_000_000_000


def cbor(value):
    return cbor2.dumps(value, canonical=True)


def le(size, n):
    return n.to_bytes(size, "little")


def blake(label, message, key=b"", size=32):
    assert len(label) == 16
    return hashlib.blake2b(message, digest_size=size, key=key, person=label.encode()).digest()


def fixed(name, size=16):
    """What the random generator would have given."""
    return hashlib.shake_256(b"keyroll vectors: " + name.encode()).digest(size)


def flip(data, at, bit=1):
    """`data` with one bit of the byte at `at` inverted."""
    at %= len(data)
    return data[:at] + bytes([data[at] ^ bit]) + data[at + 1:]


def seal(key, label, context, plaintext, wrong_commitment=False):
    nonce = blake("keyroll.vectors!", context + plaintext, key)[:24]
    t = blake(label, context + nonce, key, 64)
    box = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plaintext, context, nonce, t[:32])
    return nonce + (flip(t[32:], 0) if wrong_commitment else t[32:]) + box


def padme(n, floor):
    e = 0
    while n >> (e + 1):
        e += 1
    s = 0
    while e >> (s + 1):
        s += 1
    unit = 2**(e - (s + 1))
    return max(floor, -(-n // unit) * unit)


def event(kind, *payload, critical=True):
    return [kind, critical, cbor(dict(enumerate(payload)))]


def key_file(content):
    return {"type": 2, "key": blake("keyroll.keyfile1", content)}


def recovery(raw):
    return {"type": 3, "key": blake("keyroll.recover1", raw)}


def passphrase(prepared, block):
    salt, passes, memory = block[4], block[2], block[3]
    key = sodium.crypto_pwhash_alg(32, prepared, salt, passes, memory,
                                   sodium.crypto_pwhash_ALG_ARGON2ID13)
    return {"type": 1, "key": key, "block": block}


def recovery_text(raw):
    """Bech32m, in groups of four."""
    alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
    bits = int.from_bytes(raw, "big")
    words = [bits >> 5 * (31 - i) & 31 for i in range(32)]

    def polymod(values):
        c = 1
        for value in values:
            top = c >> 25
            c = ((c & 0x1FFFFFF) << 5) ^ value
            for i, g in enumerate([0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3]):
                if top >> i & 1:
                    c ^= g
        return c

    human = [ord(c) >> 5 for c in "keyroll"] + [0] + [ord(c) & 31 for c in "keyroll"]
    check = polymod(human + words + [0] * 6) ^ 0x2BC830A3
    text = "keyroll1" + "".join(alphabet[w] for w in words + \
                                [check >> 5 * (5 - i) & 31 for i in range(6)])
    return "-".join(text[i:i + 4] for i in range(0, len(text), 4))


class Epoch:
    """The keys of one epoch."""

    def __init__(self, vault, number):
        self.number, self.root = number, fixed(f"root of epoch {number} of {vault.hex()}", 32)

        def derived(label, key=self.root):
            return blake(label, vault, key)

        self.audit, self.values = derived("keyroll.audit.v1"), derived("keyroll.values.1")
        self.enrol, self.checkpoint = derived("keyroll.enrol.v1"), derived("keyroll.checkpt1")
        self.frame, self.header = derived("keyroll.frames.1",
                                          self.audit), derived("keyroll.headerk1", self.audit)


class Writer:

    def __init__(self, name):
        self.name, self.id = name, fixed(f"writer {name}")
        self.key = SigningKey(fixed(f"seed of {name}", 32))
        self.counter, self.hash = 0, bytes(32)


class Slot:
    """What a slot is made from, and what may be wrong with it."""

    def __init__(self, name, factors, grant=0, **wrong):
        self.id, self.factors, self.grant, self.wrong = fixed(f"slot {name}"), factors, grant, wrong
        self.private = fixed(f"identity {name}", 32)

    def sealed(self, vault, epoch):
        public = sodium.crypto_scalarmult_base(self.private)
        shown = self.wrong.get("public", public)
        described = [[1, f["block"][2], f["block"][3], f["block"][4], f["block"][5]]
                     if f["type"] == 1 else [f["type"]] for f in self.factors]
        context = cbor([
            vault,
            self.wrong.get("context_id", self.id),
            self.wrong.get("context_grant", self.grant), described, shown
        ])
        result = {0: self.id, 1: self.grant, 3: shown}
        result[2] = [{0: 1, 1: f["block"][0]} if f["type"] == 1 else {0: f["type"]}
                     for f in self.factors]
        if self.factors:
            wrap = blake(
                "keyroll.factors1",
                vault + self.id + b"".join(bytes([f["type"]]) + f["key"] for f in self.factors))
            result[4] = seal(wrap, "keyroll.identity", context, self.private,
                             self.wrong.get("commitment", False))
        ephemeral = fixed(f"ephemeral {self.id.hex()} {epoch.number}", 32)
        e = sodium.crypto_scalarmult_base(ephemeral)
        shared = sodium.crypto_scalarmult(ephemeral, shown) if shown == public else bytes(32)
        if self.wrong.get("zero_point"):
            e, shared = bytes(32), bytes(32)
        grant = epoch.audit if self.grant else epoch.root
        sealed = seal(blake("keyroll.agree.v1", e + shown, shared), "keyroll.grant.v1",
                      context + le(4, self.wrong.get("context_epoch", epoch.number)), grant,
                      self.wrong.get("grant_commitment", False))
        result[5] = e + sealed
        return result


def header(vault, generation, epoch, slots, blocks=(), body=None, edit=None, **wrong):
    """One copy. `edit` changes the body map, `body` its bytes, `wrong` single fields."""
    fields = {
        0: vault, 1: generation, 2: epoch.number, 3: list(blocks),
        4: [s.sealed(vault, epoch) for s in slots]
    }
    if edit:
        edit(fields)
    body = cbor(fields) if body is None else body(fields)
    length = 80 + len(body)
    copy = wrong.get("magic", b"keyroll\n")
    copy += le(2, wrong.get("version", 1)) + le(2, wrong.get("reserved", 0))
    copy += le(4, wrong.get("length", length)) + body
    mac = blake("keyroll.header.1", copy, epoch.header)
    copy += flip(mac, 0) if wrong.get("mac") else mac
    check = blake("keyroll.hdrsum.1", copy)
    return copy + (flip(check, 0) if wrong.get("checksum") else check)


class Book:
    """A vault in the making."""

    def __init__(self, name="vault", slots=None, blocks=(), epoch=1, **wrong_header):
        self.id = fixed(f"{name} id")
        self.epochs = {n: Epoch(self.id, n) for n in range(1, 4)}
        self.slots = slots if slots is not None else [Slot("key file", [key_file(KEY_FILE)])]
        self.blocks, self.generation, self.epoch = blocks, 1, epoch
        self.frames, self.head, self.index, self.generation_digest = [], blake(
            "keyroll.start.v1", self.id), (0, 0), None
        self.writers, self.blob_positions, self.epoch_events = {}, {}, []
        self.second_copy = None
        self.make_header(**wrong_header)

    def make_header(self, **wrong):
        self.copy = header(self.id, self.generation, self.epochs[self.epoch], self.slots,
                           self.blocks, **wrong)
        self.digest = blake("keyroll.hdrdig.1", self.copy)

    @property
    def position(self):
        return sum(map(len, self.frames))

    def file(self):
        return self.copy + \
            (self.copy if self.second_copy is None else self.second_copy) + b"".join(self.frames)

    # Bodies and payloads

    def enrolment(self, writer, epoch=None, wrong_proof=False, **changed):
        epoch = epoch or self.epoch
        public = bytes(writer.key.verify_key)
        proof = blake("keyroll.writer.p", writer.id + public, self.epochs[epoch].enrol)
        self.writers[writer.id] = (writer, epoch)
        fields = {
            0: writer.id, 1: public, 2: "host-" + writer.name, 3: "user", 4: epoch,
            5: flip(proof, 0) if wrong_proof else proof
        } | changed.get("fields", {})
        return [2, changed.get("critical", True), cbor(fields)]

    def generation_started(self, cause=1, generation=None, digest=None):
        self.generation_digest = digest or self.digest
        return event(1, generation or self.generation, self.generation_digest, cause)

    def epoch_started(self, n, wrong_root=False, wrong_audit=False, shut_root=False,
                      shut_audit=False):
        """`wrong_…` seals another key, `shut_…` seals with another key's commitment."""
        new, old, context = self.epochs[n], self.epochs[n - 1], self.id + le(4, n)
        root = flip(old.root, 0) if wrong_root else old.root
        audit = flip(old.audit, 0) if wrong_audit else old.audit
        sealed = [
            n,
            seal(new.root, "keyroll.epochrt1", context, root, shut_root),
            seal(new.audit, "keyroll.epochau1", context, audit, shut_audit)
        ]
        self.epoch_events.append(sealed)
        return event(4, *sealed)

    def body(self,
             writer,
             events,
             edit=None,
             raw=None,
             key=None,
             wrong_signature=False,
             counter=None,
             previous=None):
        observed = [len(self.frames), self.head]
        fields = {
            0: fixed(f"tx {writer.name} {writer.counter + 1}"), 1: writer.id,
            2: writer.counter + 1 if counter is None else counter,
            3: writer.hash if previous is None else previous, 4: observed,
            5: START + 60_000 * len(self.frames), 6: "cli", 7: None, 8: events
        }
        if edit:
            edit(fields)
        data = cbor(fields) if raw is None else raw(fields)
        signature = (key or writer.key).sign(b"keyroll.body.v1." + self.id + data).signature
        writer.counter, writer.hash = fields.get(2, 0), blake("keyroll.bodyhash", data)
        return [data, flip(signature, 40) if wrong_signature else signature]

    def blob(self, owner, version, field, value, epoch=None, wrong=None):
        """(address, blob, commitment)"""
        epoch = epoch or self.epoch
        r, ids = fixed(f"r of {version.hex()} {field.hex()}", 32), self.id + owner + version + field
        plaintext = r + le(4, len(value)) + value
        size = padme(len(plaintext), 128) + (128 if wrong == "padding length" else 0)
        plaintext = r + b"\0\0\0" if wrong == "short" else plaintext.ljust(size, b"\0")
        plaintext = flip(plaintext, -1) if wrong == "padding" else plaintext
        key = blake("keyroll.value.v1", ids, self.epochs[min(epoch, 3)].values)
        sealed = seal(key, "keyroll.blob.v1.", le(4, epoch) + ids, plaintext, wrong == "seal")
        committed = value + b"!" if wrong == "commitment" else value
        return version + field, le(4, epoch) + sealed, blake("keyroll.value.c1", ids + committed, r)

    def transactions(self, bodies, blobs=(), **frame):
        ordered = blobs if frame.pop("unsorted", False) else sorted(blobs)
        blobs = [[address, blob] for address, blob, *_ in ordered]
        self.blob_positions |= {address: self.position for address, _ in blobs}
        self.append(cbor({0: 0, 1: bodies, 2: blobs}), **frame)

    # Frames

    def append(self, payload, pieces=1, **wrong):
        """The payload as that many parts, their last one the shortest."""
        size = -(-len(payload) // pieces)
        cut = [payload[i * size:(i + 1) * size] for i in range(pieces)]
        for number, piece in enumerate(cut):
            self.frame(piece, **({"part": number + 1, "parts": pieces} | wrong))

    def frame(self,
              piece,
              part=1,
              parts=1,
              plaintext=None,
              after=None,
              foreign=None,
              wrong_commitment=False,
              **w):
        n = padme(4 + len(piece), 512)
        plaintext = (le(4, len(piece)) +
                     piece).ljust(n, b"\0") if plaintext is None else plaintext(piece, n)
        length = 96 + 72 + len(plaintext) + w.get("longer", 0)
        epoch = w.get("epoch", self.epoch)
        index = w.get("index", self.index)
        head = struct.pack("<4sHHHHIQQII32sQQ", w.get("magic", b"KRf1"), w.get("version", 1),
                           part, parts, w.get("reserved1", 0), epoch,
                           w.get("generation", self.generation),
                           w.get("sequence",
                                 len(self.frames) + 1), w.get("length", length),
                           w.get("reserved2", 0), w.get("previous", self.head), *index)
        key = self.epochs[min(max(epoch, 1), 3)].frame
        sealed = seal(key, "keyroll.frame.v1", (foreign or self.id) + head, plaintext,
                      wrong_commitment)
        whole = head + sealed + \
            le(4, w.get("end_length", w.get("length", length))) + w.get("end", b"1fRK")
        whole = after(whole) if after else whole
        self.head = blake("keyroll.chain.v1", whole)
        self.frames.append(whole)

    def checkpoint(self, per_page=2, edit=None, wrong_mac=False, raw=cbor, page_record=lambda p: p,
                   more=(), backwards=False):
        """Pages with the records of the blobs and `more`, then the index."""
        records = [[b"b" + address, cbor([page_record(at)])]
                   for address, at in self.blob_positions.items()]
        records = sorted(records + list(more), reverse=backwards)
        pages, last = [], len(self.frames)
        for i in range(0, len(records), per_page):
            entries = sorted(records[i:i + per_page])
            position, before = self.position, len(self.frames)
            self.append(cbor({0: 1, 1: entries}))
            pages.append([entries[0][0], before + 1, position, len(self.frames[-1]), self.head])
        writers = [[
            w.id, bytes(w.key.verify_key), w.counter, w.hash, epoch, "host-" + w.name, "user"
        ] for w, epoch in sorted(self.writers.values(), key=lambda pair: pair[0].id)]
        index = {
            0: 1, 1: last, 2: pages, 3: {
                0: self.generation, 1: self.generation_digest, 2: writers, 3: self.epoch_events,
                4: False
            }
        }
        if edit:
            edit(index)
        data = raw(index)
        mac = blake("keyroll.ckindex1", data, self.epochs[self.epoch].checkpoint)
        place = len(self.frames) + 1, self.position
        self.append(cbor({0: 2, 1: data, 2: flip(mac, 0) if wrong_mac else mac}))
        self.index = place


KEY_FILE = fixed("key file", 32)

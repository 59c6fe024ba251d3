#!/usr/bin/env python3
"""Writes the test vectors of the ledger format, from Specification.md alone. Run it to make the *.txt files again.

    expect: REASON | valid | torn N        N frames stay when the torn tail is dropped
    key-file: HEX, passphrase: TEXT, recovery: TEXT        all that are named are offered
    comment: what is wrong, or what is unusual and right
    (an empty line, then the file in base64, 76 characters to the line)

Exactly one thing is wrong in a vector that is not valid.
"""

import base64
import textwrap
from pathlib import Path

from nacl.signing import SigningKey

from vault_writer import (KEY_FILE, Book, Slot, Writer, cbor, event, fixed, flip, key_file, le, passphrase, recovery,
                          recovery_text)

FOLDER = Path(__file__).resolve().parent
made = {}


def vector(name, expect, comment, file, openings=None):
    assert name not in made, name
    made[name] = file
    openings = {"key-file": KEY_FILE.hex()} if openings is None else openings
    lines = [f"expect: {expect}", *(f"{k}: {v}" for k, v in openings.items()), f"comment: {comment}", ""]
    lines += textwrap.wrap(base64.b64encode(file).decode(), 76)
    (FOLDER / f"{name}.txt").write_text("\n".join(lines) + "\n", "utf-8")


# --- The vault that most vectors start from: one writer, one key with one value, two frames ---------------------------

OWN, KEY, FIELD, VERSION = fixed("own secrets"), fixed("key"), fixed("field"), fixed("version 1")
SECRET = b"sk_test_4242"


def first(book, writer, bodies=None, blobs=None, **frame):
    """The first frame: the writer, the generation, the vault and its own two secrets."""
    fields = [("manifest-seed", fixed("manifest seed", 32)), ("fingerprint-root", fixed("fingerprint root", 32))]
    own = [(fixed(n), n, book.blob(book.id, OWN, fixed(n), value)) for n, value in fields]
    created = event(16, "main", bytes(SigningKey(fields[0][1]).verify_key), OWN, [[f, n, b[2]] for f, n, b in own])
    if bodies is None:
        bodies = [book.body(writer, [book.enrolment(writer), book.generation_started(), created])]
    book.transactions(bodies, [b for *_, b in own] if blobs is None else blobs, **frame)


def key_events(book, name="payments/live", version=VERSION, value=SECRET, key=KEY, **blob):
    """Events and blob of a new key with one version."""
    sealed = book.blob(key, version, FIELD, value, **blob)
    return [event(20, key, name, [[FIELD, "secret"]], [["environment", ["test"]], ["provider", ["generic"]]]),
            event(24, key, version, [[FIELD, sealed[2]]], None, "set"), event(25, key, version)], sealed


def second(book, writer, body=None, blob=None, **frame):
    events, sealed = key_events(book, **(blob or {}))
    book.transactions([book.body(writer, events, **(body or {}))], [sealed], **frame)


def third(book, writer, body=None, **frame):
    book.transactions([book.body(writer, [event(22, KEY, "payments/main")], **(body or {}))], **frame)


def base(frames=2, **made_with):
    book, writer = Book(**made_with), Writer("one")
    for step in (first, second, third)[:frames]:
        step(book, writer)
    return book, writer


def broken(step=second, frames=1, **how):
    """A vault whose last frame is made by `step` with what is wrong."""
    book, writer = base(frames)
    step(book, writer, **how)
    return book.file()


def header_fault(**wrong):
    book = Book()
    book.make_header(**wrong)
    first(book, Writer("one"))
    return book.file()


def map_bytes(pairs, start=0xA0):
    """A map written by hand, in the order given."""
    return bytes([start + len(pairs)]) + b"".join(k + v for k, v in pairs)


def by_hand(change):
    """`raw` for a body or header: the pairs of the right encoding, changed."""
    return lambda fields: map_bytes(change([(cbor(k), cbor(fields[k])) for k in sorted(fields)]))


def nested(depth):
    """Arrays in arrays, `depth` of them."""
    return b"\x81" * (depth - 1) + b"\x80"


# --- Shapes that are valid --------------------------------------------------------------------------------------------

def valid_shapes():
    book, writer = base()
    vector("valid_two_frames", "valid", "one writer, one key with one value; the worked example of the specification",
           book.file())
    third(book, writer)
    good = book.file()
    vector("valid_three_frames", "valid", "a key is renamed in the third frame", good)

    for name, value in [("empty", b""), ("one_byte", b"x"), ("of_92_bytes", bytes(range(92))),
                        ("of_93_bytes", bytes(range(93))), ("of_1000_bytes", b"\xff\0" * 500)]:
        book, writer = base(1)
        second(book, writer, blob={"value": value})
        vector(f"valid_value_{name}", "valid", f"a value of {len(value)} bytes", book.file())

    book, writer = base(1)
    events, sealed = key_events(book)
    book.transactions([book.body(writer, events)])
    vector("valid_value_purged", "valid", "the blob of the only version is missing", book.file())
    book, writer = base(1)
    old = book.blob(KEY, VERSION, FIELD, SECRET, wrong="seal")
    events, sealed = key_events(book)
    book.transactions([book.body(writer, events[:2])], [old])
    book.transactions([book.body(writer, events[2:])], [sealed])
    vector("valid_blob_repeated", "valid", "a blob that does not open is superseded by a later one of its address",
           book.file())

    book, writer = base(1)
    second(book, writer, pieces=3)
    third(book, writer)
    vector("valid_parts", "valid", "the second payload has three parts, none of them full", book.file())
    book, writer = base(1)
    bodies = [book.body(writer, key_events(book)[0])] + [book.body(writer, [event(22, KEY, f"name {n}")]) for n in "ab"]
    book.transactions(bodies, [key_events(book)[1]])
    vector("valid_three_bodies", "valid", "three transactions in one payload", book.file())

    book, writer = base()
    other = Writer("two")
    book.transactions([book.body(other, [book.enrolment(other), event(22, KEY, "payments/two")])])
    third(book, writer)
    vector("valid_two_writers", "valid", "a second writer enrols itself, then the first one goes on", book.file())

    book, writer = base()
    replace_key(book, writer)
    third(book, writer)
    vector("valid_writer_key_replaced", "valid", "the body after WriterKeyReplaced is signed by the new key", book.file())

    book, writer = base()
    book.transactions([book.body(writer, [event(12345, "from a later version", critical=False)])])
    vector("valid_unknown_event", "valid", "an event of kind 12345, not critical", book.file())
    book, writer = base()
    book.transactions([book.body(writer, [event(12345, "from a later version")])])
    vector("valid_unknown_critical_event", "valid", "a critical event of kind 12345: readable, not to be written",
           book.file())
    book, writer = base()
    book.transactions([book.body(writer, [[12345, False, nested(16)]])])
    vector("valid_cbor_depth_16", "valid", "an unknown event's payload of 16 arrays within each other", book.file())

    book, _ = two_epochs()
    vector("valid_two_epochs", "valid", "generation 2 copies the frames of epoch 1 and starts epoch 2", book.file())
    book, _ = two_epochs(grant=1)
    vector("valid_two_epochs_audit", "valid", "the same, opened with an audit slot", book.file())
    book, _ = two_epochs(epochs=3)
    vector("valid_three_epochs", "valid", "epochs 1, 2 and 3, each sealing the keys of the one before", book.file())
    vector("valid_resealed", "valid", "frames and blobs of generation 1 sealed again for epoch 2, around the same bodies",
           resealed().file())

    book, writer = base()
    book.generation = 2
    book.make_header()
    book.transactions([book.body(writer, [book.generation_started(2)])])
    vector("valid_two_generations", "valid", "slots were changed, the frames of generation 1 copied", book.file())

    book, writer = base()
    book.checkpoint()
    vector("valid_checkpoint_at_end", "valid", "two pages and an index are the last frames", book.file())
    third(book, writer)
    vector("valid_checkpoint", "valid", "two pages, an index, and a frame that names it", book.file())
    book.checkpoint(per_page=8)
    vector("valid_checkpoint_twice", "valid", "a second checkpoint after the first", book.file())
    book, writer = base(slots=[Slot("auditor", [key_file(KEY_FILE)], grant=1)])
    book.checkpoint(wrong_mac=True)
    third(book, writer)
    vector("valid_checkpoint_audit", "valid", "who holds the audit key cannot check the index's MAC, here a wrong one",
           book.file())

    book, _ = base(slots=[Slot("auditor", [key_file(KEY_FILE)], grant=1)])
    vector("valid_audit_slot", "valid", "the key file opens a slot that grants the audit key", book.file())
    book, _ = base(slots=[Slot("auditor", [key_file(fixed("other", 32))], grant=1), Slot("mine", [key_file(KEY_FILE)]),
                          Slot("other machine", [])])
    vector("valid_three_slots", "valid", "another's audit slot, ours, and one whose identity is elsewhere", book.file())
    book, _ = base(slots=[Slot("both", [key_file(KEY_FILE), recovery(fixed("code", 20))])])
    code = recovery_text(fixed("code", 20))
    vector("valid_slot_two_factors", "valid", "a slot that needs the key file and the recovery code", book.file(),
           {"key-file": KEY_FILE.hex(), "recovery": code})
    vector("slot_locked_one_factor_of_two", "slot-locked", "only one of the slot's two factors is given", book.file())
    book, _ = base(slots=[Slot("code", [recovery(fixed("code", 20))])])
    vector("valid_slot_recovery", "valid", "opened with a recovery code", book.file(), {"recovery": code})

    block = {0: 1, 1: 1, 2: 3, 3: 64 << 20, 4: fixed("salt"), 5: 1}
    book, _ = base(blocks=[block], slots=[Slot("words", [passphrase(b"correct horse", block)])])
    vector("valid_slot_passphrase", "valid", "Argon2id, 3 passes, 64 MiB", book.file(), {"passphrase": "correct horse"})
    vector("slot_locked_wrong_passphrase", "slot-locked", "another passphrase", book.file(),
           {"passphrase": "incorrect horse"})
    book, _ = base(blocks=[block], slots=[Slot("words", [passphrase("caf\u00e9 cr\u00e8me".encode(), block)])])
    vector("valid_slot_passphrase_prepared", "valid", "given with combining accents and a no-break space, sealed in NFC "
           "with U+0020", book.file(), {"passphrase": "cafe\u0301\u00a0cre\u0300me"})

    book, _ = base()
    copy = book.copy
    for name, damaged in [("first_byte", flip(copy, 0)), ("length_field", flip(copy, 12)), ("body", flip(copy, 100)),
                          ("checksum", flip(copy, -1)), ("all_zero", bytes(len(copy)))]:
        vector(f"valid_header_first_copy_{name}", "valid", f"the first copy is damaged ({name}), the second is not",
               damaged + copy + b"".join(book.frames))
    vector("valid_header_second_copy_damaged", "valid", "the second copy is damaged, the first is not",
           copy + flip(copy, 50) + b"".join(book.frames))


def replace_key(book, writer):
    fresh = SigningKey(fixed("next seed", 32))
    book.transactions([book.body(writer, [event(3, writer.id, bytes(fresh.verify_key))])])
    old, writer.key = writer.key, fresh
    return old


def two_epochs(grant=0, epochs=2, leave_out=(), **started):
    book, writer = base(slots=[Slot("key file", [key_file(KEY_FILE)], grant=grant)])
    for n in range(2, epochs + 1):
        book.generation, book.epoch = n, n
        book.make_header()
        events = [book.epoch_started(n, **started)] * ("epoch" not in leave_out)
        events += [book.generation_started(5)] * ("generation" not in leave_out)
        events += [event(22, KEY, f"payments/{n}")]
        book.transactions([book.body(writer, events)])
    if leave_out:
        extra = [book.epoch_started(2)] * ("epoch" in leave_out)
        extra += [book.generation_started(5)] * ("generation" in leave_out)
        book.transactions([book.body(writer, extra)])
    version = fixed("version 2")
    sealed = book.blob(KEY, version, FIELD, b"sk_test_4343")
    book.transactions([book.body(writer, [event(24, KEY, version, [[FIELD, sealed[2]]], None, "rotate")])], [sealed])
    return book, writer


def resealed(**started):
    """The frames and blobs of generation 1 sealed again under epoch 2, around the same bodies."""
    book, writer = base(0)
    one = book.digest
    book.epoch = book.generation = 2
    book.make_header()
    two = book.digest
    book.epoch = 1
    fields = [("manifest-seed", fixed("manifest seed", 32)), ("fingerprint-root", fixed("fingerprint root", 32))]
    own = [(fixed(n), n, book.blob(book.id, OWN, fixed(n), value, epoch=2)) for n, value in fields]
    created = event(16, "main", bytes(SigningKey(fields[0][1]).verify_key), OWN, [[f, n, b[2]] for f, n, b in own])
    bodies = [book.body(writer, [book.enrolment(writer), book.generation_started(1, 1, one), created])]
    book.transactions(bodies, [b for *_, b in own], epoch=2, generation=1)
    events, sealed = key_events(book, epoch=2)
    book.transactions([book.body(writer, events)], [sealed], epoch=2, generation=1)
    book.epoch = 2
    last = [book.epoch_started(2, **started), book.generation_started(5, 2, two)]
    book.transactions([book.body(writer, last)])
    return book


# --- Section 3 --------------------------------------------------------------------------------------------------------

def header_faults():
    vector("header_magic_wrong", "header-magic", "both copies begin with another magic", header_fault(magic=b"keyrolk\n"))
    vector("header_version_2", "header-version", "format 2 in both copies", header_fault(version=2))
    vector("header_zero_field_set", "header-version", "the two bytes after the format are not zero",
           header_fault(reserved=1))
    vector("header_length_143", "header-length", "both length fields say 143", header_fault(length=143))
    vector("header_length_65537", "header-length", "both length fields say 65,537", header_fault(length=65537))
    vector("header_checksum_wrong", "header-checksum", "the checksum of both copies", header_fault(checksum=True))
    book, _ = base(1)
    book.second_copy = Book(edit=lambda f: f.update({1: 2})).copy
    vector("header_copies_differ", "header-copies", "both are intact, but of generations 1 and 2", book.file())
    vector("header_mac_wrong", "header-mac", "the MAC of both copies, with the right checksum", header_fault(mac=True))

    def body(name, comment, change=None, edit=None, reason="header-body"):
        vector(name, reason, comment, header_fault(**({"edit": edit} if edit else {"body": change})))

    plain = by_hand(lambda pairs: pairs)
    body("header_body_trailing_byte", "a byte after the map", lambda f: plain(f) + b"\0")
    body("header_body_indefinite_map", "a map of indefinite length", lambda f: b"\xbf" + plain(f)[1:] + b"\xff")
    body("header_body_keys_unsorted", "keys 1 and 0 are exchanged",
         by_hand(lambda p: [p[1], p[0], *p[2:]]))
    body("header_body_key_twice", "key 2 occurs twice", by_hand(lambda p: [*p[:3], p[2], *p[3:]]))
    body("header_body_integer_not_shortest", "generation 1 in two bytes",
         by_hand(lambda p: [p[0], (p[1][0], b"\x18\x01"), *p[2:]]))
    body("header_body_float", "generation 1.0", by_hand(lambda p: [p[0], (p[1][0], b"\xf9\x3c\x00"), *p[2:]]))
    body("header_body_tag", "generation 1 with a tag", by_hand(lambda p: [p[0], (p[1][0], b"\xc0\x01"), *p[2:]]))
    body("header_body_key_unknown", "key 5", edit=lambda f: f.update({5: 0}))
    body("header_body_key_missing", "no KDF blocks", edit=lambda f: f.pop(3))
    body("header_body_vault_id_short", "a vault id of 15 bytes", edit=lambda f: f.update({0: f[0][:15]}))
    body("header_body_generation_0", "generation 0", edit=lambda f: f.update({1: 0}))
    body("header_body_epoch_0", "epoch 0", edit=lambda f: f.update({2: 0}))
    body("header_body_no_slot", "an empty array of slots, and three KDF blocks for length", edit=lambda f: f.update(
        {3: [{0: n, 1: 1, 2: 3, 3: 64 << 20, 4: fixed("salt"), 5: 1} for n in (1, 2, 3)], 4: []}))
    small = Slot("elsewhere", [])
    body("header_body_33_slots", "33 slots", edit=lambda f: f[4].extend(
        dict(f[4][0]) | {0: fixed(f"slot {n}"), 2: [], 5: f[4][0][5]} for n in range(32)) or
        [s.pop(4) for s in f[4][1:]])
    body("header_body_slot_id_twice", "two slots of one id", edit=lambda f: f[4].append(f[4][0]))
    body("header_body_grant_2", "grant 2", edit=lambda f: f[4][0].update({1: 2}))
    body("header_body_factor_unknown", "a second slot with factor type 4",
         edit=lambda f: f[4].append(dict(f[4][0]) | {0: small.id, 2: [{0: 4}]}))
    body("header_body_factors_unsorted", "a second slot with factors 3 and 2",
         edit=lambda f: f[4].append(dict(f[4][0]) | {0: small.id, 2: [{0: 3}, {0: 2}]}))
    body("header_body_factor_twice", "a second slot with factor 2 twice",
         edit=lambda f: f[4].append(dict(f[4][0]) | {0: small.id, 2: [{0: 2}, {0: 2}]}))
    body("header_body_factor_block_missing", "a second slot names a KDF block that is not there",
         edit=lambda f: f[4].append(dict(f[4][0]) | {0: small.id, 2: [{0: 1, 1: 1}]}))
    body("header_body_factor_block_for_key_file", "a key file factor with a KDF block",
         edit=lambda f: f[4].append(dict(f[4][0]) | {0: small.id, 2: [{0: 2, 1: 1}]}))
    body("header_body_identity_missing", "a second slot with a factor and no sealed identity",
         edit=lambda f: f[4].append({k: v for k, v in f[4][0].items() if k != 4} | {0: small.id}))
    body("header_body_identity_without_factors", "a second slot with no factors and a sealed identity",
         edit=lambda f: f[4].append(dict(f[4][0]) | {0: small.id, 2: []}))
    body("header_body_grant_short", "a second slot whose sealed grant is one byte short",
         edit=lambda f: f[4].append(dict(f[4][0]) | {0: small.id, 5: f[4][0][5][:-1]}))

    def block(**changed):
        return {0: 1, 1: 1, 2: 3, 3: 64 << 20, 4: fixed("salt"), 5: 1} | {int(k[1:]): v for k, v in changed.items()}

    def blocks(name, comment, *found, reason="header-body"):
        body(name, comment, edit=lambda f: f.update({3: list(found)}), reason=reason)

    blocks("header_body_kdf_numbers_unsorted", "KDF blocks 2 and 1", block(_0=2), block())
    blocks("header_body_kdf_number_0", "KDF block 0", block(_0=0))
    blocks("header_body_kdf_algorithm_2", "KDF algorithm 2", block(_1=2))
    blocks("header_body_kdf_preparation_2", "passphrase preparation 2", block(_5=2))
    blocks("header_body_kdf_salt_short", "a salt of 15 bytes", block(_4=fixed("salt")[:15]))
    for name, changed in [("passes_2", {"_2": 2}), ("passes_17", {"_2": 17}), ("memory_below_64_mib", {"_3": (64 << 20) - 1}),
                          ("memory_above_4_gib", {"_3": (4 << 30) + 1}), ("memory_2_to_63", {"_3": 1 << 63})]:
        blocks(f"kdf_limits_{name}", "in a KDF block that the slot in use does not name", block(**changed),
               reason="kdf-limits")

    book = Book()
    book.digest = flip(book.digest, 0)
    first(book, Writer("one"))
    vector("header_digest_wrong", "header-digest", "GenerationStarted names another header", book.file())
    book, writer = base()
    book.slots = [*book.slots, Slot("another", [])]
    book.make_header()
    vector("header_digest_slot_added", "header-digest", "a slot was added without a new generation", book.file())
    book, writer = base()
    book.generation = 2
    book.make_header()
    vector("header_digest_generation_not_started", "header-digest", "the header is of generation 2, no event starts it",
           book.file())
    book, writer = base()
    book.generation = 2
    book.make_header()
    book.transactions([book.body(writer, [book.generation_started(2, digest=fixed("digest", 32))])])
    vector("header_digest_latest_wrong", "header-digest", "the second of two GenerationStarted names another header",
           book.file())

    def slot(name, reason, comment, **wrong):
        book, _ = base(1, slots=[Slot("key file", [key_file(KEY_FILE)], **wrong)])
        vector(name, reason, comment, book.file())

    other = [Slot("key file", [key_file(fixed("other", 32))])]
    vector("slot_locked_wrong_key_file", "slot-locked", "the slot was made for another key file", base(1, slots=other)[0].file())
    slot("slot_locked_commitment", "slot-locked", "the sealed identity's box opens, its commitment is another key's",
         commitment=True)
    slot("slot_locked_grant_commitment", "slot-locked", "the sealed grant's box opens, its commitment is another key's",
         grant_commitment=True)
    slot("slot_locked_of_other_slot", "slot-locked", "identity and grant are bound to another slot id",
         context_id=fixed("another slot"))
    slot("slot_locked_grant_changed", "slot-locked", "identity and grant are bound to grant 1", context_grant=1)
    slot("slot_locked_grant_of_other_epoch", "slot-locked", "the grant is bound to epoch 2", context_epoch=2)
    slot("slot_point_zero", "slot-point", "the ephemeral public key is zero, and all is sealed for what that gives",
         zero_point=True)
    slot("slot_point_of_other_identity", "slot-point", "the slot's public key is not that of the sealed identity",
         public=fixed("another public key", 32))


# --- Section 4 --------------------------------------------------------------------------------------------------------

def frame_faults():
    def frame(name, reason, comment, step=second, frames=1, **wrong):
        vector(f"frame_{name}", f"frame-{reason}", comment, broken(step, frames, **wrong))

    frame("magic_wrong", "magic", "sealed and chained with the magic KRf2", magic=b"KRf2")
    frame("version_2", "version", "format 2", version=2)
    frame("zero_field_at_10", "reserved", "the field at 10 is 1", reserved1=1)
    frame("zero_field_at_36", "reserved", "the field at 36 is 1", reserved2=1)
    frame("length_one_less", "end", "both length fields are one less than the frame", longer=-1)
    frame("length_679", "length", "both length fields say 679", length=679)
    frame("end_length_wrong", "end", "the length at the end differs from the one at 32", end_length=679)
    frame("end_mark_wrong", "end", "the closing mark is 1fRL", end=b"1fRL")
    frame("part_0", "part", "part 0 of 1", part=0)
    frame("parts_0", "part", "part 1 of 0", parts=0)
    frame("part_above_parts", "part", "part 2 of 1", part=2)
    frame("parts_65", "part", "part 1 of 65", parts=65)
    frame("part_without_first", "part", "part 2 of 2 with no part 1 before it", part=2, parts=2)
    frame("sequence_skipped", "sequence", "sequence 3 after 1", sequence=3)
    frame("sequence_repeated", "sequence", "sequence 1 after 1", sequence=1)
    frame("sequence_starts_at_2", "sequence", "the first frame has sequence 2", first, 0, sequence=2)
    frame("sequence_starts_at_0", "sequence", "the first frame has sequence 0", first, 0, sequence=0)
    frame("chain_wrong", "chain", "another previous hash", previous=fixed("hash", 32))
    frame("chain_start_zero", "chain", "the first frame's previous hash is zero", first, 0, previous=bytes(32))
    frame("generation_above_header", "generation", "generation 2, the header is of 1", generation=2)
    frame("generation_0", "generation", "generation 0", first, 0, generation=0)
    frame("epoch_above_header", "epoch", "epoch 2, the header is of 1", epoch=2)
    frame("epoch_0", "epoch", "epoch 0", first, 0, epoch=0)
    frame("checkpoint_sequence_without_index", "checkpoint", "names an index at 1 where there is none", index=(1, 0))
    frame("checkpoint_position_without_index", "checkpoint", "position 8 of no index", index=(0, 8))
    frame("commitment_wrong", "open", "the box opens, the commitment is another key's", wrong_commitment=True)
    frame("of_other_vault", "open", "sealed for another vault's identifier", foreign=fixed("other vault"))
    frame("padding_not_zero", "padding", "the last byte of the padding is 1",
          plaintext=lambda p, n: flip((le(4, len(p)) + p).ljust(n, b"\0"), -1))
    frame("padding_too_long", "padding", "512 bytes of padding too many",
          plaintext=lambda p, n: (le(4, len(p)) + p).ljust(n + 512, b"\0"))
    frame("padding_not_padme", "padding", "padded to one byte more than Padmé gives",
          plaintext=lambda p, n: (le(4, len(p)) + p).ljust(n + 1, b"\0"))
    frame("padding_none", "padding", "no padding at all, 737 bytes of payload for want of more",
          plaintext=lambda p, n: le(4, len(p)) + p)
    frame("payload_length_beyond", "padding", "n is larger than what is there",
          plaintext=lambda p, n: (le(4, n) + p).ljust(n, b"\0"))

    for name, at in [("magic", 0), ("sequence", 24), ("length_high", 34), ("chain", 40), ("nonce", 90),
                     ("commitment", 120), ("box", 300), ("end", -1)]:
        book, writer = base(1)
        second(book, writer, after=lambda f: flip(f, at, 0x40))
        third(book, writer)
        reason = {"length_high": "length", "nonce": "open", "commitment": "open", "box": "open"}.get(name, name)
        vector(f"frame_bit_flipped_in_{name}", f"frame-{reason}", "one bit of the second of three frames", book.file())
    book, writer = base(2)
    vector("frame_bit_flipped_in_last_length", "frame-length", "the last frame's length field names more than is there",
           flip(book.file(), len(book.file()) - len(book.frames[1]) + 34, 4))
    book, writer = base(3)
    book.frames[1] = bytes(len(book.frames[1]))
    vector("frame_zeros_in_the_middle", "frame-magic", "the second of three frames is zero", book.file())
    book, writer = base()
    vector("frame_rubbish_at_end", "frame-magic", "200 bytes that are not zero after the last frame",
           book.file() + fixed("rubbish", 199) + b"!")
    book, writer = base(3)
    del book.frames[1]
    vector("frame_missing", "frame-sequence", "the second of three frames was cut out", book.file())
    book, writer = base(3)
    book.frames[1:] = book.frames[:0:-1]
    vector("frame_order_changed", "frame-sequence", "frames 2 and 3 are exchanged", book.file())
    book, writer = base(1)
    second(book, writer)
    good = book.frames[:]
    book, writer = base(1)
    third(book, writer)
    vector("frame_of_other_history", "frame-chain", "the third frame follows another second frame",
           base(1)[0].file() + good[1] + after_other_second())

    def parts(name, reason, comment, *overrides):
        book, writer = base(1)
        events, sealed = key_events(book)
        payload = cbor({0: 0, 1: [book.body(writer, events)], 2: [list(sealed[:2])]})
        size = -(-len(payload) // 3)
        for n, wrong in enumerate(overrides):
            book.frame(payload[n * size:(n + 1) * size], **({"part": n + 1, "parts": 3} | wrong))
        vector(f"frame_{name}", f"frame-{reason}", comment, book.file())

    parts("part_skipped", "part", "part 3 after part 1", {}, {"part": 3}, {})
    parts("part_repeated", "part", "part 1 after part 1", {}, {"part": 1}, {})
    parts("parts_changed", "part", "part 2 of 4 after part 1 of 3", {}, {"parts": 4}, {})
    book, writer = base(1)
    events, sealed = key_events(book)
    payload = cbor({0: 0, 1: [book.body(writer, events)], 2: [list(sealed[:2])]})
    book.frame(payload[:500], 1, 2)
    third(book, writer)
    vector("frame_part_interrupted", "frame-part", "a whole payload between parts 1 and 2", book.file())
    for field, wrong in [("generation", {"generation": 1}), ("epoch", {"epoch": 1})]:
        book, writer = two_epochs()
        third(book, writer, **wrong)
        vector(f"frame_{field}_falls", f"frame-{field}", f"{field} 1 after {field} 2", book.file())
    book, writer = base()
    book.generation = 2
    book.make_header()
    payload = cbor({0: 0, 1: [book.body(writer, [book.generation_started(2)])], 2: []})
    book.frame(payload[:200], 1, 2, generation=1)
    book.frame(payload[200:], 2, 2)
    vector("frame_generation_rises_in_parts", "frame-generation", "parts of generations 1 and 2", book.file())
    book, writer = two_epochs()
    payload = cbor({0: 0, 1: [book.body(writer, [event(22, KEY, "payments/main")])], 2: []})
    book.frame(payload[:200], 1, 2)
    book.frame(payload[200:], 2, 2, epoch=1)
    vector("frame_epoch_falls_in_parts", "frame-epoch", "parts of epochs 2 and 1", book.file())
    book, writer = two_epochs()
    book.frames[1] = b"KRf2" + book.frames[1][4:]
    vector("frame_magic_before_second_epoch", "frame-magic", "damage before the frame that seals the key of epoch 1",
           book.file())

    for name, change in [("sequence", lambda s, p: (s + 1, p)), ("position", lambda s, p: (s, p + 1)),
                         ("none", lambda s, p: (0, 0))]:
        book, writer = base()
        book.checkpoint()
        third(book, writer, index=change(*book.index))
        vector(f"frame_checkpoint_{name}_wrong", "frame-checkpoint", f"after an index, the wrong place ({name})",
               book.file())


def after_other_second():
    """A third frame on top of a second one with another value."""
    book, writer = base(1)
    second(book, writer, blob={"value": b"another"})
    third(book, writer)
    return book.frames[2]


def torn_tails():
    whole, _ = base(2)
    kept, last = base(1)[0].file(), whole.frames[1]
    size = len(last)

    def torn(name, comment, tail, n=1):
        vector(f"torn_{name}", f"torn {n}", comment, kept + tail)

    torn("one_byte", "one byte after the first frame", b"K")
    torn("143_bytes", "143 bytes of the second frame", last[:143])
    torn("rubbish_143_bytes", "143 bytes that are no frame", fixed("rubbish", 142) + b"!")
    torn("144_bytes", "what authenticates the second frame and no more", last[:144])
    torn("cut", "the second frame without its last byte", last[:-1])
    torn("zeros_after_header", "144 bytes, then zeros to the frame's length", last[:144].ljust(size, b"\0"))
    torn("last_byte_zero", "the last byte of the second frame is zero", last[:-1] + b"\0")
    torn("zeros_beyond", "half of the second frame, then zeros to beyond its end", last[:600].ljust(size + 500, b"\0"))
    torn("zeros", "500 zeros after the first frame", bytes(500))
    torn("zeros_in_header", "100 bytes of the second frame, then 500 zeros", last[:100] + bytes(500))
    torn("zeros_in_nonce", "143 bytes of the second frame, then zeros", last[:143].ljust(size, b"\0"))
    events = [event(17, f"setting {n}", ["x" * 60]) for n in range(20)]
    book, writer = base(1)
    book.transactions([book.body(writer, events)])
    long, start = book.frames[1], len(kept)
    block = -(-(start + 144) // 512) * 512 - start
    hole = long[:block] + bytes(512) + long[block + 512:]
    torn("hole", "512 zeros in the middle of the second frame, at a multiple of 512", hole)
    torn("hole_at_start", "the second frame is zero up to the next multiple of 512", bytes(block) + long[block:])
    torn("hole_without_end", "the same hole, and the frame cut", hole[:-100])
    shifted = long[:block + 1] + bytes(512) + long[block + 513:]
    vector("frame_zeros_across_blocks", "frame-open", "512 zeros in the last frame, across two blocks of 512",
           kept + shifted)
    third(book, writer)
    vector("frame_hole_before_good_frame", "frame-open", "a hole in the second frame, the third one authenticates",
           kept + hole + book.frames[2])
    vector("frame_hole_before_rubbish", "frame-open", "a hole in the second frame, then 300 bytes that are no frame",
           kept + hole + fixed("rubbish", 299) + b"!")
    vector("valid_nothing_torn", "valid", "the same vault with its second frame whole", kept + last)

    book, writer = base(2)
    third_payload = cbor({0: 0, 1: [book.body(writer, [event(22, KEY, "x" * 500)])], 2: []})
    cut = [third_payload[i:i + 300] for i in range(0, len(third_payload), 300)]
    for n, piece in enumerate(cut):
        book.frame(piece, n + 1, len(cut))
    frames = book.frames
    torn_file = book.copy * 2 + b"".join(frames[:-1])
    vector("torn_last_part_missing", "torn 2", f"{len(cut) - 1} of {len(cut)} parts", torn_file)
    vector("torn_last_part_cut", "torn 2", "the last part is cut", torn_file + frames[-1][:400])
    vector("torn_last_part_zeros", "torn 2", "the last part is zero", torn_file + bytes(680))
    vector("torn_after_checkpoint_page", "torn 3", "a checkpoint's page is whole, its index cut", checkpoint_cut())
    vector("frame_magic_after_parts", "frame-magic", "parts 1 and 2 of 3, then 300 bytes that are no frame",
           torn_file + fixed("rubbish", 299) + b"!")

    vector("truncated_empty", "truncated", "an empty file", b"")
    vector("truncated_in_header", "truncated", "the first half of the first copy", whole.copy[:150])
    vector("truncated_in_second_copy", "truncated", "the first copy and half of the second",
           whole.copy + whole.copy[:150])
    vector("truncated_after_header", "truncated", "two copies of the header and no frame", whole.copy * 2)
    vector("truncated_first_frame", "truncated", "the first frame is torn", whole.copy * 2 + whole.frames[0][:300])


def checkpoint_cut():
    book, _ = base()
    book.checkpoint(per_page=8)
    book.frames[-1] = book.frames[-1][:500]
    return book.file()


def payload_faults():
    def payload(name, reason, comment, data, frames=2):
        book, writer = base(frames)
        book.append(data(book, writer) if callable(data) else data)
        vector(f"payload_{name}", f"payload-{reason}", comment, book.file())

    def rename(book, writer):
        return book.body(writer, [event(22, KEY, "payments/main")])

    payload("empty", "encoding", "no payload at all", b"")
    payload("not_cbor", "encoding", "a reserved additional information", b"\x1c")
    payload("not_a_map", "encoding", "an array", cbor([0, [], []]))
    payload("trailing_byte", "encoding", "a byte after the map",
            lambda b, w: cbor({0: 0, 1: [rename(b, w)], 2: []}) + b"\0")
    payload("key_unknown", "encoding", "key 3", lambda b, w: cbor({0: 0, 1: [rename(b, w)], 2: [], 3: 0}))
    payload("key_missing", "encoding", "no key 2", lambda b, w: cbor({0: 0, 1: [rename(b, w)]}))
    payload("keys_unsorted", "encoding", "keys 0, 2, 1",
            lambda b, w: map_bytes([(b"\0", b"\0"), (b"\2", b"\x80"), (b"\1", cbor([rename(b, w)]))]))
    payload("kind_missing", "encoding", "no key 0", lambda b, w: cbor({1: [rename(b, w)], 2: []}))
    payload("no_body", "encoding", "an empty array of transactions", cbor({0: 0, 1: [], 2: []}))
    payload("signature_short", "encoding", "a signature of 63 bytes",
            lambda b, w: cbor({0: 0, 1: [[(t := rename(b, w))[0], t[1][:63]]], 2: []}))
    payload("address_short", "encoding", "a blob address of 31 bytes",
            lambda b, w: cbor({0: 0, 1: [rename(b, w)], 2: [[fixed("address", 31), b"blob"]]}))
    payload("kind_3", "kind", "a kind that does not exist", cbor({0: 3, 1: [], 2: []}))
    payload("page_unsorted", "encoding", "a checkpoint page with descending keys",
            cbor({0: 1, 1: [[b"z2", b"\0"], [b"z1", b"\0"]]}))
    payload("page_key_twice", "encoding", "a checkpoint page with one key twice",
            cbor({0: 1, 1: [[b"z1", b"\0"], [b"z1", b"\0"]]}))


# --- Sections 5 to 7 --------------------------------------------------------------------------------------------------

def body_faults():
    def body(name, reason, comment, **wrong):
        vector(f"body_{name}", f"body-{reason}", comment, broken(third, 2, body=wrong))

    body("trailing_byte", "encoding", "a byte after the map, signed", raw=lambda f: cbor(f) + b"\0")
    body("integer_not_shortest", "encoding", "counter 3 in two bytes",
         raw=by_hand(lambda p: [*p[:2], (p[2][0], b"\x18\x03"), *p[3:]]))
    body("keys_unsorted", "encoding", "keys 1 and 0 are exchanged", raw=by_hand(lambda p: [p[1], p[0], *p[2:]]))
    body("key_twice", "encoding", "key 7 twice", raw=by_hand(lambda p: [*p[:8], p[7], *p[8:]]))
    body("key_unknown", "encoding", "key 9", edit=lambda f: f.update({9: 0}))
    body("key_missing", "encoding", "no reason, not even null", edit=lambda f: f.pop(7))
    body("text_not_utf8", "encoding", "an actor that is not UTF-8",
         raw=by_hand(lambda p: [*p[:6], (p[6][0], b"\x62\xc3\x28"), *p[7:]]))
    body("text_too_long", "encoding", "a reason of 4,097 bytes", edit=lambda f: f.update({7: "x" * 4097}))
    body("text_indefinite", "encoding", "an actor of indefinite length",
         raw=by_hand(lambda p: [*p[:6], (p[6][0], b"\x7f\x63cli\xff"), *p[7:]]))
    body("time_negative", "encoding", "a time before 1970", edit=lambda f: f.update({5: -1}))
    body("time_a_float", "encoding", "a time with a fraction", edit=lambda f: f.update({5: 1.5}))
    body("time_tagged", "encoding", "a time with tag 1",
         raw=by_hand(lambda p: [*p[:5], (p[5][0], b"\xc1" + p[5][1]), *p[6:]]))
    body("no_event", "encoding", "an empty array of events", edit=lambda f: f.update({8: []}))
    body("event_of_two", "encoding", "an event without payload", edit=lambda f: f[8][0].pop())
    body("event_payload_not_cbor", "encoding", "an event's payload that ends early",
         edit=lambda f: f.update({8: [[12345, False, b"\x82\0"]]}))
    body("event_payload_trailing_byte", "encoding", "an event's payload with a byte too many",
         edit=lambda f: f.update({8: [[12345, False, b"\xa0\0"]]}))
    body("event_payload_too_deep", "encoding", "an event's payload of 17 arrays within each other",
         edit=lambda f: f.update({8: [[12345, False, nested(17)]]}))
    body("observed_head_short", "encoding", "an observed head of 31 bytes", edit=lambda f: f[4].append(f[4].pop()[:31]))
    body("signature_wrong", "signature", "one bit of the signature", wrong_signature=True)
    body("signature_of_other_key", "signature", "signed by a key that is not the writer's", key=Writer("two").key)
    body("counter_skipped", "counter", "counter 4 after 2", counter=4)
    body("counter_repeated", "counter", "counter 2 after 2", counter=2)
    body("counter_0", "encoding", "counter 0", counter=0)
    body("chain_wrong", "chain", "another previous body", previous=fixed("hash", 32))
    body("writer_not_enrolled", "writer", "the writer id of nobody", edit=lambda f: f.update({1: fixed("nobody")}))

    def newcomer(name, reason, comment, events=None, **wrong):
        book, _ = base()
        other = Writer("two")
        enrol = wrong.pop("enrol", {})
        found = events(book, other) if events else [book.enrolment(other, **enrol)]
        book.transactions([book.body(other, found, **wrong)])
        vector(name, reason, comment, book.file())

    newcomer("body_writer_not_first_event", "body-writer", "WriterEnrolled is the second event of a writer's first body",
             lambda b, w: [event(22, KEY, "x"), b.enrolment(w)])
    newcomer("body_writer_enrols_another", "body-writer", "a first body enrols another writer",
             lambda b, w: [b.enrolment(Writer("three"))])
    newcomer("body_proof_wrong", "body-proof", "the proof of enrolment", enrol={"wrong_proof": True})
    newcomer("body_first_counter_2", "body-counter", "a writer's first counter is 2", counter=2)
    newcomer("body_first_chain_not_zero", "body-chain", "a first body with a previous hash", previous=fixed("hash", 32))
    newcomer("event_enrolment_twice", "event-ledger", "a body enrols its writer twice",
             lambda b, w: [b.enrolment(w), b.enrolment(w)])
    newcomer("event_enrolment_key_unknown", "event-ledger", "WriterEnrolled with key 6", enrol={"fields": {6: 0}})
    newcomer("event_enrolment_not_critical", "event-ledger", "WriterEnrolled that is not critical",
             enrol={"critical": False})
    newcomer("event_enrolment_of_later_epoch", "event-ledger", "WriterEnrolled of epoch 2, the header is of 1",
             enrol={"epoch": 2})

    book, writer = base()
    old = replace_key(book, writer)
    third(book, writer, {"key": old})
    vector("body_signature_of_replaced_key", "body-signature", "signed by the key before WriterKeyReplaced", book.file())
    book, writer = base()
    body = book.body(writer, [event(22, KEY, "payments/main")])
    second_body = book.body(writer, [event(22, KEY, "payments/last")])
    book.transactions([second_body, body])
    vector("body_counter_of_exchanged_bodies", "body-counter", "bodies 4 and 3 of one payload are exchanged", book.file())
    book, writer = base()
    body = book.body(writer, [event(22, KEY, "payments/main")])
    book.transactions([body])
    book.transactions([body])
    vector("body_counter_of_replayed_body", "body-counter", "one body in two frames", book.file())
    book, writer = base(1)
    events, sealed = key_events(book)
    body = book.body(writer, events)
    book.transactions([[body[0], writer.key.sign(b"keyroll.body.v1." + fixed("other vault") + body[0]).signature]], [sealed])
    vector("body_signature_for_other_vault", "body-signature", "signed for another vault's identifier", book.file())


def event_faults():
    def ledger(name, comment, *events, critical=True):
        book, writer = base()
        found = [e(book, writer) if callable(e) else e for e in events]
        book.transactions([book.body(writer, found)])
        vector(f"event_{name}", "event-ledger", comment, book.file())

    ledger("generation_cause_6", "GenerationStarted with cause 6", lambda b, w: b.generation_started(6))
    ledger("generation_not_critical", "GenerationStarted that is not critical",
           lambda b, w: event(1, 1, b.digest, 1, critical=False))
    ledger("generation_key_missing", "GenerationStarted without a cause", lambda b, w: event(1, 1, b.digest))
    ledger("generation_ahead", "GenerationStarted of 2 in a frame of 1", lambda b, w: b.generation_started(2, 2))
    ledger("key_replaced_of_other_writer", "WriterKeyReplaced that names another writer",
           event(3, fixed("somebody"), bytes(Writer("two").key.verify_key)))
    ledger("key_replaced_key_short", "WriterKeyReplaced with a key of 31 bytes",
           lambda b, w: event(3, w.id, fixed("key", 31)))
    ledger("enrolment_of_enrolled", "an enrolled writer enrols itself again", lambda b, w: b.enrolment(w))
    ledger("epoch_ahead", "EpochStarted of 2 in a frame of 1", lambda b, w: b.epoch_started(2))
    book, writer = two_epochs()
    book.transactions([book.body(writer, [book.epoch_started(2)])])
    vector("event_epoch_twice", "event-ledger", "EpochStarted of 2 in two bodies", book.file())
    book, writer = base()
    book.generation = 3
    book.make_header()
    book.transactions([book.body(writer, [book.generation_started(2)])])
    vector("event_generation_skipped", "event-ledger", "generation 3 after 1", book.file())
    ledger("epoch_1", "EpochStarted of 1", event(4, 1, bytes(104), bytes(104)))
    ledger("epoch_seal_short", "EpochStarted with a sealed root of 103 bytes", event(4, 2, bytes(103), bytes(104)))

    book, writer = Book(), Writer("one")
    first(book, writer, [book.body(writer, [book.enrolment(writer)])], [])
    book.transactions([book.body(writer, [book.generation_started()])])
    vector("event_first_without_generation", "event-ledger", "the first transaction has no GenerationStarted", book.file())
    vector("event_generation_late", "event-ledger", "generation 2 begins with a frame that does not start it",
           two_generations_late().file())
    vector("event_epoch_late", "event-ledger", "epoch 2 begins with a frame that does not start it",
           two_epochs(leave_out=("epoch",))[0].file())
    vector("event_epoch_root_wrong", "event-ledger", "EpochStarted seals another root key",
           two_epochs(wrong_root=True)[0].file())
    vector("event_epoch_audit_wrong", "event-ledger", "EpochStarted seals another audit key",
           two_epochs(wrong_audit=True)[0].file())
    vector("event_epoch_root_wrong_resealed", "event-ledger", "the same in a file all of epoch 2",
           resealed(wrong_root=True).file())
    book = Book(epoch=2)
    writer = Writer("one")
    first(book, writer)
    vector("event_epoch_never_started", "event-ledger", "the header is of epoch 2, no event starts it", book.file())


def two_generations_late():
    book, writer = base()
    book.generation = 2
    book.make_header()
    third(book, writer)
    book.transactions([book.body(writer, [book.generation_started(2)])])
    return book


def blob_faults():
    def two_blobs(name, comment, order, unsorted=True):
        book, writer = base(1)
        events, sealed = key_events(book)
        more = book.blob(KEY, VERSION, fixed("field 2"), b"second")
        both = sorted([sealed, more])
        events[0] = event(20, KEY, "payments/live", [[FIELD, "secret"], [fixed("field 2"), "id"]], [])
        events[1] = event(24, KEY, VERSION, [[FIELD, sealed[2]], [fixed("field 2"), more[2]]], None, "set")
        book.transactions([book.body(writer, events)], [both[i] for i in order], unsorted=unsorted)
        vector(name, "valid" if order == (0, 1) else "blob-order", comment, book.file())

    two_blobs("valid_two_blobs", "two fields, their blobs in ascending order", (0, 1))
    two_blobs("blob_order_descending", "two blobs in descending order of their addresses", (1, 0))
    two_blobs("blob_order_same_address", "one address twice in a payload", (0, 0, 1))
    for name, wrong, comment in [("commitment", "commitment", "the value is not the one that the event commits to"),
                                 ("seal_commitment", "seal", "the box opens, the commitment is another key's"),
                                 ("padding_not_zero", "padding", "the last byte of the padding is 1"),
                                 ("padding_too_long", "padding length", "128 bytes of padding too many")]:
        vector(f"blob_open_{name}", "blob-open", comment, broken(blob={"wrong": wrong}))
    vector("blob_open_epoch_ahead", "blob-open", "the blob is of epoch 2, the vault of 1", broken(blob={"epoch": 2}))

    def swapped(name, comment, make):
        book, writer = base(1)
        events, sealed = key_events(book)
        book.transactions([book.body(writer, events)], [(sealed[0], make(book, sealed))])
        vector(f"blob_open_{name}", "blob-open", comment, book.file())

    swapped("bit_flipped", "one bit of the blob's box", lambda b, s: flip(s[1], -1))
    swapped("of_other_version", "the blob of another version under this address",
            lambda b, s: b.blob(KEY, fixed("version 2"), FIELD, SECRET)[1])
    swapped("of_other_key", "the blob of another key under this address",
            lambda b, s: b.blob(fixed("key 2"), VERSION, FIELD, SECRET)[1])
    swapped("short", "a blob of three bytes", lambda b, s: b"\1\0\0")


def checkpoint_faults():
    def index(name, comment, **wrong):
        book, writer = base()
        book.checkpoint(**wrong)
        third(book, writer)
        vector(f"checkpoint_index_{name}", "checkpoint-index", comment, book.file())

    def page(at, value):
        return lambda i: i[2][0].__setitem__(at, value(i[2][0][at]))

    def writer_field(at, value):
        return lambda i: i[3][2][0].__setitem__(at, value(i[3][2][0][at]))

    index("mac_wrong", "the MAC of the index", wrong_mac=True)
    index("trailing_byte", "a byte after the index, under the MAC", raw=lambda i: cbor(i) + b"\0")
    index("key_unknown", "key 4", edit=lambda i: i.update({4: 0}))
    index("last_frame_wrong", "claims to cover one frame more", edit=lambda i: i.update({1: i[1] + 1}))
    index("page_first_key_wrong", "a page's first record key", edit=page(0, lambda k: flip(k, -1)))
    index("page_sequence_wrong", "a page's sequence", edit=page(1, lambda n: n + 1))
    index("page_position_wrong", "a page's position", edit=page(2, lambda n: n + 1))
    index("page_length_wrong", "a page's frame length", edit=page(3, lambda n: n + 1))
    index("page_hash_wrong", "a page's frame hash", edit=page(4, lambda h: flip(h, 0)))
    index("generation_wrong", "generation 2 in the ledger state", edit=lambda i: i[3].update({0: 2}))
    index("digest_wrong", "another header digest in the ledger state", edit=lambda i: i[3].update({1: bytes(32)}))
    index("writer_key_wrong", "a writer's public key", edit=writer_field(1, lambda k: flip(k, 0)))
    index("writer_counter_wrong", "a writer's counter", edit=writer_field(2, lambda n: n - 1))
    index("writer_missing", "no writers", edit=lambda i: i[3].update({2: []}))
    index("epoch_invented", "an epoch that never started", edit=lambda i: i[3].update({3: [[2, bytes(104), bytes(104)]]}))
    index("blob_position_wrong", "the records of the blobs name other places", page_record=lambda p: p + 1)


def main():
    for old in FOLDER.glob("*.txt"):
        old.unlink()
    for group in (valid_shapes, header_faults, frame_faults, torn_tails, payload_faults, body_faults, event_faults,
                  blob_faults, checkpoint_faults):
        group()
    sizes = sorted(map(len, made.values()))
    print(f"{len(made)} vectors, {sizes[len(sizes) // 2]} bytes in the middle, {sizes[-1]} at most, {sum(sizes)} in all")


if __name__ == "__main__":
    main()

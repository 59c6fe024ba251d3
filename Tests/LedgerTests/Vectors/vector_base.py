"""The vaults that vectors start from, and how a vector is written down."""

import base64
import textwrap
from pathlib import Path

from nacl.signing import SigningKey

from vault_writer import (KEY_FILE, Book, Slot, Writer, cbor, event, fixed, key_file)

FOLDER = Path(__file__).resolve().parent
made = {}


def vector(name, expect, comment, file, openings=None):
    assert name not in made, name
    made[name] = file
    openings = {"key-file": KEY_FILE.hex()} if openings is None else openings
    lines = [
        f"expect: {expect}", *(f"{k}: {v}" for k, v in openings.items()), f"comment: {comment}", ""
    ]
    lines += textwrap.wrap(base64.b64encode(file).decode(), 76)
    (FOLDER / f"{name}.txt").write_text("\n".join(lines) + "\n", "utf-8")


OWN, KEY, FIELD, VERSION = fixed("own secrets"), fixed("key"), fixed("field"), fixed("version 1")
SECRET = b"sk_test_4242"


def first(book, writer, bodies=None, blobs=None, **frame):
    """The first frame: the writer, the generation, the vault and its own two secrets."""
    fields = [("manifest-seed", fixed("manifest seed", 32)),
              ("fingerprint-root", fixed("fingerprint root", 32))]
    own = [(fixed(n), n, book.blob(book.id, OWN, fixed(n), value)) for n, value in fields]
    created = event(16, "main", bytes(SigningKey(fields[0][1]).verify_key), OWN,
                    [[f, n, b[2]] for f, n, b in own])
    if bodies is None:
        bodies = [book.body(writer, [book.enrolment(writer), book.generation_started(), created])]
    book.transactions(bodies, [b for *_, b in own] if blobs is None else blobs, **frame)


def key_events(book, name="payments/live", version=VERSION, value=SECRET, key=KEY, **blob):
    """Events and blob of a new key with one version."""
    sealed = book.blob(key, version, FIELD, value, **blob)
    return [
        event(20, key, name, [[FIELD, "secret"]],
              [["environment", ["test"]], ["provider", ["generic"]]]),
        event(24, key, version, [[FIELD, sealed[2]]], None, "set"),
        event(25, key, version)
    ], sealed


def second(book, writer, body=None, blob=None, **frame):
    events, sealed = key_events(book, **(blob or {}))
    book.transactions([book.body(writer, events, **(body or {}))], [sealed], **frame)


def third(book, writer, body=None, **frame):
    book.transactions([book.body(writer, [event(22, KEY, "payments/main")], **(body or {}))],
                      **frame)


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
    book.transactions(
        [book.body(writer, [event(24, KEY, version, [[FIELD, sealed[2]]], None, "rotate")])],
        [sealed])
    return book, writer


def resealed(grant=0, **started):
    """The frames and blobs of generation 1 sealed again under epoch 2, around the same bodies."""
    book, writer = base(0, slots=[Slot("key file", [key_file(KEY_FILE)], grant=grant)])
    one = book.digest
    book.epoch = book.generation = 2
    book.make_header()
    two = book.digest
    book.epoch = 1
    fields = [("manifest-seed", fixed("manifest seed", 32)),
              ("fingerprint-root", fixed("fingerprint root", 32))]
    own = [(fixed(n), n, book.blob(book.id, OWN, fixed(n), value, epoch=2)) for n, value in fields]
    created = event(16, "main", bytes(SigningKey(fields[0][1]).verify_key), OWN,
                    [[f, n, b[2]] for f, n, b in own])
    bodies = [
        book.body(writer, [book.enrolment(writer),
                           book.generation_started(1, 1, one), created])
    ]
    book.transactions(bodies, [b for *_, b in own], epoch=2, generation=1)
    events, sealed = key_events(book, epoch=2)
    book.transactions([book.body(writer, events)], [sealed], epoch=2, generation=1)
    book.epoch = 2
    last = [book.epoch_started(2, **started), book.generation_started(5, 2, two)]
    book.transactions([book.body(writer, last)])
    return book

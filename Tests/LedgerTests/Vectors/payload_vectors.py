"""Sections 4 and 7: what is wrong in payloads, blobs and checkpoints."""

from vault_writer import cbor, event, fixed, flip
from vector_base import (
    FIELD, KEY, SECRET, VERSION, base, broken, key_events, map_bytes, third, vector)


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
    payload("key_unknown", "encoding", "key 3",
            lambda b, w: cbor({0: 0, 1: [rename(b, w)], 2: [], 3: 0}))
    payload("key_missing", "encoding", "no key 2", lambda b, w: cbor({0: 0, 1: [rename(b, w)]}))
    payload(
        "keys_unsorted", "encoding", "keys 0, 2, 1",
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
    book, writer = base()
    book.append(cbor({0: 1, 1: [[b"z1", b"\0"], [b"z2", b"\0"]]}), pieces=2)
    vector("payload_page_in_parts", "payload-encoding", "a checkpoint page of two parts",
           book.file())
    payload("page_key_twice", "encoding", "a checkpoint page with one key twice",
            cbor({0: 1, 1: [[b"z1", b"\0"], [b"z1", b"\0"]]}))


def blob_faults():

    def two_blobs(name, comment, order, unsorted=True):
        book, writer = base(1)
        events, sealed = key_events(book)
        more = book.blob(KEY, VERSION, fixed("field 2"), b"second")
        both = sorted([sealed, more])
        events[0] = event(20, KEY, "payments/live", [[FIELD, "secret"], [fixed("field 2"), "id"]],
                          [])
        events[1] = event(24, KEY, VERSION, [[FIELD, sealed[2]], [fixed("field 2"), more[2]]], None,
                          "set")
        book.transactions([book.body(writer, events)], [both[i] for i in order], unsorted=unsorted)
        vector(name, "valid" if order == (0, 1) else "blob-order", comment, book.file())

    two_blobs("valid_two_blobs", "two fields, their blobs in ascending order", (0, 1))
    two_blobs("blob_order_descending", "two blobs in descending order of their addresses", (1, 0))
    two_blobs("blob_order_same_address", "one address twice in a payload", (0, 0, 1))
    for name, wrong, comment in [
        ("commitment", "commitment", "the value is not the one that the event commits to"),
        ("seal_commitment", "seal", "the box opens, the commitment is another key's"),
        ("padding_not_zero", "padding", "the last byte of the padding is 1"),
        ("padding_too_long", "padding length", "128 bytes of padding too many")
    ]:
        vector(f"blob_open_{name}", "blob-open", comment, broken(blob={"wrong": wrong}))
    vector("blob_open_plaintext_35_bytes", "blob-open", "a sealed plaintext too short for r and n",
           broken(blob={"wrong": "short"}))
    vector("blob_open_epoch_ahead", "blob-open", "the blob is of epoch 2, the vault of 1",
           broken(blob={"epoch": 2}))

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
    index("last_frame_wrong",
          "claims to cover one frame more",
          edit=lambda i: i.update({1: i[1] + 1}))
    index("page_first_key_wrong", "a page's first record key", edit=page(0, lambda k: flip(k, -1)))
    index("page_order_wrong",
          "every page is in order, the second page comes before the first",
          backwards=True)
    index("blob_unknown",
          "a record of a blob that is not in the file",
          more=[[b"b" + fixed("address", 32), cbor([0])]])
    index("page_missing", "names one page fewer", edit=lambda i: i[2].pop())
    index("page_twice", "names a page twice", edit=lambda i: i[2].append(i[2][-1]))
    index("page_sequence_wrong", "a page's sequence", edit=page(1, lambda n: n + 1))
    index("page_position_wrong", "a page's position", edit=page(2, lambda n: n + 1))
    index("page_length_wrong", "a page's frame length", edit=page(3, lambda n: n + 1))
    index("page_hash_wrong", "a page's frame hash", edit=page(4, lambda h: flip(h, 0)))
    index("generation_wrong",
          "generation 2 in the ledger state",
          edit=lambda i: i[3].update({0: 2}))
    index("digest_wrong",
          "another header digest in the ledger state",
          edit=lambda i: i[3].update({1: bytes(32)}))
    index("writer_key_wrong", "a writer's public key", edit=writer_field(1, lambda k: flip(k, 0)))
    index("writer_counter_wrong", "a writer's counter", edit=writer_field(2, lambda n: n - 1))
    index("writer_missing", "no writers", edit=lambda i: i[3].update({2: []}))
    index("epoch_invented",
          "an epoch that never started",
          edit=lambda i: i[3].update({3: [[2, bytes(104), bytes(104)]]}))
    index("blob_position_wrong",
          "the records of the blobs name other places",
          page_record=lambda p: p + 1)

"""Section 4.1: what is wrong in a frame."""

from vault_writer import (cbor, event, fixed, flip, le)
from vector_base import (KEY, base, broken, first, key_events, second, third, two_epochs, vector)


def frame_faults():

    def frame(name, reason, comment, step=second, frames=1, **wrong):
        vector(f"frame_{name}", f"frame-{reason}", comment, broken(step, frames, **wrong))

    frame("magic_wrong", "magic", "sealed and chained with the magic KRf2", magic=b"KRf2")
    frame("version_2", "version", "format 2", version=2)
    frame("zero_field_at_10", "reserved", "the field at 10 is 1", reserved1=1)
    frame("zero_field_at_36", "reserved", "the field at 36 is 1", reserved2=1)
    frame("length_one_less", "end", "both length fields are one less than the frame", longer=-1)
    frame("length_679", "length", "both length fields say 679", length=679)
    frame("end_length_wrong",
          "end",
          "the length at the end differs from the one at 32",
          end_length=679)
    frame("end_mark_wrong", "end", "the closing mark is 1fRL", end=b"1fRL")
    frame("part_0", "part", "part 0 of 1", part=0)
    frame("parts_0", "part", "part 1 of 0", parts=0)
    frame("part_above_parts", "part", "part 2 of 1", part=2)
    frame("parts_65", "part", "part 1 of 65", parts=65)
    frame("part_without_first", "part", "part 2 of 2 with no part 1 before it", part=2, parts=2)
    frame("sequence_skipped", "sequence", "sequence 3 after 1", sequence=3)
    frame("sequence_repeated", "sequence", "sequence 1 after 1", sequence=1)
    frame("sequence_starts_at_2",
          "sequence",
          "the first frame has sequence 2",
          first,
          0,
          sequence=2)
    frame("sequence_starts_at_0",
          "sequence",
          "the first frame has sequence 0",
          first,
          0,
          sequence=0)
    frame("chain_wrong", "chain", "another previous hash", previous=fixed("hash", 32))
    frame("chain_start_zero",
          "chain",
          "the first frame's previous hash is zero",
          first,
          0,
          previous=bytes(32))
    frame("generation_above_header", "generation", "generation 2, the header is of 1", generation=2)
    frame("generation_0", "generation", "generation 0", first, 0, generation=0)
    frame("epoch_above_header", "epoch", "epoch 2, the header is of 1", epoch=2)
    frame("epoch_0", "epoch", "epoch 0", first, 0, epoch=0)
    frame("checkpoint_sequence_without_index",
          "checkpoint",
          "names an index at 1 where there is none",
          index=(1, 0))
    frame("checkpoint_position_without_index", "checkpoint", "position 8 of no index", index=(0, 8))
    frame("commitment_wrong",
          "open",
          "the box opens, the commitment is another key's",
          wrong_commitment=True)
    frame("of_other_vault",
          "open",
          "sealed for another vault's identifier",
          foreign=fixed("other vault"))
    frame("padding_not_zero",
          "padding",
          "the last byte of the padding is 1",
          plaintext=lambda p, n: flip((le(4, len(p)) + p).ljust(n, b"\0"), -1))
    frame("padding_too_long",
          "padding",
          "512 bytes of padding too many",
          plaintext=lambda p, n: (le(4, len(p)) + p).ljust(n + 512, b"\0"))
    frame("padding_not_padme",
          "padding",
          "padded to one byte more than Padmé gives",
          plaintext=lambda p, n: (le(4, len(p)) + p).ljust(n + 1, b"\0"))
    frame("padding_none",
          "padding",
          "no padding at all, 737 bytes of payload for want of more",
          plaintext=lambda p, n: le(4, len(p)) + p)
    frame("payload_length_beyond",
          "padding",
          "n is larger than what is there",
          plaintext=lambda p, n: (le(4, n) + p).ljust(n, b"\0"))

    for name, at in [("magic", 0), ("sequence", 24), ("length_high", 34), ("chain", 40),
                     ("nonce", 90), ("commitment", 120), ("box", 300), ("end", -1)]:
        book, writer = base(1)
        second(book, writer, after=lambda f: flip(f, at, 0x40))
        third(book, writer)
        reason = {"length_high": "length", "nonce": "open", "commitment": "open",
                  "box": "open"}.get(name, name)
        vector(f"frame_bit_flipped_in_{name}", f"frame-{reason}",
               "one bit of the second of three frames", book.file())
    book, writer = base(2)
    vector("frame_bit_flipped_in_last_length", "frame-length",
           "the last frame's length field names more than is there",
           flip(book.file(),
                len(book.file()) - len(book.frames[1]) + 34, 4))
    book, writer = base(3)
    book.frames[1] = bytes(len(book.frames[1]))
    vector("frame_zeros_in_the_middle", "frame-magic", "the second of three frames is zero",
           book.file())
    book, writer = base()
    vector("frame_rubbish_at_end", "frame-magic",
           "200 bytes that are not zero after the last frame",
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
    vector("frame_part_interrupted", "frame-part", "a whole payload between parts 1 and 2",
           book.file())
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
    vector("frame_generation_rises_in_parts", "frame-generation", "parts of generations 1 and 2",
           book.file())
    book, writer = two_epochs()
    payload = cbor({0: 0, 1: [book.body(writer, [event(22, KEY, "payments/main")])], 2: []})
    book.frame(payload[:200], 1, 2)
    book.frame(payload[200:], 2, 2, epoch=1)
    vector("frame_epoch_falls_in_parts", "frame-epoch", "parts of epochs 2 and 1", book.file())
    book, writer = two_epochs()
    book.frames[1] = b"KRf2" + book.frames[1][4:]
    vector("frame_magic_before_second_epoch", "frame-magic",
           "damage before the frame that seals the key of epoch 1", book.file())

    for name, change in [("sequence", lambda s, p: (s + 1, p)), ("position", lambda s, p:
                                                                 (s, p + 1)),
                         ("none", lambda s, p: (0, 0))]:
        book, writer = base()
        book.checkpoint()
        third(book, writer, index=change(*book.index))
        vector(f"frame_checkpoint_{name}_wrong", "frame-checkpoint",
               f"after an index, the wrong place ({name})", book.file())


def after_other_second():
    """A third frame on top of a second one with another value."""
    book, writer = base(1)
    second(book, writer, blob={"value": b"another"})
    third(book, writer)
    return book.frames[2]

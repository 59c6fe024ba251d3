"""Section 4.3: torn tails, damage that looks like one, and files that are cut."""

from vault_writer import cbor, event, fixed
from vector_base import KEY, base, third, vector


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
    torn("zeros_after_header", "144 bytes, then zeros to the frame's length",
         last[:144].ljust(size, b"\0"))
    torn("last_byte_zero", "the last byte of the second frame is zero", last[:-1] + b"\0")
    torn("zeros_beyond", "half of the second frame, then zeros to beyond its end",
         last[:600].ljust(size + 500, b"\0"))
    torn("zeros", "500 zeros after the first frame", bytes(500))
    torn("zeros_in_header", "100 bytes of the second frame, then 500 zeros",
         last[:100] + bytes(500))
    torn("zeros_in_nonce", "143 bytes of the second frame, then zeros",
         last[:143].ljust(size, b"\0"))
    events = [event(17, f"setting {n}", ["x" * 60]) for n in range(20)]
    book, writer = base(1)
    book.transactions([book.body(writer, events)])
    long, start = book.frames[1], len(kept)
    block = -(-(start + 144) // 512) * 512 - start
    hole = long[:block] + bytes(512) + long[block + 512:]
    torn("hole", "512 zeros in the middle of the second frame, at a multiple of 512", hole)
    torn("hole_at_start", "the second frame is zero up to the next multiple of 512",
         bytes(block) + long[block:])
    torn("hole_without_end", "the same hole, and the frame cut", hole[:-100])
    shifted = long[:block + 1] + bytes(512) + long[block + 513:]
    vector("frame_zeros_across_blocks", "frame-open",
           "512 zeros in the last frame, across two blocks of 512", kept + shifted)
    third(book, writer)
    vector("frame_hole_before_good_frame", "frame-open",
           "a hole in the second frame, the third one authenticates", kept + hole + book.frames[2])
    vector("frame_hole_before_rubbish", "frame-open",
           "a hole in the second frame, then 300 bytes that are no frame",
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
    vector("torn_after_checkpoint_page", "torn 3", "a checkpoint's page is whole, its index cut",
           checkpoint_cut())
    vector("frame_magic_after_parts", "frame-magic",
           "parts 1 and 2 of 3, then 300 bytes that are no frame",
           torn_file + fixed("rubbish", 299) + b"!")

    vector("truncated_empty", "truncated", "an empty file", b"")
    vector("truncated_in_header", "truncated", "the first half of the first copy", whole.copy[:150])
    vector("truncated_in_second_copy", "truncated", "the first copy and half of the second",
           whole.copy + whole.copy[:150])
    vector("truncated_after_header", "truncated", "two copies of the header and no frame",
           whole.copy * 2)
    vector("truncated_first_frame", "truncated", "the first frame is torn",
           whole.copy * 2 + whole.frames[0][:300])


def checkpoint_cut():
    book, _ = base()
    book.checkpoint(per_page=8)
    book.frames[-1] = book.frames[-1][:500]
    return book.file()

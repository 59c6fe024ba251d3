"""Unusual shapes that are right."""

from vault_writer import (
    KEY_FILE, Slot, Writer, event, fixed, flip, key_file, passphrase, recovery, recovery_text)
from vector_base import (
    FIELD, KEY, SECRET, VERSION, base, key_events, nested, replace_key, resealed, second, third,
    two_epochs, vector)


def valid_shapes():
    book, writer = base()
    vector("valid_two_frames",
           "valid", "one writer, one key with one value; the worked example of the specification",
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
    vector("valid_blob_repeated", "valid",
           "a blob that does not open is superseded by a later one of its address", book.file())

    book, writer = base(1)
    second(book, writer, pieces=3)
    third(book, writer)
    vector("valid_parts", "valid", "the second payload has three parts, none of them full",
           book.file())
    book, writer = base(1)
    bodies = [book.body(writer, key_events(book)[0])] + \
                        [book.body(writer, [event(22, KEY, f"name {n}")]) for n in "ab"]
    book.transactions(bodies, [key_events(book)[1]])
    vector("valid_three_bodies", "valid", "three transactions in one payload", book.file())

    book, writer = base()
    other = Writer("two")
    book.transactions([book.body(other, [book.enrolment(other), event(22, KEY, "payments/two")])])
    third(book, writer)
    vector("valid_two_writers", "valid",
           "a second writer enrols itself, then the first one goes on", book.file())

    book, writer = base()
    replace_key(book, writer)
    third(book, writer)
    vector("valid_writer_key_replaced", "valid",
           "the body after WriterKeyReplaced is signed by the new key", book.file())

    book, writer = base()
    book.transactions([book.body(writer, [event(12345, "from a later version", critical=False)])])
    vector("valid_unknown_event", "valid", "an event of kind 12345, not critical", book.file())
    book, writer = base()
    book.transactions([book.body(writer, [event(12345, "from a later version")])])
    vector("valid_unknown_critical_event", "valid",
           "a critical event of kind 12345: readable, not to be written", book.file())
    book, writer = base()
    book.transactions([book.body(writer, [[12345, False, nested(16)]])])
    vector("valid_cbor_depth_16", "valid",
           "an unknown event's payload of 16 arrays within each other", book.file())

    book, _ = two_epochs()
    vector("valid_two_epochs", "valid",
           "generation 2 copies the frames of epoch 1 and starts epoch 2", book.file())
    book, _ = two_epochs(grant=1)
    vector("valid_two_epochs_audit", "valid", "the same, opened with an audit slot", book.file())
    book, _ = two_epochs(epochs=3)
    vector("valid_three_epochs", "valid",
           "epochs 1, 2 and 3, each sealing the keys of the one before", book.file())
    vector("valid_resealed", "valid",
           "frames and blobs of generation 1 sealed again for epoch 2, around the same bodies",
           resealed().file())

    book, writer = base()
    book.generation = 2
    book.make_header()
    book.transactions([book.body(writer, [book.generation_started(2)])])
    vector("valid_two_generations", "valid",
           "slots were changed, the frames of generation 1 copied", book.file())

    book, writer = base()
    book.checkpoint(edit=lambda i: i.update({0: 99}), more=[[b"z", b"unknown"]])
    third(book, writer)
    vector("valid_checkpoint_of_other_fold", "valid", "fold version 99, with a record of its own",
           book.file())
    book, writer = base()
    book.checkpoint()
    vector("valid_checkpoint_at_end", "valid", "two pages and an index are the last frames",
           book.file())
    third(book, writer)
    vector("valid_checkpoint", "valid", "two pages, an index, and a frame that names it",
           book.file())
    book.checkpoint(per_page=8)
    vector("valid_checkpoint_twice", "valid", "a second checkpoint after the first", book.file())
    book, writer = base(slots=[Slot("auditor", [key_file(KEY_FILE)], grant=1)])
    book.checkpoint(wrong_mac=True)
    third(book, writer)
    vector("valid_checkpoint_audit", "valid",
           "who holds the audit key cannot check the index's MAC, here a wrong one", book.file())

    book, _ = base(slots=[Slot("auditor", [key_file(KEY_FILE)], grant=1)])
    vector("valid_audit_slot", "valid", "the key file opens a slot that grants the audit key",
           book.file())
    book, _ = base(slots=[
        Slot("auditor", [key_file(fixed("other", 32))], grant=1),
        Slot("mine", [key_file(KEY_FILE)]),
        Slot("other machine", [])
    ])
    vector("valid_three_slots", "valid",
           "another's audit slot, ours, and one whose identity is elsewhere", book.file())
    book, _ = base(slots=[Slot("both", [key_file(KEY_FILE), recovery(fixed("code", 20))])])
    code = recovery_text(fixed("code", 20))
    vector("valid_slot_two_factors", "valid",
           "a slot that needs the key file and the recovery code", book.file(),
           {"key-file": KEY_FILE.hex(), "recovery": code})
    vector("slot_locked_one_factor_of_two", "slot-locked",
           "only one of the slot's two factors is given", book.file())
    book, _ = base(slots=[Slot("code", [recovery(fixed("code", 20))])])
    vector("valid_slot_recovery", "valid", "opened with a recovery code", book.file(),
           {"recovery": code})
    vector("valid_slot_recovery_capitals", "valid", "the same code in capitals, without hyphens",
           book.file(), {"recovery": code.replace("-", "").upper()})
    wrong = code[:-1] + ("q" if code[-1] != "q" else "p")
    vector("slot_locked_recovery_checksum", "slot-locked",
           "the last character of the code is wrong", book.file(), {"recovery": wrong})

    block = {0: 1, 1: 1, 2: 3, 3: 64 << 20, 4: fixed("salt"), 5: 1}
    book, _ = base(blocks=[block], slots=[Slot("words", [passphrase(b"correct horse", block)])])
    vector("valid_slot_passphrase", "valid", "Argon2id, 3 passes, 64 MiB", book.file(),
           {"passphrase": "correct horse"})
    vector("slot_locked_wrong_passphrase", "slot-locked", "another passphrase", book.file(),
           {"passphrase": "incorrect horse"})
    book, _ = base(blocks=[block],
                   slots=[Slot("words", [passphrase("caf\u00e9 cr\u00e8me".encode(), block)])])
    vector("valid_slot_passphrase_prepared", "valid",
           "given with combining accents and a no-break space, sealed in NFC "
           "with U+0020", book.file(), {"passphrase": "cafe\u0301\u00a0cre\u0300me"})

    book, _ = base()
    copy = book.copy
    for name, damaged in [("first_byte", flip(copy, 0)), ("length_field", flip(copy, 12)),
                          ("body", flip(copy, 100)), ("checksum", flip(copy, -1)),
                          ("all_zero", bytes(len(copy)))]:
        vector(f"valid_header_first_copy_{name}", "valid",
               f"the first copy is damaged ({name}), the second is not",
               damaged + copy + b"".join(book.frames))
    vector("valid_header_second_copy_damaged", "valid",
           "the second copy is damaged, the first is not",
           copy + flip(copy, 50) + b"".join(book.frames))

"""Sections 5 and 6: what is wrong in bodies and in the events of the ledger."""

from vault_writer import Book, Writer, cbor, event, fixed
from vector_base import (
    KEY, base, broken, by_hand, first, key_events, nested, replace_key, resealed, third,
    two_epochs, vector)


def body_faults():

    def body(name, reason, comment, **wrong):
        vector(f"body_{name}", f"body-{reason}", comment, broken(third, 2, body=wrong))

    body("trailing_byte", "encoding", "a byte after the map, signed", raw=lambda f: cbor(f) + b"\0")
    body("integer_not_shortest",
         "encoding",
         "counter 3 in two bytes",
         raw=by_hand(lambda p: [*p[:2], (p[2][0], b"\x18\x03"), *p[3:]]))
    body("keys_unsorted",
         "encoding",
         "keys 1 and 0 are exchanged",
         raw=by_hand(lambda p: [p[1], p[0], *p[2:]]))
    body("key_twice", "encoding", "key 7 twice", raw=by_hand(lambda p: [*p[:8], p[7], *p[8:]]))
    body("key_unknown", "encoding", "key 9", edit=lambda f: f.update({9: 0}))
    body("key_missing", "encoding", "no reason, not even null", edit=lambda f: f.pop(7))
    body("text_not_utf8",
         "encoding",
         "an actor that is not UTF-8",
         raw=by_hand(lambda p: [*p[:6], (p[6][0], b"\x62\xc3\x28"), *p[7:]]))
    body("text_too_long",
         "encoding",
         "a reason of 4,097 bytes",
         edit=lambda f: f.update({7: "x" * 4097}))
    body("text_indefinite",
         "encoding",
         "an actor of indefinite length",
         raw=by_hand(lambda p: [*p[:6], (p[6][0], b"\x7f\x63cli\xff"), *p[7:]]))
    body("time_negative", "encoding", "a time before 1970", edit=lambda f: f.update({5: -1}))
    body("time_a_float", "encoding", "a time with a fraction", edit=lambda f: f.update({5: 1.5}))
    body("time_tagged",
         "encoding",
         "a time with tag 1",
         raw=by_hand(lambda p: [*p[:5], (p[5][0], b"\xc1" + p[5][1]), *p[6:]]))
    body("no_event", "encoding", "an empty array of events", edit=lambda f: f.update({8: []}))
    body("event_of_two", "encoding", "an event without payload", edit=lambda f: f[8][0].pop())
    body("event_payload_not_cbor",
         "encoding",
         "an event's payload that ends early",
         edit=lambda f: f.update({8: [[12345, False, b"\x82\0"]]}))
    body("event_payload_trailing_byte",
         "encoding",
         "an event's payload with a byte too many",
         edit=lambda f: f.update({8: [[12345, False, b"\xa0\0"]]}))
    body("event_payload_too_deep",
         "encoding",
         "an event's payload of 17 arrays within each other",
         edit=lambda f: f.update({8: [[12345, False, nested(17)]]}))
    for name, item in [("tag", b"\xc1\0"), ("float", b"\xf9\x3c\0"), ("negative", b"\x20"),
                       ("undefined", b"\xf7"), ("text_key", b"\xa1\x61a\0"),
                       ("key_twice", b"\xa2\0\0\0\0"), ("integer_not_shortest", b"\x18\x01"),
                       ("indefinite_array", b"\x9f\xff"), ("length_beyond", b"\x5b" + b"\xff" * 8),
                       ("array_length_beyond", b"\x9b\0\0\0\1\0\0\0\0")]:
        body(f"event_payload_{name}",
             "encoding",
             f"the payload of an unknown event ({name})",
             edit=lambda f: f.update({8: [[12345, False, item]]}))
    body("observed_head_short",
         "encoding",
         "an observed head of 31 bytes",
         edit=lambda f: f[4].append(f[4].pop()[:31]))
    body("signature_wrong", "signature", "one bit of the signature", wrong_signature=True)
    body("signature_of_other_key",
         "signature",
         "signed by a key that is not the writer's",
         key=Writer("two").key)
    body("counter_skipped", "counter", "counter 4 after 2", counter=4)
    body("counter_repeated", "counter", "counter 2 after 2", counter=2)
    body("counter_0", "counter", "counter 0 after 2", counter=0)
    body("chain_wrong", "chain", "another previous body", previous=fixed("hash", 32))
    body("writer_not_enrolled",
         "writer",
         "the writer id of nobody",
         edit=lambda f: f.update({1: fixed("nobody")}))

    def newcomer(name, reason, comment, events=None, **wrong):
        book, _ = base()
        other = Writer("two")
        enrol = wrong.pop("enrol", {})
        found = events(book, other) if events else [book.enrolment(other, **enrol)]
        book.transactions([book.body(other, found, **wrong)])
        vector(name, reason, comment, book.file())

    newcomer("body_writer_not_first_event", "body-writer",
             "WriterEnrolled is the second event of a writer's first body",
             lambda b, w: [event(22, KEY, "x"), b.enrolment(w)])
    newcomer("body_writer_enrols_another", "body-writer", "a first body enrols another writer",
             lambda b, w: [b.enrolment(Writer("three"))])
    newcomer("body_proof_wrong",
             "body-proof",
             "the proof of enrolment",
             enrol={"wrong_proof": True})
    newcomer("body_first_counter_2", "body-counter", "a writer's first counter is 2", counter=2)
    newcomer("body_first_chain_not_zero",
             "body-chain",
             "a first body with a previous hash",
             previous=fixed("hash", 32))
    newcomer("event_enrolment_twice", "event-ledger", "a body enrols its writer twice",
             lambda b, w: [b.enrolment(w), b.enrolment(w)])
    newcomer("event_enrolment_key_unknown",
             "event-ledger",
             "WriterEnrolled with key 6",
             enrol={"fields": {6: 0}})
    newcomer("event_enrolment_not_critical",
             "event-ledger",
             "WriterEnrolled that is not critical",
             enrol={"critical": False})
    newcomer("event_enrolment_of_later_epoch",
             "event-ledger",
             "WriterEnrolled of epoch 2, the header is of 1",
             enrol={"epoch": 2})

    book, writer = base()
    old = replace_key(book, writer)
    third(book, writer, {"key": old})
    vector("body_signature_of_replaced_key", "body-signature",
           "signed by the key before WriterKeyReplaced", book.file())
    book, writer = base()
    body = book.body(writer, [event(22, KEY, "payments/main")])
    second_body = book.body(writer, [event(22, KEY, "payments/last")])
    book.transactions([second_body, body])
    vector("body_counter_of_exchanged_bodies", "body-counter",
           "bodies 4 and 3 of one payload are exchanged", book.file())
    book, writer = base()
    body = book.body(writer, [event(22, KEY, "payments/main")])
    book.transactions([body])
    book.transactions([body])
    vector("body_counter_of_replayed_body", "body-counter", "one body in two frames", book.file())
    book, writer = base(1)
    events, sealed = key_events(book)
    body = book.body(writer, events)
    book.transactions([[body[0], writer.key.sign(b"keyroll.body.v1." + \
                      fixed("other vault") + body[0]).signature]], [sealed])
    vector("body_signature_for_other_vault", "body-signature",
           "signed for another vault's identifier", book.file())


def event_faults():

    def ledger(name, comment, *events, critical=True):
        book, writer = base()
        found = [e(book, writer) if callable(e) else e for e in events]
        book.transactions([book.body(writer, found)])
        vector(f"event_{name}", "event-ledger", comment, book.file())

    ledger("generation_cause_6", "GenerationStarted with cause 6",
           lambda b, w: b.generation_started(6))
    ledger("generation_not_critical", "GenerationStarted that is not critical",
           lambda b, w: event(1, 1, b.digest, 1, critical=False))
    ledger("generation_key_missing", "GenerationStarted without a cause",
           lambda b, w: event(1, 1, b.digest))
    ledger("generation_ahead", "GenerationStarted of 2 in a frame of 1",
           lambda b, w: b.generation_started(2, 2))
    ledger("key_replaced_of_other_writer", "WriterKeyReplaced that names another writer",
           event(3, fixed("somebody"), bytes(Writer("two").key.verify_key)))
    ledger("key_replaced_key_short", "WriterKeyReplaced with a key of 31 bytes",
           lambda b, w: event(3, w.id, fixed("key", 31)))
    ledger("enrolment_of_enrolled", "an enrolled writer enrols itself again",
           lambda b, w: b.enrolment(w))
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
    ledger("epoch_seal_short", "EpochStarted with a sealed root of 103 bytes",
           event(4, 2, bytes(103), bytes(104)))

    book, writer = Book(), Writer("one")
    first(book, writer, [book.body(writer, [book.enrolment(writer)])], [])
    book.transactions([book.body(writer, [book.generation_started()])])
    vector("event_first_without_generation", "event-ledger",
           "the first transaction has no GenerationStarted", book.file())
    vector("event_generation_late", "event-ledger",
           "generation 2 begins with a frame that does not start it",
           two_generations_late().file())
    vector("event_epoch_late", "event-ledger", "epoch 2 begins with a frame that does not start it",
           two_epochs(leave_out=("epoch", ))[0].file())
    vector("event_epoch_root_wrong", "event-ledger", "EpochStarted seals another root key",
           two_epochs(wrong_root=True)[0].file())
    vector("event_epoch_audit_wrong", "event-ledger", "EpochStarted seals another audit key",
           two_epochs(wrong_audit=True)[0].file())
    for name in ("root", "audit"):
        vector(f"event_epoch_{name}_shut", "event-ledger",
               f"the {name} key is sealed with another key's commitment",
               two_epochs(**{f"shut_{name}": True})[0].file())
    vector("event_epoch_audit_shut_resealed", "event-ledger",
           "the same in a file all of epoch 2, opened with an audit slot",
           resealed(grant=1, shut_audit=True).file())
    vector("event_epoch_root_wrong_resealed", "event-ledger",
           "another root key, in a file all of epoch 2",
           resealed(wrong_root=True).file())
    book = Book(epoch=2)
    writer = Writer("one")
    first(book, writer)
    vector("event_epoch_never_started", "event-ledger",
           "the header is of epoch 2, no event starts it", book.file())


def two_generations_late():
    book, writer = base()
    book.generation = 2
    book.make_header()
    third(book, writer)
    book.transactions([book.body(writer, [book.generation_started(2)])])
    return book

"""Section 3: what is wrong in the header, its slots and its KDF blocks."""

from vault_writer import KEY_FILE, Book, Slot, Writer, fixed, flip, key_file
from vector_base import base, by_hand, first, header_fault, vector


def header_faults():
    vector("header_magic_wrong", "header-magic", "both copies begin with another magic",
           header_fault(magic=b"keyrolk\n"))
    vector("header_version_2", "header-version", "format 2 in both copies", header_fault(version=2))
    vector("header_zero_field_set", "header-version", "the two bytes after the format are not zero",
           header_fault(reserved=1))
    vector("header_length_143", "header-length", "both length fields say 143",
           header_fault(length=143))
    vector("header_length_65537", "header-length", "both length fields say 65,537",
           header_fault(length=65537))
    vector("header_checksum_wrong", "header-checksum", "the checksum of both copies",
           header_fault(checksum=True))
    book, _ = base(1)
    book.second_copy = Book(edit=lambda f: f.update({1: 2})).copy
    vector("header_copies_differ", "header-copies", "both are intact, but of generations 1 and 2",
           book.file())
    vector("header_mac_wrong", "header-mac", "the MAC of both copies, with the right checksum",
           header_fault(mac=True))

    def body(name, comment, change=None, edit=None, reason="header-body"):
        vector(name, reason, comment,
               header_fault(**({"edit": edit} if edit else {"body": change})))

    plain = by_hand(lambda pairs: pairs)
    body("header_body_trailing_byte", "a byte after the map", lambda f: plain(f) + b"\0")
    body("header_body_indefinite_map", "a map of indefinite length",
         lambda f: b"\xbf" + plain(f)[1:] + b"\xff")
    body("header_body_keys_unsorted", "keys 1 and 0 are exchanged",
         by_hand(lambda p: [p[1], p[0], *p[2:]]))
    body("header_body_key_twice", "key 2 occurs twice", by_hand(lambda p: [*p[:3], p[2], *p[3:]]))
    body("header_body_integer_not_shortest", "generation 1 in two bytes",
         by_hand(lambda p: [p[0], (p[1][0], b"\x18\x01"), *p[2:]]))
    body("header_body_float", "generation 1.0",
         by_hand(lambda p: [p[0], (p[1][0], b"\xf9\x3c\x00"), *p[2:]]))
    body("header_body_tag", "generation 1 with a tag",
         by_hand(lambda p: [p[0], (p[1][0], b"\xc0\x01"), *p[2:]]))
    body("header_body_key_unknown", "key 5", edit=lambda f: f.update({5: 0}))
    body("header_body_key_missing", "no KDF blocks", edit=lambda f: f.pop(3))
    body("header_body_vault_id_short",
         "a vault id of 15 bytes",
         edit=lambda f: f.update({0: f[0][:15]}))
    body("header_body_generation_0", "generation 0", edit=lambda f: f.update({1: 0}))
    body("header_body_epoch_0", "epoch 0", edit=lambda f: f.update({2: 0}))
    body("header_body_no_slot",
         "an empty array of slots, and three KDF blocks for length",
         edit=lambda f: f.update({
             3: [{0: n, 1: 1, 2: 3, 3: 64 << 20, 4: fixed("salt"), 5: 1} for n in (1, 2, 3)], 4: []
         }))
    small = Slot("elsewhere", [])
    body("header_body_33_slots",
         "33 slots",
         edit=lambda f: f[4].extend(
             dict(f[4][0]) | {0: fixed(f"slot {n}"), 2: [], 5: f[4][0][5]}
             for n in range(32)) or [s.pop(4) for s in f[4][1:]])
    body("header_body_slot_id_twice", "two slots of one id", edit=lambda f: f[4].append(f[4][0]))
    body("header_body_grant_2", "grant 2", edit=lambda f: f[4][0].update({1: 2}))
    body("header_body_factor_unknown",
         "a second slot with factor type 4",
         edit=lambda f: f[4].append(dict(f[4][0]) | {0: small.id, 2: [{0: 4}]}))
    body("header_body_factors_unsorted",
         "a second slot with factors 3 and 2",
         edit=lambda f: f[4].append(dict(f[4][0]) | {0: small.id, 2: [{0: 3}, {0: 2}]}))
    body("header_body_factor_twice",
         "a second slot with factor 2 twice",
         edit=lambda f: f[4].append(dict(f[4][0]) | {0: small.id, 2: [{0: 2}, {0: 2}]}))
    body("header_body_factor_block_missing",
         "a second slot names a KDF block that is not there",
         edit=lambda f: f[4].append(dict(f[4][0]) | {0: small.id, 2: [{0: 1, 1: 1}]}))
    body("header_body_factor_block_for_key_file",
         "a key file factor with a KDF block",
         edit=lambda f: f[4].append(dict(f[4][0]) | {0: small.id, 2: [{0: 2, 1: 1}]}))
    body("header_body_identity_missing",
         "a second slot with a factor and no sealed identity",
         edit=lambda f: f[4].append({k: v
                                     for k, v in f[4][0].items() if k != 4} | {0: small.id}))
    body("header_body_identity_without_factors",
         "a second slot with no factors and a sealed identity",
         edit=lambda f: f[4].append(dict(f[4][0]) | {0: small.id, 2: []}))
    body("header_body_grant_short",
         "a second slot whose sealed grant is one byte short",
         edit=lambda f: f[4].append(dict(f[4][0]) | {0: small.id, 5: f[4][0][5][:-1]}))

    def block(**changed):
        return {0: 1, 1: 1, 2: 3, 3: 64 << 20, 4: fixed("salt"), 5: 1
                } | {int(k[1:]): v
                     for k, v in changed.items()}

    def blocks(name, comment, *found, reason="header-body"):
        body(name, comment, edit=lambda f: f.update({3: list(found)}), reason=reason)

    blocks("header_body_kdf_numbers_unsorted", "KDF blocks 2 and 1", block(_0=2), block())
    blocks("header_body_kdf_number_0", "KDF block 0", block(_0=0))
    blocks("header_body_kdf_algorithm_2", "KDF algorithm 2", block(_1=2))
    blocks("header_body_kdf_preparation_2", "passphrase preparation 2", block(_5=2))
    blocks("header_body_kdf_salt_short", "a salt of 15 bytes", block(_4=fixed("salt")[:15]))
    for name, changed in [("passes_2", {"_2": 2}), ("passes_17", {"_2": 17}),
                          ("memory_below_64_mib", {"_3": (64 << 20) - 1}),
                          ("memory_above_4_gib", {"_3": (4 << 30) + 1}),
                          ("memory_2_to_63", {"_3": 1 << 63})]:
        blocks(f"kdf_limits_{name}",
               "in a KDF block that the slot in use does not name",
               block(**changed),
               reason="kdf-limits")

    book = Book()
    book.digest = flip(book.digest, 0)
    first(book, Writer("one"))
    vector("header_digest_wrong", "header-digest", "GenerationStarted names another header",
           book.file())
    book, writer = base()
    book.slots = [*book.slots, Slot("another", [])]
    book.make_header()
    vector("header_digest_slot_added", "header-digest", "a slot was added without a new generation",
           book.file())
    book, writer = base()
    book.generation = 2
    book.make_header()
    vector("header_digest_generation_not_started", "header-digest",
           "the header is of generation 2, no event starts it", book.file())
    book, writer = base()
    book.generation = 2
    book.make_header()
    book.transactions([book.body(writer, [book.generation_started(2, digest=fixed("digest", 32))])])
    vector("header_digest_latest_wrong", "header-digest",
           "the second of two GenerationStarted names another header", book.file())

    def slot(name, reason, comment, **wrong):
        book, _ = base(1, slots=[Slot("key file", [key_file(KEY_FILE)], **wrong)])
        vector(name, reason, comment, book.file())

    other = [Slot("key file", [key_file(fixed("other", 32))])]
    vector("slot_locked_wrong_key_file", "slot-locked", "the slot was made for another key file",
           base(1, slots=other)[0].file())
    slot("slot_locked_commitment",
         "slot-locked",
         "the sealed identity's box opens, its commitment is another key's",
         commitment=True)
    slot("slot_locked_grant_commitment",
         "slot-locked",
         "the sealed grant's box opens, its commitment is another key's",
         grant_commitment=True)
    slot("slot_locked_of_other_slot",
         "slot-locked",
         "identity and grant are bound to another slot id",
         context_id=fixed("another slot"))
    slot("slot_locked_grant_changed",
         "slot-locked",
         "identity and grant are bound to grant 1",
         context_grant=1)
    slot("slot_locked_grant_of_other_epoch",
         "slot-locked",
         "the grant is bound to epoch 2",
         context_epoch=2)
    slot("slot_point_zero",
         "slot-point",
         "the ephemeral public key is zero, and all is sealed for what that gives",
         zero_point=True)
    slot("slot_point_of_other_identity",
         "slot-point",
         "the slot's public key is not that of the sealed identity",
         public=fixed("another public key", 32))

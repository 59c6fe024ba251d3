"""Section 3 of the specification: the two copies of the header, and the slots that open it."""

import unicodedata

from nacl import bindings as sodium

from keyroll_conventions import (
    H, K, Refused, agree, ascending, decode, demand, encode, hash32, ident, octets, one_of,
    open_sealed, positive, record, sealed32, several, u32, uint)

MAGIC = b"keyroll\n"

kdf_shape = record(positive, one_of(1), uint, uint, octets(16), one_of(1))


def factor_shape(x):
    return isinstance(x, dict) and (list(x) == [0, 1] and x[0] == 1 and positive(x[1]) or
                                    list(x) == [0] and x[0] in (2, 3))


def slot_shape(x):
    if not isinstance(x, dict) or list(x) not in ([0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 5]):
        return False
    return ident(x[0]) and one_of(0, 1)(x[1]) and several(factor_shape)(x[2]) and hash32(x[3]) and \
        (4 in x) == bool(x[2]) and (4 not in x or sealed32(x[4])) and octets(32 + 104)(x[5])


header_shape = record(ident, positive, positive, several(kdf_shape), several(slot_shape, 1))


def check_copy(data, at):
    """The intact copy at `at`, whose length field must name the distance to the other one."""
    copy = data[at:at + 16]
    demand(copy[:8] == MAGIC[:len(copy)], "header-magic")
    demand(len(copy) == 16, "truncated", "ends inside the header")
    demand(copy[8:12] == b"\1\0\0\0", "header-version")
    length = int.from_bytes(copy[12:16], "little")
    demand(144 <= length <= 65536 and at in (0, length), "header-length")
    demand(at + length <= len(data), "truncated", "ends inside the header")
    copy = data[at:at + length]
    demand(copy[-32:] == H("keyroll.hdrsum.1", copy[:-32]), "header-checksum")
    return copy


def read_header(data):
    """The copy to believe, its body, and which copies are intact."""
    first = second = fault = None
    try:
        first = check_copy(data, 0)
    except Refused as refused:
        fault = refused
    places = [len(first)] if first else range(144, min(65536, len(data)) + 1)
    for at in places:
        if data[at:at + 8] == MAGIC and second is None:
            try:
                second = check_copy(data, at)
            except Refused:
                pass
    if first is None and second is None:
        raise fault
    demand(first is None or second is None or first == second, "header-copies")
    copy = first or second
    demand(2 * len(copy) <= len(data), "truncated", "ends inside the header")
    body = decode(copy[16:-64], "header-body")
    demand(header_shape(body), "header-body")
    blocks, slots = body[3], body[4]
    demand(ascending([b[0] for b in blocks]), "header-body", "KDF blocks")
    demand(len(slots) <= 32 and len({s[0] for s in slots}) == len(slots), "header-body", "slots")
    for slot in slots:
        demand(ascending([f[0] for f in slot[2]]), "header-body", "factors")
        named = {f[1] for f in slot[2] if f[0] == 1}
        demand(named <= {b[0] for b in blocks}, "header-body", "no such KDF block")
    for block in blocks:
        demand(3 <= block[2] <= 16 and 64 << 20 <= block[3] <= 4 << 30, "kdf-limits")
    return copy, body, "both" if first and second else "first" if first else "second"


def recovery_bytes(code):
    """Section 3.1: Bech32m with the human part `keyroll`; None if it is not such a code."""
    code = "".join(code.lower().replace("-", "").split())
    alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
    if not code.startswith("keyroll1") or len(code) != 46 or set(code[8:]) - set(alphabet):
        return None
    words = [alphabet.index(c) for c in code[8:]]
    check = 1
    for word in [ord(c) >> 5 for c in "keyroll"] + [0] + [ord(c) & 31 for c in "keyroll"] + words:
        top, check = check >> 25, (check & 0x1FFFFFF) << 5 ^ word
        for bit, generator in enumerate(
            (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= generator if top >> bit & 1 else 0
    if check != 0x2BC830A3:
        return None
    return sum(w << 5 * (31 - i) for i, w in enumerate(words[:32])).to_bytes(20, "big")


def prepared(passphrase):
    """KDF preparation 1."""
    spaced = "".join(" " if unicodedata.category(c) == "Zs" else c for c in passphrase)
    return unicodedata.normalize("NFC", spaced).encode("utf-8")


def open_slots(body, offered):
    """(slot, key) of the first slot that opens. `offered` maps factor types to what was given."""
    vault, _, epoch, blocks, slots = (body[i] for i in range(5))
    blocks = {b[0]: b for b in blocks}

    def factor_key(factor):
        given = offered[factor[0]]
        if factor[0] == 1:
            block = blocks[factor[1]]
            return sodium.crypto_pwhash_alg(32, given, block[4], block[2], block[3],
                                            sodium.crypto_pwhash_ALG_ARGON2ID13)
        return H("keyroll.keyfile1" if factor[0] == 2 else "keyroll.recover1", given)

    for slot in slots:
        slot_id, grant, factors, public = (slot[i] for i in range(4))
        if not factors or {f[0] for f in factors} - set(offered):
            continue
        described = [[1, *(blocks[f[1]][i] for i in (2, 3, 4, 5))] if f[0] == 1 else [f[0]]
                     for f in factors]
        context = encode([vault, slot_id, grant, described, public])
        wrap = H("keyroll.factors1", vault + slot_id + \
                 b"".join(bytes([f[0]]) + factor_key(f) for f in factors))
        identity = open_sealed(wrap, "keyroll.identity", context, slot[4])
        if identity is None:
            continue
        demand(
            sodium.crypto_scalarmult_base(identity) == public, "slot-point",
            "identity of another public key")
        ephemeral, sealed = slot[5][:32], slot[5][32:]
        shared = agree(identity, ephemeral)
        demand(shared is not None, "slot-point", "all-zero agreement")
        key = open_sealed(K(shared, "keyroll.agree.v1", ephemeral + public), "keyroll.grant.v1",
                          context + u32(epoch), sealed)
        demand(key is not None, "slot-locked", "the grant does not open")
        return slot, key
    raise Refused("slot-locked", "what was given opens no slot")

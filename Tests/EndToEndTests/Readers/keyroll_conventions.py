"""Section 1 of the specification: CBOR, hashes, sealing and padding."""

import hashlib
import hmac
import struct

from nacl import bindings as sodium
from nacl.exceptions import CryptoError


class Refused(Exception):
    """The file is not valid. `reason` is a name of section 11, `detail` says where."""

    def __init__(self, reason, detail=""):
        super().__init__(reason)
        self.reason, self.detail = reason, detail


def demand(condition, reason, detail=""):
    if not condition:
        raise Refused(reason, detail)


# --- 1. Conventions -----------------------------------------------------

MAX_DEPTH, MAX_TEXT = 16, 4096
u16 = struct.Struct("<H").pack
u32 = struct.Struct("<I").pack
u64 = struct.Struct("<Q").pack


def blake(label, message, key=b"", size=32):
    label = label.encode("ascii")
    assert len(label) == 16
    return hashlib.blake2b(message, digest_size=size, key=key, person=label).digest()


def H(label, message):
    return blake(label, message)


def K(key, label, message):
    return blake(label, message, key)


def decode(data, reason, text_limit=None):
    """The one item in `data`, refused unless its encoding is the deterministic one."""

    def item(at, depth):
        demand(at < len(data), reason, "ends early")
        major, info = data[at] >> 5, data[at] & 31
        at += 1
        if major == 7:
            demand(info in (20, 21, 22), reason,
                   "a float, or a simple value other than false, true and null")
            return {20: False, 21: True, 22: None}[info], at
        number = info
        if info >= 24:
            demand(info <= 27, reason, "indefinite or reserved length")
            width = 1 << (info - 24)
            demand(at + width <= len(data), reason, "ends early")
            number = int.from_bytes(data[at:at + width], "big")
            at += width
            demand(number >= (24 if width == 1 else 1 << (4 * width)), reason,
                   "not the shortest integer")
        if major == 0:
            return number, at
        if major in (2, 3):
            demand(number <= len(data) - at, reason, "ends early")
            raw = data[at:at + number]
            if major == 2:
                return raw, at + number
            demand(text_limit is None or number <= text_limit, reason, "text too long")
            try:
                return raw.decode("utf-8"), at + number
            except UnicodeDecodeError:
                raise Refused(reason, "text is not UTF-8") from None
        demand(major in (4, 5), reason, "a negative number or a tag")
        demand(depth < MAX_DEPTH, reason, "too deep")
        demand(number <= len(data) - at, reason, "ends early")
        if major == 4:
            array = []
            for _ in range(number):
                element, at = item(at, depth + 1)
                array.append(element)
            return array, at
        result, last = {}, -1
        for _ in range(number):
            name, at = item(at, depth + 1)
            demand(type(name) is int and name > last, reason, "map keys are not ascending integers")
            result[name], at = item(at, depth + 1)
            last = name
        return result, at

    value, end = item(0, 0)
    demand(end == len(data), reason, "leftover bytes")
    return value


def encode(value):
    """The deterministic encoding of what contexts hold: integers, byte strings and arrays."""

    def head(major, n):
        if n < 24:
            return bytes([major << 5 | n])
        width = next(w for w in range(4) if n < 1 << (8 << w))
        return bytes([major << 5 | 24 + width]) + n.to_bytes(1 << width, "big")

    if isinstance(value, int):
        return head(0, value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    return head(4, len(value)) + b"".join(map(encode, value))


# Shapes: predicates on decoded items, from which the tables of both
# documents are written down below.
def uint(x):
    return type(x) is int


def positive(x):
    return type(x) is int and x >= 1


def text(x):
    return isinstance(x, str)


def boolean(x):
    return isinstance(x, bool)


def bytestring(x):
    return isinstance(x, bytes)


def octets(n):
    return lambda x: isinstance(x, bytes) and len(x) == n


def one_of(*choices):
    return lambda x: type(x) in (int, str) and x in choices


def nullable(shape):
    return lambda x: x is None or shape(x)


def several(shape, least=0):
    return lambda x: isinstance(x, list) and len(x) >= least and all(map(shape, x))


def row(*shapes):
    return lambda x: isinstance(x, list) and len(x) == len(shapes) and all(
        s(i) for s, i in zip(shapes, x))


def record(*shapes):
    """A map with exactly the keys 0, 1, 2… of these shapes."""
    return lambda x: isinstance(x, dict) and list(x) == list(range(len(shapes))) and \
        all(s(x[i]) for i, s in enumerate(shapes))


ident, hash32, sealed32 = octets(16), octets(32), octets(104)  # Seal of 32 bytes: 24 + 32 + 32 + 16


def ascending(items):
    return all(a < b for a, b in zip(items, items[1:]))


def commitment_key(key, label, context, nonce, commitment):
    """Section 1.1: the key of the box, or None if the commitment is of another key."""
    t = blake(label, context + nonce, key, 64)
    return t[:32] if hmac.compare_digest(t[32:], commitment) else None


def open_sealed(key, label, context, sealed):
    """Section 1.1: the plaintext, or None."""
    nonce, commitment, box = sealed[:24], sealed[24:56], sealed[56:]
    inner = commitment_key(key, label, context, nonce, commitment)
    if inner is None or len(box) < 16:
        return None
    try:
        return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(box, context, nonce, inner)
    except CryptoError:
        return None


def padded(n, floor):
    """Section 1.2."""
    e = n.bit_length() - 1
    unit = 1 << (e - e.bit_length())
    return max(floor, (n + unit - 1) // unit * unit)


def agree(private, public):
    """X25519, or None where the result is all zero."""
    try:
        shared = sodium.crypto_scalarmult(private, public)
    except (CryptoError, RuntimeError):
        return None
    return shared if any(shared) else None

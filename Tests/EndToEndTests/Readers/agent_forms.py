"""The forms of the agent protocol, from sections 1 and 5 to 8 of its specification: CBOR of one
encoding, and the check of a body against what it may be."""

import re
import unicodedata


class Refused(Exception):
    """Why bytes are not a message, by the names of section 9."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


def wrong():
    raise Refused("body")


# CBOR, section 1

def head(major, number):
    for more, width in ((23, 0), (0xFF, 1), (0xFFFF, 2), (0xFFFFFFFF, 4)):
        if number <= more:
            break
    else:
        width = 8
    first = number if width == 0 else 23 + width.bit_length()
    return bytes([major << 5 | first]) + number.to_bytes(width, "big") if width else bytes([major << 5 | first])


def encode(item):
    if item is None or isinstance(item, bool):
        return {None: b"\xf6", False: b"\xf4", True: b"\xf5"}[item]
    if isinstance(item, int):
        return head(0, item) if item >= 0 else head(1, -1 - item)
    if isinstance(item, bytes):
        return head(2, len(item)) + item
    if isinstance(item, str):
        return head(3, len(item.encode())) + item.encode()
    return head(4, len(item)) + b"".join(map(encode, item))


class Reader:
    """Reads items one by one; what is not the one encoding of them is refused."""

    def __init__(self, data):
        self.data, self.place = data, 0

    def take(self, count):
        if count > len(self.data) - self.place:
            wrong()
        self.place += count
        return self.data[self.place - count:self.place]

    def item(self):
        first = self.take(1)[0]
        major, small = first >> 5, first & 31
        if major == 7:
            return {0xF4: False, 0xF5: True, 0xF6: None}[first] if first in (0xF4, 0xF5, 0xF6) else wrong()
        if small > 27 or major in (5, 6):
            wrong()
        number = small if small < 24 else int.from_bytes(self.take(1 << small - 24), "big")
        if head(major, number)[0] != first:
            wrong()
        if major == 0:
            return number
        if major == 1:
            return -1 - number
        if major == 2:
            return self.take(number)
        if major == 3:
            try:
                return self.take(number).decode()
            except UnicodeDecodeError:
                wrong()
        if number > len(self.data) - self.place:
            wrong()
        return [self.item() for _ in range(number)]


def decode(data):
    reader = Reader(data)
    try:
        item = reader.item()
    except RecursionError:
        wrong()
    if reader.place != len(data):
        wrong()
    return item


# Forms: a function takes an item and refuses it unless it has that form

def kind(of, low=None, high=None):
    def check(item):
        if type(item) is not of or (low is not None and not low <= item < high):
            wrong()
    return check


text, boolean = kind(str), kind(bool)
uint, count, integer = kind(int, 0, 2**64), kind(int, 0, 2**63), kind(int, -2**63, 2**63)
uint32, int32 = kind(int, 0, 2**32), kind(int, -2**31, 2**31)
time = integer


def identifier(item):
    if type(item) is not bytes or len(item) != 16:
        wrong()


def word(words):
    known = words.split()

    def check(item):
        if type(item) is not str or item not in known:
            wrong()
    return check


def opt(form):
    return lambda item: None if item is None else form(item)


def either(first, second):
    """Two forms of different kinds."""
    return lambda item: (second if type(item) is str else first)(item)


def many(form):
    def check(item):
        if type(item) is not list:
            wrong()
        for element in item:
            form(element)
    return check


def row(*forms):
    def check(item):
        if type(item) is not list or len(item) != len(forms):
            wrong()
        for form, element in zip(forms, item):
            form(element)
    return check


def variant(cases):
    """An array that begins with a number; `cases` has the forms of what follows."""
    def check(item):
        if type(item) is not list or not item or type(item[0]) is not int or item[0] not in cases:
            wrong()
        row(*cases[item[0]])(item[1:])
    return check


def numbered(*cases):
    return dict(enumerate(cases))


# Section 7.1

LABEL = word("pending current previous revoked discarded reissued")
LEVEL = word("pending emitted applied verified failed waived")
CLAIM = word("emitted applied verified")
ORIGIN = word("set rotate fix rollback import")
TARGET_KIND = word("env-file manual manifest command")
SLOT_KIND = word("passphrase key-file recovery identity")
PURPOSE = word("run export emit")
STEP = word("deliver reload verify")
PHASE = word("staged distributing settling")
EVIDENCE = word("acknowledged reload verify process receipt")
FLOOR = word("pending emitted applied")
CAUSE = word("edited missing unreadable other-version process rewritten withdrawn")
DUE_REASON = word("rotation expiry acknowledgement grace unused over-scoped deprecated")
USE_KIND = word("read run export emit denied")
OUTCOME = word("added new-version fixed")


# Section 5

def given_name(item):
    text(item)
    letters = [unicodedata.category(c) for c in item]
    if (not 1 <= len(item.encode()) <= 512 or item in (".", "..") or item[0] == "-"
            or letters[0] in ("Mn", "Mc") or unicodedata.normalize("NFC", item) != item):
        wrong()
    for character, category in zip(item, letters):
        if character not in "._-" and category not in ("Lu", "Ll", "Lt", "Lm", "Lo", "Nd", "Mn", "Mc"):
            wrong()


def attributes(item):
    many(row(text, many(text)))(item)
    names = [name.encode() for name, _ in item]
    if any(a >= b for a, b in zip(names, names[1:])):
        wrong()


def secrets(item):
    many(row(text, uint32))(item)
    names = [unicodedata.normalize("NFC", name) for name, _ in item]
    if len(set(names)) != len(names):
        wrong()


def steps(item):
    many(STEP)(item)
    order = [("deliver", "reload", "verify").index(step) for step in item]
    if any(a >= b for a, b in zip(order, order[1:])):
        wrong()


def few_secrets(item):
    secrets(item)
    if len(item) > 256:
        wrong()


VERSION = opt(either(uint, LABEL))
REFERENCE = row(text, VERSION, opt(text))
TOOL = row(text, opt(text))
NEW_TOOL = row(given_name, opt(given_name))
KEY_VERSION = row(identifier, identifier)
SELECTED_TARGET = row(identifier, identifier, many(KEY_VERSION))
SET = row(text, attributes, opt(time), boolean, opt(TOOL), opt(text), boolean, boolean)
FILTER = row(opt(text), opt(text), opt(text), opt(text), opt(text), opt(TOOL), boolean)
SELECTION = variant(numbered((), (TOOL,), (text,)))
COMMANDS = row(many(text), many(text), opt(integer))
TARGET = variant(numbered((text, opt(text), COMMANDS), (), (many(text), opt(text), COMMANDS)))
STAGE = row(text, opt(time), opt(integer), many(TOOL), boolean, opt(time))
SCOPE = variant(numbered((identifier,), ()))
OBSERVATION = variant(numbered(
    (identifier, opt(identifier), identifier, identifier, FLOOR, CAUSE),
    (identifier, identifier, identifier)))
CONNECT = row(TOOL, many(text), opt(text), opt(text), boolean, many(text), opt(text), boolean, boolean)

OWN_REQUESTS = {0: (), 1: (), 2: (opt(TOOL), many(text))}
REQUESTS = {
    3: (REFERENCE,), 4: (TOOL, many(text), PURPOSE), 5: (SET, few_secrets),
    6: (STAGE, few_secrets), 7: (SCOPE, few_secrets),
    16: (), 17: (text,), 18: (FILTER,), 19: (REFERENCE,), 20: (text,),
    21: (opt(text), opt(count)), 22: (), 23: (TOOL,), 24: (text,), 25: (TOOL,), 26: (SELECTION,),
    27: (TOOL,), 28: (), 29: (), 30: (), 31: (opt(text),), 32: (text,), 33: (row(integer, integer),),
    40: (text, attributes), 41: (text, text), 42: (text, boolean),
    43: (row(NEW_TOOL, attributes, opt(TARGET), opt(TOOL)),), 44: (TOOL, attributes),
    45: (TOOL, NEW_TOOL), 46: (TOOL, boolean), 47: (TOOL, TARGET), 48: (TOOL, text, attributes),
    49: (TOOL, text), 50: (CONNECT,), 51: (TOOL, text, opt(text)), 52: (many(SELECTED_TARGET),),
    53: (many(row(SELECTED_TARGET, opt(text), boolean)),), 54: (TOOL, text, CLAIM, opt(text)), 55: (text,),
    56: (row(REFERENCE, boolean, boolean),), 57: (text, many(text)),
    58: (many(row(SELECTED_TARGET, STEP)),),
    59: (many(row(SELECTED_TARGET, identifier, STEP, text)),), 60: (many(OBSERVATION),),
    61: (TOOL, text, text), 62: (text, opt(uint)),
    63: (row(text, text, opt(TOOL), opt(text)),),
}


def request(item):
    if type(item) is not list or len(item) < 2:
        wrong()
    opt(text)(item[0])
    if type(item[1]) is int and item[1] in OWN_REQUESTS and item[0] is None:
        return variant(OWN_REQUESTS)(item[1:])
    variant(REQUESTS)(item[1:])


# Section 8

SYSTEM_ERROR = row(int32, text, opt(text))
STORAGE_ERROR = variant(numbered(
    (text,), (text,), (text,), (SYSTEM_ERROR,), (SYSTEM_ERROR,), (), (), (SYSTEM_ERROR,), (text,)))
LIMIT = variant(numbered((count,), (count,), (), (), (), ()))
CONFLICT = row(opt(identifier), uint, uint)
DAMAGE = word("""header-magic header-version header-length header-checksum header-copies header-body
    header-mac header-digest kdf-limits slot-locked slot-point frame-magic frame-version
    frame-reserved frame-length frame-end frame-part frame-sequence frame-chain frame-generation
    frame-epoch frame-checkpoint frame-open frame-padding payload-encoding payload-kind
    body-encoding body-writer body-proof body-signature body-counter body-chain event-ledger
    blob-order blob-open checkpoint-index truncated""")
LEDGER_ERROR = variant(numbered(
    (DAMAGE, opt(uint), count), (), (STORAGE_ERROR,), (SYSTEM_ERROR,), (text,), (CONFLICT,),
    (CONFLICT,), (uint,), (), (), (LIMIT,), (identifier, identifier), ()))
NEXT_STEP = variant(numbered((), (LEVEL,), (text,), (), (many(text),)))
LAGGARD = row(identifier, text, identifier, text, LEVEL, LEVEL, NEXT_STEP)
SPECIAL = word("runs-code cannot-be-assigned changes-what-runs")
REFUSAL = variant(numbered(
    (), (text, opt(text)), (text, opt(text)), (text, either(uint, LABEL), uint),
    (text, text, many(text)), (text,), (text,), (text, text), (text, many(text)), (), (text,),
    (text,), (text,), (text,), (text, many(text)), (text, many(text)), (text, text, text),
    (text, text, text, text), (text, opt(uint), opt(uint)), (text,), (text, uint),
    (text, uint, many(text)), (text,), (text, text), (text, SPECIAL), (text, text, text),
    (text, many(text)), (text, count), (text, TARGET_KIND), (text, text), (text, uint), (text,),
    (text, uint), (text, uint, LABEL), (many(LAGGARD),), (), (text, time), (text, uint, LABEL),
    (text,), (text,), (text,), (text,), (text,), (text, many(text))))


def scalar(item):
    uint32(item)
    if item > 0x10FFFF or 0xD800 <= item < 0xE000:
        wrong()


NAME_PROBLEM = variant(numbered((), (), (), (), (scalar, count), (), ()))
SLOT_ERROR = variant(numbered((), (kind(int, 1, 4),), (), (), ()))
PASSPHRASE_PROBLEM = word("empty too-long not-utf8")
SERVICE_ERROR = variant(numbered(
    (text,), (text,), (), (), (REFUSAL,), (LEDGER_ERROR,), (SYSTEM_ERROR,), (text, NAME_PROBLEM),
    (text, opt(text)), (many(text),), (text, many(text)), (text, opt(text), many(text)),
    (many(text), text), (text, many(text)), (text, many(text)), (text,), (text,), (text,), (),
    (text,), (SLOT_ERROR,), (PASSPHRASE_PROBLEM,), (text, text, many(text)), (text, uint), (text,),
    (text, many(text)), (text, many(text)), (), (), (many(text),), (LEDGER_ERROR,)))

failure = variant(numbered((SERVICE_ERROR,), (), (), (), ()))


# Section 6

NOTE = variant(numbered(
    (count, boolean), (), (variant({0: (uint32,)}),), (), (SYSTEM_ERROR,), (), (text, uint), (),
    (text, text, text), (text, text, text, text), (), (LEDGER_ERROR,), (), (SYSTEM_ERROR,), (count,)))
CONFINEMENT = variant(numbered((count,), (SYSTEM_ERROR,)))
AGENT = row(
    uint, text, text, opt(identifier), boolean, time, opt(integer), opt(integer), opt(integer),
    boolean, boolean, CONFINEMENT, CONFINEMENT, uint, uint)
VAULT = row(text, text, identifier, uint, uint, uint, count, count, count, many(NOTE))
KEY = row(
    identifier, text, many(text), attributes,
    many(row(identifier, uint, LABEL, time, opt(time), opt(time), ORIGIN, boolean)), many(TOOL),
    time, time, boolean, boolean)
USE = row(uint, time, USE_KIND)
OBSERVED = row(USE_KIND, uint, time, time, opt(text))
LOG_LINE = row(
    uint, time, text, text, opt(text), text, many(text), opt(uint), opt(text), opt(OBSERVED))
LINE = row(
    TOOL, text, text, text, boolean, many(text), opt(text), opt(uint), LEVEL, LEVEL, opt(uint),
    opt(text), opt(USE), opt(time), opt(EVIDENCE), opt(text), opt(text), time, many(TOOL))
TARGET_VIEW = row(
    identifier, text, TARGET_KIND, text, boolean, opt(text), opt(text), many(text), many(text),
    many(text), opt(integer))
TOOL_VIEW = row(
    identifier, TOOL, attributes, LEVEL, many(TARGET_VIEW), many(LINE), opt(USE), opt(USE))
OPERATION = row(identifier, STEP, many(KEY_VERSION))
PLANNED = row(
    TOOL, SELECTED_TARGET, TARGET_VIEW, many(text), many(text), steps, opt(OPERATION))
WAITING = row(TOOL, text, many(TOOL))
ROTATION_TOOL = row(
    TOOL, boolean, LEVEL, LEVEL, opt(time), opt(EVIDENCE), opt(text), many(TOOL), many(text),
    opt(NEXT_STEP))
ROTATION = row(
    identifier, text, opt(uint), uint, time, PHASE, text, opt(time), opt(integer), many(TOOL),
    boolean, opt(time), many(ROTATION_TOOL), opt(uint))
MATCH = row(identifier, text, text, identifier, uint, LABEL)
DUE = row(DUE_REASON, text, opt(TOOL), opt(uint), opt(time), opt(text))
SLOT = row(identifier, text, opt(SLOT_KIND), text, opt(time), opt(uint), opt(uint), boolean)

RESPONSES = {
    0: (AGENT,), 1: (), 2: (), 3: (row(TOOL, many(KEY_VERSION)), secrets),
    4: (row(OUTCOME, KEY, uint, many(LINE)),), 5: (row(KEY, opt(uint), uint, many(LINE)),),
    6: (many(LINE),), 7: (row(KEY, many(uint), many(text), many(LINE)),), 8: (many(NOTE),),
    9: (many(identifier),), 10: (many(many(MATCH)),),
    16: (VAULT,), 17: (opt(KEY),), 18: (many(KEY),), 19: (KEY,), 20: (many(LOG_LINE),),
    21: (many(TOOL_VIEW),), 22: (TOOL_VIEW,), 23: (row(many(LINE), opt(USE)),),
    24: (row(many(PLANNED), many(PLANNED), many(WAITING)),),
    25: (row(VAULT, many(ROTATION), many(LINE), many(KEY), many(NOTE)),),
    26: (many(row(text, many(text), boolean)),), 27: (many(SLOT),), 28: (many(text),),
    29: (many(ROTATION),), 30: (many(row(text, many(text), many(LINE))),), 31: (many(DUE),),
}

response = variant(RESPONSES)

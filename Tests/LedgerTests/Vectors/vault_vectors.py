"""A vault that holds every event of Events.md at least once, each with an effect on the fold."""

from vault_writer import START, event, fixed
from vector_base import FIELD, KEY, VERSION, base, vector

SLOT, PAPER = fixed("slot key file"), fixed("slot of paper")
TOOL, OTHER_TOOL = fixed("tool"), fixed("tool 2")
ENV_FILE, MANUAL, GONE = fixed("target"), fixed("target 2"), fixed("target 3")
LINK, OTHER_LINK, LAST_LINK = fixed("connection"), fixed("connection 2"), fixed("connection 3")
SECOND, THIRD, FOURTH = fixed("version 2"), fixed("version 3"), fixed("version 4")
TWIN, REMOVED = fixed("key twin"), fixed("key removed")
ROTATION, ABORTED = fixed("rotation"), fixed("rotation 2")
BACK, URGENT = fixed("rotation 3"), fixed("rotation 4")
FIFTH, PROGRAM = fixed("version 5"), fixed("target 4")
RELOAD, VERIFY, PUT = fixed("operation"), fixed("operation 2"), fixed("operation 3")


def staged(book, key, version, value, origin, expiry=None):
    blob = book.blob(key, version, FIELD, value)
    return event(24, key, version, [[FIELD, blob[2]]], expiry, origin), blob


def settings_and_slots():
    return [
        event(17, "clipboard", ["off"]),
        event(17, "editor", ["vi"]),
        event(17, "editor", []),
        event(18, SLOT, "key-file", "laptop", START, critical=False),
        event(18, PAPER, "recovery", "paper", None, critical=False),
        event(19, PAPER, critical=False),
    ]


def keys(book):
    """The key of the base vault is edited and has four versions more or less; two more keys."""
    rotated, second = staged(book, KEY, SECOND, b"sk_test_4343", "rotate", START + 10**9)
    fixed_up, third = staged(book, KEY, THIRD, b"sk_test_4444", "fix")
    imported, fourth = staged(book, KEY, FOURTH, b"\xff\xfe\x00", "import")
    events = [
        event(21, KEY, [["environment", []], ["owner", ["ops"]], ["tag", ["a", "b"]]]),
        event(22, KEY, "payments/main"),
        event(20, TWIN, "payments/main", [[FIELD, "secret"]], []),
        event(20, REMOVED, "removed", [[FIELD, "secret"]], []),
        event(23, REMOVED),
        rotated,
        event(50, ROTATION, KEY, VERSION, SECOND, [["reason", ["age"]]]),
        event(25, KEY, SECOND),
        fixed_up,
        event(27, KEY, THIRD),
        imported,
    ]
    return events, [second, third, fourth]


def tools():
    return [
        event(30, TOOL, "web", "test", [["owner", ["ops"]], ["require", ["applied"]]]),
        event(31, TOOL, [["owner", ["web"]]]),
        event(32, TOOL, "shop", None),
        event(30, OTHER_TOOL, "worker", None, []),
        event(34, TOOL, ENV_FILE, "env-file", "host-one", [["path", ["/srv/shop/.env"]]]),
        event(34, TOOL, MANUAL, "manual", "host-two", []),
        event(34, TOOL, GONE, "command", "host-one", []),
        event(35, TOOL, ENV_FILE, [["dialect", ["sh"]]]),
        event(36, TOOL, GONE),
        event(40, LINK, TOOL, KEY, FIELD, "PAYMENTS_KEY", True, [["required", ["yes"]]]),
        event(40, OTHER_LINK, TOOL, TWIN, FIELD, "TWIN_KEY", False, []),
        event(40, LAST_LINK, OTHER_TOOL, KEY, FIELD, "KEY", True, []),
        event(41, LINK, TOOL, KEY, [["needs", ["read", "write"]]]),
        event(42, OTHER_LINK, TOOL, TWIN),
        event(33, OTHER_TOOL),
    ]


def emission():
    """The first version fails at one target, the second one reaches both and is applied."""
    finger = fixed("fingerprint")
    return [
        event(54, TOOL, MANUAL, [[KEY, VERSION]], "target-missing"),
        event(56, TOOL, KEY, VERSION, "replaced at once"),
        event(52, TOOL, ENV_FILE, [[KEY, SECOND]]),
        event(53, TOOL, ENV_FILE, [[KEY, SECOND, finger]]),
        event(54, TOOL, MANUAL, [[KEY, SECOND]], "no-answer"),
        event(53, TOOL, MANUAL, [[KEY, SECOND, finger]]),
        event(55, TOOL, KEY, SECOND, "applied", "reload", "systemctl reload"),
        event(51, ROTATION, KEY, "done"),
        event(26, KEY, VERSION, False),
        event(28, KEY, [VERSION]),
        event(50, ABORTED, KEY, SECOND, FOURTH, []),
        event(51, ABORTED, KEY, "aborted"),
        event(60, TOOL, KEY, "run", 3, START, START + 60_000, None, critical=False),
        event(60, TOOL, KEY, "export", 2, START, START + 30_000, None, critical=False),
        event(60, None, KEY, "read", 1, START, START, None, critical=False),
        event(60, TOOL, None, "denied", 1, START, START, "uid 1002", critical=False),
    ]


def commands(book):
    """A reload fails and a verify passes, then somebody edits the file; a program takes the values.
    The key goes back to its second value, and somebody is in a hurry."""
    back, fifth = staged(book, KEY, FIFTH, b"sk_test_4343", "rollback")
    finger = fixed("fingerprint")
    events = [
        event(57, TOOL, ENV_FILE, RELOAD, "reload", [[KEY, SECOND]]),
        event(58, TOOL, ENV_FILE, RELOAD, "exit-3"),
        event(57, TOOL, ENV_FILE, VERIFY, "verify", [[KEY, SECOND]]),
        event(58, TOOL, ENV_FILE, VERIFY, "passed"),
        event(59, TOOL, KEY, SECOND, ENV_FILE, "pending", "edited"),
        event(34, TOOL, PROGRAM, "command", "host-one", [["command", ["/bin/put", "-"]]]),
        event(50, BACK, KEY, SECOND, FIFTH, [["repeats", [SECOND.hex()]]]),
        back,
        event(57, TOOL, PROGRAM, PUT, "deliver", [[KEY, FIFTH]]),
        event(52, TOOL, PROGRAM, [[KEY, FIFTH]]),
        event(54, TOOL, PROGRAM, [[KEY, FIFTH]], "exit-1"),
        event(53, TOOL, ENV_FILE, [[KEY, FIFTH, finger]]),
        event(25, KEY, FIFTH),
        event(51, BACK, KEY, "rolled-back"),
        event(50, URGENT, KEY, FIFTH, FOURTH, [["emergency", ["yes"]]]),
        event(51, URGENT, KEY, "superseded"),
    ]
    return events, [fifth]


def vault_shapes():
    book, writer = base()
    found, blobs = keys(book)
    book.transactions([book.body(writer, settings_and_slots())])
    book.transactions([book.body(writer, found)], blobs)
    book.transactions([book.body(writer, tools())])
    book.transactions([book.body(writer, emission())])
    found, blobs = commands(book)
    book.transactions([book.body(writer, found)], blobs)
    vector("valid_every_event", "valid", "every event of the vault, each with an effect",
           book.file())

    book, writer = base()
    absent = fixed("absent")
    book.transactions([
        book.body(writer, [
            event(22, absent, "name"),
            event(25, KEY, absent),
            event(25, KEY, VERSION),
            event(33, absent),
            event(42, absent, absent, absent),
            event(51, absent, KEY, "done"),
            event(20, KEY, "again", [], []),
            event(22, KEY),
            event(21, KEY, [["b", []], ["a", []]]),
            event(23, KEY, critical=False),
        ])
    ])
    vector("valid_events_without_effect", "valid",
           "events about what is not there, already so, or not of their shape", book.file())

"""The payloads of the vault's events, as Sources/Vault/Vault.docc/Events.md has them."""


def uint(x):
    return type(x) is int


def text(x):
    return isinstance(x, str)


def boolean(x):
    return isinstance(x, bool)


def octets(n):
    return lambda x: isinstance(x, bytes) and len(x) == n


def nullable(shape):
    return lambda x: x is None or shape(x)


def several(shape):
    return lambda x: isinstance(x, list) and all(map(shape, x))


def row(*shapes):
    return lambda x: isinstance(x, list) and len(x) == len(shapes) and all(
        s(i) for s, i in zip(shapes, x))


ident, hash32 = octets(16), octets(32)


def when(x):
    return uint(x) and x < 1 << 63


def word(*known):
    return lambda x: text(x) and x in known


def attributes(x):
    names = [pair[0].encode() for pair in x] if several(row(text, several(text)))(x) else None
    return names is not None and all(a < b for a, b in zip(names, names[1:]))


SLOT_KIND = word("passphrase", "key-file", "recovery", "identity")
ORIGIN = word("set", "rotate", "fix", "rollback", "import")
TARGET_KIND = word("env-file", "manual", "manifest", "command")
OUTCOME = word("done", "aborted", "rolled-back", "superseded")
STEP = word("deliver", "reload", "verify")
FLOOR = word("pending", "emitted", "applied")
CAUSE = word("edited", "missing", "unreadable", "other-version", "process", "rewritten", "withdrawn")
LEVEL = word("emitted", "applied", "verified")
USE_KIND = word("read", "run", "export", "emit", "denied")
EVIDENCE = word("acknowledged", "reload", "verify", "process", "receipt")

# kind: (name, shapes of the payload's keys 0, 1, 2…)
EVENTS = {
    16: ("VaultCreated", text, hash32, ident, several(row(ident, text, hash32))),
    17: ("SettingChanged", text, several(text)),
    18: ("SlotNoted", ident, SLOT_KIND, text, nullable(when)),
    19: ("SlotForgotten", ident),
    20: ("KeyAdded", ident, text, several(row(ident, text)), attributes),
    21: ("KeyEdited", ident, attributes),
    22: ("KeyRenamed", ident, text),
    23: ("KeyRemoved", ident),
    24: ("VersionStaged", ident, ident, several(row(ident, hash32)), nullable(when), ORIGIN),
    25: ("VersionPromoted", ident, ident),
    26: ("VersionRevoked", ident, ident, boolean),
    27: ("VersionDiscarded", ident, ident),
    28: ("ValuesPurged", ident, several(ident)),
    30: ("ToolAdded", ident, text, nullable(text), attributes),
    31: ("ToolEdited", ident, attributes),
    32: ("ToolRenamed", ident, text, nullable(text)),
    33: ("ToolRemoved", ident),
    34: ("TargetAdded", ident, ident, TARGET_KIND, text, attributes),
    35: ("TargetEdited", ident, ident, attributes),
    36: ("TargetRemoved", ident, ident),
    40: ("Connected", ident, ident, ident, ident, text, boolean, attributes),
    41: ("ConnectionEdited", ident, ident, ident, attributes),
    42: ("Disconnected", ident, ident, ident),
    50: ("RotationStarted", ident, ident, nullable(ident), ident, attributes),
    51: ("RotationEnded", ident, ident, OUTCOME),
    52: ("EmissionIntended", ident, ident, several(row(ident, ident))),
    53: ("Emitted", ident, ident, several(row(ident, ident, octets(16)))),
    54: ("EmissionFailed", ident, ident, several(row(ident, ident)), text),
    55: ("Adopted", ident, ident, ident, LEVEL, EVIDENCE, nullable(text)),
    56: ("Waived", ident, ident, ident, text),
    57: ("CommandIntended", ident, ident, ident, STEP, several(row(ident, ident))),
    58: ("CommandEnded", ident, ident, ident, text),
    59: ("AdoptionLowered", ident, ident, ident, nullable(ident), FLOOR, CAUSE),
    60: ("UseObserved", nullable(ident), nullable(ident), USE_KIND, uint, when, when,
         nullable(text)),
}
NOT_CRITICAL = {18, 19, 60}

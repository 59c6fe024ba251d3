"""The fold of the vault's events, written from Sources/Vault/Vault.docc/Events.md alone.

Takes the transactions that `keyroll_reader.py` has verified and gives one document of plain
dictionaries. An event about something unknown, or whose payload has not the shape of the table,
changes nothing.
"""


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


def attributes(x):
    names = [pair[0].encode() for pair in x] if several(row(text, several(text)))(x) else None
    return names is not None and all(a < b for a, b in zip(names, names[1:]))


# kind: (name, shapes of the payload's keys 0, 1, 2…)
EVENTS = {
    16: ("VaultCreated", text, hash32, ident, several(row(ident, text, hash32))),
    17: ("SettingChanged", text, several(text)),
    18: ("SlotNoted", ident, text, text, nullable(uint)),
    19: ("SlotForgotten", ident),
    20: ("KeyAdded", ident, text, several(row(ident, text)), attributes),
    21: ("KeyEdited", ident, attributes),
    22: ("KeyRenamed", ident, text),
    23: ("KeyRemoved", ident),
    24: ("VersionStaged", ident, ident, several(row(ident, hash32)), nullable(uint), text),
    25: ("VersionPromoted", ident, ident),
    26: ("VersionRevoked", ident, ident, boolean),
    27: ("VersionDiscarded", ident, ident),
    28: ("ValuesPurged", ident, several(ident)),
    30: ("ToolAdded", ident, text, nullable(text), attributes),
    31: ("ToolEdited", ident, attributes),
    32: ("ToolRenamed", ident, text, nullable(text)),
    33: ("ToolRemoved", ident),
    34: ("TargetAdded", ident, ident, text, text, attributes),
    35: ("TargetEdited", ident, ident, attributes),
    36: ("TargetRemoved", ident, ident),
    40: ("Connected", ident, ident, ident, ident, text, boolean, attributes),
    41: ("ConnectionEdited", ident, ident, ident, attributes),
    42: ("Disconnected", ident, ident, ident),
    50: ("RotationStarted", ident, ident, nullable(ident), ident, attributes),
    51: ("RotationEnded", ident, ident, text),
    52: ("EmissionIntended", ident, ident, several(row(ident, ident))),
    53: ("Emitted", ident, ident, several(row(ident, ident, octets(16)))),
    54: ("EmissionFailed", ident, ident, several(row(ident, ident)), text),
    55: ("Adopted", ident, ident, ident, text, text, nullable(text)),
    56: ("Waived", ident, ident, ident, text),
    60: ("UseObserved", nullable(ident), nullable(ident), text, uint, uint, uint),
}
NOT_CRITICAL = {18, 19, 60}
LEVELS = {"pending": 0, "failed": 0, "waived": 0, "emitted": 1, "applied": 2, "verified": 3}


class Fold:
    """The vault after the events so far; keys, tools and connections by identifier."""

    def __init__(self):
        self.vault, self.settings, self.slots = None, {}, {}
        self.keys, self.tools, self.connections, self.rotations = {}, {}, {}, {}
        # (tool, target, key, version): intended, emitted or a reason code
        self.emissions = {}
        self.uses, self.unknown, self.without_effect = [], [], []
        self.time = 0

    def take(self, kind, critical, payload, time):
        if kind not in EVENTS:
            self.unknown.append({"kind": kind, "critical": critical})
            return
        name, *shapes = EVENTS[kind]
        fits = isinstance(payload, dict) and list(payload) == list(range(len(shapes))) and \
            critical == (kind not in NOT_CRITICAL) and all(
                s(payload[i]) for i, s in enumerate(shapes))
        self.time = time
        try:
            if fits and getattr(self, name)(*payload.values()) is not False:
                return
        except KeyError:  # about something that is not there
            pass
        self.without_effect.append(name)

    # --- the vault ---

    def VaultCreated(self, name, manifest_key, version, fields):
        if self.vault:
            return False
        self.vault = {
            "name": name, "created": self.time, "manifest-key": manifest_key, "version": version,
            "fields": {f: {"name": n, "commitment": c}
                       for f, n, c in fields}
        }

    def SettingChanged(self, name, values):
        self.settings.pop(name, None)
        if values:
            self.settings[name] = values

    def SlotNoted(self, slot, kind, name, verified):
        self.slots[slot] = {"kind": kind, "name": name, "verified": verified}

    def SlotForgotten(self, slot):
        del self.slots[slot]

    # --- keys and their versions ---

    def KeyAdded(self, key, name, fields, given):
        if key in self.keys:
            return False
        self.keys[key] = {
            "name": name, "added": self.time, "removed": False, "fields": dict(fields),
            "attributes": dict(given), "versions": {}
        }

    def live_key(self, key):
        if self.keys[key]["removed"]:
            raise KeyError(key)
        return self.keys[key]

    def KeyEdited(self, key, given):
        edit(self.live_key(key), given)

    def KeyRenamed(self, key, name):
        self.live_key(key)["name"] = name

    def KeyRemoved(self, key):
        self.live_key(key)["removed"] = True
        self.connections = {i: c for i, c in self.connections.items() if c["key"] != key}

    def VersionStaged(self, key, version, values, expiry, origin):
        versions = self.live_key(key)["versions"]
        if version in versions:
            return False
        versions[version] = {
            "number": len(versions) + 1, "state": "pending", "staged": self.time, "expires": expiry,
            "origin": origin, "values": dict(values), "purged": False
        }

    def VersionPromoted(self, key, version):
        versions = self.live_key(key)["versions"]
        if versions[version]["state"] in ("current", "revoked", "discarded"):
            return False
        for other in versions.values():
            if other["state"] == "current":
                other["state"] = "previous"
        versions[version]["state"] = "current"

    def end_version(self, key, version, state):
        found = self.live_key(key)["versions"][version]
        if found["state"] in ("revoked", "discarded"):
            return False
        found["state"] = state

    def VersionRevoked(self, key, version, forced):
        return self.end_version(key, version, "revoked")

    def VersionDiscarded(self, key, version):
        return self.end_version(key, version, "discarded")

    def ValuesPurged(self, key, versions):
        for version in versions:
            self.keys[key]["versions"][version]["purged"] = True

    # --- tools, targets and connections ---

    def ToolAdded(self, tool, name, environment, given):
        if tool in self.tools:
            return False
        self.tools[tool] = {
            "name": name, "environment": environment, "removed": False, "attributes": dict(given),
            "targets": {}, "adoption": {}
        }

    def live_tool(self, tool):
        if self.tools[tool]["removed"]:
            raise KeyError(tool)
        return self.tools[tool]

    def ToolEdited(self, tool, given):
        edit(self.live_tool(tool), given)

    def ToolRenamed(self, tool, name, environment):
        self.live_tool(tool).update(name=name, environment=environment)

    def ToolRemoved(self, tool):
        self.live_tool(tool)["removed"] = True
        self.connections = {i: c for i, c in self.connections.items() if c["tool"] != tool}

    def TargetAdded(self, tool, target, kind, machine, given):
        targets = self.live_tool(tool)["targets"]
        if target in targets:
            return False
        targets[target] = {"kind": kind, "machine": machine, "attributes": dict(given)}

    def TargetEdited(self, tool, target, given):
        edit(self.live_tool(tool)["targets"][target], given)

    def TargetRemoved(self, tool, target):
        del self.live_tool(tool)["targets"][target]

    def Connected(self, connection, tool, key, field, variable, required, given):
        self.live_tool(tool), self.live_key(key)
        if connection in self.connections:
            return False
        self.connections[connection] = {
            "tool": tool, "key": key, "field": field, "variable": variable, "required": required,
            "attributes": dict(given)
        }

    def ConnectionEdited(self, connection, tool, key, given):
        edit(self.connections[connection], given)

    def Disconnected(self, connection, tool, key):
        del self.connections[connection]

    # --- rotation, emission and adoption ---

    def RotationStarted(self, rotation, key, before, after, given):
        if rotation in self.rotations:
            return False
        self.rotations[rotation] = {
            "key": key, "before": before, "after": after, "attributes": dict(given),
            "started": self.time, "ended": None, "outcome": None
        }

    def RotationEnded(self, rotation, key, outcome):
        if self.rotations[rotation]["outcome"]:
            return False
        self.rotations[rotation].update(ended=self.time, outcome=outcome)

    def EmissionIntended(self, tool, target, versions):
        for key, version in versions:
            self.emissions.setdefault((tool, target, key, version), "intended")

    def Emitted(self, tool, target, versions):
        targets = self.live_tool(tool)["targets"]
        for key, version, _ in versions:
            self.emissions[tool, target, key, version] = "emitted"
            if all(self.emissions.get((tool, t, key, version)) == "emitted" for t in targets):
                self.adopt(tool, key, version, "emitted")

    def EmissionFailed(self, tool, target, versions, code):
        for key, version in versions:
            if self.emissions.get((tool, target, key, version)) != "emitted":
                self.emissions[tool, target, key, version] = code
                self.adopt(tool, key, version, "failed")

    def Adopted(self, tool, key, version, level, evidence, note):
        return self.adopt(tool, key, version, level if level in LEVELS else "pending", evidence,
                          note)

    def Waived(self, tool, key, version, reason):
        return self.adopt(tool, key, version, "waived", note=reason)

    def adopt(self, tool, key, version, level, evidence=None, note=None):
        """Adoption only rises; `failed` takes nothing away, `waived` may follow anything."""
        by_version = self.live_tool(tool)["adoption"].setdefault(key, {})
        now = by_version.get(version, {"level": "pending"})["level"]
        if level != "waived" and (level != "failed" or
                                  LEVELS[now] > 0) and LEVELS[level] <= LEVELS[now]:
            return False
        by_version[version] = {
            "level": level, "since": self.time, "evidence": evidence, "note": note
        }

    def UseObserved(self, tool, key, kind, count, first, last):
        self.uses.append(
            {"tool": tool, "key": key, "kind": kind, "count": count, "first": first, "last": last})

    # --- the document ---

    def listed_names(self):
        """Identifier to name, the later of two live keys of one name marked as Events.md says."""
        taken, listed = set(), {}
        for key, state in self.keys.items():
            if not state["removed"]:
                name = state["name"]
                listed[key] = f"{name}~{key.hex()[:4]}" if name in taken else name
                taken.add(name)
        return listed

    def document(self, value):
        """`value(owner, version, field, commitment)` gives what a field shows; None shows none."""

        def version(key, ident, state):
            shown = {"id": ident, **{k: v for k, v in state.items() if k != "values"}}
            if value:
                names = self.keys[key]["fields"]
                shown["values"] = {
                    names.get(f, f.hex()): value(key, ident, f, c)
                    for f, c in state["values"].items()
                }
            return shown

        names = self.listed_names()
        vault = self.vault and {
            k: v
            for k, v in self.vault.items() if k not in ("fields", "version")
        }
        return {
            "vault": vault,
            "settings": self.settings,
            "slots": listed(self.slots),
            "keys": [{
                "id": i, **k, "name": names.get(i, k["name"]),
                "fields": [{"id": f, "name": n} for f, n in k["fields"].items()],
                "versions": [version(i, v, s) for v, s in k["versions"].items()]
            } for i, k in self.keys.items()],
            "tools": [{
                "id": i, **t, "targets": listed(t["targets"]),
                "adoption": [{"key": k, "version": v, **a} for k, by in t["adoption"].items()
                             for v, a in by.items()]
            } for i, t in self.tools.items()],
            "connections": listed(self.connections),
            "rotations": listed(self.rotations),
            "emissions": [{"tool": t, "target": g, "key": k, "version": v, "state": s}
                          for (t, g, k, v), s in self.emissions.items()],
            "uses": self.uses,
            "unknown-events": self.unknown,
            "events-without-effect": self.without_effect,
        }


def edit(state, given):
    for name, values in given:
        state["attributes"].pop(name, None)
        if values:
            state["attributes"][name] = values


def listed(by_id):
    return [{"id": i, **state} for i, state in by_id.items()]

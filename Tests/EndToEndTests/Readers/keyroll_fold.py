"""The fold of the vault's events, written from Sources/Vault/Vault.docc/Events.md alone.

Takes the transactions that `keyroll_reader.py` has verified and gives one document of plain
dictionaries. An event about something unknown, or whose payload has not the shape of the table,
changes nothing.
"""

from keyroll_adoption import Adoption, Holding
from keyroll_events import EVENTS, NOT_CRITICAL

LIVE = ("pending", "current", "previous")


class Fold:
    """The vault after the events so far; keys, tools and connections by identifier."""

    def __init__(self):
        self.vault, self.settings, self.slots = None, {}, {}
        self.keys, self.tools, self.connections, self.rotations = {}, {}, {}, {}
        self.names = {}  # folded listed name: [("key" or "tool", identifier)…]
        self.adoptions = {}  # (tool, key) that are connected: {version: Adoption}
        self.holdings = {}  # (tool, key) that are connected: {target: Holding}
        self.operations = {}  # (tool, target): the open operation
        self.uses, self.denials = {}, {}  # (tool, key), tool: {count, last, kind}
        self.unknown, self.without_effect = [], []
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

    # --- names ---

    def is_free(self, name, sort, environment):
        holders = self.names.get(folded(name), [])
        return not holders or sort == "tool" and all(
            s == "tool" and folded(self.tools[i]["environment"]) != folded(environment)
            for s, i in holders)

    def claim(self, name, sort, ident, environment=None):
        """Enters `ident` under its name, or the first listed name that is free, and gives that."""
        for candidate in [name] + [f"{name}~{ident.hex()[:n]}" for n in range(4, 33, 4)]:
            if self.is_free(candidate, sort, environment):
                self.names.setdefault(folded(candidate), []).append((sort, ident))
                return candidate
        return name

    def release(self, sort, ident):
        for holders in self.names.values():
            if (sort, ident) in holders:
                holders.remove((sort, ident))

    # --- keys and their versions ---

    def KeyAdded(self, key, name, fields, given):
        if key in self.keys:
            return False
        self.keys[key] = {
            "name": self.claim(name, "key", key), "added": self.time, "removed": False,
            "fields": dict(fields), "attributes": added(given), "versions": {}
        }

    def live_key(self, key):
        if self.keys[key]["removed"]:
            raise KeyError(key)
        return self.keys[key]

    def KeyEdited(self, key, given):
        edit(self.live_key(key), given)

    def KeyRenamed(self, key, name):
        state = self.live_key(key)
        self.release("key", key)
        state["name"] = self.claim(name, "key", key)

    def KeyRemoved(self, key):
        self.live_key(key)["removed"] = True
        self.release("key", key)
        self.end_connections(lambda tool, of: of == key)
        open_rotation = self.open_rotation(key)
        if open_rotation:
            open_rotation.update(ended=self.time, outcome="key removed")

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
        if versions[version]["state"] not in ("pending", "previous"):
            return False
        for other in versions.values():
            if other["state"] == "current":
                other["state"] = "previous"
        leading = self.open_rotation(key)
        repeats = leading["attributes"].get("repeats", []) if leading else []
        if repeats and leading["after"] == version:
            for ident, other in versions.items():
                if ident != version and ident.hex() == repeats[0] and other["state"] in LIVE:
                    other["state"] = "reissued"
        versions[version]["state"] = "current"

    def end_version(self, key, version, state):
        found = self.live_key(key)["versions"][version]
        if found["state"] not in LIVE:
            return False
        found["state"] = state

    def VersionRevoked(self, key, version, forced):
        return self.end_version(key, version, "revoked")

    def VersionDiscarded(self, key, version):
        return self.end_version(key, version, "discarded")

    def ValuesPurged(self, key, versions):
        known = self.live_key(key)["versions"]
        for version in set(versions) & set(known):
            known[version]["purged"] = True

    # --- tools, targets and connections ---

    def ToolAdded(self, tool, name, environment, given):
        if tool in self.tools:
            return False
        self.tools[tool] = {
            "name": self.claim(name, "tool", tool, environment), "environment": environment,
            "removed": False, "attributes": added(given), "targets": {}
        }

    def live_tool(self, tool):
        if self.tools[tool]["removed"]:
            raise KeyError(tool)
        return self.tools[tool]

    def ToolEdited(self, tool, given):
        edit(self.live_tool(tool), given)

    def ToolRenamed(self, tool, name, environment):
        state = self.live_tool(tool)
        self.release("tool", tool)
        state["name"] = self.claim(name, "tool", tool, environment)
        state["environment"] = environment

    def ToolRemoved(self, tool):
        self.live_tool(tool).update(removed=True, targets={})
        self.denials.pop(tool, None)
        self.operations = {at: o for at, o in self.operations.items() if at[0] != tool}
        self.release("tool", tool)
        self.end_connections(lambda of, key: of == tool)

    def TargetAdded(self, tool, target, kind, machine, given):
        targets = self.live_tool(tool)["targets"]
        if target in targets:
            return False
        targets[target] = {"kind": kind, "machine": machine, "attributes": added(given)}

    def TargetEdited(self, tool, target, given):
        edit(self.live_tool(tool)["targets"][target], given)
        for step in ("reload", "verify"):
            if [step, []] not in [list(pair) for pair in given]:
                continue
            for pair, versions in self.adoptions.items():
                for adoption in versions.values() if pair[0] == tool else []:
                    adoption.failures.pop((target, step), None)

    def TargetRemoved(self, tool, target):
        del self.live_tool(tool)["targets"][target]
        self.operations.pop((tool, target), None)
        for pair, versions in self.adoptions.items():
            if pair[0] != tool:
                continue
            self.holdings[pair].pop(target, None)
            for adoption in versions.values():
                adoption.had.pop(target, None)
                adoption.end_failures(target)
                if adoption.waiver is None:
                    self.settle(tool, adoption)

    def Connected(self, connection, tool, key, field, variable, required, given):
        self.live_tool(tool), self.live_key(key)["fields"][field]
        if connection in self.connections:
            return False
        self.connections[connection] = {
            "tool": tool, "key": key, "field": field, "variable": variable, "required": required,
            "attributes": {n: v for n, v in added(given).items() if n != "required"}
        }
        self.adoptions.setdefault((tool, key), {})
        self.holdings.setdefault((tool, key), {})

    def connection(self, connection, tool, key):
        found = self.connections[connection]
        if (found["tool"], found["key"]) != (tool, key):
            raise KeyError(connection)
        return found

    def ConnectionEdited(self, connection, tool, key, given):
        found = self.connection(connection, tool, key)
        edit(found, given)
        asked = found["attributes"].pop("required", [None])[0]
        found["required"] = {"yes": True, "no": False}.get(asked, found["required"])

    def Disconnected(self, connection, tool, key):
        self.connection(connection, tool, key)
        del self.connections[connection]
        if all((c["tool"], c["key"]) != (tool, key) for c in self.connections.values()):
            del self.adoptions[tool, key], self.holdings[tool, key]
            self.uses.pop((tool, key), None)

    def end_connections(self, concerned):
        self.connections = {i: c for i, c in self.connections.items()
                            if not concerned(c["tool"], c["key"])}
        self.adoptions = {pair: a for pair, a in self.adoptions.items() if not concerned(*pair)}
        self.holdings = {pair: h for pair, h in self.holdings.items() if not concerned(*pair)}
        self.uses = {pair: u for pair, u in self.uses.items() if not concerned(*pair)}

    # --- rotation, emission and adoption ---

    def open_rotation(self, key):
        return next((r for r in self.rotations.values()
                     if r["key"] == key and not r["outcome"]), None)

    def RotationStarted(self, rotation, key, before, after, given):
        self.live_key(key)
        if rotation in self.rotations or self.open_rotation(key):
            return False
        self.rotations[rotation] = {
            "key": key, "before": before, "after": after, "attributes": added(given),
            "started": self.time, "ended": None, "outcome": None
        }

    def RotationEnded(self, rotation, key, outcome):
        found = self.rotations[rotation]
        if found["outcome"] or found["key"] != key:
            return False
        found.update(ended=self.time, outcome=outcome)

    def adoption(self, tool, key, version):
        """What is known of a version that is in use and a tool that its key is connected to."""
        by_version = self.adoptions[tool, key]
        if self.live_key(key)["versions"][version]["state"] not in LIVE:
            raise KeyError(version)
        found = by_version.setdefault(version, Adoption())
        found.since = self.time
        return found

    def holding(self, tool, key, version, target):
        """What a target was given of a key; the version need not be in use any more."""
        holdings = self.holdings[tool, key]
        self.live_key(key)["versions"][version]
        return holdings.setdefault(target, Holding())

    def emission(self, tool, target, pairs, give, change=None):
        """`give` of each pair's holding, then `change` of its adoption; a pair of which nothing is
        known has no effect."""
        self.live_tool(tool)["targets"][target]
        effect = False
        for key, version in pairs:
            try:
                give(self.holding(tool, key, version, target), version)
                effect = True
                if change:
                    change(self.adoption(tool, key, version))
            except KeyError:
                pass
        return effect

    def EmissionIntended(self, tool, target, versions):
        return self.emission(tool, target, versions, Holding.begin)

    def Emitted(self, tool, target, versions):
        effect = False
        for key, version, fingerprint in versions:

            def had(adoption):
                adoption.had[target] = True
                adoption.end_failures(target)
                self.settle(tool, adoption)

            effect = self.emission(tool, target, [(key, version)],
                                   lambda h, v: h.give(v, fingerprint), had) or effect
        return effect

    def EmissionFailed(self, tool, target, versions, code):
        is_program = self.live_tool(tool)["targets"][target]["kind"] == "command"

        def failed(adoption):
            adoption.end_failures(target, "deliver")
            if target not in adoption.had:
                adoption.failures[target, "deliver"] = code

        return self.emission(tool, target, versions,
                             Holding.begin if is_program else Holding.leave, failed)

    def Adopted(self, tool, key, version, level, evidence, note):
        adoption = self.adoption(tool, key, version)
        for step in ("reload", "verify"):
            adoption.end_failures(None, step)
        adoption.rise(level, evidence, note)

    def Waived(self, tool, key, version, reason):
        self.adoption(tool, key, version).waiver = reason

    # --- commands, and what holds no more ---

    def CommandIntended(self, tool, target, operation, step, versions):
        self.live_tool(tool)["targets"][target]
        self.operations[tool, target] = {
            "id": operation, "step": step, "versions": versions, "since": self.time
        }

    def CommandEnded(self, tool, target, operation, code):
        if self.operations[tool, target]["id"] != operation:
            return False
        ended = self.operations.pop((tool, target))
        says_nothing = ended["step"] == "deliver" or code == "rewritten"
        for key, version in [] if says_nothing else ended["versions"]:
            try:
                held = self.holdings[tool, key][target]
                if held.version == version:
                    self.show(held, target, ended["step"], code,
                              lambda: self.adoption(tool, key, version))
            except KeyError:
                pass

    def show(self, held, target, step, code, adoption):
        passed = code == "passed"
        if passed:
            held.rise("verified" if step == "verify" else "applied")
        adoption = adoption()
        adoption.end_failures(target, None if passed and step == "verify" else step)
        if not passed:
            adoption.failures[target, step] = code

    def AdoptionLowered(self, tool, key, version, only, level, cause):
        holdings = self.holdings[tool, key]
        self.live_key(key)["versions"][version]
        for target, held in holdings.items():
            if only in (None, target) and held.version == version:
                held.lower(level)
        try:
            adoption = self.adoption(tool, key, version)
        except KeyError:  # of a version that is not in use: its targets only
            return
        for target in list(adoption.had) if level == "pending" else []:
            if only in (None, target):
                del adoption.had[target]
        adoption.lower(level, cause)

    def settle(self, tool, adoption):
        """`emitted` once every target that is not manual has had the version."""
        written = [t for t, x in self.tools[tool]["targets"].items() if x["kind"] != "manual"]
        if written and all(t in adoption.had for t in written):
            adoption.rise("emitted")

    # --- uses ---

    def UseObserved(self, tool, key, kind, count, first, last, by):
        if tool:
            self.live_tool(tool)
        if key:
            self.live_key(key)
        if tool and key:
            self.adoptions[tool, key]
        if not tool and not key or kind == "denied" and key:
            return False
        if kind == "denied":
            add_use(self.denials, tool, kind, count, last)
        else:
            add_use(self.uses, (tool, key), kind, count, last)

    # --- the document ---

    def adoptions_of(self, tool):
        return [(key, version, a) for (of, key), versions in self.adoptions.items() if of == tool
                for version, a in versions.items()]

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

        vault = self.vault and {
            k: v
            for k, v in self.vault.items() if k not in ("fields", "version")
        }
        return {
            "vault": vault,
            "settings": self.settings,
            "slots": listed(self.slots),
            "keys": [{
                "id": i, **k, "fields": [{"id": f, "name": n} for f, n in k["fields"].items()],
                "versions": [version(i, v, s) for v, s in k["versions"].items()]
            } for i, k in self.keys.items()],
            "tools": [{
                "id": i, **t, "targets": listed(t["targets"]),
                "adoption": [{"key": k, "version": v, **a.shown()}
                             for k, v, a in self.adoptions_of(i)]
            } for i, t in self.tools.items()],
            "connections": listed(self.connections),
            "rotations": listed(self.rotations),
            "holdings": [{"tool": i, "key": k, "target": t, **h.shown()}
                         for (i, k), holdings in self.holdings.items()
                         for t, h in holdings.items()],
            "operations": [{"tool": i, "target": t, **o}
                           for (i, t), o in self.operations.items()],
            "uses": [{"tool": t, "key": k, **u} for (t, k), u in self.uses.items()],
            "denials": [{"tool": t, **u} for t, u in self.denials.items()],
            "unknown-events": self.unknown,
            "events-without-effect": self.without_effect,
        }


def add_use(sums, subject, kind, count, last):
    use = sums.setdefault(subject, {"count": 0, "last": 0, "kind": kind})
    use["count"] = min(use["count"] + count, (1 << 64) - 1)
    if last >= use["last"]:
        use.update(last=last, kind=kind)


def folded(name):
    return name if name is None else name.upper().lower()


def added(given):
    """Attributes of something new: one without values is as if absent."""
    return {name: values for name, values in given if values}


def edit(state, given):
    for name, values in given:
        state["attributes"].pop(name, None)
        if values:
            state["attributes"][name] = values


def listed(by_id):
    return [{"id": i, **state} for i, state in by_id.items()]

"""What is known of tools, their targets and versions: the part of keyroll_fold.py that has levels."""

LEVELS = ["pending", "emitted", "applied", "verified"]


class Holding:
    """What one target was given last of one key, and how far it has come with that."""

    def __init__(self):
        self.version, self.fingerprint, self.begun, self.level = None, None, None, "pending"

    def begin(self, version):
        self.begun = version

    def leave(self, version):
        self.begun = None

    def give(self, version, fingerprint):
        if fingerprint != self.fingerprint:
            self.level = "emitted"
        self.rise("emitted")
        self.version, self.fingerprint, self.begun = version, fingerprint, None

    def rise(self, level):
        self.level = max(self.level, level, key=LEVELS.index)

    def lower(self, level):
        self.level = min(self.level, level, key=LEVELS.index)
        if level == "pending":
            self.version, self.fingerprint = None, None

    def shown(self):
        return {"version": self.version, "intended": self.begun, "level": self.level}


class Adoption:
    """How far one tool has taken one version."""

    def __init__(self):
        self.reached, self.evidence, self.note, self.waiver = "pending", None, None, None
        self.since = 0
        self.had = {}  # targets that have had the version, in that order
        self.failures = {}  # (target, step): reason

    def rise(self, level, evidence=None, note=None):
        """What was waived is known from here on; what was reached before it still counts."""
        self.waiver = None
        if LEVELS.index(level) > LEVELS.index(self.reached):
            self.reached, self.evidence, self.note = level, evidence, note

    def lower(self, level, cause):
        if LEVELS.index(level) < LEVELS.index(self.reached):
            self.reached, self.evidence, self.note = level, None, cause

    def end_failures(self, target=None, step=None):
        """Of all targets, or of all steps, where none is named."""
        self.failures = {at: code for at, code in self.failures.items()
                         if target not in (None, at[0]) or step not in (None, at[1])}

    def level(self):
        steps = {step for _, step in self.failures}
        if self.waiver is not None:
            return "waived"
        return "failed" if steps - {"deliver"} or steps and self.reached == "pending" \
            else self.reached

    def shown(self):
        return {
            "level": self.level(), "since": self.since, "evidence": self.evidence,
            "note": self.note, "waiver": self.waiver, "had": list(self.had),
            "failures": [{"target": t, "step": s, "reason": r}
                         for (t, s), r in self.failures.items()]
        }

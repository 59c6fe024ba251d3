import ByteCoding
import Vault

/// What a line of the log says of an event: facts only, and never more than the event holds.
struct LogEntry {
  /// As in `Events.md`.
  var name: String
  /// Tool before key.
  var subjects: [Identifier] = []
  var version: Identifier?
  /// A variable, a path, a level, a reason.
  var detail: String?
  var use: ObservedUse?

  init(_ event: Event) {
    switch event {
    case .vaultCreated(let event): self.init("VaultCreated", detail: event.name)
    case .settingChanged(let event):
      self.init("SettingChanged", detail: ([event.name] + event.values).joined(separator: " "))
    case .slotNoted(let event): self.init("SlotNoted", detail: event.name)
    case .slotForgotten: self.init("SlotForgotten")
    case .keyAdded, .keyEdited, .keyRenamed, .keyRemoved, .versionStaged, .versionPromoted,
      .versionRevoked, .versionDiscarded, .valuesPurged:
      self.init(key: event)
    case .toolAdded, .toolEdited, .toolRenamed, .toolRemoved, .targetAdded, .targetEdited,
      .targetRemoved:
      self.init(tool: event)
    case .connected, .connectionEdited, .disconnected, .adopted, .waived, .useObserved:
      self.init(use: event)
    case .rotationStarted, .rotationEnded, .emissionIntended, .emitted, .emissionFailed,
      .commandIntended, .commandEnded, .adoptionLowered:
      self.init(rotation: event)
    }
  }

  private init(
    _ name: String, _ subjects: [Identifier] = [], version: Identifier? = nil,
    detail: String? = nil
  ) {
    self.name = name
    self.subjects = subjects
    self.version = version
    self.detail = detail
  }

  private init(key event: Event) {
    switch event {
    case .keyAdded(let event): self.init("KeyAdded", [event.key])
    case .keyEdited(let event):
      self.init("KeyEdited", [event.key], detail: event.changes.names.joined(separator: " "))
    case .keyRenamed(let event): self.init("KeyRenamed", [event.key], detail: event.name)
    case .keyRemoved(let event): self.init("KeyRemoved", [event.key])
    case .versionStaged(let event):
      self.init(
        "VersionStaged", [event.key], version: event.version, detail: event.origin.rawValue)
    case .versionPromoted(let event):
      self.init("VersionPromoted", [event.key], version: event.version)
    case .versionRevoked(let event):
      self.init(
        "VersionRevoked", [event.key], version: event.version,
        detail: event.isForced ? "forced" : nil)
    case .versionDiscarded(let event):
      self.init("VersionDiscarded", [event.key], version: event.version)
    case .valuesPurged(let event): self.init("ValuesPurged", [event.key])
    default: self.init("")
    }
  }

  private init(tool event: Event) {
    switch event {
    case .toolAdded(let event): self.init("ToolAdded", [event.tool])
    case .toolEdited(let event):
      self.init("ToolEdited", [event.tool], detail: event.changes.names.joined(separator: " "))
    case .toolRenamed(let event): self.init("ToolRenamed", [event.tool], detail: event.name)
    case .toolRemoved(let event): self.init("ToolRemoved", [event.tool])
    case .targetAdded(let event):
      self.init(
        "TargetAdded", [event.tool], detail: event.attributes.path ?? event.targetKind.rawValue)
    case .targetEdited(let event):
      self.init("TargetEdited", [event.tool], detail: event.changes.names.joined(separator: " "))
    case .targetRemoved(let event): self.init("TargetRemoved", [event.tool])
    default: self.init("")
    }
  }

  private init(use event: Event) {
    switch event {
    case .connected(let event):
      self.init("Connected", [event.tool, event.key], detail: event.variable)
    case .connectionEdited(let event): self.init("ConnectionEdited", [event.tool, event.key])
    case .disconnected(let event): self.init("Disconnected", [event.tool, event.key])
    case .adopted(let event):
      self.init(
        "Adopted", [event.tool, event.key], version: event.version,
        detail: [event.level.rawValue, event.note].compactMap { $0 }.joined(separator: " "))
    case .waived(let event):
      self.init(
        "Waived", [event.tool, event.key], version: event.version, detail: event.reason)
    case .useObserved(let event):
      self.init("UseObserved", [event.tool, event.key].compactMap { $0 })
      use = ObservedUse(
        kind: event.useKind, count: event.count, firstAt: event.firstAt, lastAt: event.lastAt,
        by: event.by)
    default: self.init("")
    }
  }

  private init(rotation event: Event) {
    switch event {
    case .rotationStarted(let event):
      self.init("RotationStarted", [event.key], version: event.to)
    case .rotationEnded(let event):
      self.init("RotationEnded", [event.key], detail: event.outcome.rawValue)
    case .emissionIntended(let event):
      self.init("EmissionIntended", [event.tool] + event.versions.map(\.key))
    case .emitted(let event):
      self.init("Emitted", [event.tool] + event.versions.map(\.key))
    case .emissionFailed(let event):
      self.init(
        "EmissionFailed", [event.tool] + event.versions.map(\.key), detail: event.reason)
    case .commandIntended(let event):
      self.init(
        "CommandIntended", [event.tool] + event.versions.map(\.key), detail: event.step.rawValue)
    case .commandEnded(let event):
      self.init("CommandEnded", [event.tool], detail: event.code)
    case .adoptionLowered(let event):
      self.init(
        "AdoptionLowered", [event.tool, event.key], version: event.version,
        detail: "\(event.level.rawValue) \(event.cause.rawValue)")
    default: self.init("")
    }
  }
}

import ByteCoding

/// A fact about the vault. State is the fold of events in the order of the ledger; the bytes of
/// each are specified in `Vault.docc/Events.md`.
package enum Event: Equatable, Sendable {
  case vaultCreated(VaultCreated)
  case settingChanged(SettingChanged)
  case slotNoted(SlotNoted)
  case slotForgotten(SlotForgotten)
  case keyAdded(KeyAdded)
  case keyEdited(KeyEdited)
  case keyRenamed(KeyRenamed)
  case keyRemoved(KeyRemoved)
  case versionStaged(VersionStaged)
  case versionPromoted(VersionPromoted)
  case versionRevoked(VersionRevoked)
  case versionDiscarded(VersionDiscarded)
  case valuesPurged(ValuesPurged)
  case toolAdded(ToolAdded)
  case toolEdited(ToolEdited)
  case toolRenamed(ToolRenamed)
  case toolRemoved(ToolRemoved)
  case targetAdded(TargetAdded)
  case targetEdited(TargetEdited)
  case targetRemoved(TargetRemoved)
  case connected(Connected)
  case connectionEdited(ConnectionEdited)
  case disconnected(Disconnected)
  case rotationStarted(RotationStarted)
  case rotationEnded(RotationEnded)
  case emissionIntended(EmissionIntended)
  case emitted(Emitted)
  case emissionFailed(EmissionFailed)
  case adopted(Adopted)
  case waived(Waived)
  case commandIntended(CommandIntended)
  case commandEnded(CommandEnded)
  case adoptionLowered(AdoptionLowered)
  case useObserved(UseObserved)

  /// Reads an event. Refuses every other spelling of it, keys that its kind does not have, and
  /// kinds that are not known here.
  package init(kind: UInt64, payload: [UInt8]) throws(EventError) {
    switch kind {
    case VaultCreated.kind: self = .vaultCreated(try VaultCreated(decoding: payload))
    case SettingChanged.kind: self = .settingChanged(try SettingChanged(decoding: payload))
    case SlotNoted.kind: self = .slotNoted(try SlotNoted(decoding: payload))
    case SlotForgotten.kind: self = .slotForgotten(try SlotForgotten(decoding: payload))
    case KeyAdded.kind: self = .keyAdded(try KeyAdded(decoding: payload))
    case KeyEdited.kind: self = .keyEdited(try KeyEdited(decoding: payload))
    case KeyRenamed.kind: self = .keyRenamed(try KeyRenamed(decoding: payload))
    case KeyRemoved.kind: self = .keyRemoved(try KeyRemoved(decoding: payload))
    case VersionStaged.kind: self = .versionStaged(try VersionStaged(decoding: payload))
    case VersionPromoted.kind: self = .versionPromoted(try VersionPromoted(decoding: payload))
    case VersionRevoked.kind: self = .versionRevoked(try VersionRevoked(decoding: payload))
    case VersionDiscarded.kind: self = .versionDiscarded(try VersionDiscarded(decoding: payload))
    case ValuesPurged.kind: self = .valuesPurged(try ValuesPurged(decoding: payload))
    case ToolAdded.kind: self = .toolAdded(try ToolAdded(decoding: payload))
    case ToolEdited.kind: self = .toolEdited(try ToolEdited(decoding: payload))
    case ToolRenamed.kind: self = .toolRenamed(try ToolRenamed(decoding: payload))
    case ToolRemoved.kind: self = .toolRemoved(try ToolRemoved(decoding: payload))
    case TargetAdded.kind: self = .targetAdded(try TargetAdded(decoding: payload))
    case TargetEdited.kind: self = .targetEdited(try TargetEdited(decoding: payload))
    case TargetRemoved.kind: self = .targetRemoved(try TargetRemoved(decoding: payload))
    case Connected.kind: self = .connected(try Connected(decoding: payload))
    case ConnectionEdited.kind: self = .connectionEdited(try ConnectionEdited(decoding: payload))
    case Disconnected.kind: self = .disconnected(try Disconnected(decoding: payload))
    case RotationStarted.kind: self = .rotationStarted(try RotationStarted(decoding: payload))
    case RotationEnded.kind: self = .rotationEnded(try RotationEnded(decoding: payload))
    case EmissionIntended.kind: self = .emissionIntended(try EmissionIntended(decoding: payload))
    case Emitted.kind: self = .emitted(try Emitted(decoding: payload))
    case EmissionFailed.kind: self = .emissionFailed(try EmissionFailed(decoding: payload))
    case Adopted.kind: self = .adopted(try Adopted(decoding: payload))
    case Waived.kind: self = .waived(try Waived(decoding: payload))
    case CommandIntended.kind: self = .commandIntended(try CommandIntended(decoding: payload))
    case CommandEnded.kind: self = .commandEnded(try CommandEnded(decoding: payload))
    case AdoptionLowered.kind: self = .adoptionLowered(try AdoptionLowered(decoding: payload))
    case UseObserved.kind: self = .useObserved(try UseObserved(decoding: payload))
    default: throw .unknownKind(kind)
    }
  }

  /// Whether an event of this number can be read here.
  package static func knows(_ kind: UInt64) -> Bool { kinds.contains(kind) }

  private static let kinds: Set<UInt64> = [
    VaultCreated.kind, SettingChanged.kind, SlotNoted.kind, SlotForgotten.kind,
    KeyAdded.kind, KeyEdited.kind, KeyRenamed.kind, KeyRemoved.kind,
    VersionStaged.kind, VersionPromoted.kind, VersionRevoked.kind, VersionDiscarded.kind,
    ValuesPurged.kind, ToolAdded.kind, ToolEdited.kind, ToolRenamed.kind,
    ToolRemoved.kind, TargetAdded.kind, TargetEdited.kind, TargetRemoved.kind,
    Connected.kind, ConnectionEdited.kind, Disconnected.kind, RotationStarted.kind,
    RotationEnded.kind, EmissionIntended.kind, Emitted.kind, EmissionFailed.kind,
    Adopted.kind, Waived.kind, CommandIntended.kind, CommandEnded.kind, AdoptionLowered.kind,
    UseObserved.kind,
  ]

  /// The number of the event in the ledger.
  package var kind: UInt64 { type(of: content).kind }

  /// Whether a program that does not know the event must not write to the vault.
  package var critical: Bool { type(of: content).isCritical }

  /// The payload of the event in the ledger.
  package func encodedPayload() -> [UInt8] {
    var writer = CBORWriter()
    writer.map { map in content.write(to: &map) }
    return writer.bytes
  }

  private var content: any EventPayload {
    switch self {
    case .vaultCreated(let event): event
    case .settingChanged(let event): event
    case .slotNoted(let event): event
    case .slotForgotten(let event): event
    case .keyAdded(let event): event
    case .keyEdited(let event): event
    case .keyRenamed(let event): event
    case .keyRemoved(let event): event
    case .versionStaged(let event): event
    case .versionPromoted(let event): event
    case .versionRevoked(let event): event
    case .versionDiscarded(let event): event
    case .valuesPurged(let event): event
    case .toolAdded(let event): event
    case .toolEdited(let event): event
    case .toolRenamed(let event): event
    case .toolRemoved(let event): event
    case .targetAdded(let event): event
    case .targetEdited(let event): event
    case .targetRemoved(let event): event
    case .connected(let event): event
    case .connectionEdited(let event): event
    case .disconnected(let event): event
    case .rotationStarted(let event): event
    case .rotationEnded(let event): event
    case .emissionIntended(let event): event
    case .emitted(let event): event
    case .emissionFailed(let event): event
    case .adopted(let event): event
    case .waived(let event): event
    case .commandIntended(let event): event
    case .commandEnded(let event): event
    case .adoptionLowered(let event): event
    case .useObserved(let event): event
    }
  }
}

/// What each kind of event knows of itself.
protocol EventPayload {
  static var kind: UInt64 { get }
  static var isCritical: Bool { get }
  /// Keys of the payload's map: 0 up to this, without it.
  static var fieldCount: Int { get }
  init(from reader: inout PayloadReader) throws(EventError)
  func write(to map: inout CBORFields)
}

extension EventPayload {
  init(decoding payload: [UInt8]) throws(EventError) {
    var reader = try PayloadReader(payload, fields: Self.fieldCount)
    try self.init(from: &reader)
    try reader.end()
  }
}

import TestSupport
import ByteCoding
import Vault

/// Events over a handful of identifiers, so that they meet: subjects that do not exist, exist
/// twice, are gone, have the same name, or belong to others.
struct RandomEvents {
  var generator: SeededGenerator

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
  }

  private mutating func some(_ base: UInt8, _ count: Int) -> Identifier {
    id(base + UInt8(generator.below(count)))
  }

  private mutating func key() -> Identifier { some(0x10, 4) }
  private mutating func version() -> Identifier { some(0x20, 6) }
  private mutating func tool() -> Identifier { some(0x30, 3) }
  private mutating func target() -> Identifier { some(0x40, 4) }
  private mutating func field() -> Identifier { some(0x50, 3) }
  private mutating func connection() -> Identifier { some(0x60, 8) }
  private mutating func rotation() -> Identifier { some(0x70, 3) }
  private mutating func name() -> String { generator.pick(["a", "A", "b", "a~1010", "ß", "SS"]) }

  private mutating func attributes() -> Attributes {
    let names = [
      "owner", "path", "required", "require", "tag", "user", "group", "reload", "made-from",
      "replaces", "repeats",
    ]
    let values = [
      [], ["yes"], ["no"], ["applied"], ["/x", "/y"], ["7"], ["1002"], ["0"], ["007"],
      [key().hex], [key().hex, key().hex], [version().hex], ["A", "a"],
    ]
    return Attributes(
      (0..<generator.below(3)).map { _ in (generator.pick(names), generator.pick(values)) })
  }

  private mutating func versions() -> [KeyVersion] {
    (0..<generator.below(3)).map { _ in KeyVersion(key: key(), version: version()) }
  }

  mutating func next() -> Event {
    switch generator.below(4) {
    case 0: keyEvent()
    case 1: toolEvent()
    case 2: connectionEvent()
    default: rotationEvent()
    }
  }

  private mutating func keyEvent() -> Event {
    switch generator.below(14) {
    case 0...2:
      let fields = (0..<2).map { _ in Field(id: field(), name: name()) }
      return .keyAdded(
        KeyAdded(key: key(), name: name(), fields: fields, attributes: attributes()))
    case 3: return .keyEdited(KeyEdited(key: key(), changes: attributes()))
    case 4: return .keyRenamed(KeyRenamed(key: key(), name: name()))
    case 5: return .keyRemoved(KeyRemoved(key: key()))
    case 6...8:
      let values = [FieldCommitment(field: field(), commitment: bytes(1))]
      return .versionStaged(
        VersionStaged(
          key: key(), version: version(), values: values, expires: nil,
          origin: generator.pick(VersionOrigin.allCases)))
    case 9...10: return .versionPromoted(VersionPromoted(key: key(), version: version()))
    case 11:
      return .versionRevoked(
        VersionRevoked(key: key(), version: version(), isForced: generator.chance(50)))
    case 12: return .versionDiscarded(VersionDiscarded(key: key(), version: version()))
    default: return .valuesPurged(ValuesPurged(key: key(), versions: [version()]))
    }
  }

  private mutating func toolEvent() -> Event {
    let environment = generator.pick([nil, "prod", "PROD"])
    switch generator.below(12) {
    case 0...2:
      return .toolAdded(
        ToolAdded(
          tool: tool(), name: name(), environment: environment, attributes: attributes()))
    case 3: return .toolEdited(ToolEdited(tool: tool(), changes: attributes()))
    case 4:
      return .toolRenamed(ToolRenamed(tool: tool(), name: name(), environment: environment))
    case 5: return .toolRemoved(ToolRemoved(tool: tool()))
    case 6...8:
      return .targetAdded(
        TargetAdded(
          tool: tool(), target: target(), targetKind: generator.pick(TargetKind.allCases),
          machine: generator.pick(["here", "there"]), attributes: attributes()))
    case 9:
      return .targetEdited(TargetEdited(tool: tool(), target: target(), changes: attributes()))
    case 10: return .targetRemoved(TargetRemoved(tool: tool(), target: target()))
    default: return generator.chance(50) ? vaultEvent() : slotEvent()
    }
  }

  private mutating func vaultEvent() -> Event {
    generator.chance(30)
      ? .vaultCreated(
        VaultCreated(
          name: name(), manifestPublicKey: bytes(1), secretsVersion: version(), fields: []))
      : .settingChanged(
        SettingChanged(name: name(), values: generator.chance(50) ? [] : [name()]))
  }

  private mutating func slotEvent() -> Event {
    generator.chance(30)
      ? .slotForgotten(SlotForgotten(slot: some(0x80, 2)))
      : .slotNoted(
        SlotNoted(slot: some(0x80, 2), kind: .passphrase, name: name(), verifiedAt: nil))
  }

  private mutating func use() -> Event {
    .useObserved(
      UseObserved(
        tool: generator.chance(60) ? tool() : nil, key: generator.chance(60) ? key() : nil,
        useKind: generator.pick(UseKind.allCases), count: UInt64(generator.below(5)),
        firstAt: 0, lastAt: Int64(generator.below(100)),
        by: generator.chance(30) ? "uid 7" : nil))
  }

  private mutating func connectionEvent() -> Event {
    switch generator.below(6) {
    case 4...5: use()
    case 0...1:
      .connected(
        Connected(
          connection: connection(), tool: tool(), key: key(), field: field(),
          variable: generator.pick(["A", "B"]), isRequired: generator.chance(50),
          attributes: attributes()))
    case 2:
      .connectionEdited(
        ConnectionEdited(
          connection: connection(), tool: tool(), key: key(), changes: attributes()))
    default:
      .disconnected(Disconnected(connection: connection(), tool: tool(), key: key()))
    }
  }

  private mutating func rotationEvent() -> Event {
    switch generator.below(14) {
    case 0:
      .rotationStarted(
        RotationStarted(
          rotation: rotation(), key: key(), from: version(), to: version(),
          attributes: attributes()))
    case 1:
      .rotationEnded(
        RotationEnded(
          rotation: rotation(), key: key(), outcome: generator.pick(RotationOutcome.allCases)))
    case 2:
      .emissionIntended(EmissionIntended(tool: tool(), target: target(), versions: versions()))
    case 3...4:
      .emitted(
        Emitted(
          tool: tool(), target: target(),
          versions: versions().map {
            KeyFingerprint(key: $0.key, version: $0.version, fingerprint: bytes(2, 16))
          }))
    case 5:
      .emissionFailed(
        EmissionFailed(tool: tool(), target: target(), versions: versions(), reason: "gone"))
    case 6:
      .adopted(
        Adopted(
          tool: tool(), key: key(), version: version(),
          level: generator.pick(AdoptionLevel.Claim.allCases), evidence: .acknowledged,
          note: nil))
    case 7...8:
      .commandIntended(
        CommandIntended(
          tool: tool(), target: target(), operation: rotation(),
          step: generator.pick(Step.allCases), versions: versions()))
    case 9...10:
      .commandEnded(
        CommandEnded(
          tool: tool(), target: target(), operation: rotation(),
          code: generator.pick(["passed", "passed", "exit-1"])))
    case 11...12:
      .adoptionLowered(
        AdoptionLowered(
          tool: tool(), key: key(), version: version(),
          target: generator.chance(30) ? nil : target(),
          level: generator.pick(AdoptionLevel.Floor.allCases),
          cause: generator.pick(LoweringCause.allCases)))
    default:
      .waived(Waived(tool: tool(), key: key(), version: version(), reason: "r"))
    }
  }
}

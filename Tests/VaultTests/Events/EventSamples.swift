import ByteCoding
import Vault

/// An identifier whose bytes are all `byte`.
func id(_ byte: UInt8) -> Identifier {
  Identifier(Array(repeating: byte, count: 16))
}

func bytes(_ byte: UInt8, _ count: Int = 32) -> [UInt8] {
  Array(repeating: byte, count: count)
}

/// One event of every kind at least, with every optional field once present and once absent.
enum EventSamples {
  static let all: [Event] = vault + keys + versions + tools + connections + rotations

  static let vault: [Event] = [
    .vaultCreated(
      VaultCreated(
        name: "home", manifestPublicKey: bytes(1), secretsVersion: id(2),
        fields: [OwnField(id: id(3), name: "manifest-seed", commitment: bytes(4))])),
    .settingChanged(SettingChanged(name: "audit", values: ["strict"])),
    .settingChanged(SettingChanged(name: "audit", values: [])),
    .slotNoted(SlotNoted(slot: id(5), kind: .keyFile, name: "laptop", verifiedAt: nil)),
    .slotNoted(
      SlotNoted(slot: id(5), kind: .recovery, name: "safe", verifiedAt: 1_700_000_000_000)),
    .slotForgotten(SlotForgotten(slot: id(5))),
  ]

  static let keys: [Event] = [
    .keyAdded(
      KeyAdded(
        key: id(10), name: "acme/live", fields: [Field(id: id(11), name: "token")],
        attributes: Attributes([("provider", ["acme"]), ("tag", ["a", "b"])]))),
    .keyEdited(KeyEdited(key: id(10), changes: Attributes([("owner", [])]))),
    .keyRenamed(KeyRenamed(key: id(10), name: "acme/новый")),
    .keyRemoved(KeyRemoved(key: id(10))),
  ]

  static let versions: [Event] = [
    .versionStaged(
      VersionStaged(
        key: id(10), version: id(12),
        values: [FieldCommitment(field: id(11), commitment: bytes(13))], expires: nil,
        origin: .set)),
    .versionStaged(
      VersionStaged(key: id(10), version: id(12), values: [], expires: -1, origin: .import)),
    .versionPromoted(VersionPromoted(key: id(10), version: id(12))),
    .versionRevoked(VersionRevoked(key: id(10), version: id(12), isForced: true)),
    .versionDiscarded(VersionDiscarded(key: id(10), version: id(12))),
    .valuesPurged(ValuesPurged(key: id(10), versions: [id(12), id(14)])),
  ]

  static let tools: [Event] = [
    .toolAdded(
      ToolAdded(tool: id(20), name: "billing", environment: "prod", attributes: Attributes())),
    .toolEdited(ToolEdited(tool: id(20), changes: Attributes([("owner", ["ops"])]))),
    .toolRenamed(ToolRenamed(tool: id(20), name: "billing", environment: nil)),
    .toolRemoved(ToolRemoved(tool: id(20))),
    .targetAdded(
      TargetAdded(
        tool: id(20), target: id(21), targetKind: .environmentFile, machine: "host",
        attributes: Attributes([("path", ["/srv/.env"])]))),
    .targetEdited(
      TargetEdited(tool: id(20), target: id(21), changes: Attributes([("dialect", ["sh"])]))),
    .targetRemoved(TargetRemoved(tool: id(20), target: id(21))),
  ]

  static let connections: [Event] = [
    .connected(
      Connected(
        connection: id(30), tool: id(20), key: id(10), field: id(11), variable: "ACME_TOKEN",
        isRequired: true, attributes: Attributes([("needs", ["read"])]))),
    .connectionEdited(
      ConnectionEdited(
        connection: id(30), tool: id(20), key: id(10),
        changes: Attributes([("required", ["no"])]))),
    .disconnected(Disconnected(connection: id(30), tool: id(20), key: id(10))),
  ]

  static let rotations: [Event] = [
    .rotationStarted(
      RotationStarted(
        rotation: id(40), key: id(10), from: id(12), to: id(14), attributes: Attributes())),
    .rotationStarted(
      RotationStarted(
        rotation: id(40), key: id(10), from: nil, to: id(14), attributes: Attributes())),
    .rotationEnded(RotationEnded(rotation: id(40), key: id(10), outcome: .rolledBack)),
    .emissionIntended(
      EmissionIntended(
        tool: id(20), target: id(21), versions: [KeyVersion(key: id(10), version: id(14))])),
    .emitted(
      Emitted(
        tool: id(20), target: id(21),
        versions: [KeyFingerprint(key: id(10), version: id(14), fingerprint: bytes(7, 16))])),
    .emissionFailed(
      EmissionFailed(
        tool: id(20), target: id(21), versions: [KeyVersion(key: id(10), version: id(14))],
        reason: "disk-full")),
    .adopted(
      Adopted(
        tool: id(20), key: id(10), version: id(14), level: .applied, evidence: .acknowledged,
        note: "restarted")),
    .adopted(
      Adopted(
        tool: id(20), key: id(10), version: id(14), level: .verified, evidence: .process,
        note: nil)),
    .waived(Waived(tool: id(20), key: id(10), version: id(14), reason: "retired")),
    .commandIntended(
      CommandIntended(
        tool: id(20), target: id(21), operation: id(50), step: .reload,
        versions: [KeyVersion(key: id(10), version: id(14))])),
    .commandEnded(
      CommandEnded(tool: id(20), target: id(21), operation: id(50), code: "exit-3")),
    .adoptionLowered(
      AdoptionLowered(
        tool: id(20), key: id(10), version: id(14), target: id(21), level: .pending,
        cause: .edited)),
    .adoptionLowered(
      AdoptionLowered(
        tool: id(20), key: id(10), version: id(14), target: nil, level: .emitted,
        cause: .process)),
    .useObserved(
      UseObserved(tool: id(20), key: nil, useKind: .run, count: 300, firstAt: 5, lastAt: 9)),
    .useObserved(
      UseObserved(
        tool: nil, key: id(10), useKind: .denied, count: 1, firstAt: 0, lastAt: 0, by: "uid 1002")),
  ]
}

import ByteCoding
import Cryptography
import Ledger
import SecretMemory
import Vault

extension Service {
  func everConnected(_ name: ToolName, _ vault: OpenVault) throws(ServiceError) -> [String] {
    let tool = try find(name, vault)
    var names: Set<String> = []
    do throws(LedgerError) {
      try vault.ledger.history { body in
        for raw in body.events where raw.kind == Connected.kind {
          if case .connected(let event)? = try? Event(kind: raw.kind, payload: raw.payload),
            event.tool == tool.id
          {
            names.insert(event.variable)
          }
        }
        return true
      }
    } catch { throw .ledger(error) }
    return names.sorted()
  }

  /// Noted before a target is touched: after a crash it counts as one that may hold the new value.
  func intend(
    _ selections: [TargetSelection], _ vault: OpenVault
  ) throws(ServiceError) -> Response {
    try change(vault) { state, context throws(Refusal) in
      var events: [Event] = []
      for selection in selections {
        events += try state.decideIntend(
          tool: selection.tool, target: selection.target, &context)
      }
      return events
    }
  }

  func record(
    _ reports: [EmissionReport], _ vault: OpenVault
  ) throws(ServiceError) -> Response {
    var results: [EmissionResult] = []
    for report in reports {
      let outcome: EmissionResult.Outcome
      if let reason = report.failure {
        outcome = .failed(report.selection.versions, reason: reason)
      } else {
        outcome = .emitted(try fingerprints(of: report.selection, vault), changed: report.changed)
      }
      results.append(
        EmissionResult(
          tool: report.selection.tool, target: report.selection.target, outcome: outcome))
    }
    let promoted = try vault.commit(configuration) { context throws(ServiceError) in
      let events = try vault.deciding { state throws(Refusal) in
        try state.decideRecordEmission(results, &context)
      }
      return Draft(events: events, answer: events)
    }
    return .done(try promotions(in: promoted, vault))
  }

  func promotions(in events: [Event], _ vault: OpenVault) throws(ServiceError) -> [Note] {
    var notes: [Note] = []
    for case .versionPromoted(let event) in events {
      let key = try vault.reading { state throws(RecordError) in try state.key(event.key) }
      guard let key, let version = key.version(event.version) else { continue }
      notes.append(.promoted(key: key.name, version: version.number))
    }
    return notes
  }

  /// What a tool was given of each key, told apart without telling what it was.
  func fingerprints(
    of selection: TargetSelection, _ vault: OpenVault
  ) throws(ServiceError) -> [KeyFingerprint] {
    let consumer = try consumerKey(of: selection.tool, vault)
    let connections = try vault.reading { state throws(RecordError) in
      try state.connections(ofTool: selection.tool)
    }
    var fingerprints: [KeyFingerprint] = []
    for held in selection.versions {
      guard let key = try vault.reading({ state throws(RecordError) in try state.key(held.key) }),
        let version = key.version(held.version)
      else { continue }
      let fields = Set(connections.filter { $0.key == key.id }.map(\.field)).sorted()
      var message = SecretBuilder()
      for field in fields {
        let value = try open(field, of: version, of: key, vault)
        try appending { () throws(SecretMemoryError) in
          try message.append(field.bytes.span)
          try message.append(Self.length(value.count).span)
          try value.withSpan { span throws(SecretMemoryError) in try message.append(span) }
        }
      }
      let mark = try Self.fingerprint(message, of: key.id, consumer)
      fingerprints.append(
        KeyFingerprint(key: key.id, version: version.id, fingerprint: mark))
    }
    return fingerprints
  }

  private func appending(_ body: () throws(SecretMemoryError) -> Void) throws(ServiceError) {
    do throws(SecretMemoryError) { try body() } catch { throw .outOfMemory }
  }

  private static func length(_ count: Int) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) }
  }

  private static func fingerprint(
    _ message: borrowing SecretBuilder, of key: Identifier, _ consumer: borrowing SecretBytes
  ) throws(ServiceError) -> [UInt8] {
    do throws(CryptographyError) {
      var hasher = try BLAKE2bHasher(key: consumer, label: Label("keyroll.finger.1"), count: 16)
      hasher.update(key.bytes)
      message.withSpan { hasher.update($0) }
      return hasher.finish()
    } catch { throw .outOfMemory }
  }

  /// The key under which one tool's fingerprints are made.
  private func consumerKey(
    of tool: Identifier, _ vault: OpenVault
  ) throws(ServiceError) -> SecretBytes {
    let record = try vault.reading { state throws(RecordError) in try state.vault() }
    guard let record,
      let field = record.fields.first(where: { $0.name == VaultSecrets.fingerprintRoot })
    else { throw .ledger(.readOnly) }
    let ids = ValueIDs(key: vault.ledger.vaultID, version: record.secretsVersion, field: field.id)
    let root = try open(ids, field.commitment, vault)
    do throws(CryptographyError) {
      return try BLAKE2b.subkey(
        of: root, label: Label("keyroll.consumer"), message: tool.bytes.span)
    } catch { throw .outOfMemory }
  }
}

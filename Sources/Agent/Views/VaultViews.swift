import ByteCoding
import Ledger
import Providers
import SecretMemory
import Vault

extension Service {
  func vaultView(_ vault: OpenVault) throws(ServiceError) -> VaultView {
    let record = try vault.reading { state throws(RecordError) in try state.vault() }
    var keys = 0
    var tools = 0
    try vault.reading { state throws(RecordError) in
      try state.forEachTool { _ in
        tools += 1
        return true
      }
      try state.forEachKey { _ in
        keys += 1
        return true
      }
    }
    let ledger = vault.ledger
    return VaultView(
      path: configuration.vaultPath, name: record?.name ?? "", identifier: ledger.vaultID,
      generation: ledger.generation, epoch: UInt64(ledger.epoch),
      sequence: ledger.nextSequence - 1, keyCount: keys, toolCount: tools,
      bytes: ledger.byteCount, warnings: warnings(vault))
  }

  func warnings(_ vault: OpenVault) -> [Note] {
    var notes: [Note] = vault.ledger.warnings.map { warning in
      switch warning {
      case .damagedHeaderCopy: .headerCopyDamaged
      case .noWitness: .noWitness
      case .stateUnavailable(let error): .stateUnavailable(error)
      case .storage(let warning): .storage(warning)
      }
    }
    if let torn = vault.ledger.droppedTornTail {
      notes.append(
        .tornTailDropped(
          bytes: torn.length,
          mayHaveBeenAcknowledged: vault.ledger.warnings.contains(.noWitness)))
    }
    if let failure = vault.checkpointFailure { notes.append(.checkpointFailed(failure)) }
    if let failure = useBook?.failure, !vault.remembersNothing {
      notes.append(.usesNotRecorded(failure))
    }
    if SecretBytes.lockingFailed { notes.append(.memoryNotLocked) }
    return notes
  }

  func status(_ vault: OpenVault) throws(ServiceError) -> StatusView {
    var keys: [Key] = []
    var tools: [Tool] = []
    try vault.reading { state throws(RecordError) in
      try state.forEachKey { key in
        keys.append(key)
        return true
      }
      try state.forEachTool { tool in
        tools.append(tool)
        return true
      }
    }
    var behind: [RollLine] = []
    for tool in tools {
      behind += try uses(tool.id, vault).filter(\.isBehind)
    }
    let setting = try settingAge(vault)
    let stale = keys.filter { isStale($0, setting) }.sorted { $0.name < $1.name }
    return StatusView(
      vault: try vaultView(vault), rotations: try rotations(ofKey: nil, vault),
      behind: behind.sorted { ($0.tool.text, $0.variable) < ($1.tool.text, $1.variable) },
      stale: try stale.map { key throws(ServiceError) in try view(of: key, vault) },
      advice: Self.advice(keys) + (try recoveryAdvice(vault)))
  }

  /// What the vendors say about the keys at hand.
  private static func advice(_ keys: [Key]) -> [Note] {
    var notes: [Note] = []
    for key in keys.sorted(by: { $0.name < $1.name }) {
      guard let profile = key.attributes.provider.flatMap({ Catalogue.provider($0) }) else {
        continue
      }
      for note in profile.notes {
        switch note {
        case .deprecated(let advice):
          notes.append(.providerAdvice(key: key.name, provider: profile.id, advice: advice))
        case .retired(let since, let advice):
          notes.append(
            .providerRetired(key: key.name, provider: profile.id, since: since, advice: advice))
        case .remark: break
        }
      }
    }
    return notes
  }

  private func recoveryAdvice(_ vault: OpenVault) throws(ServiceError) -> [Note] {
    let notes = try vault.reading { state throws(RecordError) in try state.slotNotes() }
    let recovery = notes.filter { $0.kind == .recovery }
    return recovery.isEmpty || recovery.contains { $0.verifiedAt != nil }
      ? [] : [.recoveryNeverTested]
  }

  func settings(_ vault: OpenVault) throws(ServiceError) -> [SettingLine] {
    let set = try vault.reading { state throws(RecordError) in try state.settings() }
    return Setting.allCases.map { setting in
      let values = set.first { $0.name == setting.rawValue }?.values
      return SettingLine(
        name: setting.rawValue, values: values ?? setting.standard, isDefault: values == nil)
    }
  }

  func set(
    _ name: String, _ values: [String], _ vault: OpenVault
  ) throws(ServiceError) -> Response {
    guard let setting = Setting(rawValue: name) else {
      throw .unknownSetting(name: name, known: Setting.allCases.map(\.rawValue))
    }
    guard values.isEmpty || setting.accepts(values) else {
      throw .invalidSetting(name: name, accepted: setting.accepted)
    }
    return try change(vault) { state, _ throws(Refusal) in
      try state.decideSetting(name, values)
    }
  }

  func noteAcceptedRollback(_ vault: OpenVault) throws(ServiceError) -> Response {
    let time = Timestamp(milliseconds: configuration.now()).dateTime
    return try change(vault) { state, _ throws(Refusal) in
      try state.decideSetting("rollback-accepted", [time])
    }
  }
}

extension OpenVault {
  /// Whether that the state directory cannot be used was said already.
  var remembersNothing: Bool {
    ledger.warnings.contains { if case .stateUnavailable = $0 { true } else { false } }
  }
}

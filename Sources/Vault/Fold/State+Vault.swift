import ByteCoding

extension State {
  mutating func fold(_ event: VaultCreated, _ stamp: Stamp) throws(RecordError) {
    guard try vault() == nil else { return }
    let vault = VaultRecord(
      name: event.name, manifestPublicKey: event.manifestPublicKey,
      secretsVersion: event.secretsVersion, fields: event.fields, createdAt: stamp.time)
    set(RecordKey.vault) { vault.write(to: &$0) }
  }

  mutating func fold(_ event: SettingChanged) {
    if event.name == AuditSetting.name {
      let isStrict = event.values == [AuditSetting.strict.rawValue]
      set(RecordKey.usesFirst, isStrict ? Self.null : nil)
    }
    guard !event.values.isEmpty else { return set(RecordKey.setting(event.name), nil) }
    set(RecordKey.setting(event.name)) { writer in
      writer.array(event.values) { writer, value in writer.text(value) }
    }
  }

  mutating func fold(_ event: SlotNoted) {
    let note = SlotNote(
      slot: event.slot, kind: event.kind, name: event.name, verifiedAt: event.verifiedAt)
    set(RecordKey.slot(event.slot)) { note.write(to: &$0) }
  }

  mutating func fold(_ event: SlotForgotten) {
    set(RecordKey.slot(event.slot), nil)
  }

  private static var null: [UInt8] {
    var writer = CBORWriter()
    writer.null()
    return writer.bytes
  }
}

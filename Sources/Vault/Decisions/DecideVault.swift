package import ByteCoding

extension State {
  package func decideCreate(_ vault: VaultCreated) throws(Refusal) -> [Event] {
    guard try reading({ s throws(RecordError) in try s.vault() }) == nil else {
      throw .vaultExists
    }
    return [.vaultCreated(vault)]
  }

  /// Sets a setting, or with no values returns it to its default.
  package func decideSetting(_ name: String, _ values: [String]) throws(Refusal) -> [Event] {
    try Self.check(Attributes([(name, values)]))
    let now = try reading { s throws(RecordError) in try s.setting(name) }
    guard values != (now ?? []) else { return [] }
    return [.settingChanged(SettingChanged(name: name, values: values))]
  }

  package func decideNoteSlot(_ note: SlotNoted) throws(Refusal) -> [Event] {
    let known = try reading { s throws(RecordError) in try s.slotNotes() }
    let same = SlotNote(
      slot: note.slot, kind: note.kind, name: note.name, verifiedAt: note.verifiedAt)
    return known.contains(same) ? [] : [.slotNoted(note)]
  }

  package func decideForgetSlot(_ slot: Identifier) throws(Refusal) -> [Event] {
    let known = try reading { s throws(RecordError) in try s.slotNotes() }
    guard known.contains(where: { $0.slot == slot }) else { return [] }
    return [.slotForgotten(SlotForgotten(slot: slot))]
  }
}

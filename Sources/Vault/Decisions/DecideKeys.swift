package import ByteCoding

extension State {
  /// Changes attributes of a key; an empty list removes one. No events where nothing would change.
  package func decideEdit(
    key id: Identifier, _ changes: Attributes
  ) throws(Refusal) -> [Event] {
    let effective = try existing(key: id).attributes.effective(changes)
    try Self.check(effective)
    try checkSources(of: id, effective.madeFrom)
    return effective.isEmpty ? [] : [.keyEdited(KeyEdited(key: id, changes: effective))]
  }

  package func decideRename(key id: Identifier, to name: KeyName) throws(Refusal) -> [Event] {
    let key = try existing(key: id)
    guard !key.name.utf8.elementsEqual(name.text.utf8) else { return [] }
    try checkFree(name, for: id)
    return [.keyRenamed(KeyRenamed(key: id, name: name.text))]
  }

  /// Removes a key that no tool uses. With `purge` its values leave the file too: the caller
  /// compacts the ledger without the blobs of all its versions.
  package func decideRemove(key id: Identifier, purge: Bool) throws(Refusal) -> [Event] {
    let key = try existing(key: id)
    let tools = try toolNames(ofKey: id)
    guard tools.isEmpty else { throw .connected(key: key.name, tools: tools) }
    let laggards = try laggards(replacing: key)
    guard laggards.isEmpty else { throw .toolsPending(laggards) }
    let removed = Event.keyRemoved(KeyRemoved(key: id))
    guard purge else { return [removed] }
    return [
      .valuesPurged(ValuesPurged(key: id, versions: key.versions.map(\.id))), removed,
    ]
  }

  /// Throws when a key's value would be made from itself, or from a key that is not there.
  func checkSources(of id: Identifier, _ sources: [Identifier]) throws(Refusal) {
    var seen: Set<Identifier> = []
    for source in sources { _ = try existing(key: source) }
    var open = sources
    while let next = open.popLast() {
      // A source of a source may be gone.
      guard let key = try reading({ s throws(RecordError) in try s.key(next) }) else { continue }
      guard next != id else { throw .madeFromCycle(key: key.name) }
      if seen.insert(next).inserted { open += key.attributes.madeFrom }
    }
  }
}

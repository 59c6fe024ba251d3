package import ByteCoding

/// A key that a new value of another one concerns.
package struct ImpactedKey: Sendable {
  package let key: Key
  /// Keys through which it is made from the first, that one first; empty for the first itself.
  package let via: [Key]
  package let entries: [RollEntry]
}

extension State {
  /// What a new value of a key concerns: the key itself, then all that are made from it, each once
  /// and on the shortest way.
  package func impact(ofKey id: Identifier) throws(Refusal) -> [ImpactedKey] {
    var result: [ImpactedKey] = []
    var seen: Set<Identifier> = [id]
    var open: [(key: Identifier, via: [Key])] = [(id, [])]
    while !open.isEmpty {
      let (id, via) = open.removeFirst()
      let key = try existing(key: id)
      result.append(ImpactedKey(key: key, via: via, entries: try roll(ofKey: id)))
      for made in try reading({ s throws(RecordError) in try s.keyIDs(madeFrom: id) })
      where seen.insert(made).inserted {
        open.append((made, via + [key]))
      }
    }
    return result
  }
}

package import ByteCoding

/// What hangs on a key besides the tools that are connected to it.
extension State {
  /// Keys whose values are made from this one's.
  package func keyIDs(madeFrom key: Identifier) throws(RecordError) -> [Identifier] {
    var result: [Identifier] = []
    try scan(RecordKey.madeKeys(from: key)) { record, _ throws(RecordError) in
      result.append(try Self.identifier(endOf: record))
      return true
    }
    return result
  }

  /// Uses of this key that another key has taken over.
  func replacements(ofKey key: Identifier) throws(RecordError) -> [Replacement] {
    var result: [Replacement] = []
    try scan(RecordKey.replacements(ofKey: key)) { record, value throws(RecordError) in
      let connection = try Self.identifier(endOf: record)
      result.append(
        try Self.decode(value) { r throws(CBORError) in
          try r.tuple(2)
          return Replacement(
            connection: connection, by: try r.identifier(), tool: try r.identifier())
        })
      return true
    }
    return result
  }

  mutating func move(
    _ key: Identifier, fromSources old: [Identifier], toSources new: [Identifier]
  ) {
    for source in Set(old).subtracting(new) {
      set(RecordKey.madeKey(key, from: source), nil)
    }
    for source in Set(new).subtracting(old) where source != key {
      set(RecordKey.madeKey(key, from: source)) { $0.null() }
    }
  }

  mutating func enter(_ connection: Connection) {
    for old in connection.attributes.replaces {
      set(RecordKey.replacement(ofKey: old, by: connection.id)) { writer in
        writer.array(2)
        writer.identifier(connection.key)
        writer.identifier(connection.tool)
      }
    }
  }

  mutating func leave(_ connection: Connection) {
    for old in connection.attributes.replaces {
      set(RecordKey.replacement(ofKey: old, by: connection.id), nil)
    }
  }

  /// A key that is gone has nothing that hangs on it.
  mutating func forgetDependents(of key: Key) throws(RecordError) {
    move(key.id, fromSources: key.attributes.madeFrom, toSources: [])
    for made in try keyIDs(madeFrom: key.id) { set(RecordKey.madeKey(made, from: key.id), nil) }
    for item in try replacements(ofKey: key.id) {
      set(RecordKey.replacement(ofKey: key.id, by: item.connection), nil)
    }
  }
}

/// A connection to another key in place of one to this key.
struct Replacement {
  let connection: Identifier
  let by: Identifier
  let tool: Identifier
}

package import ByteCoding

extension State {
  /// Nil before the vault's first event.
  package func vault() throws(RecordError) -> VaultRecord? {
    try value(RecordKey.vault) { r throws(CBORError) in try VaultRecord(from: &r) }
  }

  /// The values of a setting, nil for its default.
  package func setting(_ name: String) throws(RecordError) -> [String]? {
    try value(RecordKey.setting(name)) { r throws(CBORError) in
      try r.elements { r throws(CBORError) in try r.text() }
    }
  }

  /// All settings that are not the default, ascending by name.
  package func settings() throws(RecordError) -> [(name: String, values: [String])] {
    var result: [(name: String, values: [String])] = []
    try scan(RecordKey.allSettings) { key, value throws(RecordError) in
      let values = try Self.decode(value) { r throws(CBORError) in
        try r.elements { r throws(CBORError) in try r.text() }
      }
      result.append((String(decoding: key.dropFirst(), as: UTF8.self), values))
      return true
    }
    return result
  }

  package func slotNotes() throws(RecordError) -> [SlotNote] {
    var result: [SlotNote] = []
    try scan(RecordKey.allSlots) { key, value throws(RecordError) in
      let slot = try Self.identifier(endOf: key)
      result.append(
        try Self.decode(value) { r throws(CBORError) in try SlotNote(slot: slot, from: &r) })
      return true
    }
    return result
  }

  package func key(_ id: Identifier) throws(RecordError) -> Key? {
    if let latestKey, latestKey.id == id { return latestKey }
    return try value(RecordKey.key(id)) { r throws(CBORError) in try Key(id: id, from: &r) }
  }

  /// The key of that name, whatever the case of its letters.
  package func key(named name: String) throws(RecordError) -> Key? {
    guard let id = try names(folded(name)).key else { return nil }
    return try key(id)
  }

  /// Calls `body` with every key, in the order of identifiers, until it returns false.
  package func forEachKey(_ body: (Key) -> Bool) throws(RecordError) {
    try scan(RecordKey.allKeys) { key, value throws(RecordError) in
      let id = try Self.identifier(endOf: key)
      return body(try Self.decode(value) { r throws(CBORError) in try Key(id: id, from: &r) })
    }
  }

  package func tool(_ id: Identifier) throws(RecordError) -> Tool? {
    try value(RecordKey.tool(id)) { r throws(CBORError) in try Tool(id: id, from: &r) }
  }

  /// The tools of that name, whatever the case of its letters: one for each environment.
  package func tools(named name: String) throws(RecordError) -> [Tool] {
    var result: [Tool] = []
    for id in try names(folded(name)).tools {
      if let tool = try tool(id) { result.append(tool) }
    }
    return result
  }

  /// Calls `body` with every tool, in the order of identifiers, until it returns false.
  package func forEachTool(_ body: (Tool) -> Bool) throws(RecordError) {
    try scan(RecordKey.allTools) { key, value throws(RecordError) in
      let id = try Self.identifier(endOf: key)
      return body(try Self.decode(value) { r throws(CBORError) in try Tool(id: id, from: &r) })
    }
  }

  package func connection(
    _ id: Identifier, ofKey key: Identifier
  ) throws(RecordError) -> Connection? {
    try value(RecordKey.connection(id, ofKey: key)) { r throws(CBORError) in
      try Connection(id: id, ofKey: key, from: &r)
    }
  }

  package func connections(ofKey key: Identifier) throws(RecordError) -> [Connection] {
    var result: [Connection] = []
    try scan(RecordKey.connections(ofKey: key)) { record, value throws(RecordError) in
      let id = try Self.identifier(endOf: record)
      result.append(
        try Self.decode(value) { r throws(CBORError) in
          try Connection(id: id, ofKey: key, from: &r)
        })
      return true
    }
    return result
  }

  package func connections(ofTool tool: Identifier) throws(RecordError) -> [Connection] {
    var result: [Connection] = []
    for (key, id) in try index(ofTool: tool) {
      if let connection = try connection(id, ofKey: key) { result.append(connection) }
    }
    return result
  }

  /// Calls `body` with every connection, in the order of keys, until it returns false.
  package func forEachConnection(_ body: (Connection) -> Bool) throws(RecordError) {
    try scan(RecordKey.allConnections) { record, value throws(RecordError) in
      guard let ends = RecordKey.ends(ofConnection: record) else { throw .unavailable }
      return body(
        try Self.decode(value) { r throws(CBORError) in
          try Connection(id: ends.connection, ofKey: ends.key, from: &r)
        })
    }
  }

  package func adoption(tool: Identifier, key: Identifier) throws(RecordError) -> Adoption? {
    try value(RecordKey.adoption(ofKey: key, by: tool)) { r throws(CBORError) in
      try Adoption(ofKey: key, by: tool, from: &r)
    }
  }

  /// One for each tool that is connected to the key.
  package func adoptions(ofKey key: Identifier) throws(RecordError) -> [Adoption] {
    var result: [Adoption] = []
    try forEachAdoption(ofKey: key) { adoption in
      result.append(adoption)
      return true
    }
    return result
  }

  /// Calls `body` with one for each tool that is connected to the key, until it returns false.
  func forEachAdoption(
    ofKey key: Identifier, _ body: (Adoption) throws(RecordError) -> Bool
  ) throws(RecordError) {
    try scan(RecordKey.adoptions(ofKey: key)) { record, value throws(RecordError) in
      let tool = try Self.identifier(endOf: record)
      return try body(
        try Self.decode(value) { r throws(CBORError) in
          try Adoption(ofKey: key, by: tool, from: &r)
        })
    }
  }

  package func level(
    tool: Identifier, key: Identifier, version: Identifier
  ) throws(RecordError) -> AdoptionLevel {
    try adoption(tool: tool, key: key)?.level(of: version) ?? .pending
  }

  package func openRotation(ofKey key: Identifier) throws(RecordError) -> Rotation? {
    try value(RecordKey.rotation(ofKey: key)) { r throws(CBORError) in
      try Rotation(ofKey: key, from: &r)
    }
  }

  /// Calls `body` with every open rotation, in the order of keys, until it returns false.
  package func forEachOpenRotation(_ body: (Rotation) -> Bool) throws(RecordError) {
    try scan(RecordKey.allRotations) { record, value throws(RecordError) in
      let key = try Self.identifier(endOf: record)
      return body(
        try Self.decode(value) { r throws(CBORError) in try Rotation(ofKey: key, from: &r) })
    }
  }

  /// The connections of a tool, with the keys that they lead to.
  func index(
    ofTool tool: Identifier
  ) throws(RecordError) -> [(key: Identifier, connection: Identifier)] {
    var result: [(key: Identifier, connection: Identifier)] = []
    try scan(RecordKey.uses(ofTool: tool)) { record, _ throws(RecordError) in
      guard let ends = RecordKey.ends(ofUse: record) else { throw .unavailable }
      result.append(ends)
      return true
    }
    return result
  }
}

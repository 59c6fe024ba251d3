import ByteCoding

/// Who has a name: at most one key, or tools of different environments.
struct NameHolders: Equatable {
  var key: Identifier?
  var tools: [Identifier] = []

  var isEmpty: Bool { key == nil && tools.isEmpty }
}

extension NameHolders {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(2)
    key = try reader.optional { r throws(CBORError) in try r.identifier() }
    tools = try reader.elements { r throws(CBORError) in try r.identifier() }
  }

  func write(to writer: inout CBORWriter) {
    writer.array(2)
    writer.optionalIdentifier(key)
    writer.array(tools) { writer, tool in writer.identifier(tool) }
  }
}

extension State {
  func names(_ folded: String) throws(RecordError) -> NameHolders {
    try value(RecordKey.name(folded)) { r throws(CBORError) in try NameHolders(from: &r) }
      ?? NameHolders()
  }

  /// Enters a key under its name, or under the first listed name that is free, which it returns.
  mutating func claim(_ name: String, forKey id: Identifier) throws(RecordError) -> String {
    for candidate in [name] + ListedName.candidates(name, id) {
      guard try names(folded(candidate)).isEmpty else { continue }
      put(NameHolders(key: id), folded(candidate))
      return candidate
    }
    return name
  }

  /// Enters a tool under its name, or under the first listed name that is free in its environment,
  /// which it returns.
  mutating func claim(
    _ name: String, environment: String?, forTool id: Identifier
  ) throws(RecordError) -> String {
    for candidate in [name] + ListedName.candidates(name, id) {
      var holders = try names(folded(candidate))
      guard holders.key == nil, try !holds(holders, environment) else { continue }
      holders.tools.append(id)
      put(holders, folded(candidate))
      return candidate
    }
    return name
  }

  mutating func release(_ key: Key) throws(RecordError) {
    var holders = try names(folded(key.name))
    guard holders.key == key.id else { return }
    holders.key = nil
    put(holders, folded(key.name))
  }

  mutating func release(_ tool: Tool) throws(RecordError) {
    var holders = try names(folded(tool.name))
    holders.tools.removeAll { $0 == tool.id }
    put(holders, folded(tool.name))
  }

  /// Whether one of the tools is of that environment.
  private func holds(
    _ holders: NameHolders, _ environment: String?
  ) throws(RecordError) -> Bool {
    for id in holders.tools {
      if let tool = try tool(id), tool.environment.map(folded) == environment.map(folded) {
        return true
      }
    }
    return false
  }

  private mutating func put(_ holders: NameHolders, _ folded: String) {
    if holders.isEmpty {
      set(RecordKey.name(folded), nil)
    } else {
      set(RecordKey.name(folded)) { holders.write(to: &$0) }
    }
  }
}

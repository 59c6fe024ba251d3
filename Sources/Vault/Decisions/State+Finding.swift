import ByteCoding

/// What a reference leads to.
package struct Resolved: Sendable {
  package let key: Key
  package let version: Version
  /// Nil where none was named; a key with one field needs none.
  package let field: Field?
}

extension State {
  /// Turns a failure to read into a refusal.
  func reading<Value>(
    _ body: (borrowing State) throws(RecordError) -> Value
  ) throws(Refusal) -> Value {
    do throws(RecordError) { return try body(self) } catch { throw .unavailable }
  }

  /// The key of a name typed by someone.
  package func find(key name: String) throws(Refusal) -> Key {
    if let key = try reading({ s throws(RecordError) in try s.key(named: name) }) { return key }
    var names: [String] = []
    try reading { s throws(RecordError) in
      try s.forEachKey { key in
        names.append(key.name)
        return true
      }
    }
    throw .noSuchKey(name: name, suggestion: didYouMean(name, among: names.sorted()))
  }

  /// The tool of a name typed by someone; without an environment the only one of that name.
  package func find(tool name: ToolName) throws(Refusal) -> Tool {
    try find(tool: name.name, environment: name.environment)
  }

  /// As `find(tool:)`, where the name may also be a listed one such as `billing~1b2c`.
  package func find(tool name: String, environment: String?) throws(Refusal) -> Tool {
    let tools = try reading { s throws(RecordError) in try s.tools(named: name) }
    let matching = tools.filter { tool in
      environment == nil || tool.environment.map(folded) == environment.map(folded)
    }
    if let only = matching.first, matching.count == 1 { return only }
    guard matching.isEmpty else {
      // A tool without an environment is meant by its bare name.
      if let bare = matching.first(where: { $0.environment == nil }) { return bare }
      throw .ambiguousTool(name: name, environments: matching.compactMap(\.environment).sorted())
    }
    var texts: [String] = []
    try reading { s throws(RecordError) in
      try s.forEachTool { tool in
        texts.append(tool.text)
        return true
      }
    }
    let typed = environment.map { "\(name)@\($0)" } ?? name
    throw .noSuchTool(name: typed, suggestion: didYouMean(typed, among: texts.sorted()))
  }

  /// The keys whose names match a pattern, ascending by name.
  package func keys(matching pattern: KeyPattern) throws(Refusal) -> [Key] {
    var result: [Key] = []
    try reading { s throws(RecordError) in
      try s.forEachKey { key in
        if pattern.matches(key.name) { result.append(key) }
        return true
      }
    }
    return result.sorted { $0.name < $1.name }
  }

  /// What a reference means; without a version the current one.
  package func resolve(_ reference: Reference) throws(Refusal) -> Resolved {
    let key = try find(key: reference.key)
    let version = try Self.version(reference.version, of: key)
    guard let name = reference.field else {
      return Resolved(key: key, version: version, field: nil)
    }
    guard let field = key.field(named: name) else {
      throw .noSuchField(key: key.name, field: name, fields: key.fields.map(\.name))
    }
    return Resolved(key: key, version: version, field: field)
  }

  static func version(
    _ selector: VersionSelector?, of key: Key
  ) throws(Refusal) -> Version {
    let version: Version? =
      switch selector {
      case nil: key.current
      case .number(let number): key.version(number: number)
      case .label(let label): key.versions.last { $0.label == label }
      }
    if let version { return version }
    guard let selector else { throw .noCurrentVersion(key: key.name) }
    throw .noSuchVersion(
      key: key.name, selector: selector, versions: UInt64(key.versions.count))
  }

  func existing(key id: Identifier) throws(Refusal) -> Key {
    guard let key = try reading({ s throws(RecordError) in try s.key(id) }) else {
      throw .noSuchKey(name: id.hex, suggestion: nil)
    }
    return key
  }

  func existing(tool id: Identifier) throws(Refusal) -> Tool {
    guard let tool = try reading({ s throws(RecordError) in try s.tool(id) }) else {
      throw .noSuchTool(name: id.hex, suggestion: nil)
    }
    return tool
  }

  func existing(
    target id: Identifier, ofTool tool: Identifier
  ) throws(Refusal) -> (Tool, ToolTarget) {
    let tool = try existing(tool: tool)
    guard let target = tool.target(id) else { throw .noSuchTarget(tool: tool.text) }
    return (tool, target)
  }

  /// Names of the tools connected to a key, ascending.
  func toolNames(ofKey id: Identifier) throws(Refusal) -> [String] {
    try roll(ofKey: id).map(\.tool.text)
  }
}

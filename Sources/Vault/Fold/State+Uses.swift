package import ByteCoding

extension State {
  /// Uses of a key by a tool that it is connected to, or, with no tool, of the key by itself. Nil when
  /// none was noted.
  package func use(
    ofKey key: Identifier, by tool: Identifier?
  ) throws(RecordError) -> UseSum? {
    try value(RecordKey.use(ofKey: key, by: tool)) { r throws(CBORError) in try UseSum(from: &r) }
  }

  package func use(ofTool tool: Identifier) throws(RecordError) -> ToolUse {
    try value(RecordKey.use(ofTool: tool)) { r throws(CBORError) in try ToolUse(from: &r) }
      ?? ToolUse()
  }

  /// Takes uses in. As many are kept as there are keys, tools and connected pairs of both.
  mutating func fold(_ event: UseObserved) throws(RecordError) {
    let sum = UseSum(count: event.count, lastAt: event.lastAt, kind: event.useKind)
    guard let key = event.key else {
      if let tool = event.tool { try fold(sum, ofTool: tool) }
      return
    }
    guard event.useKind != .denied, try self.key(key) != nil else { return }
    if let tool = event.tool, try adoption(tool: tool, key: key) == nil { return }
    var use = try use(ofKey: key, by: event.tool)
    use.add(sum)
    set(RecordKey.use(ofKey: key, by: event.tool)) { use?.write(to: &$0) }
  }

  private mutating func fold(_ sum: UseSum, ofTool id: Identifier) throws(RecordError) {
    guard try tool(id) != nil else { return }
    var use = try use(ofTool: id)
    if sum.kind == .denied { use.denials.add(sum) } else { use.uses.add(sum) }
    set(RecordKey.use(ofTool: id)) { use.write(to: &$0) }
  }

  /// Uses of a key by a tool end with the last connection between them.
  mutating func forgetUse(ofKey key: Identifier, by tool: Identifier?) {
    set(RecordKey.use(ofKey: key, by: tool), nil)
  }
}

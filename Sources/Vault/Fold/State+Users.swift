import ByteCoding

extension State {
  /// The tools that run as a user, in the order in which that was noted.
  package func tools(ofUser user: UInt32) throws(RecordError) -> [Tool] {
    var result: [Tool] = []
    for id in try toolIDs(ofUser: user) {
      if let tool = try tool(id) { result.append(tool) }
    }
    return result
  }

  private func toolIDs(ofUser user: UInt32) throws(RecordError) -> [Identifier] {
    try value(RecordKey.user(user)) { r throws(CBORError) in
      try r.elements { r throws(CBORError) in try r.identifier() }
    } ?? []
  }

  /// Lists a tool under the user that it runs as from now on, and no more under the one before.
  mutating func move(
    _ tool: Identifier, fromUser old: UInt32?, toUser new: UInt32?
  ) throws(RecordError) {
    guard old != new else { return }
    if let old { put(try toolIDs(ofUser: old).filter { $0 != tool }, user: old) }
    if let new { put(try toolIDs(ofUser: new) + [tool], user: new) }
  }

  private mutating func put(_ tools: [Identifier], user: UInt32) {
    guard !tools.isEmpty else { return set(RecordKey.user(user), nil) }
    set(RecordKey.user(user)) { writer in
      writer.array(tools) { writer, tool in writer.identifier(tool) }
    }
  }
}

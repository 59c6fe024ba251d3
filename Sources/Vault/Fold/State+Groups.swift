package import ByteCoding

extension State {
  /// The tools of a group, in the order in which they joined it.
  package func toolIDs(ofGroup group: String) throws(RecordError) -> [Identifier] {
    try value(RecordKey.group(folded(group))) { r throws(CBORError) in
      try r.elements { r throws(CBORError) in try r.identifier() }
    } ?? []
  }

  /// Lists a tool under its groups from now on, and no more under those before.
  mutating func move(
    _ tool: Identifier, fromGroups old: [String], toGroups new: [String]
  ) throws(RecordError) {
    let (old, new) = (Set(old.map(folded)), Set(new.map(folded)))
    for group in old.subtracting(new).sorted() {
      put(try toolIDs(ofGroup: group).filter { $0 != tool }, group: group)
    }
    for group in new.subtracting(old).sorted() {
      put(try toolIDs(ofGroup: group) + [tool], group: group)
    }
  }

  private mutating func put(_ tools: [Identifier], group: String) {
    guard !tools.isEmpty else { return set(RecordKey.group(group), nil) }
    set(RecordKey.group(group)) { writer in
      writer.array(tools) { writer, tool in writer.identifier(tool) }
    }
  }
}

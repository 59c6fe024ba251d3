package import ByteCoding

/// Whatever uses keys, in one environment.
package struct Tool: Equatable, Sendable {
  package let id: Identifier
  /// As given, or as `ListedName` says where an earlier tool or key has the name.
  package var name: String
  package var environment: String?
  package var attributes: Attributes
  package var targets: [ToolTarget] = []

  /// `billing` or `billing@prod`.
  package var text: String { environment.map { "\(name)@\($0)" } ?? name }

  package func target(_ id: Identifier) -> ToolTarget? { targets.first { $0.id == id } }

  /// Targets that Keyroll writes.
  package var writtenTargets: [ToolTarget] { targets.filter { $0.kind.isWritten } }

  /// What the tool must reach before an old version may be revoked. Where a person carries values
  /// over, or nothing is known of how they get there, someone must say that it happened; where a
  /// program can show it, that program must.
  package var requiredLevel: AdoptionLevel {
    if let asked = attributes.require { return asked }
    let isTold = targets.allSatisfy { $0.kind.isWritten && !$0.hasProof }
    return targets.isEmpty || !isTold ? .applied : .emitted
  }
}

/// Where a tool takes its values from, on one machine.
package struct ToolTarget: Equatable, Sendable {
  package let id: Identifier
  package var kind: TargetKind
  package var machine: String
  package var attributes: Attributes

  /// Whether something here shows that what was written is in use.
  package var hasProof: Bool { !attributes.reload.isEmpty || !attributes.verify.isEmpty }
}

extension Tool {
  init(id: Identifier, from reader: inout CBORReader) throws(CBORError) {
    self.id = id
    try reader.tuple(4)
    name = try reader.text()
    environment = try reader.optional { r throws(CBORError) in try r.text() }
    attributes = try Attributes(from: &reader)
    targets = try reader.elements { r throws(CBORError) in try ToolTarget(from: &r) }
  }

  func write(to writer: inout CBORWriter) {
    writer.array(4)
    writer.text(name)
    writer.optionalText(environment)
    attributes.write(to: &writer)
    writer.array(targets) { writer, target in target.write(to: &writer) }
  }
}

extension ToolTarget {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(4)
    id = try reader.identifier()
    kind = try reader.word()
    machine = try reader.text()
    attributes = try Attributes(from: &reader)
  }

  func write(to writer: inout CBORWriter) {
    writer.array(4)
    writer.identifier(id)
    writer.text(kind.rawValue)
    writer.text(machine)
    attributes.write(to: &writer)
  }
}

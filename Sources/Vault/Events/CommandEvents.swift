package import ByteCoding

/// A command of a target is about to run: from here on it may have run.
package struct CommandIntended: EventPayload, Equatable, Sendable {
  package static let kind: UInt64 = 57
  package static let isCritical = true
  package static let fieldCount = 5

  package var tool: Identifier
  package var target: Identifier
  /// Given to the command, so that whoever gets it twice can tell.
  package var operation: Identifier
  package var step: Step
  package var versions: [KeyVersion]

  package init(
    tool: Identifier, target: Identifier, operation: Identifier, step: Step, versions: [KeyVersion]
  ) {
    self.tool = tool
    self.target = target
    self.operation = operation
    self.step = step
    self.versions = versions
  }

  init(from reader: inout PayloadReader) throws(EventError) {
    tool = try reader.identifier()
    target = try reader.identifier()
    operation = try reader.identifier()
    step = try reader.word()
    versions = try reader.list { r throws(CBORError) in try KeyVersion(from: &r) }
  }

  func write(to map: inout CBORFields) {
    map.put(0, tool)
    map.put(1, target)
    map.put(2, operation)
    map.put(3, step.rawValue)
    map.put(4, versions) { writer, item in item.write(to: &writer) }
  }
}

/// A command of a target has run, or could not be run.
package struct CommandEnded: EventPayload, Equatable, Sendable {
  package static let kind: UInt64 = 58
  package static let isCritical = true
  package static let fieldCount = 4

  /// The code of a command that did what it was asked.
  package static let passed = "passed"
  /// The code of one that does not count any more, because the target was written again meanwhile, or
  /// another is to run before its end became known.
  package static let overtaken = "rewritten"

  package var tool: Identifier
  package var target: Identifier
  package var operation: Identifier
  /// ``passed``, or why not, such as `exit-3`.
  package var code: String

  package init(tool: Identifier, target: Identifier, operation: Identifier, code: String) {
    self.tool = tool
    self.target = target
    self.operation = operation
    self.code = code
  }

  init(from reader: inout PayloadReader) throws(EventError) {
    tool = try reader.identifier()
    target = try reader.identifier()
    operation = try reader.identifier()
    code = try reader.text()
  }

  func write(to map: inout CBORFields) {
    map.put(0, tool)
    map.put(1, target)
    map.put(2, operation)
    map.put(3, code)
  }
}

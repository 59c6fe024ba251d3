import ByteCoding
import Vault

extension EmissionPlan: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(3)
    targets = try reader.list()
    elsewhere = try reader.list()
    waiting = try reader.list()
  }

  func write(to writer: inout CBORWriter) {
    writer.array(3)
    writer.list(targets)
    writer.list(elsewhere)
    writer.list(waiting)
  }
}

extension PlannedTarget: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(7)
    tool = try reader.next()
    selection = try reader.next()
    target = try reader.next()
    variables = try reader.list()
    keys = try reader.list()
    steps = try reader.steps()
    operation = try reader.optional()
  }

  func write(to writer: inout CBORWriter) {
    writer.array(7)
    tool.write(to: &writer)
    selection.write(to: &writer)
    target.write(to: &writer)
    writer.list(variables)
    writer.list(keys)
    writer.list(Step.allCases.filter(steps.contains).map(\.rawValue))
    writer.optional(operation)
  }
}

extension CBORReader {
  /// Steps in the order in which they are done, none twice.
  fileprivate mutating func steps() throws(CBORError) -> Set<Step> {
    let words = try list(String.self)
    let steps = Set(words.compactMap(Step.init))
    guard words == Step.allCases.filter(steps.contains).map(\.rawValue) else {
      throw .unsupported
    }
    return steps
  }
}

extension OpenOperation: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(3)
    id = try reader.next()
    step = try reader.word()
    versions = try reader.list()
  }

  func write(to writer: inout CBORWriter) {
    writer.array(3)
    writer.identifier(id)
    writer.text(step.rawValue)
    writer.list(versions)
  }
}

extension WaitingTool: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(3)
    tool = try reader.next()
    key = try reader.next()
    `for` = try reader.list()
  }

  func write(to writer: inout CBORWriter) {
    writer.array(3)
    tool.write(to: &writer)
    writer.text(key)
    writer.list(`for`)
  }
}

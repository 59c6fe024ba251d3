import ByteCoding
import Vault

extension CBORReader {
  /// A name for a tool that has none yet, or another: one that can be given.
  mutating func newToolName() throws(CBORError) -> ToolName {
    let name: ToolName = try next()
    do throws(NameProblem) {
      return try ToolName(name: name.name, environment: name.environment)
    } catch { throw .unsupported }
  }
}

extension AddTool: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(4)
    self.init(
      tool: try reader.newToolName(), attributes: try reader.next(),
      target: try reader.optional(), like: try reader.optional())
  }

  func write(to writer: inout CBORWriter) {
    writer.array(4)
    tool.write(to: &writer)
    attributes.write(to: &writer)
    writer.optional(target)
    writer.optional(like)
  }
}

extension Connect: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(9)
    self.init(
      tool: try reader.next(), keys: try reader.list(), field: try reader.optional(),
      variable: try reader.optional(), optional: try reader.next(), needs: try reader.list(),
      requiresAPI: try reader.optional(), allowPublic: try reader.next(),
      allowSpecial: try reader.next())
  }

  func write(to writer: inout CBORWriter) {
    writer.array(9)
    tool.write(to: &writer)
    writer.list(keys)
    writer.optional(field)
    writer.optional(variable)
    writer.bool(optional)
    writer.list(needs)
    writer.optional(requiresAPI)
    writer.bool(allowPublic)
    writer.bool(allowSpecial)
  }
}

extension Revoke: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(3)
    self.init(
      reference: try reader.next(), force: try reader.next(), emergency: try reader.next())
  }

  func write(to writer: inout CBORWriter) {
    writer.array(3)
    reference.write(to: &writer)
    writer.bool(force)
    writer.bool(emergency)
  }
}

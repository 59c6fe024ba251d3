import ByteCoding
import Vault

/// Requests 40 to 63.
extension Change {
  func write(to writer: inout CBORWriter, _ reason: String?) throws(WireError) {
    switch self {
    case .editKey, .renameKey, .removeKey, .setting: writeKeyChange(to: &writer, reason)
    case .acknowledge, .waive, .abortRotation, .rollback, .replace, .revoke:
      writeRotationChange(to: &writer, reason)
    case .addTool, .editTool, .renameTool, .removeTool, .addTarget, .editTarget, .removeTarget:
      writeToolChange(to: &writer, reason)
    case .connect(let wish): writer.request(50, reason, wish)
    case .disconnect(let tool, let key, let field):
      writer.request(51, 3, reason: reason)
      tool.write(to: &writer)
      writer.text(key)
      writer.optional(field)
    case .intendEmission(let selections):
      writer.request(52, 1, reason: reason)
      writer.list(selections)
    case .recordEmission(let reports):
      writer.request(53, 1, reason: reason)
      writer.list(reports)
    case .intendCommands(let wishes):
      writer.request(58, 1, reason: reason)
      writer.list(wishes)
    case .recordCommands(let reports):
      writer.request(59, 1, reason: reason)
      writer.list(reports)
    case .observe(let reports):
      writer.request(60, 1, reason: reason)
      writer.list(reports)
    case .removeSlot, .confirmRecovery, .noteAcceptedRollback: throw .noForm
    }
  }

  private func writeKeyChange(to writer: inout CBORWriter, _ reason: String?) {
    switch self {
    case .editKey(let name, let attributes):
      writer.request(40, 2, reason: reason)
      writer.text(name)
      attributes.write(to: &writer)
    case .renameKey(let name, let new):
      writer.request(41, 2, reason: reason)
      writer.text(name)
      writer.text(new)
    case .removeKey(let name, let purge):
      writer.request(42, 2, reason: reason)
      writer.text(name)
      writer.bool(purge)
    case .setting(let name, let values):
      writer.request(57, 2, reason: reason)
      writer.text(name)
      writer.list(values)
    default: break
    }
  }

  private func writeRotationChange(to writer: inout CBORWriter, _ reason: String?) {
    switch self {
    case .acknowledge(let tool, let key, let level, let note):
      writer.request(54, 4, reason: reason)
      tool.write(to: &writer)
      writer.text(key)
      writer.text(level.rawValue)
      writer.optional(note)
    case .abortRotation(let key): writer.request(55, reason, key)
    case .revoke(let wish): writer.request(56, reason, wish)
    case .waive(let tool, let key, let why):
      writer.request(61, 3, reason: reason)
      tool.write(to: &writer)
      writer.text(key)
      writer.text(why)
    case .rollback(let key, let number):
      writer.request(62, 2, reason: reason)
      writer.text(key)
      writer.optional(number)
    case .replace(let wish): writer.request(63, reason, wish)
    default: break
    }
  }

  private func writeToolChange(to writer: inout CBORWriter, _ reason: String?) {
    switch self {
    case .addTool(let wish): writer.request(43, reason, wish)
    case .editTool(let tool, let attributes):
      writer.request(44, 2, reason: reason)
      tool.write(to: &writer)
      attributes.write(to: &writer)
    case .renameTool(let tool, let new):
      writer.request(45, 2, reason: reason)
      tool.write(to: &writer)
      new.write(to: &writer)
    case .removeTool(let tool, let force):
      writer.request(46, 2, reason: reason)
      tool.write(to: &writer)
      writer.bool(force)
    case .addTarget(let tool, let target):
      writer.request(47, 2, reason: reason)
      tool.write(to: &writer)
      target.write(to: &writer)
    case .editTarget(let tool, let target, let attributes):
      writer.request(48, 3, reason: reason)
      tool.write(to: &writer)
      writer.text(target)
      attributes.write(to: &writer)
    case .removeTarget(let tool, let target):
      writer.request(49, 2, reason: reason)
      tool.write(to: &writer)
      writer.text(target)
    default: break
    }
  }

  init(_ head: RequestHead, _ reader: inout CBORReader) throws(CBORError) {
    switch (head.number, head.arguments) {
    case (40, 2): self = .editKey(name: try reader.next(), attributes: try reader.next())
    case (41, 2): self = .renameKey(name: try reader.next(), to: try reader.next())
    case (42, 2): self = .removeKey(name: try reader.next(), purge: try reader.next())
    case (43, 1): self = .addTool(try reader.next())
    case (44, 2): self = .editTool(try reader.next(), attributes: try reader.next())
    case (45, 2): self = .renameTool(try reader.next(), to: try reader.newToolName())
    case (46, 2): self = .removeTool(try reader.next(), force: try reader.next())
    case (47, 2): self = .addTarget(try reader.next(), try reader.next())
    case (48, 3):
      self = .editTarget(
        try reader.next(), target: try reader.next(), attributes: try reader.next())
    case (49, 2): self = .removeTarget(try reader.next(), target: try reader.next())
    case (50, 1): self = .connect(try reader.next())
    case (51, 3):
      self = .disconnect(try reader.next(), key: try reader.next(), field: try reader.optional())
    case (52, 1): self = .intendEmission(try reader.list())
    case (53, 1): self = .recordEmission(try reader.list())
    default: try self.init(later: head, &reader)
    }
  }

  private init(
    later head: RequestHead, _ reader: inout CBORReader
  ) throws(CBORError) {
    switch (head.number, head.arguments) {
    case (54, 4):
      self = .acknowledge(
        try reader.next(), key: try reader.next(), level: try reader.word(),
        note: try reader.optional())
    case (55, 1): self = .abortRotation(key: try reader.next())
    case (56, 1): self = .revoke(try reader.next())
    case (57, 2): self = .setting(name: try reader.next(), values: try reader.list())
    case (58, 1): self = .intendCommands(try reader.list())
    case (59, 1): self = .recordCommands(try reader.list())
    case (60, 1): self = .observe(try reader.list())
    case (61, 3):
      self = .waive(try reader.next(), key: try reader.next(), reason: try reader.next())
    case (62, 2): self = .rollback(key: try reader.next(), to: try reader.optional())
    case (63, 1): self = .replace(try reader.next())
    default: throw .unsupported
    }
  }
}

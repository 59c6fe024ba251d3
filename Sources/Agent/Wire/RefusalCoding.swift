import ByteCoding
import Vault

extension Refusal: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    switch try reader.variant() {
    case (0, 0): self = .unavailable
    case (1, 2): self = .noSuchKey(name: try reader.next(), suggestion: try reader.optional())
    case (2, 2): self = .noSuchTool(name: try reader.next(), suggestion: try reader.optional())
    case (3, 3):
      self = .noSuchVersion(
        key: try reader.next(), selector: try reader.next(), versions: try reader.next())
    case (4, 3):
      self = .noSuchField(
        key: try reader.next(), field: try reader.next(), fields: try reader.list())
    case (5, 1): self = .noSuchTarget(tool: try reader.next())
    case (6, 1): self = .noCurrentVersion(key: try reader.next())
    case (7, 2): self = .notConnected(tool: try reader.next(), key: try reader.next())
    case (8, 2): self = .ambiguousTool(name: try reader.next(), environments: try reader.list())
    case (9, 0): self = .vaultExists
    case (10, 1): self = .keyExists(name: try reader.next())
    case (11, 1): self = .toolExists(name: try reader.next())
    case (12, 1): self = .nameTakenByKey(name: try reader.next())
    case (13, 1): self = .nameTakenByTool(name: try reader.next())
    case (14, 2): self = .connected(key: try reader.next(), tools: try reader.list())
    case (15, 2): self = .toolConnected(tool: try reader.next(), keys: try reader.list())
    case (16, 3):
      self = .pathTaken(
        path: try reader.next(), machine: try reader.next(), tool: try reader.next())
    case (17, 4):
      self = .variableTaken(
        tool: try reader.next(), variable: try reader.next(), key: try reader.next(),
        field: try reader.next())
    case (18, 3):
      self = .rotationOpen(
        key: try reader.next(), from: try reader.optional(), to: try reader.optional())
    case (19, 1): self = .noOpenRotation(key: try reader.next())
    case (20, 2): self = .alreadyPromoted(key: try reader.next(), number: try reader.next())
    case (21, 3):
      self = .alreadyTaken(
        key: try reader.next(), number: try reader.next(), tools: try reader.list())
    case let (number, arguments): try self.init(more: number, arguments, &reader)
    }
  }

  private init(
    more number: UInt64, _ arguments: Int, _ reader: inout CBORReader
  ) throws(CBORError) {
    switch (number, arguments) {
    case (22, 1): self = .invalidVariable(try reader.next())
    case (23, 2): self = .publicVariable(variable: try reader.next(), prefix: try reader.next())
    case (24, 2): self = .specialVariable(variable: try reader.next(), reason: try reader.word())
    case (25, 3):
      self = .apiMismatch(
        key: try reader.next(), required: try reader.next(), actual: try reader.next())
    case (26, 2): self = .fieldsMissing(key: try reader.next(), fields: try reader.list())
    case (27, 2): self = .textTooLong(attribute: try reader.next(), maximum: try reader.next())
    case (28, 2): self = .notWritten(tool: try reader.next(), kind: try reader.word())
    case (29, 2): self = .otherMachine(tool: try reader.next(), machine: try reader.next())
    case (30, 2): self = .valuesPurged(key: try reader.next(), number: try reader.next())
    case (31, 1): self = .nothingToRevoke(key: try reader.next())
    case (32, 2): self = .alreadyRevoked(key: try reader.next(), number: try reader.next())
    case (33, 3):
      self = .notRevocable(
        key: try reader.next(), number: try reader.next(), label: try reader.word())
    case (34, 1): self = .toolsPending(try reader.list())
    case (35, 0): self = .reasonRequired
    default: try self.init(rotation: number, arguments, &reader)
    }
  }

  private init(
    rotation number: UInt64, _ arguments: Int, _ reader: inout CBORReader
  ) throws(CBORError) {
    switch (number, arguments) {
    case (36, 2): self = .graceRunning(key: try reader.next(), until: try reader.integer())
    case (37, 3):
      self = .rollbackImpossible(
        key: try reader.next(), number: try reader.next(), label: try reader.word())
    case (38, 1): self = .nothingToRollBack(key: try reader.next())
    case (39, 1): self = .noOverlap(key: try reader.next())
    case (40, 1): self = .orderCycle(tool: try reader.next())
    case (41, 1): self = .madeFromCycle(key: try reader.next())
    case (42, 1): self = .unused(key: try reader.next())
    case (43, 2): self = .notReplaceable(key: try reader.next(), fields: try reader.list())
    default: throw .unsupported
    }
  }
}

extension Laggard: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(7)
    self.init(
      tool: try reader.next(), toolName: try reader.next(), key: try reader.next(),
      keyName: try reader.next(), level: try reader.word(), required: try reader.word(),
      next: try reader.next())
  }

  func write(to writer: inout CBORWriter) {
    writer.array(7)
    writer.identifier(tool)
    writer.text(toolName)
    writer.identifier(key)
    writer.text(keyName)
    writer.text(level.rawValue)
    writer.text(required.rawValue)
    next.write(to: &writer)
  }
}

extension Laggard.NextStep: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    switch try reader.variant() {
    case (0, 0): self = .emit
    case (1, 1): self = .acknowledge(try reader.word())
    case (2, 1): self = .rotate(key: try reader.next())
    case (3, 0): self = .run
    case (4, 1): self = .wait(for: try reader.list())
    default: throw .unsupported
    }
  }

  func write(to writer: inout CBORWriter) {
    switch self {
    case .emit: writer.variant(0)
    case .acknowledge(let level): writer.variant(1, level.rawValue)
    case .rotate(let key): writer.variant(2, key)
    case .run: writer.variant(3)
    case .wait(let tools): writer.variant(4, tools)
    }
  }
}

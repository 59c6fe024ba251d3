import ByteCoding
import Ledger
import Platform
import Vault

extension ServiceError: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    switch try reader.variant() {
    case (0, 1): self = .noVault(path: try reader.next())
    case (1, 1): self = .alreadyExists(path: try reader.next())
    case (2, 0): self = .locked
    case (3, 0): self = .wrongFactor
    case (4, 1): self = .refused(try reader.next())
    case (5, 1): self = .ledger(try reader.next())
    case (6, 1): self = .system(try reader.next())
    case (7, 2): self = .invalidName(try reader.next(), try reader.next())
    case (8, 2):
      self = .unknownProvider(name: try reader.next(), suggestion: try reader.optional())
    case (9, 1): self = .missingFields(try reader.list())
    case (10, 2): self = .unknownField(name: try reader.next(), fields: try reader.list())
    case (11, 3):
      self = .unknownParameter(
        name: try reader.next(), provider: try reader.optional(), known: try reader.list())
    case (12, 2):
      self = .missingParameters(try reader.list(), provider: try reader.next())
    case (13, 2): self = .fieldNeeded(key: try reader.next(), fields: try reader.list())
    case (14, 2): self = .variableNeedsField(key: try reader.next(), fields: try reader.list())
    case (15, 1): self = .noSuchSlot(name: try reader.next())
    case (16, 1): self = .ambiguousSlot(name: try reader.next())
    case (17, 1): self = .slotExists(name: try reader.next())
    case (18, 0): self = .lastSlot
    case (19, 1): self = .keyFileNeeded(slot: try reader.next())
    case (20, 1): self = .slot(try reader.next())
    case (21, 1): self = .passphrase(try reader.word())
    case (22, 3):
      self = .noSuchTarget(
        tool: try reader.next(), name: try reader.next(), targets: try reader.list())
    case (23, 2): self = .valuePurged(key: try reader.next(), version: try reader.next())
    case (24, 1): self = .noMatch(pattern: try reader.next())
    case (25, 2): self = .unknownSetting(name: try reader.next(), known: try reader.list())
    case (26, 2): self = .invalidSetting(name: try reader.next(), accepted: try reader.list())
    case (27, 0): self = .outOfMemory
    case (28, 0): self = .denied
    case (29, 1): self = .toolNeeded(tools: try reader.list())
    case (30, 1): self = .useNotRecorded(try reader.next())
    default: throw .unsupported
    }
  }

  func write(to writer: inout CBORWriter) {
    switch self {
    case .noVault(let path): writer.variant(0, path)
    case .alreadyExists(let path): writer.variant(1, path)
    case .locked: writer.variant(2)
    case .wrongFactor: writer.variant(3)
    case .refused(let refusal): writer.variant(4, refusal)
    case .ledger(let error): writer.variant(5, error)
    case .system(let error): writer.variant(6, error)
    case .invalidName(let text, let problem): writer.variant(7, text, problem)
    case .unknownProvider(let name, let suggestion): writer.variant(8, name, or: suggestion)
    case .missingFields(let fields): writer.variant(9, fields)
    case .unknownField(let name, let fields): writer.variant(10, name, fields)
    case .unknownParameter(let name, let provider, let known):
      writer.variant(11, items: 3)
      writer.text(name)
      writer.optional(provider)
      writer.list(known)
    case .missingParameters(let names, let provider):
      writer.variant(12, items: 2)
      writer.list(names)
      writer.text(provider)
    case .fieldNeeded(let key, let fields): writer.variant(13, key, fields)
    case .variableNeedsField(let key, let fields): writer.variant(14, key, fields)
    case .noSuchSlot(let name): writer.variant(15, name)
    case .ambiguousSlot(let name): writer.variant(16, name)
    case .slotExists(let name): writer.variant(17, name)
    case .lastSlot: writer.variant(18)
    case .keyFileNeeded(let slot): writer.variant(19, slot)
    case .slot(let error): writer.variant(20, error)
    case .passphrase(let problem): writer.variant(21, problem.rawValue)
    case .noSuchTarget(let tool, let name, let targets):
      writer.variant(22, items: 3)
      writer.text(tool)
      writer.text(name)
      writer.list(targets)
    case .valuePurged(let key, let version): writer.variant(23, key, version)
    case .noMatch(let pattern): writer.variant(24, pattern)
    case .unknownSetting(let name, let known): writer.variant(25, name, known)
    case .invalidSetting(let name, let accepted): writer.variant(26, name, accepted)
    case .outOfMemory: writer.variant(27)
    case .denied: writer.variant(28)
    case .toolNeeded(let tools): writer.variant(29, tools)
    case .useNotRecorded(let error): writer.variant(30, error)
    }
  }
}

extension NameProblem: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    switch try reader.variant() {
    case (0, 0): self = .empty
    case (1, 0): self = .emptySegment
    case (2, 0): self = .dotSegment
    case (3, 0): self = .leadingHyphen
    case (4, 2):
      guard let number = UInt32(exactly: try reader.unsigned()),
        let scalar = Unicode.Scalar(number)
      else { throw .unsupported }
      self = .character(scalar, position: try reader.next())
    case (5, 0): self = .notNormalized
    case (6, 0): self = .tooLong
    default: throw .unsupported
    }
  }

  func write(to writer: inout CBORWriter) {
    switch self {
    case .empty: writer.variant(0)
    case .emptySegment: writer.variant(1)
    case .dotSegment: writer.variant(2)
    case .leadingHyphen: writer.variant(3)
    case .character(let scalar, let position):
      writer.variant(4, items: 2)
      writer.unsigned(UInt64(scalar.value))
      position.write(to: &writer)
    case .notNormalized: writer.variant(5)
    case .tooLong: writer.variant(6)
    }
  }
}

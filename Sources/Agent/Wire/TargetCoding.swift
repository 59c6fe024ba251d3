import ByteCoding
import Vault

extension TargetDescription: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    switch try reader.variant() {
    case (0, 3):
      self = .environmentFile(
        path: try reader.next(), dialect: try reader.optional(), commands: try reader.next())
    case (1, 0): self = .manual
    case (2, 3):
      self = .command(
        try reader.list(), dialect: try reader.optional(), commands: try reader.next())
    default: throw .unsupported
    }
  }

  func write(to writer: inout CBORWriter) {
    switch self {
    case .environmentFile(let path, let dialect, let commands):
      writer.variant(0, items: 3)
      writer.text(path)
      writer.optional(dialect)
      commands.write(to: &writer)
    case .manual: writer.variant(1)
    case .command(let words, let dialect, let commands):
      writer.variant(2, items: 3)
      writer.list(words)
      writer.optional(dialect)
      commands.write(to: &writer)
    }
  }
}

extension TargetCommands: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(3)
    self.init(
      reload: try reader.list(), verify: try reader.list(), timeout: try reader.optional())
  }

  func write(to writer: inout CBORWriter) {
    writer.array(3)
    writer.list(reload)
    writer.list(verify)
    writer.optional(timeout)
  }
}

extension KeyVersion: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(2)
    self.init(key: try reader.next(), version: try reader.next())
  }

  func write(to writer: inout CBORWriter) {
    writer.array(2)
    writer.identifier(key)
    writer.identifier(version)
  }
}

extension TargetSelection: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(3)
    self.init(tool: try reader.next(), target: try reader.next(), versions: try reader.list())
  }

  func write(to writer: inout CBORWriter) {
    writer.array(3)
    writer.identifier(tool)
    writer.identifier(target)
    writer.list(versions)
  }
}

extension EmissionReport: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(3)
    self.init(
      selection: try reader.next(), failure: try reader.optional(), changed: try reader.next())
  }

  func write(to writer: inout CBORWriter) {
    writer.array(3)
    selection.write(to: &writer)
    writer.optional(failure)
    writer.bool(changed)
  }
}

extension CommandWish: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(2)
    self.init(selection: try reader.next(), step: try reader.word())
  }

  func write(to writer: inout CBORWriter) {
    writer.array(2)
    selection.write(to: &writer)
    writer.text(step.rawValue)
  }
}

extension CommandReport: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(4)
    self.init(
      selection: try reader.next(), operation: try reader.next(), step: try reader.word(),
      code: try reader.next())
  }

  func write(to writer: inout CBORWriter) {
    writer.array(4)
    selection.write(to: &writer)
    writer.identifier(operation)
    writer.text(step.rawValue)
    writer.text(code)
  }
}

extension ObservationReport: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    switch try reader.variant() {
    case (0, 6):
      self = .drift(
        tool: try reader.next(), target: try reader.optional(), key: try reader.next(),
        version: try reader.next(), level: try reader.word(), cause: try reader.word())
    case (1, 3):
      self = .seen(tool: try reader.next(), key: try reader.next(), version: try reader.next())
    default: throw .unsupported
    }
  }

  func write(to writer: inout CBORWriter) {
    switch self {
    case .drift(let tool, let target, let key, let version, let level, let cause):
      writer.variant(0, items: 6)
      writer.identifier(tool)
      writer.optional(target)
      writer.identifier(key)
      writer.identifier(version)
      writer.text(level.rawValue)
      writer.text(cause.rawValue)
    case .seen(let tool, let key, let version):
      writer.variant(1, items: 3)
      writer.identifier(tool)
      writer.identifier(key)
      writer.identifier(version)
    }
  }
}

import ByteCoding
import SecretMemory
import Vault

extension Request {
  /// Writes the body and returns the secrets.
  consuming func write(
    to writer: inout CBORWriter, _ reason: String?
  ) throws(WireError) -> SecretBytes? {
    switch consume self {
    case .value(let reference):
      writer.request(3, 1, reason: reason)
      reference.write(to: &writer)
    case .environment(let request):
      writer.request(4, 3, reason: reason)
      request.tool.write(to: &writer)
      writer.list(request.only)
      writer.text(request.purpose.rawValue)
    case .setKey(let wish, let fields):
      writer.request(5, 2, reason: reason)
      wish.write(to: &writer)
      return try writer.secrets(fields)
    case .stageRotation(let wish, let fields):
      writer.request(6, 2, reason: reason)
      wish.write(to: &writer)
      return try writer.secrets(fields)
    case .recognize(let scope, let fields):
      writer.request(7, 2, reason: reason)
      scope.write(to: &writer)
      return try writer.secrets(fields)
    case .query(let query): query.write(to: &writer, reason)
    case .change(let change): try change.write(to: &writer, reason)
    default: throw .noForm
    }
    return nil
  }

  /// Reads the arguments of a request that carries no secret.
  init(plain head: RequestHead, _ reader: inout CBORReader) throws(CBORError) {
    switch (head.number, head.arguments) {
    case (3, 1): self = .value(try reader.next())
    case (4, 3):
      self = .environment(
        EnvironmentRequest(
          tool: try reader.next(), only: try reader.list(), purpose: try reader.word()))
    case (..<40, _): self = .query(try Query(head, &reader))
    default: self = .change(try Change(head, &reader))
    }
  }
}

extension Reference: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(3)
    self.init(key: try reader.next(), version: try reader.optional(), field: try reader.optional())
  }

  func write(to writer: inout CBORWriter) {
    writer.array(3)
    writer.text(key)
    writer.optional(version)
    writer.optional(field)
  }
}

/// A number, or the word of a label.
extension VersionSelector: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    if reader.peekKind() == .text {
      self = .label(try reader.word())
    } else {
      self = .number(try reader.unsigned())
    }
  }

  func write(to writer: inout CBORWriter) {
    switch self {
    case .number(let number): writer.unsigned(number)
    case .label(let label): writer.text(label.rawValue)
    }
  }
}

/// As listed. Who makes a new name of it checks that it is one.
extension ToolName: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(2)
    self.init(listed: try reader.next(), environment: try reader.optional())
  }

  func write(to writer: inout CBORWriter) {
    writer.array(2)
    writer.text(name)
    writer.optional(environment)
  }
}

extension Attributes: WireValue {}

extension SetKey: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(8)
    self.init(
      name: try reader.next(), attributes: try reader.next(), expires: try reader.optional(),
      fix: try reader.next(), connect: try reader.optional(), variable: try reader.optional(),
      allowPublic: try reader.next(), allowSpecial: try reader.next())
  }

  func write(to writer: inout CBORWriter) {
    writer.array(8)
    writer.text(name)
    attributes.write(to: &writer)
    writer.optional(expires)
    writer.bool(fix)
    writer.optional(connect)
    writer.optional(variable)
    writer.bool(allowPublic)
    writer.bool(allowSpecial)
  }
}

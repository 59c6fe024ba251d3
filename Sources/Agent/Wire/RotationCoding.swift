import ByteCoding
import Vault

extension StageRotation: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(6)
    self.init(
      key: try reader.next(), expires: try reader.optional(), grace: try reader.optional(),
      canary: try reader.list(), emergency: try reader.next(), began: try reader.optional())
  }

  func write(to writer: inout CBORWriter) {
    writer.array(6)
    writer.text(key)
    writer.optional(expires)
    writer.optional(grace)
    writer.list(canary)
    writer.bool(emergency)
    writer.optional(began)
  }
}

extension Replace: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(4)
    self.init(
      old: try reader.next(), new: try reader.next(), tool: try reader.optional(),
      requiresAPI: try reader.optional())
  }

  func write(to writer: inout CBORWriter) {
    writer.array(4)
    writer.text(old)
    writer.text(new)
    writer.optional(tool)
    writer.optional(requiresAPI)
  }
}

extension DueWish: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(2)
    self.init(within: try reader.next(), unused: try reader.next())
  }

  func write(to writer: inout CBORWriter) {
    writer.array(2)
    writer.integer(within)
    writer.integer(unused)
  }
}

extension RecognitionScope: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    switch try reader.variant() {
    case (0, 1): self = .tool(try reader.next())
    case (1, 0): self = .everything
    default: throw .unsupported
    }
  }

  func write(to writer: inout CBORWriter) {
    switch self {
    case .tool(let tool): writer.variant(0, tool)
    case .everything: writer.variant(1)
    }
  }
}

extension RotationView: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(14)
    id = try reader.next()
    key = try reader.next()
    from = try reader.optional()
    to = try reader.next()
    startedAt = try reader.next()
    phase = try reader.word()
    kind = try reader.next()
    graceEnds = try reader.optional()
    grace = try reader.optional()
    canary = try reader.list()
    isEmergency = try reader.next()
    began = try reader.optional()
    tools = try reader.list()
    repeats = try reader.optional()
  }

  func write(to writer: inout CBORWriter) {
    writer.array(14)
    writer.identifier(id)
    writer.text(key)
    writer.optional(from)
    writer.unsigned(to)
    writer.integer(startedAt)
    writer.text(phase.rawValue)
    writer.text(kind)
    writer.optional(graceEnds)
    writer.optional(grace)
    writer.list(canary)
    writer.bool(isEmergency)
    writer.optional(began)
    writer.list(tools)
    writer.optional(repeats)
  }
}

extension RotationTool: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(10)
    tool = try reader.next()
    isRequired = try reader.next()
    level = try reader.word()
    required = try reader.word()
    at = try reader.optional()
    evidence = try reader.optionalWord()
    note = try reader.optional()
    waits = try reader.list()
    machines = try reader.list()
    next = try reader.optional()
  }

  func write(to writer: inout CBORWriter) {
    writer.array(10)
    tool.write(to: &writer)
    writer.bool(isRequired)
    writer.text(level.rawValue)
    writer.text(required.rawValue)
    writer.optional(at)
    writer.optional(evidence?.rawValue)
    writer.optional(note)
    writer.list(waits)
    writer.list(machines)
    writer.optional(next)
  }
}

extension ImpactLine: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(3)
    key = try reader.next()
    via = try reader.list()
    lines = try reader.list()
  }

  func write(to writer: inout CBORWriter) {
    writer.array(3)
    writer.text(key)
    writer.list(via)
    writer.list(lines)
  }
}

extension DueLine: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(6)
    reason = try reader.word()
    key = try reader.next()
    tool = try reader.optional()
    version = try reader.optional()
    at = try reader.optional()
    detail = try reader.optional()
  }

  func write(to writer: inout CBORWriter) {
    writer.array(6)
    writer.text(reason.rawValue)
    writer.text(key)
    writer.optional(tool)
    writer.optional(version)
    writer.optional(at)
    writer.optional(detail)
  }
}

/// The matches alone.
extension Recognition: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) { matches = try reader.list() }
  func write(to writer: inout CBORWriter) { writer.list(matches) }
}

extension Recognition.Match: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(6)
    keyID = try reader.next()
    key = try reader.next()
    field = try reader.next()
    versionID = try reader.next()
    version = try reader.next()
    label = try reader.word()
  }

  func write(to writer: inout CBORWriter) {
    writer.array(6)
    writer.identifier(keyID)
    writer.text(key)
    writer.text(field)
    writer.identifier(versionID)
    writer.unsigned(version)
    writer.text(label.rawValue)
  }
}

import ByteCoding
import Vault

extension ToolView: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(8)
    id = try reader.next()
    name = try reader.next()
    attributes = try reader.next()
    required = try reader.word()
    targets = try reader.list()
    connections = try reader.list()
    lastUse = try reader.optional()
    denials = try reader.optional()
  }

  func write(to writer: inout CBORWriter) {
    writer.array(8)
    writer.identifier(id)
    name.write(to: &writer)
    attributes.write(to: &writer)
    writer.text(required.rawValue)
    writer.list(targets)
    writer.list(connections)
    writer.optional(lastUse)
    writer.optional(denials)
  }
}

extension TargetView: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(11)
    id = try reader.next()
    name = try reader.next()
    kind = try reader.word()
    machine = try reader.next()
    isHere = try reader.next()
    path = try reader.optional()
    dialect = try reader.optional()
    command = try reader.list()
    reload = try reader.list()
    verify = try reader.list()
    timeout = try reader.optional()
  }

  func write(to writer: inout CBORWriter) {
    writer.array(11)
    writer.identifier(id)
    writer.text(name)
    writer.text(kind.rawValue)
    writer.text(machine)
    writer.bool(isHere)
    writer.optional(path)
    writer.optional(dialect)
    writer.list(command)
    writer.list(reload)
    writer.list(verify)
    writer.optional(timeout)
  }
}

extension RollLine: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(19)
    tool = try reader.next()
    key = try reader.next()
    field = try reader.next()
    variable = try reader.next()
    isRequired = try reader.next()
    needs = try reader.list()
    requiresAPI = try reader.optional()
    version = try reader.optional()
    level = try reader.word()
    required = try reader.word()
    holds = try reader.optional()
    owner = try reader.optional()
    lastUse = try reader.optional()
    at = try reader.optional()
    evidence = try reader.optionalWord()
    failure = try reader.optional()
    waiver = try reader.optional()
    connectedAt = try reader.next()
    waits = try reader.list()
  }

  func write(to writer: inout CBORWriter) {
    writer.array(19)
    tool.write(to: &writer)
    writer.text(key)
    writer.text(field)
    writer.text(variable)
    writer.bool(isRequired)
    writer.list(needs)
    writer.optional(requiresAPI)
    writer.optional(version)
    writer.text(level.rawValue)
    writer.text(required.rawValue)
    writer.optional(holds)
    writer.optional(owner)
    writer.optional(lastUse)
    writer.optional(at)
    writer.optional(evidence?.rawValue)
    writer.optional(failure)
    writer.optional(waiver)
    writer.integer(connectedAt)
    writer.list(waits)
  }
}

extension EnvironmentView: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(2)
    tool = try reader.next()
    versions = try reader.list()
  }

  func write(to writer: inout CBORWriter) {
    writer.array(2)
    tool.write(to: &writer)
    writer.list(versions)
  }
}

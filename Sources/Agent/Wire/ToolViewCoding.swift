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
    try reader.tuple(7)
    id = try reader.next()
    name = try reader.next()
    kind = try reader.word()
    machine = try reader.next()
    isHere = try reader.next()
    path = try reader.optional()
    dialect = try reader.optional()
  }

  func write(to writer: inout CBORWriter) {
    writer.array(7)
    writer.identifier(id)
    writer.text(name)
    writer.text(kind.rawValue)
    writer.text(machine)
    writer.bool(isHere)
    writer.optional(path)
    writer.optional(dialect)
  }
}

extension RollLine: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(13)
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
  }

  func write(to writer: inout CBORWriter) {
    writer.array(13)
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
  }
}

extension EmissionPlan: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(2)
    targets = try reader.list()
    elsewhere = try reader.list()
  }

  func write(to writer: inout CBORWriter) {
    writer.array(2)
    writer.list(targets)
    writer.list(elsewhere)
  }
}

extension PlannedTarget: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(5)
    tool = try reader.next()
    selection = try reader.next()
    target = try reader.next()
    variables = try reader.list()
    keys = try reader.list()
  }

  func write(to writer: inout CBORWriter) {
    writer.array(5)
    tool.write(to: &writer)
    selection.write(to: &writer)
    target.write(to: &writer)
    writer.list(variables)
    writer.list(keys)
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

import ByteCoding
import Vault

extension VaultView: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(10)
    path = try reader.next()
    name = try reader.next()
    identifier = try reader.next()
    generation = try reader.next()
    epoch = try reader.next()
    sequence = try reader.next()
    keyCount = try reader.next()
    toolCount = try reader.next()
    bytes = try reader.next()
    warnings = try reader.list()
  }

  func write(to writer: inout CBORWriter) {
    writer.array(10)
    writer.text(path)
    writer.text(name)
    writer.identifier(identifier)
    writer.unsigned(generation)
    writer.unsigned(epoch)
    writer.unsigned(sequence)
    keyCount.write(to: &writer)
    toolCount.write(to: &writer)
    bytes.write(to: &writer)
    writer.list(warnings)
  }
}

extension StatusView: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(5)
    vault = try reader.next()
    rotations = try reader.list()
    behind = try reader.list()
    stale = try reader.list()
    advice = try reader.list()
  }

  func write(to writer: inout CBORWriter) {
    writer.array(5)
    vault.write(to: &writer)
    writer.list(rotations)
    writer.list(behind)
    writer.list(stale)
    writer.list(advice)
  }
}

extension SettingLine: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(3)
    name = try reader.next()
    values = try reader.list()
    isDefault = try reader.next()
  }

  func write(to writer: inout CBORWriter) {
    writer.array(3)
    writer.text(name)
    writer.list(values)
    writer.bool(isDefault)
  }
}

extension SlotView: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(8)
    id = try reader.next()
    name = try reader.next()
    kind = try reader.optionalWord()
    grant = try reader.next()
    lastVerified = try reader.optional()
    passes = try reader.optional()
    memoryBytes = try reader.optional()
    openedThis = try reader.next()
  }

  func write(to writer: inout CBORWriter) {
    writer.array(8)
    writer.identifier(id)
    writer.text(name)
    writer.optional(kind?.rawValue)
    writer.text(grant)
    writer.optional(lastVerified)
    writer.optional(passes)
    writer.optional(memoryBytes)
    writer.bool(openedThis)
  }
}

extension LogLine: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(10)
    sequence = try reader.next()
    time = try reader.next()
    actor = try reader.next()
    machine = try reader.next()
    reason = try reader.optional()
    event = try reader.next()
    subjects = try reader.list()
    version = try reader.optional()
    detail = try reader.optional()
    use = try reader.optional()
  }

  func write(to writer: inout CBORWriter) {
    writer.array(10)
    writer.unsigned(sequence)
    writer.integer(time)
    writer.text(actor)
    writer.text(machine)
    writer.optional(reason)
    writer.text(event)
    writer.list(subjects)
    writer.optional(version)
    writer.optional(detail)
    writer.optional(use)
  }
}

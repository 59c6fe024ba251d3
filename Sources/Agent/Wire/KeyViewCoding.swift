import ByteCoding
import Vault

extension KeyView: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(10)
    id = try reader.next()
    name = try reader.next()
    fields = try reader.list()
    attributes = try reader.next()
    versions = try reader.list()
    tools = try reader.list()
    addedAt = try reader.next()
    editedAt = try reader.next()
    openRotation = try reader.next()
    isStale = try reader.next()
  }

  func write(to writer: inout CBORWriter) {
    writer.array(10)
    writer.identifier(id)
    writer.text(name)
    writer.list(fields)
    attributes.write(to: &writer)
    writer.list(versions)
    writer.list(tools)
    writer.integer(addedAt)
    writer.integer(editedAt)
    writer.bool(openRotation)
    writer.bool(isStale)
  }
}

extension VersionView: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(8)
    id = try reader.next()
    number = try reader.next()
    label = try reader.word()
    stagedAt = try reader.next()
    revokedAt = try reader.optional()
    expires = try reader.optional()
    origin = try reader.word()
    isPurged = try reader.next()
  }

  func write(to writer: inout CBORWriter) {
    writer.array(8)
    writer.identifier(id)
    writer.unsigned(number)
    writer.text(label.rawValue)
    writer.integer(stagedAt)
    writer.optional(revokedAt)
    writer.optional(expires)
    writer.text(origin.rawValue)
    writer.bool(isPurged)
  }
}

/// Null for a key that there is not.
extension KeyStanding: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    self = try reader.optional(KeyView.self).map { .present($0) } ?? .absent
  }

  func write(to writer: inout CBORWriter) {
    switch self {
    case .absent: writer.null()
    case .present(let view): view.write(to: &writer)
    }
  }
}

extension StoredKey: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(4)
    outcome = try reader.word()
    key = try reader.next()
    version = try reader.next()
    connected = try reader.list()
  }

  func write(to writer: inout CBORWriter) {
    writer.array(4)
    writer.text(outcome.rawValue)
    key.write(to: &writer)
    writer.unsigned(version)
    writer.list(connected)
  }
}

extension StagedRotation: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(4)
    key = try reader.next()
    from = try reader.optional()
    to = try reader.next()
    roll = try reader.list()
  }

  func write(to writer: inout CBORWriter) {
    writer.array(4)
    key.write(to: &writer)
    writer.optional(from)
    writer.unsigned(to)
    writer.list(roll)
  }
}

extension RevokedVersion: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(4)
    key = try reader.next()
    numbers = try reader.list()
    writtenOnly = try reader.list()
    forcedPast = try reader.list()
  }

  func write(to writer: inout CBORWriter) {
    writer.array(4)
    key.write(to: &writer)
    writer.list(numbers)
    writer.list(writtenOnly)
    writer.list(forcedPast)
  }
}

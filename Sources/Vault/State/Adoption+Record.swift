import ByteCoding

extension Adoption {
  init(
    ofKey key: Identifier, by tool: Identifier, from reader: inout CBORReader
  ) throws(CBORError) {
    self.key = key
    self.tool = tool
    try reader.tuple(3)
    guard let count = Int(exactly: try reader.unsigned()) else { throw .unsupported }
    connections = count
    targets = try reader.elements { r throws(CBORError) in try TargetAdoption(from: &r) }
    versions = try reader.elements { r throws(CBORError) in try VersionAdoption(from: &r) }
  }

  func write(to writer: inout CBORWriter) {
    writer.array(3)
    writer.unsigned(UInt64(connections))
    writer.array(targets) { writer, target in target.write(to: &writer) }
    writer.array(versions) { writer, version in version.write(to: &writer) }
  }
}

extension TargetAdoption {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(6)
    target = try reader.identifier()
    version = try reader.optional { r throws(CBORError) in try r.identifier() }
    fingerprint = try reader.optional { r throws(CBORError) in try r.bytes(count: 16) }
    at = try reader.integer()
    intended = try reader.optional { r throws(CBORError) in try r.identifier() }
    level = try reader.word()
  }

  func write(to writer: inout CBORWriter) {
    writer.array(6)
    writer.identifier(target)
    writer.optionalIdentifier(version)
    writer.optional(fingerprint) { writer, value in writer.bytes(value) }
    writer.integer(at)
    writer.optionalIdentifier(intended)
    writer.text(level.rawValue)
  }
}

extension VersionAdoption {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(8)
    version = try reader.identifier()
    reached = try reader.word()
    evidence = try reader.optional { r throws(CBORError) in try r.word() }
    note = try reader.optional { r throws(CBORError) in try r.text() }
    waiver = try reader.optional { r throws(CBORError) in try r.text() }
    at = try reader.integer()
    emitted = try reader.elements { r throws(CBORError) in try r.identifier() }
    failures = try reader.elements { r throws(CBORError) in try Failure(from: &r) }
  }

  func write(to writer: inout CBORWriter) {
    writer.array(8)
    writer.identifier(version)
    writer.text(reached.rawValue)
    writer.optional(evidence) { writer, value in writer.text(value.rawValue) }
    writer.optionalText(note)
    writer.optionalText(waiver)
    writer.integer(at)
    writer.array(emitted) { writer, target in writer.identifier(target) }
    writer.array(failures) { writer, failure in failure.write(to: &writer) }
  }
}

extension VersionAdoption.Failure {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(3)
    target = try reader.identifier()
    step = try reader.word()
    reason = try reader.text()
  }

  func write(to writer: inout CBORWriter) {
    writer.array(3)
    writer.identifier(target)
    writer.text(step.rawValue)
    writer.text(reason)
  }
}

package import ByteCoding

/// A key gets its next version, pending.
package struct VersionStaged: EventPayload, Equatable, Sendable {
  package static let kind: UInt64 = 24
  package static let isCritical = true
  package static let fieldCount = 5

  package var key: Identifier
  package var version: Identifier
  package var values: [FieldCommitment]
  /// Milliseconds since 1970.
  package var expires: Int64?
  package var origin: VersionOrigin

  package init(
    key: Identifier, version: Identifier, values: [FieldCommitment], expires: Int64?,
    origin: VersionOrigin
  ) {
    self.key = key
    self.version = version
    self.values = values
    self.expires = expires
    self.origin = origin
  }

  init(from reader: inout PayloadReader) throws(EventError) {
    key = try reader.identifier()
    version = try reader.identifier()
    values = try reader.list { r throws(CBORError) in try FieldCommitment(from: &r) }
    expires = try reader.optional { r throws(CBORError) in try r.integer() }
    origin = try reader.word()
  }

  func write(to map: inout CBORFields) {
    map.put(0, key)
    map.put(1, version)
    map.put(2, values) { writer, item in item.write(to: &writer) }
    map.put(3) { $0.optionalInteger(expires) }
    map.put(4, origin.rawValue)
  }
}

/// A version becomes the current one.
package struct VersionPromoted: EventPayload, Equatable, Sendable {
  package static let kind: UInt64 = 25
  package static let isCritical = true
  package static let fieldCount = 2

  package var key: Identifier
  package var version: Identifier

  package init(
    key: Identifier, version: Identifier
  ) {
    self.key = key
    self.version = version
  }

  init(from reader: inout PayloadReader) throws(EventError) {
    key = try reader.identifier()
    version = try reader.identifier()
  }

  func write(to map: inout CBORFields) {
    map.put(0, key)
    map.put(1, version)
  }
}

/// A version is no longer to be used by anyone.
package struct VersionRevoked: EventPayload, Equatable, Sendable {
  package static let kind: UInt64 = 26
  package static let isCritical = true
  package static let fieldCount = 3

  package var key: Identifier
  package var version: Identifier
  /// Whether tools that need it were left behind knowingly.
  package var isForced: Bool

  package init(
    key: Identifier, version: Identifier, isForced: Bool
  ) {
    self.key = key
    self.version = version
    self.isForced = isForced
  }

  init(from reader: inout PayloadReader) throws(EventError) {
    key = try reader.identifier()
    version = try reader.identifier()
    isForced = try reader.flag()
  }

  func write(to map: inout CBORFields) {
    map.put(0, key)
    map.put(1, version)
    map.put(2, isForced)
  }
}

/// A version is given up before it came into use.
package struct VersionDiscarded: EventPayload, Equatable, Sendable {
  package static let kind: UInt64 = 27
  package static let isCritical = true
  package static let fieldCount = 2

  package var key: Identifier
  package var version: Identifier

  package init(
    key: Identifier, version: Identifier
  ) {
    self.key = key
    self.version = version
  }

  init(from reader: inout PayloadReader) throws(EventError) {
    key = try reader.identifier()
    version = try reader.identifier()
  }

  func write(to map: inout CBORFields) {
    map.put(0, key)
    map.put(1, version)
  }
}

/// The values of some versions are taken out of the file.
package struct ValuesPurged: EventPayload, Equatable, Sendable {
  package static let kind: UInt64 = 28
  package static let isCritical = true
  package static let fieldCount = 2

  package var key: Identifier
  package var versions: [Identifier]

  package init(
    key: Identifier, versions: [Identifier]
  ) {
    self.key = key
    self.versions = versions
  }

  init(from reader: inout PayloadReader) throws(EventError) {
    key = try reader.identifier()
    versions = try reader.list { r throws(CBORError) in try r.identifier() }
  }

  func write(to map: inout CBORFields) {
    map.put(0, key)
    map.put(1, versions) { writer, item in writer.identifier(item) }
  }
}

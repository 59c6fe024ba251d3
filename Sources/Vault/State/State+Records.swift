import ByteCoding

extension State {
  /// Reads one record as a value.
  func value<Value>(
    _ key: [UInt8], _ read: (inout CBORReader) throws(CBORError) -> Value
  ) throws(RecordError) -> Value? {
    guard let bytes = try record(key) else { return nil }
    return try Self.decode(bytes, read)
  }

  static func decode<Value>(
    _ bytes: [UInt8], _ read: (inout CBORReader) throws(CBORError) -> Value
  ) throws(RecordError) -> Value {
    var reader = CBORReader(bytes)
    do throws(CBORError) {
      let value = try read(&reader)
      try reader.end()
      return value
    } catch {
      throw .unavailable
    }
  }

  static func identifier(endOf key: [UInt8]) throws(RecordError) -> Identifier {
    guard let id = RecordKey.lastIdentifier(of: key) else { throw .unavailable }
    return id
  }

  mutating func set(_ key: [UInt8], writing write: (inout CBORWriter) -> Void) {
    var writer = CBORWriter()
    write(&writer)
    set(key, writer.bytes)
  }

  mutating func put(_ tool: Tool) {
    set(RecordKey.tool(tool.id)) { tool.write(to: &$0) }
  }

  mutating func put(_ connection: Connection) {
    set(RecordKey.connection(connection.id, ofKey: connection.key)) { connection.write(to: &$0) }
    set(RecordKey.use(connection)) { $0.null() }
  }

  mutating func remove(_ connection: Connection) {
    set(RecordKey.connection(connection.id, ofKey: connection.key), nil)
    set(RecordKey.use(connection), nil)
  }

  mutating func put(_ adoption: Adoption) {
    set(RecordKey.adoption(ofKey: adoption.key, by: adoption.tool)) { adoption.write(to: &$0) }
  }
}

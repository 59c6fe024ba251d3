package import ByteCoding

/// Uses of a key by a tool, summed over a time.
package struct UseObserved: EventPayload, Equatable, Sendable {
  package static let kind: UInt64 = 60
  package static let isCritical = false
  package static let fieldCount = 7

  /// Nil for uses of a key that no tool made.
  package var tool: Identifier?
  /// Nil for uses of any key of the tool.
  package var key: Identifier?
  package var useKind: UseKind
  package var count: UInt64
  /// Milliseconds since 1970, as the last.
  package var firstAt: Int64
  package var lastAt: Int64
  /// Who used it, nil for whoever wrote the transaction.
  package var by: String?

  package init(
    tool: Identifier?, key: Identifier?, useKind: UseKind, count: UInt64, firstAt: Int64,
    lastAt: Int64, by: String? = nil
  ) {
    self.tool = tool
    self.key = key
    self.useKind = useKind
    self.count = count
    self.firstAt = firstAt
    self.lastAt = lastAt
    self.by = by
  }

  init(from reader: inout PayloadReader) throws(EventError) {
    tool = try reader.optional { r throws(CBORError) in try r.identifier() }
    key = try reader.optional { r throws(CBORError) in try r.identifier() }
    useKind = try reader.word()
    count = try reader.field { r throws(CBORError) in try r.unsigned() }
    firstAt = try reader.field { r throws(CBORError) in try r.integer() }
    lastAt = try reader.field { r throws(CBORError) in try r.integer() }
    by = try reader.optional { r throws(CBORError) in try r.text() }
  }

  func write(to map: inout CBORFields) {
    map.put(0) { $0.optionalIdentifier(tool) }
    map.put(1) { $0.optionalIdentifier(key) }
    map.put(2, useKind.rawValue)
    map.put(3, count)
    map.put(4, signed: firstAt)
    map.put(5, signed: lastAt)
    map.put(6) { $0.optionalText(by) }
  }
}

import ByteCoding

/// Uses of something, as often as they were noted, and the last of them.
package struct UseSum: Equatable, Sendable {
  /// Stays at the highest number.
  package private(set) var count: UInt64
  /// Milliseconds since 1970.
  package private(set) var lastAt: Int64
  /// Of the last one.
  package private(set) var kind: UseKind

  package init(count: UInt64, lastAt: Int64, kind: UseKind) {
    self.count = count
    self.lastAt = lastAt
    self.kind = kind
  }

  /// Of two at the same time the one that is added counts as the last.
  package mutating func add(_ other: UseSum) {
    let (sum, isTooMuch) = count.addingReportingOverflow(other.count)
    count = isTooMuch ? .max : sum
    guard other.lastAt >= lastAt else { return }
    lastAt = other.lastAt
    kind = other.kind
  }
}

extension UseSum? {
  mutating func add(_ other: UseSum) {
    guard self?.add(other) == nil else { return }
    self = other
  }
}

/// What is known of one tool as a whole.
package struct ToolUse: Equatable, Sendable {
  /// Of any of its keys.
  package var uses: UseSum?
  /// Attempts of others to be the tool.
  package var denials: UseSum?

  package init() {}
}

extension UseSum {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(3)
    count = try reader.unsigned()
    lastAt = try reader.integer()
    kind = try reader.word()
  }

  func write(to writer: inout CBORWriter) {
    writer.array(3)
    writer.unsigned(count)
    writer.integer(lastAt)
    writer.text(kind.rawValue)
  }
}

extension ToolUse {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(2)
    uses = try reader.optional { r throws(CBORError) in try UseSum(from: &r) }
    denials = try reader.optional { r throws(CBORError) in try UseSum(from: &r) }
  }

  func write(to writer: inout CBORWriter) {
    writer.array(2)
    writer.optional(uses) { writer, sum in sum.write(to: &writer) }
    writer.optional(denials) { writer, sum in sum.write(to: &writer) }
  }
}

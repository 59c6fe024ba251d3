package import ByteCoding
package import Vault

/// Uses of one kind, one or more, that the ledger does not have yet.
package struct Use: Equatable, Sendable {
  /// What is counted apart from everything else.
  package struct Subject: Hashable, Sendable {
    package var tool: Identifier?
    package var key: Identifier?
    package var kind: UseKind
    /// Who it was, where that is not whoever has opened the vault.
    package var by: String?

    package init(tool: Identifier?, key: Identifier?, kind: UseKind, by: String? = nil) {
      self.tool = tool
      self.key = key
      self.kind = kind
      self.by = by
    }
  }

  package var subject: Subject
  package var count: UInt64
  /// Milliseconds since 1970, as the last.
  package var firstAt: Int64
  package var lastAt: Int64

  package init(_ subject: Subject, count: UInt64 = 1, firstAt: Int64, lastAt: Int64) {
    self.subject = subject
    self.count = count
    self.firstAt = firstAt
    self.lastAt = lastAt
  }

  mutating func add(_ other: Use) {
    let (sum, isTooMuch) = count.addingReportingOverflow(other.count)
    count = isTooMuch ? .max : sum
    firstAt = min(firstAt, other.firstAt)
    lastAt = max(lastAt, other.lastAt)
  }

  /// As it joins the ledger.
  var event: Event {
    .useObserved(
      UseObserved(
        tool: subject.tool, key: subject.key, useKind: subject.kind, count: count,
        firstAt: firstAt, lastAt: lastAt, by: subject.by))
  }
}

extension Use: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(7)
    subject = Subject(
      tool: try reader.optional(), key: try reader.optional(), kind: try reader.word())
    count = try reader.unsigned()
    firstAt = try reader.integer()
    lastAt = try reader.integer()
    subject.by = try reader.optional()
    guard count > 0, firstAt >= 0, lastAt >= firstAt else { throw .unsupported }
  }

  func write(to writer: inout CBORWriter) {
    writer.array(7)
    writer.optional(subject.tool)
    writer.optional(subject.key)
    writer.text(subject.kind.rawValue)
    writer.unsigned(count)
    writer.integer(firstAt)
    writer.integer(lastAt)
    writer.optional(subject.by)
  }
}

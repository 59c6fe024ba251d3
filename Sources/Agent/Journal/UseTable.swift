import ByteCoding
import Vault

/// Uses, summed. It holds as many sums as there are keys, tools and pairs of both, and a few of
/// denials, however many were added.
package struct UseTable: Sendable {
  /// Sums of denials that are kept apart. Anybody on the machine can bring about denials, under many
  /// users even; those beyond are one sum.
  package static let denialLimit = 64

  private var sums: [Use.Subject: Use] = [:]
  private var denials = 0

  package init() {}

  package init(_ uses: some Sequence<Use>) {
    for use in uses { add(use) }
  }

  package var count: Int { sums.count }
  package var isEmpty: Bool { sums.isEmpty }

  package mutating func add(_ use: Use) {
    var use = use
    if use.subject.kind == .denied, use.subject != .others, sums[use.subject] == nil {
      if denials < Self.denialLimit { denials += 1 } else { use.subject = .others }
    }
    if sums[use.subject]?.add(use) == nil { sums[use.subject] = use }
  }

  /// In the order of tool, key, kind and by, nothing before anything else.
  package var uses: [Use] {
    let keyed = sums.values.map { (order: $0.subject.order, use: $0) }
    return keyed.sorted { $0.order.lexicographicallyPrecedes($1.order) }.map(\.use)
  }
}

extension Use.Subject {
  /// Of the denials that are not kept apart.
  fileprivate static let others = Use.Subject(tool: nil, key: nil, kind: .denied)

  /// Bytes in the order of which subjects stand.
  fileprivate var order: [UInt8] {
    Self.bytes(tool?.bytes) + Self.bytes(key?.bytes) + Array(kind.rawValue.utf8) + [0]
      + Self.bytes(by.map { Array($0.utf8) })
  }

  private static func bytes(_ bytes: [UInt8]?) -> [UInt8] { bytes.map { [1] + $0 } ?? [0] }
}

/// The pairs of a map under construction. Traps unless its keys ascend, so that a writer cannot
/// make a map that a reader refuses.
package struct CBORFields: Sendable {
  private(set) var content = CBORWriter()
  private(set) var count = 0
  private var last: UInt64?

  /// A field whose value `write` writes as exactly one item.
  package mutating func put(_ key: UInt64, _ write: (inout CBORWriter) -> Void) {
    precondition(last.map { $0 < key } ?? true, "ByteCoding: map keys must ascend")
    last = key
    count += 1
    content.unsigned(key)
    write(&content)
  }

  package mutating func put(_ key: UInt64, _ value: UInt64) {
    put(key) { $0.unsigned(value) }
  }

  package mutating func put(_ key: UInt64, signed value: Int64) {
    put(key) { $0.integer(value) }
  }

  package mutating func put(_ key: UInt64, _ value: [UInt8]) {
    put(key) { $0.bytes(value) }
  }

  package mutating func put(_ key: UInt64, _ value: String) {
    put(key) { $0.text(value) }
  }

  package mutating func put(_ key: UInt64, _ value: Identifier) {
    put(key) { $0.identifier(value) }
  }

  package mutating func put(_ key: UInt64, _ value: Bool) {
    put(key) { $0.bool(value) }
  }

  /// A map within the map.
  package mutating func put(_ key: UInt64, map write: (inout CBORFields) -> Void) {
    put(key) { $0.map(write) }
  }

  /// An array within the map, one element for each of `elements`.
  package mutating func put<C: Collection>(
    _ key: UInt64, _ elements: C, _ write: (inout CBORWriter, C.Element) -> Void
  ) {
    put(key) { $0.array(elements, write) }
  }
}

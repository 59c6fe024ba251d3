/// Writes deterministic CBOR (RFC 8949 section 4.2.1): shortest heads, definite lengths, ascending
/// map keys. What it writes, `CBORReader` reads, and no other bytes mean the same.
package struct CBORWriter: Sendable {
  /// What has been written so far.
  package private(set) var bytes: [UInt8] = []

  /// An empty writer.
  package init() {}

  /// An integer from 0 up.
  package mutating func unsigned(_ value: UInt64) {
    put(.unsigned, value)
  }

  /// An integer of either sign.
  package mutating func integer(_ value: Int64) {
    if value >= 0 { put(.unsigned, UInt64(value)) } else { put(.negative, UInt64(-1 - value)) }
  }

  /// A byte string.
  package mutating func bytes(_ value: [UInt8]) {
    put(.bytes, UInt64(value.count))
    bytes += value
  }

  /// A byte string.
  package mutating func bytes(_ value: Span<UInt8>) {
    put(.bytes, UInt64(value.count))
    for index in value.indices { bytes.append(value[index]) }
  }

  /// A byte string of sixteen bytes.
  package mutating func identifier(_ value: Identifier) {
    bytes(value.bytes)
  }

  /// A text string. Not normalised: what is given is what is written.
  package mutating func text(_ value: String) {
    put(.text, UInt64(value.utf8.count))
    bytes.append(contentsOf: value.utf8)
  }

  package mutating func bool(_ value: Bool) {
    put(.bool, value ? 1 : 0)
  }

  package mutating func null() {
    put(.null, 0)
  }

  /// Announces `count` elements, which the caller writes next.
  package mutating func array(_ count: Int) {
    put(.array, UInt64(count))
  }

  /// Writes an array with one element for each of `elements`.
  package mutating func array<C: Collection>(
    _ elements: C, _ write: (inout CBORWriter, C.Element) -> Void
  ) {
    array(elements.count)
    for element in elements { write(&self, element) }
  }

  /// Announces `count` pairs, which the caller writes next in ascending order of their keys.
  package mutating func map(_ count: Int) {
    put(.map, UInt64(count))
  }

  /// Writes a map whose keys are small integers; traps unless they ascend.
  package mutating func map(_ write: (inout CBORFields) -> Void) {
    var fields = CBORFields()
    write(&fields)
    map(fields.count)
    bytes += fields.content.bytes
  }

  /// Adds an item that is encoded already, such as one that `CBORReader.skip()` returned.
  package mutating func encoded(_ item: [UInt8]) {
    bytes += item
  }

  private mutating func put(_ kind: CBORKind, _ argument: UInt64) {
    CBORHead(kind, argument).append(to: &bytes)
  }
}

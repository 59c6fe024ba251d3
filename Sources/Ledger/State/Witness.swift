package import ByteCoding

/// The newest state of a vault that this machine has seen.
package struct Witness: Equatable, Sendable {
  /// How far one writer had come.
  package struct Mark: Equatable, Sendable {
    package let counter: UInt64
    /// Hash of the body with that counter.
    package let body: [UInt8]

    package init(counter: UInt64, body: [UInt8]) {
      self.counter = counter
      self.body = body
    }
  }

  package var epoch: UInt32
  package var generation: UInt64
  /// Of the last frame, and its hash.
  package var sequence: UInt64
  package var head: [UInt8]
  package var headerDigest: [UInt8]
  package var writers: [Identifier: Mark]

  package init(
    epoch: UInt32, generation: UInt64, sequence: UInt64, head: [UInt8], headerDigest: [UInt8],
    writers: [Identifier: Mark]
  ) {
    self.epoch = epoch
    self.generation = generation
    self.sequence = sequence
    self.head = head
    self.headerDigest = headerDigest
    self.writers = writers
  }

  var encoded: [UInt8] {
    var writer = CBORWriter()
    writer.map {
      $0.put(0, UInt64(epoch))
      $0.put(1, generation)
      $0.put(2, sequence)
      $0.put(3, head)
      $0.put(4, headerDigest)
      $0.put(5, writers.sorted { $0.key < $1.key }) { writer, entry in
        writer.array(3)
        writer.identifier(entry.key)
        writer.unsigned(entry.value.counter)
        writer.bytes(entry.value.body)
      }
    }
    return writer.bytes
  }

  /// Nil when it is not a witness.
  init?(_ bytes: [UInt8]) {
    var reader = CBORReader(bytes)
    do throws(CBORError) {
      var keys = try reader.keys()
      try keys.expect(0, in: &reader)
      epoch = try reader.unsigned32()
      try keys.expect(1, in: &reader)
      generation = try reader.unsigned()
      try keys.expect(2, in: &reader)
      sequence = try reader.unsigned()
      try keys.expect(3, in: &reader)
      head = try reader.bytes(count: 32)
      try keys.expect(4, in: &reader)
      headerDigest = try reader.bytes(count: 32)
      try keys.expect(5, in: &reader)
      writers = [:]
      for (id, mark) in try reader.elements(Self.mark) { writers[id] = mark }
      try keys.finish(in: &reader)
      try reader.end()
    } catch { return nil }
  }

  private static func mark(
    _ reader: inout CBORReader
  ) throws(CBORError) -> (Identifier, Mark) {
    try reader.tuple(3)
    let id = try reader.identifier()
    let counter = try reader.unsigned()
    return (id, Mark(counter: counter, body: try reader.bytes(count: 32)))
  }
}

import ByteCoding
import Cryptography

/// One page of a checkpoint, as its index names it.
struct PageEntry: Equatable, Sendable {
  let firstKey: [UInt8]
  let sequence: UInt64
  /// Of its frame, from the first frame of the file.
  let position: Int
  let length: Int
  let hash: [UInt8]
}

/// What a checkpoint says of itself (specification, section 7).
struct CheckpointIndex: Equatable, Sendable {
  let foldVersion: UInt64
  /// Of the last frame that is folded into the pages, 0 for none.
  let folded: UInt64
  let pages: [PageEntry]
  let state: LedgerState

  /// Under the root key only: whoever holds the audit key cannot make a checkpoint. Nil without it.
  static func mac(
    of index: [UInt8], keys: EpochKeys
  ) throws(CryptographyError) -> [UInt8]? {
    guard let key = try keys.rootSubkey(Labels.checkpointKey) else { return nil }
    return try BLAKE2b.digest(index.span, key: key, label: Labels.index)
  }

  var encoded: [UInt8] {
    var writer = CBORWriter()
    writer.map {
      $0.put(0, foldVersion)
      $0.put(1, folded)
      $0.put(2, pages) { writer, page in
        writer.array(5)
        writer.bytes(page.firstKey)
        writer.unsigned(page.sequence)
        writer.unsigned(UInt64(page.position))
        writer.unsigned(UInt64(page.length))
        writer.bytes(page.hash)
      }
      $0.put(3) { state.encode(to: &$0) }
    }
    return writer.bytes
  }

  /// Whether the index is where it was made to be, directly after its pages: the MAC does not keep
  /// an auditor, who can seal frames, from repeating an old index after newer transactions.
  func stands(at place: CheckpointPlace) -> Bool {
    var next: CheckpointPlace?
    for page in pages {
      let here = CheckpointPlace(sequence: page.sequence, position: UInt64(page.position))
      guard next ?? here == here else { return false }
      next = CheckpointPlace(
        sequence: here.sequence + 1, position: here.position + UInt64(page.length))
    }
    return next ?? place == place && folded + 1 == pages.first?.sequence ?? place.sequence
  }

  init(foldVersion: UInt64, folded: UInt64, pages: [PageEntry], state: LedgerState) {
    self.foldVersion = foldVersion
    self.folded = folded
    self.pages = pages
    self.state = state
  }

  init(_ bytes: [UInt8]) throws(ReadFault) {
    self = try decoding(bytes, as: .checkpointIndex) { (reader) throws(CBORError) in
      var keys = try reader.keys()
      try keys.expect(0, in: &reader)
      let foldVersion = try reader.unsigned()
      try keys.expect(1, in: &reader)
      let folded = try reader.unsigned()
      try keys.expect(2, in: &reader)
      let pages = try reader.elements(Self.page)
      let ascending = zip(pages, pages.dropFirst()).allSatisfy {
        $0.firstKey.lexicographicallyPrecedes($1.firstKey)
      }
      guard ascending else { throw .unsortedKeys }
      try keys.expect(3, in: &reader)
      let state = try LedgerState(&reader)
      try keys.finish(in: &reader)
      return CheckpointIndex(foldVersion: foldVersion, folded: folded, pages: pages, state: state)
    }
  }

  private static func page(_ reader: inout CBORReader) throws(CBORError) -> PageEntry {
    try reader.tuple(5)
    let firstKey = try reader.bytes()
    let sequence = try reader.unsigned()
    let position = try reader.unsigned()
    let length = try reader.unsigned()
    let hash = try reader.bytes(count: 32)
    guard let position = Int(exactly: position), let length = Int(exactly: length),
      FrameHead.lengths.contains(length)
    else { throw .unsupported }
    return PageEntry(
      firstKey: firstKey, sequence: sequence, position: position, length: length, hash: hash)
  }
}

extension LedgerState {
  fileprivate func encode(to writer: inout CBORWriter) {
    writer.map {
      $0.put(0, generation)
      $0.put(1, headerDigest)
      $0.put(2, writers.values.sorted { $0.id < $1.id }) { writer, state in
        writer.array(7)
        writer.identifier(state.id)
        writer.bytes(state.publicKey)
        writer.unsigned(state.counter)
        writer.bytes(state.lastBody)
        writer.unsigned(UInt64(state.epoch))
        writer.text(state.machine)
        writer.text(state.user)
      }
      $0.put(3, epochs.sorted { $0.key < $1.key }) { writer, entry in
        writer.array(3)
        writer.unsigned(UInt64(entry.key))
        writer.bytes(entry.value.root)
        writer.bytes(entry.value.audit)
      }
      $0.put(4, metUnknown)
    }
  }

  fileprivate init(_ reader: inout CBORReader) throws(CBORError) {
    var keys = try reader.keys()
    try keys.expect(0, in: &reader)
    generation = try reader.unsigned()
    try keys.expect(1, in: &reader)
    headerDigest = try reader.bytes(count: 32)
    try keys.expect(2, in: &reader)
    for writer in try reader.elements(Self.writer) { writers[writer.id] = writer }
    try keys.expect(3, in: &reader)
    for (epoch, sealed) in try reader.elements(Self.epoch) {
      guard epoch == self.epoch + 1 else { throw .unsupported }
      epochs[epoch] = sealed
    }
    try keys.expect(4, in: &reader)
    metUnknown = try reader.bool()
    try keys.finish(in: &reader)
  }

  private static func writer(_ reader: inout CBORReader) throws(CBORError) -> WriterState {
    try reader.tuple(7)
    let id = try reader.identifier()
    let publicKey = try reader.bytes(count: SigningKey.publicKeyLength)
    let counter = try reader.unsigned()
    let lastBody = try reader.bytes(count: 32)
    let epoch = try reader.unsigned32()
    let machine = try reader.text()
    return WriterState(
      id: id, publicKey: publicKey, counter: counter, lastBody: lastBody, epoch: epoch,
      machine: machine, user: try reader.text())
  }

  private static func epoch(
    _ reader: inout CBORReader
  ) throws(CBORError) -> (UInt32, SealedEpoch) {
    try reader.tuple(3)
    let epoch = try reader.unsigned32()
    let root = try reader.bytes()
    return (epoch, SealedEpoch(root: root, audit: try reader.bytes()))
  }
}

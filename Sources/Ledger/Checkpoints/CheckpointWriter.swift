import ByteCoding
import Cryptography

/// Makes the pages and the index of a checkpoint out of records that come in ascending order.
struct CheckpointWriter {
  /// Encoded bytes of records after which a page is closed: a look-up reads one page, and an index
  /// of a vault of a hundred thousand keys stays small.
  static let pageSize = 64 << 10

  private(set) var writer: FrameWriter
  let generation: UInt64
  let keys: EpochKeys
  private let folded: UInt64
  private var pending: [StateRecord] = []
  private var pendingBytes = 0
  private var pages: [PageEntry] = []
  private var lastKey: [UInt8]?

  init(continuing writer: FrameWriter, generation: UInt64, keys: EpochKeys) {
    self.writer = writer
    self.generation = generation
    self.keys = keys
    folded = writer.state.nextSequence - 1
  }

  /// Adds the next record; traps unless its key is above the one before.
  mutating func add(_ record: StateRecord) throws(LedgerError) {
    precondition(
      lastKey.map { $0.lexicographicallyPrecedes(record.key) } ?? true,
      "Ledger: records of a checkpoint must ascend")
    lastKey = record.key
    let size = record.key.count + record.value.count + 12
    if pendingBytes + size > Self.pageSize { try closePage() }
    pending.append(record)
    pendingBytes += size
  }

  /// Adds the index.
  mutating func finish(
    foldVersion: UInt64, state: LedgerState
  ) throws(LedgerError) -> (index: CheckpointIndex, place: CheckpointPlace) {
    try closePage()
    let index = CheckpointIndex(
      foldVersion: foldVersion, folded: folded, pages: pages, state: state)
    let bytes = index.encoded
    let mac = try keyed { () throws(CryptographyError) in
      try CheckpointIndex.mac(of: bytes, keys: keys)
    }
    guard let mac else { throw .readOnly }
    return (index, try add(.index(bytes, mac: mac)))
  }

  /// Hands the frames over that are ready.
  mutating func takeFrames() -> [[UInt8]] { writer.takeFrames() }

  private mutating func closePage() throws(LedgerError) {
    guard let first = pending.first else { return }
    let start = writer.state.position
    let place = try add(.page(pending))
    pages.append(
      PageEntry(
        firstKey: first.key, sequence: place.sequence, position: start,
        length: writer.state.position - start, hash: writer.state.head))
    pending = []
    pendingBytes = 0
  }

  private mutating func add(_ payload: Payload) throws(LedgerError) -> CheckpointPlace {
    let place = try keyed { () throws(CryptographyError) in
      try writer.add(payload, generation: generation, keys: keys)
    }
    guard let place else { throw .limit(.payload) }
    return place
  }
}

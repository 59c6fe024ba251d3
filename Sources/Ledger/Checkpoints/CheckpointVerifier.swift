import ByteCoding
import Cryptography

/// Compares the checkpoints of a file with what was read before them, while the whole file is read.
struct CheckpointVerifier {
  let ring: EpochRing
  /// Pages that stand directly before the payload to come.
  private var pages: [PageEntry] = []
  private var records: [StateRecord] = []
  private var blobs: [BlobAddress: Int] = [:]
  private(set) var checkpoints = 0

  init(ring: EpochRing) { self.ring = ring }

  /// Number of addresses that have a blob.
  var blobCount: Int { blobs.count }

  /// Takes the next payload and the ledger's state after it.
  mutating func take(_ placed: PlacedPayload, _ state: LedgerState) throws(ReadFault) {
    switch placed.payload {
    case .transactions(_, let added):
      for blob in added { blobs[blob.address] = placed.position }
      forgetPages()
    case .page(let content):
      pages.append(
        PageEntry(
          firstKey: content.first?.key ?? [], sequence: placed.sequence,
          position: placed.position, length: placed.after.position - placed.position,
          hash: placed.after.head))
      records += content
    case .index(let bytes, let mac):
      try verify(bytes, mac, placed, state)
      checkpoints += 1
      forgetPages()
    }
  }

  private mutating func forgetPages() {
    pages = []
    records = []
  }

  private func verify(
    _ bytes: [UInt8], _ mac: [UInt8], _ placed: PlacedPayload, _ state: LedgerState
  ) throws(ReadFault) {
    if ring.present.holdsRoot {
      guard try CheckpointIndex.isAuthentic(bytes, mac, epoch: placed.epoch, ring: ring) else {
        throw .damage(.checkpointIndex)
      }
    }
    let index = try CheckpointIndex(bytes)
    let covered = pages.suffix(index.pages.count)
    let first = covered.first?.sequence ?? placed.sequence
    let listed = records.suffix(recordCount(ofLast: index.pages.count))
    let ascending = zip(listed, listed.dropFirst()).allSatisfy {
      $0.key.lexicographicallyPrecedes($1.key)
    }
    guard Array(covered) == index.pages, index.folded == first - 1, index.state == state, ascending,
      listed.allSatisfy(isRight)
    else { throw .damage(.checkpointIndex) }
  }

  /// Records of the last pages. Pages that a crash left without an index may stand before them.
  private func recordCount(ofLast count: Int) -> Int {
    guard count < pages.count, count > 0 else { return count == 0 ? 0 : records.count }
    let firstKey = pages[pages.count - count].firstKey
    return records.count - (records.lastIndex { $0.key == firstKey } ?? 0)
  }

  private func isRight(_ record: StateRecord) -> Bool {
    guard record.key.first == BlobRecord.prefix else { return true }
    guard record.key.count == 1 + BlobAddress.length else { return false }
    let address = BlobAddress(Array(record.key.dropFirst()))
    return blobs[address].map { BlobRecord.value($0) == record.value } ?? false
  }
}

import Vault

/// Records in memory, as a checkpoint would give them; counts what is read.
final class MemoryBase: RecordBase {
  let records: [[UInt8]: [UInt8]]
  private let order: [[UInt8]]
  private(set) var reads = 0
  var isUnreadable = false

  init(_ records: [[UInt8]: [UInt8]]) {
    self.records = records
    order = records.keys.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// The base that a checkpoint of `state` over `base` makes.
  convenience init(checkpointOf state: State, over base: MemoryBase? = nil) {
    var records = base?.records ?? [:]
    for (key, value) in state.changes { records[key] = value }
    self.init(records)
  }

  func record(_ key: [UInt8]) throws(RecordError) -> [UInt8]? {
    guard !isUnreadable else { throw .unavailable }
    reads += 1
    return records[key]
  }

  func records(
    withPrefix prefix: [UInt8], _ body: ([UInt8], [UInt8]) -> Bool
  ) throws(RecordError) {
    guard !isUnreadable else { throw .unavailable }
    let start = firstIndex(notBefore: prefix)
    for key in order[start...] {
      guard key.starts(with: prefix), let value = records[key] else { return }
      reads += 1
      guard body(key, value) else { return }
    }
  }

  private func firstIndex(notBefore key: [UInt8]) -> Int {
    var (low, high) = (0, order.count)
    while low < high {
      let middle = (low + high) / 2
      if order[middle].lexicographicallyPrecedes(key) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

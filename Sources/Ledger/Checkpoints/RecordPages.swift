import ByteCoding

/// The records of a checkpoint, read page by page as they are needed.
struct RecordPages {
  /// At most 64 MiB. Folding a long tail looks up a record here and one there: with fewer pages
  /// nearly each of these would open its page again.
  private static let cachedPages = 1024

  private var cache = RecentCache<RecordPage>(limit: cachedPages)
  let index: CheckpointIndex?

  init(_ contents: Contents) {
    index = contents.base?.index
  }

  /// Position of the page that would hold `key`; nil when it is before the first.
  private func page(for key: [UInt8]) -> Int? {
    guard let pages = index?.pages else { return nil }
    var low = 0
    var high = pages.count
    while low < high {
      let middle = (low + high) / 2
      if key.lexicographicallyPrecedes(pages[middle].firstKey) {
        high = middle
      } else {
        low = middle + 1
      }
    }
    return low > 0 ? low - 1 : nil
  }

  mutating func record(
    _ key: [UInt8], in window: inout FrameWindow, ring: EpochRing
  ) throws(LedgerError) -> [UInt8]? {
    guard let page = page(for: key) else { return nil }
    return try records(ofPage: page, in: &window, ring: ring).value(of: key)
  }

  /// Gives the records from `start` on in ascending order; false stops.
  mutating func forEach(
    from start: [UInt8], in window: inout FrameWindow, ring: EpochRing,
    _ body: (StateRecord) throws(LedgerError) -> Bool
  ) throws(LedgerError) {
    for page in pages(from: start) {
      let records = try records(ofPage: page, in: &window, ring: ring)
      for index in records.place(of: start)..<records.count {
        guard try body(records[index]) else { return }
      }
    }
  }

  /// The pages that hold the records from `start` on.
  func pages(from start: [UInt8]) -> Range<Int> {
    guard let count = index?.pages.count else { return 0..<0 }
    let first = page(for: start) ?? 0
    return first..<max(count, first)
  }

  mutating func records(
    ofPage number: Int, in window: inout FrameWindow, ring: EpochRing
  ) throws(LedgerError) -> RecordPage {
    if let cached = cache[number] { return cached }
    guard let entry = index?.pages[number] else { preconditionFailure("Ledger: no such page") }
    let records = try window.records(of: entry, ring: ring)
    cache.add(records, at: number, weight: 1)
    return records
  }
}

extension FrameWindow {
  /// The records of the page that an authentic index names.
  mutating func records(of entry: PageEntry, ring: EpochRing) throws(LedgerError) -> RecordPage {
    let joined = try joinedPayload(at: entry.position, ring: ring)
    return try placed(entry.sequence, base + entry.position) { () throws(ReadFault) in
      guard joined.first.sequence == entry.sequence, joined.first.length == entry.length,
        joined.after.head == entry.hash
      else { throw .damage(.checkpointIndex) }
      let records = try RecordPage(joined.bytes)
      guard records.count > 0, records.key(at: 0) == entry.firstKey else {
        throw .damage(.checkpointIndex)
      }
      return records
    }
  }
}

import ByteCoding

/// The records of a checkpoint, read page by page as they are needed.
struct RecordPages {
  /// At most 64 MiB. Folding a long tail looks up a record here and one there: with fewer pages
  /// nearly each of these would open its page again.
  private static let cachedPages = 1024

  private var cache: [Int: [StateRecord]] = [:]
  private var recent: [Int] = []
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
    let records = try records(ofPage: page, in: &window, ring: ring)
    let low = Self.place(of: key, in: records)
    guard low < records.count, records[low].key == key else { return nil }
    return records[low].value
  }

  /// Gives the records from `start` on in ascending order; false stops.
  mutating func forEach(
    from start: [UInt8], in window: inout FrameWindow, ring: EpochRing,
    _ body: (StateRecord) throws(LedgerError) -> Bool
  ) throws(LedgerError) {
    guard let count = index?.pages.count else { return }
    for page in (page(for: start) ?? 0)..<max(count, page(for: start) ?? 0) {
      let records = try records(ofPage: page, in: &window, ring: ring)
      for record in records[Self.place(of: start, in: records)...] {
        guard try body(record) else { return }
      }
    }
  }

  /// Where the first record is whose key is not before `key`.
  private static func place(of key: [UInt8], in records: [StateRecord]) -> Int {
    var low = 0
    var high = records.count
    while low < high {
      let middle = (low + high) / 2
      if records[middle].key.lexicographicallyPrecedes(key) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }

  private mutating func records(
    ofPage number: Int, in window: inout FrameWindow, ring: EpochRing
  ) throws(LedgerError) -> [StateRecord] {
    if let cached = cache[number] { return cached }
    guard let entry = index?.pages[number] else { return [] }
    let records = try window.records(of: entry, ring: ring)
    if recent.count == Self.cachedPages { cache[recent.removeFirst()] = nil }
    recent.append(number)
    cache[number] = records
    return records
  }
}

extension FrameWindow {
  /// The records of the page that an authentic index names.
  mutating func records(of entry: PageEntry, ring: EpochRing) throws(LedgerError) -> [StateRecord] {
    let loose = try payload(at: entry.position, ring: ring)
    guard loose.first.sequence == entry.sequence, loose.first.length == entry.length,
      loose.after.head == entry.hash, case .page(let records) = loose.payload,
      records.first?.key == entry.firstKey
    else {
      throw .damaged(
        .checkpointIndex, sequence: entry.sequence, offset: base + entry.position)
    }
    return records
  }
}

import ByteCoding
package import SecretMemory

extension Ledger {
  /// Opens a value and compares it with the commitment in the event that names it.
  package func openValue(
    _ ids: ValueIDs, commitment: [UInt8]
  ) throws(LedgerError) -> SecretBytes {
    guard contents.ring.present.holdsRoot else { throw .readOnly }
    if let blob = held?.blobs[ids.address] {
      return try placed(nil, contents.end) { () throws(ReadFault) in
        try ValueSealing.open(blob, ids: ids, commitment: commitment, ring: contents.ring)
      }
    }
    guard let position = try position(of: ids.address) else { throw .valueMissing(ids.address) }
    if let value = try openLikelyValue(ids, commitment, at: position) { return value }
    var window = window(step: BlobReader.shortFrame)
    let (blob, sequence) = try blobs.blob(
      of: ids.address, at: position, in: &window, ring: contents.ring)
    guard let blob else { throw .valueMissing(ids.address) }
    return try placed(sequence, window.base + position) { () throws(ReadFault) in
      try ValueSealing.open(blob, ids: ids, commitment: commitment, ring: contents.ring)
    }
  }

  /// The value from where its blob was seen before; nil when that is unknown, or the blob is
  /// damaged.
  private func openLikelyValue(
    _ ids: ValueIDs, _ commitment: [UInt8], at position: Int
  ) throws(LedgerError) -> SecretBytes? {
    let likely = try blobs.likelyBlob(
      of: ids.address, at: position, in: window(), ring: contents.ring)
    guard let blob = likely else { return nil }
    do throws(ReadFault) {
      return try ValueSealing.open(blob, ids: ids, commitment: commitment, ring: contents.ring)
    } catch {
      guard case .damage = error else { throw .outOfMemory }
      return nil
    }
  }

  /// Whether the vault has a blob at an address.
  package func hasValue(at address: BlobAddress) throws(LedgerError) -> Bool {
    if held?.blobs[address] != nil { return true }
    return try position(of: address) != nil
  }

  /// Seals a value for the next transaction. Not for one that starts an epoch.
  package func seal(
    _ value: Span<UInt8>, for ids: ValueIDs
  ) throws(LedgerError) -> (blob: SealedBlob, commitment: [UInt8]) {
    try sealing.seal(value, for: ids)
  }

  /// Where the payload starts that holds the latest blob of an address.
  func position(of address: BlobAddress) throws(LedgerError) -> Int? {
    if let position = contents.tail.blobs[address] { return position }
    guard let value = try record(BlobRecord.key(for: address)) else { return nil }
    return BlobRecord.position(in: value)
  }

  /// A record of the checkpoint.
  package func record(_ key: [UInt8]) throws(LedgerError) -> [UInt8]? {
    var window = window()
    return try records.record(key, in: &window, ring: contents.ring)
  }

  /// The records of the checkpoint whose keys begin with `prefix`, ascending; false stops.
  package func records(
    withPrefix prefix: [UInt8], _ body: (_ key: [UInt8], _ value: [UInt8]) -> Bool
  ) throws(LedgerError) {
    var window = window()
    // Page by page, so that `body` may look up other records.
    for number in records.pages(from: prefix) {
      let page = try records.records(ofPage: number, in: &window, ring: contents.ring)
      for index in page.place(of: prefix)..<page.count {
        let record = page[index]
        guard record.key.starts(with: prefix), body(record.key, record.value) else { return }
      }
    }
  }
}

/// The records of a checkpoint that say where blobs are.
enum BlobRecord {
  static let prefix = UInt8(ascii: "b")

  static func key(for address: BlobAddress) -> [UInt8] { [prefix] + address.bytes }

  static func value(_ position: Int) -> [UInt8] {
    var writer = CBORWriter()
    writer.array(1)
    writer.unsigned(UInt64(position))
    return writer.bytes
  }

  static func position(in value: [UInt8]) -> Int? {
    var reader = CBORReader(value)
    do throws(CBORError) {
      try reader.tuple(1)
      let position = try reader.unsigned()
      try reader.end()
      return Int(exactly: position)
    } catch { return nil }
  }
}

import ByteCoding
import Cryptography

/// Where the blobs of one payload stand in it, so that one of them can be read without the others.
struct BlobLayout {
  private struct Entry {
    let address: BlobAddress
    /// Of the sealed bytes. A payload has at most 64,000,000 bytes.
    let start: UInt32
    let count: UInt32
  }

  /// The first bytes of the frame.
  let start: [UInt8]
  /// Ascending by address, as in the payload.
  private let entries: [Entry]

  var count: Int { entries.count }

  /// Reads a payload that must be one of transactions, as strictly as `Payload` does.
  /// - Parameter frame: the last one of the payload.
  init(_ payload: [UInt8], in frame: [UInt8]) throws(ReadFault) {
    start = Array(frame[..<FrameHead.authenticSize])
    entries = try decoding(payload, as: .payloadEncoding) { (reader) throws(CBORError) in
      var keys = try reader.keys()
      try keys.expect(0, in: &reader)
      guard try reader.unsigned() == Payload.Kind.transactions else { throw .unsupported }
      try keys.expect(1, in: &reader)
      try Self.passBodies(&reader)
      try keys.expect(2, in: &reader)
      let entries = try reader.elements(Self.entry)
      try keys.finish(in: &reader)
      return entries
    }
    guard zip(entries, entries.dropFirst()).allSatisfy({ $0.address < $1.address }) else {
      throw .damage(.blobOrder)
    }
  }

  private static func passBodies(_ reader: inout CBORReader) throws(CBORError) {
    let signatures = try reader.elements { (reader) throws(CBORError) in
      try reader.tuple(2)
      _ = try reader.byteRange()
      return try reader.byteRange().count
    }
    guard !signatures.isEmpty, signatures.allSatisfy({ $0 == SigningKey.signatureLength }) else {
      throw .unsupported
    }
  }

  /// Where the sealed bytes of an address stand in the payload.
  func range(of address: BlobAddress) -> Range<Int>? {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].address < address {
        low = middle + 1
      } else {
        high = middle
      }
    }
    guard low < entries.count, entries[low].address == address else { return nil }
    let start = Int(entries[low].start)
    return start..<start + Int(entries[low].count)
  }

  private static func entry(_ reader: inout CBORReader) throws(CBORError) -> Entry {
    try reader.tuple(2)
    let address = BlobAddress(try reader.bytes(count: BlobAddress.length))
    let range = try reader.byteRange()
    return Entry(
      address: address, start: UInt32(range.lowerBound), count: UInt32(range.count))
  }
}

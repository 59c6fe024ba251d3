import ByteCoding
import Cryptography

extension Payload {
  enum Kind {
    static let transactions: UInt64 = 0
    static let page: UInt64 = 1
    static let index: UInt64 = 2
  }

  /// The one valid encoding. Blobs and records have to be ascending.
  var encoded: [UInt8] {
    var writer = CBORWriter()
    writer.map {
      switch self {
      case .transactions(let bodies, let blobs):
        $0.put(0, Kind.transactions)
        $0.put(1, bodies) { writer, body in
          writer.array(2)
          writer.bytes(body.bytes)
          writer.bytes(body.signature)
        }
        $0.put(2, blobs) { writer, blob in
          writer.array(2)
          writer.bytes(blob.address.bytes)
          writer.bytes(blob.bytes)
        }
      case .page(let records):
        $0.put(0, Kind.page)
        $0.put(1, records) { writer, record in
          writer.array(2)
          writer.bytes(record.key)
          writer.bytes(record.value)
        }
      case .index(let index, let mac):
        $0.put(0, Kind.index)
        $0.put(1, index)
        $0.put(2, mac)
      }
    }
    return writer.bytes
  }

  /// Reads a payload that was joined from its parts.
  init(_ bytes: [UInt8]) throws(ReadFault) {
    let kind = try Self.kind(of: bytes)
    self = try decoding(bytes, as: .payloadEncoding) { (reader) throws(CBORError) in
      var keys = try reader.keys()
      try keys.expect(0, in: &reader)
      _ = try reader.unsigned()
      try keys.expect(1, in: &reader)
      let payload: Payload
      switch kind {
      case Kind.transactions:
        let bodies = try reader.elements(Self.body)
        guard !bodies.isEmpty else { throw .unsupported }
        try keys.expect(2, in: &reader)
        payload = .transactions(bodies, blobs: try reader.elements(Self.blob))
      case Kind.page:
        payload = .page(try reader.elements(Self.record))
      default:
        let index = try reader.bytes()
        try keys.expect(2, in: &reader)
        payload = .index(index, mac: try reader.bytes(count: 32))
      }
      try keys.finish(in: &reader)
      return payload
    }
    try checkOrder()
  }

  /// The kind alone, so that one that does not exist is told apart from one that is badly written.
  private static func kind(of bytes: [UInt8]) throws(ReadFault) -> UInt64 {
    var reader = CBORReader(bytes)
    let kind: UInt64
    do throws(CBORError) {
      var keys = try reader.keys()
      try keys.expect(0, in: &reader)
      kind = try reader.unsigned()
    } catch { throw .damage(.payloadEncoding) }
    guard (Kind.transactions...Kind.index).contains(kind) else { throw .damage(.payloadKind) }
    return kind
  }

  private func checkOrder() throws(ReadFault) {
    switch self {
    case .transactions(_, let blobs):
      guard zip(blobs, blobs.dropFirst()).allSatisfy({ $0.address < $1.address }) else {
        throw .damage(.blobOrder)
      }
    case .page(let records):
      let ascending = zip(records, records.dropFirst()).allSatisfy {
        $0.key.lexicographicallyPrecedes($1.key)
      }
      guard ascending else { throw .damage(.payloadEncoding) }
    case .index: return
    }
  }

  private static func body(_ reader: inout CBORReader) throws(CBORError) -> SignedBody {
    try reader.tuple(2)
    let bytes = try reader.bytes()
    let signature = try reader.bytes(count: SigningKey.signatureLength)
    return SignedBody(bytes: bytes, signature: signature)
  }

  private static func blob(_ reader: inout CBORReader) throws(CBORError) -> SealedBlob {
    try reader.tuple(2)
    let address = BlobAddress(try reader.bytes(count: BlobAddress.length))
    return SealedBlob(address: address, bytes: try reader.bytes())
  }

  private static func record(_ reader: inout CBORReader) throws(CBORError) -> StateRecord {
    try reader.tuple(2)
    let key = try reader.bytes()
    return StateRecord(key: key, value: try reader.bytes())
  }
}

import ByteCoding
import Cryptography

/// Transactions that were decided and signed, and that are to be written together. None of them is
/// true before all are durable, and to forget them is all that takes them back.
struct HeldTransactions {
  /// After the last one.
  private(set) var fold: LedgerFold
  private(set) var payloads: [HeldPayload] = []
  /// By their addresses, for whoever asks for a value before it is written.
  private(set) var blobs: [BlobAddress: SealedBlob] = [:]
  /// Signs the next one; nil before the first.
  private(set) var key: WriterKey?
  /// Whether one of them replaced the key, so that the file still holds the one before.
  private(set) var replacesKey = false
  /// Whether a transaction was asked for that is in the file already, maybe in memory only.
  var repeatsWritten = false
  private var transactions: Set<Identifier> = []
  private let nextSequence: UInt64

  init(after contents: Contents) {
    fold = contents.fold
    nextSequence = contents.chain.settled.nextSequence
  }

  var isEmpty: Bool { payloads.isEmpty }

  func contains(_ transaction: Identifier) -> Bool { transactions.contains(transaction) }

  /// Adds a transaction, to the last payload if it has room: a payload that fits one frame costs one
  /// fsync. When this throws, nothing has changed.
  /// - Returns: the body, with the sequence that it will have.
  mutating func add(
    _ transaction: SignedTransaction, blobs: [SealedBlob], ring: EpochRing,
    generation: UInt64
  ) throws(LedgerError) -> TransactionBody {
    let size = HeldPayload.size(of: transaction.signed, blobs)
    let joins = payloads.last?.hasRoom(for: size, blobs) ?? false
    var new: HeldPayload?
    var body = transaction.body
    body.sequence = payloads.last.map { joins ? $0.sequence : $0.next } ?? nextSequence
    if !joins {
      new = try HeldPayload(of: transaction.signed, body, blobs, size)
    }
    let key = try transaction.keyAfter()
    var fold = fold
    try placed(body.sequence, 0) { () throws(ReadFault) in
      let place = PayloadPlace(
        sequence: body.sequence, generation: generation, epoch: ring.present.epoch)
      _ = try fold.accept(
        transaction.signed, in: place, ring: ring, trustsSignature: transaction.key.isProven)
    }
    transaction.key.isProven = true
    self.fold = fold
    self.key = key
    replacesKey = replacesKey || transaction.replacesKey
    transactions.insert(body.id)
    for blob in blobs { self.blobs[blob.address] = blob }
    if let new {
      payloads.append(new)
    } else {
      payloads[payloads.count - 1].add(transaction.signed, body, blobs, size)
    }
    return body
  }
}

/// One payload in the making.
struct HeldPayload {
  /// Of its first frame.
  let sequence: UInt64
  private(set) var signed: [SignedBody] = []
  private(set) var bodies: [TransactionBody] = []
  private var blobs: [SealedBlob] = []
  private var addresses: Set<BlobAddress> = []
  /// At least as many bytes as it will have.
  private var size = 16
  private var parts: UInt64 = 1

  /// Begins with a transaction of any size.
  init(
    of signed: SignedBody, _ body: TransactionBody, _ blobs: [SealedBlob], _ size: Int
  ) throws(LedgerError) {
    sequence = body.sequence
    add(signed, body, blobs, size)
    guard self.size > Limits.part else { return }
    let count = payload.encoded.count
    guard count <= Limits.payload else { throw .limit(.payload) }
    parts = UInt64(FrameWriter.parts(of: count))
  }

  var payload: Payload {
    .transactions(signed, blobs: blobs.sorted { $0.address < $1.address })
  }

  /// Of the payload after it.
  var next: UInt64 { sequence + parts }

  /// At least as many bytes as a transaction adds: with the heads of its CBOR, 9 bytes at the most.
  static func size(of signed: SignedBody, _ blobs: [SealedBlob]) -> Int {
    blobs.reduce(signed.bytes.count + signed.signature.count + 32) {
      $0 + BlobAddress.length + $1.bytes.count + 32
    }
  }

  /// Whether a transaction can be added without a second part, and without naming an address twice.
  func hasRoom(for size: Int, _ blobs: [SealedBlob]) -> Bool {
    self.size + size <= Limits.part && blobs.allSatisfy { !addresses.contains($0.address) }
  }

  mutating func add(
    _ signed: SignedBody, _ body: TransactionBody, _ blobs: [SealedBlob], _ size: Int
  ) {
    self.signed.append(signed)
    bodies.append(body)
    self.blobs += blobs
    addresses.formUnion(blobs.map(\.address))
    self.size += size
  }
}

import ByteCoding
import Cryptography

/// Why a new file took the place of the old one.
package enum GenerationCause: UInt64, Sendable {
  case created = 1
  case slotsChanged = 2
  case copiedForward = 3
  case compacted = 4
  case resealed = 5
}

/// The events of the ledger itself (specification, section 6), all critical.
enum LedgerEvent: Equatable {
  case generationStarted(UInt64, digest: [UInt8], cause: GenerationCause)
  case writerEnrolled(Enrolment)
  case writerKeyReplaced(writer: Identifier, publicKey: [UInt8])
  case epochStarted(UInt32, SealedEpoch)

  struct Enrolment: Equatable {
    let writer: Identifier
    let publicKey: [UInt8]
    let machine: String
    let user: String
    let epoch: UInt32
    let proof: [UInt8]
  }

  /// Kinds that are the ledger's, known or not.
  static let kinds: ClosedRange<UInt64> = 1...15

  private enum Kind {
    static let generationStarted: UInt64 = 1
    static let writerEnrolled: UInt64 = 2
    static let writerKeyReplaced: UInt64 = 3
    static let epochStarted: UInt64 = 4
  }

  var raw: RawEvent {
    var writer = CBORWriter()
    let kind: UInt64
    switch self {
    case .generationStarted(let generation, let digest, let cause):
      kind = Kind.generationStarted
      writer.map {
        $0.put(0, generation)
        $0.put(1, digest)
        $0.put(2, cause.rawValue)
      }
    case .writerEnrolled(let enrolment):
      kind = Kind.writerEnrolled
      enrolment.encode(to: &writer)
    case .writerKeyReplaced(let id, let publicKey):
      kind = Kind.writerKeyReplaced
      writer.map {
        $0.put(0, id)
        $0.put(1, publicKey)
      }
    case .epochStarted(let epoch, let sealed):
      kind = Kind.epochStarted
      writer.map {
        $0.put(0, UInt64(epoch))
        $0.put(1, sealed.root)
        $0.put(2, sealed.audit)
      }
    }
    return RawEvent(kind: kind, critical: true, payload: writer.bytes)
  }

  /// Nil for kinds that are not the ledger's and for those of a later version.
  init?(_ event: RawEvent) throws(ReadFault) {
    guard (Kind.generationStarted...Kind.epochStarted).contains(event.kind) else { return nil }
    guard event.critical else { throw .damage(.eventLedger) }
    self = try decoding(event.payload, as: .eventLedger) { (reader) throws(CBORError) in
      var keys = try reader.keys()
      let decoded: LedgerEvent
      switch event.kind {
      case Kind.generationStarted: decoded = try Self.generationStarted(&reader, &keys)
      case Kind.writerEnrolled: decoded = .writerEnrolled(try Enrolment(&reader, &keys))
      case Kind.writerKeyReplaced:
        try keys.expect(0, in: &reader)
        let id = try reader.identifier()
        try keys.expect(1, in: &reader)
        let publicKey = try reader.bytes(count: SigningKey.publicKeyLength)
        decoded = .writerKeyReplaced(writer: id, publicKey: publicKey)
      default: decoded = try Self.epochStarted(&reader, &keys)
      }
      try keys.finish(in: &reader)
      return decoded
    }
  }

  private static func generationStarted(
    _ reader: inout CBORReader, _ keys: inout CBORKeys
  ) throws(CBORError) -> LedgerEvent {
    try keys.expect(0, in: &reader)
    let generation = try reader.unsigned()
    try keys.expect(1, in: &reader)
    let digest = try reader.bytes(count: 32)
    try keys.expect(2, in: &reader)
    guard let cause = GenerationCause(rawValue: try reader.unsigned()) else { throw .unsupported }
    return .generationStarted(generation, digest: digest, cause: cause)
  }

  private static func epochStarted(
    _ reader: inout CBORReader, _ keys: inout CBORKeys
  ) throws(CBORError) -> LedgerEvent {
    let length = 32 + SealedBox.overhead
    try keys.expect(0, in: &reader)
    let epoch = try reader.unsigned32()
    try keys.expect(1, in: &reader)
    let root = try reader.bytes(count: length)
    try keys.expect(2, in: &reader)
    let audit = try reader.bytes(count: length)
    return .epochStarted(epoch, SealedEpoch(root: root, audit: audit))
  }
}

extension LedgerEvent.Enrolment {
  fileprivate init(_ reader: inout CBORReader, _ keys: inout CBORKeys) throws(CBORError) {
    try keys.expect(0, in: &reader)
    writer = try reader.identifier()
    try keys.expect(1, in: &reader)
    publicKey = try reader.bytes(count: SigningKey.publicKeyLength)
    try keys.expect(2, in: &reader)
    machine = try reader.text(limit: Limits.text)
    try keys.expect(3, in: &reader)
    user = try reader.text(limit: Limits.text)
    try keys.expect(4, in: &reader)
    epoch = try reader.unsigned32()
    try keys.expect(5, in: &reader)
    proof = try reader.bytes(count: 32)
  }

  fileprivate func encode(to writer: inout CBORWriter) {
    writer.map {
      $0.put(0, self.writer)
      $0.put(1, publicKey)
      $0.put(2, machine)
      $0.put(3, user)
      $0.put(4, UInt64(epoch))
      $0.put(5, proof)
    }
  }

  /// Shows that who enrolled the writer held the root key; nil for keys that do not.
  static func proof(
    for writer: Identifier, _ publicKey: [UInt8], keys: EpochKeys
  ) throws(CryptographyError) -> [UInt8]? {
    guard let key = try keys.rootSubkey(Labels.enrolKey) else { return nil }
    return try BLAKE2b.digest(
      (writer.bytes + publicKey).span, key: key, label: Labels.writerProof)
  }
}

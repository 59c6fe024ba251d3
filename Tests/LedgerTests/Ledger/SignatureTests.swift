import ByteCoding
import Cryptography
import Ledger
import SecretMemory
import Testing

@testable import Ledger

/// Bodies after a checkpoint, of which only each writer's last signature is verified at opening.
@Suite struct SignatureTests {
  private static let vault = Identifier([UInt8](repeating: 1, count: 16))
  private static let writer = Identifier([UInt8](repeating: 2, count: 16))

  /// Writes bodies of one writer, and damages signatures where asked.
  private struct Pen {
    var counter: UInt64 = 0
    var previous = TransactionBody.noPrevious
    let seed: [UInt8]

    init(seed: UInt8) { self.seed = [UInt8](repeating: seed, count: 32) }

    func key() throws -> SigningKey {
      let seed = seed
      return try SigningKey(seed: SecretBytes(copying: seed.span))
    }

    mutating func sign(_ event: RawEvent, valid: Bool = true, with other: Pen? = nil) throws
      -> SignedBody
    {
      counter += 1
      let body = TransactionBody(
        id: Identifier([UInt8](repeating: UInt8(counter), count: 16)),
        writer: SignatureTests.writer, counter: counter, previous: previous, observedSequence: 0,
        observedHead: previous, time: 1, actor: "ana", reason: nil, events: [event], sequence: 1)
      var signed = SignedBody.sign(
        body, vault: SignatureTests.vault, with: try (other ?? self).key())
      previous = signed.hash
      if !valid {
        signed = SignedBody(
          bytes: signed.bytes, signature: [UInt8](repeating: 0, count: 64))
      }
      return signed
    }
  }

  private static let event = RawEvent(kind: 20, critical: true, payload: [0xa0])

  private func fold(of pen: Pen) throws -> LedgerFold {
    var state = LedgerState()
    state.writers[Self.writer] = WriterState(
      id: Self.writer, publicKey: try pen.key().publicKey, counter: 0,
      lastBody: TransactionBody.noPrevious, epoch: 1, machine: "here", user: "ana")
    var fold = LedgerFold(vault: Self.vault, state: state, knows: { _ in true })
    fold.defersSignatures = true
    return fold
  }

  private func take(_ signed: [SignedBody], _ fold: inout LedgerFold) throws {
    let ring = EpochRing(
      try EpochKeys(root: RandomBytes.secret(32), epoch: 1, vault: Self.vault))
    for body in signed {
      _ = try fold.accept(
        PlacedPayload(
          payload: .transactions([body], blobs: []), sequence: 1, position: 0, generation: 1,
          epoch: 1, startsGeneration: false, startsEpoch: false, after: .start(of: Self.vault)),
        ring: ring)
    }
  }

  @Test func theLastSignatureVouchesForTheOnesBefore() throws {
    var pen = Pen(seed: 3)
    var fold = try fold(of: pen)
    try take(
      [
        try pen.sign(Self.event), try pen.sign(Self.event, valid: false), try pen.sign(Self.event),
      ], &fold)
    try fold.settleSignatures()
  }

  @Test func aLastSignatureThatIsWrongIsFound() throws {
    var pen = Pen(seed: 3)
    var fold = try fold(of: pen)
    try take([try pen.sign(Self.event), try pen.sign(Self.event, valid: false)], &fold)
    #expect(throws: ReadFault.damage(.bodySignature)) { try fold.settleSignatures() }
  }

  @Test func nobodyReplacesAKeyWithoutTheKeyBefore() throws {
    var pen = Pen(seed: 3)
    let thief = Pen(seed: 4)
    let replaced = LedgerEvent.writerKeyReplaced(
      writer: Self.writer, publicKey: try thief.key().publicKey)
    var fold = try fold(of: pen)
    let first = try pen.sign(Self.event)
    let stolen = try pen.sign(replaced.raw, with: thief)
    #expect(throws: ReadFault.damage(.bodySignature)) { try take([first, stolen], &fold) }
  }

  @Test func aChangedBodyBreaksTheChain() throws {
    var pen = Pen(seed: 3)
    var fold = try fold(of: pen)
    var other = pen
    _ = try pen.sign(Self.event)
    let forged = try other.sign(RawEvent(kind: 21, critical: true, payload: [0xa0]), valid: false)
    let last = try pen.sign(Self.event)
    #expect(throws: ReadFault.damage(.bodyChain)) { try take([forged, last], &fold) }
  }
}

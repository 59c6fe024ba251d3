package import ByteCoding
package import Cryptography
package import SecretMemory

/// A slot to be made.
package struct SlotRequest: Equatable, Sendable {
  package let id: Identifier
  package let grant: Grant
  /// What hashing a passphrase is to cost, if there is one.
  package let kdf: KDFParameters

  package init(id: Identifier, grant: Grant = .root, kdf: KDFParameters = .standard) {
    self.id = id
    self.grant = grant
    self.kdf = kdf
  }
}

/// Why a slot cannot be made.
package enum SlotError: Error, Equatable {
  /// No factor was offered.
  case noFactor
  /// A key file, passphrase or code has a length that is not allowed.
  case factorLength(FactorKind)
  /// Costs outside what a reader accepts.
  case kdfLimits
  /// A public key that makes everyone's shared secret the same, or of another length.
  case weakPoint
  case outOfMemory
}

/// A slot that was just made, and what opens it without its factors.
package struct NewSlot: ~Copyable, Sendable {
  package let slot: Slot
  private let session: SessionKey

  /// What opens the slot, for whoever makes a vault with it and goes on.
  package consuming func sessionKey() -> SessionKey { session }

  /// Makes a slot that all of `factors` together open, with an identity of its own.
  /// - Parameter blocks: KDF blocks that may be shared when their costs are the requested ones.
  package static func make(
    _ request: SlotRequest, factors: borrowing Factors, vault: Identifier,
    sharing blocks: [KDFBlock] = [], random: any RandomSource = SystemRandom()
  ) throws(SlotError) -> NewSlot {
    guard !factors.kinds.isEmpty else { throw .noFactor }
    try factors.checkLengths()
    guard request.kdf.isAccepted else { throw .kdfLimits }
    do throws(CryptographyError) {
      let block =
        blocks.first { $0.parameters == request.kdf }
        ?? KDFBlock(parameters: request.kdf, salt: random.bytes(PassphraseKDF.saltLength))
      let identity = try random.secret(AgreementKey.length)
      let open = Slot(
        id: request.id, grant: request.grant, factors: factors.kinds.map { $0.factor(block) },
        publicKey: AgreementKey.publicKey(of: identity), sealedIdentity: nil)
      guard let key = try FactorHashes().key(for: open, in: vault, offered: factors) else {
        throw .invalidParameters
      }
      let context = open.context(in: vault)
      let sealed = try identity.withSpan { (plaintext) throws(CryptographyError) in
        try Sealer(random: random).seal(
          plaintext, key: key, label: Labels.identity, context: context.span)
      }
      let slot = Slot(
        id: open.id, grant: open.grant, factors: open.factors, publicKey: open.publicKey,
        sealedIdentity: sealed)
      return NewSlot(slot: slot, session: SessionKey(slot: slot.id, identity: identity))
    } catch { throw error == .outOfMemory ? .outOfMemory : .kdfLimits }
  }
}

extension Slot {
  /// The same where nobody goes on with what opens it.
  package static func make(
    _ request: SlotRequest, factors: borrowing Factors, vault: Identifier,
    sharing blocks: [KDFBlock] = [], random: any RandomSource = SystemRandom()
  ) throws(SlotError) -> Slot {
    try NewSlot.make(request, factors: factors, vault: vault, sharing: blocks, random: random).slot
  }

  /// Makes a slot for someone whose identity lives elsewhere.
  package static func make(
    id: Identifier, grant: Grant, publicKey: [UInt8]
  ) throws(SlotError) -> Slot {
    guard publicKey.count == AgreementKey.length else { throw .weakPoint }
    return Slot(id: id, grant: grant, factors: [], publicKey: publicKey, sealedIdentity: nil)
  }
}

extension FactorKind {
  fileprivate func factor(_ block: KDFBlock) -> SlotFactor {
    switch self {
    case .passphrase: .passphrase(block)
    case .keyFile: .keyFile
    case .recovery: .recovery
    }
  }
}

extension Factors {
  fileprivate borrowing func checkLengths() throws(SlotError) {
    func check(
      _ secret: borrowing SecretBytes?, _ lengths: ClosedRange<Int>, _ kind: FactorKind
    ) throws(SlotError) {
      switch secret {
      case .some(let secret) where !lengths.contains(secret.count): throw .factorLength(kind)
      default: return
      }
    }
    try check(passphrase, Self.passphraseLengths, .passphrase)
    try check(keyFile, Self.keyFileLengths, .keyFile)
    try check(recovery, 20...20, .recovery)
  }
}

extension Slot {
  /// The public key of an identity that lives elsewhere, which may be given away.
  package static func publicKey(ofIdentity identity: borrowing SecretBytes) -> [UInt8] {
    AgreementKey.publicKey(of: identity)
  }
}

import ByteCoding
import Cryptography
import SecretMemory

/// The signing key of this machine, and the one that is to follow it.
final class WriterKey {
  /// A key is replaced when it is this old, in milliseconds, or at every multiple of this counter.
  static let lifetime: Int64 = 24 * 60 * 60 * 1000
  static let transactions: UInt64 = 1000

  let writer: Identifier
  let key: SigningKey
  private let seed: SecretBytes
  private let nextSeed: SecretBytes?
  /// The public key of the next seed.
  let nextPublicKey: [UInt8]?
  /// Milliseconds since 1970.
  let made: Int64
  /// Whether a signature of this process with this key was verified. Those that follow are made of the
  /// same secret by the same steps.
  var isProven = false

  init(
    writer: Identifier, seed: consuming SecretBytes, next: consuming SecretBytes? = nil, made: Int64
  ) throws(CryptographyError) {
    self.writer = writer
    key = try SigningKey(seed: seed)
    self.seed = seed
    nextPublicKey = try Self.publicKey(of: next)
    nextSeed = next
    self.made = made
  }

  /// A new writer.
  static func make(at time: Int64, with sealer: Sealer) throws(CryptographyError) -> WriterKey {
    try WriterKey(
      writer: sealer.identifier(), seed: try sealer.random.secret(SigningKey.seedLength),
      made: time)
  }

  /// The same writer with a key ready to follow the present one.
  func preparingNext(with sealer: Sealer) throws(CryptographyError) -> WriterKey {
    let next = try sealer.random.secret(SigningKey.seedLength)
    return try WriterKey(writer: writer, seed: try Self.copy(seed), next: next, made: made)
  }

  /// The same writer with its next key in force; nil when there is none.
  func promotingNext(at time: Int64) throws(CryptographyError) -> WriterKey? {
    switch nextSeed {
    case .some(let next): return try WriterKey(writer: writer, seed: Self.copy(next), made: time)
    case .none: return nil
    }
  }

  /// Whether the transaction with this counter is to replace the key.
  func isDue(at time: Int64, counter: UInt64) -> Bool {
    time - made >= Self.lifetime || counter.isMultiple(of: Self.transactions)
  }

  private static func publicKey(
    of seed: borrowing SecretBytes?
  ) throws(CryptographyError) -> [UInt8]? {
    switch seed {
    case .some(let seed): try SigningKey(seed: seed).publicKey
    case .none: nil
    }
  }

  private static func copy(_ seed: borrowing SecretBytes) throws(CryptographyError) -> SecretBytes {
    do throws(SecretMemoryError) { return try seed.slice(0..<seed.count) } catch {
      throw .outOfMemory
    }
  }
}

extension WriterKey {
  private static let length = Identifier.length + 2 * SigningKey.seedLength + 1 + 8

  /// The file's plaintext.
  func encoded() throws(CryptographyError) -> SecretBytes {
    do throws(SecretMemoryError) {
      var builder = SecretBuilder()
      try builder.append(writer.bytes.span)
      try seed.withSpan { (seed) throws(SecretMemoryError) in try builder.append(seed) }
      switch nextSeed {
      case .some(let next):
        try builder.append(1)
        try next.withSpan { (next) throws(SecretMemoryError) in try builder.append(next) }
      case .none:
        try builder.append([UInt8](repeating: 0, count: 1 + SigningKey.seedLength).span)
      }
      try builder.append(UInt64(bitPattern: made).littleEndianBytes.span)
      return try builder.finish()
    } catch { throw .outOfMemory }
  }

  /// Nil when it is not a writer's file.
  static func decode(_ plaintext: borrowing SecretBytes) throws(CryptographyError) -> WriterKey? {
    guard plaintext.count == length else { return nil }
    let (id, flag, made) = plaintext.withSpan { bytes in
      (
        Array(bytes.extracting(0..<16)), bytes[48],
        Int64(bitPattern: UInt64(littleEndian: bytes, at: 81))
      )
    }
    guard flag <= 1 else { return nil }
    do throws(SecretMemoryError) {
      let seed = try plaintext.slice(16..<48)
      let next: SecretBytes? = flag == 1 ? try plaintext.slice(49..<81) : nil
      return try make(id, seed, next, made)
    } catch { throw .outOfMemory }
  }

  private static func make(
    _ id: [UInt8], _ seed: consuming SecretBytes, _ next: consuming SecretBytes?, _ made: Int64
  ) throws(SecretMemoryError) -> WriterKey {
    do throws(CryptographyError) {
      return try WriterKey(writer: Identifier(id), seed: seed, next: next, made: made)
    } catch { throw .outOfMemory }
  }
}

import Cryptography
package import SecretMemory

/// Secrets that the program draws itself, and the spelling of recovery codes, for callers that do
/// no cryptography of their own.
package enum NewSecret {
  /// What a generated value is made of: these survive every dialect without quotes.
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-".utf8)

  /// The length of a generated value with at least 256 bits.
  package static let valueLength = 43
  /// Words of a generated passphrase, about 80 bits.
  package static let passphraseWords = 7
  private static let recoveryLength = RecoveryCode.secretLength

  /// `length` characters of `[A-Za-z0-9_-]`, 6 bits each.
  package static func value(length: Int = valueLength) throws(SecretMemoryError) -> SecretBytes {
    var value = try bytes(length)
    value.withMutableSpan { (bytes: inout MutableSpan<UInt8>) in
      for index in bytes.indices { bytes[index] = alphabet[Int(bytes[index] & 63)] }
    }
    return value
  }

  /// Random bytes, as for a key file.
  package static func bytes(_ count: Int) throws(SecretMemoryError) -> SecretBytes {
    try drawn { () throws(CryptographyError) in try RandomBytes.secret(count) }
  }

  /// Words joined by hyphens.
  package static func passphrase(
    words: Int = passphraseWords
  ) throws(SecretMemoryError) -> SecretBytes {
    try drawn { () throws(CryptographyError) in try Passphrase.generate(words: words) }
  }

  /// The secret of a new recovery slot.
  package static func recovery() throws(SecretMemoryError) -> SecretBytes {
    try bytes(recoveryLength)
  }

  /// The code of a recovery secret, ASCII, to be written down.
  package static func recoveryCode(
    _ secret: borrowing SecretBytes
  ) throws(SecretMemoryError) -> SecretBytes {
    do throws(CryptographyError) {
      return try RecoveryCode.encode(secret)
    } catch {
      throw .outOfMemory
    }
  }

  /// The secret of a typed recovery code; nil when it is none.
  package static func recovery(
    fromCode text: Span<UInt8>
  ) throws(SecretMemoryError) -> SecretBytes? {
    do throws(RecoveryCodeError) {
      return try RecoveryCode.decode(text)
    } catch {
      if error == .outOfMemory { throw .outOfMemory }
      return nil
    }
  }

  /// An estimate of the bits that somebody guessing a passphrase has to try.
  package static func strength(ofPassphrase passphrase: Span<UInt8>) -> Double {
    Passphrase.strength(passphrase)
  }

  private static func drawn(
    _ draw: () throws(CryptographyError) -> SecretBytes
  ) throws(SecretMemoryError) -> SecretBytes {
    do throws(CryptographyError) {
      return try draw()
    } catch {
      throw .outOfMemory
    }
  }
}

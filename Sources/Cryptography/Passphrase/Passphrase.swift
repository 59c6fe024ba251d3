@_spi(_Unicode) import Swift

package import SecretMemory

/// Why bytes are no passphrase. Carries none of them.
package enum PassphraseError: Error, Equatable {
  case empty
  /// More than `Passphrase.maximumLength` bytes.
  case tooLong
  case invalidUTF8
  case outOfMemory
}

/// Passphrases: made by us, or made the same whichever keyboard they are typed on.
package enum Passphrase {
  /// Bytes that a passphrase may have.
  package static let maximumLength = 1024
  /// Bits that each generated word adds.
  package static var bitsPerWord: Double { PassphraseWords.bitsPerWord }

  /// That many words of our list, drawn at random and joined by hyphens. Traps below one word.
  package static func generate(words: Int) throws(CryptographyError) -> SecretBytes {
    precondition(words > 0, "Cryptography: a passphrase has words")
    let (list, ranges) = (PassphraseWords.bytes, PassphraseWords.ranges)
    do throws(SecretMemoryError) {
      var passphrase = SecretBuilder()
      for index in 0..<words {
        if index > 0 { try passphrase.append(UInt8(ascii: "-")) }
        let choice = RandomBytes.uniform(UInt32(ranges.count))
        try passphrase.append(list.span.extracting(ranges[Int(choice)]))
      }
      return try passphrase.finish()
    } catch {
      throw .outOfMemory
    }
  }

  /// An estimate, on the low side, of the bits that someone who tries likely passphrases first has
  /// to guess. Looks at the first 128 bytes.
  package static func strength(_ passphrase: Span<UInt8>) -> Double {
    PassphraseStrength.estimate(passphrase)
  }

  /// The passphrase as it is hashed: RFC 8265 section 4.2 (OpaqueString), that is, spaces of any
  /// kind become the ASCII one and the text gets Normalization Form C; nothing is trimmed and case
  /// stays. One to `maximumLength` bytes of UTF-8 are accepted.
  ///
  /// ASCII, which this leaves alone, never leaves guarded memory. Other text passes through strings
  /// of the standard library, whose storage nobody can wipe.
  package static func normalize(
    _ passphrase: Span<UInt8>
  ) throws(PassphraseError) -> SecretBytes {
    guard !passphrase.isEmpty else { throw .empty }
    guard passphrase.count <= maximumLength else { throw .tooLong }
    do throws(SecretMemoryError) {
      if passphrase.indices.allSatisfy({ passphrase[$0] < 0x80 }) {
        return try SecretBytes(copying: passphrase)
      }
    } catch {
      throw .outOfMemory
    }
    return try compose(passphrase)
  }

  private static func compose(_ passphrase: Span<UInt8>) throws(PassphraseError) -> SecretBytes {
    guard let text = try? UTF8Span(validating: passphrase) else { throw .invalidUTF8 }
    var spaced = String.UnicodeScalarView()
    for scalar in String(copying: text).unicodeScalars {
      spaced.append(scalar.properties.generalCategory == .spaceSeparator ? " " : scalar)
    }
    do throws(SecretMemoryError) {
      var composed = SecretBuilder()
      for scalar in String(spaced)._nfc {
        guard let bytes = UTF8.encode(scalar) else { continue }
        for byte in bytes { try composed.append(byte) }
      }
      return try composed.finish()
    } catch {
      throw .outOfMemory
    }
  }
}

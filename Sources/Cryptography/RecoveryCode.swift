package import SecretMemory

/// Why text is no recovery code. Carries none of it.
package enum RecoveryCodeError: Error, Equatable {
  /// The characters do not belong together: something was mistyped or swapped.
  case checksum
  /// Too many or too few characters.
  case length
  /// A character that no code contains, or another prefix, `position` bytes into the text.
  case character(position: Int)
  case outOfMemory
}

/// 160 secret bits as text to write down: Bech32m (BIP-350) with the prefix `keyroll`, hyphens
/// after each group of four: `keyroll1-xxxx-xxxx-…`. Its checksum notices any four wrong
/// characters, and no character looks like another.
package enum RecoveryCode {
  /// Bytes of the secret.
  package static let secretLength = 20

  private static let prefix = Array("keyroll".utf8)
  private static let separator = UInt8(ascii: "1")
  private static let alphabet = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)
  private static let dataLength = 32
  private static let checkLength = 6
  private static let groupLength = 4

  /// The code for a secret, in ASCII; `.invalidParameters` unless it has `secretLength` bytes.
  package static func encode(
    _ secret: borrowing SecretBytes
  ) throws(CryptographyError) -> SecretBytes {
    guard secret.count == secretLength else { throw .invalidParameters }
    var values = try SecretBytes(filling: dataLength + checkLength)
    secret.withSpan { bytes in values.withMutableSpan { spread(bytes, into: &$0) } }
    let check = values.withSpan { checksum($0.extracting(first: dataLength)) }
    values.withMutableSpan { values in
      for index in 0..<checkLength {
        values[dataLength + index] = UInt8(check >> (5 * (checkLength - 1 - index)) & 31)
      }
    }
    return try write(values)
  }

  /// The secret of a code. Capitals, hyphens and spaces make no difference, and the prefix may be
  /// left out.
  package static func decode(_ text: Span<UInt8>) throws(RecoveryCodeError) -> SecretBytes {
    var count = 0
    for index in text.indices where !isFiller(text[index]) { count += 1 }
    let full = dataLength + checkLength
    let leading = count == full ? 0 : prefix.count + 1
    guard count == full + leading else { throw .length }
    var values = try block(full)
    var place = -leading
    for index in text.indices where !isFiller(text[index]) {
      let value = try value(of: text[index], place: place, position: index)
      if place >= 0 { values.withMutableSpan { $0[place] = value } }
      place += 1
    }
    let valid = values.withSpan { polynomial($0, after: prefixState) == target }
    guard valid else { throw .checksum }
    var secret = try block(secretLength)
    values.withSpan { values in secret.withMutableSpan { gather(values, into: &$0) } }
    return secret
  }

  private static func write(_ values: borrowing SecretBytes) throws(CryptographyError)
    -> SecretBytes
  {
    do throws(SecretMemoryError) {
      var text = SecretBuilder()
      let prefix = prefix
      try text.append(prefix.span)
      try text.append(separator)
      try values.withSpan { (values) throws(SecretMemoryError) in
        for index in values.indices {
          if index.isMultiple(of: groupLength) { try text.append(UInt8(ascii: "-")) }
          try text.append(alphabet[Int(values[index])])
        }
      }
      return try text.finish()
    } catch {
      throw .outOfMemory
    }
  }

  private static func block(_ count: Int) throws(RecoveryCodeError) -> SecretBytes {
    do throws(SecretMemoryError) { return try SecretBytes(count: count) } catch {
      throw .outOfMemory
    }
  }

  private static func isFiller(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "-") || byte == UInt8(ascii: " ")
  }

  /// The value of a character at `place` among the values, which is negative within the prefix.
  private static func value(
    of byte: UInt8, place: Int, position: Int
  ) throws(RecoveryCodeError) -> UInt8 {
    let lower = (0x41...0x5a).contains(byte) ? byte | 0x20 : byte
    guard place >= 0 else {
      let expected = place == -1 ? separator : prefix[prefix.count + 1 + place]
      guard lower == expected else { throw .character(position: position) }
      return 0
    }
    guard let value = alphabet.firstIndex(of: lower) else {
      throw .character(position: position)
    }
    return UInt8(value)
  }

  /// Eight bits each into five bits each.
  private static func spread(_ bytes: Span<UInt8>, into values: inout MutableSpan<UInt8>) {
    for bit in 0..<bytes.count * 8 {
      let value = bytes[bit / 8] >> (7 - bit % 8) & 1
      values[bit / 5] |= value << (4 - bit % 5)
    }
  }

  /// Five bits each into eight bits each.
  private static func gather(_ values: Span<UInt8>, into bytes: inout MutableSpan<UInt8>) {
    for bit in 0..<bytes.count * 8 {
      let value = values[bit / 5] >> (4 - bit % 5) & 1
      bytes[bit / 8] |= value << (7 - bit % 8)
    }
  }

  /// What the polynomial of a valid code comes to (BIP-350).
  private static let target: UInt32 = 0x2bc8_30a3
  private static let generator: [UInt32] = [
    0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3,
  ]

  /// The state after the prefix, which counts as the high bits, a zero, and the low bits.
  private static let prefixState: UInt32 = {
    let expanded = prefix.map { $0 >> 5 } + [0] + prefix.map { $0 & 31 }
    return polynomial(expanded.span, after: 1)
  }()

  private static func checksum(_ data: Span<UInt8>) -> UInt32 {
    let zeros = [UInt8](repeating: 0, count: checkLength)
    return polynomial(zeros.span, after: polynomial(data, after: prefixState)) ^ target
  }

  private static func polynomial(_ values: Span<UInt8>, after state: UInt32) -> UInt32 {
    var state = state
    for index in values.indices {
      let top = state >> 25
      state = (state & 0x1ff_ffff) << 5 ^ UInt32(values[index])
      for bit in 0..<5 where top >> bit & 1 == 1 { state ^= generator[bit] }
    }
    return state
  }
}

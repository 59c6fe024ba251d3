import Cryptography
import SecretMemory
import Testing

private func decode(_ text: String) throws(RecoveryCodeError) -> [UInt8] {
  let bytes = Array(text.utf8)
  return contents(try RecoveryCode.decode(bytes.span))
}

@Suite struct RecoveryCodeTests {
  private static let counting = "keyroll1-qqqs-yqcy-q5rq-wzqf-pg9s-crgw-pugp-zysn-8zax-ur"
  private let counted = (0..<20).map { UInt8($0) }

  /// From a separate program that follows BIP-350.
  @Test(arguments: [
    (
      [UInt8](repeating: 0, count: 20),
      "keyroll1-qqqq-qqqq-qqqq-qqqq-qqqq-qqqq-qqqq-qqqq-hhvr-28"
    ),
    (
      [UInt8](repeating: 255, count: 20),
      "keyroll1-llll-llll-llll-llll-llll-llll-llll-llll-mxdv-dd"
    ),
    ((0..<20).map { UInt8($0) }, counting),
  ])
  func writesAndReadsCodes(bytes: [UInt8], text: String) throws {
    let code = try RecoveryCode.encode(secret(bytes))
    #expect(String(decoding: contents(code), as: UTF8.self) == text)
    #expect(try decode(text) == bytes)
  }

  @Test func randomSecretsReadBack() throws {
    for _ in 0..<200 {
      let bytes = RandomBytes.bytes(RecoveryCode.secretLength)
      let code = try RecoveryCode.encode(secret(bytes))
      #expect(try decode(String(decoding: contents(code), as: UTF8.self)) == bytes)
    }
  }

  @Test func capitalsHyphensSpacesAndPrefixMakeNoDifference() throws {
    let bare = String(Self.counting.filter { $0 != "-" }.dropFirst(8))
    #expect(try decode(Self.counting.uppercased()) == counted)
    #expect(try decode(Self.counting.replacing("-", with: " ")) == counted)
    #expect(try decode(bare) == counted)
    #expect(try decode("KeyRoll1" + bare) == counted)
  }

  @Test func everySingleWrongCharacterIsNoticed() {
    let alphabet = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l")
    let text = Array(Self.counting)
    for index in 9..<text.count where text[index] != "-" {
      for letter in alphabet where letter != text[index] {
        var wrong = text
        wrong[index] = letter
        #expect(throws: RecoveryCodeError.checksum) { try decode(String(wrong)) }
      }
    }
  }

  @Test func swappedNeighboursAreNoticed() {
    let text = Array(Self.counting.filter { $0 != "-" })
    for index in 8..<text.count - 1 where text[index] != text[index + 1] {
      var wrong = text
      wrong.swapAt(index, index + 1)
      #expect(throws: RecoveryCodeError.checksum) { try decode(String(wrong)) }
    }
  }

  @Test func otherCharactersAreNamedByPosition() {
    #expect(throws: RecoveryCodeError.character(position: 9)) {
      try decode(Self.counting.replacing("-qqqs", with: "-bqqs"))
    }
    #expect(throws: RecoveryCodeError.character(position: 55)) {
      try decode(Self.counting.dropLast() + "1")
    }
    #expect(throws: RecoveryCodeError.character(position: 2)) {
      try decode("kex" + Self.counting.dropFirst(3))
    }
    #expect(throws: RecoveryCodeError.character(position: 7)) {
      try decode("keyroll2" + Self.counting.dropFirst(8))
    }
  }

  @Test func otherLengthsAreRefused() throws {
    for text in ["", "keyroll1", String(Self.counting.dropLast()), Self.counting + "q"] {
      #expect(throws: RecoveryCodeError.length) { try decode(text) }
    }
    let short = try SecretBytes(count: 19)
    #expect(throws: CryptographyError.invalidParameters) { _ = try RecoveryCode.encode(short) }
  }
}

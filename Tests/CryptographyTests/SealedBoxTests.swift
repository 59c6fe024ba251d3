import Cryptography
import SecretMemory
import Testing

@Suite struct SealedBoxTests {
  private let label = Label("keyroll.test..v1")
  private let header: [UInt8] = [1, 2, 3]
  private let nonce = [UInt8](repeating: 7, count: SealedBox.nonceLength)

  private func key(_ fill: UInt8) throws -> SecretBytes {
    try SecretBytes(copying: [UInt8](repeating: fill, count: 32).span)
  }

  private func seal(_ plaintext: [UInt8]) throws -> [UInt8] {
    try SealedBox.seal(
      plaintext.span, key: key(1), label: label, header: header.span, nonce: nonce.span)
  }

  @Test(arguments: [0, 1, 16, 512, 100_000])
  func opensWhatItSealed(length: Int) throws {
    let plaintext = (0..<length).map { UInt8(truncatingIfNeeded: $0) }
    let sealed = try seal(plaintext)
    #expect(sealed.count == length + SealedBox.overhead)
    let opened = try SealedBox.open(
      sealed.span, key: key(1), label: label, header: header.span)
    #expect(opened == plaintext)
    let secret = try SealedBox.openSecret(
      sealed.span, key: key(1), label: label, header: header.span)
    #expect(contents(secret) == plaintext)
  }

  @Test(arguments: [0..<64, 64..<200, 960..<1000, 0..<1000])
  func opensAPieceFromAnyBlock(range: Range<Int>) throws {
    let plaintext = (0..<1000).map { UInt8(truncatingIfNeeded: $0 * 7) }
    let sealed = try seal(plaintext)
    let ciphertext = SealedBox.prefixLength
    let piece = sealed[ciphertext + range.lowerBound..<ciphertext + range.upperBound]
    func open(_ prefix: ArraySlice<UInt8>, _ fill: UInt8 = 1) throws -> [UInt8] {
      try SealedBox.openUnchecked(
        piece.span, fromBlock: range.lowerBound / SealedBox.blockLength, prefix: prefix.span,
        key: key(fill), label: label, header: header.span)
    }
    #expect(try open(sealed[..<ciphertext]) == Array(plaintext[range]))
    #expect(throws: CryptographyError.authenticationFailed) { try open(sealed[..<ciphertext], 2) }
    #expect(throws: CryptographyError.authenticationFailed) { try open(sealed[1...ciphertext]) }
  }

  @Test func refusesEveryFlippedBit() throws {
    let sealed = try seal([10, 20, 30])
    for bit in 0..<sealed.count * 8 {
      var damaged = sealed
      damaged[bit / 8] ^= 1 << (bit % 8)
      #expect(throws: CryptographyError.authenticationFailed) {
        try SealedBox.open(damaged.span, key: key(1), label: label, header: header.span)
      }
    }
  }

  @Test func refusesEveryTruncation() throws {
    let sealed = try seal([10, 20, 30])
    for length in 0..<sealed.count {
      #expect(throws: CryptographyError.authenticationFailed) {
        let short = Array(sealed[..<length])
        _ = try SealedBox.openSecret(
          short.span, key: key(1), label: label, header: header.span)
      }
    }
  }

  @Test func bindsKeyLabelAndHeader() throws {
    let sealed = try seal([1])
    let otherHeader: [UInt8] = [1, 2]
    #expect(throws: CryptographyError.authenticationFailed) {
      try SealedBox.open(sealed.span, key: key(2), label: label, header: header.span)
    }
    #expect(throws: CryptographyError.authenticationFailed) {
      try SealedBox.open(
        sealed.span, key: key(1), label: Label("keyroll.test..v2"), header: header.span)
    }
    #expect(throws: CryptographyError.authenticationFailed) {
      try SealedBox.open(sealed.span, key: key(1), label: label, header: otherHeader.span)
    }
  }

  @Test func refusesOtherNonceAndKeyLengths() throws {
    let plaintext: [UInt8] = [1]
    #expect(throws: CryptographyError.invalidParameters) {
      try SealedBox.seal(
        plaintext.span, key: key(1), label: label, header: header.span, nonce: header.span)
    }
    #expect(throws: CryptographyError.invalidParameters) {
      try SealedBox.seal(
        plaintext.span, key: SecretBytes(count: 8), label: label, header: header.span,
        nonce: nonce.span)
    }
  }
}

import Cryptography
import SecretMemory
import Testing

@Suite struct BLAKE2bTests {
  private let label = Label("keyroll.test..v1")

  @Test func piecesGiveTheSameDigestAsTheWhole() {
    let message = (0..<1000).map { UInt8(truncatingIfNeeded: $0) }
    let whole = BLAKE2b.digest(message.span, label: label, count: 64)
    var hasher = BLAKE2bHasher(label: label, count: 64)
    var rest = message[...]
    for size in [0, 1, 127, 128, 129, 300, 315] {
      hasher.update(Array(rest.prefix(size)))
      rest = rest.dropFirst(size)
    }
    #expect(rest.isEmpty)
    let pieces = hasher.finish()
    #expect(pieces == whole)
  }

  @Test func keyLabelMessageAndLengthAllCount() throws {
    let one = try secret([UInt8](repeating: 1, count: 32))
    let two = try SecretBytes(count: 32)
    let message = bytes("m")
    let digests = try [
      BLAKE2b.digest(message.span, label: label),
      BLAKE2b.digest(message.span, label: Label("keyroll.test..v2")),
      BLAKE2b.digest(message.span, key: one, label: label),
      BLAKE2b.digest(message.span, key: two, label: label),
      Array(BLAKE2b.digest(message.span, key: one, label: label, count: 64).prefix(32)),
    ]
    #expect(Set(digests).count == digests.count)
  }

  @Test func refusesKeysOfOtherLengths() throws {
    let message = bytes("m")
    for length in [0, 15, 65] {
      let key = try SecretBytes(count: length)
      #expect(throws: CryptographyError.invalidParameters) {
        try BLAKE2b.digest(message.span, key: key, label: label)
      }
    }
  }

  @Test func labelsOfOtherLengthsTrap() async {
    await #expect(processExitsWith: .failure) { _ = Label("keyroll.short") }
    await #expect(processExitsWith: .failure) { _ = Label("keyroll.tést..v1") }
  }

  @Test func digestLengthsOutOfRangeTrap() async {
    await #expect(processExitsWith: .failure) {
      _ = BLAKE2bHasher(label: Label("keyroll.test..v1"), count: 15)
    }
    await #expect(processExitsWith: .failure) {
      _ = BLAKE2bHasher(label: Label("keyroll.test..v1"), count: 65)
    }
  }
}

@Suite struct PassphraseKDFTests {
  private let salt = [UInt8](repeating: 0, count: 16)

  private func derive(
    _ operations: UInt64, _ memory: UInt64, salt: [UInt8]? = nil
  ) throws(CryptographyError) {
    let passphrase = bytes("p")
    _ = try PassphraseKDF.derive(
      passphrase.span, salt: salt ?? self.salt, operations: operations, memoryBytes: memory)
  }

  @Test(
    arguments: [
      (0, 64 << 20), (2, 64 << 20), (17, 64 << 20), (.max, 64 << 20), (3, 0), (3, (64 << 20) - 1),
      (3, (4096 << 20) + 1), (3, .max), (3, 1 << 63),
    ] as [(UInt64, UInt64)])
  func refusesCostsOutOfRangeBeforeAnyWork(operations: UInt64, memory: UInt64) {
    let start = ContinuousClock().now
    #expect(throws: CryptographyError.invalidParameters) { try derive(operations, memory) }
    #expect(start.duration(to: ContinuousClock().now) < .milliseconds(50))
  }

  @Test func refusesSaltsOfOtherLengths() {
    #expect(throws: CryptographyError.invalidParameters) {
      try derive(3, 64 << 20, salt: [1, 2, 3])
    }
  }

  @Test func namedCostsAreAccepted() {
    #expect(KDFParameters.standard.isAccepted && KDFParameters.strong.isAccepted)
    #expect(KDFParameters.minimum.isAccepted && KDFParameters.maximum.isAccepted)
    #expect(KDFParameters.standard == KDFParameters(operations: 3, memoryBytes: 268_435_456))
    #expect(KDFParameters.strong == KDFParameters(operations: 4, memoryBytes: 1_073_741_824))
  }
}

@Suite struct PaddingTests {
  /// Computed from the definition in the paper by a separate program.
  @Test(arguments: [
    (0, 0), (1, 1), (2, 2), (3, 3), (8, 8), (9, 10), (15, 16), (16, 16), (17, 18), (31, 32),
    (33, 36), (100, 104), (255, 256), (257, 272), (511, 512), (512, 512), (513, 544), (1000, 1024),
    (1025, 1088), (4095, 4096), (4097, 4352), (100_000, 100_352), (1_048_577, 1_081_344),
    (1_000_000_000, 1_006_632_960),
  ])
  func padme(length: Int, padded: Int) {
    #expect(Padding.padded(length, floor: 0) == padded)
  }

  @Test func neverShorterThanTheFloor() {
    #expect(Padding.padded(10, floor: 512) == 512)
    #expect(Padding.padded(513, floor: 512) == 544)
  }

  @Test func costsTwelvePerCentAtMostAndIsStable() {
    for length in 1...20_000 {
      let padded = Padding.padded(length, floor: 0)
      #expect(padded >= length && (padded - length) * 100 <= length * 12)
      #expect(Padding.padded(padded, floor: 0) == padded)
    }
  }
}

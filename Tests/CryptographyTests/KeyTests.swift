import Cryptography
import SecretMemory
import Testing

@Suite struct AgreementKeyTests {
  @Test func twoPartiesAgree() throws {
    let a = try AgreementKey.generate()
    let b = try AgreementKey.generate()
    let fromA = try AgreementKey.shared(a, with: AgreementKey.publicKey(of: b))
    let fromB = try AgreementKey.shared(b, with: AgreementKey.publicKey(of: a))
    #expect(contents(fromA) == contents(fromB))
    #expect(contents(a) != contents(b))
  }

  /// Every encoding of every point of small order: 0, 1, p-1, the two of order eight, and p and
  /// p+1, which stand for 0 and 1, each with either value of the unused top bit.
  @Test(arguments: [
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
    "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  ])
  func refusesPointsOfSmallOrder(point: String) throws {
    let key = try AgreementKey.generate()
    for top: UInt8 in [0, 0x80] {
      var encoding = unhex(point)
      encoding[31] |= top
      #expect(throws: CryptographyError.weakPoint) {
        _ = try AgreementKey.shared(key, with: encoding)
      }
    }
  }

  @Test func refusesKeysOfOtherLengths() throws {
    let key = try AgreementKey.generate()
    #expect(throws: CryptographyError.invalidParameters) {
      _ = try AgreementKey.shared(key, with: [9])
    }
    let short = try SecretBytes(count: 31)
    #expect(throws: CryptographyError.invalidParameters) {
      _ = try AgreementKey.shared(short, with: [UInt8](repeating: 9, count: 32))
    }
  }
}

@Suite struct SigningKeyTests {
  @Test func verifiesOnlyWhatWasSigned() throws {
    let key = try SigningKey(seed: SigningKey.generateSeed())
    let message = bytes("message")
    let signature = key.sign(message.span)
    let publicKey = key.publicKey
    #expect(verify(signature, message, publicKey))
    #expect(!verify(signature, bytes("Message"), publicKey))
    #expect(!verify(signature, message, try SigningKey(seed: SigningKey.generateSeed()).publicKey))
    for index in signature.indices {
      var damaged = signature
      damaged[index] ^= 1
      #expect(!verify(damaged, message, publicKey))
    }
  }

  @Test func wrongLengthsAreNotValid() throws {
    let key = try SigningKey(seed: SigningKey.generateSeed())
    let message = bytes("message")
    let signature = key.sign(message.span)
    let publicKey = key.publicKey
    #expect(!verify(signature + [0], message, publicKey))
    #expect(!verify([], message, publicKey))
    #expect(!verify(signature, message, Array(publicKey.dropLast())))
  }

  @Test func refusesSeedsOfOtherLengths() throws {
    let seed = try SecretBytes(count: 33)
    #expect(throws: CryptographyError.invalidParameters) { _ = try SigningKey(seed: seed) }
  }
}

@Suite struct RandomBytesTests {
  @Test func drawsDiffer() throws {
    #expect(RandomBytes.bytes(16) != RandomBytes.bytes(16))
    let a = try RandomBytes.secret(32)
    let b = try RandomBytes.secret(32)
    #expect(contents(a) != contents(b))
    #expect(RandomBytes.bytes(0).isEmpty)
  }

  @Test func uniformReachesEveryValueBelowTheBound() {
    let drawn = Set((0..<500).map { _ in RandomBytes.uniform(6) })
    #expect(drawn == [0, 1, 2, 3, 4, 5])
  }

  @Test func nothingToChooseFromTraps() async {
    await #expect(processExitsWith: .failure) { _ = RandomBytes.uniform(0) }
  }
}

@Suite struct HedgedNonceTests {
  private func nonce(
    _ context: [UInt8], _ plaintext: [UInt8], random: UInt8 = 0, key: UInt8 = 1
  ) throws -> [UInt8] {
    try HedgedNonce.make(
      key: secret([UInt8](repeating: key, count: 32)), context: context.span,
      plaintext: plaintext.span, random: [UInt8](repeating: random, count: 32))
  }

  @Test func aConstantGeneratorStillGivesDistinctNonces() throws {
    var seen: Set<[UInt8]> = []
    for place: UInt16 in 0..<2000 {
      let context = [UInt8(place >> 8), UInt8(place & 255)]
      seen.insert(try nonce(context, []))
      seen.insert(try nonce([], context))
    }
    #expect(seen.count == 4000)
  }

  @Test func everyInputCounts() throws {
    let all = try [
      nonce([1], [2]), nonce([2], [2]), nonce([1], [1]), nonce([1], [2], random: 1),
      nonce([1], [2], key: 2), nonce([1, 2], []), nonce([], [1, 2]),
    ]
    #expect(Set(all).count == all.count)
    #expect(all.allSatisfy { $0.count == 24 })
  }

  @Test func refusesAnotherAmountOfRandomness() throws {
    let nothing: [UInt8] = []
    let key = try SecretBytes(count: 32)
    #expect(throws: CryptographyError.invalidParameters) {
      try HedgedNonce.make(key: key, context: nothing.span, plaintext: nothing.span, random: [1])
    }
  }
}

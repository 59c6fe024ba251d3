import Cryptography
import SecretMemory
import Testing

/// Published vectors, typed in; where a construction is our own, what an independent computation
/// with the same definitions gives.
@Suite struct KnownAnswers {
  /// Sixteen zero bytes are BLAKE2b's own default for `personal`.
  private let plain = Label("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")
  private let label = Label("keyroll.test..v1")

  @Test func blake2bOfABC() {  // RFC 7693 appendix A
    let message = bytes("abc")
    let digest = BLAKE2b.digest(message.span, label: plain, count: 64)
    #expect(
      hex(digest) == "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
        + "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923")
  }

  @Test func blake2bOfNothingWithAKey() throws {  // BLAKE2 reference vectors, the first keyed one
    let key = try secret((0..<64).map { UInt8($0) })
    let nothing: [UInt8] = []
    let digest = try BLAKE2b.digest(nothing.span, key: key, label: plain, count: 64)
    #expect(
      hex(digest) == "10ebb67700b1868efb4417987acf4690ae9d972fb7a590c2f02871799aaa4786"
        + "b5e996e8f0f4eb981fc214b005f42d2ff4233499391653df7aefcbc13fc51568")
  }

  @Test func blake2bWithALabel() throws {
    let message = bytes("abc")
    let unkeyed = BLAKE2b.digest(message.span, label: label)
    #expect(
      hex(unkeyed) == "f935c1fd1dd24916552a6fef7feb751403a8afee783618cad0c606fd5b20a3ec")
    let key = try secret((0..<32).map { UInt8($0) })
    let keyed = "cbc6d6fb30688cf0d020c4ac9733f54748e0bbb65474d4dc"
    let digest = try BLAKE2b.digest(message.span, key: key, label: label, count: 24)
    #expect(hex(digest) == keyed)
    let subkey = try BLAKE2b.subkey(of: key, label: label, message: message.span, count: 24)
    #expect(hex(contents(subkey)) == keyed)
  }

  @Test func argon2id() throws {  // phc-winner-argon2, version 19, one lane
    let passphrase = bytes("password")
    let key = try PassphraseKDF.derive(
      passphrase.span, salt: bytes("somesaltsomesalt"), parameters: .minimum)
    #expect(
      hex(contents(key)) == "7664ad4ba1a3c999fcdd0991ffc2270f78302d2383233db5e7befc85d1bb1819")
  }

  @Test(arguments: [  // RFC 7748 section 5.2
    (
      "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
      "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c",
      "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552"
    ),
    (
      "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
      "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493",
      "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957"
    ),
  ])
  func x25519(scalar: String, point: String, result: String) throws {
    let shared = try AgreementKey.shared(secret(unhex(scalar)), with: unhex(point))
    #expect(hex(contents(shared)) == result)
  }

  @Test func x25519KeyExchange() throws {  // RFC 7748 section 6.1
    let alice = try secret(
      unhex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"))
    let bob = try secret(unhex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"))
    let alicePublic = "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"
    let bobPublic = "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"
    let agreed = "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"
    #expect(hex(AgreementKey.publicKey(of: alice)) == alicePublic)
    #expect(hex(AgreementKey.publicKey(of: bob)) == bobPublic)
    let fromAlice = try AgreementKey.shared(alice, with: unhex(bobPublic))
    let fromBob = try AgreementKey.shared(bob, with: unhex(alicePublic))
    #expect(hex(contents(fromAlice)) == agreed)
    #expect(hex(contents(fromBob)) == agreed)
  }

  @Test(arguments: [  // RFC 8032 section 7.1, tests 1 to 3
    (
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    ),
    (
      "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    ),
    (
      "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
      "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    ),
  ])
  func ed25519(seed: String, publicKey: String, message: String, signature: String) throws {
    let key = try SigningKey(seed: secret(unhex(seed)))
    let text = unhex(message)
    #expect(hex(key.publicKey) == publicKey)
    let made = key.sign(text.span)
    #expect(hex(made) == signature)
    #expect(verify(unhex(signature), text, unhex(publicKey)))
  }

  @Test func sealedBox() throws {
    let header: [UInt8] = [1, 2, 3]
    let nonce = [UInt8](repeating: 7, count: 24)
    let plaintext: [UInt8] = [10, 20, 30]
    let sealed = try SealedBox.seal(
      plaintext.span, key: secret([UInt8](repeating: 1, count: 32)), label: label,
      header: header.span, nonce: nonce.span)
    #expect(
      hex(sealed) == "070707070707070707070707070707070707070707070707"
        + "e827f964c485a966fddef1ce0716b6760d24554d4a73e6faddc90d2437907d36"
        + "ef7705cbb05e85737d284dcf309e1514db3283")
  }

  @Test func hedgedNonce() throws {
    let (context, plaintext) = (bytes("place"), bytes("text"))
    let nonce = try HedgedNonce.make(
      key: secret([UInt8](repeating: 1, count: 32)), context: context.span,
      plaintext: plaintext.span, random: (0..<32).map { UInt8($0) })
    #expect(hex(nonce) == "f4741c5466f736a8ed5246c7ec08da894f241bacfe921877")
  }
}

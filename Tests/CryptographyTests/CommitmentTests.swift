import CSodium
import Cryptography
import SecretMemory
import Testing

/// One ciphertext that XChaCha20-Poly1305 opens under two keys. The keys are those that `SealedBox`
/// derives from the secrets 01…01 and 02…02; the last block was solved for, so that both give the
/// same tag (Len, Grubbs, Ristenpart 2021).
@Suite struct CommitmentTests {
  private let header: [UInt8] = [1, 2, 3]
  private let nonce = [UInt8](repeating: 7, count: 24)
  private let encryptionKeys = [
    "04123bd96011b63245acbfaf6ceb578d536620e92e37cbacc106fb68787010c4",
    "e2389872c1d502d5352b7dc9bf908fa7bb2b7193611b2c1686a7d2ca105506ae",
  ]
  private let commitments = [
    "e827f964c485a966fddef1ce0716b6760d24554d4a73e6faddc90d2437907d36",
    "6a952bf04380f4631ca805a41b9866d5d687a20e03de9e2c48b1a6d1c06c1971",
  ]
  private let ciphertext =
    "457c769f39d8644199c0e5bdbcfbc85b37ce91cbde1fc1b0ea6b44f130436dd7"
    + "29fe69bd9e8ceba6a07d1dec25b1b0879b707c201222f0c674fdf2b68b68337c"
    + "79f15fb20245569db30bbdbe687007f1"

  @Test func bareAEADOpensTheCiphertextUnderBothKeys() {
    for key in encryptionKeys {
      var plaintext = [UInt8](repeating: 0, count: 64)
      let sealed = unhex(ciphertext)
      let status = unsafe crypto_aead_xchacha20poly1305_ietf_decrypt(
        &plaintext, nil, nil, sealed, UInt64(sealed.count), header, UInt64(header.count), nonce,
        unhex(key))
      #expect(status == 0)
    }
  }

  @Test(arguments: [0, 1])
  func sealedBoxOpensItUnderTheCommittedKeyOnly(committed: Int) throws {
    let sealed = nonce + unhex(commitments[committed]) + unhex(ciphertext)
    let label = Label("keyroll.test..v1")
    for index in 0...1 {
      let key = try secret([UInt8](repeating: UInt8(index + 1), count: 32))
      if index == committed {
        let opened = try SealedBox.open(sealed.span, key: key, label: label, header: header.span)
        #expect(opened.count == 64)
      } else {
        #expect(throws: CryptographyError.authenticationFailed) {
          try SealedBox.open(sealed.span, key: key, label: label, header: header.span)
        }
      }
    }
  }
}

import ByteCoding
import Cryptography
import Platform
import SecretMemory

extension Ledger {
  /// The key that signs the next transaction, durable in the state directory: the one in force for
  /// this machine's writer, or that of a writer which the transaction has to enrol.
  func readyWriterKey(at time: Int64) throws(LedgerError) -> (key: WriterKey, enrols: Bool) {
    if let key = held?.key ?? writerKey, isInForce(key) { return (key, false) }
    let stored = try storedWriterKey()
    guard let stored else { return (try makeWriterKey(at: time), true) }
    if isInForce(stored) { return (stored, false) }
    guard let writer = stateToContinue.writers[stored.writer] else { return (stored, true) }
    guard stored.nextPublicKey == writer.publicKey,
      let promoted = try keyed({ () throws(CryptographyError) in
        try stored.promotingNext(at: time)
      })
    else { return (try makeWriterKey(at: time), true) }
    try save(promoted)
    return (promoted, false)
  }

  private func isInForce(_ key: WriterKey) -> Bool {
    stateToContinue.writers[key.writer]?.publicKey == key.key.publicKey
  }

  private func storedWriterKey() throws(LedgerError) -> WriterKey? {
    let bytes: [UInt8]?
    do throws(SystemError) {
      bytes = try states.read(StateFile.writer.name, of: vaultID)
    } catch { throw .state(error) }
    guard let bytes else { return nil }
    return try keyed { () throws(CryptographyError) in
      guard let plaintext = try StateFile.writer.open(bytes, ring: contents.ring) else {
        return nil
      }
      return try WriterKey.decode(plaintext)
    }
  }

  private func makeWriterKey(at time: Int64) throws(LedgerError) -> WriterKey {
    let key = try keyed { () throws(CryptographyError) in
      try WriterKey.make(at: time, with: sealer)
    }
    try save(key)
    return key
  }

  func save(_ key: WriterKey) throws(LedgerError) {
    let sealed = try keyed { () throws(CryptographyError) in
      let plaintext = try key.encoded()
      return try plaintext.withSpan { (plaintext) throws(CryptographyError) in
        try StateFile.writer.seal(plaintext, keys: contents.ring.present, with: sealer)
      }
    }
    guard let sealed else { throw .readOnly }
    do throws(SystemError) {
      try states.write(sealed, to: StateFile.writer.name, of: vaultID)
    } catch { throw .state(error) }
  }
}

/// Runs an operation on keys that fails for lack of memory only.
func keyed<R: ~Copyable>(
  _ body: () throws(CryptographyError) -> R
) throws(LedgerError) -> R {
  do throws(CryptographyError) { return try body() } catch { throw .outOfMemory }
}

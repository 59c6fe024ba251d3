import ByteCoding
import Cryptography
import SecretMemory

/// Seals values under the keys of one epoch (specification, section 7).
package struct ValueSealing: Sendable {
  private static let randomLength = 32
  private static let prefixLength = randomLength + 4
  /// Smallest plaintext, in bytes.
  private static let floor = 128

  let keys: EpochKeys
  let sealer: Sealer

  /// Seals a value of at most 1 MiB. The commitment goes into the event that names the value: it
  /// binds the signed event to it and tells nothing without the blob.
  package func seal(
    _ value: Span<UInt8>, for ids: ValueIDs
  ) throws(LedgerError) -> (blob: SealedBlob, commitment: [UInt8]) {
    guard value.count <= Limits.value else { throw .limit(.valueLength(value.count)) }
    let bytes = ids.bytes(in: keys.vault)
    do throws(CryptographyError) {
      let random = try sealer.random.secret(Self.randomLength)
      let commitment = try Self.commitment(random, bytes, value)
      let plaintext = try Self.plaintext(random, value)
      guard let blob = try seal(plaintext, bytes) else { throw .invalidParameters }
      return (SealedBlob(address: ids.address, bytes: blob), commitment)
    } catch { throw error == .outOfMemory ? .outOfMemory : .readOnly }
  }

  /// Seals the content of an older blob anew, so that its commitment stays.
  func reseal(_ blob: SealedBlob, ids: ValueIDs, from ring: EpochRing) throws(ReadFault)
    -> SealedBlob
  {
    let plaintext = try Self.open(blob, ids: ids, ring: ring)
    let bytes = ids.bytes(in: keys.vault)
    let sealed = try opening(as: .blobOpen) { () throws(CryptographyError) in
      try seal(plaintext, bytes)
    }
    guard let sealed else { throw .damage(.blobOpen) }
    return SealedBlob(address: blob.address, bytes: sealed)
  }

  private func seal(
    _ plaintext: borrowing SecretBytes, _ ids: [UInt8]
  ) throws(CryptographyError) -> [UInt8]? {
    guard let key = try keys.valueKey(for: ids) else { return nil }
    let epoch = keys.epoch.littleEndianBytes
    let context = epoch + ids
    return try plaintext.withSpan { (plaintext) throws(CryptographyError) in
      try epoch + sealer.seal(plaintext, key: key, label: Labels.blob, context: context.span)
    }
  }

  /// Opens a blob and compares it with the commitment of the event that names it.
  static func open(
    _ blob: SealedBlob, ids: ValueIDs, commitment: [UInt8], ring: EpochRing
  ) throws(ReadFault) -> SecretBytes {
    let plaintext = try open(blob, ids: ids, ring: ring)
    let bytes = ids.bytes(in: ring.vault)
    let count = plaintext.withSpan { Int(UInt32(littleEndian: $0, at: randomLength)) }
    let random = try guarded { () throws(SecretMemoryError) in try plaintext.prefix(randomLength) }
    let value = try guarded { () throws(SecretMemoryError) in
      try plaintext.slice(prefixLength..<prefixLength + count)
    }
    let expected = try opening(as: .blobOpen) { () throws(CryptographyError) in
      try value.withSpan { (value) throws(CryptographyError) in
        try Self.commitment(random, bytes, value)
      }
    }
    guard constantTimeEquals(expected.span, commitment.span) else { throw .damage(.blobOpen) }
    return value
  }

  /// The plaintext of a blob with its length and padding checked.
  private static func open(
    _ blob: SealedBlob, ids: ValueIDs, ring: EpochRing
  ) throws(ReadFault) -> SecretBytes {
    guard blob.bytes.count > 4, blob.address == ids.address else { throw .damage(.blobOpen) }
    let epoch = UInt32(littleEndian: blob.bytes.span, at: 0)
    let bytes = ids.bytes(in: ring.vault)
    let context = epoch.littleEndianBytes + bytes
    let plaintext = try opening(as: .blobOpen) { () throws(CryptographyError) in
      guard let keys = try ring.keys(of: epoch), let key = try keys.valueKey(for: bytes) else {
        throw .authenticationFailed
      }
      return try SealedBox.openSecret(
        blob.bytes.span.extracting(4..<blob.bytes.count), key: key, label: Labels.blob,
        header: context.span)
    }
    guard plaintext.withSpan(isWellFormed) else { throw .damage(.blobOpen) }
    return plaintext
  }

  private static func isWellFormed(_ plaintext: Span<UInt8>) -> Bool {
    guard plaintext.count >= prefixLength else { return false }
    let count = Int(UInt32(littleEndian: plaintext, at: randomLength))
    guard count <= Limits.value, prefixLength + count <= plaintext.count,
      plaintext.count == Padding.padded(prefixLength + count, floor: floor)
    else { return false }
    return (prefixLength + count..<plaintext.count).allSatisfy { plaintext[$0] == 0 }
  }

  private static func plaintext(
    _ random: borrowing SecretBytes, _ value: Span<UInt8>
  ) throws(CryptographyError) -> SecretBytes {
    let padded = Padding.padded(prefixLength + value.count, floor: floor)
    let length = UInt32(value.count).littleEndianBytes
    do throws(SecretMemoryError) {
      var plaintext = try SecretBytes(count: padded)
      plaintext.withMutableSpan { target in
        random.withSpan { for index in $0.indices { target[index] = $0[index] } }
        for index in length.indices { target[randomLength + index] = length[index] }
        for index in value.indices { target[prefixLength + index] = value[index] }
      }
      return plaintext
    } catch { throw .outOfMemory }
  }

  private static func commitment(
    _ random: borrowing SecretBytes, _ ids: [UInt8], _ value: Span<UInt8>
  ) throws(CryptographyError) -> [UInt8] {
    var hasher = try BLAKE2bHasher(key: random, label: Labels.commitment)
    hasher.update(ids)
    hasher.update(value)
    return hasher.finish()
  }
}

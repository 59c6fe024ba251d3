import ByteCoding
import Cryptography
import SecretMemory

/// Between the bytes of a whole frame and the part of a payload in it.
enum FrameSealing {
  /// Names a frame in the one after it.
  static func hash(of frame: Span<UInt8>) -> [UInt8] {
    BLAKE2b.digest(frame, label: Labels.chain)
  }

  /// What the first frame names in place of one before it.
  static func startHash(of vault: Identifier) -> [UInt8] {
    BLAKE2b.digest(vault.bytes.span, label: Labels.chainStart)
  }

  /// Bytes of the frame that carries `count` payload bytes.
  static func length(carrying count: Int) -> Int {
    FrameHead.size + SealedBox.overhead + Padding.padded(4 + count, floor: FrameHead.floor)
      + FrameHead.trailer
  }

  /// Seals one part; `head.length` is set here.
  static func seal(
    _ part: ArraySlice<UInt8>, head: FrameHead, keys: EpochKeys, with sealer: Sealer
  ) throws(CryptographyError) -> [UInt8] {
    var head = head
    head.length = length(carrying: part.count)
    let padded = Padding.padded(4 + part.count, floor: FrameHead.floor)
    var plaintext: [UInt8] = []
    plaintext.reserveCapacity(padded)
    plaintext += UInt32(part.count).littleEndianBytes
    plaintext += part
    plaintext += repeatElement(0, count: padded - plaintext.count)
    let start = head.encoded
    let context = keys.vault.bytes + start
    var frame: [UInt8] = []
    frame.reserveCapacity(head.length)
    frame += start
    frame += try sealer.seal(
      plaintext.span, key: keys.frame, label: Labels.frame, context: context.span)
    frame += UInt32(head.length).littleEndianBytes
    frame += FrameHead.closing
    return frame
  }

  /// Opens a whole frame whose head was read from it: the bytes of its part of the payload.
  static func open(
    _ frame: [UInt8], head: FrameHead, keys: EpochKeys
  ) throws(ReadFault) -> ArraySlice<UInt8> {
    let context = keys.vault.bytes + frame[..<FrameHead.size]
    let sealed = frame.span.extracting(FrameHead.size..<(frame.count - FrameHead.trailer))
    let plaintext = try opening(as: .frameOpen) { () throws(CryptographyError) in
      try SealedBox.open(sealed, key: keys.frame, label: Labels.frame, header: context.span)
    }
    let count = Int(UInt32(littleEndian: plaintext.span, at: 0))
    guard count <= Limits.part, 4 + count <= plaintext.count,
      plaintext.count == Padding.padded(4 + count, floor: FrameHead.floor),
      plaintext[(4 + count)...].allSatisfy({ $0 == 0 })
    else { throw .damage(.framePadding) }
    return plaintext[4..<4 + count]
  }

  /// Where a byte of the payload in a frame stands in the frame's plaintext.
  static func plaintextOffset(ofPayload offset: Int) -> Int { 4 + offset }

  /// Opens a piece of a frame's ciphertext, of which only the first 144 bytes of the frame, `start`,
  /// are checked: see `SealedBox`.
  static func openUnchecked(
    _ piece: [UInt8], fromBlock block: Int, head start: [UInt8], keys: EpochKeys
  ) throws(CryptographyError) -> [UInt8] {
    let context = keys.vault.bytes + start[..<FrameHead.size]
    return try SealedBox.openUnchecked(
      piece.span, fromBlock: block, prefix: start.span.extracting(FrameHead.size...),
      key: keys.frame, label: Labels.frame, header: context.span)
  }

  /// Whether length and mark at the end of a whole frame are right.
  static func hasTrailer(_ frame: Span<UInt8>) -> Bool {
    let end = frame.count - FrameHead.trailer
    return Int(UInt32(littleEndian: frame, at: end)) == frame.count
      && (0..<4).allSatisfy { frame[end + 4 + $0] == FrameHead.closing[$0] }
  }

  /// Whether the first 144 bytes of a frame were sealed with the frame key: their commitment is
  /// right.
  static func isAuthentic(
    _ start: Span<UInt8>, keys: EpochKeys
  ) throws(CryptographyError) -> Bool {
    guard start.count >= FrameHead.authenticSize else { return false }
    let nonceEnd = FrameHead.size + SealedBox.nonceLength
    var hasher = try BLAKE2bHasher(key: keys.frame, label: Labels.frame, count: 64)
    hasher.update(keys.vault.bytes)
    hasher.update(start.extracting(..<nonceEnd))
    let derived = try hasher.finishSecret()
    let commitment = start.extracting(nonceEnd..<FrameHead.authenticSize)
    return derived.withSpan { constantTimeEquals($0.extracting(32..<64), commitment) }
  }
}

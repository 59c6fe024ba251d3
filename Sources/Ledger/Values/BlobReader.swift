import ByteCoding
import Cryptography

/// Reads one blob without opening a whole frame of many for it.
///
/// A frame may hold a thousand values, of a group of transactions, and opening it takes as long as
/// starting a process. So what is remembered of a long frame is where its blobs stand, and the next
/// one is read from there: the frame's commitment is checked, and in place of its tag that of the
/// blob itself.
struct BlobReader {
  /// A frame that is not longer is read and opened as a whole.
  static let shortFrame = 4096
  /// Blobs whose places are remembered: at most 10 MiB.
  private static let knownBlobs = 1 << 18

  private var layouts = RecentCache<BlobLayout>(limit: knownBlobs)

  /// The blob of `address` in the payload at `position`; nil when it is not there.
  ///
  /// Its bytes may be anything as long as the blob has not been opened: then `blob(of:at:in:)` tells
  /// what is wrong with the frame.
  mutating func likelyBlob(
    of address: BlobAddress, at position: Int, in window: FrameWindow, ring: EpochRing
  ) throws(LedgerError) -> SealedBlob? {
    guard let layout = layouts[position], let range = layout.range(of: address),
      let bytes = try window.piece(range, at: position, after: layout.start, ring: ring)
    else { return nil }
    return SealedBlob(address: address, bytes: bytes)
  }

  /// The same from the whole payload, checked in full.
  mutating func blob(
    of address: BlobAddress, at position: Int, in window: inout FrameWindow, ring: EpochRing
  ) throws(LedgerError) -> (blob: SealedBlob?, sequence: UInt64) {
    let joined = try window.joinedPayload(at: position, ring: ring)
    let layout = try placed(joined.first.sequence, window.base + position) {
      () throws(ReadFault) in try BlobLayout(joined.bytes, in: joined.lastFrame)
    }
    if joined.first.parts == 1, joined.first.length > Self.shortFrame {
      layouts.add(layout, at: position, weight: layout.count)
    }
    let blob = layout.range(of: address).map {
      SealedBlob(address: address, bytes: Array(joined.bytes[$0]))
    }
    return (blob, joined.first.sequence)
  }
}

extension FrameWindow {
  /// A piece of the payload in the one frame at `position` that begins with `head`. That is checked
  /// with its nonce, and the piece is not. Nil when the frame is no longer what it was.
  fileprivate func piece(
    _ range: Range<Int>, at position: Int, after head: [UInt8], ring: EpochRing
  ) throws(LedgerError) -> [UInt8]? {
    let start = FrameSealing.plaintextOffset(ofPayload: range.lowerBound)
    let block = start / SealedBox.blockLength
    let skipped = start - block * SealedBox.blockLength
    let sealed = try readAt(
      position + FrameHead.authenticSize + block * SealedBox.blockLength,
      count: skipped + range.count)
    guard sealed.count == skipped + range.count else { return nil }
    return try keyed { () throws(CryptographyError) in
      guard let keys = try ring.keys(of: UInt32(littleEndian: head.span, at: 12)) else {
        return nil
      }
      do throws(CryptographyError) {
        let plaintext = try FrameSealing.openUnchecked(
          sealed, fromBlock: block, head: head, keys: keys)
        return Array(plaintext[skipped...])
      } catch {
        guard error == .authenticationFailed else { throw error }
        return nil
      }
    }
  }
}

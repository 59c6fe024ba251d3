import Cryptography
import SecretMemory

/// A checkpoint whose index was authenticated.
struct Checkpoint {
  let index: CheckpointIndex
  let place: CheckpointPlace
  /// The chain after the last frame of the index.
  let after: ChainState

  /// Bytes of all pages: what a new checkpoint would have to write again.
  var pageBytes: Int { index.pages.reduce(0) { $0 + $1.length } }
}

extension FrameWindow {
  /// Finds the checkpoint that the last frame of the file names, from the end. Nil when there is
  /// none that can be used: the reader then starts at the first frame, and whatever is wrong is
  /// found there.
  mutating func latestCheckpoint(
    foldVersion: UInt64, ring: EpochRing
  ) throws(LedgerError) -> Checkpoint? {
    guard ring.present.holdsRoot, let place = try latestPlace(ring: ring), place != .none,
      let position = Int(exactly: place.position), position < remaining(from: 0)
    else { return nil }
    try learnEpochs(from: position, into: ring)
    guard
      let checkpoint = try unlessDamaged({ (window) throws(LedgerError) in
        try window.checkpoint(at: place, ring: ring)
      }), let checkpoint, checkpoint.index.foldVersion == foldVersion,
      !checkpoint.index.state.metUnknown
    else { return nil }
    for (epoch, sealed) in checkpoint.index.state.epochs { ring.learn(epoch, sealed) }
    return checkpoint
  }

  /// The index at `place`; nil when something else is there or its MAC is wrong.
  mutating func checkpoint(
    at place: CheckpointPlace, ring: EpochRing
  ) throws(LedgerError) -> Checkpoint? {
    let position = Int(place.position)
    let loose = try payload(at: position, ring: ring)
    guard loose.first.sequence == place.sequence, case .index(let bytes, let mac) = loose.payload
    else { return nil }
    return try placed(place.sequence, base + position) { () throws(ReadFault) in
      guard try CheckpointIndex.isAuthentic(bytes, mac, epoch: loose.first.epoch, ring: ring) else {
        return nil
      }
      let index = try CheckpointIndex(bytes)
      guard index.stands(at: place) else { return nil }
      var after = loose.after
      after.checkpoint = place
      return Checkpoint(index: index, place: place, after: after)
    }
  }

  /// The place that the last frame names, which is its own payload's when that is an index.
  private mutating func latestPlace(ring: EpochRing) throws(LedgerError) -> CheckpointPlace? {
    let size = remaining(from: 0)
    guard let start = try startOfFrame(endingAt: size),
      case .success(let last) = try head(at: start), last.length == size - start
    else { return nil }
    var first = start
    for _ in 1..<last.part {
      guard let before = try startOfFrame(endingAt: first) else { return nil }
      first = before
    }
    let loose = try unlessDamaged { (window) throws(LedgerError) in
      try window.payload(at: first, ring: ring)
    }
    guard let loose else { return nil }
    if case .index = loose.payload {
      return CheckpointPlace(sequence: loose.first.sequence, position: UInt64(first))
    }
    return last.checkpoint
  }

  private mutating func startOfFrame(endingAt end: Int) throws(LedgerError) -> Int? {
    guard let trailer = try bytes(at: end - FrameHead.trailer, count: FrameHead.trailer),
      trailer.suffix(4) == FrameHead.closing[...]
    else { return nil }
    let length = Int(UInt32(littleEndian: trailer.span, at: 0))
    guard FrameHead.lengths.contains(length), length <= end else { return nil }
    return end - length
  }

  private mutating func unlessDamaged<R>(
    _ body: (inout FrameWindow) throws(LedgerError) -> R
  ) throws(LedgerError) -> R? {
    do throws(LedgerError) { return try body(&self) } catch {
      guard case .damaged = error else { throw error }
      return nil
    }
  }
}

extension CheckpointIndex {
  /// Whether the MAC was made with the root key of the epoch in which the index stands.
  static func isAuthentic(
    _ bytes: [UInt8], _ mac: [UInt8], epoch: UInt32, ring: EpochRing
  ) throws(ReadFault) -> Bool {
    let expected = try opening(as: .checkpointIndex) { () throws(CryptographyError) in
      guard let keys = try ring.keys(of: epoch) else { return [UInt8]?.none }
      return try CheckpointIndex.mac(of: bytes, keys: keys)
    }
    return expected.map { constantTimeEquals($0.span, mac.span) } ?? false
  }
}

import ByteCoding
import Cryptography

/// The bytes of a payload read by its position, outside of the chain: opened with its epoch's key,
/// and no more.
struct JoinedPayload {
  let bytes: [UInt8]
  let first: FrameHead
  fileprivate let last: FrameHead
  let lastFrame: [UInt8]
  fileprivate let end: Int

  /// The state of the chain after its last frame, but for the checkpoint.
  var after: ChainState {
    ChainState(
      nextSequence: last.sequence + 1, head: FrameSealing.hash(of: lastFrame.span),
      generation: last.generation, epoch: last.epoch, checkpoint: last.checkpoint, position: end)
  }
}

/// The same, decoded.
struct LoosePayload {
  let payload: Payload
  let joined: JoinedPayload

  var first: FrameHead { joined.first }
  var after: ChainState { joined.after }
}

extension FrameWindow {
  /// Reads the payload whose first frame is at `position`.
  mutating func payload(at position: Int, ring: EpochRing) throws(LedgerError) -> LoosePayload {
    let joined = try joinedPayload(at: position, ring: ring)
    let payload = try placed(joined.first.sequence, base + position) { () throws(ReadFault) in
      try Payload(joined.bytes)
    }
    return LoosePayload(payload: payload, joined: joined)
  }

  /// Reads the frames of the payload whose first one is at `position`.
  mutating func joinedPayload(
    at position: Int, ring: EpochRing
  ) throws(LedgerError) -> JoinedPayload {
    var joined: [UInt8] = []
    var first: FrameHead?
    var before: FrameHead?
    var next = position
    while true {
      let found = try frame(at: next)
      let (expected, known) = (before.map { $0.sequence + 1 }, first)
      let (head, frame, part) = try placed(known?.sequence, base + next) {
        () throws(ReadFault) in
        let (head, bytes) = try found.get()
        guard head.sequence < .max, expected.map({ $0 == head.sequence }) ?? (head.part == 1),
          known.map({ $0.parts == head.parts }) ?? true
        else { throw .damage(.framePart) }
        return (head, bytes, try Self.open(bytes, head, ring))
      }
      joined += part
      next += head.length
      guard head.part < head.parts else {
        return JoinedPayload(
          bytes: joined, first: first ?? head, last: head, lastFrame: frame, end: next)
      }
      first = first ?? head
      before = head
    }
  }

  private static func open(
    _ bytes: [UInt8], _ head: FrameHead, _ ring: EpochRing
  ) throws(ReadFault) -> ArraySlice<UInt8> {
    guard FrameSealing.hasTrailer(bytes.span) else { throw .damage(.frameEnd) }
    let keys = try opening(as: .frameOpen) { () throws(CryptographyError) in
      try ring.keys(of: head.epoch)
    }
    guard let keys else { throw .damage(.frameOpen) }
    return try FrameSealing.open(bytes, head: head, keys: keys)
  }
}

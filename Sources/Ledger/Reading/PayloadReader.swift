import ByteCoding
import Cryptography

/// A payload read by its position, outside of the chain: opened with its epoch's key, and no more.
struct LoosePayload {
  let payload: Payload
  let first: FrameHead
  /// The state of the chain after its last frame, but for the checkpoint.
  let after: ChainState
}

extension FrameWindow {
  /// Reads the payload whose first frame is at `position`.
  mutating func payload(at position: Int, ring: EpochRing) throws(LedgerError) -> LoosePayload {
    var joined: [UInt8] = []
    var first: FrameHead?
    var state: ChainState?
    var next = position
    repeat {
      let found = try frame(at: next)
      let expected = (state.map { $0.nextSequence }, first?.parts)
      let (head, part) = try placed(first?.sequence, base + next) { () throws(ReadFault) in
        let (head, bytes) = try found.get()
        guard head.sequence < .max, expected.0.map({ $0 == head.sequence }) ?? (head.part == 1),
          expected.1.map({ $0 == head.parts }) ?? true
        else { throw .damage(.framePart) }
        return (head, try Self.open(bytes, head, ring))
      }
      joined += part.content
      first = first ?? head
      next += head.length
      state = ChainState(
        nextSequence: head.sequence + 1, head: part.hash, generation: head.generation,
        epoch: head.epoch, checkpoint: head.checkpoint, position: next)
      if head.part == head.parts { break }
    } while true
    guard let first, let state else {
      throw .damaged(.framePart, sequence: nil, offset: base + next)
    }
    let payload = try placed(first.sequence, base + position) { () throws(ReadFault) in
      try Payload(joined)
    }
    return LoosePayload(payload: payload, first: first, after: state)
  }

  private static func open(
    _ bytes: [UInt8], _ head: FrameHead, _ ring: EpochRing
  ) throws(ReadFault) -> (content: ArraySlice<UInt8>, hash: [UInt8]) {
    guard FrameSealing.hasTrailer(bytes.span) else { throw .damage(.frameEnd) }
    let keys = try opening(as: .frameOpen) { () throws(CryptographyError) in
      try ring.keys(of: head.epoch)
    }
    guard let keys else { throw .damage(.frameOpen) }
    return (try FrameSealing.open(bytes, head: head, keys: keys), FrameSealing.hash(of: bytes.span))
  }
}

package import ByteCoding
import Cryptography

/// What the next frame of a chain has to continue.
package struct ChainState: Equatable, Sendable {
  /// From 1.
  package var nextSequence: UInt64
  /// Hash of the last frame.
  package var head: [UInt8]
  /// Of the last frame, like the epoch; 0 before the first.
  package var generation: UInt64
  package var epoch: UInt32
  /// Of the latest index, `.none` before the first.
  package var checkpoint: CheckpointPlace
  /// Where the next frame starts, from the first frame of the file.
  package var position: Int

  /// Before the first frame.
  package static func start(of vault: Identifier) -> ChainState {
    ChainState(
      nextSequence: 1, head: FrameSealing.startHash(of: vault), generation: 0, epoch: 0,
      checkpoint: .none, position: 0)
  }
}

/// A payload whose last part was valid, and where it stands.
struct PlacedPayload {
  let payload: Payload
  /// Of the first of its frames.
  let sequence: UInt64
  let position: Int
  let generation: UInt64
  let epoch: UInt32
  /// Whether the frame before was of a lower generation or epoch, or there was none.
  let startsGeneration: Bool
  let startsEpoch: Bool
  /// The chain after its last frame.
  let after: ChainState
}

/// Checks frame after frame against sections 4.1.1 to 4.1.7, but for the bodies in them.
struct Chain {
  private struct Unfinished {
    var bytes: [UInt8]
    let first: FrameHead
    let before: ChainState
    var part: UInt16
  }

  let vault: Identifier
  /// No frame may be above these, which are the header's.
  let generation: UInt64
  let epoch: UInt32
  private(set) var state: ChainState
  private var unfinished: Unfinished?

  init(_ header: Header, from state: ChainState) {
    vault = header.vault
    generation = header.generation
    epoch = header.epoch
    self.state = state
  }

  /// Where the last whole payload ends: the parts of an unfinished one do not count.
  var settled: ChainState { unfinished?.before ?? state }
  var isUnfinished: Bool { unfinished != nil }

  /// Takes the next whole frame, whose head was read from it.
  /// - Returns: the payload that it completes. When this throws, nothing has changed.
  mutating func accept(
    _ frame: [UInt8], head: FrameHead, ring: EpochRing
  ) throws(ReadFault) -> PlacedPayload? {
    try check(frame, head)
    let keys = try opening(as: .frameOpen) { () throws(CryptographyError) in
      try ring.keys(of: head.epoch)
    }
    guard let keys else { throw .damage(.frameOpen) }
    let part = try FrameSealing.open(frame, head: head, keys: keys)
    let joined = (unfinished?.bytes ?? []) + part
    let first = unfinished?.first ?? head
    let before = unfinished?.before ?? state
    var after = following(frame, head)
    var placed: PlacedPayload?
    if head.part == head.parts {
      let payload = try Payload(joined)
      if case .page = payload, head.parts > 1 { throw .damage(.payloadEncoding) }
      if case .index = payload {
        after.checkpoint = CheckpointPlace(
          sequence: first.sequence, position: UInt64(before.position))
      }
      placed = PlacedPayload(
        payload: payload, sequence: first.sequence, position: before.position,
        generation: head.generation, epoch: head.epoch,
        startsGeneration: head.generation > before.generation,
        startsEpoch: head.epoch > before.epoch, after: after)
      unfinished = nil
    } else {
      unfinished = Unfinished(bytes: joined, first: first, before: before, part: head.part)
    }
    state = after
    return placed
  }

  private func check(_ frame: [UInt8], _ head: FrameHead) throws(ReadFault) {
    guard FrameSealing.hasTrailer(frame.span) else { throw .damage(.frameEnd) }
    guard head.part == (unfinished?.part ?? 0) + 1,
      unfinished.map({ $0.first.parts == head.parts }) ?? true
    else { throw .damage(.framePart) }
    guard head.sequence == state.nextSequence else { throw .damage(.frameSequence) }
    guard head.previous == state.head else { throw .damage(.frameChain) }
    guard head.generation >= max(1, state.generation), head.generation <= generation,
      unfinished == nil || head.generation == state.generation
    else { throw .damage(.frameGeneration) }
    guard head.epoch >= max(1, state.epoch), head.epoch <= epoch,
      unfinished == nil || head.epoch == state.epoch
    else { throw .damage(.frameEpoch) }
    guard head.checkpoint == state.checkpoint else { throw .damage(.frameCheckpoint) }
  }

  private func following(_ frame: [UInt8], _ head: FrameHead) -> ChainState {
    ChainState(
      nextSequence: state.nextSequence + 1, head: FrameSealing.hash(of: frame.span),
      generation: head.generation, epoch: head.epoch, checkpoint: state.checkpoint,
      position: state.position + frame.count)
  }
}

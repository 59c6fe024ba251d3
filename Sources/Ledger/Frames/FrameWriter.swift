import Cryptography

/// Makes the frames that continue a chain.
struct FrameWriter {
  let sealer: Sealer
  private(set) var state: ChainState
  private(set) var frames: [[UInt8]] = []

  init(continuing state: ChainState, with sealer: Sealer) {
    self.state = state
    self.sealer = sealer
  }

  /// Adds a payload in as many parts as it needs.
  /// - Returns: the sequence and position of its first frame; nil, and nothing added, when it is
  ///   too large.
  @discardableResult
  mutating func add(
    _ payload: Payload, generation: UInt64, keys: EpochKeys
  ) throws(CryptographyError) -> CheckpointPlace? {
    let bytes = payload.encoded
    guard bytes.count <= Limits.payload else { return nil }
    let place = CheckpointPlace(sequence: state.nextSequence, position: UInt64(state.position))
    let parts = Self.parts(of: bytes.count)
    for part in 0..<parts {
      let slice = bytes[part * Limits.part..<min(bytes.count, (part + 1) * Limits.part)]
      let head = FrameHead(
        part: UInt16(part + 1), parts: UInt16(parts), epoch: keys.epoch, generation: generation,
        sequence: state.nextSequence, length: 0, previous: state.head,
        checkpoint: state.checkpoint)
      let frame = try FrameSealing.seal(slice, head: head, keys: keys, with: sealer)
      frames.append(frame)
      state.nextSequence += 1
      state.head = FrameSealing.hash(of: frame.span)
      state.position += frame.count
    }
    state.generation = generation
    state.epoch = keys.epoch
    if case .index = payload { state.checkpoint = place }
    return place
  }

  /// Into how many parts a payload of so many bytes is cut.
  static func parts(of count: Int) -> Int { (count + Limits.part - 1) / Limits.part }

  /// Hands the frames over and goes on without them.
  mutating func takeFrames() -> [[UInt8]] {
    defer { frames = [] }
    return frames
  }
}

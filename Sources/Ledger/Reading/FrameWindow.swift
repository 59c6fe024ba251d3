/// Reads frames of a storage in larger pieces than one frame.
struct FrameWindow {
  /// Enough for one page of records, which is often all that is wanted.
  static let longStep = 1 << 17

  let storage: any LedgerStorage
  /// Where the frames start in the file, and where to stop reading.
  let base: Int
  let end: Int
  private let step: Int
  private var bytes: [UInt8] = []
  private var start = 0

  /// - Parameter step: bytes to read at once where fewer are wanted.
  init(_ storage: any LedgerStorage, base: Int, end: Int, step: Int = longStep) {
    self.storage = storage
    self.step = step
    self.base = base
    self.end = end
  }

  /// Bytes from `position` (from the first frame) to the end.
  func remaining(from position: Int) -> Int { end - base - position }

  /// Exactly `count` bytes from `position`; nil when the file ends before.
  mutating func bytes(at position: Int, count: Int) throws(LedgerError) -> ArraySlice<UInt8>? {
    guard position >= 0, count <= remaining(from: position) else { return nil }
    let offset = base + position
    if offset < start || offset + count > start + bytes.count {
      let storage = storage
      let wanted = min(max(count, step), end - offset)
      bytes = try stored { () throws(StorageError) in
        try storage.read(at: offset, count: wanted)
      }
      start = offset
      guard bytes.count >= count else { return nil }
    }
    return bytes[offset - start..<offset - start + count]
  }

  /// Up to `count` bytes from `position`, and nothing around them.
  func readAt(_ position: Int, count: Int) throws(LedgerError) -> [UInt8] {
    let (storage, offset) = (storage, base + position)
    guard position >= 0, count <= remaining(from: position) else { return [] }
    return try stored { () throws(StorageError) in try storage.read(at: offset, count: count) }
  }

  /// The head of the frame at `position`.
  mutating func head(at position: Int) throws(LedgerError) -> Result<FrameHead, ReadFault> {
    guard let start = try bytes(at: position, count: FrameHead.size) else {
      return .failure(.damage(.frameLength))
    }
    do throws(ReadFault) { return .success(try FrameHead(start.span)) } catch {
      return .failure(error)
    }
  }

  /// The whole frame at `position` with its head.
  mutating func frame(
    at position: Int
  ) throws(LedgerError) -> Result<(head: FrameHead, bytes: [UInt8]), ReadFault> {
    switch try head(at: position) {
    case .failure(let fault): return .failure(fault)
    case .success(let head):
      guard let bytes = try bytes(at: position, count: head.length) else {
        return .failure(.damage(.frameLength))
      }
      return .success((head, Array(bytes)))
    }
  }
}

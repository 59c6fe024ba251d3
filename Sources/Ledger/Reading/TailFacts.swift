import ByteCoding
import Cryptography

/// An append that a crash cut short, at the end of a vault.
package struct TornTail: Equatable, Sendable {
  /// Of the first frame that is not there.
  package let sequence: UInt64
  /// Where the rest starts, in the file.
  package let offset: Int
  /// Bytes to the end of the file.
  package let length: Int
}

extension FrameWindow {
  private static let block = 512

  /// Gathers what section 4.3 asks about the rest that starts at `position`.
  mutating func tailRule(at position: Int, ring: EpochRing) throws(LedgerError) -> TailRule {
    let remaining = remaining(from: position)
    let zeros = try zerosAtEnd(from: position)
    let length = try authenticLength(at: position, ring: ring)
    var rule = TailRule(
      remaining: remaining, zeros: zeros, authenticLength: length, hasHole: false,
      hasLaterFrame: false)
    guard !rule.isTorn, remaining <= Limits.frame,
      let rest = try bytes(at: position, count: remaining).map(Array.init)
    else { return rule }
    rule.hasHole = Self.hasHole(rest, at: base + position)
    rule.hasLaterFrame = rule.hasHole ? try hasLaterFrame(rest, ring: ring) : false
    return rule
  }

  private func zerosAtEnd(from position: Int) throws(LedgerError) -> Int {
    let storage = storage
    let start = base + position
    var zeros = 0
    while end - zeros > start {
      let count = min(1 << 16, end - zeros - start)
      let offset = end - zeros - count
      let bytes = try stored { () throws(StorageError) in
        try storage.read(at: offset, count: count)
      }
      let run = bytes.reversed().prefix { $0 == 0 }.count
      zeros += run
      if run < count { break }
    }
    return zeros
  }

  private mutating func authenticLength(
    at position: Int, ring: EpochRing
  ) throws(LedgerError) -> Int? {
    guard let start = try bytes(at: position, count: FrameHead.authenticSize) else { return nil }
    return try Self.authenticLength(start.span, ring: ring)
  }

  /// The length that a frame's first 144 bytes state, if they authenticate.
  private static func authenticLength(
    _ start: Span<UInt8>, ring: EpochRing
  ) throws(LedgerError) -> Int? {
    do throws(CryptographyError) {
      guard let keys = try ring.keys(of: UInt32(littleEndian: start, at: 12)),
        try FrameSealing.isAuthentic(start, keys: keys)
      else { return nil }
      return Int(UInt32(littleEndian: start, at: 32))
    } catch { throw .outOfMemory }
  }

  private static func hasHole(_ rest: [UInt8], at offset: Int) -> Bool {
    var start = 0
    while start < rest.count {
      let end = min(rest.count, start + block - (offset + start) % block)
      if rest[start..<end].allSatisfy({ $0 == 0 }) { return true }
      start = end
    }
    return false
  }

  private func hasLaterFrame(_ rest: [UInt8], ring: EpochRing) throws(LedgerError) -> Bool {
    guard rest.count > FrameHead.authenticSize else { return false }
    for start in 1...rest.count - FrameHead.authenticSize
    where rest[start] == FrameHead.magic[0] && rest[start..<start + 4] == FrameHead.magic[...] {
      let found = rest[start..<start + FrameHead.authenticSize]
      if try Self.authenticLength(found.span, ring: ring) != nil { return true }
    }
    return false
  }
}

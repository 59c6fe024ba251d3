import Ledger
import TestSupport
import Testing

/// A vault whose bytes were changed is refused, or read as it was: no wrong value, no silent loss.
struct CorruptionTests {
  private let subject: CorruptionSubject

  init() throws { subject = try CorruptionSubject() }

  @Test func everyFlippedBitIsNoticed() throws {
    var random = SeededGenerator(seed: 1)
    for offset in stride(from: 0, to: subject.bytes.count, by: TestLength.choose(23, long: 1)) {
      let bits = TestLength.isLong ? Array(0..<8) : [Int.random(in: 0..<8, using: &random)]
      for bit in bits {
        var damaged = subject.bytes
        damaged[offset] ^= 1 << UInt8(bit)
        let violation = subject.violation(damaged, mayEndEarly: false)
        #expect(violation == nil, "bit \(bit) of \(offset)")
      }
    }
  }

  @Test func aFlippedBitIsReportedAtItsFrame() throws {
    var wrong = 0
    let frames = zip(subject.boundaries, subject.boundaries.dropFirst())
    for (start, end) in frames {
      for offset in stride(from: start, to: end, by: TestLength.choose(211, long: 1)) {
        var damaged = subject.bytes
        damaged[offset] ^= 1
        guard
          case .refused(LedgerError.damaged(_, _, let place)) = subject.read(
            damaged, remembering: false)
        else { throw Unexpected(offset) }
        if place != start { wrong += 1 }
      }
    }
    #expect(wrong == 0)
  }

  @Test func everyTruncationIsNoticed() throws {
    for length in stride(from: 0, to: subject.bytes.count, by: TestLength.choose(61, long: 1)) {
      let damaged = Array(subject.bytes.prefix(length))
      #expect(subject.violation(damaged, mayEndEarly: true) == nil, "length \(length)")
      if case .read(_, let isTorn, _) = subject.read(damaged, remembering: false) {
        #expect(isTorn || subject.boundaries.contains(length), "length \(length)")
      }
    }
  }

  @Test func aClearedBlockIsTornAtTheEndOnly() throws {
    let last = subject.boundaries[subject.boundaries.count - 2]
    for start in stride(from: 0, to: subject.bytes.count, by: 512) {
      let end = min(start + 512, subject.bytes.count)
      var damaged = subject.bytes
      damaged.replaceSubrange(start..<end, with: [UInt8](repeating: 0, count: end - start))
      #expect(subject.violation(damaged, mayEndEarly: start >= last) == nil, "block at \(start)")
    }
  }

  @Test func noSpliceInventsOrHides() throws {
    var random = SeededGenerator(seed: 2)
    let lastFrame = subject.bytes[subject.boundaries[subject.boundaries.count - 2]...]
    for number in 0..<TestLength.choose(150, long: 100_000) {
      let damaged = splice(using: &random)
      // With the last frame where it was, nothing looks like an append that was cut short.
      let isTorn = !damaged.reversed().starts(with: lastFrame.reversed())
      #expect(subject.violation(damaged, mayEndEarly: isTorn) == nil, "splice \(number)")
    }
  }

  @Test func framesCannotBeMovedLeftOutOrRepeated() throws {
    let frames = zip(subject.boundaries, subject.boundaries.dropFirst()).map {
      Array(subject.bytes[$0..<$1])
    }
    let header = Array(subject.bytes.prefix(subject.boundaries[0]))
    for first in frames.indices {
      var without = frames
      let frame = without.remove(at: first)
      for place in without.indices where place != first {
        var moved = without
        moved.insert(frame, at: place)
        let bytes = header + moved.joined()
        #expect(subject.violation(bytes, mayEndEarly: false) == nil, "\(first) to \(place)")
      }
      let isLast = first == frames.count - 1
      #expect(subject.violation(header + without.joined(), mayEndEarly: isLast) == nil)
      var repeated = frames
      repeated.insert(frame, at: first)
      #expect(subject.violation(header + repeated.joined(), mayEndEarly: false) == nil)
    }
  }

  @Test func aLossThatNobodyRemembersIsFoundByTheCheckItself() throws {
    let cut = Array(subject.bytes.prefix(subject.boundaries[subject.boundaries.count - 2]))
    #expect(subject.violation(cut, mayEndEarly: false) == "not noticed")
    #expect(subject.violation(subject.bytes, mayEndEarly: false) == nil)
  }

  /// A piece of the vault somewhere else in it, in place of what was there or between.
  private func splice(using random: inout SeededGenerator) -> [UInt8] {
    let count = subject.bytes.count
    let source = Int.random(in: 0..<count, using: &random)
    let length = Int.random(in: 1...min(2000, count - source), using: &random)
    let target = Int.random(in: 0..<count, using: &random)
    let isZeros = Int.random(in: 0..<4, using: &random) == 0
    let piece =
      isZeros
      ? [UInt8](repeating: 0, count: length) : Array(subject.bytes[source..<source + length])
    let replaced = Bool.random(using: &random) ? min(length, count - target) : 0
    var damaged = subject.bytes
    damaged.replaceSubrange(target..<target + replaced, with: piece)
    return damaged
  }
}

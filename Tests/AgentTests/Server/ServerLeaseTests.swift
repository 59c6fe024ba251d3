import TestSupport
import Testing

@testable import Agent

@Suite struct ServerLeaseTests {
  private let start = LeaseTime(boot: 5_000, monotonic: 3_000)

  private func after(_ awake: Int64, asleep: Int64 = 0) -> LeaseTime {
    LeaseTime(boot: start.boot + awake + asleep, monotonic: start.monotonic + awake)
  }

  @Test func endsAfterDisuse() {
    var lease = Lease(LeaseLimits(idle: 1_000, absolute: nil), from: start)
    #expect(lease.end(at: after(999)) == nil)
    lease.use(at: after(999))
    #expect(lease.end(at: after(1_998)) == nil)
    #expect(lease.end(at: after(1_999)) == .idle)
  }

  @Test func endsOfAgeHoweverMuchItIsUsed() {
    var lease = Lease(LeaseLimits(idle: 1_000, absolute: 3_000), from: start)
    for time in stride(from: Int64(0), to: 3_000, by: 500) {
      #expect(lease.end(at: after(time)) == nil)
      lease.use(at: after(time))
    }
    #expect(lease.end(at: after(3_000)) == .absolute)
  }

  @Test func timeAsleepCountsForTheLimits() {
    let limits = LeaseLimits(idle: 2_000, absolute: nil, endsAtSuspend: false)
    var lease = Lease(limits, from: start)
    #expect(lease.end(at: after(10, asleep: 2_000)) == .idle)
  }

  @Test func endsWhenTheMachineSlept() {
    var lease = Lease(LeaseLimits(idle: nil, absolute: nil), from: start)
    #expect(lease.end(at: after(100_000, asleep: 1_000)) == nil)
    #expect(lease.end(at: after(100_000, asleep: 1_001)) == .suspend)
  }

  @Test func withoutLimitsItNeverEnds() {
    var lease = Lease(.none, from: start)
    #expect(lease.end(at: after(.max / 4, asleep: .max / 4)) == nil)
    #expect(lease.nextLook(after: start) == nil)
  }

  @Test func anEndIsForGood() {
    var lease = Lease(LeaseLimits(idle: 10, absolute: nil), from: start)
    #expect(lease.end(at: after(10)) == .idle)
    lease.use(at: after(11))
    #expect(lease.end(at: after(11)) == .idle)
  }

  @Test func aLimitBeyondAllTimeIsNone() {
    var lease = Lease(LeaseLimits(idle: .max, absolute: .max), from: start)
    #expect(lease.end(at: after(.max / 2)) == nil)
    #expect(lease.idleLeft(at: start) == .max - start.boot)
  }

  @Test func tellsWhatIsLeft() {
    var lease = Lease(LeaseLimits(idle: 1_000, absolute: 5_000), from: start)
    lease.use(at: after(100))
    #expect(lease.idleLeft(at: after(300)) == 800)
    #expect(lease.absoluteLeft(at: after(300)) == 4_700)
    #expect(lease.idleLeft(at: after(9_000)) == 0)
  }

  @Test func theClocksOfTheKernelDoNotLookLikeSleep() {
    var lease = Lease(LeaseLimits(idle: nil, absolute: nil), from: .now())
    for _ in 0..<10_000 { #expect(lease.end(at: .now()) == nil) }
  }

  /// Against a history of which everything is known: nothing is served a moment too long, nothing
  /// is refused a moment too early, and whoever looks when told to finds every end of a limit.
  @Test func agreesWithAHistory() {
    for seed in UInt64(0)..<300 { agreesWithAHistory(seed) }
  }

  private func agreesWithAHistory(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let limits = LeaseLimits(
      idle: Bool.random(using: &random) ? .random(in: 1...50_000, using: &random) : nil,
      absolute: Bool.random(using: &random) ? .random(in: 1...200_000, using: &random) : nil,
      endsAtSuspend: Bool.random(using: &random))
    var lease = Lease(limits, from: start)
    var (awake, asleep, lastUse): (Int64, Int64, Int64) = (0, 0, 0)
    for _ in 0..<200 {
      let told = lease.nextLook(after: after(awake, asleep: asleep))
      awake += .random(in: 0...5_000, using: &random)
      if Int.random(in: 0..<50, using: &random) == 0 {
        asleep += .random(in: 0...2_000, using: &random)
      }
      let age = awake + asleep
      let isTooOld = limits.absolute.map { age >= $0 } ?? false
      let isUnused = limits.idle.map { age - lastUse >= $0 } ?? false
      let hasSlept = limits.endsAtSuspend && asleep > 1_000
      let now = after(awake, asleep: asleep)
      #expect((lease.end(at: now) != nil) == (isTooOld || isUnused || hasSlept))
      if isTooOld || isUnused { #expect(told.map { $0 <= now.boot } ?? false) }
      guard !isTooOld, !isUnused, !hasSlept else { return }
      if Bool.random(using: &random) {
        lease.use(at: now)
        lastUse = age
      }
    }
  }
}

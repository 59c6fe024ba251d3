/// How long an agent may hold the keys, in milliseconds. Nil is without limit.
package struct LeaseLimits: Equatable, Sendable {
  /// Since the last request that was served.
  package var idle: Int64?
  /// Since the agent began.
  package var absolute: Int64?
  /// Whether a machine that went to sleep ends it.
  package var endsAtSuspend: Bool

  package init(idle: Int64?, absolute: Int64?, endsAtSuspend: Bool = true) {
    self.idle = idle
    self.absolute = absolute
    self.endsAtSuspend = endsAtSuspend
  }

  /// Of an agent that serves other programs of the machine for as long as it runs.
  package static let none = LeaseLimits(idle: nil, absolute: nil, endsAtSuspend: false)
}

/// The time for which an agent may hold the keys: ended by disuse, by age, or by sleep, whichever
/// comes first, and never begun again.
package struct Lease: Sendable {
  package enum End: Equatable, Sendable {
    case idle, absolute, suspend
  }

  /// Sleep shorter than this, in milliseconds, is the rounding of two clocks.
  static let sleepTolerance: Int64 = 1_000
  /// How often sleep is looked for while nobody asks for anything, in milliseconds.
  static let sleepInterval: Int64 = 10_000

  package let limits: LeaseLimits
  private let start: LeaseTime
  private var lastUse: Int64
  private var ended: End?

  package init(_ limits: LeaseLimits, from start: LeaseTime) {
    self.limits = limits
    self.start = start
    lastUse = start.boot
  }

  /// To be asked before anything is answered: nil while it lasts, else why it is over for good.
  package mutating func end(at now: LeaseTime) -> End? {
    if ended == nil { ended = reason(at: now) }
    return ended
  }

  /// Something was served. What was denied, or was no request at all, is no use.
  package mutating func use(at now: LeaseTime) {
    lastUse = max(lastUse, now.boot)
  }

  /// When to ask again although nothing has happened, on CLOCK_BOOTTIME; nil for never.
  package func nextLook(after now: LeaseTime) -> Int64? {
    [idleEnd, absoluteEnd, limits.endsAtSuspend ? now.boot + Self.sleepInterval : nil]
      .compactMap { $0 }.min()
  }

  /// Milliseconds until it ends if nothing is asked for; nil without limit.
  package func idleLeft(at now: LeaseTime) -> Int64? {
    idleEnd.map { max(0, $0 - now.boot) }
  }

  /// Milliseconds until it ends whatever is asked for; nil without limit.
  package func absoluteLeft(at now: LeaseTime) -> Int64? {
    absoluteEnd.map { max(0, $0 - now.boot) }
  }

  private var idleEnd: Int64? { limits.idle.map { Self.sum(lastUse, $0) } }

  private var absoluteEnd: Int64? { limits.absolute.map { Self.sum(start.boot, $0) } }

  private func reason(at now: LeaseTime) -> End? {
    if limits.endsAtSuspend, now.asleep - start.asleep > Self.sleepTolerance { return .suspend }
    if let absoluteEnd, now.boot >= absoluteEnd { return .absolute }
    if let idleEnd, now.boot >= idleEnd { return .idle }
    return nil
  }

  /// A limit beyond all time is no limit.
  private static func sum(_ time: Int64, _ limit: Int64) -> Int64 {
    let (sum, overflow) = time.addingReportingOverflow(limit)
    return overflow ? .max : sum
  }
}

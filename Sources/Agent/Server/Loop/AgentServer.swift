package import Platform
import SecretMemory

/// Serves many clients in turns: whatever came by now is read, all of it is answered, the changes
/// among it are made durable together, and only then is anything said about them. One thread, which
/// waits for nobody but the disk.
package final class AgentServer {
  enum Token {
    static let entrance: UInt64 = 0
    static let signals: UInt64 = 1
    static let timer: UInt64 = 2
    static let firstClient: UInt64 = 16
  }

  let desk: AgentDesk
  let poller: Poller
  private let timer: WakeTimer
  private let signals: SignalQueue?
  var entrance: Entrance?

  var clients: [UInt64: ServedClient] = [:]
  var nextToken = Token.firstClient
  let stock = SegmentStock()
  /// What clients send comes here first.
  var input: SecretBytes
  /// Clients that something was done for in this turn.
  var touched: [ServedClient] = []
  /// Clients with requests that were read and not served.
  var unserved: [ServedClient] = []
  /// When to write behind, and when to look for slow clients, on CLOCK_MONOTONIC.
  private var settleAt: Int64?
  var sweepAt: Int64?
  /// Whether nobody is let in until the next look for slow clients.
  var isCrowded = false
  private var ready: [(token: UInt64, readiness: Readiness)] = []

  /// - Parameter signals: those that end the agent; nil when none do.
  package init(
    _ service: Service, _ options: AgentServerOptions, signals: consuming SignalQueue? = nil
  ) throws(SystemError) {
    desk = AgentDesk(service, options)
    self.signals = signals
    poller = try Poller()
    timer = try WakeTimer()
    do throws(SecretMemoryError) { input = try SecretBytes(count: Self.inputSize) } catch {
      throw .memory
    }
    try poller.add(timer, token: Token.timer)
    try self.signals?.join(poller, token: Token.signals)
    try timer.set(atMilliseconds: desk.nextLook)
  }

  /// Lets clients in from now on.
  func open(_ entrance: consuming Entrance) throws(SystemError) {
    self.entrance = .some(entrance)
    try watchEntrance()
  }

  func watchEntrance() throws(SystemError) {
    try entrance?.socket.join(poller, token: Token.entrance)
  }

  /// Serves until the lease ends, a signal comes or a client wants it. The keys are wiped when this
  /// returns, and the place is free for another agent.
  package func run() -> AgentEnd {
    while true {
      if let end = step() { return end }
    }
  }

  /// Waits until there is something to do, and does it: why that was the last time, nil when it was
  /// not.
  func step() -> AgentEnd? {
    wait()
    turn()
    if let end = desk.end {
      finish()
      return end
    }
    writeBehind()
    return nil
  }

  private func wait() {
    ready.removeAll(keepingCapacity: true)
    poller.wait(milliseconds: patience) { token, readiness in
      ready.append((token, readiness))
    }
  }

  /// Milliseconds until there is something to do although nothing comes; nil for never.
  private var patience: Int32? {
    guard unserved.isEmpty else { return 0 }
    guard let next = [settleAt, sweepAt].compactMap({ $0 }).min() else { return nil }
    return Int32(clamping: max(0, next - desk.now.monotonic))
  }

  /// One turn: what waits from the last one first, then what came since.
  private func turn() {
    desk.look()
    let waiting = unserved
    unserved.removeAll(keepingCapacity: true)
    for client in waiting where !client.isGone { serve(client) }
    for (token, readiness) in ready { attend(token, readiness) }
    desk.endGroup()
    for client in touched { conclude(client) }
    touched.removeAll(keepingCapacity: true)
    if let sweepAt, sweepAt <= desk.now.monotonic { sweep() }
    if desk.hasHandledSecrets {
      wipeStack(bytes: Self.stackDepth)
      desk.hasHandledSecrets = false
    }
  }

  private func attend(_ token: UInt64, _ readiness: Readiness) {
    switch token {
    case Token.entrance: letIn()
    case Token.signals: while let number = signals?.next() { desk.stop(.signal(number)) }
    case Token.timer:
      timer.drain()
      // Without it the limits are still kept, for whoever asks.
      try? timer.set(atMilliseconds: desk.nextLook)
    default:
      guard let client = clients[token] else { return }
      attend(client, readiness)
    }
  }

  /// What is done behind the answers: nobody waits for it.
  private func writeBehind() {
    if desk.hasChanged {
      desk.service.writeCheckpointIfDue()
      desk.hasChanged = false
    }
    guard !desk.service.isSettled else { return settleAt = nil }
    let now = desk.now.monotonic
    guard let due = settleAt else { return settleAt = now + Self.settleInterval }
    guard due <= now else { return }
    desk.service.settle()
    settleAt = now + Self.settleInterval
  }

  /// Bytes asked of a client at a time.
  private static let inputSize = 16 << 10
  private static let settleInterval: Int64 = 1_000
  /// Bytes of the stack that answering uses, with room to spare.
  static let stackDepth = 64 << 10
}

extension Pollable where Self: ~Copyable {
  fileprivate borrowing func join(
    _ poller: borrowing Poller, token: UInt64
  ) throws(SystemError) {
    try poller.add(self, token: token)
  }
}

extension SystemError {
  fileprivate static var memory: SystemError { SystemError(errno: 12, operation: "mmap") }
}

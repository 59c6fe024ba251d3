import Ledger
import Platform
import SecretMemory

/// Where requests are answered: it knows who may ask for what, whether the keys are still there, and
/// when an answer may be sent. It knows no socket.
final class AgentDesk {
  let service: Service
  let options: AgentServerOptions

  private var lease: Lease
  /// As of the last look.
  private(set) var now: LeaseTime
  /// Why nothing is answered any more.
  private(set) var end: AgentEnd?
  /// Whoever asked for that; to be answered last.
  private(set) var locker: (connection: ClientConnection, id: UInt32)?
  /// Those with replies that wait for the end of the group.
  private var holders: [ClientConnection] = []
  private var requestCount: UInt64 = 0

  /// Whether something was written since somebody took note of it.
  var hasChanged = false
  /// Whether secrets were handled since somebody took note of it.
  var hasHandledSecrets = false
  /// For whoever asks about the agent.
  var clientCount = 0
  var landlock = Confinement.Outcome.unavailable(.notTried)
  var seccomp = Confinement.Outcome.unavailable(.notTried)
  private let startedAt: Int64

  init(_ service: Service, _ options: AgentServerOptions) {
    self.service = service
    self.options = options
    service.groupsUses = true
    startedAt = service.configuration.now()
    now = options.clock()
    lease = Lease(options.limits, from: now)
  }

  /// Looks at the clocks.
  func look() {
    now = options.clock()
    if end == nil, let over = lease.end(at: now) { end = .lease(over) }
  }

  /// When to look although nothing has happened, on CLOCK_BOOTTIME.
  var nextLook: Int64? { lease.nextLook(after: now) }

  /// From here on nothing is answered.
  func stop(_ reason: AgentEnd) { end = end ?? reason }

  /// Replies to one request of a user; throws when it is none.
  func serve(
    _ message: consuming WireMessage, of user: UInt32, _ connection: ClientConnection
  ) throws(WireError) {
    let id = message.id
    if message.secret != nil { hasHandledSecrets = true }
    let request = try AgentRequest(message)
    look()
    guard end == nil else { return try refuse(.lockedNow, id, connection) }
    try serve(request, Asking(id: id, user: user, connection: connection))
  }

  /// Who asked, and what the reply is called.
  private struct Asking {
    let id: UInt32
    let user: UInt32
    let connection: ClientConnection
  }

  private func serve(
    _ request: consuming AgentRequest, _ asking: Asking
  ) throws(WireError) {
    switch consume request {
    case .service(let request, let reason):
      let subject = RequestSubject.vault(isForOwnProcess: request.isForOwnProcess)
      guard try admit(subject, asking) else { return }
      arrange(request)
      try send(try answer(request, reason, asking.id), asking.connection)
    case .toolEnvironment(let request):
      guard try admit(.toolEnvironment, asking) else { return }
      try send(try answer(request, of: asking.user, asking.id), asking.connection)
    case .status:
      guard try admit(.status, asking) else { return }
      try send(try Self.message(.status(status), asking.id), asking.connection)
    case .lock:
      guard try admit(.lock, asking) else { return }
      end = .locked
      locker = (asking.connection, asking.id)
    }
  }

  /// Whether that is served to whoever asks; told otherwise here. Only what is served, and is more
  /// than a look at the agent itself, keeps it alive.
  private func admit(_ subject: RequestSubject, _ asking: Asking) throws(WireError) -> Bool {
    switch options.admission.verdict(on: subject, from: asking.user) {
    case .served:
      if subject != .status { lease.use(at: now) }
      return true
    case .notServed: try refuse(.notServed, asking.id, asking.connection)
    case .denied:
      service.noteDenial(forUser: asking.user)
      try refuse(.denied, asking.id, asking.connection)
    }
    return false
  }
}

// MARK: Changes

extension AgentDesk {
  /// Opens the group for a change that joins it, and ends it before one that does not.
  private func arrange(_ request: borrowing Request) {
    guard request.isChange else { return }
    hasChanged = true
    if !request.joinsGroup {
      endGroup()
    } else if !service.isGroupOpen {
      service.beginGroup()
    }
  }

  /// Makes the changes of this turn durable and lets the replies go that waited for it, or turns all
  /// of them into the error if that fails.
  func endGroup() {
    guard service.isGroupOpen else { return }
    hasChanged = true
    do throws(ServiceError) {
      try service.endGroup()
      for holder in holders { holder.release() }
    } catch {
      let failure = failure(error)
      for holder in holders { holder.withdraw(failure) }
    }
    holders.removeAll(keepingCapacity: true)
    // Where that failed, the vault is to be read anew.
    service.beginMoment()
  }
}

// MARK: Replies

extension AgentDesk {
  private func answer(
    _ request: consuming Request, _ reason: String?, _ id: UInt32
  ) throws(WireError) -> WireMessage {
    let response: Response
    do throws(ServiceError) {
      response = try service.answer(request, because: reason)
    } catch { return try failure(error).message(id: id) }
    return try Self.message(.service(response), id)
  }

  /// A vault that was given another passphrase, or lost a slot, does not open any more with what
  /// this agent was started with: it is locked, as if it had never run.
  private func failure(_ error: ServiceError) -> AgentFailure {
    switch error {
    case .wrongFactor, .ledger(.wrongFactor):
      stop(.shutOut)
      return .lockedNow
    default: return .service(error)
    }
  }

  private func answer(
    _ request: ToolEnvironmentRequest, of user: UInt32, _ id: UInt32
  ) throws(WireError) -> WireMessage {
    let response: Response
    do throws(ServiceError) {
      response = try service.toolEnvironment(request, forUser: user)
    } catch {
      if case .denied = error { return try AgentFailure.denied.message(id: id) }
      return try failure(error).message(id: id)
    }
    return try Self.message(.service(response), id)
  }

  /// What is longer than a message may be is not answered.
  private static func message(
    _ response: consuming AgentResponse, _ id: UInt32
  ) throws(WireError) -> WireMessage {
    do throws(WireError) { return try response.message(id: id) } catch {
      guard error != .outOfMemory else { throw error }
      return try AgentFailure.tooLarge.message(id: id)
    }
  }

  private func refuse(
    _ failure: AgentFailure, _ id: UInt32, _ connection: ClientConnection
  ) throws(WireError) {
    try send(try failure.message(id: id), connection)
  }

  /// What was answered after a change may be about it, and so waits for it.
  private func send(
    _ message: consuming WireMessage, _ connection: ClientConnection
  ) throws(WireError) {
    requestCount += 1
    if message.secret != nil { hasHandledSecrets = true }
    guard service.isGroupOpen else { return try connection.reply(message) }
    if !connection.isHolding { holders.append(connection) }
    try connection.hold(message)
  }

  /// The last reply there is: the keys are gone.
  func confirmLock() {
    guard let locker else { return }
    guard let message = try? AgentResponse.locked.message(id: locker.id) else { return }
    try? locker.connection.reply(message)
  }

  private var status: AgentStatus {
    AgentStatus(
      process: UInt64(CurrentProcess.identifier), socket: options.socket,
      vaultPath: service.configuration.vaultPath, vault: service.vaultIdentifier,
      isSystem: options.admission == .system, startedAt: startedAt,
      idleLimit: options.limits.idle, idleLeft: lease.idleLeft(at: now),
      absoluteLeft: lease.absoluteLeft(at: now), memoryLocked: !SecretBytes.lockingFailed,
      secretPages: options.secretPages, landlock: landlock, seccomp: seccomp,
      clients: UInt64(clientCount), requests: requestCount)
  }
}

extension SystemError {
  /// Of a measure that nobody took.
  fileprivate static var notTried: SystemError { SystemError(errno: 38, operation: "prctl") }
}

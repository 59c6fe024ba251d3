import Platform
import SecretMemory

extension AgentServer {
  /// Lets in whoever waits, up to so many. Whoever is one too many, or not welcome, is turned away
  /// at once.
  /// - Returns: how many came.
  @discardableResult
  func letIn() -> Int {
    for arrivals in 0..<Self.mostArrivals {
      guard !shouldWait else {
        closeEntrance(for: Self.patienceForRequest)
        return arrivals
      }
      do throws(SystemError) {
        guard let socket = try entrance?.socket.accept() else { return arrivals }
        let peer = try socket.peer()
        admit(socket, peer)
      } catch {
        closeEntrance(for: Self.sweepInterval)
        return arrivals
      }
    }
    return Self.mostArrivals
  }

  /// Begins to serve a client, who may have spoken already.
  func admit(_ socket: consuming LocalSocket, _ peer: PeerCredentials) {
    let admission = desk.options.admission
    guard admission.admits(user: peer.user), makeRoom(for: peer.user) else { return }
    let client = ServedClient(
      nextToken, socket, peer, ClientConnection(admission.limits, stock: stock),
      at: desk.now.monotonic)
    nextToken += 1
    clients[client.token] = client
    desk.clientCount = clients.count
    do throws(SystemError) {
      try poller.add(client.socket, token: client.token, reading: true)
      client.watchesReading = true
    } catch { return drop(client) }
    serve(client)
  }

  func attend(_ client: ServedClient, _ readiness: Readiness) {
    if readiness.hasEnded, !client.watchesReading { return drop(client) }
    if readiness.canWrite { touched.append(client) }
    if readiness.canRead || readiness.hasEnded { serve(client) }
  }

  /// Answers what the client has sent, and sends what may be sent at once.
  func serve(_ client: ServedClient) {
    touched.append(client)
    // What comes in one piece was asked at one time.
    desk.service.beginMoment()
    do throws(WireError) {
      if client.connection.hasKept {
        try serveKept(client)
      } else if !client.isLeaving {
        try receive(client)
      }
    } catch {
      // Whoever does not keep to the protocol gets the replies that are due, and no more.
      client.isLeaving = true
      client.connection.forget()
    }
    flush(client)
  }

  private func serveKept(_ client: ServedClient) throws(WireError) {
    var served = 0
    try client.connection.readKept { (message) throws(WireError) in
      try self.serve(message, of: client, &served)
    }
  }

  private func receive(_ client: ServedClient) throws(WireError) {
    let count: Int?
    do throws(SystemError) {
      count = try input.withMutableSpan { (all) throws(SystemError) in
        try client.socket.receive(into: &all)
      }
    } catch { return drop(client) }
    guard let count else { return }
    guard count > 0 else { return client.isLeaving = true }
    defer { wipeInput(count) }
    var served = 0
    try input.withSpan { (all) throws(WireError) in
      try client.connection.read(all.extracting(first: count)) { (message) throws(WireError) in
        try self.serve(message, of: client, &served)
      }
    }
  }

  /// Nobody gets more than so many answers in a turn while others wait.
  private func serve(
    _ message: consuming WireMessage, of client: ServedClient, _ served: inout Int
  ) throws(WireError) -> Flow {
    try desk.serve(message, of: client.peer.user, client.connection)
    client.deadline = nil
    client.lastSign = desk.now.monotonic
    client.hasAsked = true
    served += 1
    return served < Self.mostRequests ? .goOn : .pause
  }

  private func wipeInput(_ count: Int) {
    input.withMutableSpan { all in
      for index in 0..<count { all[index] = 0 }
    }
  }

  func flush(_ client: ServedClient) {
    guard client.connection.hasReplies, !client.isGone else { return }
    do throws(SystemError) {
      let sent = try client.connection.send { (first, second) throws(SystemError) in
        try client.socket.send(first, second)
      }
      if sent {
        client.deadline = nil
        client.lastSign = desk.now.monotonic
      }
    } catch { drop(client) }
  }

  /// The end of a turn, for one client: what comes next.
  func conclude(_ client: ServedClient) {
    guard !client.isGone else { return }
    flush(client)
    let connection = client.connection
    let owes = connection.hasReplies
    guard !connection.isBroken, !isTooMuch(connection),
      owes || connection.hasKept || !client.isLeaving
    else {
      return drop(client)
    }
    if connection.hasKept, !owes { unserved.append(client) }
    watch(client, reading: !client.isLeaving && !owes && !connection.hasKept, writing: owes)
    if owes {
      limit(client, Self.patienceForReplies)
    } else if connection.isMidway, !connection.hasKept {
      limit(client, Self.patienceForMessage)
    } else {
      client.deadline = nil
    }
  }

  /// Whether a client is one more for whom much is kept while too much is kept already: one that
  /// announces what it does not send, or asks for what it does not read.
  private func isTooMuch(_ connection: ClientConnection) -> Bool {
    guard connection.keptCount > Self.small else { return false }
    return clients.values.reduce(0) { $0 + $1.connection.keptCount } > Self.mostKept
  }

  private func watch(_ client: ServedClient, reading: Bool, writing: Bool) {
    guard !client.isGone, reading != client.watchesReading || writing != client.watchesWriting
    else { return }
    client.watchesReading = reading
    client.watchesWriting = writing
    do throws(SystemError) {
      try poller.change(
        client.socket, token: client.token, reading: reading, writing: writing)
    } catch { drop(client) }
  }

  private func limit(_ client: ServedClient, _ patience: Int64) {
    let now = desk.now.monotonic
    client.deadline = client.deadline ?? now + patience
    sweepAt = sweepAt ?? now + Self.sweepInterval
  }

  /// Turns away whoever was too slow.
  func sweep() {
    let now = desk.now.monotonic
    for client in clients.values {
      if let deadline = client.deadline, deadline <= now { drop(client) }
    }
    if isCrowded { openEntrance() }
    let isWatched = isCrowded || clients.values.contains { $0.deadline != nil }
    sweepAt = isWatched ? now + Self.sweepInterval : nil
  }

  func drop(_ client: ServedClient) {
    guard !client.isGone else { return }
    client.isGone = true
    client.connection.clear()
    clients[client.token] = nil
    desk.clientCount = clients.count
    // It is closed when the last turn forgets it, and must not be heard of until then.
    try? poller.remove(client.socket)
    if isCrowded { openEntrance() }
  }

  /// There is no room, or descriptors or memory have run out: whoever waits is not asked in before
  /// somebody has left, or so many milliseconds have passed.
  private func closeEntrance(for wait: Int64) {
    if !isCrowded { entrance?.socket.leave(poller) }
    isCrowded = true
    let next = desk.now.monotonic + wait
    sweepAt = min(sweepAt ?? next, next)
  }

  private func openEntrance() {
    isCrowded = false
    do throws(SystemError) { try watchEntrance() } catch { isCrowded = true }
  }

  private static let mostRequests = 128
  static let mostArrivals = 32
  /// Bytes that are kept for all clients together, beyond what is small.
  private static let mostKept = 128 << 20
  private static let small = 64 << 10
  private static let patienceForMessage: Int64 = 10_000
  private static let patienceForReplies: Int64 = 30_000
  private static let sweepInterval: Int64 = 1_000
}

extension Pollable where Self: ~Copyable {
  fileprivate borrowing func leave(_ poller: borrowing Poller) {
    try? poller.remove(self)
  }
}

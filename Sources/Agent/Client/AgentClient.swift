import Platform
import SecretMemory

/// A connection to an agent. Requests are answered in their order.
package final class AgentClient {
  /// Milliseconds that an agent may say nothing for: longer than any change should wait for the disk.
  private static let patience = 60_000
  /// Bytes received at a time, and while a long reply comes.
  private static let portion = 4_000
  private static let largePortion = 64 << 10

  private struct Sent {
    let id: UInt32
    let isChange: Bool
  }

  private let socket: LocalSocket
  /// What is not secret and was not sent yet.
  private var outgoing = Preface.bytes
  /// Requests without a reply, from `answered` on.
  private var sent: [Sent] = []
  private var answered = 0
  private var lastID: UInt32 = 0

  private var reader = MessageReader(.reply)
  private var preface: [UInt8] = []
  /// What was received and not read yet is in this range of it.
  private var incoming: SecretBytes
  private var received = 0..<0
  private var isLost = false

  /// Speaks with whoever is at the other end, who is trusted.
  init(_ socket: consuming LocalSocket) throws(AgentClientError) {
    self.socket = socket
    do throws(SecretMemoryError) { incoming = try SecretBytes(count: Self.portion) } catch {
      throw .reply(.outOfMemory)
    }
  }

  /// Connects to the agent of a place, if one runs there and is whose it should be.
  ///
  /// - Parameter trusted: a user other than root whose agent the system's may be.
  /// - Returns: nil when no agent runs.
  package static func connect(
    to place: AgentPlace, trusting trusted: UInt32? = nil
  ) throws(AgentClientError) -> AgentClient? {
    let users: [UInt32] =
      switch place.owner {
      case .user(let user): [user]
      case .system: [0] + (trusted.map { [$0] } ?? [])
      }
    guard try check(place, users) else { return nil }
    guard let socket = try socket(at: place.socket) else { return nil }
    let peer = try calling { () throws(SystemError) in try socket.peer() }
    guard users.contains(peer.user) else { throw .untrusted(user: peer.user) }
    return try AgentClient(socket)
  }

  /// Whether there is a socket, and a good one.
  private static func check(_ place: AgentPlace, _ users: [UInt32]) throws(AgentClientError) -> Bool
  {
    guard let directory = try status(place.directory) else { return false }
    do throws(PlaceError) {
      try PlaceRules.check(directory, at: place.directory, place, owners: users)
    } catch { throw .place(error) }
    guard let socket = try status(place.socket) else { return false }
    do throws(PlaceError) {
      try PlaceRules.check(socket: socket, at: place.socket, owners: users)
    } catch { throw .place(error) }
    return true
  }

  private static func status(_ path: String) throws(AgentClientError) -> FileStatus? {
    do throws(SystemError) { return try FileSystem.linkStatus(path) } catch {
      guard error.name != "ENOENT" else { return nil }
      throw .system(error)
    }
  }

  private static func socket(at path: String) throws(AgentClientError) -> LocalSocket? {
    do throws(SystemError) {
      return try LocalSocket.connect(path, milliseconds: patience)
    } catch {
      if error.name == "ECONNREFUSED" || error.name == "ENOENT" { return nil }
      throw .system(error)
    }
  }

  private static func calling<R: ~Copyable>(
    _ body: () throws(SystemError) -> R
  ) throws(AgentClientError) -> R {
    do throws(SystemError) { return try body() } catch { throw .system(error) }
  }
}

// MARK: Requests

extension AgentClient {
  /// Asks, and waits for the answer.
  package func answer(
    _ request: consuming AgentRequest
  ) throws(AgentClientError) -> AgentResponse {
    try ask(request)
    return try reply()
  }

  /// Asks without waiting; `reply` sends it. As long as nobody calls that the agent may stop
  /// reading, so no more than about a hundred requests should be under way.
  package func ask(_ request: consuming AgentRequest) throws(AgentClientError) {
    guard !isLost else { throw .lost(mayHaveHappened: false) }
    lastID &+= 1
    var isChange = false
    let message: WireMessage
    switch consume request {
    case .service(let request, let reason):
      isChange = request.isChange
      message = try Self.encode(.service(request, reason: reason), lastID)
    case let other: message = try Self.encode(other, lastID)
    }
    try queue(message, isChange)
  }

  /// Sends what was asked, without waiting for the answers.
  package func send() throws(AgentClientError) {
    if !outgoing.isEmpty { try transmit(Span()) }
  }

  /// Sends what was asked and is not on its way yet.
  package func flush() throws(AgentClientError) {
    if !outgoing.isEmpty { try transmit(Span()) }
  }

  private static func encode(
    _ request: consuming AgentRequest, _ id: UInt32
  ) throws(AgentClientError) -> WireMessage {
    do throws(WireError) { return try request.message(id: id) } catch { throw .request(error) }
  }

  private func queue(
    _ message: consuming WireMessage, _ isChange: Bool
  ) throws(AgentClientError) {
    message.head.append(to: &outgoing)
    outgoing += message.body
    sent.append(Sent(id: message.id, isChange: isChange))
    guard let secret = message.secret.take() else { return }
    try secret.withSpan { (bytes) throws(AgentClientError) in try transmit(bytes) }
  }

  /// Sends what was asked, and `secret` behind it.
  private func transmit(_ secret: Span<UInt8>) throws(AgentClientError) {
    let plain = outgoing
    outgoing.removeAll(keepingCapacity: true)
    var done = 0
    while done < plain.count + secret.count {
      let first = plain.span.extracting(min(done, plain.count)..<plain.count)
      let second = secret.extracting(max(0, done - plain.count)..<secret.count)
      done += try waiting { () throws(SystemError) in try socket.send(first, second) }
    }
  }
}

// MARK: Replies

extension AgentClient {
  /// The answer to the oldest request without one.
  package func reply() throws(AgentClientError) -> AgentResponse {
    guard answered < sent.count, !isLost else { throw .lost(mayHaveHappened: false) }
    try send()
    let message = try nextMessage()
    let asked = sent[answered]
    answered += 1
    if answered == sent.count {
      sent.removeAll(keepingCapacity: true)
      answered = 0
    }
    guard message.id == asked.id else { throw broken(.head) }
    if message.kind == .failure { throw .failure(try failure(message)) }
    do throws(WireError) { return try AgentResponse(message) } catch { throw broken(error) }
  }

  private func failure(
    _ message: borrowing WireMessage
  ) throws(AgentClientError) -> AgentFailure {
    do throws(WireError) { return try AgentFailure(message) } catch { throw broken(error) }
  }

  private func nextMessage() throws(AgentClientError) -> WireMessage {
    while true {
      if let message = try readMessage() { return message }
      try receive()
    }
  }

  /// The next message among what was received; nil when it is not whole.
  private func readMessage() throws(AgentClientError) -> WireMessage? {
    var position = received.lowerBound
    let end = received.upperBound
    do throws(WireError) {
      let message = try incoming.withSpan { (bytes) throws(WireError) in
        let bytes = bytes.extracting(first: end)
        try readPreface(bytes, &position)
        return try reader.next(in: bytes, at: &position)
      }
      received = position..<end
      return message
    } catch {
      if case .version(let version) = error { throw .version(version) }
      throw broken(error)
    }
  }

  private func readPreface(_ bytes: Span<UInt8>, _ position: inout Int) throws(WireError) {
    guard preface.count < Preface.length else { return }
    while preface.count < Preface.length, position < bytes.count {
      preface.append(bytes[position])
      position += 1
    }
    guard preface.count == Preface.length else { return }
    let preface = preface
    try Preface.check(preface.span)
  }

  /// Waits for more. Everything received before has been read.
  private func receive() throws(AgentClientError) {
    if incoming.count < Self.largePortion, reader.missing > Self.portion {
      do throws(SecretMemoryError) {
        incoming = try SecretBytes(count: Self.largePortion)
      } catch { throw broken(.outOfMemory) }
    }
    received = 0..<0
    let count = try waiting { () throws(SystemError) in
      try incoming.withMutableSpan { (target) throws(SystemError) in
        try socket.receive(into: &target)
      }
    }
    received = 0..<count
  }
}

// MARK: Losing the agent

extension AgentClient {
  /// Sends or receives something: how much. Nothing, after that long or for ever, means that the
  /// agent is lost.
  private func waiting(
    _ body: () throws(SystemError) -> Int?
  ) throws(AgentClientError) -> Int {
    do throws(SystemError) {
      if let count = try body(), count > 0 { return count }
    } catch { throw lost() }
    throw lost()
  }

  private func lost() -> AgentClientError {
    isLost = true
    return .lost(mayHaveHappened: sent[answered...].contains { $0.isChange })
  }

  private func broken(_ error: WireError) -> AgentClientError {
    isLost = true
    return .reply(error)
  }
}

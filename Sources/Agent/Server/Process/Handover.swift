import ByteCoding
import Ledger
import Platform
import SecretMemory

/// What passes between the command that has opened a vault and the agent it starts: an assignment
/// with the session's key, and back that it is ready, or why not. Both are the same program, so
/// nothing of this is for others to speak.
struct Handover: ~Copyable {
  /// Milliseconds for opening the vault once more, however large it is.
  private static let patience = 60_000
  private static let portion = 4096
  private static let limits = MessageLimits(body: 64 << 10, secret: SessionKey.length)
  private let socket: LocalSocket

  init(_ socket: consuming LocalSocket) throws(AgentStartError) {
    self.socket = socket
    do throws(SystemError) { try self.socket.setTimeouts(milliseconds: Self.patience) } catch {
      throw .system(error)
    }
  }
}

// MARK: The command

extension Handover {
  borrowing func send(
    _ assignment: AgentAssignment, _ session: borrowing SessionKey
  ) throws(AgentStartError) {
    var writer = CBORWriter()
    assignment.write(to: &writer)
    let key: SecretBytes
    do throws(SecretMemoryError) { key = try session.encoded() } catch {
      throw .service(.outOfMemory)
    }
    try send(WireMessage(kind: .request, id: 0, body: writer.bytes, secret: key))
  }

  /// Waits until the agent is ready.
  borrowing func awaitReadiness() throws(AgentStartError) {
    let message = try receive(.reply)
    guard message.kind != .response else { return }
    throw Self.item(message.body) ?? .gone
  }
}

// MARK: The agent

/// What an agent was started for, and what opens the vault.
struct HandedOver: ~Copyable {
  let assignment: AgentAssignment
  let session: SessionKey

  consuming func takeSession() -> SessionKey { session }
}

extension Handover {
  borrowing func receiveAssignment() throws(AgentStartError) -> HandedOver {
    var message = try receive(Self.limits)
    guard message.kind == .request, let secret = message.secret.take() else { throw .gone }
    guard let assignment: AgentAssignment = Self.item(message.body) else { throw .gone }
    let session: SessionKey?
    do throws(SecretMemoryError) { session = try SessionKey(secret) } catch {
      throw .service(.outOfMemory)
    }
    guard let session else { throw .gone }
    return HandedOver(assignment: assignment, session: session)
  }

  borrowing func reportReadiness() throws(AgentStartError) {
    try send(WireMessage(kind: .response, id: 0, body: []))
  }

  borrowing func report(_ failure: AgentStartError) throws(AgentStartError) {
    var writer = CBORWriter()
    failure.write(to: &writer)
    try send(WireMessage(kind: .failure, id: 0, body: writer.bytes))
  }
}

// MARK: Messages

extension Handover {
  /// The one item of a body; nil when that is something else.
  private static func item<Item: WireValue>(_ body: [UInt8]) -> Item? {
    var reader = CBORReader(body)
    guard let item = try? Item(from: &reader), reader.remaining == 0 else { return nil }
    return item
  }

  private borrowing func send(_ message: consuming WireMessage) throws(AgentStartError) {
    let plain = message.head.encoded + message.body
    try send(plain.span)
    guard let secret = message.secret.take() else { return }
    try secret.withSpan { (bytes) throws(AgentStartError) in try send(bytes) }
  }

  private borrowing func send(_ bytes: Span<UInt8>) throws(AgentStartError) {
    var done = 0
    while done < bytes.count {
      let rest = bytes.extracting(done..<bytes.count)
      done += try waiting { () throws(SystemError) in try socket.send(rest) }
    }
  }

  private borrowing func receive(
    _ limits: MessageLimits
  ) throws(AgentStartError) -> WireMessage {
    var reader = MessageReader(limits)
    guard var block = try? SecretBytes(count: Self.portion) else { throw .service(.outOfMemory) }
    while true {
      let count = try waiting { () throws(SystemError) in
        try block.withMutableSpan { (target) throws(SystemError) in
          try socket.receive(into: &target)
        }
      }
      do throws(WireError) {
        var position = 0
        let message = try block.withSpan { (bytes) throws(WireError) in
          try reader.next(in: bytes.extracting(first: count), at: &position)
        }
        if let message { return message }
      } catch { throw .gone }
    }
  }

  /// Waits for the other side; an end of it, or a wait that is too long, is the end.
  private borrowing func waiting(
    _ body: () throws(SystemError) -> Int?
  ) throws(AgentStartError) -> Int {
    do throws(SystemError) {
      if let count = try body(), count > 0 { return count }
    } catch {}
    throw .gone
  }
}

import SecretMemory

/// What to do after a request.
enum Flow {
  case goOn
  /// Enough for now: what came behind it is kept.
  case pause
}

/// One client's side of the protocol: bytes in, requests out, replies in, bytes out. It knows no
/// socket and no clock.
final class ClientConnection {
  /// No more requests are read while this many bytes wait to be sent.
  static let mostUnsent = 256 << 10

  private var preface: [UInt8] = []
  private let limits: MessageLimits
  private var reader: MessageReader
  /// What came behind the last request that was served.
  private var kept: SecretBytes?
  private var keptFrom = 0
  /// Replies that may be sent.
  private let ready: ReplyQueue
  /// Replies that wait until a change is durable, and what they are replies to.
  private let held: ReplyQueue
  private var heldIDs: [UInt32] = []
  /// Whether a reply is missing, so that none may follow.
  private(set) var isBroken = false

  init(_ limits: MessageLimits = .request, stock: SegmentStock) {
    self.limits = limits
    reader = MessageReader(limits)
    ready = ReplyQueue(stock)
    held = ReplyQueue(stock)
  }

  /// Whether something has begun that has to end soon: the preface, or a message.
  var isMidway: Bool { preface.count < Preface.length || reader.isMidway }

  /// Whether requests were kept for later.
  var hasKept: Bool { kept != nil }

  /// Bytes in memory for this client.
  var keptCount: Int {
    reader.collected + (kept?.count ?? 0) + ready.count + held.count
  }

  /// Whether so much waits to be sent that no more requests are read.
  var isFull: Bool { ready.count + held.count >= Self.mostUnsent }

  /// Whether there are replies that may be sent.
  var hasReplies: Bool { !ready.isEmpty }

  /// Whether there are replies that wait for a change to be durable.
  var isHolding: Bool { !heldIDs.isEmpty }
}

// MARK: Requests

extension ClientConnection {
  /// Serves the requests in `input`, which came behind everything read before. Only when nothing is
  /// kept; throws when the client does not keep to the protocol.
  func read(
    _ input: Span<UInt8>, _ serve: (consuming WireMessage) throws(WireError) -> Flow
  ) throws(WireError) {
    var position = 0
    try readPreface(input, &position)
    try serveAll(input, &position, serve)
    guard position < input.count else { return }
    do throws(SecretMemoryError) {
      kept = try SecretBytes(copying: input.extracting(position..<input.count))
      keptFrom = 0
    } catch { throw .outOfMemory }
  }

  /// Serves the requests that were kept.
  func readKept(_ serve: (consuming WireMessage) throws(WireError) -> Flow) throws(WireError) {
    guard let block = kept.take() else { return }
    var position = keptFrom
    try block.withSpan { (bytes) throws(WireError) in try serveAll(bytes, &position, serve) }
    guard position < block.count else { return }
    keptFrom = position
    kept = .some(block)
  }

  private func serveAll(
    _ input: Span<UInt8>, _ position: inout Int,
    _ serve: (consuming WireMessage) throws(WireError) -> Flow
  ) throws(WireError) {
    while !isFull {
      guard let message = try reader.next(in: input, at: &position) else { return }
      guard try serve(message) == .goOn else { return }
    }
  }

  /// The server answers a whole preface with its own, and speaks to nobody else.
  private func readPreface(_ input: Span<UInt8>, _ position: inout Int) throws(WireError) {
    guard preface.count < Preface.length else { return }
    while preface.count < Preface.length, position < input.count {
      preface.append(input[position])
      position += 1
    }
    guard preface.count == Preface.length else { return }
    do throws(SecretMemoryError) { try ready.append(plain: Preface.bytes) } catch {
      throw .outOfMemory
    }
    // Told even to who speaks another version, who can say so then.
    let preface = preface
    try Preface.check(preface.span)
  }
}

// MARK: Replies

extension ClientConnection {
  /// Adds the reply to the oldest request without one.
  func reply(_ message: consuming WireMessage) throws(WireError) {
    do throws(SecretMemoryError) { try ready.append(message) } catch { throw .outOfMemory }
  }

  /// Adds a reply that must not be sent before `release`. Everything that is replied until then
  /// must be held too, or the order is lost.
  func hold(_ message: consuming WireMessage) throws(WireError) {
    heldIDs.append(message.id)
    do throws(SecretMemoryError) { try held.append(message) } catch { throw .outOfMemory }
  }

  /// What was held may be sent.
  func release() {
    ready.append(held)
    heldIDs.removeAll(keepingCapacity: true)
  }

  /// What was held is not true: `failure` is the reply to all of it. Where even that cannot be said,
  /// nothing is, and `isBroken` is.
  func withdraw(_ failure: AgentFailure) {
    held.clear()
    do throws(WireError) {
      for id in heldIDs { try reply(try failure.message(id: id)) }
    } catch { isBroken = true }
    heldIDs.removeAll(keepingCapacity: true)
  }

  /// Sends what may be sent until `send` takes nothing or nothing is left.
  /// - Returns: whether it took anything.
  func send<E: Error>(
    _ send: (Span<UInt8>, Span<UInt8>) throws(E) -> Int?
  ) throws(E) -> Bool {
    var tookAny = false
    while hasReplies {
      guard let taken = try ready.withFirst(send), taken > 0 else { break }
      tookAny = true
    }
    return tookAny
  }

  /// Wipes everything that came and was not served.
  func forget() {
    kept = nil
    reader = MessageReader(limits)
  }

  /// Wipes everything that came and was not served, and everything that was not sent.
  func clear() {
    forget()
    ready.clear()
    held.clear()
    heldIDs = []
  }
}

/// What a message is.
package enum MessageKind: UInt8, Sendable {
  case request = 1
  case response = 2
  case failure = 3
}

/// What is read from a peer: messages of one direction, with a body and secrets of so many bytes
/// at the most.
package struct MessageLimits: Sendable {
  package let body: Int
  package let secret: Int
  private let isForReplies: Bool

  /// What an agent reads, unless it reads less.
  package static let request = MessageLimits(body: 1 << 20, secret: 2 << 20)
  /// What a client reads.
  package static let reply = MessageLimits(body: 64 << 20, secret: 16 << 20, isForReplies: true)

  private init(body: Int, secret: Int, isForReplies: Bool) {
    self.body = body
    self.secret = secret
    self.isForReplies = isForReplies
  }

  /// Limits for requests.
  package init(body: Int, secret: Int) {
    self.init(body: body, secret: secret, isForReplies: false)
  }

  fileprivate func admits(_ kind: MessageKind) -> Bool { (kind != .request) == isForReplies }
}

/// The first bytes of a message: what follows them, and how long it is.
package struct MessageHead: Equatable, Sendable {
  /// Bytes.
  package static let length = 16

  package var kind: MessageKind
  /// The client's choice, repeated in the reply.
  package var id: UInt32
  package var bodyLength: Int
  package var secretLength: Int

  package init(kind: MessageKind, id: UInt32, bodyLength: Int, secretLength: Int) {
    self.kind = kind
    self.id = id
    self.bodyLength = bodyLength
    self.secretLength = secretLength
  }

  /// Reads the first `length` bytes of a message. Traps when there are fewer.
  package init(reading bytes: Span<UInt8>, limits: MessageLimits) throws(WireError) {
    guard let kind = MessageKind(rawValue: bytes[12]), limits.admits(kind),
      bytes[13] | bytes[14] | bytes[15] == 0
    else { throw .head }
    self.kind = kind
    id = UInt32(littleEndian: bytes, at: 8)
    bodyLength = Int(UInt32(littleEndian: bytes, at: 0))
    secretLength = Int(UInt32(littleEndian: bytes, at: 4))
    guard bodyLength <= limits.body else { throw .bodyLength }
    guard secretLength <= limits.secret else { throw .secretLength }
  }

  package var encoded: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.length)
    append(to: &bytes)
    return bytes
  }

  /// Adds the sixteen bytes. Traps when a length is beyond 32 bits, far above every limit.
  package func append(to bytes: inout [UInt8]) {
    UInt32(bodyLength).append(to: &bytes)
    UInt32(secretLength).append(to: &bytes)
    id.append(to: &bytes)
    UInt32(kind.rawValue).append(to: &bytes)
  }
}

import ByteCoding

/// Why an agent does not answer.
package enum AgentFailure: Error {
  case service(ServiceError)
  /// Not for this peer.
  case denied
  /// Not by this agent.
  case notServed
  /// The answer is longer than a message may be.
  case tooLarge
  /// The agent has just locked itself: nothing was done.
  case lockedNow
}

extension AgentFailure {
  /// Throws when it is too long.
  package func message(id: UInt32) throws(WireError) -> WireMessage {
    var writer = CBORWriter()
    switch self {
    case .service(let error): writer.variant(0, error)
    case .denied: writer.variant(1)
    case .notServed: writer.variant(2)
    case .tooLarge: writer.variant(3)
    case .lockedNow: writer.variant(4)
    }
    let message = WireMessage(kind: .failure, id: id, body: writer.bytes)
    try message.check(.reply)
    return message
  }

  package init(_ message: borrowing WireMessage) throws(WireError) {
    guard message.kind == .failure else { throw .head }
    var reader = CBORReader(message.body)
    self = try readingBody { () throws(CBORError) in
      let failure = try AgentFailure(from: &reader)
      try reader.end()
      return failure
    }
    guard message.secret == nil else { throw .secrets }
  }

  private init(from reader: inout CBORReader) throws(CBORError) {
    switch try reader.variant() {
    case (0, 1): self = .service(try reader.next())
    case (1, 0): self = .denied
    case (2, 0): self = .notServed
    case (3, 0): self = .tooLarge
    case (4, 0): self = .lockedNow
    default: throw .unsupported
    }
  }
}

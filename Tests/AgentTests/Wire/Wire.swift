import Agent
import SecretMemory

/// Messages as bytes, for tests: the secrets of a test need no guard.
enum Wire {
  static func array(_ span: Span<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    for index in span.indices { bytes.append(span[index]) }
    return bytes
  }

  static func bytes(of message: borrowing WireMessage) -> [UInt8] {
    var bytes = message.head.encoded + message.body
    switch message.secret {
    case .some(let secret): bytes += secret.withSpan { array($0) }
    case .none: break
    }
    return bytes
  }

  static func sent(
    _ request: consuming AgentRequest, id: UInt32
  ) -> Result<[UInt8], WireError> {
    do throws(WireError) { return .success(bytes(of: try request.message(id: id))) } catch {
      return .failure(error)
    }
  }

  static func sent(
    _ response: consuming AgentResponse, id: UInt32
  ) -> Result<[UInt8], WireError> {
    do throws(WireError) { return .success(bytes(of: try response.message(id: id))) } catch {
      return .failure(error)
    }
  }

  /// Reads exactly one message.
  static func message(_ bytes: [UInt8], _ limits: MessageLimits) throws -> WireMessage {
    guard bytes.count >= MessageHead.length else { throw Incomplete() }
    let head = try MessageHead(reading: bytes.span, limits: limits)
    let secretStart = MessageHead.length + head.bodyLength
    guard bytes.count == secretStart + head.secretLength else { throw Incomplete() }
    let secret = Array(bytes[secretStart...])
    return WireMessage(
      kind: head.kind, id: head.id, body: Array(bytes[MessageHead.length..<secretStart]),
      secret: secret.isEmpty ? nil : try SecretBytes(copying: secret.span))
  }

  /// The bytes are not one whole message.
  struct Incomplete: Error {}
}

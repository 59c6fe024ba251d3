import ByteCoding
import SecretMemory

/// An agent's answer.
package enum AgentResponse: ~Copyable, Sendable {
  case service(Response)
  case status(AgentStatus)
  /// The keys are gone, and the agent is about to be.
  case locked
}

extension AgentResponse {
  /// Throws `.noForm` for the answer to what is never asked of an agent, and when it is too long.
  package consuming func message(id: UInt32) throws(WireError) -> WireMessage {
    var writer = CBORWriter()
    var secret: SecretBytes?
    switch consume self {
    case .status(let status): writer.variant(0, status)
    case .locked: writer.variant(1)
    case .service(let response): secret = try response.write(to: &writer)
    }
    let message = WireMessage(
      kind: .response, id: id, body: writer.bytes, secret: secret.take())
    try message.check(.reply)
    return message
  }

  package init(_ message: consuming WireMessage) throws(WireError) {
    guard message.kind == .response else { throw .head }
    var reader = CBORReader(message.body)
    let head = try readingBody { () throws(CBORError) in try reader.variant() }
    switch (head.number, head.arguments) {
    case (2, 0):
      try readingBody { () throws(CBORError) in try reader.end() }
      if let secret = message.secret.take() {
        self = .service(.value(secret))
      } else {
        self = .service(.value(try emptySecret()))
      }
    case (3, 2):
      self = try .variables(&reader, message.secret.take())
    default:
      let response = try readingBody { () throws(CBORError) in
        let response = try AgentResponse(plain: head, &reader)
        try reader.end()
        return response
      }
      guard message.secret == nil else { throw .secrets }
      self = response
    }
  }

  /// A response that carries no secret.
  private init(
    plain head: (number: UInt64, arguments: Int), _ reader: inout CBORReader
  ) throws(CBORError) {
    switch head {
    case (0, 1): self = .status(try reader.next())
    case (1, 0): self = .locked
    default: self = .service(try Response(plain: head, &reader))
    }
  }

  private static func variables(
    _ reader: inout CBORReader, _ secret: consuming SecretBytes?
  ) throws(WireError) -> AgentResponse {
    let (view, layout) = try readingBody { () throws(CBORError) in
      let view: EnvironmentView = try reader.next()
      let layout: SecretLayout = try reader.next()
      try reader.end()
      return (view, layout)
    }
    return .service(.variables(view, try layout.fields(in: secret)))
  }
}

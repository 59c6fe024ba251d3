import ByteCoding
import SecretMemory
import Vault

/// What a client can ask of an agent: a request for its vault, or something about the agent.
package enum AgentRequest: ~Copyable, Sendable {
  /// - reason: What the user gave as the reason of a change.
  case service(Request, reason: String?)
  case status
  /// Forget the keys and end.
  case lock
  /// The variables of the tool that the asking process is: the system agent's only service.
  case toolEnvironment(ToolEnvironmentRequest)
}

extension AgentRequest {
  /// Throws `.noForm` for what the caller has to do itself, and when it is too long.
  package consuming func message(id: UInt32) throws(WireError) -> WireMessage {
    var writer = CBORWriter()
    var secret: SecretBytes?
    switch consume self {
    case .service(let request, let reason): secret = try request.write(to: &writer, reason)
    case .status: writer.request(0, 0)
    case .lock: writer.request(1, 0)
    case .toolEnvironment(let request):
      writer.request(2, 2)
      writer.optional(request.tool)
      writer.list(request.only)
    }
    let message = WireMessage(
      kind: .request, id: id, body: writer.bytes, secret: secret.take())
    try message.check(.request)
    return message
  }

  package init(_ message: consuming WireMessage) throws(WireError) {
    guard message.kind == .request else { throw .head }
    var reader = CBORReader(message.body)
    let head = try readingBody { () throws(CBORError) in try RequestHead(from: &reader) }
    guard !(5...7).contains(head.number) else {
      self = try .withSecrets(head, &reader, message.secret.take())
      return
    }
    let request = try readingBody { () throws(CBORError) in
      let request = try AgentRequest.plain(head, &reader)
      try reader.end()
      return request
    }
    guard message.secret == nil else { throw .secrets }
    self = request
  }

  /// A request that carries no secret.
  private static func plain(
    _ head: RequestHead, _ reader: inout CBORReader
  ) throws(CBORError) -> AgentRequest {
    guard head.number > 2 else { return try own(head, &reader) }
    return .service(try Request(plain: head, &reader), reason: head.reason)
  }

  private static func own(
    _ head: RequestHead, _ reader: inout CBORReader
  ) throws(CBORError) -> AgentRequest {
    guard head.reason == nil else { throw .unsupported }
    switch (head.number, head.arguments) {
    case (0, 0): return .status
    case (1, 0): return .lock
    case (2, 2):
      return .toolEnvironment(
        ToolEnvironmentRequest(tool: try reader.optional(), only: try reader.list()))
    default: throw .unsupported
    }
  }

  private static func withSecrets(
    _ head: RequestHead, _ reader: inout CBORReader, _ secret: consuming SecretBytes?
  ) throws(WireError) -> AgentRequest {
    switch (head.number, head.arguments) {
    case (5, 2):
      let wish: SetKey = try readingBody { () throws(CBORError) in try reader.next() }
      return .service(
        .setKey(wish, try secrets(&reader, secret)), reason: head.reason)
    case (6, 2):
      let wish: StageRotation = try readingBody { () throws(CBORError) in try reader.next() }
      return .service(
        .stageRotation(wish, try secrets(&reader, secret)), reason: head.reason)
    case (7, 2):
      let scope: RecognitionScope = try readingBody { () throws(CBORError) in try reader.next() }
      return .service(.recognize(scope, try secrets(&reader, secret)), reason: head.reason)
    default: throw .body
    }
  }

  private static func secrets(
    _ reader: inout CBORReader, _ secret: consuming SecretBytes?
  ) throws(WireError) -> SecretFields {
    let layout = try readingBody { () throws(CBORError) in
      let layout = try SecretLayout(from: &reader)
      guard layout.count <= SecretLayout.greatestCount else { throw .unsupported }
      try reader.end()
      return layout
    }
    return try layout.fields(in: secret)
  }
}

/// What every request begins with.
struct RequestHead {
  let reason: String?
  let number: UInt64
  let arguments: Int

  init(from reader: inout CBORReader) throws(CBORError) {
    let count = try reader.array()
    guard count >= 2 else { throw .wrongLength(expected: 2) }
    reason = try reader.optional()
    number = try reader.unsigned()
    arguments = count - 2
  }
}

/// Runs a reading of a body; whatever is wrong with it, the message is not one of ours.
func readingBody<R: ~Copyable>(_ read: () throws(CBORError) -> R) throws(WireError) -> R {
  do throws(CBORError) { return try read() } catch { throw .body }
}

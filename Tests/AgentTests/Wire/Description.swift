import SecretMemory

@testable import Agent

/// Values as text with every stored property, for types that are not to be compared elsewhere.
enum Description {
  static func of<Value>(_ value: Value) -> String {
    var text = ""
    dump(value, to: &text)
    return text
  }

  static func of(_ request: consuming AgentRequest) -> String {
    switch consume request {
    case .status: "status"
    case .lock: "lock"
    case .toolEnvironment(let request): of(request)
    case .service(let request, let reason): of(request) + of(reason)
    }
  }

  static func isForOwnProcess(_ request: consuming AgentRequest) -> Bool {
    switch consume request {
    case .service(let request, _): request.isForOwnProcess
    default: false
    }
  }

  private static func of(_ request: consuming Request) -> String {
    switch consume request {
    case .query(let query): of(query)
    case .value(let reference): of(reference)
    case .environment(let request): of(request)
    case .change(let change): of(change)
    case .setKey(let wish, let fields): of(wish) + of(fields)
    case .stageRotation(let wish, let fields): of(wish) + of(fields)
    case .recognize(let scope, let fields): of(scope) + of(fields)
    default: ""
    }
  }

  static func of(_ response: consuming AgentResponse) -> String {
    switch consume response {
    case .status(let status): of(status)
    case .locked: "locked"
    case .service(let response): of(response)
    }
  }

  private static func of(_ response: consuming Response) -> String {
    switch consume response {
    case .vault(let value): of(value)
    case .standing(let value): of(value)
    case .keys(let value): of(value)
    case .key(let value): of(value)
    case .log(let value): of(value)
    case .tools(let value): of(value)
    case .tool(let value): of(value)
    case .roll(let value): of(value)
    case .plan(let value): of(value)
    case .status(let value): of(value)
    case .settings(let value): of(value)
    case .slots(let value): of(value)
    case .names(let value): of(value)
    case .value(let value): value.withSpan { span in of(Wire.array(span)) }
    case .variables(let view, let fields): of(view) + of(fields)
    case .stored(let value): of(value)
    case .staged(let value): of(value)
    case .connected(let value): of(value)
    case .revoked(let value): of(value)
    case .done(let value): of(value)
    case .operations(let value): of(value)
    case .recognized(let value): of(value)
    case .rotations(let value): of(value)
    case .impact(let value): of(value)
    case .due(let value): of(value)
    default: ""
    }
  }

  private static func of(_ fields: borrowing SecretFields) -> String {
    var text = ""
    for index in 0..<fields.count {
      text += fields.withField(at: index) { name, span in name + of(Wire.array(span)) }
    }
    return text
  }
}

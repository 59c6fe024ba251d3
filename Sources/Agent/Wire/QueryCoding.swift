import ByteCoding
import Vault

/// Requests 16 to 33.
extension Query {
  func write(to writer: inout CBORWriter, _ reason: String?) {
    switch self {
    case .vault: writer.request(16, 0, reason: reason)
    case .standing(let key): writer.request(17, reason, key)
    case .keys(let filter): writer.request(18, reason, filter)
    case .key(let reference): writer.request(19, reason, reference)
    case .history(let key): writer.request(20, reason, key)
    case .log(let subject, let limit):
      writer.request(21, 2, reason: reason)
      writer.optional(subject)
      writer.optional(limit)
    case .tools: writer.request(22, 0, reason: reason)
    case .tool(let tool): writer.request(23, reason, tool)
    case .whereUsed(let key): writer.request(24, reason, key)
    case .uses(let tool): writer.request(25, reason, tool)
    case .emissionPlan(let selection): writer.request(26, reason, selection)
    case .everConnected(let tool): writer.request(27, reason, tool)
    case .status: writer.request(28, 0, reason: reason)
    case .settings: writer.request(29, 0, reason: reason)
    case .slots: writer.request(30, 0, reason: reason)
    case .rotations(let key):
      writer.request(31, 1, reason: reason)
      writer.optional(key)
    case .impact(let key): writer.request(32, reason, key)
    case .due(let wish): writer.request(33, reason, wish)
    }
  }

  init(_ head: RequestHead, _ reader: inout CBORReader) throws(CBORError) {
    switch (head.number, head.arguments) {
    case (16, 0): self = .vault
    case (17, 1): self = .standing(key: try reader.next())
    case (18, 1): self = .keys(try reader.next())
    case (19, 1): self = .key(try reader.next())
    case (20, 1): self = .history(key: try reader.next())
    case (21, 2): self = .log(subject: try reader.optional(), limit: try reader.optional())
    case (22, 0): self = .tools
    case (23, 1): self = .tool(try reader.next())
    case (24, 1): self = .whereUsed(key: try reader.next())
    case (25, 1): self = .uses(try reader.next())
    case (26, 1): self = .emissionPlan(try reader.next())
    case (27, 1): self = .everConnected(try reader.next())
    case (28, 0): self = .status
    case (29, 0): self = .settings
    case (30, 0): self = .slots
    case (31, 1): self = .rotations(key: try reader.optional())
    case (32, 1): self = .impact(key: try reader.next())
    case (33, 1): self = .due(try reader.next())
    default: throw .unsupported
    }
  }
}

extension KeyFilter: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(7)
    self.init(
      text: try reader.optional(), tag: try reader.optional(), provider: try reader.optional(),
      owner: try reader.optional(), environment: try reader.optional(),
      tool: try reader.optional(), staleOnly: try reader.next())
  }

  func write(to writer: inout CBORWriter) {
    writer.array(7)
    writer.optional(text)
    writer.optional(tag)
    writer.optional(provider)
    writer.optional(owner)
    writer.optional(environment)
    writer.optional(tool)
    writer.bool(staleOnly)
  }
}

extension EmissionSelection: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    switch try reader.variant() {
    case (0, 0): self = .everything
    case (1, 1): self = .tool(try reader.next())
    case (2, 1): self = .key(try reader.next())
    default: throw .unsupported
    }
  }

  func write(to writer: inout CBORWriter) {
    switch self {
    case .everything: writer.variant(0)
    case .tool(let tool): writer.variant(1, tool)
    case .key(let key): writer.variant(2, key)
    }
  }
}

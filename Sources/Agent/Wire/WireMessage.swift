package import SecretMemory

/// One message: a body that holds nothing secret, and the secrets themselves, raw and one after
/// the other, so that both ends keep them in guarded memory only.
package struct WireMessage: ~Copyable, Sendable {
  package var kind: MessageKind
  package var id: UInt32
  /// Deterministic CBOR.
  package var body: [UInt8]
  /// Nil where there is nothing secret; never an empty block in a message that was read.
  package var secret: SecretBytes?

  package init(
    kind: MessageKind, id: UInt32, body: [UInt8], secret: consuming SecretBytes? = nil
  ) {
    self.kind = kind
    self.id = id
    self.body = body
    self.secret = secret
  }

  package var head: MessageHead {
    MessageHead(kind: kind, id: id, bodyLength: body.count, secretLength: secretLength)
  }

  private var secretLength: Int {
    switch secret {
    case .some(let secret): secret.count
    case .none: 0
    }
  }

  /// Throws when the message is longer than who reads it would accept.
  func check(_ limits: MessageLimits) throws(WireError) {
    guard body.count <= limits.body else { throw .bodyLength }
    guard secretLength <= limits.secret else { throw .secretLength }
  }
}

import SecretMemory

/// Puts messages together from bytes that come in pieces of any size. What a message announces is
/// not reserved before it comes, and secrets go into guarded memory only.
struct MessageReader: ~Copyable {
  private let limits: MessageLimits
  private var headBytes: [UInt8] = []
  private var head: MessageHead?
  private var body: [UInt8] = []
  private var secret: SecretBuilder?
  private var secretCount = 0

  init(_ limits: MessageLimits) {
    self.limits = limits
  }

  /// Whether a message has begun and not ended.
  var isMidway: Bool { head != nil || !headBytes.isEmpty }

  /// Bytes of a message that is not whole.
  var collected: Int { body.count + secretCount }

  /// How many bytes the message that has begun still needs, as far as is known.
  var missing: Int {
    guard let head else { return MessageHead.length - headBytes.count }
    return head.bodyLength - body.count + head.secretLength - secretCount
  }

  /// The next whole message of `input` from `position` on, which moves past it; nil when the input
  /// ends before the message does.
  mutating func next(
    in input: Span<UInt8>, at position: inout Int
  ) throws(WireError) -> WireMessage? {
    guard let head = try readHead(input, &position) else { return nil }
    readBody(head, input, &position)
    guard body.count == head.bodyLength else { return nil }
    let secret = try readSecret(head, input, &position)
    guard head.secretLength == 0 || secret != nil else { return nil }
    let message = WireMessage(kind: head.kind, id: head.id, body: body, secret: secret)
    self.head = nil
    body = []
    return message
  }

  private mutating func readHead(
    _ input: Span<UInt8>, _ position: inout Int
  ) throws(WireError) -> MessageHead? {
    if let head { return head }
    if headBytes.isEmpty, input.count - position >= MessageHead.length {
      let bytes = input.extracting(position..<position + MessageHead.length)
      head = try MessageHead(reading: bytes, limits: limits)
      position += MessageHead.length
      return head
    }
    while headBytes.count < MessageHead.length, position < input.count {
      headBytes.append(input[position])
      position += 1
    }
    guard headBytes.count == MessageHead.length else { return nil }
    head = try MessageHead(reading: headBytes.span, limits: limits)
    headBytes.removeAll(keepingCapacity: true)
    return head
  }

  private mutating func readBody(
    _ head: MessageHead, _ input: Span<UInt8>, _ position: inout Int
  ) {
    let count = min(head.bodyLength - body.count, input.count - position)
    guard count > 0 else { return }
    let start = position
    body.append(addingCapacity: count) { target in
      for index in start..<start + count { target.append(input[index]) }
    }
    position += count
  }

  /// The secrets of the message once they are whole; nil before, and when there are none.
  private mutating func readSecret(
    _ head: MessageHead, _ input: Span<UInt8>, _ position: inout Int
  ) throws(WireError) -> SecretBytes? {
    let count = min(head.secretLength - secretCount, input.count - position)
    guard count > 0 else { return nil }
    let bytes = input.extracting(position..<position + count)
    position += count
    do throws(SecretMemoryError) {
      if count == head.secretLength { return try SecretBytes(copying: bytes) }
      if secret == nil { secret = SecretBuilder() }
      try secret?.append(bytes)
      secretCount += count
      guard secretCount == head.secretLength, let whole = secret.take() else { return nil }
      secretCount = 0
      return try whole.finish()
    } catch { throw .outOfMemory }
  }
}

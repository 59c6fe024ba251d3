import Agent
import SecretMemory

/// One input of libFuzzer: a head, and what follows it. Two properties: no input ends the program,
/// and a message that is accepted is written again as the same bytes.
func testOneInput(_ bytes: [UInt8]) {
  if bytes.count == Preface.length { check(preface: bytes) }
  guard bytes.count >= MessageHead.length else { return }
  for limits in [MessageLimits.request, .reply] {
    _ = try? MessageHead(reading: bytes.span, limits: limits)
    check(message: fitted(bytes), limits)
  }
}

private func check(preface bytes: [UInt8]) {
  guard (try? Preface.check(bytes.span)) != nil else { return }
  precondition(bytes == Preface.bytes, "another preface was accepted")
}

private func check(message bytes: [UInt8], _ limits: MessageLimits) {
  guard let head = try? MessageHead(reading: bytes.span, limits: limits),
    let again = try? written(read(bytes, head))
  else { return }
  precondition(again == bytes, "a message has two encodings")
}

/// The same with lengths that add up, so that more than heads is tried: the secrets are as long as
/// the head says if so many bytes are there, and the body is the rest.
private func fitted(_ bytes: [UInt8]) -> [UInt8] {
  var bytes = bytes
  let rest = bytes.count - MessageHead.length
  let announced = (0..<4).reduce(0) { $0 | Int(bytes[4 + $1]) << (8 * $1) }
  let secret = announced % (rest + 1)
  for index in 0..<4 {
    bytes[index] = UInt8(truncatingIfNeeded: (rest - secret) >> (8 * index))
    bytes[4 + index] = UInt8(truncatingIfNeeded: secret >> (8 * index))
  }
  return bytes
}

private func read(_ bytes: [UInt8], _ head: MessageHead) throws(WireError) -> WireMessage {
  let secretStart = MessageHead.length + head.bodyLength
  var secret: SecretBytes?
  if head.secretLength > 0 {
    do throws(SecretMemoryError) {
      secret = try SecretBytes(copying: bytes.span.extracting(secretStart..<bytes.count))
    } catch { throw .outOfMemory }
  }
  return WireMessage(
    kind: head.kind, id: head.id, body: Array(bytes[MessageHead.length..<secretStart]),
    secret: secret)
}

private func written(_ message: consuming WireMessage) throws(WireError) -> [UInt8] {
  let id = message.id
  switch message.kind {
  case .request: return bytes(of: try AgentRequest(message).message(id: id))
  case .response: return bytes(of: try AgentResponse(message).message(id: id))
  case .failure: return bytes(of: try AgentFailure(message).message(id: id))
  }
}

private func bytes(of message: borrowing WireMessage) -> [UInt8] {
  var bytes = message.head.encoded + message.body
  switch message.secret {
  case .some(let secret):
    secret.withSpan { span in for index in span.indices { bytes.append(span[index]) } }
  case .none: break
  }
  return bytes
}

import Agent
import SecretMemory
import Testing
import Vault

@Suite struct FramingTests {
  @Test func prefaceOfThisVersionIsAccepted() throws {
    #expect(Preface.bytes.count == Preface.length)
    let bytes = Preface.bytes
    try Preface.check(bytes.span)
  }

  @Test func prefaceOfAnotherVersionIsNamed() {
    var bytes = Preface.bytes
    bytes[8] = 1
    #expect(throws: WireError.version(1)) { try Preface.check(bytes.span) }
  }

  @Test func headReadsWhatItWrote() throws {
    let head = MessageHead(kind: .failure, id: 0xdead_beef, bodyLength: 513, secretLength: 77)
    let bytes = head.encoded
    #expect(bytes.count == MessageHead.length)
    #expect(try MessageHead(reading: bytes.span, limits: .reply) == head)
  }

  @Test func messagesOfTheOtherDirectionAreRefused() {
    for kind in [MessageKind.response, .failure] {
      let reply = MessageHead(kind: kind, id: 1, bodyLength: 1, secretLength: 0)
      #expect(throws: WireError.head) {
        try MessageHead(reading: reply.encoded.span, limits: .request)
      }
    }
    let request = MessageHead(kind: .request, id: 1, bodyLength: 1, secretLength: 0)
    #expect(throws: WireError.head) {
      try MessageHead(reading: request.encoded.span, limits: .reply)
    }
  }

  @Test func lengthsAboveTheLimitAreRefused() {
    let limits = MessageLimits.request
    let long = MessageHead(kind: .request, id: 1, bodyLength: limits.body + 1, secretLength: 0)
    #expect(throws: WireError.bodyLength) {
      try MessageHead(reading: long.encoded.span, limits: limits)
    }
    let heavy = MessageHead(kind: .request, id: 1, bodyLength: 1, secretLength: limits.secret + 1)
    #expect(throws: WireError.secretLength) {
      try MessageHead(reading: heavy.encoded.span, limits: limits)
    }
  }

  @Test func whatIsForTheOwnProcessHasNoForm() {
    #expect(throws: WireError.noForm) {
      _ = try AgentRequest.service(
        .unlock(UnlockFactors(), acceptingRollback: false), reason: nil
      ).message(id: 1)
    }
  }
}

import ByteCoding
import Ledger
import SecretMemory
import Testing
import Vault

@testable import Agent

@Suite struct WireRoundTripTests {
  @Test func everyRequestOfTheWireComesBackAsItWas() throws {
    let names = try RequestExamples.map { RequestName(of: $0) }
    let texts = try RequestExamples.map { Description.of($0) }
    let messages = try RequestExamples.map { Wire.sent($0, id: 7) }
    #expect(Set(names) == Set(RequestName.allCases))
    let ours = try RequestExamples.map { Description.isForOwnProcess($0) }
    for (index, message) in messages.enumerated() {
      guard !ours[index] else {
        #expect(message == .failure(.noForm), "\(names[index])")
        continue
      }
      let bytes = try message.get()
      let read = try AgentRequest(try Wire.message(bytes, .request))
      #expect(Description.of(read) == texts[index])
      let again = try AgentRequest(try Wire.message(bytes, .request))
      #expect(Wire.bytes(of: try again.message(id: 7)) == bytes)
    }
  }

  @Test func everyResponseOfTheWireComesBackAsItWas() throws {
    let names = try ResponseExamples.map { ResponseName(of: $0) }
    let texts = try ResponseExamples.map { Description.of($0) }
    let messages = try ResponseExamples.map { Wire.sent($0, id: 8) }
    #expect(Set(names) == Set(ResponseName.allCases))
    for (index, message) in messages.enumerated() {
      guard ![.created, .unlocked, .backedUp].contains(names[index]) else {
        #expect(message == .failure(.noForm), "\(names[index])")
        continue
      }
      let bytes = try message.get()
      let read = try AgentResponse(try Wire.message(bytes, .reply))
      #expect(Description.of(read) == texts[index])
      let again = try AgentResponse(try Wire.message(bytes, .reply))
      #expect(Wire.bytes(of: try again.message(id: 8)) == bytes)
    }
  }

  @Test func everyFailureComesBackAsItWas() throws {
    let failures = AgentFailure.examples + ServiceError.examples.map { AgentFailure.service($0) }
    for failure in failures {
      let bytes = Wire.bytes(of: try failure.message(id: 9))
      let again = try AgentFailure(try Wire.message(bytes, .reply))
      #expect(Description.of(again) == Description.of(failure))
      #expect(Wire.bytes(of: try again.message(id: 9)) == bytes)
    }
  }

  @Test func everyNextStepComesBackAsItWas() throws {
    for step in Laggard.NextStep.examples { try comesBack(step) }
  }

  @Test func everyWordComesBackAsItWas() throws {
    for reason in DamageReason.allCases {
      try comesBack(LedgerError.damaged(reason, sequence: nil, offset: 1))
    }
    for label in VersionLabel.allCases { try comesBack(VersionSelector.label(label)) }
    for reason in SpecialReason.allCases {
      try comesBack(Refusal.specialVariable(variable: "V", reason: reason))
    }
    for kind in TargetKind.allCases { try comesBack(Refusal.notWritten(tool: "t", kind: kind)) }
    for kind in FactorKind.allCases { try comesBack(SlotError.factorLength(kind)) }
  }

  private func comesBack<Value: WireValue>(_ value: Value) throws {
    var writer = CBORWriter()
    value.write(to: &writer)
    var reader = CBORReader(writer.bytes)
    let again = try Value(from: &reader)
    try reader.end()
    #expect(Description.of(again) == Description.of(value))
  }
}

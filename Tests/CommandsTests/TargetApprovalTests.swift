import ByteCoding
import Delivery
import Testing
import Vault

@testable import Agent
@testable import Commands

@Suite struct TargetApprovalTests {
  @Test func approvesOnlyWordsThatWereTyped() throws {
    let id = try #require(Identifier(hex: String(repeating: "0a", count: 16)))
    let view = TargetView(
      id: id, name: "b.env", kind: .environmentFile, machine: "here", isHere: true,
      path: "/b.env", dialect: nil, reload: ["/bin/cafe\u{301}"], verify: ["/bin/true"])
    var approved = ApprovedCommands()
    TargetApproval.note(
      [.reload: ["/bin/caf\u{e9}"], .verify: ["/bin/true", "x"], .deliver: []], of: [view],
      in: &approved)
    #expect(approved.isEmpty)
    TargetApproval.note([.verify: ["/bin/true"]], of: [view], in: &approved)
    #expect(approved.contains(["/bin/true"], target: id, step: .verify))
  }
}

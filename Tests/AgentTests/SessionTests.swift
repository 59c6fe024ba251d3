import Agent
import ByteCoding
import Ledger
import SecretMemory
import TestSupport
import Testing
import Vault

/// A vault that one process opened and another goes on with.
@Suite struct SessionTests {
  private func isWrongFactor(_ body: () throws -> Void) -> Bool {
    do { try body() } catch ServiceError.wrongFactor { return true } catch { return false }
    return false
  }

  private func read(_ bytes: borrowing SecretBytes) throws -> SessionKey {
    guard let session = try SessionKey(bytes) else { throw Unexpected() }
    return session
  }

  @Test func handsTheOpenVaultOver() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    let agent = Service(bench.configuration)
    #expect(bench.service.vaultIdentifier == nil)
    try bench.create()
    try bench.set("stripe", "sk_1")
    #expect(try agent.open(with: try bench.service.sessionKey()).isEmpty)
    #expect(agent.vaultIdentifier == bench.service.vaultIdentifier)
    let other = try bench.another()
    _ = try agent.open(with: try other.sessionKey())
    guard case .value(let value) = try agent.answer(.value(Reference(key: "stripe"))) else {
      throw Unexpected()
    }
    #expect(value.count == 4)
  }

  @Test func aRemovedSlotOpensNothing() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    let session = try bench.service.sessionKey().encoded()
    let other = Array(repeating: UInt8(9), count: 32)
    _ = try bench.service.answer(
      .addSlot(AddSlot(name: "other", strong: false), UnlockFactors(keyFile: Bench.secret(other))))
    _ = try bench.service.answer(.change(.removeSlot("key-file")))
    #expect(isWrongFactor { _ = try Service(bench.configuration).open(with: read(session)) })
    #expect(isWrongFactor { _ = try bench.service.sessionKey() })
  }
}

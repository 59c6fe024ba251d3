import Platform
import TestSupport
import Testing
import Vault

@testable import Agent

@Suite struct ServerTests {
  private func made(_ directory: borrowing TemporaryDirectory) throws -> Bench {
    let bench = try Bench(in: directory)
    try bench.create()
    try bench.set("openai", "sk-1")
    return bench
  }

  @Test func servesValuesAndTakesNewOnes() throws {
    let directory = try TemporaryDirectory()
    let rig = try ServerRig(try made(directory), in: directory)
    let client = try rig.client()
    #expect(try client.get("openai") == "sk-1")
    try client.set("stripe", "rk-2")
    #expect(try client.get("stripe") == "rk-2")
    #expect(try rig.client().get("stripe") == "rk-2")
    #expect(try rig.stop() == .locked)
  }

  @Test func noAgentIsNoError() throws {
    let directory = try TemporaryDirectory()
    let bench = try made(directory)
    let rig = try ServerRig(bench, in: directory)
    try rig.stop()
    #expect(try rig.connect() == nil)
  }

  @Test func tenThousandRequestsUnderWay() throws {
    let directory = try TemporaryDirectory()
    let rig = try ServerRig(try made(directory), in: directory)
    let client = try rig.client()
    let reference = try Reference.parse("openai")
    for _ in 0..<100 {
      for _ in 0..<100 { try client.ask(.service(.value(reference), reason: nil)) }
      for _ in 0..<100 { #expect(try client.value() == "sk-1") }
    }
    #expect(try client.status().requests == 10_000)
    try rig.stop()
  }
}

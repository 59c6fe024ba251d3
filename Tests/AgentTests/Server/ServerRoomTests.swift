import Platform
import SecretMemory
import TestSupport
import Testing
import Vault

@testable import Agent

/// Who stays and who goes when there is no room.
@Suite struct ServerRoomTests {
  private func made(_ directory: borrowing TemporaryDirectory) throws -> Bench {
    let bench = try Bench(in: directory)
    try bench.create()
    try bench.set("a", "1")
    return bench
  }

  private func isAnswered(_ client: AgentClient, by rig: StepRig) -> Bool {
    guard let response = try? rig.answer(.status, to: client) else { return false }
    if case .status = response { return true }
    return false
  }

  @Test func whoNeverAsksMakesRoom() throws {
    let directory = try TemporaryDirectory()
    let clock = StoppedClock()
    let rig = try StepRig(try made(directory).configuration, clock: clock.now)
    let silent = try (0..<126).map { _ in try rig.client() }
    let asking = try rig.client()
    #expect(isAnswered(asking, by: rig))
    let late = try rig.client()
    clock.advance(999)
    #expect(isAnswered(asking, by: rig))
    #expect(!isAnswered(try rig.client(), by: rig))
    clock.advance(1)
    #expect(isAnswered(asking, by: rig))
    for _ in 0..<126 { #expect(isAnswered(try rig.client(), by: rig)) }
    #expect(isAnswered(late, by: rig))
    #expect(isAnswered(asking, by: rig))
    #expect(rig.server.clients.count <= 128)
    withExtendedLifetime(silent) {}
  }

  @Test func whoForgetsItsConnectionMakesRoom() throws {
    let directory = try TemporaryDirectory()
    let clock = StoppedClock()
    let rig = try StepRig(try made(directory).configuration, clock: clock.now)
    let forgotten = try (0..<127).map { _ in try rig.client() }
    for client in forgotten { #expect(isAnswered(client, by: rig)) }
    let asking = try rig.client()
    clock.advance(9_999)
    #expect(isAnswered(asking, by: rig))
    #expect(!isAnswered(try rig.client(), by: rig))
    clock.advance(1)
    #expect(isAnswered(asking, by: rig))
    let newcomers = try (0..<127).map { _ in try rig.client() }
    for client in newcomers + [asking] { #expect(isAnswered(client, by: rig)) }
    #expect(!isAnswered(forgotten[0], by: rig))
  }

  /// As long as there is room, silence costs nobody anything.
  @Test func whoIsSilentStaysWhileThereIsRoom() throws {
    let directory = try TemporaryDirectory()
    let clock = StoppedClock()
    let rig = try StepRig(try made(directory).configuration, clock: clock.now)
    let client = try rig.client()
    #expect(isAnswered(client, by: rig))
    clock.advance(3_600_000)
    #expect(isAnswered(try rig.client(), by: rig))
    #expect(isAnswered(client, by: rig))
  }

  @Test func whoComesToACrowdThatAsksNothingWaits() throws {
    let directory = try TemporaryDirectory()
    let rig = try ServerRig(try made(directory), in: directory)
    let friend = try rig.client()
    #expect(try friend.get("a") == "1")
    var crowd: [AgentClient] = []
    for _ in 0..<3 {
      for _ in 0..<130 where crowd.count < 200 { crowd.append(try rig.client()) }
      #expect(try rig.client().get("a") == "1")
    }
    #expect(try friend.get("a") == "1")
    withExtendedLifetime(crowd) {}
    try rig.stop()
  }
}

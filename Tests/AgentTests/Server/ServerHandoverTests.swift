import Platform
import TestSupport
import Testing
import Vault

@testable import Agent

@Suite struct ServerHandoverTests {
  private func assignment(
    _ bench: Bench, _ directory: borrowing TemporaryDirectory, _ limits: LeaseLimits
  ) throws -> AgentAssignment {
    let place = try AgentPlace(
      vault: bench.vaultPath, in: directory.path("run"), user: CurrentProcess.effectiveUser)
    return try AgentAssignment(
      vault: bench.vaultPath, statePath: directory.path("state"), place: place, limits: limits,
      machine: "here", user: "ana", allowsAnyFileSystem: true)
  }

  @Test(arguments: [
    LeaseLimits(idle: 900_000, absolute: 28_800_000), .none,
    LeaseLimits(idle: nil, absolute: 1, endsAtSuspend: false),
  ]) func theAgentGetsWhatTheCommandHas(_ limits: LeaseLimits) throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    try bench.set("a", "1")
    let assignment = try assignment(bench, directory, limits)
    var pair = try LocalSocket.pair()
    let command = try Handover(pair.takeFirst())
    let agent = try Handover(pair.takeSecond())
    try command.send(assignment, try bench.service.sessionKey())
    let handed = try agent.receiveAssignment()
    let got = handed.assignment
    #expect(got == assignment)
    let service = Service(got.configuration)
    _ = try service.open(with: handed.takeSession())
    guard case .value = try service.answer(.value(try Reference.parse("a"))) else {
      throw Unexpected()
    }
    try agent.reportReadiness()
    try command.awaitReadiness()
  }

  private static let failures: [AgentStartError] = [
    .service(.wrongFactor), .service(.noVault(path: "/v")),
    .system(SystemError(errno: 2, operation: "bind", path: "/s")), .gone,
    .place(.pathTooLong(path: "/p", limit: 107)), .place(.notADirectory(path: "/p")),
    .place(.symbolicLink(path: "/p")),
    .place(.foreignOwner(path: "/p", owner: .max, expected: 1000)),
    .place(.unsafeMode(path: "/p", mode: 0o777)), .place(.notASocket(path: "/p")),
    .place(.alreadyRuns(process: 7, socket: "/s")),
    .place(.alreadyRuns(process: nil, socket: nil)),
    .place(.configuration(path: "/c", line: 3)),
    .place(.system(SystemError(errno: 13, operation: "mkdirat", path: nil))),
  ]

  @Test(arguments: failures) func theCommandHearsWhyItCouldNotBegin(
    _ failure: AgentStartError
  ) throws {
    var pair = try LocalSocket.pair()
    let command = try Handover(pair.takeFirst())
    let agent = try Handover(pair.takeSecond())
    try agent.report(failure)
    do {
      try command.awaitReadiness()
      Issue.record("ready")
    } catch { #expect("\(error)" == "\(failure)") }
  }

  @Test func anAgentThatEndsIsGone() throws {
    var pair = try LocalSocket.pair()
    let command = try Handover(pair.takeFirst())
    _ = pair.takeSecond()
    do {
      try command.awaitReadiness()
      Issue.record("ready")
    } catch AgentStartError.gone {}
  }

  @Test func somethingElseIsNoAssignment() throws {
    for bytes in [[UInt8](repeating: 0, count: 100), [UInt8](repeating: 255, count: 16), []] {
      var pair = try LocalSocket.pair()
      let other = pair.takeFirst()
      let agent = try Handover(pair.takeSecond())
      if !bytes.isEmpty { _ = try other.send(bytes.span) }
      try other.endSending()
      #expect(throws: AgentStartError.self) { _ = try agent.receiveAssignment() }
    }
  }
}

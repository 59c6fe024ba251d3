import Agent
import SecretMemory
import TestSupport
import Testing
import Vault

/// What a process gets that is known by its user alone.
@Suite struct ToolIdentityTests {
  private func variables(
    _ bench: Bench, _ tool: String? = nil, only: [String] = [], user: UInt32
  ) throws -> [String] {
    let request = ToolEnvironmentRequest(tool: try tool.map { try ToolName($0) }, only: only)
    let response = try bench.service.toolEnvironment(request, forUser: user)
    guard case .variables(_, let fields) = consume response else { throw Unexpected() }
    return fields.names
  }

  private func isDenied(_ body: () throws -> Void) -> Bool {
    do { try body() } catch ServiceError.denied { return true } catch { return false }
    return false
  }

  private func setUp(_ directory: borrowing TemporaryDirectory) throws -> Bench {
    let bench = try Bench(in: directory)
    try bench.create()
    for (tool, user) in [("crm", "1002"), ("jobs@prod", "1003"), ("jobs@test", "1003")] {
      try bench.set("key/\(tool.prefix(3))\(tool.suffix(4))".replacing("@", with: "-"), "one")
      try bench.addTool(tool)
      _ = try bench.service.answer(
        .change(.editTool(try ToolName(tool), attributes: Attributes([("user", [user])]))))
    }
    try bench.connect("crm", "key/crm*", variable: "CRM")
    try bench.connect("jobs@prod", "key/*prod", variable: "JOBS_PROD")
    try bench.connect("jobs@test", "key/*test", variable: "JOBS_TEST")
    return bench
  }

  @Test func aUserGetsTheVariablesOfItsTool() throws {
    let directory = try TemporaryDirectory()
    let bench = try setUp(directory)
    #expect(try variables(bench, user: 1002) == ["CRM"])
    #expect(try variables(bench, "CRM", user: 1002) == ["CRM"])
    #expect(try variables(bench, "jobs@test", user: 1003) == ["JOBS_TEST"])
  }

  @Test func anotherUsersToolIsDeniedLikeOneThatDoesNotExist() throws {
    let directory = try TemporaryDirectory()
    let bench = try setUp(directory)
    #expect(isDenied { _ = try variables(bench, user: 1004) })
    #expect(isDenied { _ = try variables(bench, "crm", user: 1003) })
    #expect(isDenied { _ = try variables(bench, "nothing", user: 1003) })
    #expect(isDenied { _ = try variables(bench, user: .max) })
  }

  @Test func ofSeveralToolsOneMustBeNamed() throws {
    let directory = try TemporaryDirectory()
    let bench = try setUp(directory)
    for name in [nil, "jobs"] {
      let error = #expect(throws: ServiceError.self) { try variables(bench, name, user: 1003) }
      guard case .toolNeeded(let tools)? = error else { throw Unexpected() }
      #expect(tools == ["jobs@prod", "jobs@test"])
    }
  }

  @Test func onlyItsOwnVariablesAreNamedInAnError() throws {
    let directory = try TemporaryDirectory()
    let bench = try setUp(directory)
    let error = #expect(throws: ServiceError.self) {
      try variables(bench, only: ["JOBS_PROD"], user: 1002)
    }
    guard case .unknownField(_, let known)? = error else { throw Unexpected() }
    #expect(known == ["CRM"])
  }
}

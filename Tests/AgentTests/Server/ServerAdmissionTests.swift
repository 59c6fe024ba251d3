import SecretMemory
import TestSupport
import Testing
import Vault

@testable import Agent

@Suite struct ServerAdmissionTests {
  private static let everySubject: [RequestSubject] = [
    .vault(isForOwnProcess: false), .vault(isForOwnProcess: true), .status, .lock, .toolEnvironment,
  ]

  @Test func anAgentOfAUserServesThatUser() {
    let admission = Admission.user(1000)
    for user in [UInt32(0), 999, 1001, .max] {
      #expect(!admission.admits(user: user))
      for subject in Self.everySubject {
        #expect(admission.verdict(on: subject, from: user) == .denied)
      }
    }
    #expect(admission.admits(user: 1000))
    #expect(
      Self.everySubject.map { admission.verdict(on: $0, from: 1000) }
        == [.served, .notServed, .served, .served, .notServed])
  }

  @Test func theAgentOfTheSystemServesToolsOnly() {
    for user in [UInt32(0), 1000, .max] {
      #expect(Admission.system.admits(user: user))
      #expect(
        Self.everySubject.map { Admission.system.verdict(on: $0, from: user) }
          == [.denied, .denied, .denied, .denied, .served])
    }
  }

  private func system(_ directory: borrowing TemporaryDirectory) throws -> StepRig {
    let bench = try Bench(in: directory)
    try bench.create()
    try bench.set("a", "for web")
    try bench.set("b", "for mail")
    for (tool, user, key) in [("web", "1002", "a"), ("mail", "1003", "b")] {
      var attributes = Attributes()
      attributes["user"] = [user]
      _ = try bench.service.answer(
        .change(
          .addTool(
            AddTool(tool: try ToolName(tool), attributes: attributes, target: .manual, like: nil))))
      try bench.connect(tool, key, variable: "KEY")
    }
    return try StepRig(bench.configuration, .system)
  }

  private func variables(_ response: consuming AgentResponse) throws -> [String: String] {
    guard case .service(.variables(_, let fields)) = response else { throw Unexpected() }
    var result: [String: String] = [:]
    for index in 0..<fields.count {
      fields.withField(at: index) { name, span in
        result[name] = String(decoding: span.indices.map { span[$0] }, as: UTF8.self)
      }
    }
    return result
  }

  @Test func aToolGetsItsOwnVariables() throws {
    let directory = try TemporaryDirectory()
    let rig = try system(directory)
    let web = try rig.client(as: 1002)
    let mail = try rig.client(as: 1003)
    let own = AgentRequest.toolEnvironment(ToolEnvironmentRequest())
    #expect(try variables(try rig.answer(own, to: web)) == ["KEY": "for web"])
    let named = AgentRequest.toolEnvironment(ToolEnvironmentRequest(tool: try ToolName("mail")))
    #expect(try variables(try rig.answer(named, to: mail)) == ["KEY": "for mail"])
  }

  @Test func nobodyGetsAnythingElse() throws {
    let directory = try TemporaryDirectory()
    let rig = try system(directory)
    func isDenied(_ request: consuming AgentRequest, as user: UInt32) throws -> Bool {
      guard case .denied = try rig.failure(request, to: try rig.client(as: user)) else {
        return false
      }
      return true
    }
    for user in [UInt32(0), rig.user, 1002, 1004] {
      #expect(try isDenied(.status, as: user))
      #expect(try isDenied(.lock, as: user))
      #expect(try isDenied(.service(.value(try Reference.parse("a")), reason: nil), as: user))
      #expect(try isDenied(.service(.query(.keys(KeyFilter())), reason: nil), as: user))
      #expect(
        try isDenied(.service(.change(.removeKey(name: "a", purge: false)), reason: nil), as: user))
    }
    let mail = ToolEnvironmentRequest(tool: try ToolName("mail"))
    #expect(try isDenied(.toolEnvironment(mail), as: 1002))
    #expect(try isDenied(.toolEnvironment(ToolEnvironmentRequest()), as: 1004))
    #expect(try isDenied(.toolEnvironment(ToolEnvironmentRequest()), as: 0))
  }

  @Test func oneUserCannotKeepTheOthersOut() throws {
    let directory = try TemporaryDirectory()
    let rig = try system(directory)
    let greedy = try (0..<17).map { _ in try rig.client(as: 1004) }
    #expect(rig.server.clients.count == 16)
    #expect(throws: AgentClientError.self) {
      try greedy[16].ask(.status)
      try greedy[16].send()
      _ = try greedy[16].reply()
    }
    let web = try rig.client(as: 1002)
    let own = AgentRequest.toolEnvironment(ToolEnvironmentRequest())
    #expect(try variables(try rig.answer(own, to: web)) == ["KEY": "for web"])
  }

  @Test func secretsAreNotTakenFromTools() throws {
    let directory = try TemporaryDirectory()
    let rig = try system(directory)
    let client = try rig.client(as: 1002)
    try client.askToSet("mine", "x")
    #expect(rig.server.step() == nil)
    #expect(throws: AgentClientError.self) { _ = try client.reply() }
    #expect(rig.server.clients.isEmpty)
  }

  @Test func anAgentOfAUserTurnsOthersAway() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    let rig = try StepRig(bench.configuration)
    _ = try rig.client(as: rig.user + 1)
    #expect(rig.server.clients.isEmpty)
  }

  @Test func whatChangesWhoCanOpenTheVaultIsNotServed() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    let rig = try StepRig(bench.configuration)
    let client = try rig.client()
    do {
      try client.ask(
        .service(.changePassphrase(UnlockFactors(keyFile: try Bench.secret([1]))), reason: nil))
      Issue.record("there is a form for it")
    } catch AgentClientError.request(.noForm) {}
  }
}

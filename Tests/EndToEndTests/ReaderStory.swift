import Agent
import ByteCoding
import Foundation
import SecretMemory
import Vault

/// A vault in which something of everything has happened, made by asking the service for it.
final class ReaderStory {
  let vault: String
  let keyFile: String
  let service: Service
  let directory: String

  init(in directory: String) throws {
    self.directory = directory
    vault = directory + "/vault"
    keyFile = directory + "/key"
    service = Service(
      ServiceConfiguration(
        vaultPath: vault, statePath: directory + "/state", machine: "here", user: "ana",
        reason: "a story", now: { 1_800_000_000_000 }, allowsAnyFileSystem: true))
  }

  func play() throws {
    try create()
    try addKeys()
    try connectTools()
    try use()
    try rotate()
    try runCommands()
    try changeSlots()
    try removeKeys()
    // After the checkpoint, so that both ways of reading meet.
    try set("later", [("value", "after the checkpoint")])
    try change(.setting(name: "max-age", values: ["90d"]))
  }

  /// Opens the vault that is there already.
  func open(withKeyFile bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: keyFile))
    _ = try service.answer(
      .unlock(UnlockFactors(keyFile: try secret(bytes)), acceptingRollback: false))
  }

  private func create() throws {
    let bytes = [UInt8](repeating: 7, count: 32)
    try Data(bytes).write(to: URL(fileURLWithPath: keyFile))
    let recovery = try secret([UInt8](repeating: 3, count: 20))
    _ = try service.answer(
      .create(
        CreateVault(name: "story", strong: false),
        CreationFactors(first: UnlockFactors(keyFile: try secret(bytes)), recovery: recovery)))
  }

  private func addKeys() throws {
    try set("payments/main", [("value", "one")], ["tag": ["a", "b"], "owner": ["ops"]])
    try set("payments/main", [("value", "corrected")], fix: true)
    let parts = ["app-key", "secret", "access-token", "access-token-secret"]
    try set(
      "chat/desk",
      parts.enumerated().map { ($1, String(repeating: "\($0)a", count: 16)) },
      ["provider": ["liveperson-oauth1"], "param:account": ["12345"]])
    try set(
      "support", [("key", String(repeating: "k", count: 32))],
      ["provider": ["liveagent-v3"], "param:account": ["acme"]])
    try set("large", [("value", String(repeating: "ö", count: 300_000))])
    try set("empty/not-text", [("value", "\u{1}\u{7f} \"quoted\"\n")])
    for number in 1...12 { try set("many/\(number)", [("value", "value \(number)")]) }
    try change(.editKey(name: "many/1", attributes: Attributes([("description", ["a first"])])))
    try change(.renameKey(name: "many/2", to: "few/2"))
  }

  private func connectTools() throws {
    try addTool("billing@prod", .environmentFile(path: directory + "/b.env", dialect: "sh"))
    try addTool("crm", .manual)
    try addTool("worker", .environmentFile(path: directory + "/w.env", dialect: nil))
    try change(.addTarget(try ToolName("worker"), .manual))
    try change(
      .addTarget(
        try ToolName("worker"), .environmentFile(path: directory + "/w2.env", dialect: nil)))
    try connect(Connect(tool: try ToolName("billing@prod"), keys: ["payments/main", "many/*"]))
    try connect(
      Connect(
        tool: try ToolName("crm"), keys: ["payments/main"], variable: "PAY", optional: true,
        needs: ["read", "write"], requiresAPI: "3"))
    try connect(
      Connect(tool: try ToolName("worker"), keys: ["support", "payments/main", "many/8"]))
    try connect(Connect(tool: try ToolName("crm"), keys: ["chat/desk"]))
    try change(.disconnect(try ToolName("billing@prod"), key: "many/3", field: nil))
    try change(
      .editTool(try ToolName("crm"), attributes: Attributes([("require", ["verified"])])))
    try change(.renameTool(try ToolName("worker"), to: try ToolName("jobs@prod")))
  }

  private func use() throws {
    for reference in ["payments/main", "payments/main", "large", "chat/desk#secret"] {
      _ = try service.answer(.value(try Reference.parse(reference)))
    }
    for (tool, purpose) in [("crm", UsePurpose.run), ("jobs@prod", .run), ("crm", .export)] {
      let request = EnvironmentRequest(tool: try ToolName(tool), purpose: purpose)
      _ = try service.answer(.environment(request))
    }
  }

  private func rotate() throws {
    try emit()
    try stage("payments/main", [("value", "two")])
    try emit()
    try change(
      .acknowledge(try ToolName("crm"), key: "payments/main", level: .verified, note: "pasted"))
    try change(
      .acknowledge(try ToolName("jobs@prod"), key: "payments/main", level: .applied, note: nil))
    _ = try service.answer(
      .change(
        .revoke(
          Revoke(
            reference: try Reference.parse("payments/main"), force: true, emergency: false))))
    // One rotation stays open: of its two files one could not be written.
    try stage("support", [("key", String(repeating: "m", count: 32))])
    try emit(failing: "/w2.env")
    try stage("many/4", [("value", "given up")])
    try change(.abortRotation(key: "many/4"))
    try stage("many/5", [("value", "waits")])
  }

  private func changeSlots() throws {
    for passphrase in ["correct horse", "battery staple"] {
      let typed = try secret(Array(passphrase.utf8))
      if passphrase == "correct horse" {
        _ = try service.answer(
          .addSlot(AddSlot(name: "typed"), UnlockFactors(passphrase: typed)))
      } else {
        _ = try service.answer(.changePassphrase(UnlockFactors(passphrase: typed)))
      }
    }
    let spare = try secret([UInt8](repeating: 9, count: 40))
    _ = try service.answer(.addSlot(AddSlot(name: "spare"), UnlockFactors(keyFile: spare)))
    try change(.removeSlot("spare"))
  }

  private func removeKeys() throws {
    for key in ["many/6", "many/7"] {
      try change(.disconnect(try ToolName("billing@prod"), key: key, field: nil))
    }
    try change(.removeKey(name: "many/6", purge: true))
    try change(.removeKey(name: "many/7", purge: false))
  }

  private func secret(_ bytes: [UInt8]) throws -> SecretBytes {
    try SecretBytes(copying: bytes.span)
  }

  private func fields(_ values: [(String, String)]) throws -> SecretFields {
    var fields = SecretFields()
    for (name, value) in values {
      let bytes = Array(value.utf8)
      try fields.append(name: name, value: bytes.span)
    }
    return fields
  }

  private func set(
    _ name: String, _ values: [(String, String)], _ attributes: [String: [String]] = [:],
    fix: Bool = false
  ) throws {
    let attributes = Attributes(attributes.map { ($0.key, $0.value) })
    _ = try service.answer(
      .setKey(SetKey(name: name, attributes: attributes, fix: fix), try fields(values)))
  }

  func stage(_ key: String, _ values: [(String, String)]) throws {
    _ = try service.answer(.stageRotation(StageRotation(key: key), try fields(values)))
  }

  func change(_ change: Change) throws { _ = try service.answer(.change(change)) }

  func connect(_ wish: Connect) throws { try change(.connect(wish)) }

  func addTool(_ name: String, _ target: TargetDescription) throws {
    try change(
      .addTool(
        AddTool(
          tool: try ToolName(name), attributes: Attributes([("owner", ["web"])]), target: target,
          like: nil)))
  }

  /// Tells the service that every target was written, but those whose path ends in `failing`.
  func emit(failing: String? = nil) throws {
    let response = try service.answer(.query(.emissionPlan(.everything)))
    guard case .plan(let plan) = consume response else { return }
    let reports = plan.targets.map { target in
      let fails = failing.map { target.target.path?.hasSuffix($0) ?? false } ?? false
      return EmissionReport(
        selection: target.selection, failure: fails ? "target-missing" : nil)
    }
    try change(.intendEmission(reports.map(\.selection)))
    try change(.recordEmission(reports))
  }
}

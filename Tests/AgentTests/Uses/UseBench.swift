import Agent
import ByteCoding
import Foundation
import Ledger
import SecretMemory
import Synchronization
import TestSupport
import Testing
import Vault

/// A vault whose uses are looked at: the key `a` and the key `b`, which the tool `crm` has as `B`,
/// under a clock that the test moves.
final class UseBench {
  static let day: Int64 = 86_400_000
  let bench: Bench
  let clock = TestClock()
  private var configuration: ServiceConfiguration

  init(
    in directory: borrowing TemporaryDirectory,
    changing change: (inout ServiceConfiguration) -> Void = { _ in }
  ) throws {
    bench = try Bench(in: directory)
    configuration = bench.configuration
    configuration.now = { [clock] in clock.now }
    change(&configuration)
    try bench.create()
    try bench.set("a", "one")
    try bench.set("b", "two")
    try bench.addTool("crm")
    try bench.connect("crm", "b", variable: "B")
  }

  /// Another process.
  func process(inAgent: Bool = false) throws -> Service {
    var configuration = configuration
    configuration.sumsUsesInMemory = inAgent
    return try Bench.open(configuration)
  }

  var directory: String {
    let id = bench.service.vaultIdentifier?.hex ?? ""
    return "\(configuration.statePath)/\(id)"
  }

  var journal: String { directory + "/" + UseJournal.name }
  var joining: String { directory + "/" + UseJournal.joiningName }

  /// A file with what opens the vault.
  func keyFile() throws -> String {
    let path = configuration.statePath + "/key"
    try Data(Bench.keyFile).write(to: URL(filePath: path))
    return path
  }

  func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  func vaultBytes() throws -> Data { try Data(contentsOf: URL(filePath: bench.vaultPath)) }
}

final class TestClock: Sendable {
  private let time = Mutex<Int64>(1_800_000_000_000)
  var now: Int64 { time.withLock { $0 } }
  func advance(_ milliseconds: Int64) { time.withLock { $0 += milliseconds } }
}

extension Service {
  func read(_ key: String) throws -> Int {
    guard case .value(let value) = try answer(.value(try Reference.parse(key))) else {
      throw Unexpected()
    }
    return value.count
  }

  func environment(_ tool: String, _ purpose: UsePurpose) throws {
    let request = EnvironmentRequest(tool: try ToolName(tool), purpose: purpose)
    guard case .variables = try answer(.environment(request)) else { throw Unexpected() }
  }

  /// Any change; an agent makes it in a group.
  func write(inGroup: Bool = false) throws {
    let text = "\(UInt64.random(in: 0 ... .max))"
    if inGroup { beginGroup() }
    _ = try answer(
      .change(.editKey(name: "a", attributes: Attributes([("description", [text])]))))
    if inGroup { try endGroup() }
  }

  func strict(_ value: String = "strict") throws {
    _ = try answer(.change(.setting(name: "audit", values: [value])))
  }

  func roll(ofKey key: String) throws -> RollView {
    guard case .roll(let roll) = try answer(.query(.whereUsed(key: key))) else {
      throw Unexpected()
    }
    return roll
  }

  func tool(_ name: String) throws -> ToolView {
    guard case .tool(let tool) = try answer(.query(.tool(try ToolName(name)))) else {
      throw Unexpected()
    }
    return tool
  }

  /// How often the key was read for no tool, as far as is known.
  func reads(of key: String) throws -> UInt64 { try roll(ofKey: key).use?.count ?? 0 }

  /// The lines of the ledger about uses.
  func usesInLog(of subject: String? = nil) throws -> [ObservedUse] {
    guard case .log(let lines) = try answer(.query(.log(subject: subject, limit: nil))) else {
      throw Unexpected()
    }
    return lines.compactMap(\.use)
  }
}

import Agent
import ByteCoding
import Foundation
import SecretMemory
import TestSupport
import Testing
import Vault

/// Changes of several requests that become durable together.
@Suite struct GroupTests {
  /// Random requests in groups are answered like the same requests one by one, leave the same vault,
  /// and leave in the file what the service says.
  @Test(arguments: 1...6) func groupsEqualOneByOne(_ seed: Int) throws {
    let directory = try TemporaryDirectory()
    let other = try TemporaryDirectory()
    let single = try Bench(in: directory)
    let grouped = try Bench(in: other)
    try single.create()
    try grouped.create()
    var random = SeededGenerator(seed: UInt64(seed))
    for round in 0..<12 {
      grouped.service.beginGroup()
      for _ in 0..<Int.random(in: 1...9, using: &random) {
        let command = Command.random(using: &random)
        #expect(command.outcome(in: single) == command.outcome(in: grouped), "\(command)")
      }
      try grouped.service.endGroup()
      grouped.service.writeCheckpointIfDue()
      guard round % 4 == 3 else { continue }
      let expected = try single.portrait(of: single.service)
      #expect(try grouped.portrait(of: grouped.service) == expected)
      #expect(try grouped.portrait(of: try grouped.another()) == expected)
    }
  }

  @Test func othersSeeItOnceItIsWritten() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    let other = try bench.another()
    bench.service.beginGroup()
    #expect(bench.service.isGroupOpen)
    try bench.set("a", "one")
    try bench.set("b", "two")
    #expect(try bench.get("a") == "one")
    #expect(try bench.names(of: other).isEmpty)
    try bench.service.endGroup()
    #expect(!bench.service.isGroupOpen)
    #expect(try bench.names(of: other) == ["a", "b"])
  }

  @Test func aPurgeInAGroupWritesFirstWhatIsHeld() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    bench.service.beginGroup()
    try bench.set("a", "one")
    try bench.set("b", "two")
    _ = try bench.service.answer(.change(.removeKey(name: "a", purge: true)))
    #expect(try bench.names(of: try bench.another()) == ["b"])
    try bench.set("c", "three")
    try bench.service.endGroup()
    #expect(try bench.names(of: try bench.another()) == ["b", "c"])
  }

  @Test func afterAFailureNothingOfItHolds() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    try bench.set("a", "one")
    bench.service.beginGroup()
    try bench.set("b", "two")
    // Bytes that nobody should have written make the append fail.
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: bench.vaultPath))
    try file.seekToEnd()
    try file.write(contentsOf: Data(repeating: 0, count: 10))
    #expect(throws: ServiceError.self) { try bench.service.endGroup() }
    #expect(try bench.names(of: bench.service) == ["a"])
    #expect(try bench.set("b", "three").outcome == .added)
    #expect(try bench.get("b") == "three")
    #expect(try bench.names(of: try bench.another()) == ["a", "b"])
  }

  @Test func settlesBehindTheAnswers() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    var configuration = bench.configuration
    configuration.writesWitnessBehind = true
    let agent = Service(configuration)
    _ = try agent.open(with: try bench.service.sessionKey())
    agent.beginGroup()
    _ = try agent.answer(
      .setKey(SetKey(name: "a"), try Bench.fields([("value", "one")])))
    #expect(agent.isSettled)
    try agent.endGroup()
    #expect(!agent.isSettled)
    agent.settle()
    #expect(agent.isSettled)
    #expect(bench.service.isSettled)
  }
}

/// What a client may ask for, on few names, so that many are refused.
private enum Command {
  case set(String, String, fix: Bool), rename(String, String), remove(String), rotate(
    String, String)
  case tag(String, String), addTool(String), connect(String, String), disconnect(String, String)
  case abort(String), get(String), emit

  static func random(using random: inout SeededGenerator) -> Command {
    let keys = ["a", "b", "c/d"]
    let tools = ["crm", "shop"]
    let key = keys.randomElement(using: &random) ?? ""
    let tool = tools.randomElement(using: &random) ?? ""
    let value = "value-\(Int.random(in: 0...99, using: &random))"
    switch Int.random(in: 0..<14, using: &random) {
    case 0...2: return .set(key, value, fix: Bool.random(using: &random))
    case 3: return .rename(key, keys.randomElement(using: &random) ?? "")
    case 4: return .remove(key)
    case 5, 6: return .rotate(key, value)
    case 7: return .tag(key, value)
    case 8: return .addTool(tool)
    case 9, 10: return .connect(tool, key)
    case 11: return .disconnect(tool, key)
    case 12: return .abort(key)
    default: return Bool.random(using: &random) ? .get(key) : .emit
    }
  }

  /// What the client was told, without what differs from vault to vault.
  func outcome(in bench: Bench) -> String {
    do { return try answer(in: bench) } catch { return "\(error)" }
  }

  private func answer(in bench: Bench) throws -> String {
    switch self {
    case .set(let key, let value, let fix):
      let stored = try bench.set(key, value, fix: fix)
      return "\(stored.outcome) \(stored.version)"
    case .rename(let key, let name): return try notes(.renameKey(name: key, to: name), in: bench)
    case .remove(let key): return try notes(.removeKey(name: key, purge: false), in: bench)
    case .rotate(let key, let value):
      let staged = try bench.rotate(key, value)
      return "\(staged.from as Any) \(staged.to) \(staged.roll)"
    case .tag(let key, let value):
      var attributes = Attributes()
      attributes["tag"] = [value]
      return try notes(.editKey(name: key, attributes: attributes), in: bench)
    case .addTool(let tool):
      try bench.addTool(tool, path: "/tmp/\(tool).env")
      return "added"
    case .connect(let tool, let key): return "\(try bench.connect(tool, key))"
    case .disconnect(let tool, let key):
      let change = Change.disconnect(try ToolName(tool), key: key, field: nil)
      return try notes(change, in: bench)
    case .abort(let key): return try notes(.abortRotation(key: key), in: bench)
    case .get(let key): return try bench.get(key)
    case .emit: return "\(try bench.emit())"
    }
  }

  private func notes(_ change: Change, in bench: Bench) throws -> String {
    guard case .done(let notes) = try bench.service.answer(.change(change)) else {
      throw Unexpected()
    }
    return "\(notes)"
  }
}

extension Bench {
  fileprivate func names(of service: Service) throws -> [String] {
    guard case .keys(let keys) = try service.answer(.query(.keys(KeyFilter()))) else {
      throw Unexpected()
    }
    return keys.map(\.name)
  }

  /// Everything that can be asked about a vault, but for identifiers and sequences.
  fileprivate func portrait(of service: Service) throws -> [String] {
    guard case .keys(let keys) = try service.answer(.query(.keys(KeyFilter()))),
      case .log(let log) = try service.answer(.query(.log(subject: nil, limit: nil))),
      case .status(let status) = try service.answer(.query(.status))
    else { throw Unexpected() }
    var lines = keys.map { key in
      "\(key.name) \(key.fields) \(key.attributes) \(key.tools) \(key.openRotation) "
        + key.versions.map { "\($0.number) \($0.label) \($0.origin)" }.joined(separator: ", ")
    }
    for key in keys {
      guard case .roll(let roll) = try service.answer(.query(.whereUsed(key: key.name))) else {
        throw Unexpected()
      }
      // Looking is a use, and looked is more often here than there.
      lines += roll.lines.map { line in
        var line = line
        line.lastUse = nil
        return "\(line)"
      }
      for version in key.versions {
        guard
          case .value(let value) = try service.answer(
            .value(try Reference.parse("\(key.name)@\(version.number)")))
        else { throw Unexpected() }
        lines.append(value.withSpan { span in "\(span.indices.map { span[$0] })" })
      }
    }
    for var rotation in status.rotations {
      rotation.id = .zero
      lines.append("\(rotation)")
    }
    return lines
      + log.filter { $0.use == nil }.map {
        "\($0.event) \($0.subjects.sorted()) \($0.version as Any)"
      }
  }
}

import Agent
import ByteCoding
import SecretMemory
import Synchronization
import TestSupport
import Testing
import Vault

/// A service over a vault in a directory of its own, opened with a key file, with a clock that the
/// test moves.
final class Bench {
  private let directory: String
  let service: Service
  let vaultPath: String
  static let keyFile: [UInt8] = Array(repeating: 7, count: 32)

  let clock: BenchClock

  init(in directory: borrowing TemporaryDirectory, reason: String? = nil) throws {
    self.directory = directory.path
    vaultPath = directory.path("vault")
    clock = BenchClock()
    service = Service(Self.configuration(directory.path, clock, reason: reason))
  }

  var configuration: ServiceConfiguration { Self.configuration(directory, clock, reason: nil) }

  private static func configuration(
    _ directory: String, _ clock: BenchClock, reason: String?
  ) -> ServiceConfiguration {
    ServiceConfiguration(
      vaultPath: directory + "/vault", statePath: directory + "/state", machine: "here",
      user: "ana", reason: reason, now: { clock.now }, allowsAnyFileSystem: true)
  }

  /// Another process with the same vault.
  func another(reason: String? = nil) throws -> Service {
    try Self.open(Self.configuration(directory, clock, reason: reason))
  }

  static func open(_ configuration: ServiceConfiguration) throws -> Service {
    let service = Service(configuration)
    _ = try service.answer(
      .unlock(UnlockFactors(keyFile: try Self.secret(Self.keyFile)), acceptingRollback: false))
    return service
  }

  func create() throws {
    let factors = CreationFactors(
      first: UnlockFactors(keyFile: try Self.secret(Self.keyFile)), recovery: nil)
    _ = try service.answer(.create(CreateVault(name: "test", strong: false), factors))
  }

  static func secret(_ bytes: [UInt8]) throws -> SecretBytes {
    try SecretBytes(copying: bytes.span)
  }

  static func fields(_ values: [(String, String)]) throws -> SecretFields {
    var fields = SecretFields()
    for (name, value) in values {
      let bytes = Array(value.utf8)
      try fields.append(name: name, value: bytes.span)
    }
    return fields
  }

  @discardableResult
  func set(
    _ name: String, _ value: String, provider: String? = nil, fix: Bool = false
  ) throws -> StoredKey {
    var attributes = Attributes()
    if let provider { attributes["provider"] = [provider] }
    if provider == "liveagent-v3" || provider == "liveagent-v1" {
      attributes["param:account"] = ["acme"]
    }
    let field = provider == nil ? "value" : "key"
    let response = try service.answer(
      .setKey(
        SetKey(name: name, attributes: attributes, fix: fix), try Self.fields([(field, value)])))
    guard case .stored(let stored) = consume response else { throw Unexpected() }
    return stored
  }

  func get(_ reference: String) throws -> String {
    let response = try service.answer(.value(try Reference.parse(reference)))
    guard case .value(let value) = consume response else { throw Unexpected() }
    return value.withSpan { span in
      String(decoding: span.indices.map { span[$0] }, as: UTF8.self)
    }
  }

  func addTool(_ name: String, path: String? = nil) throws {
    _ = try service.answer(
      .change(
        .addTool(
          AddTool(
            tool: try ToolName(name), attributes: Attributes(),
            target: path.map { .environmentFile(path: $0, dialect: nil) } ?? .manual, like: nil))))
  }

  @discardableResult
  func connect(_ tool: String, _ keys: String..., variable: String? = nil) throws -> [RollLine] {
    let response = try service.answer(
      .change(
        .connect(Connect(tool: try ToolName(tool), keys: keys, variable: variable))))
    guard case .connected(let lines) = consume response else { throw Unexpected() }
    return lines
  }

  func rotate(_ name: String, _ value: String, field: String = "value") throws -> StagedRotation {
    let response = try service.answer(
      .stageRotation(StageRotation(key: name), try Self.fields([(field, value)])))
    guard case .staged(let staged) = consume response else { throw Unexpected() }
    return staged
  }

  func plan(_ selection: EmissionSelection = .everything) throws -> EmissionPlan {
    let response = try service.answer(.query(.emissionPlan(selection)))
    guard case .plan(let plan) = consume response else { throw Unexpected() }
    return plan
  }

  /// Pretends to have written every target of the plan.
  func emit(_ selection: EmissionSelection = .everything) throws -> [Note] {
    let reports = try plan(selection).targets.map {
      EmissionReport(
        selection: $0.selection, failure: nil, changed: $0.steps.contains(.deliver))
    }
    _ = try service.answer(.change(.intendEmission(reports.map(\.selection))))
    let response = try service.answer(.change(.recordEmission(reports)))
    guard case .done(let notes) = consume response else { throw Unexpected() }
    return notes
  }

  func variables(_ tool: String) throws -> [String: String] {
    let response = try service.answer(.environment(EnvironmentRequest(tool: try ToolName(tool))))
    guard case .variables(_, let fields) = consume response else { throw Unexpected() }
    var result: [String: String] = [:]
    for index in 0..<fields.count {
      fields.withField(at: index) { name, span in
        result[name] = String(decoding: span.indices.map { span[$0] }, as: UTF8.self)
      }
    }
    return result
  }

  func revoke(_ reference: String, force: Bool = false) throws -> RevokedVersion {
    let response = try service.answer(
      .change(
        .revoke(
          Revoke(reference: try Reference.parse(reference), force: force, emergency: false))))
    guard case .revoked(let revoked) = consume response else { throw Unexpected() }
    return revoked
  }

  func view(_ key: String) throws -> KeyView {
    let response = try service.answer(.query(.key(Reference(key: key))))
    guard case .key(let view) = consume response else { throw Unexpected() }
    return view
  }

  func roll(_ key: String) throws -> [RollLine] {
    let response = try service.answer(.query(.whereUsed(key: key)))
    guard case .roll(let roll) = consume response else { throw Unexpected() }
    return roll.lines
  }
}

struct Unexpected: Error {}

/// Milliseconds since 1970, as far as the test lets time go by.
final class BenchClock: Sendable {
  private let time = Mutex(Int64(1_800_000_000_000))

  var now: Int64 { time.withLock { $0 } }

  func advance(seconds: Int64) { time.withLock { $0 += seconds * 1000 } }
}

/// What a request was refused with.
func refusal(_ body: () throws -> Void) -> Refusal? {
  do { try body() } catch ServiceError.refused(let refusal) { return refusal } catch { return nil }
  return nil
}

import Agent
import Ledger
import Platform
import SecretMemory
import Vault

/// An agent in the background, started and used as by a user.
final class BenchAgent {
  let vault: BenchVault
  let environment: [(name: String, value: String)]
  private let place: AgentPlace

  /// - Parameter runtime: a directory of this user alone, for the socket.
  init(_ program: String, _ vault: BenchVault, runtime: String) throws {
    self.vault = vault
    let state = FileSystem.split(vault.statePath).directory
    environment = [("XDG_STATE_HOME", state), ("XDG_RUNTIME_DIR", runtime)]
    place = try AgentPlace(
      vault: vault.path, in: "\(runtime)/keyroll", user: CurrentProcess.effectiveUser)
    _ = try Programs.run(
      program, ["unlock", "--vault", vault.path, "--key-file", vault.keyFilePath, "--ttl", "2h"],
      environment)
  }

  func connect() throws -> AgentClient {
    guard let client = try AgentClient.connect(to: place) else {
      throw BenchFailure.program("agent")
    }
    return client
  }

  /// Bytes of memory that it has.
  func residentMemory() throws -> Int {
    guard case .status(let status) = try connect().answer(.status) else {
      throw BenchFailure.program("agent status")
    }
    let table = try OwnedFile.open("/proc/\(status.process)/status", .read)
      .readAll(limit: 1 << 20)
    return MemoryStatus(parsing: String(decoding: table, as: UTF8.self)).resident
  }

  func end() throws { _ = try connect().answer(.lock) }
}

extension AgentClient {
  func askValue(_ name: String) throws {
    try ask(.service(.value(Reference(key: name)), reason: nil))
  }

  func takeValue() throws {
    guard case .service(.value(let value)) = try reply(), value.count == Filling.value.count else {
      throw BenchFailure.program("get")
    }
  }

  func askToSet(_ name: String) throws {
    let value = Filling.value
    var fields = SecretFields()
    try fields.append(name: "value", value: value.span)
    let wish = SetKey(name: name, attributes: Filling.attributes)
    try ask(.service(.setKey(wish, fields), reason: nil))
  }

  func takeStored() throws {
    guard case .service(.stored) = try reply() else { throw BenchFailure.program("set") }
  }

  /// The number of frames in the vault.
  func sequence() throws -> UInt64 {
    guard case .service(.vault(let view)) = try answer(.service(.query(.vault), reason: nil)) else {
      throw BenchFailure.program("status")
    }
    return view.sequence
  }
}

import Agent
import ByteCoding
import Ledger
import Platform
import SecretMemory
import Vault

/// A vault in a directory of its own, opened with a key file, hence without Argon2id.
struct BenchVault {
  let path: String
  let keyFilePath: String
  let statePath: String
  let keys: Int
  /// Bytes of the checkpoint that it starts with.
  private(set) var checkpointBytes = 0
  private static let keyFile = [UInt8](repeating: 0x5a, count: 64)

  /// Makes a vault with so many keys and a fresh checkpoint.
  init(in directory: String, keys: Int) throws {
    self.keys = keys
    path = "\(directory)/vault.keyroll"
    keyFilePath = "\(directory)/key"
    // Where the program looks below XDG_STATE_HOME.
    statePath = "\(directory)/keyroll"
    let file = try OwnedFile.open(keyFilePath, .create(mode: 0o600, exclusive: true))
    try file.write(Self.keyFile)
    let first = UnlockFactors(keyFile: try Self.secret())
    let factors = CreationFactors(first: first, recovery: nil)
    _ = try Service(configuration)
      .answer(.create(CreateVault(name: "bench", strong: false), factors))
    var filling = try filling()
    try filling.fill(keys: keys)
    let before = try size()
    try filling.writeCheckpoint()
    checkpointBytes = try size() - before
  }

  private static func secret() throws -> SecretBytes {
    let bytes = keyFile
    return try SecretBytes(copying: bytes.span)
  }

  private var configuration: ServiceConfiguration {
    ServiceConfiguration(
      vaultPath: path, statePath: statePath, machine: "bench", user: "bench",
      now: { Clock.now() }, allowsAnyFileSystem: true)
  }

  /// The name of a key, another for each number, far from the one before.
  func name(_ number: Int) -> String { Filling.name(number * 7919 % keys) }

  /// Bytes of the file.
  func size() throws -> Int { try FileSystem.status(path).size }

  /// A service that has just opened the vault, as each command has.
  func service() throws -> Service {
    let service = Service(configuration)
    let factors = UnlockFactors(keyFile: try Self.secret())
    _ = try service.answer(.unlock(factors, acceptingRollback: false))
    return service
  }

  /// What adds keys without waiting for the medium.
  func filling() throws -> Filling { Filling(try ledger(on: HastyDevice())) }

  /// The ledger below the service.
  func ledger(on device: any StorageDevice = LocalDevice()) throws -> Ledger {
    let storage = try FileStorage(opening: path, on: device, allowsAnyFileSystem: true)
    return try Ledger.open(
      storage, states: MachineState(path: statePath, on: device),
      factors: Factors(keyFile: try Self.secret()),
      writer: WriterIdentity(machine: "bench", user: "bench"),
      domain: DomainFold(version: State.foldVersion, knows: { Event.knows($0) }))
  }
}

extension Service {
  /// The length of the value of a key.
  func valueLength(_ name: String) throws -> Int {
    guard case .value(let value) = try answer(.value(Reference(key: name))) else { return 0 }
    return value.count
  }

  /// Adds a key, or a version of one.
  func set(_ name: String) throws {
    let value = Filling.value
    var fields = SecretFields()
    try fields.append(name: "value", value: value.span)
    _ = try answer(.setKey(SetKey(name: name, attributes: Filling.attributes), fields))
  }
}

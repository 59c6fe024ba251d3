import Agent
import Commands
import Platform
import SecretMemory
import Vault

/// A vault of its own whose tools all use one key, and have one file each, in as many directories.
struct EmissionTown {
  static let key = "shared"

  let paths: [String]
  private let session: Session
  private static let keyFile = [UInt8](repeating: 0x5a, count: 64)

  init(in directory: String, tools: Int, directories: Int) throws {
    let keyFile = "\(directory)/key"
    try OwnedFile.open(keyFile, .create(mode: 0o600, exclusive: true)).write(Self.keyFile)
    var globals = Globals()
    globals.keyFile = keyFile
    globals.vault = "\(directory)/vault.keyroll"
    let silence = Silence()
    let variables = ["XDG_STATE_HOME": "\(directory)/state"]
    session = Session(
      globals,
      in: Surroundings(
        output: silence, error: silence, input: silence, variable: { variables[$0] },
        now: { Clock.now() }))
    for number in 0..<directories {
      try FileSystem.makeDirectories("\(directory)/files/\(number)")
    }
    paths = (0..<tools).map { "\(directory)/files/\($0 % directories)/tool-\($0).env" }
    try fill()
  }

  private func fill() throws {
    let bytes = Self.keyFile
    let factors = CreationFactors(
      first: UnlockFactors(keyFile: try SecretBytes(copying: bytes.span)), recovery: nil)
    _ = try session.create(CreateVault(name: "bench", strong: false), factors)
    _ = try session.answer(.setKey(SetKey(name: Self.key), try Self.value()))
    let model = try ToolName(name: "tool-0", environment: nil)
    for (number, path) in paths.enumerated() {
      let name = try ToolName(name: "tool-\(number)", environment: nil)
      let wish = AddTool(
        tool: name, attributes: Attributes(),
        target: .environmentFile(path: path, dialect: "dotenv"), like: number == 0 ? nil : model)
      _ = try session.answer(.change(.addTool(wish)))
      if number == 0 {
        _ = try session.answer(.change(.connect(Connect(tool: name, keys: [Self.key]))))
      }
    }
  }

  private static func value() throws -> SecretFields {
    var fields = SecretFields()
    let text = Array("sk-bench-\(Clock.monotonicNanoseconds())".utf8)
    try fields.append(name: "value", value: text.span)
    return fields
  }

  /// Gives the key a new value, which no tool has yet. An emergency replaces the rotation before.
  func rotate() throws {
    let request = StageRotation(key: Self.key, emergency: true)
    _ = try session.answer(.stageRotation(request, try Self.value()))
  }

  /// As `emit` does it.
  func emit() throws {
    let outcome = try Emitter(session).emit(.key(Self.key))
    guard outcome.exit == .done, outcome.targets.count == paths.count else {
      throw BenchFailure.program("emit")
    }
  }
}

/// Nobody listens.
private final class Silence: OutputChannel, InputChannel {
  let isTerminal = false
  let columns: Int? = nil

  func write(_ bytes: Span<UInt8>) {}

  func readSecret(limit: Int) throws(SystemError) -> SecretBytes {
    throw SystemError(errno: 61, operation: "read")
  }
}

package import ByteCoding
package import Platform

/// What an agent tells of itself. Durations are milliseconds.
package struct AgentStatus: Equatable, Sendable {
  /// Its process id.
  package var process: UInt64
  package var socket: String
  package var vaultPath: String
  package var vault: Identifier?
  /// Serves tools, not people.
  package var isSystem: Bool
  /// Milliseconds since 1970.
  package var startedAt: Int64
  /// How long it waits for the next request before it locks; nil when for ever.
  package var idleLimit: Int64?
  package var idleLeft: Int64?
  /// Time until it locks whatever is asked of it; nil when never.
  package var absoluteLeft: Int64?
  /// The kernel has locked every block of secrets that was asked for.
  package var memoryLocked: Bool
  /// Secrets are in memory that even the kernel does not map.
  package var secretPages: Bool
  /// Whether it can reach its own files only.
  package var landlock: Confinement.Outcome
  /// Whether system calls that it does not need are refused.
  package var seccomp: Confinement.Outcome
  /// Connections, that of the asking client among them.
  package var clients: UInt64
  /// Requests answered since it started.
  package var requests: UInt64

  package init(
    process: UInt64, socket: String, vaultPath: String, vault: Identifier?, isSystem: Bool,
    startedAt: Int64, idleLimit: Int64?, idleLeft: Int64?, absoluteLeft: Int64?,
    memoryLocked: Bool, secretPages: Bool, landlock: Confinement.Outcome,
    seccomp: Confinement.Outcome, clients: UInt64, requests: UInt64
  ) {
    self.process = process
    self.socket = socket
    self.vaultPath = vaultPath
    self.vault = vault
    self.isSystem = isSystem
    self.startedAt = startedAt
    self.idleLimit = idleLimit
    self.idleLeft = idleLeft
    self.absoluteLeft = absoluteLeft
    self.memoryLocked = memoryLocked
    self.secretPages = secretPages
    self.landlock = landlock
    self.seccomp = seccomp
    self.clients = clients
    self.requests = requests
  }
}

extension AgentStatus: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(15)
    self.init(
      process: try reader.next(), socket: try reader.next(), vaultPath: try reader.next(),
      vault: try reader.optional(), isSystem: try reader.next(), startedAt: try reader.next(),
      idleLimit: try reader.optional(), idleLeft: try reader.optional(),
      absoluteLeft: try reader.optional(), memoryLocked: try reader.next(),
      secretPages: try reader.next(), landlock: try reader.next(),
      seccomp: try reader.next(), clients: try reader.next(), requests: try reader.next())
  }

  func write(to writer: inout CBORWriter) {
    writer.array(15)
    writer.unsigned(process)
    writer.text(socket)
    writer.text(vaultPath)
    writer.optional(vault)
    writer.bool(isSystem)
    writer.integer(startedAt)
    writer.optional(idleLimit)
    writer.optional(idleLeft)
    writer.optional(absoluteLeft)
    writer.bool(memoryLocked)
    writer.bool(secretPages)
    landlock.write(to: &writer)
    seccomp.write(to: &writer)
    writer.unsigned(clients)
    writer.unsigned(requests)
  }
}

extension Confinement.Outcome: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    switch try reader.variant() {
    case (0, 1): self = .enforced(level: try reader.next())
    case (1, 1): self = .unavailable(try reader.next())
    default: throw .unsupported
    }
  }

  func write(to writer: inout CBORWriter) {
    switch self {
    case .enforced(let level): writer.variant(0, level)
    case .unavailable(let error): writer.variant(1, error)
    }
  }
}

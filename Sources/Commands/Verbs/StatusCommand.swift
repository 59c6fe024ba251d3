import Agent
import SecretMemory
import Vault

package enum StatusCommand: Command {
  package static let declaration = CommandDeclaration(
    "status",
    summary: "show the vault, open rotations, tools that are behind, and keys that are due",
    exits: [.locked, .wrongPassphrase, .noVault, .damaged, .rolledBack],
    examples: [Example("keyroll status", "what is to be done")])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    var status = try session.status()
    if SecretBytes.lockingFailed, !status.advice.contains(.memoryNotLocked) {
      status.advice.append(.memoryNotLocked)
    }
    if session.printer.isJSON {
      try session.printer.object(members(status, session.surroundings.now()))
    } else {
      try StatusSheet(session).show(status)
    }
    return .done
  }

  private static func members(
    _ status: StatusView, _ now: Int64
  ) -> [(String, JSONOutput)] {
    [
      ("vault", JSONOutput(status.vault)),
      ("rotations", .array(status.rotations.map { JSONOutput(board: $0, now: now) })),
      ("behind", .array(status.behind.map { JSONOutput($0) })),
      ("stale", .texts(status.stale.map(\.name))), ("advice", .notes(status.advice)),
    ]
  }
}

/// The state of things on the screen: first what is, then what is to be done.
private struct StatusSheet {
  private let session: Session
  private let printer: Printer

  init(_ session: Session) {
    self.session = session
    printer = session.printer
  }

  func show(_ status: StatusView) throws(CommandError) {
    let vault = status.vault
    try printer.line(
      "\(vault.path): \(vault.keyCount, "key"), \(vault.toolCount, "tool"), \(vault.bytes) bytes")
    try show(status.rotations)
    // Who is behind in a rotation stands on its board.
    let boards = Set(status.rotations.map(\.key))
    try showBehind(status.behind.filter { !boards.contains($0.key) })
    try showStale(status.stale)
    for note in status.advice { try printer.line("advice: \(Message(note))") }
    if status.rotations.isEmpty, status.behind.isEmpty, status.stale.isEmpty {
      try printer.line("nothing is pending")
    }
  }

  /// A board for each, short enough to leave room for the others.
  private func show(_ rotations: [RotationView]) throws(CommandError) {
    let now = session.surroundings.now()
    for rotation in rotations {
      try RotationBoard(rotation, now: now).show(printer, limit: Self.rowsOfBoard)
    }
  }

  private static let rowsOfBoard = 12

  private func showBehind(_ lines: [RollLine]) throws(CommandError) {
    for line in lines {
      try printer.line(
        "\(line.tool.text) is behind with \(line.key): \(line.level.rawValue), "
          + "needs \(line.required.rawValue)")
    }
  }

  private func showStale(_ keys: [KeyView]) throws(CommandError) {
    for key in keys {
      try printer.line("\(key.name) is due for a new value: keyroll rotate \(key.name)")
    }
  }
}

import Agent
import Platform

package enum BackupCommand: Command {
  package static let declaration = CommandDeclaration(
    "backup", summary: "copy the vault, sealed as it is",
    discussion:
      "The copy opens with what opens the vault now. A file that exists is never replaced.",
    operands: [Operand("FILE", .one, .path, "the file to make")],
    exits: ExitStatus.opening + [.refused, .conflict],
    examples: [Example("keyroll backup /mnt/stick/keys.keyroll", "then: keyroll restore")])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let path = try ToolOptions.absolutePath(invocation.operand)
    guard !FileSystem.exists(path) else { throw .roll(.backupInTheWay(path: path)) }
    let copy = try copy(to: path, session)
    try session.printer.done("copied the vault to \(copy.path): \(copy.bytes) bytes", copy.members)
    return .done
  }

  private static let attempts = 8

  /// Another file may take the vault's place while it is copied; then its copy is made.
  private static func copy(
    to path: String, _ session: Session
  ) throws(CommandError) -> BackupView {
    try session.open()
    let vault = try session.vaultPath()
    for _ in 0..<attempts {
      let copy = try reporting { () throws(ServiceError) in try SealedCopy(of: vault) }
      let view = try session.vault()
      if let made = try reporting({ () throws(ServiceError) in try copy.write(view, to: path) }) {
        return made
      }
    }
    throw .service(.changedMeanwhile)
  }
}

extension BackupView {
  var members: [(String, JSONOutput)] {
    [
      ("path", .text(path)), ("bytes", .integer(Int64(bytes))),
      ("sequence", .integer(Int64(sequence))), ("kept-aside", .text(optional: keptAside)),
    ]
  }
}

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
    guard case .backedUp(let copy) = try session.answer(.change(.backup(path: path))) else {
      throw .unexpectedAnswer
    }
    try session.printer.done("copied the vault to \(copy.path): \(copy.bytes) bytes", copy.members)
    return .done
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

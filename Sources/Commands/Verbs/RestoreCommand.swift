import Agent
import Platform
import Vault

package enum RestoreCommand: Command {
  package static let declaration = CommandDeclaration(
    "restore", summary: "put a backup in the vault's place",
    discussion: """
      The backup is opened first, with what opened the vault when it was made. A vault that is \
      there already is refused; with --replace it is kept beside the new one, its name ending in \
      .before-restore and the time.

      Where this machine has seen a later state of the same vault, commands refuse the older one \
      with status 16 until keyroll accept-rollback.
      """,
    operands: [Operand("FILE", .one, .path, "the backup")],
    options: [Option("replace", "even where there is a vault, which is kept beside it")],
    exits: ExitStatus.opening + [.refused, .conflict],
    examples: [
      Example("keyroll restore /mnt/stick/keys.keyroll", "on a new machine"),
      Example("keyroll restore old.keyroll --replace", "back to an earlier state"),
    ])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let file = try ToolOptions.absolutePath(invocation.operand)
    let vault = try session.vaultPath()
    let replace = invocation.flag("replace")
    guard FileSystem.exists(file) else { throw .roll(.noBackup(path: file)) }
    if FileSystem.exists(vault) {
      guard replace else { throw .roll(.vaultInTheWay(path: vault)) }
      try session.questions.require("replace the vault \(vault) by \(file)?")
    }
    let wish = RestoreVault(from: file, replace: replace)
    let copy = try restore(wish, try session.passphrases.factors(of: file), session)
    try session.printer.done("the vault is \(copy.path) now, from \(file)", copy.members)
    if let old = copy.keptAside { session.printer.note("the vault that was there is \(old) now") }
    if replace {
      session.printer.hint(
        "if it is refused as older than the one last seen: keyroll accept-rollback --reason TEXT")
    }
    return .done
  }

  private static func restore(
    _ wish: RestoreVault, _ factors: consuming UnlockFactors, _ session: Session
  ) throws(CommandError) -> BackupView {
    do throws(CommandError) {
      guard case .backedUp(let copy) = try session.answerDirectly(.restore(wish, factors)) else {
        throw .unexpectedAnswer
      }
      return copy
    } catch {
      // What is damaged is the backup, and not the vault that other commands mean.
      guard Diagnostic(error).exit == .damaged else { throw error }
      throw .roll(.damagedBackup(path: wish.from))
    }
  }
}

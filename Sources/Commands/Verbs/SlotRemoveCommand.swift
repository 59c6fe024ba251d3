import Agent
import ByteCoding

package enum SlotRemoveCommand: Command {
  package static let declaration = CommandDeclaration(
    "slot remove", aliases: ["rm"], summary: "take away a way to open the vault",
    discussion: "Backups and copies of the vault made before still open with it.",
    operands: [Operand("NAME", .one, .text, "the slot's name, or its id")],
    exits: ExitStatus.opening + [.notFound, .refused],
    examples: [Example("keyroll slot remove ana", "asks first")])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let name = invocation.operand
    guard try session.slots().contains(where: { $0.name == name || $0.id.hex.hasPrefix(name) })
    else { throw .service(.noSuchSlot(name: name)) }
    try session.questions.require("the vault is no longer to open with \(name): go on?")
    try session.change(.removeSlot(name))
    try session.printer.done("removed the slot \(name)", [("slot", .text(name))])
    return .done
  }
}

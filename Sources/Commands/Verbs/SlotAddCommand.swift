import Agent
import SecretMemory

package enum SlotAddCommand: Command {
  package static let declaration = CommandDeclaration(
    "slot add", summary: "add another way to open the vault",
    discussion: "A passphrase is asked for twice unless an option names another source.",
    operands: [Operand("NAME", .one, .text, "what to call it")],
    options: NewFactors.passphraseOptions + [
      NewFactors.keyFileOption,
      Option("strong", "stretch the passphrase with 1 GiB of memory instead of 256 MiB"),
    ],
    exclusions: NewFactors.exclusions, exits: ExitStatus.opening + [.refused, .conflict],
    examples: [
      Example("keyroll slot add ana", "a second passphrase"),
      Example("keyroll slot add server --new-key-file /etc/keyroll.key", "for a machine"),
    ])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let name = invocation.operand
    // Before a passphrase is asked for, and a key file is made.
    guard try !session.slots().contains(where: { $0.name == name }) else {
      throw .service(.slotExists(name: name))
    }
    let factors = try NewFactors(invocation, session).factors()
    let slot = AddSlot(name: name, strong: invocation.flag("strong"))
    for note in try session.answer(.addSlot(slot, factors)).notes() {
      session.printer.note(Message(note))
    }
    try session.printer.done("added the slot \(name)", [("slot", .text(name))])
    return .done
  }
}

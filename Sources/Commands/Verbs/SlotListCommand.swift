import Agent
import ByteCoding
import Vault

package enum SlotListCommand: Command {
  package static let declaration = CommandDeclaration(
    "slot list", aliases: ["ls"], summary: "list the ways to open the vault",
    exits: ExitStatus.opening,
    examples: [Example("keyroll slot list", "passphrases, key files and the recovery code")])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let slots = try session.slots()
    if session.printer.isJSON {
      try session.printer.object([("slots", .array(slots.map { JSONOutput($0) }))])
      return .done
    }
    let now = session.surroundings.now()
    var table = Table(["SLOT", "ID", "OPENS WITH", "COSTS", "TESTED", ""])
    for slot in slots {
      table.add([
        slot.name, String(slot.id.hex.prefix(8)), slot.kind?.rawValue ?? "unknown", costs(slot),
        slot.lastVerified.map { Age.text($0, now: now) } ?? "never",
        slot.openedThis ? "opened this" : "",
      ])
    }
    try session.printer.table(table)
    return .done
  }

  private static func costs(_ slot: SlotView) -> String {
    guard let passes = slot.passes, let memory = slot.memoryBytes else { return "none" }
    return "\(memory >> 20) MiB, \(passes) passes"
  }
}

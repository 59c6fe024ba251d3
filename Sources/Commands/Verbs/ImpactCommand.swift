import Agent
import Vault

package enum ImpactCommand: Command {
  package static let declaration = CommandDeclaration(
    "impact", summary: "show what a new value of a key would touch",
    discussion: """
      The tools that use the key, where their values are and what runs there afterwards; the keys \
      that are made from it, and their tools; which tools come after others; what its provider does \
      to the old key; what is left to people. Nothing is changed.
      """,
    operands: [Operand("KEY", .one, .key, "the key")],
    exits: ExitStatus.opening + [.notFound],
    examples: [Example("keyroll impact stripe", "before keyroll rotate stripe")])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let key = try session.key(Reference(key: try invocation.keyName()))
    let text = ImpactText(impact: try Impact(of: key, session), session: session)
    if session.printer.isJSON {
      try session.printer.object(text.members)
    } else {
      try text.show()
    }
    return .done
  }
}

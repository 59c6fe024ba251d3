import Platform

package enum AgentUnitCommand: Command {
  package static let declaration = CommandDeclaration(
    "agent unit", summary: "print a systemd unit for the agent",
    discussion: """
      The unit says in its first lines where it goes and what it needs. Nothing is installed.
      """,
    options: [Option("system", "for the services of this machine, under a user of its own")],
    examples: [
      Example("keyroll agent unit > ~/.config/systemd/user/keyroll.service", "for yourself"),
      Example(
        "keyroll agent unit --system | sudo tee /etc/systemd/system/keyroll.service",
        "for services that get their variables with: keyroll run --as-tool"),
    ])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let program = (try? FileSystem.realPath("/proc/self/exe")) ?? "/usr/local/bin/keyroll"
    let isForSystem = invocation.flag("system")
    let text = isForSystem ? UnitText.ofSystem(program: program) : UnitText.ofUser(program: program)
    guard session.printer.isJSON else {
      try session.printer.bytes(Array(text.utf8))
      return .done
    }
    try session.printer.object([
      ("name", .text("keyroll.service")), ("system", .bool(isForSystem)), ("text", .text(text)),
    ])
    return .done
  }
}

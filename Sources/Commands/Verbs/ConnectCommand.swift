import Agent
import Vault

package enum ConnectCommand: Command {
  package static let declaration = CommandDeclaration(
    "connect", summary: "note that a tool uses a key, and under which variable",
    discussion: """
      Without --as, the variable is the one that the provider's tools conventionally read, else the \
      key's name in capitals. A key with several fields is connected with all of them, each under \
      a variable of its own. Nothing is written before keyroll emit.
      """,
    operands: [
      Operand("TOOL", .one, .tool, "the tool"),
      Operand("KEY", .many, .key, "keys, KEY#FIELD, or patterns such as 'crm/*'"),
    ],
    options: [
      Option("field", .one("F"), "only this field of the key", default: "all"),
      Option("as", .one("VAR"), "the variable"),
      Option("optional", "the tool works without it: nothing waits for this tool"),
      Option("needs", .many("SCOPE"), "a scope of the key that the tool relies on"),
      Option("requires-api", .one("V"), "the version of the vendor's API that the tool calls"),
      Option("public", "the variable is meant to reach code that browsers load"),
      Option("allow-special", "the variable is one that changes what shells and programs do"),
      ToolOptions.environment,
    ],
    exits: ExitStatus.opening + [.notFound, .refused, .conflict],
    examples: [
      Example("keyroll connect billing stripe", "under the conventional variable"),
      Example("keyroll connect billing stripe --as PAYMENT_KEY", "under another one"),
      Example("keyroll connect helpdesk crm/liveagent --requires-api v3", "refused for a v1 key"),
    ])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let wish = try wish(invocation)
    guard case .connected(let lines) = try session.answer(.change(.connect(wish))) else {
      throw .unexpectedAnswer
    }
    if session.printer.isJSON {
      try session.printer.object([("connections", .array(lines.map { JSONOutput($0) }))])
      return .done
    }
    for line in lines {
      session.printer.note("\(line.tool.text) takes \(part(line)) as \(line.variable)")
    }
    session.printer.hint(try nextStep(wish.tool, lines, session))
    return .done
  }

  private static func nextStep(
    _ name: ToolName, _ lines: [RollLine], _ session: Session
  ) throws(CommandError) -> Message {
    let kinds = Set(try session.tool(name).targets.map(\.kind))
    if kinds.isEmpty { return "start it with them: keyroll run \(name.text) -- CMD" }
    guard kinds == [.manual] else { return "write its files: keyroll emit \(name.text)" }
    let key = lines.first?.key ?? "KEY"
    return "carry it over (keyroll get \(key)), then: keyroll ack \(name.text) \(key)"
  }

  /// The key, with its field where it has several.
  static func part(_ line: RollLine) -> Message {
    line.field == "value" || line.field == "key" ? "\(line.key)" : "\(line.key)#\(line.field)"
  }

  private static func wish(_ invocation: Invocation) throws(CommandError) -> Connect {
    var keys: [String] = []
    var field = invocation.value("field")
    for text in invocation.operands.dropFirst() {
      guard !KeyPattern.isPattern(text) else {
        keys.append(text)
        continue
      }
      let reference = try Invocation.reference(text)
      guard reference.version == nil else {
        throw .usage(.operand(.notAKey, command: declaration.name))
      }
      if let named = reference.field {
        guard field == nil || field == named, invocation.operands.count == 2 else {
          throw invocation.fault(.excludes("KEY#FIELD beside other keys"), of: "field")
        }
        field = named
      }
      keys.append(reference.key)
    }
    if invocation.has("as"), keys.count != 1 || KeyPattern.isPattern(keys[0]) {
      throw invocation.fault(.needs("exactly one KEY"), of: "as")
    }
    return Connect(
      tool: try invocation.tool(at: 0), keys: keys, field: field, variable: invocation.value("as"),
      optional: invocation.flag("optional"), needs: invocation.values("needs"),
      requiresAPI: invocation.value("requires-api"), allowPublic: invocation.flag("public"),
      allowSpecial: invocation.flag("allow-special"))
  }
}

import Agent
import Delivery
import SecretMemory
import Vault

package enum ExportCommand: Command {
  package static let declaration = CommandDeclaration(
    "export", summary: "print a tool's variables with their values, or everything there is",
    discussion: """
      What is printed are the values themselves. Programs that a tool starts get them with less \
      trace: keyroll run. --all prints every key, version, tool and connection as JSON, for leaving.
      """,
    operands: [Operand("TOOL", .optional, .tool, "the tool")],
    options: [
      Option(
        "format", .one("D"), "how to write them", default: "dotenv",
        choices: Dialect.allCases.map(\.rawValue)),
      Option("output", short: "o", .one("FILE"), "into a file of mode 0600", path: true),
      Option("only", .one("A,B"), "only these variables"),
      Option("skip-unrepresentable", "leave out what the format cannot hold, and name it"),
      Option("refused", .one("FILE"), "write those names with the reasons, as JSON", path: true),
      Option("all", "everything in the vault, as JSON"),
      ToolOptions.environment,
    ],
    exclusions: [["all", "format"], ["all", "only"], ["all", "refused"]],
    exits: ExitStatus.opening + [.notFound, .refused, .notRepresentable],
    examples: [
      Example("keyroll export billing --format sh", "for: set -a; . FILE"),
      Example("keyroll export billing --format json -o billing.json", "into a file"),
      Example("keyroll export --all -o everything.json", "all that there is"),
    ])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    if invocation.flag("all") {
      guard invocation.operands.isEmpty else {
        throw .usage(.operand(.surplus(position: 1), command: declaration.name))
      }
      let text = try WholeExport(session).text()
      try Export(invocation, session).put(text, .json, names: [])
      return .done
    }
    guard !invocation.operands.isEmpty else {
      throw .usage(.operand(.missing("TOOL, or --all"), command: declaration.name))
    }
    try Export(invocation, session).run(try invocation.tool(at: 0))
    return .done
  }
}

/// The export of one tool.
private struct Export {
  private let invocation: Invocation
  private let session: Session

  init(_ invocation: Invocation, _ session: Session) {
    self.invocation = invocation
    self.session = session
  }

  func run(_ tool: ToolName) throws(CommandError) {
    let isJSON = session.printer.isJSON && !invocation.has("output")
    let named = invocation.value("format").flatMap(Dialect.init)
    let dialect = isJSON ? .json : named ?? .dotenv
    let only = try VariableList.read(invocation.value("only"))
    let environment = try session.environment(of: tool, only: only, for: .export)
    let refused = DialectCodec.check(environment.variables, as: dialect)
    try note(refused)
    let text = try encode(environment.variables, without: refused.map(\.variable), dialect)
    if isJSON { return try putObject(text, tool) }
    try put(text, dialect, names: environment.variables.names)
  }

  /// Names what the dialect cannot hold, and refuses unless that is to be left out.
  private func note(_ refused: [Unrepresentable]) throws(CommandError) {
    if let path = invocation.value("refused") {
      let reasons = JSONOutput.object(refused.map { ($0.variable, .text($0.reason.rawValue)) })
      try PlainFile.write(reasons.rendered + [UInt8(ascii: "\n")], to: path)
    }
    guard !refused.isEmpty else { return }
    guard invocation.flag("skip-unrepresentable") else {
      throw .delivery(.unrepresentable(refused))
    }
    for item in refused {
      session.printer.warning("left out \(item.variable): \(item.reason.rawValue)")
    }
  }

  private func encode(
    _ variables: borrowing SecretFields, without left: [String], _ dialect: Dialect
  ) throws(CommandError) -> SecretBytes {
    do throws(DeliveryError) {
      guard !left.isEmpty else { return try DialectCodec.encode(variables, as: dialect) }
      return try DialectCodec.encode(Self.variables(variables, without: left), as: dialect)
    } catch {
      throw .delivery(error)
    }
  }

  private static func variables(
    _ all: borrowing SecretFields, without left: [String]
  ) throws(DeliveryError) -> SecretFields {
    do throws(SecretMemoryError) {
      var kept = SecretFields()
      for index in 0..<all.count {
        try all.withField(at: index) { (name, value) throws(SecretMemoryError) in
          if !left.contains(name) { try kept.append(name: name, value: value) }
        }
      }
      return kept
    } catch {
      throw .memory
    }
  }

  func put(
    _ text: borrowing SecretBytes, _ dialect: Dialect, names: [String]
  ) throws(CommandError) {
    guard let path = invocation.value("output"), path != "-" else {
      return try session.printer.secret(text)
    }
    do throws(DeliveryError) {
      _ = try EnvironmentFile.write(text, to: path, dialect: dialect, known: names)
    } catch {
      throw .delivery(error)
    }
    try session.printer.done(
      "wrote \(path)", [("path", .text(path)), ("variables", .texts(names))])
  }

  /// The object of values goes into the document as it is, without a copy of it outside.
  private func putObject(_ values: borrowing SecretBytes, _ tool: ToolName) throws(CommandError) {
    let head = JSONOutput.document([("tool", JSONOutput(tool))]).rendered.dropLast()
    try session.printer.bytes(head + Array(",\"variables\":".utf8))
    try session.printer.secret(values)
    try session.printer.bytes(Array("}\n".utf8))
  }
}

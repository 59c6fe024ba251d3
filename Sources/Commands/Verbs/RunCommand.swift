import Agent
import Platform
import SecretMemory
import Vault

package enum RunCommand: Command {
  package static let declaration = CommandDeclaration(
    "run", aliases: ["exec"], summary: "start a command with a tool's variables",
    discussion: """
      Keyroll becomes the command: signals, terminal and exit status are the command's own. Its \
      words are taken as they are, byte for byte. A variable of the vault replaces one of the same \
      name that was set already.

      The values are in the command's environment from then on, where whoever runs as the same \
      user can read them.
      """,
    operands: [
      Operand("TOOL", .optional, .tool, "the tool whose variables it gets"),
      Operand("CMD", .rest, .text, "the command and its words"),
    ],
    options: [
      Option("only", .one("A,B"), "only these variables of the tool"),
      Option("as", .many("VAR=REF"), "also this value, or in place of the tool's"),
      Option("allow-special", "let --as set a variable that changes what runs"),
      Option("clean-env", "start from an empty environment, with PATH, HOME and TERM kept"),
      Option(
        "as-tool",
        "as the tool whose --user runs this process: the machine's agent gives its variables"),
      ToolOptions.environment,
    ],
    exclusions: [["as-tool", "as"]],
    examples: [
      Example("keyroll run billing -- npm start", "with all variables of billing"),
      Example(
        "keyroll run billing --only STRIPE_KEY --clean-env -- ./check", "with as few as can be"),
      Example("keyroll run --as-tool -- ./worker", "a service that has no passphrase"),
      Example("keyroll run --as TOKEN=crm/agent#key -- ./probe", "with one value and no tool"),
    ], ownFailure: LaunchStatus.ownFailure)

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let launch = try Launch(invocation, session)
    let environment = try launch.environment()
    do throws(SystemError) {
      try session.surroundings.launch(invocation.rest, environment)
    } catch {
      throw .launch(error)
    }
    return .done
  }
}

/// What a command is started with.
private struct Launch {
  /// The longest `NAME=value` that the kernel passes on, its final NUL included.
  private static let longestEntry = 131_072

  private let session: Session
  private let tool: ToolName?
  private let only: [String]
  private let extra: [(variable: String, reference: Reference)]
  private let isClean: Bool
  /// Whether the machine's agent is asked, who knows the tool by its user.
  private let isTool: Bool

  init(_ invocation: Invocation, _ session: Session) throws(CommandError) {
    self.session = session
    tool = invocation.operands.isEmpty ? nil : try invocation.tool(at: 0)
    only = try VariableList.read(invocation.value("only"))
    isClean = invocation.flag("clean-env")
    isTool = invocation.flag("as-tool")
    var extra: [(variable: String, reference: Reference)] = []
    for (name, text) in try invocation.assignments("as") {
      let variable = try VariableList.name(name)
      if let reason = VariableName(name)?.special, !invocation.flag("allow-special") {
        throw .service(.refused(.specialVariable(variable: variable, reason: reason)))
      }
      guard !extra.contains(where: { $0.variable == variable }) else {
        throw .roll(.variableTwice(variable))
      }
      extra.append((variable, try Invocation.reference(text)))
    }
    self.extra = extra
    guard isTool || tool != nil || !extra.isEmpty else { throw .roll(.nothingToRun) }
    if !isTool, tool == nil, !only.isEmpty { throw invocation.fault(.needs("TOOL"), of: "only") }
  }

  func environment() throws(CommandError) -> EnvironmentBlock {
    var block = try inherited()
    // However the vault was opened, its passphrase is not for the command.
    block.remove("KEYROLL_PASSPHRASE")
    let before = Set(block.names)
    var added = extra.map(\.variable)
    if isTool {
      added += try add(try session.ownEnvironment(as: tool, only: only), to: &block)
    } else if let tool {
      added += try add(try session.environment(of: tool, only: only, for: .run), to: &block)
    }
    for (variable, reference) in extra {
      let value = try session.value(of: reference)
      try value.withSpan { (bytes) throws(CommandError) in
        try Self.set(variable, bytes, in: &block)
      }
    }
    let replaced = before.intersection(added).sorted()
    if !replaced.isEmpty { session.printer.warning("replaced what was set: \(list: replaced)") }
    return block
  }

  private func inherited() throws(CommandError) -> EnvironmentBlock {
    do throws(SystemError) {
      guard isClean else { return try EnvironmentBlock(inheriting: true) }
      return try EnvironmentBlock(inheriting: ["PATH", "HOME", "TERM"])
    } catch {
      throw .system(error)
    }
  }

  /// - Returns: the names of the variables.
  private func add(
    _ environment: borrowing ToolEnvironment, to block: inout EnvironmentBlock
  ) throws(CommandError) -> [String] {
    let known = environment.variables.names
    for index in 0..<environment.variables.count {
      try environment.variables.withField(at: index) { (name, value) throws(CommandError) in
        try Self.set(name, value, in: &block)
      }
    }
    return known
  }

  private static func set(
    _ name: String, _ value: Span<UInt8>, in block: inout EnvironmentBlock
  ) throws(CommandError) {
    let hasNUL = value.indices.contains { value[$0] == 0 }
    guard !hasNUL, name.utf8.count + value.count + 2 <= longestEntry else {
      throw .roll(.notForPrograms(variable: name, hasNUL: hasNUL))
    }
    do throws(SystemError) {
      try block.set(name: name, value: value)
    } catch {
      throw .system(error)
    }
  }
}

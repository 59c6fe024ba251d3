import Agent
import Delivery
import Vault

/// The commands that go with a place, as they are typed.
struct TargetCommandOptions {
  static let names = ["reload", "verify", "shell", "timeout"]

  static let all: [Option] = [
    Option("command", .one("CMD"), "give the values to this command on its standard input"),
    Option("reload", .one("CMD"), "makes the tool load what was written; an empty text: none"),
    Option("verify", .one("CMD"), "says with status 0 that the tool uses it; an empty text: none"),
    Option("shell", "each CMD is a line for /bin/sh"),
    Option("timeout", .one("D"), "how long each command may take", default: "30s"),
  ]

  static let removals: [Option] = [
    Option("no-reload", "take the reload command away"),
    Option("no-verify", "take the verify command away"),
  ]

  static let explanation = """
    CMD is split into words at blanks, with quotes and backslashes and without any expansion, and \
    shown as it was understood; --shell makes it a line for the shell. Commands run on this machine \
    only, as you, in the directory /, with a clean environment (KEYROLL_TOOL, KEYROLL_STEP, \
    KEYROLL_TARGET, KEYROLL_KEYS, and KEYROLL_OPERATION: the same number whenever a command is run \
    again because its result did not become known). What is typed here is approved by typing it; \
    what comes from elsewhere waits for keyroll target approve.
    """

  private let invocation: Invocation
  private let session: Session

  init(_ invocation: Invocation, _ session: Session) {
    self.invocation = invocation
    self.session = session
  }

  /// The words of one option: nil where it was not given, none where it takes a command away.
  func words(_ option: String) throws(CommandError) -> [String]? {
    guard let line = invocation.value(option) else { return nil }
    guard !line.isEmpty else { return [] }
    let isShell = invocation.flag("shell")
    var words: [String]
    do throws(CommandTextError) {
      words = isShell ? try CommandText.shell(line) : try CommandText.split(line)
    } catch {
      throw .step(.text(error, option: option))
    }
    do throws(ProgramProblem) {
      if !isShell { words[0] = try CommandProgram.resolve(words[0]) }
      try CommandProgram.check(words[0])
    } catch {
      throw .step(.typed(error, option: option))
    }
    if !isShell { warn(about: CommandText.shellWords(in: words)) }
    return words
  }

  private func warn(about words: [String]) {
    guard !words.isEmpty else { return }
    session.printer.warning(
      "\(list: words) means nothing special here: for a line of the shell add --shell")
  }

  /// Those of a new place.
  func commands() throws(CommandError) -> TargetCommands {
    TargetCommands(
      reload: try words("reload") ?? [], verify: try words("verify") ?? [],
      timeout: try timeout())
  }

  /// What changes in a place that is there.
  func changes() throws(CommandError) -> Attributes {
    var changes = Attributes()
    if let words = try words("command"), !words.isEmpty {
      changes[Attributes.Name.command] = words
    }
    if let words = try invocation.flag("no-reload") ? [] : words("reload") {
      changes[Attributes.Name.reload] = words
    }
    if let words = try invocation.flag("no-verify") ? [] : words("verify") {
      changes[Attributes.Name.verify] = words
    }
    if let timeout = try timeout() { changes[Attributes.Name.timeout] = [String(timeout)] }
    return changes
  }

  /// Seconds.
  private func timeout() throws(CommandError) -> Int64? {
    guard let seconds = try invocation.duration("timeout") else { return nil }
    guard (1...3600).contains(seconds) else {
      throw invocation.fault(.durationOutside(least: "1s", most: "1h"), of: "timeout")
    }
    return seconds
  }
}

extension Step {
  /// The attribute of a target that holds its command.
  var attribute: String {
    switch self {
    case .deliver: Attributes.Name.command
    case .reload: Attributes.Name.reload
    case .verify: Attributes.Name.verify
    }
  }
}

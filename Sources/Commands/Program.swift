import Agent
import Platform

/// The whole program, from words to status.
package enum Program {
  package static let version = "0.1.0"

  /// What the program is called where it was started as an agent, by a command.
  package static let agentName = "keyroll-agent"

  /// Runs this process's own command line, and ends it.
  package static func main() -> Never {
    Hardening.apply()
    guard ProcessArguments.programName != agentName else {
      endProcess(status: beHandedOverAgent() ? 0 : ExitStatus.unexpected.rawValue)
    }
    endProcess(status: run(ProcessArguments.words, in: .ofProcess()))
  }

  /// The command that started it hears how that went; nobody else is there to be told.
  private static func beHandedOverAgent() -> Bool {
    (try? AgentProcess.runHandedOver()) != nil
  }

  /// - Parameter words: what was typed after the program's name, byte for byte.
  package static func run(
    _ words: [[UInt8]], in surroundings: Surroundings, set: CommandSet = .keyroll
  ) -> Int32 {
    var parser = LineParser(words, for: set)
    do throws(CommandError) {
      return try dispatch(&parser, surroundings, set).rawValue
    } catch {
      return fail(error, words, parser.command?.declaration, surroundings)
    }
  }

  private static func dispatch(
    _ parser: inout LineParser, _ surroundings: Surroundings, _ set: CommandSet
  ) throws(CommandError) -> ExitStatus {
    let result: LineParser.Result
    do throws(UsageError) {
      result = try parser.parse()
    } catch {
      throw .usage(error)
    }
    switch result {
    case .command(let command, let invocation):
      return try command.run(
        invocation, Session(try Globals(invocation), in: surroundings))
    case .help(let words):
      return try HelpCommand.show(words, of: set, Session(Globals(), in: surroundings))
    case .version:
      return try VersionCommand.show(Session(Globals(), in: surroundings))
    }
  }

  private static func fail(
    _ error: CommandError, _ words: [[UInt8]], _ declaration: CommandDeclaration?,
    _ surroundings: Surroundings
  ) -> Int32 {
    let diagnostic = Diagnostic(error)
    // Whoever closed the pipe has read what was wanted: that is no failure to talk about.
    if case .system(let reason) = error, reason.name == "EPIPE" { return diagnostic.exit.rawValue }
    var globals = Globals()
    globals.json = asksForJSON(words)
    Session(globals, in: surroundings).printer.report(diagnostic)
    if case .launch(let reason) = error { return LaunchStatus.of(reason) }
    return declaration?.ownFailure ?? diagnostic.exit.rawValue
  }

  /// Whether a line that may not be understood otherwise asks for errors as JSON.
  private static func asksForJSON(_ words: [[UInt8]]) -> Bool {
    words.prefix { $0 != Array("--".utf8) }.contains(Array("--json".utf8))
  }
}

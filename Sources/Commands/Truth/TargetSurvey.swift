import Agent
import Delivery
import Discovery
import SecretMemory
import Vault

/// Reads the files of tools and compares them with what the vault says.
struct TargetSurvey {
  /// A target that cannot be looked at from here.
  struct Unseen {
    let tool: ToolView
    let target: TargetView
  }

  private(set) var findings: [TargetFinding] = []
  private(set) var unseen: [Unseen] = []
  private let session: Session
  private let subject: Subject

  init(
    of tools: [ToolView], about subject: Subject, _ session: Session
  ) throws(CommandError) {
    self.session = session
    self.subject = subject
    let meant = tools.map { tool in
      (tool, tool.connections.filter { $0.version != nil && subject.includes($0) })
    }.filter { !$0.1.isEmpty }
    var progress = Progress(session, total: meant.count)
    for (tool, lines) in meant {
      for target in tool.targets { try look(at: target, of: tool, lines) }
      progress.advance()
    }
    progress.end()
  }

  private mutating func look(
    at target: TargetView, of tool: ToolView, _ lines: [RollLine]
  ) throws(CommandError) {
    guard target.kind == .environmentFile, target.isHere else {
      unseen.append(Unseen(tool: tool, target: target))
      return
    }
    guard let path = target.path, let name = target.dialect else { throw .unexpectedAnswer }
    guard let dialect = Dialect(rawValue: name) else { throw .roll(.unknownDialect(name)) }
    let content = try reporting { () throws(DiscoveryError) in
      try TargetContent.read(path, dialect: dialect)
    }
    switch consume content {
    case .values(let values):
      try compare(values, with: lines, target, tool)
    case .missing:
      add(target, tool, .missing, lines.map { VariableFinding($0, .missing) })
    case .unreadable(let reason):
      add(target, tool, .unreadable(reason), lines.map { VariableFinding($0, .unreadable) })
    case .notUnderstood(let line):
      add(target, tool, .notUnderstood(line: line), lines.map { VariableFinding($0, .edited) })
    }
  }

  private mutating func compare(
    _ values: borrowing SecretFields, with lines: [RollLine], _ target: TargetView,
    _ tool: ToolView
  ) throws(CommandError) {
    let matches = try Recognizer(session).matches(
      values, named: Set(lines.map(\.variable)), in: .tool(tool.id))
    let names = Set(values.names)
    let known = Set(tool.connections.map(\.variable))
    add(
      target, tool, .read,
      lines.map { line in
        let found = names.contains(line.variable) ? matches[line.variable] ?? [] : nil
        return VariableFinding(line, matches: found)
      },
      others: values.names.filter { !known.contains($0) })
  }

  private mutating func add(
    _ target: TargetView, _ tool: ToolView, _ content: TargetFinding.Content,
    _ variables: [VariableFinding], others: [String] = []
  ) {
    findings.append(
      TargetFinding(
        tool: tool, target: target, content: content, variables: variables, others: others))
  }
}

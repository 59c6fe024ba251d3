import Agent
import Delivery
import Vault

/// Where values go, and in which form.
struct Place {
  let tool: ToolName
  /// Nil where a command takes the values.
  let path: String?
  let dialect: Dialect
  /// Variables that a file may hold.
  let known: [String]

  init(_ target: PlannedTarget) throws(CommandError) {
    let standard: Dialect = target.target.kind == .command ? .json : .dotenv
    if let name = target.target.dialect {
      guard let dialect = Dialect(rawValue: name) else { throw .roll(.unknownDialect(name)) }
      self.dialect = dialect
    } else {
      dialect = standard
    }
    guard target.target.path != nil || target.target.kind == .command else {
      throw .unexpectedAnswer
    }
    tool = target.tool
    path = target.target.path
    known = target.variables
  }
}

extension TargetView {
  /// The words of the command for a step; empty when there is none.
  func words(for step: Step) -> [String] {
    switch step {
    case .deliver: command
    case .reload: reload
    case .verify: verify
    }
  }

  /// What a command is told of the place.
  var place: String { path ?? kind.rawValue }
}

import Agent
import Vault

/// What a command is about: a key and a tool never share a name.
enum Subject {
  case everything
  case tool(ToolView)
  /// Its name as it is stored.
  case key(String)

  /// The first operand, a tool or a key; everything where there is none.
  init(
    _ invocation: Invocation, among tools: [ToolView], _ session: Session
  ) throws(CommandError) {
    guard let name = invocation.operands.first else {
      self = .everything
      return
    }
    let isTool = (try? invocation.tool(at: 0)).map { typed in
      tools.contains { $0.name.folded == typed.folded }
    }
    if isTool == true || invocation.value("environment") != nil {
      self = .tool(try session.tool(try invocation.tool(at: 0)))
      return
    }
    self = .key(try Self.key(name, try invocation.keyName(), among: tools, session))
  }

  private static func key(
    _ typed: String, _ name: String, among tools: [ToolView], _ session: Session
  ) throws(CommandError) -> String {
    do throws(CommandError) {
      return try session.key(Reference(key: name)).name
    } catch {
      guard case .service(.refused(.noSuchKey(_, let suggestion))) = error else { throw error }
      let near = [suggestion, didYouMean(typed, among: tools.map(\.name.text))]
      throw .roll(.noSuchSubject(typed, suggestions: near.compactMap { $0 }))
    }
  }

  /// What an emission writes.
  var selection: EmissionSelection {
    switch self {
    case .everything: .everything
    case .tool(let tool): .tool(tool.name)
    case .key(let key): .key(key)
    }
  }

  /// Those that are meant.
  func tools(among all: [ToolView]) -> [ToolView] {
    switch self {
    case .everything: all
    case .tool(let tool): [tool]
    case .key(let key): all.filter { tool in tool.connections.contains { $0.key == key } }
    }
  }

  /// Whether a connection is meant.
  func includes(_ line: RollLine) -> Bool {
    switch self {
    case .everything: true
    case .tool(let tool): line.tool == tool.name
    case .key(let key): line.key == key
    }
  }
}

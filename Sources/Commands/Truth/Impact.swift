import Agent
import Platform
import Providers
import Vault

/// What a new value of a key would touch.
struct Impact {
  /// One tool and one key of those concerned.
  struct Use {
    let key: String
    let tool: ToolView
    let lines: [RollLine]

    var variables: [String] { lines.map(\.variable) }
    var isRequired: Bool { lines.contains(where: \.isRequired) }
  }

  /// A key that is made from the one in question.
  struct Made {
    let key: String
    /// Over which keys, the one in question first.
    let via: [String]
  }

  let key: KeyView
  let provider: Provider?
  let made: [Made]
  let uses: [Use]
  /// By name, for tools that come after others.
  let tools: [ToolView]

  init(of key: KeyView, _ session: Session) throws(CommandError) {
    self.key = key
    provider = key.provider.flatMap(Catalogue.provider)
    tools = try session.tools()
    let concerned = try session.impact(of: key.name)
    made = concerned.filter { !$0.via.isEmpty }.map { Made(key: $0.key, via: $0.via) }
    let byName = Dictionary(tools.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    uses = concerned.flatMap { line in
      Dictionary(grouping: line.lines, by: \.tool)
        .sorted { $0.key.text < $1.key.text }
        .compactMap { name, lines in
          byName[name].map { Use(key: line.key, tool: $0, lines: lines) }
        }
    }
  }

  /// Each once, by name.
  var touched: [ToolView] {
    let names = Set(uses.map(\.tool.name))
    return tools.filter { names.contains($0.name) }.sorted { $0.name.text < $1.name.text }
  }

  var targets: [TargetView] { touched.flatMap(\.targets) }
  var machines: [String] { Set(targets.map(\.machine)).sorted() }

  /// Places to which somebody has to carry the value.
  var byHand: [Use] { uses.filter { $0.tool.targets.contains { !$0.kind.isWritten } } }

  /// Tools that get a new value after others, of those that are touched.
  var order: [(tool: ToolView, after: [ToolView])] {
    let touched = touched
    return touched.compactMap { tool in
      let after = touched.filter { other in
        tool.attributes.predecessors.contains { predecessor in
          switch predecessor {
          case .tool(let id): id == other.id
          case .group(let name): other.id != tool.id && other.attributes.groups.contains(name)
          }
        }
      }
      return after.isEmpty ? nil : (tool, after)
    }
  }
}

extension TargetView {
  /// What runs there, in this order.
  var commands: [(step: Step, words: [String])] {
    [(Step.deliver, command), (.reload, reload), (.verify, verify)].filter { !$0.1.isEmpty }
  }
}

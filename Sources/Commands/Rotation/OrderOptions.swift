import Agent
import ByteCoding
import Vault

/// Who comes first in a rotation, and what a key's value is made from: names on the line,
/// identifiers in the vault, so that renaming breaks nothing.
enum OrderOptions {
  static let ofTool: [Option] = [
    Option("group", .many("NAME"), "a name for tools that belong together"),
    Option(
      "after", .many("TOOL|GROUP"), "in a rotation these get the new value first, and take it"),
  ]

  static let ofKey: [Option] = [
    Option("made-from", .many("KEY"), "its value is composed of this key's, as in a URL")
  ]

  /// An empty text removes.
  static func attributes(
    ofTool invocation: Invocation, _ session: Session
  ) throws(CommandError) -> Attributes {
    var attributes = Attributes()
    if invocation.has("group") { attributes[Attributes.Name.group] = given("group", invocation) }
    guard invocation.has("after") else { return attributes }
    let names = given("after", invocation)
    let tools = try names.isEmpty ? [] : session.tools()
    attributes[Attributes.Name.after] = try names.map { name throws(CommandError) in
      try predecessor(name, tools, invocation).text
    }
    return attributes
  }

  static func attributes(
    ofKey invocation: Invocation, _ session: Session
  ) throws(CommandError) -> Attributes {
    var attributes = Attributes()
    guard invocation.has("made-from") else { return attributes }
    attributes[Attributes.Name.madeFrom] = try given("made-from", invocation).map {
      name throws(CommandError) in
      try session.key(Reference(key: try Invocation.reference(name).key)).id.hex
    }
    return attributes
  }

  private static func given(_ option: String, _ invocation: Invocation) -> [String] {
    invocation.values(option).filter { !$0.isEmpty }
  }

  private static func predecessor(
    _ name: String, _ tools: [ToolView], _ invocation: Invocation
  ) throws(CommandError) -> Predecessor {
    if let typed = try? invocation.plainTool(name) {
      let same = tools.filter { tool in
        tool.name.folded == typed.folded
          || typed.environment == nil && folded(tool.name.name) == folded(typed.name)
      }
      if let exact = same.first(where: { $0.name.folded == typed.folded }) ?? same.first,
        same.count == 1 || exact.name.folded == typed.folded
      {
        return .tool(exact.id)
      }
      if same.count > 1 {
        throw .service(
          .refused(
            .ambiguousTool(name: name, environments: same.compactMap(\.name.environment))))
      }
    }
    let groups = tools.flatMap { $0.attributes.groups }
    if let group = groups.first(where: { folded($0) == folded(name) }) { return .group(group) }
    let near = [didYouMean(name, among: tools.map(\.name.text) + groups)].compactMap { $0 }
    throw .roll(.noSuchToolOrGroup(name, suggestions: near))
  }
}

extension Session {
  /// Attributes as people know them: names in the place of identifiers.
  func legible(_ attributes: Attributes) throws(CommandError) -> Attributes {
    var legible = attributes
    if !attributes.madeFrom.isEmpty {
      let names = Dictionary(
        try keys(KeyFilter()).map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
      legible[Attributes.Name.madeFrom] = attributes.madeFrom.map { names[$0] ?? $0.hex }
    }
    if !attributes.predecessors.isEmpty {
      let names = Dictionary(
        try tools().map { ($0.id, $0.name.text) }, uniquingKeysWith: { first, _ in first })
      legible[Attributes.Name.after] = attributes.predecessors.map { predecessor in
        switch predecessor {
        case .tool(let id): names[id] ?? id.hex
        case .group(let name): name
        }
      }
    }
    return legible
  }
}

import Agent
import ByteCoding
import SecretMemory
import Vault

/// The same facts about the same vault as the service tells them.
struct ServiceAnswers {
  private(set) var lines: [String] = []

  private struct Unexpected: Error {}

  init(_ service: Service) throws {
    lines = try Self.vault(service)
    guard case .keys(let keys) = try service.answer(.query(.keys(KeyFilter()))),
      case .tools(let tools) = try service.answer(.query(.tools))
    else { throw Unexpected() }
    // First, because looking at values is a use.
    for key in keys { lines += try Self.uses(of: key, service) }
    for tool in tools { lines += Self.line("use", tool.name.name, nil, tool.lastUse) }
    for key in keys { lines += try Self.lines(of: key, service) }
    for tool in tools { lines += Self.lines(of: tool) }
    lines.sort()
  }

  private static func vault(_ service: Service) throws -> [String] {
    guard case .status(let status) = try service.answer(.query(.status)),
      case .settings(let settings) = try service.answer(.query(.settings)),
      case .slots(let slots) = try service.answer(.query(.slots))
    else { throw Unexpected() }
    let vault = status.vault
    var lines = [
      fact(
        "vault", vault.identifier.hex, vault.name, vault.generation, vault.epoch, vault.sequence)
    ]
    lines += settings.filter { !$0.isDefault }.map { fact("setting", $0.name, $0.values) }
    lines += slots.map { fact("slot", $0.id.hex, $0.kind?.rawValue, $0.name, $0.lastVerified) }
    lines += status.rotations.map { fact("rotation", $0.key, $0.from, $0.to, $0.startedAt) }
    return lines
  }

  private static func lines(of key: KeyView, _ service: Service) throws -> [String] {
    var lines = [
      fact("key", key.id.hex, key.name, key.addedAt, key.fields, text(key.attributes))
    ]
    for version in key.versions {
      lines.append(
        fact(
          "version", key.name, version.number, version.id.hex, version.label.rawValue,
          version.stagedAt, version.expires, version.origin.rawValue, version.isPurged))
      guard version.label.isLive else { continue }
      for field in key.fields {
        let reference = Reference(
          key: key.name, version: .number(version.number), field: field)
        guard case .value(let value) = try service.answer(.value(reference)) else {
          throw Unexpected()
        }
        let text = value.withSpan { span in
          String(decoding: span.indices.map { span[$0] }, as: UTF8.self)
        }
        lines.append(fact("value", key.name, version.number, field, text))
      }
    }
    return lines
  }

  private static func lines(of tool: ToolView) -> [String] {
    let name = tool.name.name
    var lines = [
      fact("tool", tool.id.hex, name, tool.name.environment, text(tool.attributes))
    ]
    for target in tool.targets {
      lines.append(
        fact(
          "target", name, target.id.hex, target.kind.rawValue, target.machine, target.path,
          target.dialect))
    }
    for connection in tool.connections {
      lines.append(
        fact(
          "connection", name, connection.key, connection.field, connection.variable,
          connection.isRequired, connection.needs, connection.requiresAPI, connection.version,
          connection.level.rawValue))
    }
    return lines
  }

  /// By no tool, and by each tool.
  private static func uses(of key: KeyView, _ service: Service) throws -> [String] {
    guard case .roll(let roll) = try service.answer(.query(.whereUsed(key: key.name))) else {
      throw Unexpected()
    }
    let byTools = roll.lines.flatMap { line("use", $0.tool.name, key.name, $0.lastUse) }
    return line("use", nil, key.name, roll.use) + Set(byTools)
  }

  private static func line(
    _ word: String, _ tool: String?, _ key: String?, _ use: UseSum?
  ) -> [String] {
    use.map { [fact(word, tool, key, $0.kind.rawValue, $0.count, $0.lastAt)] } ?? []
  }

  private static func text(_ attributes: Attributes) -> String {
    attributeText(
      Dictionary(uniqueKeysWithValues: attributes.names.map { ($0, attributes[$0] ?? []) }))
  }
}

package import ByteCoding

/// Who gets a new version before a tool does: one value of the tool's attribute `after`.
package enum Predecessor: Hashable, Sendable {
  case tool(Identifier)
  case group(String)

  private static let toolPrefix = "tool:"
  private static let groupPrefix = "group:"

  package init?(_ text: String) {
    if text.hasPrefix(Self.toolPrefix) {
      guard let id = Identifier(hex: String(text.dropFirst(Self.toolPrefix.count))) else {
        return nil
      }
      self = .tool(id)
    } else if text.hasPrefix(Self.groupPrefix), text.utf8.count > Self.groupPrefix.utf8.count {
      self = .group(String(text.dropFirst(Self.groupPrefix.count)))
    } else {
      return nil
    }
  }

  package var text: String {
    switch self {
    case .tool(let id): Self.toolPrefix + id.hex
    case .group(let name): Self.groupPrefix + name
    }
  }
}

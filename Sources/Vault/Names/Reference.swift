/// Which version of a key a reference means.
package enum VersionSelector: Hashable, Sendable {
  case number(UInt64)
  /// `pending`, `current` or `previous`.
  case label(VersionLabel)
}

/// A key, and where asked for a version and a field of it: `KEY[@N|@label][#field]`, also written
/// as a URL `keyroll://KEY[@N|@label][#field]`.
package struct Reference: Hashable, Sendable {
  package var key: String
  package var version: VersionSelector?
  package var field: String?

  package init(key: String, version: VersionSelector? = nil, field: String? = nil) {
    self.key = key
    self.version = version
    self.field = field
  }

  /// How a reference written as a URL begins.
  package static let scheme = "keyroll://"

  /// Reads a reference in either form. What it says of a text that is none never repeats that
  /// text: it may hold a value.
  package static func parse(_ text: String) throws(ReferenceProblem) -> Reference {
    guard !text.contains("=") else { throw .valueOnCommandLine }
    let rest = text.hasPrefix(scheme) ? text.dropFirst(scheme.count) : text[...]
    let (named, field) = split(rest, at: "#")
    let (name, version) = split(named, at: "@")
    do throws(NameProblem) {
      try ListedName.check(String(name), allowsSegments: true)
    } catch {
      throw .name(error)
    }
    return Reference(
      key: String(name),
      version: try version.map { part throws(ReferenceProblem) in try selector(part) },
      field: try field.map { part throws(ReferenceProblem) in try fieldName(part) })
  }

  /// The short form.
  package var text: String {
    let version: String =
      switch version {
      case .number(let number): "@\(number)"
      case .label(let label): "@\(label.rawValue)"
      case nil: ""
      }
    return key + version + (field.map { "#\($0)" } ?? "")
  }

  private static func split(
    _ text: Substring, at separator: Character
  ) -> (Substring, Substring?) {
    guard let place = text.firstIndex(of: separator) else { return (text, nil) }
    return (text[..<place], text[text.index(after: place)...])
  }

  private static func selector(_ text: Substring) throws(ReferenceProblem) -> VersionSelector {
    if let label = VersionLabel(rawValue: String(text)) {
      guard VersionLabel.selectable.contains(label) else { throw .version }
      return .label(label)
    }
    // Swift's own reading of integers also takes a sign and leading zeros.
    guard let first = text.utf8.first, (UInt8(ascii: "1")...UInt8(ascii: "9")).contains(first),
      let number = UInt64(text)
    else { throw .version }
    return .number(number)
  }

  private static func fieldName(_ text: Substring) throws(ReferenceProblem) -> String {
    do throws(NameProblem) { return try FieldName(String(text)).text } catch { throw .field(error) }
  }
}

/// Why a text is not a reference. Holds none of the text.
package enum ReferenceProblem: Error, Equatable, Sendable {
  /// It has the form `KEY=value`. Values are never arguments: the process list and the shell's
  /// history would keep them.
  case valueOnCommandLine
  case name(NameProblem)
  /// What follows `@` is neither a version number nor `pending`, `current` or `previous`.
  case version
  case field(NameProblem)
}

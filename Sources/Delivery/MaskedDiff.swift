package import SecretMemory

/// What a write would change, variable by variable, without values or lengths.
package enum MaskedDiff {
  package enum Change: Equatable, Sendable { case added, removed, changed, same }

  package struct Entry: Equatable, Sendable {
    package let variable: String
    package let change: Change

    package init(variable: String, change: Change) {
      self.variable = variable
      self.change = change
    }
  }

  /// The difference from `old` (nil for a file that is not there) to `new`, sorted by name.
  package static func entries(
    from old: borrowing SecretFields?, to new: borrowing SecretFields
  ) -> [Entry] {
    let before: Set<String> =
      switch old {
      case .some(let fields): Set(fields.names)
      case .none: []
      }
    let after = Set(new.names)
    return before.union(after).sorted().map { name in
      let change: Change =
        if !before.contains(name) { .added } else if !after.contains(name) { .removed } else {
          isSame(name, old, new) ? .same : .changed
        }
      return Entry(variable: name, change: change)
    }
  }

  private static func isSame(
    _ name: String, _ old: borrowing SecretFields?, _ new: borrowing SecretFields
  ) -> Bool {
    switch old {
    case .some(let fields): fields.hasSameValue(as: new, for: name)
    case .none: false
    }
  }
}

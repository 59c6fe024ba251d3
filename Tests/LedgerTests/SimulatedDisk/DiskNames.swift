/// The names of all files: as programs see them, and what of them a power failure may leave.
///
/// A change of names is atomic. Until the directory is synced it may be lost, whatever becomes of
/// changes before and after it and of the content of the files.
struct DiskNames {
  struct Change {
    var directory: String
    /// Where names lead afterwards; nil means nowhere.
    var effects: [String: Int?]
    var isDurable = false
  }

  private(set) var current: [String: Int]
  private var durable: [String: Int]
  private(set) var changes: [Change] = []

  init(durable: [String: Int] = [:]) {
    current = durable
    self.durable = durable
  }

  mutating func change(_ effects: [String: Int?], in directory: String) {
    changes.append(Change(directory: directory, effects: effects))
    Self.apply(effects, to: &current)
  }

  /// Makes changes of names in a directory durable. When that fails they stay in doubt until it
  /// succeeds: unlike pages, a journal does not forget what it could not write.
  mutating func sync(_ directory: String) {
    for index in changes.indices where changes[index].directory == directory {
      changes[index].isDurable = true
    }
    while let first = changes.first, first.isDurable {
      Self.apply(first.effects, to: &durable)
      changes.removeFirst()
    }
  }

  /// The names that a power failure leaves if the chosen ones of the changes in doubt reached the
  /// medium.
  func state(choosing: (_ index: Int) -> Bool) -> [String: Int] {
    var names = durable
    for (index, change) in changes.enumerated() where change.isDurable || choosing(index) {
      Self.apply(change.effects, to: &names)
    }
    return names
  }

  private static func apply(_ effects: [String: Int?], to names: inout [String: Int]) {
    for (path, inode) in effects { names[path] = inode }
  }
}

package import ByteCoding

/// Where and when an event took effect.
package struct Stamp: Sendable {
  /// Milliseconds since 1970, as the writer's clock had it.
  package var time: Int64
  package var actor: String
  package var transaction: Identifier
  /// Of the frame that brought the transaction.
  package var sequence: UInt64

  package init(time: Int64, actor: String, transaction: Identifier, sequence: UInt64) {
    self.time = time
    self.actor = actor
    self.transaction = transaction
    self.sequence = sequence
  }
}

/// The vault as it is after the events applied so far: records over the records of a base. Look-ups
/// read the records that they need and no others, so that they cost the same in a large vault.
package struct State {
  /// Changes whenever the same events give other records; a checkpoint of another fold is not used.
  package static let foldVersion: UInt64 = 3

  private let base: any RecordBase
  /// What differs from the base, nil for a record that is gone: what a checkpoint merges.
  package private(set) var changes: [[UInt8]: [UInt8]?] = [:]
  /// Changed record keys by their scope, so that a look-up does not walk through all changes.
  private var changedUnder: [[UInt8]: Set<[UInt8]>] = [:]
  /// The key that was written last: the events of one command are about one key, and so is what is
  /// asked after it.
  private(set) var latestKey: Key?

  package init(base: any RecordBase) {
    self.base = base
  }

  func record(_ key: [UInt8]) throws(RecordError) -> [UInt8]? {
    if let change = changes[key] { return change }
    return try base.record(key)
  }

  mutating func put(_ key: Key) {
    set(RecordKey.key(key.id)) { key.write(to: &$0) }
    latestKey = key
  }

  mutating func set(_ key: [UInt8], _ value: [UInt8]?) {
    if key.first == RecordKey.allKeys.first { latestKey = nil }
    changes.updateValue(value, forKey: key)
    if key.count > RecordKey.scopeLength {
      changedUnder[Array(key.prefix(RecordKey.scopeLength)), default: []].insert(key)
    }
  }

  /// Calls `body` with every record whose key begins with `prefix`, in ascending order of keys,
  /// until it returns false. `prefix` is a letter, or a letter and one identifier.
  func scan(
    _ prefix: [UInt8], _ body: (_ key: [UInt8], _ value: [UInt8]) throws(RecordError) -> Bool
  ) throws(RecordError) {
    var merge = RecordMerge(changed: changedKeys(under: prefix), changes: changes)
    var failure: RecordError?
    func give(_ key: [UInt8], _ value: [UInt8]) -> Bool {
      do throws(RecordError) { return try body(key, value) } catch {
        failure = error
        return false
      }
    }
    var goesOn = true
    try base.records(withPrefix: prefix) { key, value in
      goesOn = merge.giveChanges(before: key, give) && (merge.replaces(key) || give(key, value))
      return goesOn
    }
    if goesOn { _ = merge.giveChanges(before: nil, give) }
    if let failure { throw failure }
  }

  private func changedKeys(under prefix: [UInt8]) -> [[UInt8]] {
    let keys =
      prefix.count == RecordKey.scopeLength
      ? Array(changedUnder[prefix] ?? []) : changes.keys.filter { $0.starts(with: prefix) }
    return keys.sorted { $0.lexicographicallyPrecedes($1) }
  }
}

/// Changed records, given out in step with the unchanged ones.
private struct RecordMerge {
  let changed: [[UInt8]]
  let changes: [[UInt8]: [UInt8]?]
  private var next = 0

  init(changed: [[UInt8]], changes: [[UInt8]: [UInt8]?]) {
    self.changed = changed
    self.changes = changes
  }

  /// Whether a change stands in place of the base's record.
  func replaces(_ key: [UInt8]) -> Bool { changes[key] != nil }

  /// Gives out changed records whose keys come before `limit`, or before nothing: all. A change of
  /// the record at `limit` itself comes with the next call.
  mutating func giveChanges(
    before limit: [UInt8]?, _ give: ([UInt8], [UInt8]) -> Bool
  ) -> Bool {
    while next < changed.count {
      let key = changed[next]
      if let limit, !key.lexicographicallyPrecedes(limit) { return true }
      next += 1
      if case .some(.some(let value)) = changes[key], !give(key, value) { return false }
    }
    return true
  }
}

/// What a client may say about a vault, having been told what it was told.
struct Oracle {
  /// Entries whose outcome was never told, or was an error.
  private var maybe: [Int: Entry] = [:]
  private var acknowledged: Set<Int> = []
  /// Entries that were written together, in their order.
  private var groups: [[Int]] = []

  var isEmpty: Bool { acknowledged.isEmpty }
  /// One that a client would try again.
  var unfinished: Entry? { maybe.values.first }

  mutating func began(_ entry: Entry) { maybe[entry.number] = entry }

  mutating func began(together entries: [Entry]) {
    entries.forEach { began($0) }
    groups.append(entries.map(\.number))
  }

  mutating func wasAcknowledged(_ entry: Entry) {
    maybe[entry.number] = nil
    acknowledged.insert(entry.number)
  }

  /// What contradicts the client; nil when nothing does.
  func contradiction(_ found: [Int]) -> String? {
    let unique = Set(found)
    if unique.count != found.count { return "twice in \(found)" }
    let lost = acknowledged.subtracting(unique)
    if !lost.isEmpty { return "lost \(lost.sorted()) of \(found)" }
    for group in groups {
      let there = group.filter(unique.contains)
      if !group.starts(with: there) { return "not a prefix of \(group): \(there)" }
    }
    let invented = unique.subtracting(acknowledged).subtracting(maybe.keys)
    return invented.isEmpty ? nil : "never written: \(invented.sorted())"
  }
}

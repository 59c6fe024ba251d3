package import ByteCoding

/// Named lists of texts, in ascending order of the names' bytes, no name twice. What a key, tool,
/// target or connection carries beside its identity; and, as the content of an edit, what changes:
/// there an empty list removes the attribute.
package struct Attributes: Equatable, Sendable {
  /// One attribute: its name and its values in the order given.
  package struct Entry: Equatable, Sendable {
    package var name: String
    package var values: [String]
  }

  /// Ascending by the bytes of the names.
  package private(set) var entries: [Entry] = []

  package init() {}

  /// Later pairs replace earlier ones of the same name.
  package init(_ pairs: [(name: String, values: [String])]) {
    for pair in pairs { self[pair.name] = pair.values }
  }

  package var isEmpty: Bool { entries.isEmpty }
  package var names: [String] { entries.map(\.name) }

  /// The values under `name`, nil when the attribute is absent. Setting an empty list keeps the
  /// name with no values, which only an edit may carry.
  package subscript(name: String) -> [String]? {
    get { entries.first { Self.same($0.name, name) }?.values }
    set {
      entries.removeAll { Self.same($0.name, name) }
      guard let newValue else { return }
      let place = entries.firstIndex { Self.precedes(name, $0.name) } ?? entries.endIndex
      entries.insert(Entry(name: name, values: newValue), at: place)
    }
  }

  /// The first value under `name`.
  package func first(_ name: String) -> String? { self[name]?.first }

  /// These attributes after an edit.
  package func edited(by changes: Attributes) -> Attributes {
    var result = self
    for change in changes.entries {
      result[change.name] = change.values.isEmpty ? nil : change.values
    }
    return result
  }

  /// The part of `changes` that would change something here.
  package func effective(_ changes: Attributes) -> Attributes {
    var result = Attributes()
    for change in changes.entries where change.values != (self[change.name] ?? []) {
      result[change.name] = change.values
    }
    return result
  }

  /// Swift compares strings by canonical equivalence; on disk names are told apart by bytes.
  private static func same(_ a: String, _ b: String) -> Bool {
    a.utf8.elementsEqual(b.utf8)
  }

  private static func precedes(_ a: String, _ b: String) -> Bool {
    a.utf8.lexicographicallyPrecedes(b.utf8)
  }
}

extension Attributes {
  /// An array of pairs of name and values, ascending by name.
  package func write(to writer: inout CBORWriter) {
    writer.array(entries) { writer, entry in
      writer.array(2)
      writer.text(entry.name)
      writer.array(entry.values) { writer, value in writer.text(value) }
    }
  }

  package init(from reader: inout CBORReader) throws(CBORError) {
    entries = try reader.elements { reader throws(CBORError) in
      try reader.tuple(2)
      let name = try reader.text()
      return Entry(
        name: name,
        values: try reader.elements { reader throws(CBORError) in try reader.text() })
    }
    for (earlier, later) in zip(entries, entries.dropFirst()) {
      guard !Self.same(earlier.name, later.name) else { throw .duplicateKey }
      guard Self.precedes(earlier.name, later.name) else { throw .unsortedKeys }
    }
  }
}
